package query_test

import (
	"errors"
	"log/slog"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"gongkai/disclosure"
	"gongkai/internal/database"
	"gongkai/internal/filetext"
	"gongkai/internal/query"
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
