package demo

import (
	"fmt"
	"time"

	"gongkai/agency"
	"gongkai/civil"
	"gongkai/complaint"
	"gongkai/fault"
	"gongkai/internal/query"
	"gongkai/internal/store"
	"gongkai/internal/supervising"
	"gongkai/money"
	"gongkai/monthly"
	"gongkai/remedy"
)

// watched tells what the 主管部门 has to do: complaints, orders with and without a reply, 复议 won and lost, a suit that is
// pending, and the months that sections handed in, one of them corrected and one missing. All of it is made up.
func (b *builder) watched() {
	b.watch = &supervising.Desk{DB: b.parts.DB, Keys: b.parts.Keys, Calendar: b.cases.Calendar, Reopen: b.cases.Reopen, Letters: b.cases}
	b.proceedings()
	b.reported()
	b.monthsHandedIn()
	b.on(b.back(60), func() error {
		section, err := b.section("业务一股")
		if err != nil {
			return err
		}
		return b.sectionPerson(lively, "xinxi", "冯信息", section)
	})
}

// section finds a section of the lively bureau.
func (b *builder) section(name string) (agency.SectionID, error) {
	sections, err := store.Sections(b.parts.DB.View(b.ctx), b.places[lively.Code])
	if err != nil {
		return "", err
	}
	for _, s := range sections {
		if s.Name == name {
			return s.ID, nil
		}
	}
	return "", fault.New(fault.NotFound, "没有%s", name)
}

// back is the day so many days before today.
func (b *builder) back(days int) civil.Date { return b.today.AddDays(-days) }

// numbered is a number with the year of the day so many days before today.
func (b *builder) numbered(days int, form string) string {
	return fmt.Sprintf(form, b.back(days).Year())
}

// byToday is the day, or today where it has not come.
func (b *builder) byToday(day civil.Date) civil.Date {
	if day.After(b.today) {
		return b.today
	}
	return day
}

// proceedings of the lively bureau: a 复议 that was upheld and went to court, one that was lost, one that waits for the
// answer.
func (b *builder) proceedings() {
	var upheld, lost, open, suit remedy.ID
	clerk := lively.Code + "-jingban"
	register := func(days int, id *remedy.ID, text string, in supervising.NewRemedy) {
		b.on(b.back(days), func() error {
			in.Accepted.On, in.ServedOn = b.back(days+3), b.back(days)
			if text != "" {
				rows, _, err := query.Cases(b.parts.DB.View(b.ctx), query.CaseList{Agency: b.places[lively.Code], State: query.CasesAll, Text: text, Limit: 1})
				if err != nil || len(rows) == 0 {
					return fmt.Errorf("no application about %s: %w", text, err)
				}
				in.Application = rows[0].Number
			}
			if in.Way == remedy.LitigationAfter {
				in.After = upheld
			}
			var err error
			*id, err = b.watch.RegisterRemedy(b.ctx, b.by(clerk), b.places[lively.Code], in)
			return err
		})
	}
	add := func(days int, id *remedy.ID, f remedy.Fact) {
		b.on(b.back(days), func() error {
			f.On = b.back(days)
			return b.watch.AddRemedyFact(b.ctx, b.by(clerk), b.places[lively.Code], *id, f)
		})
	}
	// In spring the 复议 of 中标合同 came: it was upheld, and the company went to court.
	register(150, &upheld, "东大街排水改造工程的中标合同", supervising.NewRemedy{Way: remedy.Reconsideration, Subject: "不服中标合同部分公开的答复（演示）", Party: "示例建材有限公司", Accepted: remedy.Fact{Forum: government.Name, CaseNo: b.numbered(153, "凉政复〔%d〕12号")}})
	add(141, &upheld, remedy.Fact{Kind: remedy.Answered, Text: "书面答复、征求第三方意见材料、公共利益衡量说明"})
	add(100, &upheld, remedy.Fact{Kind: remedy.Decided, Result: "维持", Bucket: remedy.Upheld, Text: "合同单价属于商业秘密，部分公开合法"})
	register(70, &suit, "东大街排水改造工程的中标合同", supervising.NewRemedy{Way: remedy.LitigationAfter, Subject: "不服中标合同部分公开的答复（演示）", Party: "示例建材有限公司", Accepted: remedy.Fact{Forum: "武威市凉州区人民法院", CaseNo: b.numbered(73, "（%d）甘0602行初7号")}})
	add(60, &suit, remedy.Fact{Kind: remedy.Answered, Text: "答辩状和证据目录"})
	add(20, &suit, remedy.Fact{Kind: remedy.Heard, Text: "开庭审理", Head: true})
	register(120, &lost, "", supervising.NewRemedy{Way: remedy.Reconsideration, Subject: "不服西小十字人行道改造公示内容有误（演示）", Party: "周示例", Accepted: remedy.Fact{Forum: government.Name, CaseNo: b.numbered(123, "凉政复〔%d〕19号"), Summary: true}})
	add(115, &lost, remedy.Fact{Kind: remedy.Answered, Text: "书面答复"})
	add(95, &lost, remedy.Fact{Kind: remedy.Decided, Result: "确认违法", Bucket: remedy.Corrected, Text: "公示的绕行路线与实际不符，没有及时更正"})
	add(90, &lost, remedy.Fact{Kind: remedy.Opinion, Text: "建议健全公开前的核对程序"})
	add(60, &lost, remedy.Fact{Kind: remedy.FedBack, Text: "已建立双人核对"})
	register(5, &open, "2019年路灯控制系统的设计变更会议纪要", supervising.NewRemedy{Way: remedy.Reconsideration, Subject: "不服会议纪要不存在的答复（演示）", Party: "示例律师事务所", Accepted: remedy.Fact{Forum: government.Name, CaseNo: b.numbered(8, "凉政复〔%d〕41号")}})
}

