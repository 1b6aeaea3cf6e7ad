package store

import (
	"encoding/json"
	"time"

	"gongkai/agency"
	"gongkai/catalog"
	"gongkai/disclosure"
	"gongkai/fault"
	"gongkai/internal/database"
)

// An IntakeChannel is a way by which another system hands documents in.
type IntakeChannel struct {
	ID        string
	Agency    agency.ID
	Name      string
	Column    catalog.ColumnID
	Person    string // who is the author of the drafts
	Token     string // digest
	CreatedAt time.Time
	RevokedAt time.Time // zero while in use
}

type channelRow struct {
	ID        string           `db:"id"`
	Agency    string           `db:"agency"`
	Name      string           `db:"name"`
	Column    string           `db:"column_id"`
	Person    string           `db:"person"`
	Token     string           `db:"token"`
	CreatedAt database.Instant `db:"created_at"`
	RevokedAt int64            `db:"revoked_at"`
}

const channelColumns = `id, agency, name, column_id, person, token, created_at, revoked_at`

func (r channelRow) channel() IntakeChannel {
	c := IntakeChannel{ID: r.ID, Agency: agency.ID(r.Agency), Name: r.Name, Column: catalog.ColumnID(r.Column), Person: r.Person, Token: r.Token, CreatedAt: r.CreatedAt.Time}
	if r.RevokedAt > 0 {
		c.RevokedAt = time.UnixMilli(r.RevokedAt).UTC()
	}
	return c
}

// InsertChannel stores a new channel.
func InsertChannel(tx *database.Tx, c IntakeChannel) (err error) {
	defer fault.Wrap(&err, "store.InsertChannel(%s)", c.ID)
	_, err = tx.Exec(`INSERT INTO intake_channel (`+channelColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, 0)`,
		c.ID, string(c.Agency), c.Name, string(c.Column), c.Person, c.Token, tx.Now())
	return err
}

// RevokeChannel ends a channel for ever.
func RevokeChannel(tx *database.Tx, id string) (err error) {
	defer fault.Wrap(&err, "store.RevokeChannel(%s)", id)
	n, err := tx.Exec(`UPDATE intake_channel SET revoked_at = $2 WHERE id = $1 AND revoked_at = 0`, id, tx.Now())
	return mustChange(n, err)
}

// ChannelBy finds the channel with the id or the digest of the token.
func ChannelBy(r database.Reader, key string) (_ IntakeChannel, err error) {
	defer fault.Wrap(&err, "store.ChannelBy")
	var row channelRow
	err = r.Get(&row, `SELECT `+channelColumns+` FROM intake_channel WHERE id = $1 OR token = $1`, key)
	return row.channel(), err
}

// Channels lists the channels of the agency, those in use first.
func Channels(r database.Reader, of agency.ID) (list []IntakeChannel, err error) {
	defer fault.Wrap(&err, "store.Channels(%s)", of)
	var rows []channelRow
	err = r.Select(&rows, `SELECT `+channelColumns+` FROM intake_channel WHERE agency = $1 ORDER BY CASE revoked_at WHEN 0 THEN 0 ELSE 1 END, name, id`, string(of))
	for _, row := range rows {
		list = append(list, row.channel())
	}
	return list, err
}

// An IntakeReceipt is what a channel was answered for a document.
type IntakeReceipt struct {
	Channel string
	Mark    string // the key of the sender
	Digest  string // of what was handed in
	Record  disclosure.ID
	Notes   []string
}

// IntakeReceiptOf loads the answer for a key; ok is false for a new one.
func IntakeReceiptOf(r database.Reader, channel, mark string) (rc IntakeReceipt, ok bool, err error) {
	defer fault.Wrap(&err, "store.IntakeReceiptOf(%s)", channel)
	rc = IntakeReceipt{Channel: channel, Mark: mark}
	var record, notes string
	err = r.QueryRow(`SELECT digest, record, notes FROM intake_receipt WHERE channel = $1 AND mark = $2`, channel, mark).Scan(&rc.Digest, &record, &notes)
	if database.NotFound(err) {
		return rc, false, nil
	}
	if err != nil {
		return rc, false, err
	}
	rc.Record = disclosure.ID(record)
	return rc, true, json.Unmarshal([]byte(notes), &rc.Notes)
}

// AddIntakeReceipt stores the answer.
func AddIntakeReceipt(tx *database.Tx, rc IntakeReceipt) (err error) {
	defer fault.Wrap(&err, "store.AddIntakeReceipt(%s)", rc.Channel)
	notes, err := json.Marshal(rc.Notes)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO intake_receipt (channel, mark, digest, record, notes, taken_at) VALUES ($1, $2, $3, $4, $5, $6)`,
		rc.Channel, rc.Mark, rc.Digest, string(rc.Record), string(notes), tx.Now())
	return err
}
