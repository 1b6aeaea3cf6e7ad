package casework

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"strconv"
	"strings"

	"gongkai/agency"
	"gongkai/application"
	"gongkai/civil"
	"gongkai/deadline"
	"gongkai/decision"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/database"
	"gongkai/internal/store"
	"gongkai/law"
	"gongkai/letter"
	"gongkai/review"

	"github.com/emmansun/gmsm/sm3"
)

// ReviewKind is the kind under which decisions are reviewed.
const ReviewKind = "decision"

// A Draft is a decision with the text of its letter.
type Draft struct {
	Decision    decision.Draft
	Letter      string                 // the body
	Title       string                 `json:",omitempty"` // where people changed it
	Typed       map[letter.Name]string `json:",omitempty"` // what the letter needs and no fact on file says
	Attachments []string               `json:",omitempty"`
	Notes       []string               `json:",omitempty"`
	Answers     map[string]bool        `json:",omitempty"` // of the questions that led here
}

// kind is the letter of the draft on the day.
func (d Draft) kind(on civil.Date) (letter.Kind, bool) {
	return letter.ForOutcome(d.Decision.Outcome, d.Decision.Sub, d.Typed["公开途径"] != "", on)
}

// paper is the draft as a letter in the making.
func (d Draft) paper() LetterDraft {
	return LetterDraft{Said: Said{Typed: d.Typed, Attachments: d.Attachments}, Title: d.Title, Body: d.Letter, Notes: d.Notes}
}

// answerDraft is the letter of the draft of the decision.
func (d *Desk) answerDraft(r database.Reader, of agency.ID, id application.ID, today civil.Date) (LetterDraft, error) {
	u, err := d.underReview(r, of, id, today)
	return u.draft.paper(), err
}

// SaveDecision keeps the draft of the decision; it is checked when it is handed in. A draft without a text gets the
// standard one, written from the facts on file.
// 法源: 《条例》第三十六条。
func (d *Desk) SaveDecision(ctx context.Context, by auth.Actor, of agency.ID, id application.ID, draft Draft) (err error) {
	defer fault.Wrap(&err, "casework.SaveDecision(%s)", id)
	return d.act(ctx, by, auth.HandleCase, of, func(tx *database.Tx) error {
		filled, err := d.filled(tx, of, id, draft)
		if err != nil {
			return err
		}
		body, err := json.Marshal(filled)
		if err != nil {
			return err
		}
		sum := sm3.Sum(append([]byte(id+"\n"), body...))
		file := store.DecisionFile{Author: string(by.Staff), AuthorName: by.Name, Body: string(body), Digest: "sm3-" + hex.EncodeToString(sum[:])}
		if err := store.SaveDecisionDraft(tx, id, file); err != nil {
			return err
		}
		enter(tx, of, "save_decision", id, map[string]any{"outcome": draft.Decision.Outcome, "digest": file.Digest}, law.OGI.Art(36))
		return nil
	})
}

// filled writes the letter of a draft that has none yet, and what has become known into the brackets of one that has.
func (d *Desk) filled(tx *database.Tx, of agency.ID, id application.ID, draft Draft) (Draft, error) {
	t, err := d.layOut(tx, of, id, tx.Today())
	if err != nil {
		return draft, err
	}
	if strings.TrimSpace(draft.Letter) == "" {
		l, _, err := d.draftAnswer(tx, t, draft)
		draft.Letter = l.Body
		return draft, err
	}
	if k, ok := draft.kind(t.today); ok {
		draft.Letter = letter.Fill(k, t.facts(draft.paper().Said, answerOf(k, draft.Decision), nil), draft.Letter)
	}
	return draft, nil
}

// draftAnswer writes the letter of a draft from the facts, with what is missing.
func (d *Desk) draftAnswer(r database.Reader, t desktop, draft Draft) (l letter.Letter, problems []fault.Problem, err error) {
	k, ok := draft.kind(t.today)
	if !ok {
		return l, nil, nil // without an outcome there is no letter
	}
	facts := t.facts(draft.paper().Said, answerOf(k, draft.Decision), nil)
	if facts.Text, err = store.LetterTextOn(r, t.agency.ID, string(k.ID), t.today); err != nil {
		return l, nil, err
	}
	l, problems = letter.Draft(k, facts)
	return l, problems, nil
}

// An AnswerSheet is the letter of a draft as the page of the decision shows it.
type AnswerSheet struct {
	Kind     letter.Kind
	Body     string // of the standard text, from the facts
	Asks     []letter.NameRow
	Optional map[letter.Name]bool
	Problems []fault.Problem // what is missing for the standard text
	Remarks  []letter.Remark // about the text of the draft
}

