package supervision

import (
	"net/url"
	"strconv"

	"gongkai/duty"
	"gongkai/fault"
	"gongkai/internal/supervising"
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"
	"gongkai/internal/web/workbench/sheet"
	"gongkai/scorecard"

	"github.com/a-h/templ"
)

func (p pages) columns(list []supervising.ColumnState) ui.Table {
	t := ui.Table{Caption: "栏目", Quiet: true, Columns: []ui.Column{{Title: "栏目"}, {Title: "更新要求"}, {Title: "信息", Numeric: true}, {Title: "最近更新"}, {Title: "下次更新期限"}, {Title: "状态"}}, Empty: ui.Empty{Title: "还没有栏目"}}
	for _, col := range list {
		badge, tone := ui.Badge{Text: "正常", Tone: ui.Good}, ui.Neutral
		switch {
		case col.Records == 0:
			badge, tone = ui.Badge{Text: "空白", Tone: ui.Bad}, ui.Bad
		case col.State == duty.Late:
			badge, tone = ui.Badge{Text: "超期未更新", Tone: ui.Bad}, ui.Bad
		case col.State == duty.Now:
			badge, tone = ui.Badge{Text: "即将到期", Tone: ui.Caution}, ui.Caution
		}
		due := ""
		if !col.StaleOn.IsZero() {
			due = col.StaleOn.AddDays(-1).String()
		}
		t.Rows = append(t.Rows, ui.Row{Tone: tone, Cells: []ui.Cell{{Text: col.Title}, {Text: col.Rule}, {Text: itoa(col.Records)}, {Text: col.Updated.String()}, {Text: due}, {Body: badge}}})
	}
	return t
}

func (p pages) items(list []supervising.ItemState) ui.Table {
	t := ui.Table{Caption: "法定主动公开内容", Quiet: true, Columns: []ui.Column{{Title: "内容"}, {Title: "依据"}, {Title: "栏目", Numeric: true}, {Title: "信息", Numeric: true}, {Title: "最近公开"}, {Title: "状态"}}}
	for _, x := range list {
		badge, tone := ui.Badge{Text: "已覆盖", Tone: ui.Good}, ui.Neutral
		switch {
		case x.Columns == 0:
			badge, tone = ui.Badge{Text: "没有栏目", Tone: ui.Caution}, ui.Caution
		case x.Records == 0:
			badge, tone = ui.Badge{Text: "没有信息", Tone: ui.Bad}, ui.Bad
		}
		t.Rows = append(t.Rows, ui.Row{Tone: tone, Cells: []ui.Cell{{Text: x.Item.Short}, {Text: x.Item.Cite.String()}, {Text: itoa(x.Columns)}, {Text: itoa(x.Records)}, {Text: x.Newest.String()}, {Body: badge}}})
	}
	return t
}

// fillIndicators shows the set as it is.
func (p pages) fillIndicators(c *workbench.Call) (*workbench.Form, error) {
	set, err := p.Desk.Indicators(c.Context(), c.By)
	if err != nil {
		return nil, err
	}
	form := workbench.Filled(url.Values{})
	for _, i := range set {
		m := string(i.Measure)
		form.Values.Add("use-"+m, "yes")
		for name, n := range map[string]int64{"weight-": i.Weight, "full-": i.Full, "none-": i.None, "veto-": i.Veto} {
			form.Values.Set(name+m, strconv.FormatInt(n, 10))
		}
		form.Values.Set("source-"+m, i.Source)
	}
	return form, nil
}

func (p pages) indicatorForm(c *workbench.Call, f *workbench.Form) (templ.Component, error) {
	entry := sheet.Entry{Base: c.Base("考核指标", ui.Link{Text: "监督看板", Href: boardPath}), Head: ui.PageHead{Title: "考核指标", Lead: "各项分值合计100分。达到满分值得全部分值，达到零分值不得分，之间按比例；达到否决值的单项否决，0为没有否决。修改记入台账，立即按新的指标计算。"},
		Form: f, Submit: ui.Button{Text: "保存", Kind: ui.Primary}, Cancel: boardPath}
	for _, row := range scorecard.Measures {
		m := string(row.Measure)
		small := func(name, label string) templ.Component {
			return f.Line(ui.TextInput{Field: ui.Field{Name: name + m, Label: label, Optional: true}, Width: "short", Inputmode: "numeric"})
		}
		entry.Fields = append(entry.Fields, sheet.Group{Fieldset: ui.Fieldset{Legend: row.Title, Hint: row.Words + "（" + row.Unit + "）"}, Fields: []templ.Component{sheet.Abreast{Fields: []templ.Component{
			f.Checkboxes(ui.Checkboxes{Field: ui.Field{Name: "use-" + m, Label: "采用", Optional: true, Error: f.Error(m)}, Options: []ui.Option{{Value: "yes", Text: "作为考核指标"}}}),
			small("weight-", "分值"), small("full-", "满分值"), small("none-", "零分值"), small("veto-", "否决值"),
			f.Line(ui.TextInput{Field: ui.Field{Name: "source-" + m, Label: "依据", Optional: true}}),
		}}}})
	}
	return entry.Page(), nil
}

func (p pages) alterIndicators(c *workbench.Call, f *workbench.Form) error {
	var set scorecard.Set
	for _, row := range scorecard.Measures {
		m := string(row.Measure)
		if !f.Checked("use-"+m, "yes") {
			continue
		}
		read := func(name, label string) int64 {
			n, err := strconv.ParseInt(or(f.Text(name+m), "0"), 10, 64)
			if err != nil {
				f.Add(name+m, row.Title+"的"+label+"应为整数")
			}
			return n
		}
		set = append(set, scorecard.Indicator{Measure: row.Measure, Weight: read("weight-", "分值"), Full: read("full-", "满分值"), None: read("none-", "零分值"), Veto: read("veto-", "否决值"), Source: f.Text("source-" + m)})
	}
	if err := f.Err(); err != nil {
		return err
	}
	err := p.Desk.AlterIndicators(c.Context(), c.By, set)
	if fault.KindOf(err) == fault.Invalid {
		for _, problem := range fault.Problems(err) {
			if _, known := scorecard.Measure(problem.Field).Row(); known {
				problem.Field = "use-" + problem.Field
			}
			f.Problems = append(f.Problems, problem)
		}
		return f.Err()
	}
	if err != nil {
		return err
	}
	return c.Done(boardPath, "考核指标已保存")
}

// digest gives out the digest of the month that just ended, or of the month that the address names.
func (p pages) digest(c *workbench.Call) error {
	month := c.Today().Month().First().AddDays(-1).Month()
	if c.Query("month") == "now" {
		month = c.Today().Month()
	}
	name, content, err := p.Desk.Digest(c.Context(), c.By, month)
	if err != nil {
		return err
	}
	h := c.Writer().Header()
	h.Set("Content-Type", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")
	h.Set("Content-Disposition", "attachment; filename*=UTF-8''"+url.PathEscape(name+".docx"))
	_, err = c.Writer().Write(content)
	return err
}
