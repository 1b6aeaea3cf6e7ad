package casework

import (
	"cmp"
	"context"
	"slices"

	"gongkai/agency"
	"gongkai/applicant"
	"gongkai/application"
	"gongkai/civil"
	"gongkai/deadline"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/crypt"
	"gongkai/internal/database"
	"gongkai/internal/query"
	"gongkai/internal/store"
	"gongkai/review"
)

// A Masked is who the applicant is, as screens show it. The whole is shown by [Desk.Unmask] alone.
type Masked struct {
	Category                                                       applicant.Category
	Name, Identity, Representative, Contact, Phone, Email, Address string
	Helped                                                         bool
}

func mask(who applicant.Applicant) Masked {
	return Masked{Category: who.Category, Name: maskedName(who), Identity: crypt.Mask(identityKind(who.Identity.Kind), who.Identity.Number),
		Representative: crypt.Mask(crypt.Name, who.Representative), Contact: crypt.Mask(crypt.Name, who.Contact), Phone: crypt.Mask(crypt.Phone, who.Phone),
		Email: crypt.Mask(crypt.Email, who.Email), Address: crypt.Mask(crypt.Address, who.Address), Helped: who.Helped}
}

// maskedName leaves the name of an organisation: it is in public registers.
func maskedName(who applicant.Applicant) string {
	if who.Category.Organisation() {
		return who.Name
	}
	return crypt.Mask(crypt.Name, who.Name)
}

// A View is everything that the page of an application shows.
type View struct {
	Application application.Application // without the particulars of the applicant
	Applicant   Masked
	Clock       deadline.Output
	Next        []application.Option
	SameMonth   int // applications of the same applicant to the agency in the month of arrival, this one included
	SameYear    int
	Settings    agency.Settings

	Draft    *Draft // nil while nothing has been drafted
	Author   string // who drafted it
	Digest   string // of the draft, for signing
	Plan     review.Plan
	Acts     []review.Signoff // of this very draft and of those before it
	Review   review.State
	Problems []fault.Problem // that stand against issuing the draft today
}

// Look shows an application. Of the applicant only what is masked is in it.
// 法源: 《条例》第四十五条。
func (d *Desk) Look(ctx context.Context, by auth.Actor, of agency.ID, id application.ID) (v View, err error) {
	defer fault.Wrap(&err, "casework.Look(%s)", id)
	if err := auth.Can(by, auth.ViewCase, of); err != nil {
		return v, err
	}
	err = d.DB.Read(ctx, func(q *database.Query) error {
		file, err := own(q, of, id)
		if err != nil {
			return err
		}
		today := civil.Of(d.DB.Now())
		reading, settings, err := policy(q, of, today)
		if err != nil {
			return err
		}
		who, err := d.open(file)
		if err != nil {
			return err
		}
		a := file.Application
		v = View{Application: a, Applicant: mask(who), Settings: settings, Clock: a.Clock(d.Calendar(), reading, today), Next: a.Next(d.Calendar(), reading, today)}
		if file.IDDigest != "" {
			if v.SameMonth, err = store.CountSince(q, of, []crypt.Digest{file.IDDigest}, a.ArrivedOn.Month().First()); err != nil {
				return err
			}
			if v.SameYear, err = store.CountSince(q, of, []crypt.Digest{file.IDDigest}, civil.On(a.ArrivedOn.Year(), 1, 1)); err != nil {
				return err
			}
		}
		return d.lookAtDraft(q, of, id, &v, today)
	})
	return v, err
}

// lookAtDraft adds the draft of the decision with its review, if there is one.
func (d *Desk) lookAtDraft(r database.Reader, of agency.ID, id application.ID, v *View, today civil.Date) error {
	u, err := d.underReview(r, of, id, today)
	if fault.KindOf(err) == fault.Invalid {
		v.Plan = planOf(v.Settings)
		return nil // nothing drafted yet
	}
	if err != nil {
		return err
	}
	v.Draft, v.Author, v.Digest, v.Plan, v.Acts = &u.draft, u.subject.Author.Name, u.subject.Digest, u.plan, u.acts
	v.Review = review.Look(u.plan, u.subject, u.acts)
	v.Problems = d.problems(u, today)
	return nil
}

// A Listed is an application in a list with its clock.
type Listed struct {
	query.CaseRow
	Clock deadline.Output
}

