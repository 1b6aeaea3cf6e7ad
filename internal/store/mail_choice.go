package store

import (
	"gongkai/fault"
	"gongkai/internal/database"
)

// A MailChoice says which notices a person wants by e-mail too.
type MailChoice string

// The choices. The zero one is AllMail.
const (
	AllMail      MailChoice = "all"
	PressingMail MailChoice = "pressing" // what is nearly due, overdue or was given back
	NoMail       MailChoice = "none"
)

// MailChoiceOf is what a person has chosen; all where nothing was.
func MailChoiceOf(r database.Reader, staff string) (choice MailChoice, err error) {
	defer fault.Wrap(&err, "store.MailChoiceOf")
	err = r.QueryRow(`SELECT choice FROM mail_choice WHERE staff = $1`, staff).Scan(&choice)
	if database.NotFound(err) {
		return AllMail, nil
	}
	return choice, err
}

// ChooseMail stores what a person has chosen.
func ChooseMail(tx *database.Tx, agency, staff string, choice MailChoice) (err error) {
	defer fault.Wrap(&err, "store.ChooseMail")
	_, err = tx.Exec(`INSERT INTO mail_choice (agency, staff, choice) VALUES ($1, $2, $3)
		ON CONFLICT (staff) DO UPDATE SET agency = excluded.agency, choice = excluded.choice`, agency, staff, string(choice))
	return err
}
