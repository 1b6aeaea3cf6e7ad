package casework

import (
	"context"
	"fmt"

	"gongkai/agency"
	"gongkai/application"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/database"
	"gongkai/internal/job"
	"gongkai/internal/store"
	"gongkai/internal/telling"
	"gongkai/ledger"
)

// A Notice is what a person was told, as pages show it.
type Notice = store.Notice

// A MailChoice says which notices a person wants by e-mail too.
type MailChoice = store.MailChoice

// The choices.
const (
	AllMail      = store.AllMail
	PressingMail = store.PressingMail
	NoMail       = store.NoMail
)

// tell tells people of a state, each once. It counts whom it told.
func (d *Desk) tell(tx *database.Tx, people []auth.Account, n store.Notice, about ledger.Subject) (told int, err error) {
	return d.Voice().Tell(tx, people, n, about)
}

// Voice tells the staff, for this desk and the others.
func (d *Desk) Voice() telling.Voice {
	v := telling.Voice{Keys: d.Keys, Link: d.link}
	if d.Post != nil {
		v.Post = func(tx *database.Tx, of agency.ID, about ledger.Subject, l job.Letter) error {
			return d.Post(tx, of, about, Mail(l))
		}
	}
	return v
}

// Notices shows the caller what the caller was told, the latest first.
func (d *Desk) Notices(ctx context.Context, by auth.Actor, limit, offset int) (list []store.Notice, total int, err error) {
	defer fault.Wrap(&err, "casework.Notices")
	if err := auth.Can(by, auth.ViewNotices, by.Agency); err != nil {
		return nil, 0, err
	}
	return store.Notices(d.DB.View(ctx), string(by.Staff), limit, offset)
}

// UnseenNotices counts what the caller was told and has not ticked off.
func (d *Desk) UnseenNotices(ctx context.Context, by auth.Actor) (n int, err error) {
	defer fault.Wrap(&err, "casework.UnseenNotices")
	if err := auth.Can(by, auth.ViewNotices, by.Agency); err != nil {
		return 0, err
	}
	return store.UnseenNotices(d.DB.View(ctx), string(by.Staff))
}

// SeeNoticesAt marks what one was told of a page as seen: one has opened it.
func (d *Desk) SeeNoticesAt(ctx context.Context, by auth.Actor, path string) (err error) {
	defer fault.Wrap(&err, "casework.SeeNoticesAt")
	if by.Staff == "" {
		return nil
	}
	if waiting, err := store.UnseenNoticesAt(d.DB.View(ctx), string(by.Staff), path); err != nil || waiting == 0 {
		return err
	}
	return d.DB.WriteUnrecorded(ctx, "notice", func(tx *database.Tx) error { return store.SeeNoticesAt(tx, string(by.Staff), path) })
}

// SeeNotices ticks off one notice of the caller, or all where the key is empty. It is no act upon anything, so the ledger
// has no entry of it.
func (d *Desk) SeeNotices(ctx context.Context, by auth.Actor, key string) (err error) {
	defer fault.Wrap(&err, "casework.SeeNotices")
	if err := auth.Can(by, auth.ViewNotices, by.Agency); err != nil {
		return err
	}
	return d.DB.WriteUnrecorded(ctx, "notice", func(tx *database.Tx) error { return store.SeeNotices(tx, string(by.Staff), key) })
}

// MailChoice is which notices the caller wants by e-mail too, and whether the caller has an address at all.
func (d *Desk) MailChoice(ctx context.Context, by auth.Actor) (choice store.MailChoice, reachable bool, err error) {
	defer fault.Wrap(&err, "casework.MailChoice")
	if err := auth.Can(by, auth.ViewNotices, by.Agency); err != nil {
		return "", false, err
	}
	view := d.DB.View(ctx)
	if choice, err = store.MailChoiceOf(view, string(by.Staff)); err != nil {
		return "", false, err
	}
	who, err := store.Account(view, by.Staff)
	return choice, len(who.Email) > 0, err
}

// ChooseMail chooses which notices the caller gets by e-mail too. It is no act upon anything, so the ledger has no entry
// of it.
func (d *Desk) ChooseMail(ctx context.Context, by auth.Actor, choice store.MailChoice) (err error) {
	defer fault.Wrap(&err, "casework.ChooseMail")
	if err := auth.Can(by, auth.ViewNotices, by.Agency); err != nil {
		return err
	}
	switch choice {
	case store.AllMail, store.PressingMail, store.NoMail:
	default:
		return fault.Of([]fault.Problem{{Field: "choice", Message: "请选择一项"}})
	}
	return d.DB.WriteUnrecorded(ctx, "notice", func(tx *database.Tx) error {
		return store.ChooseMail(tx, string(by.Agency), string(by.Staff), choice)
	})
}

// subject names an application in the ledger and the outbox.
func subject(id application.ID) ledger.Subject {
	return ledger.Subject{Kind: "application", ID: string(id)}
}

// caseURL is the page of an application.
func caseURL(id application.ID) string { return "/workbench/cases/" + string(id) }

// mailApplicant tells an applicant who wants it that something happened. What was asked for and what was said stay out
// of the e-mail: it says the number and where to look.
func (d *Desk) mailApplicant(tx *database.Tx, file store.ApplicationFile, what string) error {
	if d.Post == nil {
		return nil
	}
	who, err := d.open(file)
	if err != nil || !who.Notices || who.Email == "" {
		return err
	}
	a, err := store.Agency(tx, file.Application.Agency)
	if err != nil {
		return err
	}
	return d.Post(tx, a.ID, subject(file.Application.ID), Mail{To: who.Email, Subject: "政府信息公开申请 " + file.Application.Number + "：" + what,
		Body: fmt.Sprintf("您向%s提出的政府信息公开申请（编号 %s）：%s。\n\n凭申请编号和查询码查看：%s\n\n本邮件由系统发出，请勿直接回复。", a.Name, file.Application.Number, what, d.link("/track"))})
}

// toldByMail are the facts of which applicants are told, with the words.
var toldByMail = map[application.Kind]string{
	application.CorrectionRequested: "需要您补正，请查看补正的事项和期限", application.ThirdPartyConsulted: "正在征求意见，所需时间不计入答复期限",
	application.Extended: "答复期限依法延长", application.ReasonsRequested: "需要您说明理由", application.Delayed: "确定了延迟答复的期限",
	application.FeeNoticed: "需要缴纳信息处理费，请查看通知", application.FeePaid: "已确认缴费，期限重新计算", application.Decided: "已经作出答复",
	application.Delivered: "答复已经送达或者寄出", application.Reopened: "重新办理", application.ProposalTold: "您的主动公开建议已有答复",
}
