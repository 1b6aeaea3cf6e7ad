package query_test

import (
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"gongkai/catalog"
	"gongkai/civil"
	"gongkai/disclosure"
	"gongkai/internal/database"
	"gongkai/internal/filetext"
	"gongkai/internal/posting"
	"gongkai/internal/query"
	"gongkai/internal/store"
	"gongkai/internal/storetest"
)

// fold folds what is fresh, however little that is. before is called before each transaction.
func (s *shelves) fold(before func() error) error {
	return (&filetext.Indexer{DB: s.db, Log: slog.New(slog.DiscardHandler), LeastFolded: 1, BeforeStep: before}).Fold(background)
}

// TestSegmentsAnswerAsTheTextsDo: the same records in the same order, and the same total, after any publishing, revising,
// withdrawing, restoring and folding; filtered or not, in both orders, from any place on.
func TestSegmentsAnswerAsTheTextsDo(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, db *database.DB) {
		s := newShelves(t, db)
		answered := 0
		rapid.Check(t, func(t *rapid.T) {
			for range rapid.IntRange(1, 4).Draw(t, "edits") {
				s.edit(t)
			}
			if rapid.IntRange(0, 2).Draw(t, "fold") == 0 {
				if err := s.fold(nil); err != nil {
					t.Fatal(err)
				}
			}
			w := someWish(t)
			segments, texts, total, counted, ok, err := query.SearchBothWays(db.View(background), w)
			if err != nil {
				t.Fatal(err)
			}
			if !ok {
				return
			}
			answered++
			if !slices.Equal(segments, texts) || total != counted {
				t.Fatalf("%+v: segments say %v of %d, texts %v of %d", w, segments, total, texts, counted)
			}
		})
		if answered < 20 {
			t.Errorf("the segments answered %d searches only", answered)
		}
	})
}

func someWish(t *rapid.T) query.Wish {
	words := rapid.SliceOfN(rapid.SampledFrom(append(typed[:len(typed):len(typed)], "没有的词")), 1, 3).Draw(t, "words")
	w := query.Wish{Text: strings.Join(words, " "), Newest: rapid.Bool().Draw(t, "newest"), Year: rapid.SampledFrom([]int{0, 0, 2020, 2021, 2024}).Draw(t, "in"),
		Limit: rapid.IntRange(1, 20).Draw(t, "limit"), Offset: rapid.IntRange(0, 8).Draw(t, "offset")}
	if rapid.IntRange(0, 7).Draw(t, "a number") == 0 {
		w.Text = fmt.Sprintf("凉科发[2019]%d号", rapid.IntRange(0, 6).Draw(t, "number"))
	}
	w.Agency = rapid.SampledFrom([]string{"", "", "ag_kjj"}).Draw(t, "of")
	w.Kind = rapid.SampledFrom([]disclosure.Kind{"", "", disclosure.Normative}).Draw(t, "sort")
	return w
}

// TestPublishingGoesOnWhileRecordsAreFolded: what changes after it was read for a segment is not found as it was.
func TestPublishingGoesOnWhileRecordsAreFolded(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, db *database.DB) {
		s := newShelves(t, db)
		meddled, answered := 0, 0
		rapid.Check(t, func(t *rapid.T) {
			for range rapid.IntRange(1, 3).Draw(t, "edits") {
				s.edit(t)
			}
			steps := rapid.IntRange(1, 12).Draw(t, "steps")
			publish := func() error {
				if steps--; steps != 0 {
					return nil
				}
				meddled++
				for range rapid.IntRange(1, 4).Draw(t, "meanwhile") {
					s.edit(t)
				}
				return nil
			}
			if err := s.fold(publish); err != nil {
				t.Fatal(err)
			}
			for range 3 {
				w := someWish(t)
				segments, texts, total, counted, ok, err := query.SearchBothWays(db.View(background), w)
				if err != nil {
					t.Fatal(err)
				}
				if ok {
					answered++
				}
				if ok && (!slices.Equal(segments, texts) || total != counted) {
					t.Fatalf("%+v: segments say %v of %d, texts %v of %d", w, segments, total, texts, counted)
				}
			}
		})
		if meddled < 20 || answered < 20 {
			t.Errorf("somebody published in %d folds, %d searches were answered by segments", meddled, answered)
		}
	})
}

// errStop ends a fold as a kill would: nothing after it is written.
var errStop = errors.New("stopped")

