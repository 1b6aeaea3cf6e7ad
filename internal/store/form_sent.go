package store

import (
	"context"
	"time"

	"gongkai/fault"
	"gongkai/internal/database"
)

// BeginForm notes that the form with the key is being worked on, and reports whether it is the first of its key.
func BeginForm(ctx context.Context, db *database.DB, key string) (first bool, err error) {
	defer fault.Wrap(&err, "store.BeginForm")
	err = db.WriteUnrecorded(ctx, "forms", func(tx *database.Tx) error {
		n, err := tx.Exec(`INSERT INTO form_sent (id, done, led, sent_at) VALUES ($1, 0, '', $2) ON CONFLICT (id) DO NOTHING`, key, tx.Now())
		first = n == 1
		return err
	})
	return first, err
}

// SentForm says where the answer to the form led, once it is done.
func SentForm(r database.Reader, key string) (led string, done bool, err error) {
	defer fault.Wrap(&err, "store.SentForm")
	err = r.QueryRow(`SELECT led, done FROM form_sent WHERE id = $1`, key).Scan(&led, &done)
	return led, done, err
}

// EndForm notes that the form was taken and where its answer led.
func EndForm(ctx context.Context, db *database.DB, key, led string) (err error) {
	defer fault.Wrap(&err, "store.EndForm")
	return db.WriteUnrecorded(ctx, "forms", func(tx *database.Tx) error {
		_, err := tx.Exec(`UPDATE form_sent SET done = 1, led = $2 WHERE id = $1`, key, led)
		return err
	})
}

// ForgetForm lets the form be sent again: it was refused.
func ForgetForm(ctx context.Context, db *database.DB, key string) (err error) {
	defer fault.Wrap(&err, "store.ForgetForm")
	return db.WriteUnrecorded(ctx, "forms", func(tx *database.Tx) error {
		_, err := tx.Exec(`DELETE FROM form_sent WHERE id = $1`, key)
		return err
	})
}

// PurgeForms forgets the forms that were sent before the instant.
func PurgeForms(ctx context.Context, db *database.DB, before time.Time) (n int64, err error) {
	defer fault.Wrap(&err, "store.PurgeForms")
	err = db.WriteUnrecorded(ctx, "forms", func(tx *database.Tx) error {
		n, err = tx.Exec(`DELETE FROM form_sent WHERE sent_at < $1`, before)
		return err
	})
	return n, err
}