// Answer shows what the letter of a draft needs and says. It is false while the draft has no outcome.
// 法源: 《条例》第三十六条。
func (d *Desk) Answer(ctx context.Context, by auth.Actor, of agency.ID, id application.ID, draft Draft) (s AnswerSheet, ok bool, err error) {
	defer fault.Wrap(&err, "casework.Answer(%s)", id)
	if err := auth.Can(by, auth.ViewCase, of); err != nil {
		return s, false, err
	}
	err = d.DB.Read(ctx, func(q *database.Query) error {
		t, err := d.layOut(q, of, id, civil.Of(d.DB.Now()))
		if err != nil {
			return err
		}
		if s.Kind, ok = draft.kind(t.today); !ok {
			return nil
		}
		proposed, problems, err := d.draftAnswer(q, t, draft)
		if err != nil {
			return err
		}
		facts := t.facts(draft.paper().Said, answerOf(s.Kind, draft.Decision), nil)
		if facts.Text, err = store.LetterTextOn(q, of, string(s.Kind.ID), t.today); err != nil {
			return err
		}
		s.Body, s.Problems = proposed.Body, problems
		s.Asks, s.Optional = letter.Asks(s.Kind, facts.Text, t.today)
		if draft.Letter != "" {
			whole, _ := compose(s.Kind, facts, draft.paper())
			s.Remarks = letter.Lint(whole, facts)
		}
		return nil
	})
	return s, ok, err
}

// stageActions says which permission each stage of the review of a decision needs.
var stageActions = map[review.Stage]auth.Action{
	review.SelfCheck: auth.HandleCase, review.SectionOK: auth.VerifyCase, review.Legal: auth.VerifyCase, review.Secrecy: auth.ClearCase,
	review.Office: auth.VerifyCase, review.Signature: auth.SignCase,
}

// underReview is a decision with everything that its review rests on.
type underReview struct {
	file    store.ApplicationFile
	draft   Draft
	subject review.Subject
	plan    review.Plan
	reading deadline.Policy
	acts    []review.Signoff
}

// Stages lists the stages of the review of a decision in order.
func Stages() []review.Stage {
	var stages []review.Stage
	for _, row := range review.Stages {
		if _, ok := stageActions[row.Stage]; ok {
			stages = append(stages, row.Stage)
		}
	}
	return stages
}

// StageAction is the permission that signing the stage needs.
func StageAction(stage review.Stage) auth.Action { return stageActions[stage] }

func (d *Desk) underReview(r database.Reader, of agency.ID, id application.ID, today civil.Date) (u underReview, err error) {
	if u.file, err = own(r, of, id); err != nil {
		return u, err
	}
	row, err := store.DecisionDraft(r, id)
	if database.NotFound(err) {
		return u, fault.New(fault.Invalid, "还没有起草答复")
	} else if err != nil {
		return u, err
	}
	if err := json.Unmarshal([]byte(row.Body), &u.draft); err != nil {
		return u, err
	}
	u.subject = review.Subject{Kind: ReviewKind, ID: string(id), Digest: roundDigest(row.Digest, u.file.Application), Author: review.Person{ID: row.Author, Name: row.AuthorName}}
	if u.acts, err = store.Signoffs(r, ReviewKind, string(id)); err != nil {
		return u, err
	}
	reading, settings, err := policy(r, of, today)
	u.reading = reading
	u.plan = planOf(settings)
	return u, err
}

// roundDigest binds a review to the answer that it is for: after a reopening the same text is reviewed anew.
func roundDigest(digest string, a application.Application) string {
	if n := a.Reopenings(); n > 0 {
		return digest + "/" + strconv.Itoa(n)
	}
	return digest
}

// planOf is the review that the agency has set.
func planOf(settings agency.Settings) review.Plan {
	if len(settings.Review.Order) == 0 {
		return review.DefaultPlan
	}
	var plan review.Plan
	for _, stage := range settings.Review.Order {
		plan = append(plan, review.Stage(stage))
	}
	return plan
}

// problems are everything that stands against the decision on the facts on file, its letter included.
func (d *Desk) problems(r database.Reader, u underReview, today civil.Date) ([]fault.Problem, error) {
	clock := u.file.Application.Clock(d.Calendar(u.file.Application.Agency), u.reading, today)
	facts := u.file.Application.OnFile(clock.ReceivedOn, d.Lapses(u.file.Application.Agency))
	draft := u.draft.Decision
	if draft.DecidedOn.IsZero() {
		draft.DecidedOn = today
	}
	problems := decision.Check(draft, facts)
	if strings.TrimSpace(u.draft.Letter) == "" {
		return append(problems, fault.Problem{Field: "letter", Message: "请拟写答复书", Cite: law.OGI.Art(36)}), nil
	}
	t, err := d.layOut(r, u.file.Application.Agency, u.file.Application.ID, today)
	if err != nil {
		return nil, err
	}
	_, remarks, err := d.answerLetter(r, t, u)
	for _, remark := range remarks {
		if remark.Blocks {
			problems = append(problems, fault.Problem{Field: "letter", Message: "答复书：" + remark.Message, Cite: remark.Cite})
		}
	}
	return problems, err
}

