package casework

import (
	"context"
	"encoding/hex"
	"encoding/json"

	"gongkai/agency"
	"gongkai/application"
	"gongkai/civil"
	"gongkai/decision"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/crypt"
	"gongkai/internal/database"
	"gongkai/internal/store"
	"gongkai/law"
	"gongkai/letter"

	"github.com/emmansun/gmsm/sm3"
)

// A LetterDraft is a letter in the making: what was typed for it, and its text where people changed it.
type LetterDraft struct {
	Said
	Title string   `json:"title,omitempty"`
	Body  string   `json:"body,omitempty"`
	Notes []string `json:"notes,omitempty"`
}

// A LetterSheet is a letter in the making with what the page needs. Who the applicant is stands in it masked.
type LetterSheet struct {
	Kind     letter.Kind
	Draft    LetterDraft
	Saved    bool
	Author   string           // who saved it last
	Letter   letter.Letter    // as it would go out, the applicant masked
	Asks     []letter.NameRow // what people fill in
	Optional map[letter.Name]bool
	Problems []fault.Problem // what is missing
	Remarks  []letter.Remark
	Against  []fault.Problem // why it cannot be issued now
	Form     bool            // its text is made from the facts and not edited
}

// kindOf returns the row of the kind.
func kindOf(id letter.ID) (letter.Kind, error) {
	k, ok := letter.KindOf(id)
	if !ok {
		return k, fault.New(fault.NotFound, "没有这种文书")
	}
	return k, nil
}

// answerOf is the decision that the letter speaks of: the one being drafted or issued; for a withdrawal there is none.
func answerOf(k letter.Kind, d decision.Draft) letter.Answer {
	if k.ID == "L21c" {
		return letter.Answer{Outcome: decision.OtherwiseDisposed, Sub: decision.WithdrawnByApp}
	}
	return letter.Answer{Outcome: d.Outcome, Sub: d.Sub, Grounds: d.Grounds, Reason: d.Reason, PublicInterest: d.PublicInterest}
}

// Sheet shows a letter in the making: as saved, or as the facts propose it. fresh asks for the proposal with what draft
// says.
// 法源: 《条例》第四十五条。
func (d *Desk) Sheet(ctx context.Context, by auth.Actor, of agency.ID, id application.ID, kind letter.ID, draft *LetterDraft) (s LetterSheet, err error) {
	defer fault.Wrap(&err, "casework.Sheet(%s, %s)", id, kind)
	if err := auth.Can(by, auth.HandleCase, of); err != nil {
		return s, err
	}
	err = d.DB.Read(ctx, func(q *database.Query) error {
		s = LetterSheet{}
		if s.Kind, err = kindOf(kind); err != nil {
			return err
		}
		t, err := d.layOut(q, of, id, civil.Of(d.DB.Now()))
		if err != nil {
			return err
		}
		if draft != nil {
			s.Draft = *draft
		} else if s.Draft, s.Author, s.Saved, err = d.savedLetter(q, id, kind); err != nil {
			return err
		}
		facts, err := d.factsFor(q, t, s.Kind, s.Draft.Said)
		if err != nil {
			return err
		}
		s.Form, s.Against = s.Kind.Family == letter.NoNumber, t.standsAgainst(s.Kind)
		s.Asks, s.Optional = letter.Asks(s.Kind, facts.Text, t.today)
		whole, problems := compose(s.Kind, facts, s.Draft)
		s.Problems, s.Remarks = problems, letter.Lint(whole, facts)
		s.Letter, _ = compose(s.Kind, hide(facts, t), s.Draft)
		return nil
	})
	return s, err
}

// factsFor gathers the facts with the decision and its review.
func (d *Desk) factsFor(r database.Reader, t desktop, k letter.Kind, said Said) (letter.Facts, error) {
	var answer letter.Answer
	var opinions []letter.Opinion
	id := t.file.Application.ID
	u, err := d.underReview(r, t.agency.ID, id, t.today)
	switch {
	case err == nil:
		answer = answerOf(k, u.draft.Decision)
		for _, act := range u.acts {
			if act.Digest == u.subject.Digest {
				opinions = append(opinions, letter.Opinion{Stage: act.Stage.Label(), By: act.By.Name, Verdict: verdictWords[act.Verdict], Text: act.Opinion, On: act.On})
			}
		}
	case fault.KindOf(err) == fault.Invalid:
		answer = answerOf(k, decision.Draft{}) // nothing drafted yet
	default:
		return letter.Facts{}, err
	}
	facts := t.facts(said, answer, opinions)
	facts.Text, err = store.LetterTextOn(r, t.agency.ID, string(k.ID), t.today)
	return facts, err
}

// compose puts the letter together: the text of the facts, over it what people changed.
func compose(k letter.Kind, facts letter.Facts, draft LetterDraft) (letter.Letter, []fault.Problem) {
	l, problems := letter.Draft(k, facts)
	if k.Family == letter.NoNumber {
		return l, problems
	}
	if draft.Title != "" {
		l.Title = draft.Title
	}
	if draft.Body != "" {
		l.Body = letter.Fill(k, facts, draft.Body)
		problems = nil // the lint reads what people wrote
	}
	l.Notes = draft.Notes
	return l, problems
}

