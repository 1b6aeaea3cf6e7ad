package supervising

import (
	"context"
	"fmt"

	"gongkai/agency"
	"gongkai/civil"
	"gongkai/complaint"
	"gongkai/duty"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/database"
	"gongkai/internal/job"
	"gongkai/internal/query"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/remedy"
)

// tellAll tells people of a state, each once; the files go with the e-mail.
func (d *Desk) tellAll(tx *database.Tx, people []auth.Account, n store.Notice, about ledger.Subject, files ...job.Attachment) (told int, err error) {
	return d.Voice.Tell(tx, people, n, about, files...)
}

// who finds the people of the agency with one of the roles.
func who(r database.Reader, of agency.ID, roles agency.Roles) (list []auth.Account, err error) {
	all, err := store.Accounts(r, of)
	for _, a := range all {
		if !a.Disabled && a.Roles.Any(roles) {
			list = append(list, a)
		}
	}
	return list, err
}

// tellDigest tells those who oversee that the digest of the month is there, with its words, and sends them the paper.
func (d *Desk) tellDigest(ctx context.Context, a agency.Agency, b Board, m civil.Month, paper job.Attachment) (sent int, err error) {
	err = d.DB.WriteUnrecorded(ctx, "notice", func(tx *database.Tx) error {
		people, err := who(tx, a.ID, agency.RolesOf(agency.RoleCompetent))
		if err != nil {
			return err
		}
		sent, err = d.tellAll(tx, people, store.Notice{Agency: string(a.ID), Key: "digest:" + m.String(), Tone: "info", Title: fmt.Sprintf("%d年%d月政府信息公开工作通报", m.Year, int(m.Month)),
			Body: problemsOf(b), Path: fmt.Sprintf("/workbench/board?year=%d", m.Year)}, ledger.Subject{Kind: "agency", ID: string(a.ID)}, paper)
		return err
	})
	return sent, err
}

// Remind tells people of every agency of what is late or soon due: duties of the year, terms of 复议 and suits, months to
// hand in, complaints, orders. Of one state nobody is told twice. It returns how many notices were given.
// 法源: 《条例》第十二条、《条例》第十八条、《条例》第二十六条、《条例》第四十七条、《条例》第四十九条。
func (d *Desk) Remind(ctx context.Context) (told int, err error) {
	defer fault.Wrap(&err, "supervising.Remind")
	return store.EachOpenAgency(d.DB.View(ctx), func(a agency.Agency) (int, error) { return d.remind(ctx, a) })
}

// A reminder is what somebody is told, with whom.
type reminder struct {
	people []auth.Account
	notice store.Notice
	about  ledger.Subject
}

func (d *Desk) remind(ctx context.Context, a agency.Agency) (told int, err error) {
	err = d.DB.WriteUnrecorded(ctx, "notice", func(tx *database.Tx) error {
		told = 0
		var all []reminder
		for _, gather := range []func(*database.Tx, agency.Agency) ([]reminder, error){d.dutyReminders, d.remedyReminders, d.monthReminders, d.complaintReminders, d.orderReminders} {
			list, err := gather(tx, a)
			if err != nil {
				return err
			}
			all = append(all, list...)
		}
		for _, r := range all {
			r.notice.Agency = string(a.ID)
			n, err := d.tellAll(tx, r.people, r.notice, r.about)
			if err != nil {
				return err
			}
			told += n
		}
		return nil
	})
	return told, err
}

// office are those who look after the whole of an agency's disclosure.
var office = agency.RolesOf(agency.RoleOfficer, agency.RoleOffice)

// dutyReminders tells of duties; the keeper of a column and the section that has it are told of their own column.
func (d *Desk) dutyReminders(tx *database.Tx, a agency.Agency) (list []reminder, err error) {
	people, err := who(tx, a.ID, office)
	if err != nil || len(people) == 0 {
		return nil, err
	}
	f, err := d.facts(tx, a.ID, tx.Today())
	if err != nil {
		return nil, err
	}
	for _, row := range duty.Open(f, tx.Today()) {
		if row.Kind == duty.Monthly {
			continue // [Desk.monthReminders] tells the section
		}
		state, tone, word := row.StateOn(tx.Today()), "caution", "应于"+row.DueOn.Chinese()+"前完成"
		if state == duty.Late {
			tone, word = "bad", "已于"+row.DueOn.Chinese()+"到期"
		}
		body := word
		if row.Note != "" {
			body += "。" + row.Note
		}
		list = append(list, reminder{people, store.Notice{Key: "duty:" + string(row.Kind) + ":" + row.Key + ":" + row.DueOn.String() + ":" + string(state), Tone: tone, Title: row.Kind.Sort().Label + "：" + row.What, Body: body,
			Path: "/workbench/duties?year=" + fmt.Sprint(row.DueOn.Year())}, ledger.Subject{Kind: "duty", ID: string(row.Kind)}})
	}
	return list, nil
}

// remedyLead is how many days before the day of a term of 复议 or court people are told.
const remedyLead = 5

