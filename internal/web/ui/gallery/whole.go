package gallery

import (
	"strings"

	"github.com/a-h/templ"

	"gongkai/internal/web/ui"
)

func entrances() []templ.Component {
	var cards []templ.Component
	for _, words := range [][3]string{
		{"机构职能", "职责、内设机构、负责人、办公地址", "6 条"}, {"政策文件", "规范性文件及其解读", "31 条"},
		{"财政预算决算", "部门预算、决算和“三公”经费", "12 条"}, {"行政许可和处罚", "依据、条件、程序和结果", "8 条"},
		{"建议提案办理", "办理复文和总体情况", "9 条"}, {"人事信息", "招考录用、任免", "4 条"},
	} {
		cards = append(cards, ui.Card{Link: ui.Link{Text: words[0], Href: "#" + words[0]}, Words: words[1], Meta: words[2]})
	}
	return cards
}

func latest() templ.Component {
	t := ui.Table{Caption: "最新公开", Quiet: true, Columns: []ui.Column{{Title: "标题"}, {Title: "文号"}, {Title: "发布日期"}, {Title: "效力"}}}
	for _, words := range [][3]string{
		{"凉州区科技计划项目管理办法", "凉科发〔2026〕13号", "2026-11-06"}, {"2026年第三季度科技特派员工作情况", "", "2026-10-15"},
		{"关于组织申报2027年度区级科技计划项目的通知", "凉科发〔2026〕11号", "2026-09-28"},
	} {
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: words[0], Href: "portal-record.html"}, {Text: words[1]}, {Text: words[2]}, {Body: ui.Badge{Text: "现行有效", Tone: ui.Good}}}})
	}
	return t
}

func recordFacts() templ.Component { return factLists().Samples[1].Of }
func recordBody() templ.Component  { return proses().Samples[0].Of }
func recordFiles() templ.Component { return fileLists().Samples[0].Of }

func applySteps() templ.Component {
	return ui.Steps{Label: "申请步骤", Items: []ui.Step{{Text: "受理机关", Done: true}, {Text: "所需信息", Current: true}, {Text: "申请人"}, {Text: "核对提交"}}}
}

func applyFields() []templ.Component {
	problem := ui.FieldError(formProblems(), "content")
	return []templ.Component{
		ui.TextArea{Field: ui.Field{Name: "content", Label: "所需政府信息的内容描述", Hint: "写明名称、文号或者便于查询的其他特征。一次申请写一项信息，越具体答复越快。", Error: problem}, Max: 500, Value: "科技项目的材料"},
		ui.Radios{Field: ui.Field{Name: "way-bad", Label: "获取信息的方式", Error: "请选择获取信息的方式"}, Options: []ui.Option{{Value: "mail", Text: "邮寄"}, {Value: "email", Text: "电子邮件"}, {Value: "self", Text: "自行领取"}}},
		ui.DateInput{Field: ui.Field{Name: "written-bad", Label: "信息的大致日期", Optional: true, Error: "日期不存在，请按年、月、日填写"}, Year: "2026", Month: "2", Day: "30"},
	}
}

func deskStats() templ.Component { return stats().Samples[0].Of }

func deskTabs() templ.Component {
	return ui.Tabs{Label: "阶段", Items: []ui.Tab{
		{Link: ui.Link{Text: "全部", Href: "#all"}, Current: true, Count: 12}, {Link: ui.Link{Text: "待补正", Href: "#correcting"}, Count: 1},
		{Link: ui.Link{Text: "征求意见", Href: "#consulting"}, Count: 2}, {Link: ui.Link{Text: "待签发", Href: "#signing"}, Count: 3},
	}}
}

func deskPages() templ.Component {
	return ui.Pagination{Page: 1, Pages: 2, Total: 12, Href: func(int) string { return "#next" }}
}

func sheetCards() []templ.Component {
	var cards []templ.Component
	for _, s := range Sheets() {
		var titles []string
		for _, part := range s.Parts {
			titles = append(titles, part.Title)
		}
		cards = append(cards, ui.Card{Link: ui.Link{Text: s.Title, Href: s.Name + ".html"}, Words: strings.Join(titles, "、")})
	}
	return cards
}

func pageCards() []templ.Component {
	var cards []templ.Component
	for _, p := range wholePages() {
		cards = append(cards, ui.Card{Link: ui.Link{Text: p.Title, Href: strings.TrimPrefix(p.Path, "/")}})
	}
	return cards
}
