package casework

import (
	"context"
	"crypto/rand"
	"encoding/base32"

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
)

// An Intake is an application as it comes in.
type Intake struct {
	Channel     deadline.Channel
	ArrivedOn   civil.Date
	ConfirmedOn civil.Date
	Applicant   applicant.Applicant
	Wanted      application.Wanted
}

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

// take checks the intake and stores it under the next number.
func (d *Desk) take(tx *database.Tx, of agency.ID, in Intake) (Slip, error) {
	problems := append(in.Applicant.Check(tx.Today()), in.Wanted.Check()...)
	if in.ArrivedOn.IsZero() || in.ArrivedOn.After(tx.Today()) {
		problems = append(problems, fault.Problem{Field: "arrived_on", Message: "请填写申请到达的日期，不能晚于今天", Cite: law.OGI.Art(31)})
	}
	if !known(in.Channel) {
		problems = append(problems, fault.Problem{Field: "channel", Message: "请选择申请的渠道", Cite: law.OGI.Art(31)})
	}
	a, err := store.Agency(tx, of)
	if err != nil {
		return Slip{}, err
	}
	if !a.TakesApplications() {
		problems = append(problems, fault.Problem{Message: "本单位不受理依照《条例》提出的申请", Cite: law.OGI.Art(55)})
	}
	if err := fault.Of(problems); err != nil {
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
	app := application.Application{ID: application.ID(tx.NewID("ap")), Agency: of, Number: number, Channel: in.Channel, ArrivedOn: in.ArrivedOn,
		ConfirmedOn: in.ConfirmedOn, Applicant: in.Applicant, Wanted: in.Wanted}
	return d.store(tx, app, reading)
}

func (d *Desk) store(tx *database.Tx, app application.Application, reading deadline.Policy) (Slip, error) {
	clock := app.Clock(d.Calendar(), reading, tx.Today())
	slip := Slip{ID: app.ID, Number: app.Number, QueryCode: newCode(), Clock: clock}
	sealed, digest, err := d.seal(app.ID, app.Applicant)
	if err != nil {
		return Slip{}, err
	}
	file := store.ApplicationFile{Application: app, QueryCode: slip.QueryCode, Particulars: sealed, IDDigest: digest}
	if err := store.InsertApplication(tx, file, d.standing(app, reading, tx.Today())); err != nil {
		return Slip{}, err
	}
	enter(tx, app.Agency, "receive", app.ID, map[string]any{"number": app.Number, "channel": app.Channel, "arrived_on": app.ArrivedOn,
		"confirmed_on": app.ConfirmedOn, "received_on": clock.ReceivedOn, "due_on": clock.DueOn, "applicant": crypt.Mask(crypt.Name, app.Applicant.Name)}, law.OGI.Art(31))
	if digest == "" {
		return slip, nil
	}
	slip.ThisMonth, err = store.CountSince(tx, app.Agency, []crypt.Digest{digest}, app.ArrivedOn.Month().First())
	return slip, err
}

func known(c deadline.Channel) bool {
	for _, k := range deadline.Channels {
		if k == c {
			return true
		}
	}
	return false
}

// newCode makes a query code of 50 random bits, written without letters that are taken for digits.
func newCode() string {
	b := make([]byte, 7)
	rand.Read(b) // never fails
	return base32.NewEncoding("abcdefghjkmnpqrstuvwxyz123456789").WithPadding(base32.NoPadding).EncodeToString(b)[:10]
}

// Confirm enters that both sides have confirmed an application that came online, by fax or by ordinary mail: from this
// day the term runs.
// 法源: 《条例》第三十一条。
func (d *Desk) Confirm(ctx context.Context, by auth.Actor, of agency.ID, id application.ID, on civil.Date) (err error) {
	defer fault.Wrap(&err, "casework.Confirm(%s)", id)
	return d.act(ctx, by, auth.RegisterCase, of, func(tx *database.Tx) error {
		file, err := own(tx, of, id)
		if err != nil {
			return err
		}
		a := file.Application
		switch {
		case a.Channel == deadline.InPerson || a.Channel == deadline.RegisteredMail:
			return fault.Breach(law.OGI.Art(31), "这个渠道的申请不需要确认，收到之日就是到达之日")
		case !a.ConfirmedOn.IsZero():
			return fault.New(fault.Conflict, "已于%s确认", a.ConfirmedOn.Chinese())
		case on.IsZero() || on.Before(a.ArrivedOn) || on.After(tx.Today()):
			return fault.Of([]fault.Problem{{Field: "on", Message: "确认日期应在申请到达之日和今天之间", Cite: law.OGI.Art(31)}})
		}
		reading, _, err := policy(tx, of, tx.Today())
		if err != nil {
			return err
		}
		a.ConfirmedOn = on
		if err := store.Confirm(tx, id, on, d.standing(a, reading, tx.Today())); err != nil {
			return err
		}
		enter(tx, of, "confirm", id, map[string]any{"confirmed_on": on}, law.OGI.Art(31))
		return nil
	})
}
