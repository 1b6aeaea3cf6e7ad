package casework

import (
	"context"
	"fmt"

	"gongkai/agency"
	"gongkai/application"
	"gongkai/civil"
	"gongkai/deadline"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/database"
	"gongkai/internal/query"
	"gongkai/internal/store"
)

// Escalate tells people of what is nearly due and of what is overdue: the section and the 经办人 when it turns amber, the
// head of the 工作机构 too when it turns red, the 主管部门 too when it is overdue. Of one state nobody is told twice. It
// returns how many notices were given.
// 法源: 《条例》第三十三条第二款、《条例》第四十五条、《条例》第四十七条。
func (d *Desk) Escalate(ctx context.Context) (told int, err error) {
	defer fault.Wrap(&err, "casework.Escalate")
	return store.EachOpenAgency(d.DB.View(ctx), func(a agency.Agency) (int, error) { return d.escalate(ctx, a) })
}

// An alarm is what an application gives cause to tell.
type alarm struct {
	state       string // part of the key: of one state nobody is told twice
	tone        string
	title, body string
	head, upper bool // the head of the 工作机构, the 主管部门 are told too
}

// staffOf are the people of an agency who are told, by what they do.
type staffOf struct {
	officers, heads, upper []auth.Account
	sections               map[string][]auth.Account
	byID                   map[string]auth.Account
}

func (d *Desk) escalate(ctx context.Context, of agency.Agency) (told int, err error) {
	for at := (query.Cursor{}); ; {
		var rows []query.CaseRow
		n := 0
		err := d.DB.WriteUnrecorded(ctx, "notice", func(tx *database.Tx) error {
			n = 0
			reading, settings, err := policy(tx, of.ID, tx.Today())
			if err != nil {
				return err
			}
			soon, _ := d.Calendar(of.ID).Add(tx.Today(), settings.Periods.Amber)
			if rows, err = query.Pressing(tx, of.ID, soon, at, restatedAtOnce); err != nil || len(rows) == 0 {
				return err
			}
			people, err := staffFor(tx, of)
			if err != nil {
				return err
			}
			for _, row := range rows {
				for _, cause := range d.alarms(row, reading, settings.Periods, tx.Today()) {
					given, err := d.raise(tx, people, row, cause)
					if err != nil {
						return err
					}
					n += given
				}
			}
			return nil
		})
		if err != nil {
			return told, err
		}
		if told += n; len(rows) < restatedAtOnce {
			return told, nil
		}
		at = query.CursorOf(rows[len(rows)-1])
	}
}

// staffFor gathers who is told at an agency.
func staffFor(r database.Reader, of agency.Agency) (s staffOf, err error) {
	s.sections, s.byID = map[string][]auth.Account{}, map[string]auth.Account{}
	all, err := store.Accounts(r, of.ID)
	if err != nil {
		return s, err
	}
	for _, a := range all {
		if a.Disabled {
			continue
		}
		s.byID[string(a.Staff)] = a
		if auth.Allows(a.Roles, auth.HandleCase, auth.Own) {
			s.officers = append(s.officers, a)
		}
		if auth.Allows(a.Roles, auth.ExtendCase, auth.Own) {
			s.heads = append(s.heads, a)
		}
		if a.Section != "" && a.Roles.Any(agency.RolesOf(agency.RoleLiaison)) {
			s.sections[string(a.Section)] = append(s.sections[string(a.Section)], a)
		}
	}
	if of.Superior == "" {
		return s, nil
	}
	above, err := store.Accounts(r, of.Superior)
	for _, a := range above {
		if !a.Disabled && a.Roles.Any(agency.RolesOf(agency.RoleCompetent)) {
			s.upper = append(s.upper, a)
		}
	}
	return s, err
}

