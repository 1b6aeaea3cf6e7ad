package filetext_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"testing"

	"gongkai/disclosure"
	"gongkai/fault"
	"gongkai/internal/blob"
	"gongkai/internal/crypt"
	"gongkai/internal/database"
	"gongkai/internal/docgen"
	"gongkai/internal/filetext"
	"gongkai/internal/store"
	"gongkai/internal/storetest"
)

// counting notes which files are opened; while it fails none is.
type counting struct {
	*blob.Store
	opened map[string]int
	fail   bool
}

func (c *counting) Open(ctx context.Context, h blob.Hash) (*blob.Blob, error) {
	if c.fail {
		return nil, fault.New(fault.Unavailable, "文件库暂时不能读")
	}
	c.opened[string(h)]++
	return c.Store.Open(ctx, h)
}

// A file that the readers of an earlier program could not read is read by those of today, once, for every record that names
// it, and also where the first attempt is broken off; one that still cannot be read stays as it is until there are others.
func TestWhatHasBecomeReadableIsReadAgain(t *testing.T) {
	fonts, err := docgen.StandardFonts()
	if err != nil {
		t.Fatal(err)
	}
	ofd, err := docgen.OFD(docgen.Document{Title: "附件", Blocks: []docgen.Block{docgen.Paragraph{Text: "老旧小区改造名录"}}}, fonts)
	if err != nil {
		t.Fatal(err)
	}
	contents := map[string][]byte{"名录.ofd": ofd, "名单.txt": []byte("拟入围企业：祁连山机械"), "照片.gif": []byte("GIF89a\x01\x00\x01\x00\x00\x00\x00;")}
	storetest.EachEngine(t, func(t *testing.T, db *database.DB) {
		files, err := blob.New(t.Context(), t.TempDir(), blob.Options{Suite: crypt.Std})
		if err != nil {
			t.Fatal(err)
		}
		kept := &counting{Store: files, opened: map[string]int{}}
		refs := map[string]disclosure.File{}
		for name, content := range contents {
			ref, err := files.Put(t.Context(), bytes.NewReader(content), blob.Limits{})
			if err != nil {
				t.Fatal(err)
			}
			refs[name] = disclosure.File{Name: name, Hash: string(ref.Hash), Size: ref.Size}
		}
		record := func(id disclosure.ID, names ...string) disclosure.Record {
			r := disclosure.Record{ID: id, Agency: "ag_kjj", Column: "co_1", Kind: disclosure.Plain, Title: "公告", Body: "<p>见附件。</p>"}
			for _, name := range names {
				r.Files = append(r.Files, refs[name])
			}
			return r
		}
		publish(t, db, record("rc_1", "名录.ofd", "照片.gif"), record("rc_2", "名单.txt", "名录.ofd"), record("rc_3", "名单.txt"))
		asBefore(t, db, refs)
		x := &filetext.Indexer{DB: db, Files: kept, Log: slog.New(slog.DiscardHandler), Readers: "1"}
		run := func() {
			t.Helper()
			if err := x.Run(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if run(); foundIn(t, db, "小区改造") != "nothing" || len(kept.opened) != 0 {
			t.Fatalf("the same readers read again: %v, found in %s", kept.opened, foundIn(t, db, "小区改造"))
		}
		half := func(tx *database.Tx) error { // as a program leaves it that ended in between
			ids, _, err := store.EntriesNaming(tx, map[string]bool{refs["名录.ofd"].Hash: true}, 0, 1)
			return errors.Join(err, store.AwaitFiles(tx, ids))
		}
		if err := db.WriteUnrecorded(t.Context(), "search", half); err != nil {
			t.Fatal(err)
		}
		x.Readers, kept.fail = "2", true
		if err := x.Run(t.Context()); fault.KindOf(err) != fault.Unavailable {
			t.Fatalf("while the store is down: %v", err)
		}
		kept.fail = false
		run()
		if got := foundIn(t, db, "小区改造"); got != "名录.ofd,名录.ofd" {
			t.Errorf("found in %s", got)
		}
		if got := foundIn(t, db, "祁连山"); got != "名单.txt,名单.txt" {
			t.Errorf("what was read before is found in %s", got)
		}
		run()
		for name, want := range map[string]int{"名录.ofd": 1, "名单.txt": 0, "照片.gif": 1} {
			if got := kept.opened[refs[name].Hash]; got != want {
				t.Errorf("%s was opened %d times, want %d", name, got, want)
			}
		}
		if waiting, err := store.Waiting(db.View(t.Context())); err != nil || waiting {
			t.Errorf("still waiting: %v %v", waiting, err)
		}
	})
}

// asBefore leaves the index as a program left it that could not read OFD.
func asBefore(t *testing.T, db *database.DB, refs map[string]disclosure.File) {
	t.Helper()
	err := db.WriteUnrecorded(t.Context(), "search", func(tx *database.Tx) error {
		for name, f := range refs {
			text := store.FileText{Hash: f.Hash, Outcome: "这种文件读不出来", Reader: "1"}
			if name == "名单.txt" {
				text.Outcome, text.Text = "read", "拟入围企业：祁连山机械"
			}
			if err := store.AddFileText(tx, text); err != nil {
				return err
			}
		}
		return store.Index(tx, []string{"rc_1", "rc_2", "rc_3"})
	})
	if err != nil {
		t.Fatal(err)
	}
}
