package demo_test

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"gongkai/agency"
	"gongkai/disclosure"
	"gongkai/internal/crypt"
	"gongkai/internal/database"
	"gongkai/internal/demo"
	"gongkai/internal/publishing"
	"gongkai/internal/screening"
	"gongkai/internal/storetest"
	"gongkai/review"
	"gongkai/workday"
)

// TestTheDemoPublishesNothingUnscreened holds the demo to the order of real work: each text that the public sees was
// examined as it stands, and a text with a finding stops the story.
func TestTheDemoPublishesNothingUnscreened(t *testing.T) {
	build := func(t *testing.T, screen func(*database.DB) func(context.Context, disclosure.Record) ([]review.Finding, error)) (*database.DB, error) {
		t.Helper()
		clock := &demo.Clock{}
		db := storetest.SQLite(t, storetest.Clock(clock.Now))
		file := filepath.Join(t.TempDir(), "keys")
		if _, err := crypt.CreateKeyFile(file, time.Now()); err != nil {
			t.Fatal(err)
		}
		keys, err := crypt.OpenKeyFile(file, crypt.Std)
		if err != nil {
			t.Fatal(err)
		}
		_, err = demo.Build(t.Context(), demo.Parts{DB: db, Keys: keys, Calendar: func(agency.ID) *workday.Calendar { return workday.National() }, Clock: clock, Screen: screen(db)})
		return db, err
	}
	seen := map[string]bool{}
	db, err := build(t, func(db *database.DB) func(context.Context, disclosure.Record) ([]review.Finding, error) {
		real := &screening.Screener{DB: db}
		return func(ctx context.Context, r disclosure.Record) ([]review.Finding, error) {
			seen[publishing.Digest(r)] = true
			return real.Record(ctx, r)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	var digests []string
	if err := db.View(t.Context()).Select(&digests, `SELECT digest FROM record_version`); err != nil || len(digests) < 20 {
		t.Fatalf("%d versions: %v", len(digests), err)
	}
	for _, d := range digests {
		if !seen[d] {
			t.Errorf("%s was published unscreened", d)
		}
	}
	if _, err := build(t, func(*database.DB) func(context.Context, disclosure.Record) ([]review.Finding, error) {
		return func(context.Context, disclosure.Record) ([]review.Finding, error) {
			return []review.Finding{{Kind: "id_card", Where: "正文第1段", Block: true, Masked: "6206**************", Message: "疑似居民身份证号"}}, nil
		}
	}); err == nil {
		t.Error("a text with a finding was published")
	}
}