// TestAFoldThatIsStoppedLosesNothing: at every step, and then folded to the end by the next.
func TestAFoldThatIsStoppedLosesNothing(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, db *database.DB) {
		s := newShelves(t, db)
		stopped := 0
		rapid.Check(t, func(t *rapid.T) {
			for range rapid.IntRange(1, 3).Draw(t, "edits") {
				s.edit(t)
			}
			left := rapid.IntRange(0, 14).Draw(t, "steps")
			stop := func() error {
				if left--; left < 0 {
					return errStop
				}
				return nil
			}
			if err := s.fold(stop); errors.Is(err, errStop) {
				stopped++
			} else if err != nil {
				t.Fatal(err)
			}
			check := func() {
				w := someWish(t)
				segments, texts, total, counted, ok, err := query.SearchBothWays(db.View(background), w)
				if err != nil {
					t.Fatal(err)
				}
				if ok && (!slices.Equal(segments, texts) || total != counted) {
					t.Fatalf("%+v: segments say %v of %d, texts %v of %d", w, segments, total, texts, counted)
				}
			}
			check()
			if rapid.Bool().Draw(t, "on") {
				if err := s.fold(nil); err != nil {
					t.Fatal(err)
				}
				check()
				var rest int
				if err := db.View(background).QueryRow(`SELECT count(*) FROM search_posting WHERE segment NOT IN (SELECT id FROM search_segment WHERE state = 'live')`).Scan(&rest); err != nil || rest > 0 {
					t.Fatalf("%d lists are left of segments that are not live (%v)", rest, err)
				}
			}
		})
		if stopped < 10 {
			t.Errorf("only %d folds were stopped", stopped)
		}
	})
}

// TestSegmentsOfAnotherDictionaryAnswerNothing: until every record has been entered again and folded anew. Nor do they answer
// while more records are fresh than a search looks at, or some of which nobody knows the words.
func TestSegmentsOfAnotherDictionaryAnswerNothing(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, db *database.DB) {
		s := newShelves(t, db)
		add := func(n int) {
			id := disclosure.ID(fmt.Sprintf("rc_%d", n))
			p := &page{disclosure.Record{ID: id, Agency: offices[0], Column: column(offices[0]), Kind: disclosure.Plain, Title: "农村公路养护", Body: "<p>通知</p>"},
				disclosure.Publication{Record: id, Index: catalog.IndexNo(fmt.Sprintf("kjj/2021-%05d", n))}}
			s.act(t, p, disclosure.Published, civil.On(2021, 5, 6))
		}
		do := func(text string, args ...any) {
			t.Helper()
			write(t, db, func(tx *database.Tx) error {
				_, err := tx.Exec(text, args...)
				return err
			})
		}
		fold := func() {
			t.Helper()
			if err := s.fold(nil); err != nil {
				t.Fatal(err)
			}
		}
		expect := func(when string, segments bool, total int) {
			t.Helper()
			w := query.Wish{Text: "农村公路 通知", Limit: 5}
			_, _, _, _, ok, err := query.SearchBothWays(db.View(t.Context()), w)
			if err != nil || ok != segments {
				t.Fatalf("%s: segments answer: %v %v, want %v", when, ok, err, segments)
			}
			found, err := query.PortalSearch(db.View(t.Context()), w)
			if err != nil || found.Total != total {
				t.Fatalf("%s: %d %v, want %d", when, found.Total, err, total)
			}
		}
		add(1)
		add(2)
		expect("without segments", false, 2)
		fold()
		add(3)
		expect("folded, and one fresh", true, 3)
		do(`UPDATE search_entry SET mark = 'another dictionary'`)
		do(`UPDATE search_segment SET mark = 'another dictionary'`)
		expect("with another dictionary", false, 3)
		fold()
		expect("not folded while it is made again", false, 3)
		stale, err := store.Stale(db.View(t.Context()), "", 10)
		if err != nil || len(stale) != 3 {
			t.Fatal(stale, err)
		}
		write(t, db, func(tx *database.Tx) error { return store.Index(tx, stale) })
		expect("made again, not folded", false, 3)
		fold()
		expect("folded anew", true, 3)
		do(`INSERT INTO search_fresh (id, stamp, folded) SELECT id, 1, 1 FROM search_entry WHERE record = 'rc_1'`)
		expect("with a record of unknown words", false, 3)
		fold()
		expect("when it is known", true, 3)
		for n := 4; n <= posting.MostFresh+5; n++ {
			add(n)
		}
		expect("with many fresh records", false, posting.MostFresh+5)
		fold()
		expect("when they are folded", true, posting.MostFresh+5)
	})
}