// reported tells of complaints and orders.
func (b *builder) reported() {
	upper := "zhuguan"
	var first complaint.ID
	var order, late, quietly complaint.OrderID
	complain := func(days int, kind complaint.Kind, about agency.Agency, in complaint.Petition, id *complaint.ID) {
		b.on(b.back(days), func() error {
			slip, err := b.watch.Complain(b.ctx, supervising.NewComplaint{Kind: kind, About: b.places[about.Code], Petition: in}, "192.0.2.1")
			if err != nil || id == nil {
				return err
			}
			files, err := store.ComplaintsNumbered(b.parts.DB.View(b.ctx), slip.Number)
			if err == nil {
				*id = files[0].Complaint.ID
			}
			return err
		})
	}
	handle := func(days int, id *complaint.ID, f complaint.Fact) {
		b.on(b.back(days), func() error {
			f.On = b.back(days)
			return b.watch.AddComplaintFact(b.ctx, b.by(upper), b.places[office.Code], *id, f)
		})
	}
	give := func(days, until int, id *complaint.OrderID, o complaint.Order, to agency.Agency, from *complaint.ID) {
		b.on(b.back(days), func() (err error) {
			if o.To, o.Until = b.places[to.Code], b.back(until); from != nil {
				o.Complaint = *from
			}
			*id, err = b.watch.OrderMending(b.ctx, b.by(upper), o)
			return err
		})
	}
	answer := func(days int, login string, id *complaint.OrderID, f complaint.OrderFact) {
		b.on(b.back(days), func() error { return b.watch.AddOrderFact(b.ctx, b.by(login), *id, f) })
	}
	complain(70, complaint.NotPublished, lively, complaint.Petition{Text: "东大街工程的施工进度半年没有更新（演示）。", Name: "示例居民", Phone: "13800000009"}, &first)
	handle(64, &first, complaint.Fact{Kind: complaint.Verified, Outcome: complaint.Founded, Text: "该栏目自开工后没有更新"})
	give(63, 45, &order, complaint.Order{Kind: complaint.Mend, Subject: "重大建设项目栏目长期不更新", Demand: "经核实，你单位“重大建设项目”栏目半年未更新。请于期限内更新并建立定期更新制度。"}, lively, &first)
	answer(50, lively.Code+"-jingban", &order, complaint.OrderFact{Kind: complaint.Replied, Text: "已公开工程进展，确定专人每月更新。"})
	answer(48, upper, &order, complaint.OrderFact{Kind: complaint.Settled, Text: "整改到位。"})
	handle(46, &first, complaint.Fact{Kind: complaint.Told, Text: "您反映的问题属实，已责令整改，工程进展已公开。"})
	complain(4, complaint.NotAnswered, lively, complaint.Petition{Text: "一个月前提出的申请至今没有答复（演示）。", Email: "demo@example.invalid"}, nil)
	complain(3, complaint.PageError, lively, complaint.Petition{Text: "城市照明设施管理办法的附件打不开（演示）。"}, nil)
	give(40, 20, &late, complaint.Order{Kind: complaint.FollowUp, Subject: "公开目录栏目空白", Demand: "你单位多个栏目没有任何信息。请充实栏目并反馈。"}, quiet, nil)
	give(10, -10, &quietly, complaint.Order{Kind: complaint.FollowUp, Subject: "按期公开采购结果", Demand: "你单位采购结果公告超过20个工作日才公开。请说明原因并提出措施。"}, lively, nil)
	answer(2, lively.Code+"-jingban", &quietly, complaint.OrderFact{Kind: complaint.Replied, Text: "采购结果由业务二股改为形成后五日内送公开办。"})
}

