package once_test

import (
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"gongkai/internal/database"
	"gongkai/internal/once"
	"gongkai/internal/storetest"
)

func TestAFormIsTakenOnce(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, db *database.DB) {
		ctx := t.Context()
		taken := 0
		take := func() (string, bool, error) { taken++; return "/there", true, nil }
		for i := range 3 {
			led, again, err := once.Send(ctx, db, "a", take)
			if err != nil || led != "/there" || again != (i > 0) || taken != 1 {
				t.Fatalf("sending %d: %q %t %v, taken %d times", i+1, led, again, err, taken)
			}
		}
		// One that was refused, drawn anew, or broke off is taken when it comes again.
		for name, first := range map[string]func() (string, bool, error){
			"refused":    func() (string, bool, error) { return "", false, errors.New("没有填写") },
			"drawn anew": func() (string, bool, error) { return "", false, nil },
			"broke off":  func() (string, bool, error) { panic("x") },
		} {
			func() {
				defer func() { _ = recover() }()
				_, _, _ = once.Send(ctx, db, name, first)
			}()
			if led, again, err := once.Send(ctx, db, name, func() (string, bool, error) { return "/b", true, nil }); err != nil || again || led != "/b" {
				t.Errorf("%s: %q %t %v", name, led, again, err)
			}
		}
	})
}

// Many impatient fingers at once enter one thing and are all led to it.
func TestManyAtOnce(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, db *database.DB) {
		var taken, wrong atomic.Int32
		var group sync.WaitGroup
		for range 8 {
			group.Go(func() {
				led, _, err := once.Send(t.Context(), db, "a", func() (string, bool, error) {
					taken.Add(1)
					time.Sleep(100 * time.Millisecond)
					return "/there", true, nil
				})
				if err != nil || led != "/there" {
					wrong.Add(1)
				}
			})
		}
		group.Wait()
		if taken.Load() != 1 || wrong.Load() != 0 {
			t.Errorf("taken %d times, %d were led elsewhere", taken.Load(), wrong.Load())
		}
	})
}

// The address in a key may be one by which somebody answers without logging in: the database does not keep it.
func TestKeysAreNotKept(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, db *database.DB) {
		if _, _, err := once.Send(t.Context(), db, "portal:/consult/geheim:k", func() (string, bool, error) { return "", true, nil }); err != nil {
			t.Fatal(err)
		}
		var kept string
		if err := db.View(t.Context()).QueryRow(`SELECT id FROM form_sent`).Scan(&kept); err != nil || strings.Contains(kept, "geheim") {
			t.Errorf("%q is kept: %v", kept, err)
		}
	})
}
