package casework

import (
	"context"
	"slices"
	"strconv"

	"gongkai/agency"
	"gongkai/application"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/database"
	"gongkai/internal/store"
	"gongkai/law"
)

// actions says which permission adding a fact needs. A decision is never added by hand: [Desk.Issue] adds it.
var actions = map[application.Kind]auth.Action{
	application.CorrectionRequested: auth.HandleCase, application.Corrected: auth.HandleCase,
	application.ThirdPartyConsulted: auth.HandleCase, application.ThirdPartyAnswered: auth.HandleCase,
	application.AgencyConsulted: auth.HandleCase, application.AgencyAnswered: auth.HandleCase,
	application.Extended: auth.ExtendCase, application.ReasonsRequested: auth.HandleCase, application.ReasonsGiven: auth.HandleCase,
	application.Delayed: auth.HandleCase, application.FeeNoticed: auth.HandleCase, application.FeePaid: auth.HandleCase,
	application.Withdrawn: auth.HandleCase, application.Assigned: auth.AssignCase, application.HandedBack: auth.AssistCase,
	application.Filed: auth.HandleCase, application.Noted: auth.HandleCase, application.Called: auth.HandleCase,
	application.Delivered: auth.DeliverCase, application.Archived: auth.ArchiveCase, application.Reopened: auth.HandleCase,
	application.HandedOver: auth.ArchiveCase, application.ExtensionAsked: auth.HandleCase,
	application.Receipted: auth.DeliverCase, application.Proposed: auth.HandleCase, application.ProposalTold: auth.HandleCase,
	application.PaymentShown: auth.HandleCase,
}

// FactKinds lists the facts that people add, in the order of the law.
func FactKinds() []application.Kind {
	var kinds []application.Kind
	for _, row := range application.Kinds {
		if _, ok := actions[row.Kind]; ok {
			kinds = append(kinds, row.Kind)
		}
	}
	return kinds
}

// FactAction is the permission that adding a fact of the kind needs.
func FactAction(kind application.Kind) auth.Action { return actions[kind] }

// AddFact adds a dated fact to an application. What the law or the order of things forbids is refused with every reason.
// An extension is added by the head of the 工作机构, whose approval it is. A fee has the amount that the rules give, which
// [Desk.NoticeFee] enters.
// 法源: 《条例》第三十条、《条例》第三十三条第二款、《条例》第四十五条、109号文第三条。
func (d *Desk) AddFact(ctx context.Context, by auth.Actor, of agency.ID, id application.ID, f application.Fact) (err error) {
	defer fault.Wrap(&err, "casework.AddFact(%s, %s)", id, f.Kind)
	action, ok := actions[f.Kind]
	if !ok {
		return fault.New(fault.Invalid, "“%s”不能直接登记", f.Kind.Label())
	}
	if f.Kind == application.FeeNoticed {
		return fault.Breach(law.Fees.Art(3), "信息处理费的金额由系统按申请的件数或者提供的页数计算，不能自行填写，请用“收费通知”")
	}
	var mail answerMail
	if mailed(f) {
		if mail, err = d.prepareMail(ctx, by, of, id, f); err != nil {
			return err
		}
	}
	return d.act(ctx, by, action, of, func(tx *database.Tx) error {
		file, err := own(tx, of, id)
		if err != nil {
			return err
		}
		if f.By = string(by.Staff); f.Kind == application.Extended {
			f.Approver = string(by.Staff)
		}
		if f.On.After(tx.Today()) {
			return fault.Of([]fault.Problem{{Field: "on", Message: "日期不能晚于今天"}})
		}
		if err := ownSection(tx, by, file.Application, f); err != nil {
			return err
		}
		if err := assignable(tx, of, f); err != nil {
			return err
		}
		if err := d.add(tx, file.Application, f); err != nil {
			return err
		}
		if f.Kind == application.Archived {
			return d.askForPackage(tx, of, id)
		}
		if !mailed(f) {
			return nil
		}
		return d.mailAnswer(tx, of, id, f, mail)
	})
}