// mostOpen bounds how many open applications of an agency are put in order by their clocks.
const mostOpen = 5000

// List shows a page of the register. Open applications are listed by the day on which they are due, those that wait for
// the applicant last; the others the newest first.
// 法源: 《条例》第四十五条。
func (d *Desk) List(ctx context.Context, by auth.Actor, l query.CaseList) (_ []Listed, total int, err error) {
	defer fault.Wrap(&err, "casework.List(%s)", l.Agency)
	if err := auth.Can(by, auth.ViewCase, l.Agency); err != nil {
		return nil, 0, err
	}
	limit, offset := l.Limit, l.Offset
	if l.State == query.CasesOpen {
		l.Limit, l.Offset = mostOpen, 0
	}
	var listed []Listed
	err = d.DB.Read(ctx, func(q *database.Query) error {
		today := civil.Of(d.DB.Now())
		reading, _, err := policy(q, l.Agency, today)
		if err != nil {
			return err
		}
		rows, n, err := query.Cases(q, l)
		total = n
		for _, row := range rows {
			listed = append(listed, Listed{row, row.Clock(d.Calendar(), reading, today)})
		}
		return err
	})
	if err != nil || l.State != query.CasesOpen {
		return listed, total, err
	}
	slices.SortStableFunc(listed, byDue)
	return listed[min(offset, len(listed)):min(offset+limit, len(listed))], total, nil
}

// byDue puts what is due first in front, and what is not due yet at all behind it.
func byDue(x, y Listed) int {
	if a, b := x.Clock.DueOn, y.Clock.DueOn; a.IsZero() != b.IsZero() {
		if a.IsZero() {
			return 1
		}
		return -1
	}
	return cmp.Or(x.Clock.DueOn.Compare(y.Clock.DueOn), x.ArrivedOn.Compare(y.ArrivedOn))
}

// Waiting lists the applications whose answer waits for the signature of the actor, the most pressing first.
func (d *Desk) Waiting(ctx context.Context, by auth.Actor) (_ []Listed, err error) {
	defer fault.Wrap(&err, "casework.Waiting")
	all, _, err := d.List(ctx, by, query.CaseList{Agency: by.Agency, State: query.CasesOpen, Limit: mostOpen})
	if err != nil {
		return nil, err
	}
	var mine []Listed
	err = d.DB.Read(ctx, func(q *database.Query) error {
		for _, c := range all {
			u, err := d.underReview(q, by.Agency, c.ID, civil.Of(d.DB.Now()))
			if fault.KindOf(err) == fault.Invalid {
				continue
			}
			if err != nil {
				return err
			}
			next := review.Look(u.plan, u.subject, u.acts).Next
			act := review.Signoff{Stage: next, Verdict: review.Passed, By: review.Person{ID: string(by.Staff), Name: by.Name}, Digest: u.subject.Digest}
			if next == "" || next == review.SelfCheck || auth.Can(by, stageActions[next], by.Agency) != nil || len(review.May(u.plan, u.subject, u.acts, act)) > 0 {
				continue
			}
			mine = append(mine, c)
		}
		return nil
	})
	return mine, err
}

// Receipt says from when an application that came by the channel would count, and by when it would be due: shown while
// it is registered.
// 法源: 《条例》第三十一条。
func (d *Desk) Receipt(ctx context.Context, by auth.Actor, of agency.ID, in Intake) (_ deadline.Output, err error) {
	defer fault.Wrap(&err, "casework.Receipt")
	if err := auth.Can(by, auth.RegisterCase, of); err != nil {
		return deadline.Output{}, err
	}
	today := civil.Of(d.DB.Now())
	reading, _, err := policy(d.DB.View(ctx), of, today)
	a := application.Application{Agency: of, Channel: in.Channel, ArrivedOn: in.ArrivedOn, ConfirmedOn: in.ConfirmedOn}
	return a.Clock(d.Calendar(), reading, today), err
}

// Sections lists the 股室 of the agency that can be asked for material.
func (d *Desk) Sections(ctx context.Context, by auth.Actor, of agency.ID) (_ []agency.Section, err error) {
	defer fault.Wrap(&err, "casework.Sections")
	if err := auth.Can(by, auth.ViewCase, of); err != nil {
		return nil, err
	}
	all, err := store.Sections(d.DB.View(ctx), of)
	return slices.DeleteFunc(all, func(s agency.Section) bool { return s.Closed }), err
}
