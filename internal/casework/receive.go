package casework

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"slices"
	"strings"

	"gongkai/agency"
	"gongkai/applicant"
	"gongkai/application"
	"gongkai/civil"
	"gongkai/deadline"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/crypt"
	"gongkai/internal/database"
	"gongkai/internal/store"
	"gongkai/law"
	"gongkai/ledger"
)

// An Intake is an application as it comes in.
type Intake struct {
	Channel     deadline.Channel
	Source      application.Source
	ArrivedOn   civil.Date
	ConfirmedOn civil.Date
	Confirmed   string // how both sides confirmed, or why not on the day of arrival: the call log
	MailNo      string // 邮件号 of a letter that was signed for
	Applicant   applicant.Applicant
	Wanted      application.Wanted
	Files       []Enclosure // the application itself as it came, and what lay beside it

	ReadBack bool // what an officer wrote down for the applicant was read to them, and they agreed
	Anyway   bool // somebody has seen that the same applicant asked for the same before
}

// An Enclosure is a file that is kept already.
type Enclosure struct{ Name, Hash string }

// A Slip is what the applicant is given: the number, and the code with which the course can be looked up.
type Slip struct {
	ID        application.ID
	Number    string
	QueryCode string
	Clock     deadline.Output
	ThisMonth int // applications of the same applicant to the agency in the month, this one included
}

// Receive registers an application that came in person, by post, by fax or by e-mail.
// 法源: 《条例》第二十九条、《条例》第三十一条、《条例》第四十五条。
func (d *Desk) Receive(ctx context.Context, by auth.Actor, of agency.ID, in Intake) (slip Slip, err error) {
	defer fault.Wrap(&err, "casework.Receive")
	err = d.act(ctx, by, auth.RegisterCase, of, func(tx *database.Tx) error {
		var err error
		slip, err = d.take(tx, of, in)
		return err
	})
	return slip, err
}

// against is everything that stands against registering the application.
func (d *Desk) against(r database.Reader, of agency.ID, in Intake, today civil.Date) ([]fault.Problem, error) {
	problems := append(in.Applicant.Check(today), in.Wanted.Check()...)
	add := func(field, message string, cite law.Citation) {
		problems = append(problems, fault.Problem{Field: field, Message: message, Cite: cite})
	}
	if in.Applicant.Helped && !in.ReadBack {
		add("read_back", "口头提出、代为填写的申请，请向申请人宣读全部内容并由其确认", law.OGI.Art(29).P(1))
	}
	if in.ArrivedOn.IsZero() || in.ArrivedOn.After(today) {
		add("arrived_on", "请填写申请到达的日期，不能晚于今天", law.OGI.Art(31))
	}
	if !known(in.Channel) {
		add("channel", "请选择申请的渠道", law.OGI.Art(31))
	}
	switch {
	case in.ConfirmedOn.IsZero():
	case !confirmable(in.Channel):
		add("confirmed_on", "当面提交和签收的邮件不需要确认，收到之日就是到达之日", law.OGI.Art(31))
	case in.ConfirmedOn.Before(in.ArrivedOn) || in.ConfirmedOn.After(today):
		add("confirmed_on", "确认日期应在申请到达之日和今天之间", law.OGI.Art(31))
	case lateConfirmation(in.Channel, in.ArrivedOn, in.ConfirmedOn) && strings.TrimSpace(in.Confirmed) == "":
		add("confirmed_how", "平常信函应当于收到当日与申请人确认；晚于当日的，请登记没有联系上申请人的经过", law.OGI.Art(31).I(2))
	}
	a, err := store.Agency(r, of)
	if err != nil {
		return nil, err
	}
	if !a.TakesApplications() {
		add("", "本单位不受理依照《条例》提出的申请", law.OGI.Art(55))
	}
	return problems, nil
}

// confirmable reports whether the day of receipt of the channel is that of a confirmation.
func confirmable(c deadline.Channel) bool {
	return c == deadline.OrdinaryMail || c == deadline.Online || c == deadline.Fax
}

// lateConfirmation reports whether the law wanted the confirmation on an earlier day.
// 法源: 《条例》第三十一条第二项、207号文。
func lateConfirmation(c deadline.Channel, arrived, confirmed civil.Date) bool {
	return c == deadline.OrdinaryMail && confirmed.After(arrived)
}

