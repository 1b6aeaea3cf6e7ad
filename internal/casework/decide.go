package casework

import (
	"context"
	"encoding/hex"
	"encoding/json"
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
	"gongkai/review"

	"github.com/emmansun/gmsm/sm3"
)

// ReviewKind is the kind under which decisions are reviewed.
const ReviewKind = "decision"

// A Draft is a decision with the text of its letter.
type Draft struct {
	Decision decision.Draft
	Letter   string
}

// SaveDecision keeps the draft of the decision; it is checked when it is handed in.
// 法源: 《条例》第三十六条。
func (d *Desk) SaveDecision(ctx context.Context, by auth.Actor, of agency.ID, id application.ID, draft Draft) (err error) {
	defer fault.Wrap(&err, "casework.SaveDecision(%s)", id)
	return d.act(ctx, by, auth.HandleCase, of, func(tx *database.Tx) error {
		if _, err := own(tx, of, id); err != nil {
			return err
		}
		body, err := json.Marshal(draft)
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
	u.subject = review.Subject{Kind: ReviewKind, ID: string(id), Digest: row.Digest, Author: review.Person{ID: row.Author, Name: row.AuthorName}}
	if u.acts, err = store.Signoffs(r, ReviewKind, string(id)); err != nil {
		return u, err
	}
	reading, settings, err := policy(r, of, today)
	u.reading = reading
	u.plan = planOf(settings)
	return u, err
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

// problems are everything that stands against the decision on the facts on file.
func (d *Desk) problems(u underReview, today civil.Date) []fault.Problem {
	clock := u.file.Application.Clock(d.Calendar(), u.reading, today)
	facts := u.file.Application.OnFile(clock.ReceivedOn, d.Lapses)
	draft := u.draft.Decision
	if draft.DecidedOn.IsZero() {
		draft.DecidedOn = today
	}
	problems := decision.Check(draft, facts)
	if strings.TrimSpace(u.draft.Letter) == "" {
		problems = append(problems, fault.Problem{Field: "letter", Message: "请拟写答复书", Cite: law.OGI.Art(36)})
	}
	return problems
}

// Lapses is the end of the term in which a third party must answer.
// 法源: 《条例》第三十二条。
func (d *Desk) Lapses(sent application.Fact) civil.Date {
	from := sent.ReceivedOn
	if from.IsZero() {
		from = sent.On
	}
	due, _ := d.Calendar().Add(from, law.On(law.ThirdPartyTerm, from).Int())
	return due
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
			problems = append(problems, d.problems(u, tx.Today())...)
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
		if err := fault.Of(d.problems(u, tx.Today())); err != nil {
			return err
		}
		if !clearance.Clears(ReviewKind, string(id), u.subject.Digest) {
			return fault.Breach(law.OGI.Art(17).P(1), "答复没有通过审查")
		}
		if number, err = d.letterNumber(tx, of); err != nil {
			return err
		}
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

func (d *Desk) letterNumber(tx *database.Tx, of agency.ID) (string, error) {
	a, err := store.Agency(tx, of)
	if err != nil {
		return "", err
	}
	settings, err := store.Settings(tx, of, tx.Today())
	if err != nil {
		return "", err
	}
	n, err := store.Next(tx, "letter", string(of), settings.Numbers.Letter.Period(tx.Today()))
	if err != nil {
		return "", err
	}
	return settings.Numbers.Letter.Format(a, settings.Numbers.Word, tx.Today(), int(n))
}
