package blob

import (
	"context"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"
	"time"

	"gongkai/fault"
)

func TestCollectRemovesOnlyWhatNoRowRefersTo(t *testing.T) {
	eachBackend(t, func(t *testing.T, at place) {
		now := time.Now()
		s := newStore(t, at, Options{Now: func() time.Time { return now }})
		kept, lost, late := mustPut(t, s, pdf(1000, 1)).Hash, mustPut(t, s, pdf(1000, 2)).Hash, mustPut(t, s, pdf(1000, 3)).Hash
		rows := map[Hash]bool{kept: true}
		referenced := func(_ context.Context, hashes []Hash) (map[Hash]bool, error) {
			used := maps.Clone(rows)
			maps.DeleteFunc(used, func(h Hash, _ bool) bool {
				for _, asked := range hashes {
					if asked == h {
						return false
					}
				}
				return true
			})
			return used, nil
		}
		collect := func(step string, want Batch) {
			t.Helper()
			var got Batch
			err := s.Collect(context.Background(), MinGrace, referenced, func(b Batch) error {
				got.Bin, got.Remove, got.Restore = append(got.Bin, b.Bin...), append(got.Remove, b.Remove...), append(got.Restore, b.Restore...)
				return nil
			})
			slices.Sort(got.Bin)
			slices.Sort(want.Bin)
			if err != nil || !reflect.DeepEqual(got, want) {
				t.Errorf("%s: %+v, %v; want %+v", step, got, err, want)
			}
		}
		collect("all are young", Batch{})
		now = now.Add(MinGrace + time.Hour)
		collect("two are old and not referred to", Batch{Bin: []Hash{lost, late}})
		for _, h := range []Hash{kept, lost, late} {
			if _, err := readAll(s, h); err != nil {
				t.Errorf("after the first run %s cannot be read: %v", h, err)
			}
		}
		rows[late] = true // its row was committed while Collect ran
		// What is in the bin is as old as the real clock says, so that only now moves.
		collect("a row refers to one; the other is old", Batch{Restore: []Hash{late}, Remove: []Hash{lost}})
		collect("nothing is left to do", Batch{})
		if info, err := s.Stat(context.Background(), late); err != nil || info.Binned {
			t.Errorf("%+v, %v", info, err)
		}
		if _, err := s.Stat(context.Background(), lost); fault.KindOf(err) != fault.NotFound {
			t.Errorf("the file that was collected: %v", err)
		}
		if all := files(t, s); len(all) != 2 {
			t.Errorf("left: %+v", all)
		}
	})
}

func TestCollectKeepsEverythingWhenItCannotAsk(t *testing.T) {
	eachBackend(t, func(t *testing.T, at place) {
		now := time.Now()
		s := newStore(t, at, Options{Now: func() time.Time { return now }})
		mustPut(t, s, pdf(1000, 1))
		now = now.Add(10 * MinGrace)
		down := errors.New("database is down")
		err := s.Collect(context.Background(), MinGrace, func(context.Context, []Hash) (map[Hash]bool, error) { return nil, down }, untold)
		if !errors.Is(err, down) {
			t.Errorf("got %v", err)
		}
		if all := files(t, s); len(all) != 1 || all[0].Binned {
			t.Errorf("left: %+v", all)
		}
		nothing := func(context.Context, []Hash) (map[Hash]bool, error) { return nil, nil }
		if err := s.Collect(context.Background(), MinGrace, nothing, func(Batch) error { return down }); !errors.Is(err, down) {
			t.Errorf("what cannot be entered is not done: %v", err)
		}
		if all := files(t, s); len(all) != 1 || all[0].Binned {
			t.Errorf("left: %+v", all)
		}
		if err := s.Collect(context.Background(), time.Minute, nil, untold); fault.KindOf(err) != fault.Invalid {
			t.Errorf("a grace shorter than an upload takes: %v", err)
		}
	})
}

func TestCollectSweepsUploadsThatWereBrokenOff(t *testing.T) {
	dir := t.TempDir()
	now := time.Now()
	s := newStore(t, place{dir, dir}, Options{Now: func() time.Time { return now }})
	old := filepath.Join(dir, "tmp", "upload-1")
	foreign := filepath.Join(dir, "tmp", "README")
	for _, path := range []string{old, foreign} {
		if err := os.WriteFile(path, []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	none := func(context.Context, []Hash) (map[Hash]bool, error) { return nil, nil }
	for _, step := range []struct {
		after time.Duration
		there bool
	}{{0, true}, {MinGrace + time.Minute, false}} {
		now = now.Add(step.after)
		if err := s.Collect(context.Background(), MinGrace, none, untold); err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(old); (err == nil) != step.there {
			t.Errorf("after %v: %v", step.after, err)
		}
	}
	if _, err := os.Stat(foreign); err != nil {
		t.Error("a file of somebody else was swept")
	}
}

func untold(Batch) error { return nil }
