// Package once lets a form that is sent twice, by an impatient finger or after a lost answer, be taken once: an application is
// registered, a letter numbered and a payment shown one time, and the second sending is answered as the first.
//
// The forms of the site carry a key of their own, random and new at every drawing. Taken keys are kept in the database, so
// that it does not matter which node the second sending reaches. 《条例》第四十五条 asks for registration without disorder.
//
// A form that was refused, or only drawn anew, may be sent again. What a form asks for is decided elsewhere.
package once

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"gongkai/fault"
	"gongkai/internal/database"
	"gongkai/internal/store"
)

const (
	patience = 10 * time.Second // how long the second sending waits for the answer to the first
	pause    = 40 * time.Millisecond
)

// Send takes the form with the key, unless it was taken already: then again is true and led is where the first answer led
// to. A sending that comes while the first is being worked on waits for it. take says where its answer leads to and whether
// the form was taken.
func Send(ctx context.Context, db *database.DB, key string, take func() (led string, taken bool, err error)) (led string, again bool, err error) {
	key = digest(key)
	for began := time.Now(); ; {
		first, err := store.BeginForm(ctx, db, key)
		if err != nil {
			return "", false, err
		}
		if first {
			break
		}
		led, done, err := store.SentForm(db.View(ctx), key)
		switch {
		case database.NotFound(err):
			continue // it was refused meanwhile
		case err != nil:
			return "", false, err
		case done:
			return led, true, nil
		case time.Since(began) > patience:
			return "", true, fault.New(fault.Conflict, "这份表单已经提交过，还没有办完。请先查看是否已经登记；没有登记的，重新打开表单填写")
		}
		select {
		case <-ctx.Done():
			return "", false, ctx.Err()
		case <-time.After(pause):
		}
	}
	after, taken := context.WithoutCancel(ctx), false // whoever sends twice lets go of the first call
	defer func() {
		if !taken {
			_ = store.ForgetForm(after, db, key) // at worst it counts as unfinished
		}
	}()
	if led, taken, err = take(); err != nil || !taken {
		taken = false
		return "", false, err
	}
	return led, false, store.EndForm(after, db, key, led)
}

// digest is what is kept of a key: the address in it may be one by which somebody answers without logging in.
func digest(key string) string {
	sum := sha256.Sum256([]byte(key))
	return hex.EncodeToString(sum[:])
}
