package store

import (
	"time"

	"gongkai/civil"
	"gongkai/fault"
	"gongkai/internal/database"
)

// A DueRecord is a visible record whose links are to be looked at.
type DueRecord struct {
	Record  string `db:"record"`
	Agency  string `db:"agency"`
	Version int    `db:"version"`
	Body    string `db:"body"`
}

// DueForLinkCheck lists visible records whose links nobody looked at since the instant, or never in this version.
func DueForLinkCheck(r database.Reader, since time.Time, limit int) (rows []DueRecord, err error) {
	defer fault.Wrap(&err, "store.DueForLinkCheck")
	err = r.Select(&rows, `SELECT p.record, p.agency, p.version, v.body FROM publication p
		JOIN record_version v ON v.record = p.record AND v.version = p.version LEFT JOIN link_check l ON l.record = p.record
		WHERE p.visible = 1 AND (l.record IS NULL OR l.version <> p.version OR l.checked_at < $1) ORDER BY p.record LIMIT $2`, database.At(since), limit)
	return rows, err
}

// A DeadLink leads nowhere.
type DeadLink struct {
	Address string
	Words   string // the text of the link
	Reason  string // in Chinese
}

// SaveLinkCheck stores what was found in a record. A link that was dead before keeps the day since when.
func SaveLinkCheck(tx *database.Tx, d DueRecord, dead []DeadLink) (err error) {
	defer fault.Wrap(&err, "store.SaveLinkCheck(%s)", d.Record)
	if _, err := tx.Exec(`INSERT INTO link_check (record, version, checked_at) VALUES ($1, $2, $3)
		ON CONFLICT (record) DO UPDATE SET version = $2, checked_at = $3`, d.Record, d.Version, tx.Now()); err != nil {
		return err
	}
	var before []struct {
		Address string     `db:"address"`
		Since   civil.Date `db:"since"`
	}
	if err := tx.Select(&before, `SELECT address, since FROM dead_link WHERE agency = $1 AND record = $2`, d.Agency, d.Record); err != nil {
		return err
	}
	if _, err := tx.Exec(`DELETE FROM dead_link WHERE agency = $1 AND record = $2`, d.Agency, d.Record); err != nil {
		return err
	}
	for _, link := range dead {
		since := tx.Today()
		for _, b := range before {
			if b.Address == link.Address {
				since = b.Since
			}
		}
		if _, err := tx.Exec(`INSERT INTO dead_link (agency, record, address, words, reason, since, checked_on) VALUES ($1, $2, $3, $4, $5, $6, $7)
			ON CONFLICT (agency, record, address) DO NOTHING`, d.Agency, d.Record, link.Address, link.Words, link.Reason, since, tx.Today()); err != nil {
			return err
		}
	}
	return nil
}
