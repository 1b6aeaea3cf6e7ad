package store

import (
	"context"

	"gongkai/agency"
	"gongkai/internal/auth"
	"gongkai/internal/database"
)

// Act asks whether the actor may take the action upon the target, and runs f in a transaction of the actor. It is the
// way of every use-case into the database: what it writes has passed the question, and the ledger knows who asked.
func Act(ctx context.Context, db *database.DB, by auth.Actor, action auth.Action, target agency.ID, f func(tx *database.Tx) error) error {
	if err := auth.Can(by, action, target); err != nil {
		return err
	}
	return db.Write(ctx, by.Ledger(action, target), f)
}
