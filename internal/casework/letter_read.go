package casework

import (
	"context"
	"encoding/json"

	"gongkai/agency"
	"gongkai/application"
	"gongkai/civil"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/crypt"
	"gongkai/internal/database"
	"gongkai/internal/store"
	"gongkai/law"
	"gongkai/letter"
	"gongkai/review"
)

// An IssuedLetter is a letter that went out.
type IssuedLetter struct {
	ID      string
	Kind    letter.Kind
	Number  string
	DatedOn civil.Date
	Digest  string
	Author  string
	stamp   string
	letter  letter.Letter
}

// A Print is a letter with everything that stands on its paper.
type Print struct {
	IssuedLetter
	Letter     letter.Letter
	Letterhead string // empty without
	Stamp      []byte // the seal image, nil without
	Width      int    // of the seal, in tenths of a millimetre
	Height     int
}

// An Offer is a letter that can be written, or not and why.
type Offer struct {
	Kind  letter.Kind
	Due   bool // a step was entered and its letter has not been issued
	Draft bool // somebody began it
	Why   []fault.Problem
}

// A Shelf is the letters of an application.
type Shelf struct {
	Issued []IssuedLetter
	Offers []Offer
	Signs  bool // a signature file of each PDF can be had
}

// Shelf lists what was issued and what can be, the letters that a step waits for first.
// 法源: 《条例》第四十五条。
func (d *Desk) Shelf(ctx context.Context, by auth.Actor, of agency.ID, id application.ID) (s Shelf, err error) {
	defer fault.Wrap(&err, "casework.Shelf(%s)", id)
	if err := auth.Can(by, auth.ViewCase, of); err != nil {
		return s, err
	}
	err = d.DB.Read(ctx, func(q *database.Query) error {
		s = Shelf{}
		t, err := d.layOut(q, of, id, civil.Of(d.DB.Now()))
		if err != nil {
			return err
		}
		drafts, err := store.LetterDrafts(q, id)
		if err != nil {
			return err
		}
		_, signing, err := lookOf(q, of)
		if err != nil {
			return err
		}
		s.Signs = len(signing) > 0
		begun := map[string]bool{}
		for _, row := range drafts {
			begun[row.Kind] = true
		}
		for _, row := range t.issued {
			k, _ := letter.KindOf(letter.ID(row.Kind))
			s.Issued = append(s.Issued, IssuedLetter{ID: row.ID, Kind: k, Number: row.Number, DatedOn: row.DatedOn, Digest: row.Digest, Author: row.AuthorName})
		}
		var later []Offer
		for _, k := range letter.Kinds {
			if k.Answers() && k.ID != "L21c" || k.Family == letter.Orders {
				continue
			}
			since, has := t.step(k)
			o := Offer{Kind: k, Draft: begun[string(k.ID)], Why: t.standsAgainst(k)}
			if o.Due = has && k.Family != letter.NoNumber && !t.sent(k, since) && len(o.Why) == 0; o.Due {
				s.Offers = append(s.Offers, o)
			} else {
				later = append(later, o)
			}
		}
		s.Offers = append(s.Offers, later...)
		return nil
	})
	return s, err
}

// PrintLetter opens an issued letter to be printed or sent. Whoever prints sees who the applicant is: it is entered in
// the ledger.
// 法源: 《条例》第四十五条、《个人信息保护法》第三十四条。
func (d *Desk) PrintLetter(ctx context.Context, by auth.Actor, of agency.ID, id application.ID, letterID string) (p Print, err error) {
	defer fault.Wrap(&err, "casework.PrintLetter(%s)", letterID)
	err = d.act(ctx, by, auth.Unmask, of, func(tx *database.Tx) error {
		t, err := d.layOut(tx, of, id, tx.Today())
		if err != nil {
			return err
		}
		for _, row := range t.issued {
			if row.ID == letterID {
				if p, err = d.print(tx, t, row); err != nil {
					return err
				}
				enter(tx, of, "print_letter", id, map[string]any{"letter": letterID, "number": row.Number}, law.Privacy.Art(34))
				return nil
			}
		}
		return fault.New(fault.NotFound, "没有找到这份文书")
	})
	return p, err
}

