package rekeying

import (
	"gongkai/internal/casework"
	"gongkai/internal/crypt"
	"gongkai/internal/translog"
)

// A Column is a column of sealed values.
type Column struct {
	Table, Name string
	Key         string        // the column that names a row
	Purpose     crypt.Purpose // fields, if empty
	Place       func(key string) crypt.Place

	// Where values are searched for: the column of their digests, and how a digest is made of the plain value.
	DigestName string
	Digest     func(keys *crypt.Keyring, plain []byte) (crypt.Digest, error)
}

// rows is the place that names table, column and row.
func rows(table, column string) func(string) crypt.Place {
	return func(key string) crypt.Place { return crypt.Place{Table: table, Column: column, Row: key} }
}

// Columns are all columns of sealed values.
var Columns = []Column{
	{Table: "staff", Name: "phone", Key: "id", Place: rows("staff", "phone")},
	{Table: "staff", Name: "email", Key: "id", Place: rows("staff", "email")},
	{Table: "staff", Name: "factor", Key: "id", Purpose: crypt.Credentials, Place: rows("staff", "factor")},
	{Table: "staff", Name: "next_factor", Key: "id", Purpose: crypt.Credentials, Place: rows("staff", "factor")},
	{Table: "application", Name: "particulars", Key: "id", Place: rows("application", "particulars"), DigestName: "id_digest", Digest: casework.IdentityDigest},
	{Table: "proceeding", Name: "party", Key: "id", Place: rows("proceeding", "party")},
	{Table: "complaint", Name: "particulars", Key: "id", Place: rows("complaint", "particulars")},
	{Table: "log_key", Name: "signer", Key: "name", Purpose: crypt.Credentials, Place: translog.Place},
	{Table: "consultation", Name: "particulars", Key: "id", Place: rows("consultation", "particulars")},
	{Table: "letter", Name: "body", Key: "id", Place: rows("letter", "body")},
	{Table: "complaint_letter", Name: "body", Key: "id", Place: rows("complaint_letter", "body")},
	{Table: "order_letter", Name: "body", Key: "id", Place: rows("order_letter", "body")},
	{Table: "letter_draft", Name: "body", Key: "id", Place: rows("letter_draft", "body")},
	{Table: "letter_setting", Name: "signing", Key: "agency", Place: rows("letter_setting", "signing")},
	{Table: "letter_stamp", Name: "image", Key: "id", Place: rows("letter_stamp", "image")},
	{Table: "outbox", Name: "content", Key: "id", Place: func(string) crypt.Place { return crypt.Place{Table: "outbox", Column: "content"} }},
}

// Plain are the columns of bytes that are not sealed, with the reason.
var Plain = map[string]string{
	"ledger.prev":            "hash of the chain",
	"ledger.hash":            "hash of the chain",
	"log_hash.hash":          "hash of the tree",
	"ledger_head.hash":       "hash of the chain",
	"search_segment.gone":    "places of published records",
	"search_segment.numbers": "numbers of published records",
	"search_posting.texts":   "places of published records",
	"search_fresh.words":     "hashes of the words of published records",
	"session.data":           "holds no personal data and ends within a day",
}

func (c Column) purpose() crypt.Purpose {
	if c.Purpose == "" {
		return crypt.Fields
	}
	return c.Purpose
}

// Open returns the plain value of the row with the key.
func (c Column) Open(keys *crypt.Keyring, key string, value []byte) ([]byte, error) {
	return keys.Open(c.purpose(), c.Place(key), value)
}
