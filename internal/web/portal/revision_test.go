package portal

import (
	"testing"

	"gongkai/internal/database"
	"gongkai/internal/storetest"
	"gongkai/ledger"
)

// TestTheRevisionMovesWithWhatPagesShow: for two nodes on one database, on both engines.
func TestTheRevisionMovesWithWhatPagesShow(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, db *database.DB) {
		enter := func(entries ...ledger.Entry) {
			t.Helper()
			err := db.Write(t.Context(), ledger.Machine("test"), func(tx *database.Tx) error {
				for _, e := range entries {
					tx.Record(e)
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		act := func(chain, verb, kind string) ledger.Entry {
			return ledger.Entry{Chain: chain, Verb: verb, Subject: ledger.Subject{Kind: kind, ID: "x"}}
		}
		enter(act("ag_1", "set_up", "agency"))
		nodes := [2]revision{}
		before := [2]int64{}
		for i := range nodes {
			var err error
			if before[i], err = nodes[i].now(t.Context(), db); err != nil {
				t.Fatal(err)
			}
		}
		for _, c := range []struct {
			name  string
			moves bool
			did   []ledger.Entry
		}{
			{"nothing happened", false, nil},
			{"an application took a step", false, []ledger.Entry{act("ag_1", "add_fact", "application")}},
			{"a draft was saved and signed", false, []ledger.Entry{act("ag_1", "save_draft", "record"), act("ag_1", "sign_off", "record")}},
			{"somebody logged in", false, []ledger.Entry{act("ag_2", "log_in", "account")}},
			{"a record was published", true, []ledger.Entry{act("ag_1", "publish", "record")}},
			{"a record was withdrawn among steps of applications", true, []ledger.Entry{act("ag_1", "add_fact", "application"), act("ag_1", "withdraw", "record"), act("ag_1", "add_fact", "application")}},
			{"a column was renamed by an agency that is new", true, []ledger.Entry{act("ag_3", "save_column", "column")}},
			{"something that nobody knows happened", true, []ledger.Entry{act("ag_1", "turn_over", "stone")}},
		} {
			if len(c.did) > 0 {
				enter(c.did...)
			}
			for i := range nodes {
				after, err := nodes[i].now(t.Context(), db)
				if err != nil {
					t.Fatal(err)
				}
				if (after != before[i]) != c.moves {
					t.Errorf("%s: node %d went from %d to %d", c.name, i, before[i], after)
				}
				before[i] = after
			}
		}
	})
}
