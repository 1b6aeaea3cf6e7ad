package casework

import (
	"gongkai/agency"
	"gongkai/internal/database"
	"gongkai/internal/store"
	"gongkai/letter"
)

// LetterNumber draws the next 文号 of the family inside the transaction of another use-case, for letters that belong to no
// application. The numbers go on without a gap, whichever use-case draws them.
// 法源: 《条例》第四十一条、《条例》第四十五条。
func (d *Desk) LetterNumber(tx *database.Tx, of agency.ID, family letter.Family) (string, error) {
	a, err := store.Agency(tx, of)
	if err != nil {
		return "", err
	}
	t := desktop{agency: a, today: tx.Today()}
	if t.settings, err = store.Settings(tx, of, tx.Today()); err != nil {
		return "", err
	}
	if t.look, _, err = lookOf(tx, of); err != nil {
		return "", err
	}
	return d.number(tx, t, family)
}
