package translog_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"gongkai/agency"
	"gongkai/catalog"
	"gongkai/civil"
	"gongkai/disclosure"
	"gongkai/internal/crypt"
	"gongkai/internal/database"
	"gongkai/internal/store"
	"gongkai/internal/storetest"
	"gongkai/internal/translog"
	"gongkai/ledger"

	"golang.org/x/mod/sumdb/tlog"
)

const bureau agency.ID = "ag_1"

var day = civil.MustParse("2026-11-03")

func keys(t *testing.T) *crypt.Keyring {
	t.Helper()
	name := filepath.Join(t.TempDir(), "key")
	if _, err := crypt.CreateKeyFile(name, time.Now()); err != nil {
		t.Fatal(err)
	}
	ring, err := crypt.OpenKeyFile(name, crypt.Std)
	if err != nil {
		t.Fatal(err)
	}
	return ring
}

// write runs f in a transaction that is recorded.
func write(ctx context.Context, db *database.DB, f func(tx *database.Tx) error) error {
	return db.Write(ctx, ledger.Machine("test"), func(tx *database.Tx) error {
		tx.Record(ledger.Entry{Chain: string(bureau), Verb: "test", Subject: ledger.Subject{Kind: "test", ID: "test"}})
		return f(tx)
	})
}

func world(t *testing.T, db *database.DB) *translog.Keeper {
	t.Helper()
	err := write(t.Context(), db, func(tx *database.Tx) error {
		return errors.Join(store.InsertAgency(tx, agency.Agency{ID: bureau, Code: "kjj", Name: "甲局", Level: agency.County, Kind: agency.Department, Region: "620602"}),
			store.SaveColumn(tx, catalog.Column{ID: "co_1", Agency: bureau, Title: "通知", Item: "FD-01", Freshness: catalog.Freshness("none")}))
	})
	if err != nil {
		t.Fatal(err)
	}
	k, err := translog.NewKeeper(t.Context(), db, keys(t))
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// publish stores a record and makes it public.
func publish(ctx context.Context, db *database.DB, n int) error {
	return write(ctx, db, func(tx *database.Tx) error {
		rec := disclosure.Record{ID: disclosure.ID(fmt.Sprintf("rc_%03d", n)), Agency: bureau, Column: "co_1", Kind: disclosure.Plain, Title: fmt.Sprintf("第%d号通知", n), FormedOn: day, Attribute: disclosure.Proactive, Body: "<p>正文</p>"}
		digest := translog.Digest(rec.Canonical())
		if err := store.SaveDraft(tx, store.RecordFile{Draft: rec, Digest: digest}); err != nil {
			return err
		}
		body, err := json.Marshal(rec)
		if err != nil {
			return err
		}
		p := disclosure.Publication{Record: rec.ID, Index: catalog.IndexNo(fmt.Sprintf("kjj/2026-%05d", n))}
		return store.AddAct(tx, p, disclosure.Act{Kind: disclosure.Published, On: day, Version: 1, Digest: digest}, body)
	})
}

func withdraw(t *testing.T, db *database.DB, n int) {
	t.Helper()
	err := write(t.Context(), db, func(tx *database.Tx) error {
		file, err := store.Record(tx, disclosure.ID(fmt.Sprintf("rc_%03d", n)))
		if err != nil {
			return err
		}
		act, err := disclosure.Withdraw(file.Publication, day, "有误")
		if err != nil {
			return err
		}
		return store.AddAct(tx, file.Publication, act, nil)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func fill(t *testing.T, db *database.DB, n int) {
	t.Helper()
	for i := range n {
		if err := publish(t.Context(), db, i); err != nil {
			t.Fatal(err)
		}
	}
}

func breaks(t *testing.T, k *translog.Keeper) string {
	t.Helper()
	rep, err := k.Check(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, x := range rep.Breaks {
		b.WriteString(x.Where + "：" + x.Text + "\n")
	}
	return b.String()
}

func TestLeavesStandInTheOrderOfTheActs(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, db *database.DB) {
		k := world(t, db)
		var wg sync.WaitGroup
		failed := make(chan error, 40)
		for worker := range 8 {
			wg.Go(func() {
				for i := range 5 {
					if err := publish(t.Context(), db, worker*5+i); err != nil {
						failed <- err
					}
				}
			})
		}
		wg.Wait()
		close(failed)
		for err := range failed {
			t.Fatal(err)
		}
		withdraw(t, db, 7)
		if got := breaks(t, k); got != "" {
			t.Fatal(got)
		}
		r := db.View(t.Context())
		h, err := k.Head(r)
		if err != nil || h.Tree.N != 41 {
			t.Fatalf("%+v %v", h, err)
		}
		if tree, err := translog.OpenHead(h.Note, k.Verifier()); err != nil || tree != h.Tree {
			t.Fatalf("%+v %v", tree, err)
		}
		entries, err := translog.Entries(r, 0, 100)
		if err != nil || len(entries) != 41 || entries[40].Index != "kjj/2026-00007" {
			t.Fatalf("%d entries, %v", len(entries), err)
		}
		for i, e := range entries {
			if e.Seq != int64(i) {
				t.Fatalf("entry %d has the number %d", i, e.Seq)
			}
			proof, err := translog.Inclusion(r, 41, e.Seq)
			if err != nil {
				t.Fatal(err)
			}
			if err := tlog.CheckRecord(proof, 41, h.Tree.Hash, e.Seq, tlog.RecordHash([]byte(e.Body))); err != nil {
				t.Fatal(err)
			}
			earlier, err := translog.Tree(r, e.Seq+1)
			if err != nil {
				t.Fatal(err)
			}
			steps, err := translog.Consistency(r, 41, e.Seq+1)
			if err != nil {
				t.Fatal(err)
			}
			if err := tlog.CheckTree(steps, 41, h.Tree.Hash, e.Seq+1, earlier.Hash); err != nil {
				t.Fatal(err)
			}
		}
	})
}

// TestASilentChangeIsFound: whatever somebody changes by hand in the database, checking finds it.
func TestASilentChangeIsFound(t *testing.T) {
	for _, tt := range []struct {
		name  string
		by    []string
		found string
	}{
		{"nothing", nil, ""},
		{"the text of a published version", []string{`UPDATE record_version SET body = replace(body, '正文', '改过') WHERE record = 'rc_003'`}, "kjj/2026-00003：第1版的内容与公开日志中的摘要不符"},
		{"the text with its digests", []string{`UPDATE record_version SET body = replace(body, '正文', '改过'), digest = 'x' WHERE record = 'rc_003'`, `UPDATE record_act SET digest = 'x' WHERE record = 'rc_003'`}, "kjj/2026-00003：第1次公开行为与公开日志第4条的登记不一致"},
		{"the day of publication", []string{`UPDATE record_act SET done_on = '2026-11-01' WHERE record = 'rc_003'`}, "被改过"},
		{"a version is gone", []string{`DELETE FROM record_version WHERE record = 'rc_003'`}, "内容已经没有了"},
		{"a record is gone", []string{`DELETE FROM publication WHERE record = 'rc_003'`, `DELETE FROM record_act WHERE record = 'rc_003'`, `DELETE FROM record_version WHERE record = 'rc_003'`, `DELETE FROM record WHERE id = 'rc_003'`}, "kjj/2026-00003：公开日志中登记为公开过，库中已经没有这条信息"},
		{"a leaf", []string{`UPDATE log_leaf SET body = replace(body, '2026-11-03', '2026-11-01') WHERE seq = 2`}, "第3条：公开日志的这一条被改过"},
		{"a leaf in the middle is gone", []string{`DELETE FROM log_leaf WHERE seq = 2`}, "第3条：公开日志缺少这一条"},
		{"the last leaf is gone", []string{`DELETE FROM log_leaf WHERE seq = 8`}, "公开日志应有9条，只有8条"},
		{"a node", []string{`UPDATE log_hash SET hash = (SELECT hash FROM log_hash WHERE place = 0) WHERE place = 2`}, "散列树被改过"},
		{"a node is gone", []string{`DELETE FROM log_hash WHERE place = 2`}, "缺少节点"},
		{"an act outside the log", []string{`INSERT INTO record_act (record, seq, kind, done_on, version, digest, reason) VALUES ('rc_003', 2, 'withdrawn', '2026-11-03', 1, 'x', 'x')`}, "第2次公开行为没有登记在公开日志中"},
		{"the end is cut off with all that belongs to it", []string{`DELETE FROM log_leaf WHERE seq >= 7`, `DELETE FROM log_hash WHERE place >= 11`, `UPDATE log_size SET size = 7`}, "签名头9：公开日志比签过的头短"},
		{"a signed head", []string{`UPDATE log_head SET note = replace(note, '9', '8')`}, "签名不对"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			db := storetest.SQLite(t)
			k := world(t, db)
			fill(t, db, 9)
			if err := k.Remember(t.Context()); err != nil {
				t.Fatal(err)
			}
			tamper(t, db, tt.by...)
			got := breaks(t, k)
			if (got == "") != (tt.found == "") || !strings.Contains(got, tt.found) {
				t.Errorf("found:\n%s\nwant: %s", got, tt.found)
			}
		})
	}
}

// tamper does what somebody with the file of the database can do.
func tamper(t *testing.T, db *database.DB, statements ...string) {
	t.Helper()
	err := db.WriteUnrecorded(t.Context(), "test", func(tx *database.Tx) error {
		for _, s := range append([]string{`DROP TRIGGER log_leaf_update`, `DROP TRIGGER log_leaf_delete`, `DROP TRIGGER log_hash_update`, `DROP TRIGGER log_hash_delete`, `DROP TRIGGER log_size_update`}, statements...) {
			if _, err := tx.Exec(s); err != nil {
				return fmt.Errorf("%s: %w", s, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestTheLogIsAppendOnly(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, db *database.DB) {
		k := world(t, db)
		fill(t, db, 3)
		for _, s := range []string{`UPDATE log_leaf SET body = ''`, `DELETE FROM log_leaf`, `UPDATE log_hash SET place = place + 100`, `DELETE FROM log_hash`, `UPDATE log_size SET size = 1`, `DELETE FROM log_size`} {
			err := db.WriteUnrecorded(t.Context(), "test", func(tx *database.Tx) error { _, err := tx.Exec(s); return err })
			if err == nil {
				t.Errorf("%s was done", s)
			}
		}
		again, err := translog.NewKeeper(t.Context(), db, k.Keys)
		if err != nil || again.Verifier() != k.Verifier() || again.Verifier() == "" {
			t.Errorf("another key at the second start: %v", err)
		}
		if _, err := translog.NewKeeper(t.Context(), db, keys(t)); err == nil {
			t.Error("the key was opened with another key file")
		}
	})
}

func TestALeafIsReadOnlyAsItIsWritten(t *testing.T) {
	l := translog.Leaf{Act: disclosure.Published, Day: day, Digest: "sm3-00", Index: `a/"1<`, Version: 1}
	if got, err := translog.ParseLeaf(l.Bytes()); err != nil || got != l {
		t.Errorf("%+v %v", got, err)
	}
	for _, bad := range []string{`{}`, ` ` + string(l.Bytes()), strings.Replace(string(l.Bytes()), `"version":1`, `"version":1,"x":1`, 1), `[]`} {
		if _, err := translog.ParseLeaf([]byte(bad)); err == nil {
			t.Errorf("%s was taken", bad)
		}
	}
}

// BenchmarkAppend adds leaves in batches of a bulk import.
func BenchmarkAppend(b *testing.B) {
	db := storetest.SQLite(b)
	for n := 0; n < b.N; n += 500 {
		err := db.WriteUnrecorded(b.Context(), "bench", func(tx *database.Tx) error {
			var list []translog.Entry
			for i := range 500 {
				list = append(list, translog.Entry{Record: "rc", Leaf: translog.Leaf{Act: disclosure.Published, Day: day, Digest: "sm3-0000000000000000000000000000000000000000000000000000000000000000", Index: fmt.Sprint("kjj/2026-", n+i), Version: 1}})
			}
			return translog.Append(tx, list...)
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}
