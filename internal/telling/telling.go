// Package telling tells the staff of a state: in the workbench always, and by e-mail those who have an address and want
// it.
//
// The 《条例》 sets terms (第三十三条) and asks for a regime that keeps them (第四十五条); a term that nobody is told of is one
// that is missed, and who does not log in every day reads e-mail.
//
// The package decides how one of the staff is told of what the desks have to say, and that nobody is told of one state
// twice. What there is to tell and whom it concerns is left to the desks, sending to internal/job.
package telling

import (
	"gongkai/agency"
	"gongkai/internal/auth"
	"gongkai/internal/crypt"
	"gongkai/internal/database"
	"gongkai/internal/job"
	"gongkai/internal/store"
	"gongkai/ledger"
)

// A Voice tells people. Its zero value tells in the workbench alone.
type Voice struct {
	Keys *crypt.Keyring
	// Post hands an e-mail to the outbox in the transaction; nil sends none.
	Post func(tx *database.Tx, of agency.ID, about ledger.Subject, l job.Letter) error
	Link func(path string) string // the complete address of a page; nil for none
}

// Tell tells people of a state, each once, with the files in the e-mail. It counts whom it told.
func (v Voice) Tell(tx *database.Tx, people []auth.Account, n store.Notice, about ledger.Subject, files ...job.Attachment) (told int, err error) {
	for _, who := range people {
		n.Staff = string(who.Staff)
		fresh, err := store.AddNotice(tx, n)
		if err != nil {
			return told, err
		}
		if !fresh {
			continue
		}
		told++
		if err := v.mail(tx, who, n, about, files); err != nil {
			return told, err
		}
	}
	return told, nil
}

// mail sends the notice to one of the staff who has an address and wants it.
func (v Voice) mail(tx *database.Tx, who auth.Account, n store.Notice, about ledger.Subject, files []job.Attachment) error {
	if v.Post == nil || len(who.Email) == 0 {
		return nil
	}
	choice, err := store.MailChoiceOf(tx, string(who.Staff))
	if err != nil || !wanted(choice, n.Tone) {
		return err
	}
	address, err := v.Keys.Open(crypt.Fields, crypt.Place{Table: "staff", Column: "email", Row: string(who.Staff)}, who.Email)
	if err != nil {
		return err
	}
	return v.Post(tx, agency.ID(n.Agency), about, job.Letter{To: string(address), Subject: n.Title, Body: v.words(n), Attachments: files})
}

// wanted reports whether a notice of the tone goes out by e-mail.
func wanted(choice store.MailChoice, tone string) bool {
	switch choice {
	case store.NoMail:
		return false
	case store.PressingMail:
		return tone == "bad" || tone == "caution"
	}
	return true
}

// words are the body of the e-mail: what the notice says, where to go, and how to get fewer of them.
func (v Voice) words(n store.Notice) string {
	body := n.Body
	if v.Link == nil {
		return body
	}
	if n.Path != "" {
		body += "\n\n办理：" + v.Link(n.Path)
	}
	return body + "\n\n本邮件由政府信息公开工作台发出，请勿直接回复。哪些提醒发送邮件，可以选择：" + v.Link("/workbench/notices")
}
