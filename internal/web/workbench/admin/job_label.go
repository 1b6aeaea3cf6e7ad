package admin

import (
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"

	"github.com/a-h/templ"
)

// jobLabels are the kinds of jobs in the words of administrators; a test holds them against the handlers of the site.
var jobLabels = map[string]string{
	"deliver":               "发送消息",
	"housekeeping":          "清理过期的登录和旧任务",
	"tidy_files":            "清除无人引用的文件",
	"restate_applications":  "重算申请的期限",
	"escalate_applications": "申请到期、超期提醒",
	"sign_log":              "签署公开日志",
	"keep_search_index":     "更新检索索引",
	"index_register":        "重建登记簿的检索索引",
	"keep_archive_package":  "保存归档包",
	"tidy_index":            "整理检索索引",
	"fold_index":            "汇编检索词表",
	"check_links":           "检查失效链接",
	"publish_due":           "定时发布",
	"remind_records":        "信息更新、到期提醒",
	"restage_records":       "核对审查进度",
	"remind_reports":        "年报提醒",
	"fetch_reports":         "按网址读入年报",
	"check_counts":          "核对年报统计",
	"receive_documents":     "接收推送的文件",
	"remind":                "监督事项提醒",
	"follow_remedies":       "复议诉讼期限跟踪",
	"send_digests":          "发送监督月报",
}

// JobLabel names a kind of job; one that is not known is shown as it stands.
func JobLabel(kind string) string { return or(jobLabels[kind], kind) }

// scheduleKinds are the names of the recurring jobs, where they differ from the kind; a test holds them too.
var scheduleKinds = map[string]string{
	"tidy files": "tidy_files", "sign log": "sign_log", "escalate": "escalate_applications", "escalate-noon": "escalate_applications",
	"restate": "restate_applications", "search_index": "keep_search_index", "receive": "receive_documents",
}

// ScheduleLabel names a recurring job.
func ScheduleLabel(name string) string { return JobLabel(or(scheduleKinds[name], name)) }

// schedules shows the recurring jobs: what each did last, and when its time comes next.
func (p pages) schedules(c *workbench.Call) (templ.Component, error) {
	list, err := p.Desk.Schedules(c.Context(), c.By, p.Runner)
	if err != nil {
		return nil, err
	}
	s := sheet{Base: c.Base("定时任务", ui.Link{Text: "后台任务", Href: "/workbench/jobs"}), Head: ui.PageHead{Title: "定时任务", Lead: "平台按时自动办理的事项。停机时错过的，启动后补办一次。"}, Tabs: p.jobTabs(c, "schedules")}
	states := map[string]ui.Badge{"ready": {Text: "正在办理", Tone: ui.Info}, "done": {Text: "完成", Tone: ui.Good}, "dead": {Text: "失败", Tone: ui.Bad}, "discarded": {Text: "已放弃"}, "": {Text: "还没有办理过"}}
	t := ui.Table{Caption: "定时任务", Quiet: true, Columns: []ui.Column{{Title: "事项"}, {Title: "最近一次"}, {Title: "办理时间"}, {Title: "下一次"}}}
	for _, o := range list {
		row := ui.Row{Cells: []ui.Cell{{Text: ScheduleLabel(o.Name)}, {Body: states[o.State]}, {Text: when(o.FinishedAt.Time)}, {Text: when(o.NextAt.Time)}}}
		if o.State == "dead" {
			row.Tone = ui.Bad
		}
		t.Rows = append(t.Rows, row)
	}
	s.add("", t)
	return s.Page(), nil
}