// assignable lets an application be given to open sections and to people of the agency only.
func assignable(tx *database.Tx, of agency.ID, f application.Fact) error {
	if f.Kind != application.Assigned {
		return nil
	}
	var wrong []fault.Problem
	if f.Section != "" {
		all, err := store.Sections(tx, of)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(all, func(s agency.Section) bool { return string(s.ID) == f.Section && !s.Closed }) {
			wrong = append(wrong, fault.Problem{Field: "section", Message: "本机关没有这个股室，或者已经停用，请重新选择"})
		}
	}
	if f.Officer != "" {
		all, err := store.Accounts(tx, of)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(all, func(a auth.Account) bool { return string(a.Staff) == f.Officer && !a.Disabled }) {
			wrong = append(wrong, fault.Problem{Field: "officer", Message: "本机关没有这个人，或者账号已经停用，请重新选择"})
		}
	}
	return fault.Of(wrong)
}

// ownSection lets somebody of a section hand back only what their own section was given.
func ownSection(tx *database.Tx, by auth.Actor, a application.Application, f application.Fact) error {
	if f.Kind != application.HandedBack || auth.Can(by, auth.HandleCase, a.Agency) == nil {
		return nil
	}
	who, err := store.Account(tx, by.Staff)
	if err != nil && !database.NotFound(err) {
		return err
	}
	if section, _ := a.Section(); section != "" && string(who.Section) != section {
		return fault.New(fault.Forbidden, "这件申请没有交给您所在的股室")
	}
	return nil
}

// add stores the fact unless something stands against it.
func (d *Desk) add(tx *database.Tx, a application.Application, f application.Fact) error {
	reading, _, err := policy(tx, a.Agency, tx.Today())
	if err != nil {
		return err
	}
	if err := fault.Of(a.Refuses(d.Calendar(a.Agency), reading, f)); err != nil {
		return err
	}
	with := a
	with.Facts = append(a.Facts[:len(a.Facts):len(a.Facts)], f)
	if err := store.AddFact(tx, a, f, d.standing(with, reading, tx.Today())); err != nil {
		return err
	}
	clock := with.Clock(d.Calendar(a.Agency), reading, tx.Today())
	enter(tx, a.Agency, string(f.Kind), a.ID, map[string]any{"fact": f, "due_on": clock.DueOn, "stage": clock.Stage}, clockCite(f))
	return d.passOn(tx, with, f)
}

// passOn tells those whom the fact concerns beside whoever entered it: the applicant who wants it by e-mail, the section
// and the 经办人 that something was given to, the head who is asked for an extension.
func (d *Desk) passOn(tx *database.Tx, with application.Application, f application.Fact) error {
	if words := toldByMail[f.Kind]; words != "" && d.Post != nil && !mailed(f) {
		file, err := store.Application(tx, with.ID)
		if err != nil {
			return err
		}
		if err := d.mailApplicant(tx, file, words); err != nil {
			return err
		}
	}
	if f.Kind != application.Assigned && f.Kind != application.HandedBack && f.Kind != application.ExtensionAsked {
		return nil
	}
	all, err := store.Accounts(tx, with.Agency)
	if err != nil {
		return err
	}
	var people []auth.Account
	for _, a := range all {
		if !a.Disabled && string(a.Staff) != f.By && concerns(a, with, f) {
			people = append(people, a)
		}
	}
	body := f.Text
	if !f.Until.IsZero() {
		body += "（期限至" + f.Until.Chinese() + "）"
	}
	_, err = d.tell(tx, people, store.Notice{Agency: string(with.Agency), Key: "fact:" + string(with.ID) + ":" + strconv.Itoa(len(with.Facts)), Tone: "info",
		Title: "申请 " + with.Number + "：" + f.Kind.Label(), Body: body, Path: caseURL(with.ID)}, subject(with.ID))
	return err
}

// concerns reports whether the fact asks something of the person.
func concerns(who auth.Account, a application.Application, f application.Fact) bool {
	switch f.Kind {
	case application.Assigned:
		return f.Officer != "" && f.Officer == string(who.Staff) || f.Section != "" && f.Section == string(who.Section)
	case application.HandedBack:
		if officer := a.Officer(); officer != "" {
			return officer == string(who.Staff)
		}
		return auth.Allows(who.Roles, auth.HandleCase, auth.Own)
	}
	return auth.Allows(who.Roles, auth.ExtendCase, auth.Own)
}
