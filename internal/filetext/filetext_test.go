package filetext_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"gongkai/agency"
	"gongkai/catalog"
	"gongkai/civil"
	"gongkai/disclosure"
	"gongkai/internal/blob"
	"gongkai/internal/crypt"
	"gongkai/internal/database"
	"gongkai/internal/docgen"
	"gongkai/internal/filetext"
	"gongkai/internal/query"
	"gongkai/internal/store"
	"gongkai/internal/storetest"
	"gongkai/ledger"
)

// TestAttachmentsAreFoundByTheirWords: every kind that can be read, beside files that cannot.
func TestAttachmentsAreFoundByTheirWords(t *testing.T) {
	fonts, err := docgen.StandardFonts()
	if err != nil {
		t.Fatal(err)
	}
	paper := func(text string) docgen.Document {
		return docgen.Document{Title: "附件", Blocks: []docgen.Block{docgen.Paragraph{Text: text}}}
	}
	pdf, err := docgen.PDF(paper("便民服务热线一览"), fonts)
	if err != nil {
		t.Fatal(err)
	}
	docx, err := docgen.DOCX(paper("高标准农田建设清单"))
	if err != nil {
		t.Fatal(err)
	}
	ofd, err := docgen.OFD(paper("老旧小区改造名录"), fonts)
	if err != nil {
		t.Fatal(err)
	}
	contents := map[string][]byte{"名录.ofd": ofd, "名单.txt": []byte("拟入围企业：祁连山机械"), "清单.docx": docx, "热线.pdf": pdf,
		"坏的.pdf": []byte("%PDF-1.7\nnothing\n%%EOF\n"), "照片.gif": []byte("GIF89a\x01\x00\x01\x00\x00\x00\x00;")}
	storetest.EachEngine(t, func(t *testing.T, db *database.DB) {
		files, err := blob.New(t.Context(), t.TempDir(), blob.Options{Suite: crypt.Std})
		if err != nil {
			t.Fatal(err)
		}
		rec := disclosure.Record{ID: "rc_1", Agency: "ag_kjj", Column: "co_1", Kind: disclosure.Plain, Title: "公告", Body: "<p>见附件。</p>"}
		for name, content := range contents {
			ref, err := files.Put(t.Context(), bytes.NewReader(content), blob.Limits{})
			if err != nil {
				t.Fatal(err)
			}
			rec.Files = append(rec.Files, disclosure.File{Name: name, Hash: string(ref.Hash), Type: name[len(name)-3:], Size: int64(len(content))})
		}
		rec.Files = append(rec.Files, disclosure.File{Name: "不在了.txt", Hash: "sha256:0000000000000000000000000000000000000000000000000000000000000000", Type: "txt"})
		publish(t, db, rec)
		finds := func(text string) string { return foundIn(t, db, text) }
		if got := finds("祁连山"); got != "nothing" {
			t.Fatalf("found in %q before anybody read it", got)
		}
		x := &filetext.Indexer{DB: db, Files: files, Log: slog.New(slog.DiscardHandler)}
		for range 2 { // the second time there is nothing to do
			if err := x.Run(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		for typed, want := range map[string]string{"祁连山": "名单.txt", "高标准农田": "清单.docx", "服务热线": "热线.pdf", "小区改造": "名录.ofd", "没有的词语": "nothing"} {
			if got := finds(typed); got != want {
				t.Errorf("%s is found in %q, want %q", typed, got, want)
			}
		}
		waiting, err := store.Waiting(db.View(t.Context()))
		if err != nil || waiting {
			t.Errorf("still waiting: %v %v", waiting, err)
		}
		err = db.WriteUnrecorded(t.Context(), "test", func(tx *database.Tx) error { // as a restored backup leaves it
			_, err := tx.Exec(`DELETE FROM search_entry`)
			if err == nil {
				_, err = tx.Exec(`DELETE FROM search_index WHERE ` + map[string]string{"sqlite": "rowid", "postgres": "id"}[db.Engine()] + ` > 0`)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := x.Remake(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := finds("祁连山"); got != "名单.txt" {
			t.Errorf("after the index was made again: %q", got)
		}
	})
}

// publish publishes the first version of records in an agency of their own.
func publish(t *testing.T, db *database.DB, records ...disclosure.Record) {
	t.Helper()
	err := db.Write(t.Context(), ledger.Machine("test"), func(tx *database.Tx) error {
		tx.Record(ledger.Entry{Chain: "ag_kjj", Verb: "publish", Subject: ledger.Subject{Kind: "record", ID: "rc_1"}})
		if err := store.InsertAgency(tx, agency.Agency{ID: "ag_kjj", Code: "kjj", Name: "科学技术局", Level: agency.County, Kind: agency.Department, Region: "620602"}); err != nil {
			return err
		}
		if err := store.SaveColumn(tx, catalog.Column{ID: "co_1", Agency: "ag_kjj", Title: "通知公告"}); err != nil {
			return err
		}
		for i, rec := range records {
			if err := store.SaveDraft(tx, store.RecordFile{Draft: rec}); err != nil {
				return err
			}
			body, err := json.Marshal(rec)
			if err != nil {
				return err
			}
			if err := store.AddAct(tx, disclosure.Publication{Record: rec.ID, Index: catalog.IndexNo(fmt.Sprintf("kjj/2026-%05d", i+1))},
				disclosure.Act{Kind: disclosure.Published, On: civil.On(2026, 3, 2), Version: 1}, body); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// foundIn names the attachments in which the words are found, of every record that is found, in their order.
func foundIn(t *testing.T, db *database.DB, text string) string {
	t.Helper()
	r := db.View(t.Context())
	found, err := query.PortalSearch(r, query.Wish{Text: text, Limit: 5})
	if err != nil {
		t.Fatal(err)
	}
	glimpses, err := query.PortalGlimpses(r, found.Rows, found.Marks)
	if err != nil {
		t.Fatal(err)
	}
	if len(glimpses) == 0 {
		return "nothing"
	}
	var names []string
	for _, g := range glimpses {
		names = append(names, g.File)
	}
	return strings.Join(names, ",")
}
