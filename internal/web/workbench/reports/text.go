package reports

import (
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"

	"gongkai/annualreport"
	"gongkai/annualreport/draft"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/reporting"
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"
	"gongkai/internal/web/workbench/sheet"

	"github.com/a-h/templ"
)

// A part of the text has a number in addresses: 0 is the preamble.
type part struct {
	n     int
	name  string // 前言, 一 …
	title string
}

func parts(v reporting.View) []part {
	list := []part{{0, draft.Preamble, "前言"}}
	for i, h := range v.Draft.FormOf().Sections {
		list = append(list, part{i + 1, h.Number, h.Number + "、" + h.Title})
	}
	return list
}

func partOf(c *workbench.Call, v reporting.View) (part, error) {
	n, err := strconv.Atoi(c.Path("part"))
	if list := parts(v); err == nil && n >= 0 && n < len(list) {
		return list[n], nil
	}
	return part{}, fault.New(fault.NotFound, "年报没有这一部分")
}

// text shows the whole text as it reads now, part by part.
func (p pages) text(c *workbench.Call) (templ.Component, error) {
	v, err := p.look(c)
	if err != nil {
		return nil, err
	}
	s := sheet.Sheet{Base: base(c, "正文", v.Year), Tabs: tabs(c, v, "/text"), Head: ui.PageHead{Over: v.Agency.Name, Title: strconv.Itoa(v.Year) + "年度报告的正文",
		Lead: "下面是字段填入数字之后的文字。登记簿变化时，数字随之变化。"}}
	may := c.May(auth.CompileReport, c.By.Agency)
	for _, part := range parts(v) {
		section := sectionOf(v, part)
		var body []templ.Component
		if len(section.Lines()) == 0 {
			body = append(body, ui.Notice{Tone: ui.Caution, Title: "还没有写", Text: draft.GuideOf(part.name).Lead})
		}
		for text, chart := range section.Flow() {
			if chart != nil {
				body = append(body, bars(*chart))
				continue
			}
			body = append(body, sheet.Paragraph{Text: *text})
		}
		if may {
			body = append(body, sheet.Buttons{Items: []ui.Button{{Text: "编写" + part.name, Kind: ui.Secondary, Href: c.URL(path(v.Year, "/text/"+strconv.Itoa(part.n)))}}})
		}
		s.Add(part.title, body...)
	}
	return s.Page(), nil
}

func (p pages) fillText(c *workbench.Call) (*workbench.Form, error) {
	v, err := p.look(c)
	if err != nil {
		return nil, err
	}
	part, err := partOf(c, v)
	if err != nil {
		return nil, err
	}
	return workbench.Filled(url.Values{"text": {v.Draft.Texts[part.name]}, "version": {strconv.Itoa(v.Version)}}), nil
}

// drawText is the page on which a part is written: what it must hold, the fields, the text, how it reads, and what the
// audit says of it.
func (p pages) drawText(c *workbench.Call, f *workbench.Form) (templ.Component, error) {
	v, err := p.look(c)
	if err != nil {
		return nil, err
	}
	part, err := partOf(c, v)
	if err != nil {
		return nil, err
	}
	guide := draft.GuideOf(part.name)
	above := []templ.Component{ui.Notice{Tone: ui.Info, Title: guide.Lead, Cite: guide.Cite}, sheet.Bullets{Items: guide.Items}}
	if last := lastText(v, part.name); last != "" {
		above = append(above, sheet.Preview{Title: "上年的文字", Text: last})
	}
	limit := ""
	if part.name == "一" && v.Settings.Report.Overview > 0 {
		limit = "字段填入后最多" + strconv.Itoa(v.Settings.Report.Overview) + "字，现在" + strconv.Itoa(utf8.RuneCountInString(v.Facts.Fill(f.Values.Get("text")))) + "字。"
	}
	written := writtenOf(v, part, f.Values.Get("text"))
	entry := sheet.Entry{Base: base(c, part.title, v.Year), Head: ui.PageHead{Over: v.Agency.Name + "　" + strconv.Itoa(v.Year) + "年度", Title: part.title}, Form: f, Above: above,
		Submit: ui.Button{Text: "保存", Kind: ui.Primary}, Cancel: path(v.Year, "/text"),
		Fields: []templ.Component{
			insertBar(fieldsFor(v, part.name)),
			f.Area(ui.TextArea{Field: ui.Field{Name: "text", Label: "文字", Hint: "每段一行。数字请用上面的按钮插入字段，不要手写。" + limit}, Rows: 12, Draft: "report-" + strconv.Itoa(v.Year) + "-" + strconv.Itoa(part.n)}),
			sheet.Hidden{Name: "version", Value: f.Text("version")},
			sheet.Preview{Title: "填入数字之后", Text: strings.Join(written.Paragraphs, "\n")}}}
	for _, chart := range written.Charts {
		entry.Fields = append(entry.Fields, bars(chart))
	}
	return entry.Page(), nil
}

// sectionOf is the part as it reads now; the preamble is one without charts.
func sectionOf(v reporting.View, p part) annualreport.Section {
	for _, s := range v.Report.Sections {
		if s.Number == p.name {
			return s
		}
	}
	return annualreport.Section{Paragraphs: v.Report.Preamble}
}

// writtenOf is the part as it would read with the text.
func writtenOf(v reporting.View, p part, text string) annualreport.Section {
	d := v.Draft.Clone()
	d.Texts[p.name] = text
	v.Report = d.Report(v.Facts)
	return sectionOf(v, p)
}

// bars draws a chart of the report.
func bars(c annualreport.Chart) ui.BarChart {
	chart := ui.BarChart{Title: c.Title, Unit: c.Unit}
	for _, b := range c.Bars {
		chart.Points = append(chart.Points, ui.Point{Label: b.Label, Value: b.Value})
	}
	return chart
}

func lastText(v reporting.View, name string) string {
	if v.Last == nil {
		return ""
	}
	if name == draft.Preamble {
		return strings.Join(v.Last.Preamble, "\n")
	}
	for _, s := range v.Last.Sections {
		if s.Number == name {
			return strings.Join(s.Paragraphs, "\n")
		}
	}
	return ""
}

// An insertable is a field with what it says now.
type insertable struct{ name, hint string }

// fieldsFor are the fields of the part, and those of the others.
func fieldsFor(v reporting.View, name string) (own, others []insertable) {
	for _, field := range draft.Fields {
		now := []rune(field.Text(v.Facts))
		if len(now) > 40 {
			now = append(now[:40], '…')
		}
		i := insertable{field.Name, "现在是：" + string(now)}
		if field.Part == name {
			own = append(own, i)
		} else {
			others = append(others, i)
		}
	}
	return own, others
}

func (p pages) takeText(c *workbench.Call, f *workbench.Form) error {
	v, err := p.look(c)
	if err != nil {
		return err
	}
	part, err := partOf(c, v)
	if err != nil {
		return err
	}
	if insert := f.Text("insert"); insert != "" { // a button that works without JavaScript: the form comes back with the field
		f.Values.Set("text", f.Values.Get("text")+"{{"+insert+"}}")
		page, err := p.drawText(c, f)
		if err != nil {
			return err
		}
		return c.Show(page)
	}
	version, err := strconv.Atoi(f.Text("version"))
	if err != nil {
		version = v.Version
	}
	if err := p.Desk.SaveText(c.Context(), c.By, c.By.Agency, v.Year, version, part.name, f.Values.Get("text")); err != nil {
		return err
	}
	return c.Done(path(v.Year, "/text"), "已保存：%s", part.title)
}