// monthsHandedIn tells of the registers for table two: a year and more of figures, one corrected, the last month of one
// section missing.
func (b *builder) monthsHandedIn() {
	first := b.today.Month().First().AddMonths(-14).Month()
	sections := map[string]string{}
	b.on(first.First(), func() error {
		list, err := store.Sections(b.parts.DB.View(b.ctx), b.places[lively.Code])
		if err != nil {
			return err
		}
		for _, s := range list {
			sections[s.Name] = string(s.ID)
		}
		for name, kinds := range map[string][]monthly.Kind{"业务一股": {monthly.Permits, monthly.Fees}, "业务二股": {monthly.Penalties, monthly.Coercions}} {
			if err := b.watch.AssignMonths(b.ctx, b.by(lively.Code+"-fuze"), b.places[lively.Code], monthly.Reporter{Section: sections[name], Kinds: kinds, From: first}); err != nil {
				return err
			}
		}
		return nil
	})
	fill := func(on civil.Date, name string, m civil.Month, f monthly.Figures, reason string) {
		b.on(on, func() error {
			return b.watch.FillMonth(b.ctx, b.by(lively.Code+"-jingban"), b.places[lively.Code], supervising.MonthEntry{Section: sections[name], Month: m, Figures: f, Reason: reason, Checked: true, Source: monthly.ByForm})
		})
	}
	last := b.today.Month().First().AddDays(-1).Month()
	for i, m := 0, first; m.First().Before(b.today.Month().First()); i, m = i+1, m.Last().AddDays(1).Month() {
		next := b.byToday(m.Last().AddDays(1 + i%5))
		permits := int64(18 + (i*7)%9)
		fill(next, "业务一股", m, monthly.Figures{Permits: permits, Fees: money.Yuan(1200 + int64(i%4)*350)}, "")
		if m != last {
			fill(next, "业务二股", m, monthly.Figures{Penalties: int64(3 + i%4), Coercions: int64(i % 2)}, "")
		}
		if found := next.AddDays(9); m.Month == time.March && !found.After(b.today) { // else that of the year before was
			fill(found, "业务一股", m, monthly.Figures{Permits: permits + 2, Fees: money.Yuan(1200 + int64(i%4)*350)}, "漏计两件挖掘道路许可")
		}
	}
}
