package records

import (
	"net/url"

	"gongkai/civil"
	"gongkai/disclosure"
	"gongkai/internal/publishing"
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"
	"gongkai/internal/web/workbench/sheet"

	"github.com/a-h/templ"
)

// lists are the numbers of the register, each with its list.
var lists = []struct{ name, label string }{{"force", "现行有效"}, {"made", "本年制发"}, {"ended", "本年废止、失效"}, {"expiring", "将要到期"}, {"unexplained", "待解读"}, {"all", "全部"}}

// normative is the register of rules and normative documents: what was made, what ended, what stands, by date.
func (p pages) normative(c *workbench.Call) (templ.Component, error) {
	kind := disclosure.Normative
	if c.Query("kind") == string(disclosure.Rule) {
		kind = disclosure.Rule
	}
	year := atoi(c.Query("year"))
	if year == 0 {
		year = c.Today().Year()
	}
	reg, err := p.Desk.Register(c.Context(), c.By, c.By.Agency, kind, year)
	if err != nil {
		return nil, err
	}
	at := c.Query("list")
	if reg.List(at) == nil {
		at = "force"
	}
	s := sheet.Sheet{Base: c.Base("规范性文件"), Head: ui.PageHead{Title: "规范性文件登记簿", Lead: "制发、废止和现行有效的件数按日期计算，用于年度报告表二；每个数字都可以打开对应的文件。"}}
	if mayEdit(c) {
		s.Buttons = append(s.Buttons, ui.Button{Text: "新建信息", Href: c.URL(recordsPath + "/new")})
	}
	var years []ui.Option
	for y := c.Today().Year(); y >= reg.FirstYear; y-- {
		years = append(years, ui.Option{Value: itoa(y), Text: itoa(y) + "年"})
	}
	form := workbench.Filled(url.Values{"kind": {string(kind)}, "year": {itoa(year)}})
	s.Add("", sheet.Filter{Path: c.URL(normativePath), Hidden: [][2]string{{"list", at}}, Fields: []templ.Component{
		form.Select(ui.Select{Field: ui.Field{Name: "kind", Label: "种类"}, Options: []ui.Option{{Value: string(disclosure.Normative), Text: "行政规范性文件"}, {Value: string(disclosure.Rule), Text: "规章"}}}),
		form.Select(ui.Select{Field: ui.Field{Name: "year", Label: "年度"}, Options: years}),
	}})
	stats := ui.Stats{}
	for _, l := range lists {
		n := len(reg.List(l.name))
		stat := ui.Stat{Label: l.label, Value: itoa(n), Unit: "件", Href: c.With("list", l.name)}
		if n > 0 && (l.name == "expiring" || l.name == "unexplained") {
			stat.Tone = ui.Caution
		}
		if l.name == "force" {
			stat.Note = asOf(year, c.Today())
		}
		stats.Items = append(stats.Items, stat)
	}
	s.Add("", stats)
	for _, l := range lists {
		if l.name == at {
			s.Add(l.label, p.documents(c, reg.List(at)))
		}
	}
	return s.Page(), nil
}

func asOf(year int, today civil.Date) string {
	if year == today.Year() {
		return "截至今天"
	}
	return "截至" + itoa(year) + "年12月31日"
}

func (p pages) documents(c *workbench.Call, docs []publishing.Registered) templ.Component {
	t := ui.Table{Caption: "文件", Quiet: true, Empty: ui.Empty{Title: "没有文件"},
		Columns: []ui.Column{{Title: "标题"}, {Title: "文号"}, {Title: "成文"}, {Title: "施行"}, {Title: "有效期至"}, {Title: "有效性"}, {Title: "解读"}}}
	for _, d := range docs {
		row := ui.Row{Cells: []ui.Cell{{Text: short(d.Title, 50), Href: c.URL(recordPath(disclosure.ID(d.Record)))}, {Text: d.DocNo}, {Text: d.FormedOn.String()}, {Text: d.EffectiveOn.String()},
			{Text: d.ExpiresOn.String()}, {Body: ui.Badge{Text: string(d.Validity), Tone: validityTone(d.Validity)}}, {Body: explained(c, d)}}}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func validityTone(v disclosure.Validity) ui.Tone {
	switch v {
	case disclosure.InForce, disclosure.Amended:
		return ui.Good
	case disclosure.NotYet:
		return ui.Info
	}
	return ui.Neutral
}

// explained says whether the document is interpreted, or until when it has to be.
func explained(c *workbench.Call, d publishing.Registered) templ.Component {
	switch {
	case d.Validity == disclosure.Repealed || d.Validity == disclosure.Lapsed:
		return templ.NopComponent // nothing is owed any more
	case d.Interpretations > 0:
		return ui.Badge{Text: "已解读", Tone: ui.Good}
	case d.ExplainBy.IsZero():
		return ui.Badge{Text: "不作解读"}
	case d.ExplainBy.Before(c.Today()):
		return ui.Badge{Text: "应于" + d.ExplainBy.String() + "前解读，已超期", Tone: ui.Bad}
	}
	return ui.Badge{Text: d.ExplainBy.String() + "前解读", Tone: ui.Caution}
}

// normativePanel tells what is going to end and what lacks its interpretation.
