package casework

import (
	"context"

	"gongkai/application"
	"gongkai/fault"
	"gongkai/internal/database"
	"gongkai/internal/store"
)

// indexedAtOnce is how many applications one transaction enters into the index.
const indexedAtOnce = 200

// RegisterInStep reports whether the index of the register has every application.
func (d *Desk) RegisterInStep(ctx context.Context) (bool, error) {
	return store.RegisterInStep(d.DB.View(ctx))
}

// IndexRegister enters every application that the index of the register lacks or has otherwise than it should: after an
// upgrade, or a restore, which brings no index. Until it is done the register is read through. It can be broken off at any
// moment. The index says nothing that the register does not, so nothing is entered in the ledger.
// 法源: 《条例》第四十五条。
func (d *Desk) IndexRegister(ctx context.Context) (entered int, err error) {
	defer fault.Wrap(&err, "casework.IndexRegister")
	if in, err := d.RegisterInStep(ctx); err != nil || in {
		return 0, err
	}
	say := func(complete bool) error {
		return d.DB.WriteUnrecorded(ctx, "search", func(tx *database.Tx) error { return store.SayRegisterIndexed(tx, complete) })
	}
	if err := say(false); err != nil {
		return 0, err
	}
	for after := application.ID(""); ; {
		stale, last, err := store.StaleApplications(d.DB.View(ctx), after, indexedAtOnce)
		if err != nil {
			return entered, err
		}
		if last == "" {
			return entered, say(true)
		}
		if len(stale) > 0 {
			if err := d.DB.WriteUnrecorded(ctx, "search", func(tx *database.Tx) error { return store.IndexApplications(tx, stale) }); err != nil {
				return entered, err
			}
		}
		after, entered = last, entered+len(stale)
	}
}