// alarms are what the application gives cause to tell today.
func (d *Desk) alarms(row query.CaseRow, reading deadline.Policy, periods agency.Periods, today civil.Date) []alarm {
	var list []alarm
	clock := row.Clock(d.Calendar(row.Agency), reading, today)
	due := row.Due(clock)
	switch due.Step {
	case application.ToAnswer, application.ToExplain, application.ToDeliver:
		if !clock.Paused || due.On.Before(today) {
			list = append(list, d.dueAlarm(row.Agency, due, periods, today)...)
		}
	case application.ToConfirm:
		if due.On.Before(today) {
			list = append(list, alarm{state: "confirm", tone: "caution", title: "尚未与申请人确认收到", body: "应当于收到当日与申请人确认；联系不上的，登记联系经过。", head: true})
		}
	case application.ToCorrect, application.ToPay:
		if due.On.Before(today) {
			list = append(list, alarm{state: string(due.Step), tone: "info", title: "申请人逾期未" + map[application.Step]string{application.ToCorrect: "补正", application.ToPay: "缴费"}[due.Step],
				body: "期限已于" + due.On.Chinese() + "届满。没有正当理由的，可以告知不再处理。"})
		}
	}
	if section, until := row.Application.Section(); section != "" && !until.IsZero() && clock.Stage != deadline.Closed {
		if left := d.left(row.Agency, today, until); left < 0 {
			list = append(list, alarm{state: "section:" + until.String(), tone: "caution", title: "股室逾期未提供材料", body: "内部期限为" + until.Chinese() + "。", head: true})
		} else if left <= 1 {
			list = append(list, alarm{state: "section-soon:" + until.String(), tone: "info", title: "请尽快提供申请所需的材料", body: "内部期限为" + until.Chinese() + "。"})
		}
	}
	return list
}

// left counts the workdays of the agency from today to the day; negative when it has passed.
func (d *Desk) left(of agency.ID, today, on civil.Date) int {
	if on.Before(today) {
		n, _ := d.Calendar(of).Count(on, today)
		return -max(n, 1)
	}
	n, _ := d.Calendar(of).Count(today, on)
	return n
}

// dueAlarm tells how near the day of the step is.
func (d *Desk) dueAlarm(of agency.ID, due application.Due, periods agency.Periods, today civil.Date) []alarm {
	left := d.left(of, today, due.On)
	what := map[application.Step]string{application.ToDeliver: "答复尚未送达"}[due.Step]
	if what == "" {
		what = "申请尚未答复"
	}
	last := "最后一日为" + due.On.Chinese() + "（" + due.Cite.String() + "）。"
	switch {
	case left < 0:
		return []alarm{{state: "overdue", tone: "bad", title: what + "，已逾期", body: fmt.Sprintf("%s已逾期%d个工作日。", last, -left), head: true, upper: true}}
	case left <= periods.Red:
		return []alarm{{state: "red", tone: "bad", title: what + fmt.Sprintf("，还剩%d个工作日", left), body: last, head: true}}
	case left <= periods.Amber:
		return []alarm{{state: "amber", tone: "caution", title: what + fmt.Sprintf("，还剩%d个工作日", left), body: last}}
	}
	return nil
}

// raise tells everybody whom the alarm concerns.
func (d *Desk) raise(tx *database.Tx, s staffOf, row query.CaseRow, cause alarm) (int, error) {
	var people []auth.Account
	seen := map[auth.StaffID]bool{}
	add := func(list []auth.Account) {
		for _, a := range list {
			if !seen[a.Staff] {
				seen[a.Staff] = true
				people = append(people, a)
			}
		}
	}
	if section, _ := row.Application.Section(); section != "" {
		add(s.sections[section])
	}
	if officer, named := s.byID[row.Application.Officer()]; named {
		add([]auth.Account{officer})
	} else {
		add(s.officers)
	}
	if cause.head {
		add(s.heads)
	}
	n := store.Notice{Agency: string(row.Agency), Key: "due:" + string(row.ID) + ":" + row.DueOn.String() + ":" + cause.state, Tone: cause.tone,
		Title: "申请 " + row.Number + "：" + cause.title, Body: cause.body, Path: caseURL(row.ID)}
	told, err := d.tell(tx, people, n, subject(row.ID))
	if err != nil || !cause.upper {
		return told, err
	}
	above, err := d.tellAbove(tx, s.upper, row, n)
	return told + above, err
}

// tellAbove tells the 主管部门, which sees its board and not the case.
// 法源: 《条例》第四十七条。
func (d *Desk) tellAbove(tx *database.Tx, upper []auth.Account, row query.CaseRow, n store.Notice) (int, error) {
	if len(upper) == 0 {
		return 0, nil
	}
	of, err := store.Agency(tx, row.Agency)
	if err != nil {
		return 0, err
	}
	n.Title, n.Path = of.Name+"："+n.Title, "/workbench/board"
	return d.tell(tx, upper, n, subject(row.ID))
}
