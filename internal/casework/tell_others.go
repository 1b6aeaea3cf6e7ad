package casework

import (
	"gongkai/internal/auth"
	"gongkai/internal/database"
	"gongkai/internal/store"
	"gongkai/ledger"
)

// Tell tells people of a state, each once, in the workbench and by e-mail where they have given an address: for the other
// desks.
func (d *Desk) Tell(tx *database.Tx, people []auth.Account, n store.Notice, about ledger.Subject) (told int, err error) {
	return d.tell(tx, people, n, about)
}