// PreviewLetter is the letter in the making as it would be printed, without a number.
func (d *Desk) PreviewLetter(ctx context.Context, by auth.Actor, of agency.ID, id application.ID, kind letter.ID) (p Print, err error) {
	defer fault.Wrap(&err, "casework.PreviewLetter(%s, %s)", id, kind)
	err = d.act(ctx, by, auth.Unmask, of, func(tx *database.Tx) error {
		k, err := kindOf(kind)
		if err != nil {
			return err
		}
		t, err := d.layOut(tx, of, id, tx.Today())
		if err != nil {
			return err
		}
		draft, _, _, err := d.savedLetter(tx, id, kind)
		if err != nil {
			return err
		}
		if k.Answers() && k.ID != "L21c" {
			if draft, err = d.answerDraft(tx, of, id, tx.Today()); err != nil {
				return err
			}
		}
		facts, err := d.factsFor(tx, t, k, draft.Said)
		if err != nil {
			return err
		}
		p = Print{IssuedLetter: IssuedLetter{Kind: k, DatedOn: t.today}}
		p.Letter, _ = compose(k, facts, draft)
		if k.Answers() && draft.Body != "" {
			p.Letter.Body = draft.Body // as it is under review
		}
		enter(tx, of, "print_letter", id, map[string]any{"kind": kind, "draft": true}, law.Privacy.Art(34))
		return d.paper(tx, t, &p, "")
	})
	return p, err
}

// print opens the body of a stored letter and checks that it is the one that was issued.
func (d *Desk) print(r database.Reader, t desktop, row store.LetterFile) (Print, error) {
	return d.kept(r, t, "letter", row)
}

// kept is the same for a letter of any table.
func (d *Desk) kept(r database.Reader, t desktop, table string, row store.LetterFile) (p Print, err error) {
	plain, err := d.Keys.Open(crypt.Fields, letterPlace(table, row.ID), row.Body)
	if err != nil {
		return p, err
	}
	if letterDigest(plain) != row.Digest {
		return p, fault.New(fault.Internal, "文书%s的内容与出具时不一致", row.Number)
	}
	k, _ := letter.KindOf(letter.ID(row.Kind))
	p = Print{IssuedLetter: IssuedLetter{ID: row.ID, Kind: k, Number: row.Number, DatedOn: row.DatedOn, Digest: row.Digest, Author: row.AuthorName}}
	if err := json.Unmarshal(plain, &p.Letter); err != nil {
		return p, err
	}
	return p, d.paper(r, t, &p, row.Stamp)
}

// paper adds letterhead and seal.
func (d *Desk) paper(r database.Reader, t desktop, p *Print, stamp string) error {
	if t.look.Letterhead && p.Letter.Signer != "" {
		p.Letterhead = t.agency.Name
	}
	if stamp == "" {
		return nil
	}
	s, err := store.StampOf(r, t.agency.ID, stamp)
	if err != nil {
		return err
	}
	p.Stamp, err = d.Keys.Open(crypt.Fields, stampPlace(s.ID), s.Image)
	p.Width, p.Height = s.Width, s.Height
	return err
}

// LettersTo returns the letters of an application that are addressed to its applicant, for the page on which the
// applicant follows it: the caller has checked number and code.
// 法源: 《条例》第四十条。
func (d *Desk) LettersTo(ctx context.Context, id application.ID) (all []Print, err error) {
	defer fault.Wrap(&err, "casework.LettersTo(%s)", id)
	err = d.DB.Read(ctx, func(q *database.Query) error {
		all = nil
		file, err := store.Application(q, id)
		if err != nil {
			return err
		}
		t, err := d.layOut(q, file.Application.Agency, id, civil.Of(d.DB.Now()))
		if err != nil {
			return err
		}
		for _, row := range t.issued {
			if row.Side != string(letter.ToApplicant) || row.Number == "" {
				continue
			}
			p, err := d.print(q, t, row)
			if err != nil {
				return err
			}
			all = append(all, p)
		}
		return nil
	})
	return all, err
}

// verdictWords are the words of the review sheet.
var verdictWords = map[review.Verdict]string{review.Passed: "同意", review.Returned: "退回", review.Referred: "报请确定", review.Answered: "已答复"}

func stampPlace(id string) crypt.Place {
	return crypt.Place{Table: "letter_stamp", Column: "image", Row: id}
}