// answerLetter is the letter of the decision as it would go out today, with what the lint says.
func (d *Desk) answerLetter(r database.Reader, t desktop, u underReview) (l letter.Letter, remarks []letter.Remark, err error) {
	k, ok := u.draft.kind(t.today)
	if !ok {
		return l, nil, nil // the outcome is wrong, which is said elsewhere
	}
	facts, err := d.factsFor(r, t, k, u.draft.paper().Said)
	if err != nil {
		return l, nil, err
	}
	l, _ = compose(k, facts, u.draft.paper())
	l.Body = u.draft.Letter // to the letter what was reviewed
	return l, letter.Lint(l, facts), nil
}

// Lapses tells the end of the term in which a third party must answer the agency.
// 法源: 《条例》第三十二条。
func (d *Desk) Lapses(of agency.ID) func(sent application.Fact) civil.Date {
	return func(sent application.Fact) civil.Date {
		from := sent.ReceivedOn
		if from.IsZero() {
			from = sent.On
		}
		due, _ := d.Calendar(of).Add(from, law.On(law.ThirdPartyTerm, from).Int())
		return due
	}
}

// SignOff adds one act to the review of the decision. Whoever hands in must have the evidence on file.
// 法源: 《条例》第十七条、《条例》第三十六条。
func (d *Desk) SignOff(ctx context.Context, by auth.Actor, of agency.ID, id application.ID, act review.Signoff) (err error) {
	defer fault.Wrap(&err, "casework.SignOff(%s, %s)", id, act.Stage)
	action, ok := stageActions[act.Stage]
	if !ok {
		return fault.New(fault.Invalid, "没有这个审查环节")
	}
	return d.act(ctx, by, action, of, func(tx *database.Tx) error {
		u, err := d.underReview(tx, of, id, tx.Today())
		if err != nil {
			return err
		}
		act.By, act.On = review.Person{ID: string(by.Staff), Name: by.Name}, tx.Today()
		problems := review.May(u.plan, u.subject, u.acts, act)
		if act.Stage == review.SelfCheck && act.Verdict == review.Passed {
			against, err := d.problems(tx, u, tx.Today())
			if err != nil {
				return err
			}
			problems = append(problems, against...)
		}
		if err := fault.Of(problems); err != nil {
			return err
		}
		if err := store.AddSignoff(tx, ReviewKind, string(id), len(u.acts)+1, act); err != nil {
			return err
		}
		enter(tx, of, "sign_off", id, act, law.OGI.Art(17))
		return nil
	})
}

// Issue makes the reviewed decision the answer: it draws the 文号 and closes the clock on the day of the answer.
// 法源: 《条例》第三十三条、《条例》第三十六条。
func (d *Desk) Issue(ctx context.Context, by auth.Actor, of agency.ID, id application.ID) (number string, err error) {
	defer fault.Wrap(&err, "casework.Issue(%s)", id)
	err = d.act(ctx, by, auth.HandleCase, of, func(tx *database.Tx) error {
		u, err := d.underReview(tx, of, id, tx.Today())
		if err != nil {
			return err
		}
		clearance, err := review.Clear(u.plan, u.subject, u.acts, nil)
		if err != nil {
			return err
		}
		against, err := d.problems(tx, u, tx.Today())
		if err != nil {
			return err
		}
		if err := fault.Of(against); err != nil {
			return err
		}
		if !clearance.Clears(ReviewKind, string(id), u.subject.Digest) {
			return fault.Breach(law.OGI.Art(17).P(1), "答复没有通过审查")
		}
		t, err := d.layOut(tx, of, id, tx.Today())
		if err != nil {
			return err
		}
		paper, _, err := d.answerLetter(tx, t, u)
		if err != nil {
			return err
		}
		kind, _ := u.draft.kind(t.today)
		issued, err := d.put(tx, by, t, kind, paper)
		if err != nil {
			return err
		}
		number = issued.Number
		draft := u.draft.Decision
		decided := application.Fact{Kind: application.Decided, On: tx.Today(), By: string(by.Staff), Outcome: draft.Outcome, Sub: draft.Sub, Grounds: draft.Grounds, Number: number}
		if err := d.add(tx, u.file.Application, decided); err != nil {
			return err
		}
		u.file.Application.Facts = append(u.file.Application.Facts, decided)
		return d.add(tx, u.file.Application, application.Fact{Kind: application.Issued, On: tx.Today(), By: string(by.Staff), Number: number})
	})
	return number, err
}