// remedyReminders tells of what is owed to organs and courts, when a thing is entered, when its day is near and when it is
// past.
func (d *Desk) remedyReminders(tx *database.Tx, a agency.Agency) (list []reminder, err error) {
	rows, _, err := query.Remedies(tx, query.RemedyList{Agency: a.ID, Due: true, Limit: mostReminded})
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	people, err := who(tx, a.ID, office)
	if err != nil {
		return nil, err
	}
	for _, x := range rows {
		file, err := store.Proceeding(tx, remedy.ID(x.ID))
		if err != nil {
			return nil, err
		}
		for _, row := range file.Proceeding.Duties(d.Calendar(a.ID)) {
			days := row.DueOn.DaysSince(tx.Today())
			if row.Free && days < 0 {
				continue
			}
			state, tone := "begun", "info"
			switch {
			case days < 0:
				state, tone = "late", "bad"
			case days <= remedyLead:
				state, tone = "soon", "caution"
			}
			list = append(list, reminder{people, store.Notice{Key: "remedy:" + x.ID + ":" + row.What + ":" + row.DueOn.String() + ":" + state, Tone: tone, Title: x.Number + "：" + row.What,
				Body: "不迟于" + row.DueOn.Chinese() + "（" + row.Cite.String() + "）。" + x.Subject, Path: "/workbench/remedies/" + x.ID}, ledger.Subject{Kind: "proceeding", ID: x.ID}})
		}
	}
	return list, nil
}

// mostReminded bounds how many of a kind one run looks at for an agency.
const mostReminded = 500

// monthReminders tells the 信息员 of a section of the months that it has to hand in, and the office of those that are late.
func (d *Desk) monthReminders(tx *database.Tx, a agency.Agency) (list []reminder, err error) {
	gaps, names, err := d.gapsOf(tx, a.ID, tx.Today())
	if err != nil || len(gaps) == 0 {
		return nil, err
	}
	all, err := store.Accounts(tx, a.ID)
	if err != nil {
		return nil, err
	}
	for _, g := range gaps {
		late := g.DueOn.Before(tx.Today())
		var people []auth.Account
		for _, p := range all {
			if !p.Disabled && (string(p.Section) == g.Section && p.Roles.Any(agency.RolesOf(agency.RoleLiaison)) || late && p.Roles.Any(office)) {
				people = append(people, p)
			}
		}
		state, tone := "over", "info"
		if late {
			state, tone = "late", "caution"
		}
		list = append(list, reminder{people, store.Notice{Key: "month:" + g.Section + ":" + g.Month.String() + ":" + state, Tone: tone, Title: names[g.Section] + g.Month.String() + "的许可、处罚、强制、收费数据待填报",
			Body: "应于" + g.DueOn.Chinese() + "前填报，没有的填0。", Path: "/workbench/monthly/" + g.Section + "/" + g.Month.String()}, ledger.Subject{Kind: "section", ID: g.Section}})
	}
	return list, nil
}

// complaintReminders tells those who handle complaints when one comes, when its day is near and when it is past.
func (d *Desk) complaintReminders(tx *database.Tx, a agency.Agency) (list []reminder, err error) {
	rows, _, err := query.Complaints(tx, query.ComplaintList{Agency: a.ID, Open: true, Limit: mostReminded})
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	people, err := who(tx, a.ID, agency.RolesOf(agency.RoleOfficer, agency.RoleOffice, agency.RoleCompetent))
	if err != nil {
		return nil, err
	}
	for _, x := range rows {
		days := x.DueOn.DaysSince(tx.Today())
		state, tone := "come", "info"
		switch {
		case days < 0:
			state, tone = "late", "bad"
		case days <= remedyLead:
			state, tone = "soon", "caution"
		}
		list = append(list, reminder{people, store.Notice{Key: "complaint:" + x.ID + ":" + state, Tone: tone, Title: x.Kind.Label() + " " + x.Number, Body: "反映" + x.AboutName + "，应于" + x.DueOn.Chinese() + "前告知结果。",
			Path: "/workbench/complaints/" + x.ID}, ledger.Subject{Kind: "complaint", ID: x.ID}})
	}
	return list, nil
}

// orderReminders tells an agency of the orders that it has to answer, and the one that gave them of replies to judge and
// of those that stay away.
func (d *Desk) orderReminders(tx *database.Tx, a agency.Agency) (list []reminder, err error) {
	received, _, err := query.Orders(tx, query.OrderList{To: a.ID, Stage: complaint.Waiting, Limit: mostReminded})
	if err != nil {
		return nil, err
	}
	given, _, err := query.Orders(tx, query.OrderList{From: a.ID, Open: true, Limit: mostReminded})
	if err != nil || len(received)+len(given) == 0 {
		return nil, err
	}
	own, err := who(tx, a.ID, office)
	if err != nil {
		return nil, err
	}
	upper, err := who(tx, a.ID, agency.RolesOf(agency.RoleCompetent))
	if err != nil {
		return nil, err
	}
	add := func(people []auth.Account, o query.ListedOrder, state, tone, title string) {
		list = append(list, reminder{people, store.Notice{Key: "order:" + o.ID + ":" + state + ":" + o.DueOn.String(), Tone: tone, Title: title, Body: o.Subject + "。反馈期限" + o.DueOn.Chinese() + "。", Path: "/workbench/orders/" + o.ID}, ledger.Subject{Kind: "mending_order", ID: o.ID}})
	}
	for _, o := range received {
		days := o.DueOn.DaysSince(tx.Today())
		switch {
		case days < 0:
			add(own, o, "late", "bad", o.Number+"逾期未反馈")
		case days <= remedyLead:
			add(own, o, "soon", "caution", o.Number+"即将到期")
		default:
			add(own, o, "come", "caution", "收到"+o.Kind.Label()+" "+o.Number)
		}
	}
	for _, o := range given {
		if o.Stage == complaint.Judging {
			add(upper, o, "replied", "info", o.ToName+"已反馈"+o.Number)
		} else if o.DueOn.Before(tx.Today()) {
			add(upper, o, "stays_away", "bad", o.ToName+"逾期未反馈"+o.Number)
		}
	}
	return list, nil
}
