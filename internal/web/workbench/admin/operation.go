package admin

import (
	"fmt"
	"mime"
	"slices"
	"strings"

	"gongkai/agency"
	"gongkai/civil"
	"gongkai/internal/auth"
	"gongkai/internal/ops"
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"
	"gongkai/workday"

	"github.com/a-h/templ"
)

func (p pages) operationRoutes() []auth.Route {
	return []auth.Route{
		p.bench.Get("/workbench/jobs", auth.ViewOperation, p.jobs),
		p.bench.Get("/workbench/outbox", auth.ViewOperation, p.outbox),
		p.bench.Get("/workbench/jobs/schedules", auth.ViewOperation, p.schedules),
		p.bench.Post("/workbench/jobs/{job}", auth.Operate, p.onJob),
		p.bench.Get("/workbench/health", auth.ViewOperation, p.health),
		p.bench.Get(holidaysPath, auth.AlterHoliday, p.holidays),
	}
}

// attachment is the header that names a download; names in Chinese are encoded.
func attachment(name string) string {
	return mime.FormatMediaType("attachment", map[string]string{"filename": name})
}

func (p pages) jobTabs(c *workbench.Call, current string) *ui.Tabs {
	return &ui.Tabs{Label: "后台任务", Items: []ui.Tab{
		{Link: ui.Link{Text: "失败的任务", Href: c.URL("/workbench/jobs")}, Current: current == "jobs"},
		{Link: ui.Link{Text: "定时任务", Href: c.URL("/workbench/jobs/schedules")}, Current: current == "schedules"},
		{Link: ui.Link{Text: "发件箱", Href: c.URL("/workbench/outbox")}, Current: current == "outbox"},
	}}
}

// jobs shows how the queue stands and what failed, and why.
func (p pages) jobs(c *workbench.Call) (templ.Component, error) {
	h, failures, err := p.Desk.Jobs(c.Context(), c.By)
	if err != nil {
		return nil, err
	}
	s := sheet{Base: c.Base("后台任务"), Head: ui.PageHead{Title: "后台任务", Lead: "提醒、邮件和定时整理在后台办理。失败后会自动重试，多次仍不成功的列在这里。"}, Tabs: p.jobTabs(c, "jobs")}
	waiting := ui.Stat{Label: "等待办理", Value: itoa(h.Ready), Unit: "项"}
	if h.Ready > 0 {
		waiting.Note = fmt.Sprintf("最久已等%d秒", int(h.Oldest.Seconds()))
	}
	dead := ui.Stat{Label: "失败", Value: itoa(h.Dead), Unit: "项"}
	if h.Dead > 0 {
		dead.Tone = ui.Bad
	}
	s.add("", ui.Stats{Items: []ui.Stat{dead, waiting, {Label: "未到时间", Value: itoa(h.Waiting), Unit: "项"}, {Label: "正在办理", Value: itoa(h.Running), Unit: "项"}}})
	t := ui.Table{Caption: "失败的任务", Quiet: true, Columns: []ui.Column{{Title: "任务"}, {Title: "机关"}, {Title: "原因"}, {Title: "次数", Numeric: true}, {Title: "失败时间"}, {Title: "处理"}},
		Empty: ui.Empty{Title: "没有失败的任务"}}
	for _, f := range failures {
		name := JobLabel(f.Kind)
		if f.Masked != "" {
			name += "：" + f.Masked
		}
		reason := f.LastError
		if f.Stage == "unclear" {
			reason = "对方可能已经收到，请核实后再决定是否重发。" + reason
		}
		act := ui.Cell{}
		if c.May(auth.Operate, target(c, f.Agency)) {
			button := func(text, do string, kind ui.ButtonKind) action {
				return action{Path: c.URL("/workbench/jobs/" + f.ID), Button: ui.Button{Text: text, Kind: kind}, Hidden: [][2]string{{"do", do}, {"agency", f.Agency}}}
			}
			act.Body = actions{[]action{button("重试", "retry", ui.Secondary), button("放弃", "discard", ui.Quiet)}}
		}
		t.Rows = append(t.Rows, ui.Row{Tone: ui.Bad, Cells: []ui.Cell{{Text: name}, {Text: jobPlace(c, f.Agency)}, {Text: reason}, {Text: itoa(f.Attempts)}, {Text: when(f.FinishedAt.Time)}, act}})
	}
	s.add("失败的任务", t)
	return s.Page(), nil
}

func target(c *workbench.Call, of string) agency.ID {
	if of == "" {
		return c.By.Agency
	}
	return agency.ID(of)
}

func jobPlace(c *workbench.Call, of string) string {
	if of == "" {
		return "全站"
	}
	return chainLabel(c.By.Tree, of)
}

// outbox shows what was sent and what is to be sent.
func (p pages) outbox(c *workbench.Call) (templ.Component, error) {
	all, err := p.Desk.Messages(c.Context(), c.By)
	if err != nil {
		return nil, err
	}
	s := sheet{Base: c.Base("发件箱", ui.Link{Text: "后台任务", Href: "/workbench/jobs"}), Head: ui.PageHead{Title: "发件箱", Lead: "收件人已隐去大部分，内容加密保存。"}, Tabs: p.jobTabs(c, "outbox")}
	stages := map[string]ui.Badge{"queued": {Text: "待发送"}, "sending": {Text: "发送中", Tone: ui.Info}, "sent": {Text: "已发送", Tone: ui.Good},
		"unclear": {Text: "是否送达不明", Tone: ui.Caution}, "failed": {Text: "发送失败", Tone: ui.Bad}, "discarded": {Text: "已放弃"}}
	channels := map[string]string{"mail": "邮件", "webhook": "接口推送"}
	t := ui.Table{Caption: "发件箱", Quiet: true, Columns: []ui.Column{{Title: "收件人"}, {Title: "方式"}, {Title: "事由"}, {Title: "机关"}, {Title: "状态"}, {Title: "放入时间"}, {Title: "发出时间"}},
		Empty: ui.Empty{Title: "还没有发出过消息"}}
	for _, m := range all {
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: m.Masked}, {Text: channels[string(m.Channel)]}, {Text: kindLabel(m.TopicKind)}, {Text: jobPlace(c, m.Agency)}, {Body: stages[string(m.Stage)]}, {Text: when(m.CreatedAt.Time)}, {Text: when(m.SentAt.Time)}}})
	}
	s.add("", t)
	return s.Page(), nil
}

