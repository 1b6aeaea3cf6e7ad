package casework

import (
	"context"
	"crypto/subtle"
	"maps"
	"strconv"
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
	Files     []Enclosure
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
		slip, err = d.take(tx, of, Intake{Channel: deadline.Online, ArrivedOn: tx.Today(), Applicant: in.Applicant, Wanted: in.Wanted, Files: in.Files})
		problems := reachable(in)
		switch {
		case len(problems) == 0 && err == nil:
			return d.tellNew(tx, of, slip, in.Applicant)
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

// tellNew tells the 经办人 that an application came, and the applicant that it is here.
func (d *Desk) tellNew(tx *database.Tx, of agency.ID, slip Slip, who applicant.Applicant) error {
	people, err := handlers(tx, of, "")
	if err != nil {
		return err
	}
	_, err = d.tell(tx, people, store.Notice{Agency: string(of), Key: "new:" + string(slip.ID), Tone: "info", Title: "新的在线申请 " + slip.Number,
		Body: "请与申请人确认收到，确认之日起计算答复期限。", Path: caseURL(slip.ID)}, subject(slip.ID))
	if err != nil || d.Post == nil || !who.Notices {
		return err
	}
	a, err := store.Agency(tx, of)
	if err != nil {
		return err
	}
	return d.Post(tx, of, subject(slip.ID), Mail{To: who.Email, Subject: "政府信息公开申请 " + slip.Number + " 已提交",
		Body: "您向" + a.Name + "提出的政府信息公开申请已经提交，编号 " + slip.Number + "。进展会发到这个邮箱。\n\n凭申请编号和提交时显示的查询码查看：" + d.link("/track")})
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
func (d *Desk) WithdrawByApplicant(ctx context.Context, of agency.ID, id application.ID, code, _, address string, _ ...Enclosure) (err error) {
	defer fault.Wrap(&err, "casework.WithdrawByApplicant(%s)", id)
	return d.byApplicant(ctx, of, id, code, address, application.Fact{Kind: application.Withdrawn, Text: "申请人在网上撤回"})
}

// CorrectByApplicant enters the correction that the applicant was asked for.
// 法源: 《条例》第三十条。
func (d *Desk) CorrectByApplicant(ctx context.Context, of agency.ID, id application.ID, code, text, address string, files ...Enclosure) (err error) {
	defer fault.Wrap(&err, "casework.CorrectByApplicant(%s)", id)
	if err := written(text, "请写明补正的内容", law.OGI.Art(30)); err != nil {
		return err
	}
	return d.byApplicant(ctx, of, id, code, address, enclose(application.Fact{Kind: application.Corrected, Text: text}, files))
}

// ExplainByApplicant enters the reasons that the applicant was asked for.
// 法源: 《条例》第三十五条。
func (d *Desk) ExplainByApplicant(ctx context.Context, of agency.ID, id application.ID, code, text, address string, files ...Enclosure) (err error) {
	defer fault.Wrap(&err, "casework.ExplainByApplicant(%s)", id)
	if err := written(text, "请说明理由", law.OGI.Art(35)); err != nil {
		return err
	}
	return d.byApplicant(ctx, of, id, code, address, enclose(application.Fact{Kind: application.ReasonsGiven, Text: text}, files))
}

// ShowPayment enters the proof that the fee was paid; the 经办人 confirms it, and only then the term runs anew.
// 法源: 109号文第六条。
func (d *Desk) ShowPayment(ctx context.Context, of agency.ID, id application.ID, code, text, address string, files ...Enclosure) (err error) {
	defer fault.Wrap(&err, "casework.ShowPayment(%s)", id)
	f := enclose(application.Fact{Kind: application.PaymentShown, Text: strings.TrimSpace(text)}, files)
	if f.Text != "" {
		if err := written(f.Text, "", law.Fees.Art(6)); err != nil {
			return err
		}
	}
	return d.byApplicant(ctx, of, id, code, address, f)
}

// ProposeByApplicant enters the suggestion to publish what was asked for.
// 法源: 《条例》第四十四条第二款。
func (d *Desk) ProposeByApplicant(ctx context.Context, of agency.ID, id application.ID, code, text, address string, _ ...Enclosure) (err error) {
	defer fault.Wrap(&err, "casework.ProposeByApplicant(%s)", id)
	if err := written(text, "请写明建议主动公开的信息", law.OGI.Art(44).P(2)); err != nil {
		return err
	}
	return d.byApplicant(ctx, of, id, code, address, application.Fact{Kind: application.Proposed, Text: text})
}

// enclose puts files beside a fact.
func enclose(f application.Fact, files []Enclosure) application.Fact {
	for _, e := range files {
		f.Files, f.Names = append(f.Files, e.Hash), append(f.Names, e.Name)
	}
	return f
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

// byApplicant adds a fact of today for whoever holds the query code.
func (d *Desk) byApplicant(ctx context.Context, of agency.ID, id application.ID, code, address string, f application.Fact) error {
	return d.DB.Write(ctx, public(address), func(tx *database.Tx) error {
		file, err := own(tx, of, id)
		if err != nil {
			return err
		}
		if subtle.ConstantTimeCompare([]byte(file.QueryCode), []byte(code)) == 0 {
			return fault.New(fault.NotFound, "没有找到这件申请")
		}
		f.On = tx.Today()
		return d.addOnline(tx, file, f, nil)
	})
}

// addOnline adds a fact that somebody without an account sent in, and tells those who work on the application. What was
// written stays out of the ledger: it may say who wrote it.
func (d *Desk) addOnline(tx *database.Tx, file store.ApplicationFile, f application.Fact, noted map[string]any) error {
	a := file.Application
	reading, _, err := policy(tx, a.Agency, tx.Today())
	if err != nil {
		return err
	}
	if err := fault.Of(a.Refuses(d.Calendar(a.Agency), reading, f)); err != nil {
		return err
	}
	with := a.With(f)
	if err := store.AddFact(tx, a, f, d.standing(with, reading, tx.Today())); err != nil {
		return err
	}
	clock := with.Clock(d.Calendar(a.Agency), reading, tx.Today())
	entry := map[string]any{"on": f.On, "online": true, "due_on": clock.DueOn, "stage": clock.Stage}
	maps.Copy(entry, noted)
	enter(tx, a.Agency, string(f.Kind), a.ID, entry, clockCite(f))
	people, err := handlers(tx, a.Agency, a.Officer())
	if err != nil {
		return err
	}
	_, err = d.tell(tx, people, store.Notice{Agency: string(a.Agency), Key: "online:" + string(a.ID) + ":" + strconv.Itoa(len(with.Facts)), Tone: "info",
		Title: "申请 " + a.Number + "：" + f.Kind.Label(), Body: "网上提交，请查看并办理。", Path: caseURL(a.ID)}, subject(a.ID))
	return err
}
