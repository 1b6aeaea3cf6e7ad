package casework

import (
	"context"
	"crypto/subtle"
	"strings"
	"unicode/utf8"

	"gongkai/agency"
	"gongkai/applicant"
	"gongkai/application"
	"gongkai/civil"
	"gongkai/deadline"
	"gongkai/fault"
	"gongkai/internal/database"
	"gongkai/internal/store"
	"gongkai/law"
	"gongkai/ledger"
)

// A Petition is an application as a person hands it in on the portal.
type Petition struct {
	Applicant applicant.Applicant
	Wanted    application.Wanted
}

// Check returns everything that is wrong with what was filled in, before it is handed in.
// 法源: 《条例》第二十九条第二款。
func (in Petition) Check(today civil.Date) []fault.Problem {
	problems := append(in.Wanted.Check(), in.Applicant.Check(today)...)
	return append(problems, reachable(in)...)
}

// public is the ledger's actor for what a person without an account does on the portal.
func public(address string) ledger.Actor {
	by := ledger.Machine("portal")
	by.Address = address
	return by
}

// Apply takes an application that a person hands in online. It counts as received on the day on which both sides have
// confirmed it: until then it waits for the agency, unless the agency has set that the automatic slip confirms. An
// agency that has not opened the channel says so and names the two that are always open.
// 法源: 《条例》第二十七条、《条例》第二十九条、《条例》第三十一条。
func (d *Desk) Apply(ctx context.Context, of agency.ID, in Petition, address string) (slip Slip, err error) {
	defer fault.Wrap(&err, "casework.Apply")
	err = d.DB.Write(ctx, public(address), func(tx *database.Tx) error {
		guide, err := store.Guide(tx, of)
		if err != nil {
			return err
		}
		if !guide.Open(agency.ChannelOnline) {
			return fault.Of([]fault.Problem{{Message: "该机关没有开通在线申请，请当面提交或者邮寄申请", Cite: law.Channels.Whole()}})
		}
		slip, err = d.take(tx, of, Intake{Channel: deadline.Online, ArrivedOn: tx.Today(), Applicant: in.Applicant, Wanted: in.Wanted})
		problems := reachable(in)
		switch {
		case len(problems) == 0:
			return err
		case err == nil:
			return fault.Of(problems)
		case fault.KindOf(err) == fault.Invalid || fault.KindOf(err) == fault.Unlawful:
			return fault.Of(append(fault.Problems(err), problems...))
		}
		return err
	})
	return slip, err
}

// reachable wants what the chosen route needs.
// 法源: 《条例》第二十九条第二款。
func reachable(in Petition) []fault.Problem {
	var problems []fault.Problem
	cite := law.OGI.Art(29).P(2).I(3)
	if in.Wanted.Route == "post" && strings.TrimSpace(in.Applicant.Address) == "" {
		problems = append(problems, fault.Problem{Field: "address", Message: "选择邮寄的，请填写通信地址", Cite: cite})
	}
	if in.Wanted.Route == "email" && strings.TrimSpace(in.Applicant.Email) == "" {
		problems = append(problems, fault.Problem{Field: "email", Message: "选择电子邮件的，请填写电子邮箱", Cite: cite})
	}
	return problems
}

// WithdrawByApplicant enters that whoever holds the query code withdraws the application. A wrong code is answered as an
// unknown application is.
// 法源: 《条例》第四十五条。
func (d *Desk) WithdrawByApplicant(ctx context.Context, of agency.ID, id application.ID, code, _, address string) (err error) {
	defer fault.Wrap(&err, "casework.WithdrawByApplicant(%s)", id)
	return d.byApplicant(ctx, of, id, code, address, application.Fact{Kind: application.Withdrawn, Text: "申请人在网上撤回"})
}

// CorrectByApplicant enters the correction that the applicant was asked for.
// 法源: 《条例》第三十条。
func (d *Desk) CorrectByApplicant(ctx context.Context, of agency.ID, id application.ID, code, text, address string) (err error) {
	defer fault.Wrap(&err, "casework.CorrectByApplicant(%s)", id)
	if err := written(text, "请写明补正的内容", law.OGI.Art(30)); err != nil {
		return err
	}
	return d.byApplicant(ctx, of, id, code, address, application.Fact{Kind: application.Corrected, Text: text})
}

// ExplainByApplicant enters the reasons that the applicant was asked for.
// 法源: 《条例》第三十五条。
func (d *Desk) ExplainByApplicant(ctx context.Context, of agency.ID, id application.ID, code, text, address string) (err error) {
	defer fault.Wrap(&err, "casework.ExplainByApplicant(%s)", id)
	if err := written(text, "请说明理由", law.OGI.Art(35)); err != nil {
		return err
	}
	return d.byApplicant(ctx, of, id, code, address, application.Fact{Kind: application.ReasonsGiven, Text: text})
}

// longestAnswer bounds what an applicant writes, in characters.
const longestAnswer = 2000

func written(text, missing string, cite law.Citation) error {
	switch n := utf8.RuneCountInString(strings.TrimSpace(text)); {
	case n == 0:
		return fault.Of([]fault.Problem{{Field: "text", Message: missing, Cite: cite}})
	case n > longestAnswer:
		return fault.Of([]fault.Problem{{Field: "text", Message: "内容过长，请控制在2000字以内"}})
	}
	return nil
}

// byApplicant adds a fact of today for whoever holds the query code. What the applicant wrote stays out of the ledger:
// it may say who they are.
func (d *Desk) byApplicant(ctx context.Context, of agency.ID, id application.ID, code, address string, f application.Fact) error {
	return d.DB.Write(ctx, public(address), func(tx *database.Tx) error {
		file, err := own(tx, of, id)
		if err != nil {
			return err
		}
		if subtle.ConstantTimeCompare([]byte(file.QueryCode), []byte(code)) == 0 {
			return fault.New(fault.NotFound, "没有找到这件申请")
		}
		a := file.Application
		reading, _, err := policy(tx, of, tx.Today())
		if err != nil {
			return err
		}
		f.On = tx.Today()
		if err := fault.Of(a.Refuses(d.Calendar(), reading, f)); err != nil {
			return err
		}
		with := a
		with.Facts = append(a.Facts[:len(a.Facts):len(a.Facts)], f)
		if err := store.AddFact(tx, a, f, d.standing(with, reading, tx.Today())); err != nil {
			return err
		}
		clock := with.Clock(d.Calendar(), reading, tx.Today())
		enter(tx, of, string(f.Kind), id, map[string]any{"on": f.On, "online": true, "due_on": clock.DueOn, "stage": clock.Stage}, clockCite(f))
		return nil
	})
}
