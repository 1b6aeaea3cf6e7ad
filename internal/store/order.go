package store

import (
	"encoding/json"

	"gongkai/agency"
	"gongkai/civil"
	"gongkai/complaint"
	"gongkai/fault"
	"gongkai/internal/database"
)

type orderRow struct {
	Agency    string     `db:"agency"`
	ID        string     `db:"id"`
	From      string     `db:"from_agency"`
	Number    string     `db:"number"`
	Kind      string     `db:"kind"`
	Subject   string     `db:"subject"`
	Demand    string     `db:"demand"`
	Complaint string     `db:"complaint"`
	Topic     string     `db:"topic"`
	IssuedOn  civil.Date `db:"issued_on"`
	Until     civil.Date `db:"until_on"`
	Files     string     `db:"files"`
	Stamp     string     `db:"stamp"`
}

// Order loads an order with its facts in order.
func Order(r database.Reader, id complaint.OrderID) (o complaint.Order, err error) {
	defer fault.Wrap(&err, "store.Order(%s)", id)
	var row orderRow
	if err := r.Get(&row, `SELECT agency, id, from_agency, number, kind, subject, demand, complaint, topic, issued_on, until_on, files, stamp FROM mending_order WHERE id = $1`, string(id)); err != nil {
		return o, err
	}
	o = complaint.Order{ID: id, From: agency.ID(row.From), To: agency.ID(row.Agency), Number: row.Number, Kind: complaint.OrderKind(row.Kind), Subject: row.Subject,
		Demand: row.Demand, Complaint: complaint.ID(row.Complaint), Topic: row.Topic, IssuedOn: row.IssuedOn, Until: row.Until, Stamp: row.Stamp}
	if row.Files != "" {
		if err := json.Unmarshal([]byte(row.Files), &o.Files); err != nil {
			return o, err
		}
	}
	return o, facts(r, `SELECT body FROM mending_order_fact WHERE mending_order = $1 ORDER BY seq`, string(id), &o.Facts)
}

// InsertOrder stores a new order.
func InsertOrder(tx *database.Tx, o complaint.Order) (err error) {
	defer fault.Wrap(&err, "store.InsertOrder(%s)", o.ID)
	files := ""
	if len(o.Files) > 0 {
		text, err := json.Marshal(o.Files)
		if err != nil {
			return err
		}
		files = string(text)
	}
	_, err = tx.Exec(`INSERT INTO mending_order (agency, id, from_agency, number, kind, subject, demand, complaint, topic, issued_on, until_on, created_at, facts, stage, due_on, files, stamp)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0, $13, $11, $14, $15)`, string(o.To), string(o.ID), string(o.From), o.Number, string(o.Kind), o.Subject, o.Demand,
		string(o.Complaint), o.Topic, o.IssuedOn, o.Until, tx.Now(), string(o.Stage()), files, o.Stamp)
	return err
}

// AddOrderFact stores the next fact and the conclusions that now follow. Two people who add at once conflict.
func AddOrderFact(tx *database.Tx, o complaint.Order, f complaint.OrderFact) (err error) {
	defer fault.Wrap(&err, "store.AddOrderFact(%s, %s)", o.ID, f.Kind)
	body, err := json.Marshal(f)
	if err != nil {
		return err
	}
	n := len(o.Facts)
	if _, err := tx.Exec(`INSERT INTO mending_order_fact (mending_order, seq, kind, done_on, body, added_at) VALUES ($1, $2, $3, $4, $5, $6)`,
		string(o.ID), n+1, string(f.Kind), f.On, string(body), tx.Now()); err != nil {
		return err
	}
	with := o.With(f)
	changed, err := tx.Exec(`UPDATE mending_order SET facts = $2 + 1, stage = $3, due_on = $4 WHERE id = $1 AND facts = $2`, string(o.ID), n, string(with.Stage()), with.DueOn())
	return mustChange(changed, err)
}