// take checks the intake and stores it under the next number.
func (d *Desk) take(tx *database.Tx, of agency.ID, in Intake) (Slip, error) {
	problems, err := d.against(tx, of, in, tx.Today())
	if err != nil {
		return Slip{}, err
	}
	if err := fault.Of(problems); err != nil {
		return Slip{}, err
	}
	a, err := store.Agency(tx, of)
	if err != nil {
		return Slip{}, err
	}
	reading, settings, err := policy(tx, of, tx.Today())
	if err != nil {
		return Slip{}, err
	}
	serial, err := store.Next(tx, "case", string(of), settings.Numbers.Case.Period(in.ArrivedOn))
	if err != nil {
		return Slip{}, err
	}
	number, err := settings.Numbers.Case.Format(a, settings.Numbers.Word, in.ArrivedOn, int(serial))
	if err != nil {
		return Slip{}, err
	}
	if in.Channel == deadline.Online && in.ConfirmedOn.IsZero() && settings.Receipt.Policy == agency.ConfirmedBySlip {
		in.ConfirmedOn = in.ArrivedOn // the agency's reading of 第三十一条第三项: the automatic slip confirms
	}
	app := application.Application{ID: application.ID(tx.NewID("ap")), Agency: of, Number: number, Channel: in.Channel, Source: in.Source, ArrivedOn: in.ArrivedOn,
		ConfirmedOn: in.ConfirmedOn, Applicant: in.Applicant, Wanted: in.Wanted}
	return d.store(tx, app, opening(in, tx.By()), reading)
}

// opening are the facts that come with an application: how it came, who wrote it down, and the call by which it was
// confirmed.
// 法源: 《条例》第二十九条第一款、《条例》第三十一条。
func opening(in Intake, by ledger.Actor) []application.Fact {
	var facts []application.Fact
	if len(in.Files) > 0 || in.MailNo != "" {
		f := application.Fact{Kind: application.Filed, On: in.ArrivedOn, By: by.ID, Text: "随申请提交", Number: in.MailNo}
		if in.MailNo != "" {
			f.Text = "申请邮件，签收凭证入卷"
		}
		facts = append(facts, enclose(f, in.Files))
	}
	if in.Applicant.Helped {
		facts = append(facts, application.Fact{Kind: application.Noted, On: in.ArrivedOn, By: by.ID, Text: "申请人采用书面形式确有困难，口头提出，由" + by.Name + "代为填写；已向申请人宣读全部内容，申请人确认无误"})
	}
	if how := strings.TrimSpace(in.Confirmed); how != "" {
		on := in.ConfirmedOn
		if on.IsZero() {
			on = in.ArrivedOn
		}
		facts = append(facts, application.Fact{Kind: application.Called, On: on, By: by.ID, Text: how})
	}
	return facts
}

func (d *Desk) store(tx *database.Tx, app application.Application, opening []application.Fact, reading deadline.Policy) (Slip, error) {
	clock := app.Clock(d.Calendar(app.Agency), reading, tx.Today())
	slip := Slip{ID: app.ID, Number: app.Number, QueryCode: newCode(), Clock: clock}
	sealed, digest, err := d.seal(app.ID, app.Applicant)
	if err != nil {
		return Slip{}, err
	}
	file := store.ApplicationFile{Application: app, QueryCode: slip.QueryCode, Particulars: sealed, IDDigest: digest, Content: digestOfContent(app.Wanted)}
	if err := store.InsertApplication(tx, file, d.standing(app, reading, tx.Today())); err != nil {
		return Slip{}, err
	}
	enter(tx, app.Agency, "receive", app.ID, map[string]any{"number": app.Number, "channel": app.Channel, "arrived_on": app.ArrivedOn,
		"confirmed_on": app.ConfirmedOn, "received_on": clock.ReceivedOn, "due_on": clock.DueOn, "applicant": crypt.Mask(crypt.Name, app.Applicant.Name)}, law.OGI.Art(31))
	for _, f := range opening {
		if err := d.add(tx, app, f); err != nil {
			return Slip{}, err
		}
		app = app.With(f)
	}
	if digest == "" {
		return slip, nil
	}
	slip.ThisMonth, err = store.CountWithin(tx, app.Agency, digest, app.ArrivedOn.Month().First(), app.ArrivedOn.Month().Last())
	return slip, err
}

func known(c deadline.Channel) bool { return slices.Contains(deadline.Channels, c) }

// newCode makes a query code of 50 random bits, written without letters that are taken for digits.
func newCode() string {
	b := make([]byte, 7)
	rand.Read(b) // never fails
	return base32.NewEncoding("abcdefghjkmnpqrstuvwxyz123456789").WithPadding(base32.NoPadding).EncodeToString(b)[:10]
}