func (p pages) onJob(c *workbench.Call) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	if f.Text("do") == "discard" {
		if err := p.Desk.DiscardJob(c.Context(), c.By, f.Text("agency"), c.Path("job")); err != nil {
			return err
		}
		return c.Done("/workbench/jobs", "已放弃，记录保留")
	}
	if err := p.Desk.RetryJob(c.Context(), c.By, f.Text("agency"), c.Path("job")); err != nil {
		return err
	}
	return c.Done("/workbench/jobs", "已重新排队，稍后刷新查看")
}

// severities say how bad a finding is.
var severities = map[ops.Severity]ui.Badge{ops.Fine: {Text: "正常", Tone: ui.Good}, ops.Warning: {Text: "注意", Tone: ui.Caution}, ops.Broken: {Text: "故障", Tone: ui.Bad}}

// severityOrder puts first what has to be mended.
var severityOrder = map[ops.Severity]int{ops.Broken: 0, ops.Warning: 1, ops.Fine: 2}

var checks = map[string]string{"data": "数据目录", "disk": "磁盘", "keys": "密钥", "database": "数据库", "schema": "数据库结构", "write": "写入", "integrity": "数据库完整", "clock": "时钟", "files": "文件", "guards": "防改保护", "people": "管理员",
	"zone": "时区", "calendar": "节假日", "fonts": "字体", "theme": "外观", "tls": "证书", "admin": "运维端口", "listen": "网站端口", "workbench": "工作台", "smtp": "邮件", "counts": "年报统计", "search": "检索"}

// health shows what the doctor finds.
func (p pages) health(c *workbench.Call) (templ.Component, error) {
	findings := p.Examine(c.Context())
	s := sheet{Base: c.Base("运行状况"), Head: ui.PageHead{Title: "运行状况", Lead: "与命令 gongkai doctor 的检查相同，每次打开本页时重新检查。"}}
	switch ops.Worst(findings) {
	case ops.Broken:
		s.add("", ui.Notice{Tone: ui.Bad, Title: "有必须处理的问题"})
	case ops.Warning:
		s.add("", ui.Notice{Tone: ui.Caution, Title: "可以运行，有需要改进的地方"})
	default:
		s.add("", ui.Notice{Tone: ui.Good, Title: "一切正常"})
	}
	slices.SortStableFunc(findings, func(a, b ops.Finding) int { return severityOrder[a.Severity] - severityOrder[b.Severity] })
	t := ui.Table{Caption: "检查结果", Quiet: true, Breaks: true, Columns: []ui.Column{{Title: "项目"}, {Title: "结果"}, {Title: "情况"}, {Title: "怎样处理"}}}
	for _, f := range findings {
		tone := map[ops.Severity]ui.Tone{ops.Warning: ui.Caution, ops.Broken: ui.Bad}[f.Severity]
		t.Rows = append(t.Rows, ui.Row{Tone: tone, Cells: []ui.Cell{{Text: or(checks[f.Check], f.Check)}, {Body: severities[f.Severity]}, {Text: f.Message}, {Text: f.Mend}}})
	}
	s.add("", t)
	return s.Page(), nil
}

// sourceCell names a notice; where its address is known, the name leads there.
func sourceCell(source string) ui.Cell {
	name, address, found := strings.Cut(source, "https://")
	if name = strings.TrimSpace(name); !found || name == "" {
		return ui.Cell{Text: source}
	}
	return ui.Cell{Text: name, Href: "https://" + address}
}

// holidayTable lists the days of a year that are not like other days of their week, days on end in one row.
func holidayTable(calendar *workday.Calendar, year int) templ.Component {
	t := ui.Table{Caption: fmt.Sprintf("%d年放假和调休", year), Quiet: true, Even: true, Columns: []ui.Column{{Title: "日期"}, {Title: "安排"}, {Title: "依据"}}, Empty: ui.Empty{Title: "没有载入"}}
	special := func(d civil.Date) (workday.Day, bool) {
		day := calendar.Kind(d)
		return day, day.Kind == workday.Off || day.Kind == workday.MakeUp || day.Kind == workday.Assumed
	}
	for d := civil.On(year, 1, 1); d.Year() == year; d = d.AddDays(1) {
		day, is := special(d)
		if !is {
			continue
		}
		last := d
		for next, also := special(d.AddDays(1)); also && next.On.Year() == year && next.String() == day.String() && next.Source == day.Source; next, also = special(last.AddDays(1)) {
			last = next.On
		}
		words := d.Chinese() + "　" + d.WeekdayChinese()
		if last != d {
			words = fmt.Sprintf("%s至%s　%d天", d.Chinese(), shortDay(last, d), last.DaysSince(d)+1)
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: words}, {Text: day.String()}, sourceCell(day.Source)}})
		d = last
	}
	return t
}

// shortDay writes a day without what it shares with another of the same year.
func shortDay(d, beside civil.Date) string {
	if d.Month() == beside.Month() {
		return fmt.Sprintf("%d日", d.Day())
	}
	return fmt.Sprintf("%d月%d日", d.Month().Month, d.Day())
}
