package reporting

import (
	"context"
	"strings"

	"gongkai/agency"
	"gongkai/annualreport/audit"
	"gongkai/civil"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/database"
	"gongkai/internal/store"
	"gongkai/law"
)

// The kinds of acts between an agency and its 主管部门.
const (
	actSubmitted = "submitted"
	actReturned  = "returned"
	actAccepted  = "accepted"
	actImported  = "imported"
	actReminded  = "reminded"
)

// Submit hands the signed report to the 主管部门.
// 法源: 《条例》第四十九条第一款。
func (d *Desk) Submit(ctx context.Context, by auth.Actor, of agency.ID, year int, words string) (err error) {
	defer fault.Wrap(&err, "reporting.Submit(%s, %d)", of, year)
	return d.act(ctx, by, auth.CompileReport, of, func(tx *database.Tx) error {
		v, err := d.view(tx, of, year, tx.Today())
		if err != nil {
			return err
		}
		switch dealt := lastDealing(v.Dealings); {
		case v.Agency.Superior == "":
			return fault.New(fault.Invalid, "本机关没有设置主管部门，无处报送")
		case !v.Cleared:
			return fault.New(fault.Unlawful, "年报审查签发之后才能报送")
		case dealt == actSubmitted:
			return fault.New(fault.Conflict, "已经报送，正在等待主管部门核查")
		case dealt == actAccepted && sameCopy(v.Dealings, v.HandedIn.Seq):
			return fault.New(fault.Conflict, "主管部门已经同意这一份年报")
		case dealt == actReturned && sameCopy(v.Dealings, v.HandedIn.Seq):
			return fault.New(fault.Invalid, "主管部门退回的就是这一份，请修改后重新送审、签发再报送")
		}
		return d.deal(tx, v, actSubmitted, v.HandedIn.Seq, words)
	})
}

// sameCopy reports whether the last act but reminders was about the copy.
func sameCopy(acts []Act, seq int) bool { return lastOf(acts).Copy == seq }

// deal stores an act and tells the other side.
func (d *Desk) deal(tx *database.Tx, v View, kind string, copySeq int, words string) error {
	words = strings.TrimSpace(words)
	if err := store.AddReportAct(tx, v.Agency.ID, v.Year, len(v.Dealings), Act{Kind: kind, Copy: copySeq, Words: words}); err != nil {
		return err
	}
	enter(tx, v.Agency.ID, "report_"+kind, v.Year, map[string]any{"copy": copySeq, "words": words}, law.OGI.Art(49))
	return d.tell(tx, v, kind, words, len(v.Dealings)+1)
}

// Judge is what the 主管部门 says of a report that was submitted: it goes back with comments, or is accepted.
// 法源: 《条例》第四十七条第一款、《条例》第四十九条第一款。
func (d *Desk) Judge(ctx context.Context, by auth.Actor, of agency.ID, year int, accept bool, words string) (err error) {
	defer fault.Wrap(&err, "reporting.Judge(%s, %d)", of, year)
	if err := below(by, of); err != nil {
		return err
	}
	return d.act(ctx, by, auth.AuditReport, of, func(tx *database.Tx) error {
		v, err := d.view(tx, of, year, tx.Today())
		if err != nil {
			return err
		}
		if dealt := lastDealing(v.Dealings); dealt != actSubmitted && dealt != actImported {
			return fault.New(fault.Conflict, "没有等待核查的年报")
		}
		seq := lastOf(v.Dealings).Copy
		if accept {
			return d.deal(tx, v, actAccepted, seq, words)
		}
		if strings.TrimSpace(words) == "" {
			return fault.Of([]fault.Problem{{Field: "words", Message: "退回须写明需要修改的内容"}})
		}
		return d.deal(tx, v, actReturned, seq, words)
	})
}

// below refuses what only the 主管部门 does to those below it.
func below(by auth.Actor, of agency.ID) error {
	if by.Relation(of) != auth.Below {
		return fault.New(fault.Forbidden, "只有主管部门可以对下级机关的年报这样做")
	}
	return nil
}

// Remind tells an agency that its report is still missing.
// 法源: 《条例》第四十七条第一款、《条例》第四十九条。
func (d *Desk) Remind(ctx context.Context, by auth.Actor, of agency.ID, year int, words string) (err error) {
	defer fault.Wrap(&err, "reporting.Remind(%s, %d)", of, year)
	if err := below(by, of); err != nil {
		return err
	}
	return d.act(ctx, by, auth.AuditReport, of, func(tx *database.Tx) error {
		v, err := d.view(tx, of, year, tx.Today())
		if err != nil {
			return err
		}
		return d.remind(tx, v, words)
	})
}

func (d *Desk) remind(tx *database.Tx, v View, words string) error {
	if settled(v.Dealings) {
		return fault.New(fault.Conflict, "%s已经报送，不用催报", v.Agency.Name)
	}
	if words == "" {
		words = v.reminder()
	}
	return d.deal(tx, v, actReminded, 0, words)
}

// reminder are the words of a reminder: what is missing, by when, how far it has come and what is still to be done.
func (v View) reminder() string {
	words := v.Agency.Name + itoa(v.Year) + "年度政府信息公开工作年度报告尚未报送，期限为" + v.DueOn.Chinese() + "（《条例》第四十九条）"
	switch left := v.DueOn.DaysSince(v.Today); {
	case left > 0:
		words += "，还有" + itoa(left) + "天"
	case left == 0:
		words += "，今天到期"
	default:
		words += "，已超过" + itoa(-left) + "天"
	}
	words += "。目前状态：" + v.Stage.Label() + "。"
	if n := v.Audit.Count(audit.Error); v.Version > 0 && n > 0 {
		words += "核查发现" + itoa(n) + "处错误，更正后才能送审。"
	}
	if v.Stage == Returned {
		words += "主管部门已退回，请按退回意见修改后重新送审、签发、报送。"
	}
	return words
}

// settled reports whether nothing is waited for from the agency.
func settled(acts []Act) bool {
	switch lastDealing(acts) {
	case actSubmitted, actAccepted, actImported:
		return true
	}
	return false
}

// RemindAll reminds every agency whose report is missing: once for each of the days before the deadline that its
// 主管部门 has set, and each week when it is late, a few times. It is run by a daily job and returns how many were
// reminded.
func (d *Desk) RemindAll(ctx context.Context) (n int, err error) {
	defer fault.Wrap(&err, "reporting.RemindAll")
	today := civil.Of(d.DB.Now())
	year := today.Year() - 1
	agencies, err := store.Agencies(d.DB.View(ctx))
	if err != nil {
		return 0, err
	}
	days := map[agency.ID][]int{}
	for _, a := range agencies {
		if a.Closed || a.Superior == "" {
			continue
		}
		if _, known := days[a.Superior]; !known {
			s, err := store.Settings(d.DB.View(ctx), a.Superior, today)
			if err != nil {
				return n, err
			}
			days[a.Superior] = s.Report.RemindDays
		}
		told, err := d.remindOn(ctx, a, year, today, days[a.Superior])
		if err != nil {
			return n, err
		}
		if told {
			n++
		}
	}
	return n, nil
}
