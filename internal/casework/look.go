package casework

import (
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
	Due         application.Due
	Next        []application.Option
	Likeness               // with this one in its counts
	Late        int        // workdays by which the answer went out after its last day
	Asked       []Question // consultations by a link
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
		v = View{Application: a, Applicant: mask(who), Settings: settings, Clock: a.Clock(d.Calendar(of), reading, today), Next: a.Next(d.Calendar(of), reading, today)}
		v.Due = a.Due(v.Clock)
		v.Late = a.SentLate(d.Calendar(of), v.Clock)
		if v.Likeness, err = d.likeness(q, a, file.IDDigest, file.Content); err != nil {
			return err
		}
		if v.Ordinal, err = ordinal(q, a, file.IDDigest, v.Clock.ReceivedOn); err != nil {
			return err
		}
		if v.Asked, err = d.questions(q, a); err != nil {
			return err
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
	v.Problems, err = d.problems(r, u, today)
	return err
}

// A Listed is an application in a list with its clock.
type Listed struct {
	query.CaseRow
	Clock  deadline.Output
	Review *review.State // of the draft of the answer; nil where nobody has drafted one, or it is out
}

// mostMeasured bounds how many closed applications are looked through for how long they took.
const mostMeasured = 20_000

// ListTook shows a page of what was closed after so many workdays, from and to included; -1 for no bound.
// 法源: 《条例》第三十三条第二款。
func (d *Desk) ListTook(ctx context.Context, by auth.Actor, l query.CaseList, from, to int) (listed []Listed, total int, err error) {
	limit, offset := l.Limit, l.Offset
	l.Limit, l.Offset = mostMeasured, 0
	all, _, err := d.List(ctx, by, l)
	for _, x := range all {
		if x.ReceivedOn.IsZero() || x.ClosedOn.IsZero() {
			continue
		}
		if n := d.Took(l.Agency, x.ReceivedOn, x.ClosedOn); n >= from && (to < 0 || n <= to) {
			listed = append(listed, x)
		}
	}
	total = len(listed)
	return listed[min(offset, total):min(offset+limit, total)], total, err
}

// Took counts the workdays of the agency from receipt to answer.
func (d *Desk) Took(of agency.ID, received, closed civil.Date) int {
	n, _ := d.Calendar(of).Count(received, closed)
	return n
}

// List shows a page of the register. What is left to do is listed by its day, the rest the newest first.
// 法源: 《条例》第四十五条。
func (d *Desk) List(ctx context.Context, by auth.Actor, l query.CaseList) (listed []Listed, total int, err error) {
	defer fault.Wrap(&err, "casework.List(%s)", l.Agency)
	if err := auth.Can(by, auth.ViewCase, l.Agency); err != nil {
		return nil, 0, err
	}
	err = d.DB.Read(ctx, func(q *database.Query) error {
		today := civil.Of(d.DB.Now())
		reading, settings, err := policy(q, l.Agency, today)
		if err != nil {
			return err
		}
		rows, n, err := query.Cases(q, l)
		if err != nil {
			return err
		}
		total = n
		for _, row := range rows {
			listed = append(listed, Listed{CaseRow: row, Clock: row.Clock(d.Calendar(l.Agency), reading, today)})
		}
		return addReviews(q, planOf(settings), listed)
	})
	return listed, total, err
}

// Lights are the days up to which the agency shows red and amber.
func (d *Desk) Lights(ctx context.Context, by auth.Actor, of agency.ID) (p agency.Periods, red, amber civil.Date, err error) {
	defer fault.Wrap(&err, "casework.Lights(%s)", of)
	if err := auth.Can(by, auth.ViewCase, of); err != nil {
		return p, red, amber, err
	}
	today := civil.Of(d.DB.Now())
	settings, err := store.Settings(d.DB.View(ctx), of, today)
	red, _ = d.Calendar(of).Add(today, settings.Periods.Red)
	amber, _ = d.Calendar(of).Add(today, settings.Periods.Amber)
	return settings.Periods, red, amber, err
}

// DueCount counts what is left to do at the agency. Soon is from where the agency shows amber.
func (d *Desk) DueCount(ctx context.Context, by auth.Actor, of agency.ID) (n query.DueCount, err error) {
	defer fault.Wrap(&err, "casework.DueCount(%s)", of)
	if err := auth.Can(by, auth.ViewCase, of); err != nil {
		return n, err
	}
	err = d.DB.Read(ctx, func(q *database.Query) error {
		today := civil.Of(d.DB.Now())
		settings, err := store.Settings(q, of, today)
		if err != nil {
			return err
		}
		soon, _ := d.Calendar(of).Add(today, settings.Periods.Amber)
		n, err = query.CountDue(q, of, today, soon)
		return err
	})
	return n, err
}

// mostWaiting bounds how many applications are looked through for what waits for one person.
const mostWaiting = 500

// Waiting lists the applications whose answer waits for the signature of the actor, or whose extension for the approval,
// the most pressing first.
// 法源: 《条例》第十七条第一款、《条例》第三十三条第二款。
func (d *Desk) Waiting(ctx context.Context, by auth.Actor) (mine []Listed, err error) {
	defer fault.Wrap(&err, "casework.Waiting")
	if auth.Can(by, auth.ExtendCase, by.Agency) == nil {
		asked, _, err := d.List(ctx, by, query.CaseList{Agency: by.Agency, State: query.CasesOpen, Asked: true, Limit: mostWaiting})
		if err != nil {
			return nil, err
		}
		for _, c := range asked {
			if f, open := c.Asked(); open && f.By != string(by.Staff) {
				mine = append(mine, c)
			}
		}
	}
	drafted, _, err := d.List(ctx, by, query.CaseList{Agency: by.Agency, State: query.CasesOpen, Drafted: true, Limit: mostWaiting})
	if err != nil {
		return nil, err
	}
	err = d.DB.Read(ctx, func(q *database.Query) error {
		for _, c := range drafted {
			if c.Clock.Stage == deadline.Closed {
				continue
			}
			u, err := d.underReview(q, by.Agency, c.ID, civil.Of(d.DB.Now()))
			if err != nil {
				return err
			}
			next := review.Look(u.plan, u.subject, u.acts).Next
			act := review.Signoff{Stage: next, Verdict: review.Passed, By: review.Person{ID: string(by.Staff), Name: by.Name}, Digest: u.subject.Digest}
			if next != "" && next != review.SelfCheck && auth.Can(by, stageActions[next], by.Agency) == nil && len(review.May(u.plan, u.subject, u.acts, act)) == 0 {
				mine = append(mine, c)
			}
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
	return a.Clock(d.Calendar(of), reading, today), err
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

// Staff lists the people of the agency who may be named as 经办人.
func (d *Desk) Staff(ctx context.Context, by auth.Actor, of agency.ID) (officers []auth.Account, err error) {
	defer fault.Wrap(&err, "casework.Staff")
	if err := auth.Can(by, auth.ViewCase, of); err != nil {
		return nil, err
	}
	all, err := store.Accounts(d.DB.View(ctx), of)
	return slices.DeleteFunc(all, func(a auth.Account) bool { return a.Disabled || !auth.Allows(a.Roles, auth.HandleCase, auth.Own) }), err
}
