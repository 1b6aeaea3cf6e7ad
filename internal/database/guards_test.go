package database_test

import (
	"slices"
	"testing"

	"gongkai/internal/database"
	"gongkai/internal/storetest"
)

func TestATriggerThatWasTakenAwayIsMissed(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, db *database.DB) {
		if missing, err := db.MissingGuards(t.Context()); err != nil || len(missing) > 0 {
			t.Errorf("%v, %v", missing, err)
		}
		storetest.UnguardLedger(t, db)
		missing, err := db.MissingGuards(t.Context())
		if err != nil || !slices.Contains(missing, "ledger_head_update") || slices.Contains(missing, "letter_update") {
			t.Errorf("%v, %v", missing, err)
		}
	})
}