// hide masks who the applicant is, for screens.
func hide(f letter.Facts, t desktop) letter.Facts {
	m := mask(t.who)
	f.Applicant.Name, f.Applicant.Identity, f.Applicant.Representative, f.Applicant.Contact = m.Name, m.Identity, m.Representative, m.Contact
	f.Applicant.Phone, f.Applicant.Email, f.Applicant.Address = m.Phone, m.Email, m.Address
	f.Case.QueryCode = "（打印时显示）"
	for _, known := range t.parties {
		if f.Steps.Consultation.Party == known.name {
			f.Steps.Consultation.Party = crypt.Mask(crypt.Name, known.name)
		}
	}
	return f
}

func (d *Desk) savedLetter(r database.Reader, id application.ID, kind letter.ID) (draft LetterDraft, author string, ok bool, err error) {
	rows, err := store.LetterDrafts(r, id)
	if err != nil {
		return draft, "", false, err
	}
	for _, row := range rows {
		if row.Kind != string(kind) {
			continue
		}
		plain, err := d.Keys.Open(crypt.Fields, letterPlace("letter_draft", row.ID), row.Body)
		if err != nil {
			return draft, "", false, err
		}
		return draft, row.AuthorName, true, json.Unmarshal(plain, &draft)
	}
	return draft, "", false, nil
}

// SaveLetter keeps a letter in the making.
// 法源: 《条例》第四十五条。
func (d *Desk) SaveLetter(ctx context.Context, by auth.Actor, of agency.ID, id application.ID, kind letter.ID, draft LetterDraft) (err error) {
	defer fault.Wrap(&err, "casework.SaveLetter(%s, %s)", id, kind)
	k, err := kindOf(kind)
	if err != nil {
		return err
	}
	plain, err := json.Marshal(draft)
	if err != nil {
		return err
	}
	draftID := string(id) + "/" + string(kind)
	sealed, err := d.Keys.Seal(crypt.Fields, letterPlace("letter_draft", draftID), plain)
	if err != nil {
		return err
	}
	return d.act(ctx, by, auth.HandleCase, of, func(tx *database.Tx) error {
		if _, err := own(tx, of, id); err != nil {
			return err
		}
		if err := store.SaveLetterDraft(tx, id, store.LetterDraft{ID: draftID, Kind: string(kind), Author: string(by.Staff), AuthorName: by.Name, Body: sealed}); err != nil {
			return err
		}
		enter(tx, of, "save_letter", id, map[string]any{"kind": kind}, first(k.Cites))
		return nil
	})
}

// IssueLetter issues a letter of a step: it draws the 文号, puts today's day under it, and keeps it for ever.
// 法源: 《条例》第三十条、《条例》第三十二条、《条例》第三十三条第二款、《条例》第四十五条。
func (d *Desk) IssueLetter(ctx context.Context, by auth.Actor, of agency.ID, id application.ID, kind letter.ID, draft LetterDraft) (issued IssuedLetter, err error) {
	defer fault.Wrap(&err, "casework.IssueLetter(%s, %s)", id, kind)
	k, err := kindOf(kind)
	if err != nil {
		return issued, err
	}
	err = d.act(ctx, by, auth.HandleCase, of, func(tx *database.Tx) error {
		t, err := d.layOut(tx, of, id, tx.Today())
		if err != nil {
			return err
		}
		facts, err := d.factsFor(tx, t, k, draft.Said)
		if err != nil {
			return err
		}
		l, problems := compose(k, facts, draft)
		problems = append(t.standsAgainst(k), problems...)
		for _, r := range letter.Lint(l, facts) {
			if r.Blocks && !said(problems, r.Problem) {
				problems = append(problems, r.Problem)
			}
		}
		if err := fault.Of(problems); err != nil {
			return err
		}
		if issued, err = d.put(tx, by, t, k, l); err != nil {
			return err
		}
		return store.DropLetterDraft(tx, id, string(kind))
	})
	return issued, err
}

// said reports whether the message was said already: a bracket is a problem of the draft and one of the lint.
func said(problems []fault.Problem, p fault.Problem) bool {
	for _, q := range problems {
		if q.Message == p.Message || q.Field != "" && p.Field == "body" && len(q.Message) > 0 && p.Message == "正文中还有没有填写的内容，"+q.Message {
			return true
		}
	}
	return false
}

// put numbers a letter and stores it.
func (d *Desk) put(tx *database.Tx, by auth.Actor, t desktop, k letter.Kind, l letter.Letter) (IssuedLetter, error) {
	if k.Family != letter.NoNumber {
		number, err := d.number(tx, t, k.Family)
		if err != nil {
			return IssuedLetter{}, err
		}
		l.Number = number
	}
	row, err := d.sealLetter(tx, by, t, caseLetters, k, l)
	if err != nil {
		return IssuedLetter{}, err
	}
	row.Application = string(t.file.Application.ID)
	if err := store.InsertLetter(tx, row); err != nil {
		return IssuedLetter{}, err
	}
	enter(tx, t.agency.ID, "issue_letter", t.file.Application.ID, map[string]any{"letter": row.ID, "kind": k.ID, "number": l.Number, "dated_on": t.today, "digest": row.Digest}, law.OGI.Art(45))
	return IssuedLetter{ID: row.ID, Kind: k, Number: l.Number, DatedOn: t.today, Digest: row.Digest, Author: by.Name, stamp: row.Stamp, letter: l}, nil
}

func letterDigest(plain []byte) string {
	sum := sm3.Sum(plain)
	return "sm3-" + hex.EncodeToString(sum[:])
}
