package store_test

import (
	"encoding/csv"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"gongkai/internal/database"
	"gongkai/internal/store"
	"gongkai/internal/storetest"
	"gongkai/ledger"

	"github.com/google/go-cmp/cmp"
)

func TestExports(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, db *database.DB) {
		err := db.Write(t.Context(), clerk, func(tx *database.Tx) error {
			tx.Record(ledger.Entry{Verb: "note", After: "=HYPERLINK(\"x\"),甲\n乙"})
			tx.Record(ledger.Entry{Verb: "note", After: "平常"})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		var lines, table strings.Builder
		view := db.View(t.Context())
		if err := store.ExportLedgerJSON(view, &lines, store.LedgerFilter{Chain: "ag_1"}); err != nil {
			t.Fatal(err)
		}
		var first struct {
			Seq   int64  `json:"seq"`
			After string `json:"after"`
			Hash  string `json:"hash"`
		}
		if err := json.NewDecoder(strings.NewReader(lines.String())).Decode(&first); err != nil {
			t.Fatal(err)
		}
		if first.Seq != 1 || first.After != "=HYPERLINK(\"x\"),甲\n乙" || len(first.Hash) != 64 || strings.Count(lines.String(), "\n") != 3 {
			t.Errorf("got %+v of\n%s", first, lines.String())
		}
		if err := store.ExportLedgerCSV(view, &table, store.LedgerFilter{Chain: "ag_1"}, store.LedgerWords{}); err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(table.String(), "\ufeff"))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		after := slices.Index(rows[0], "操作后")
		if len(rows) != 3 || after < 0 || rows[1][after] != "'=HYPERLINK(\"x\"),甲\n乙" || rows[2][after] != "平常" {
			t.Errorf("got %s", cmp.Diff(nil, rows))
		}
	})
}

func TestAnExportIsProvenWithoutTheDatabase(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, db *database.DB) {
		record(t, db, clerk, 4)
		record(t, db, ledger.Actor{ID: "ac_2", Agency: "ag_2"}, 2)
		view := db.View(t.Context())
		anchors, err := store.LedgerHeads(view)
		if err != nil {
			t.Fatal(err)
		}
		var file strings.Builder
		if err := store.ExportLedgerJSON(view, &file, store.LedgerFilter{}); err != nil {
			t.Fatal(err)
		}
		lines := strings.SplitAfter(strings.TrimSuffix(file.String(), "\n"), "\n") // four links, a head, two links, a head
		without := func(skip ...int) string {
			var b strings.Builder
			for i, line := range lines {
				if !slices.Contains(skip, i) {
					b.WriteString(line)
				}
			}
			return b.String()
		}
		for _, tt := range []struct {
			name, file string
			breaks     int
			seq        int64
		}{
			{"whole", file.String(), 0, 0},
			{"a word changed", strings.Replace(file.String(), `"before":"待确认"`, `"before":"待补正"`, 1), 1, 1},
			{"a link removed", without(1), 1, 2},
			{"the last link removed", without(3), 1, 4},
			{"the last link and the head removed", without(3, 4), 1, 3},
			{"a whole chain removed", without(5, 6, 7), 1, 1},
			{"every link of a chain removed", without(0, 1, 2, 3), 1, 1},
		} {
			proof, err := store.VerifyLedgerExport(strings.NewReader(tt.file), db.Hash(), anchors...)
			if err != nil || len(proof.Breaks) != tt.breaks {
				t.Errorf("%s: %+v (%v)", tt.name, proof, err)
			} else if tt.breaks == 1 && proof.Breaks[0].Seq != tt.seq {
				t.Errorf("%s: broken at %d, want %d", tt.name, proof.Breaks[0].Seq, tt.seq)
			}
		}
		if _, err := store.VerifyLedgerExport(strings.NewReader(file.String()[:300]), db.Hash()); err == nil {
			t.Error("a torn file passes")
		}
	})
}
