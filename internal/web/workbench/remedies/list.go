package remedies

import (
	"net/url"
	"strconv"
	"strings"

	"gongkai/internal/auth"
	"gongkai/internal/query"
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"
	"gongkai/internal/web/workbench/sheet"
	"gongkai/remedy"

	"github.com/a-h/templ"
)

const perPage = 50

// The tabs of the register.
var tabs = []struct{ key, label string }{{"", "待办和未结"}, {"closed", "已审结"}, {"lost", "被纠正"}, {"all", "全部"}}

// wanted reads the filter from the address.
func wanted(c *workbench.Call) query.RemedyList {
	l := query.RemedyList{Way: remedy.Way(c.Query("way")), Limit: perPage, Offset: (c.PageNumber() - 1) * perPage}
	if year, err := strconv.Atoi(c.Query("year")); err == nil {
		l.Year = year
	}
	switch c.Query("state") {
	case "":
		l.Open = true
	case "closed":
		l.Closed = true
	case "lost":
		l.Lost = true
	}
	return l
}

// list shows the register of an agency, one's own or one below.
func (p pages) list(c *workbench.Call) (templ.Component, error) {
	a, err := c.Agency()
	if err != nil {
		return nil, err
	}
	l := wanted(c)
	l.Agency = a.ID
	list, total, err := p.Desk.ListRemedies(c.Context(), c.By, l)
	if err != nil {
		return nil, err
	}
	path, own := c.Request.URL.Path, a.ID == c.By.Agency
	s := sheet.Sheet{Base: c.Base("复议诉讼"), Head: ui.PageHead{Over: a.Name, Title: "行政复议和行政诉讼", Lead: "有期限的在前，未审结的年底计入“尚未审结”。"}, Tabs: &ui.Tabs{Label: "登记簿"}}
	for _, t := range tabs {
		s.Tabs.Items = append(s.Tabs.Items, ui.Tab{Link: ui.Link{Text: t.label, Href: c.URL(path + query2("state", t.key))}, Current: c.Query("state") == t.key})
	}
	if own && c.May(auth.RecordRemedy, a.ID) {
		s.Buttons = append(s.Buttons, ui.Button{Text: "登记案件", Kind: ui.Primary, Href: c.URL(listPath + "/new")})
	}
	if own {
		s.Buttons = append(s.Buttons, ui.Button{Text: "导出台账", Href: c.URL(listPath + ".xlsx?" + c.Request.URL.RawQuery)})
	}
	s.Add("", p.filter(c, l), p.table(c, list, path), c.Pagination(total, perPage))
	return s.Page(), nil
}

func query2(name, value string) string {
	if value == "" {
		return ""
	}
	return "?" + name + "=" + value
}

func (p pages) filter(c *workbench.Call, l query.RemedyList) templ.Component {
	form := workbench.Filled(url.Values{"way": {string(l.Way)}, "year": {c.Query("year")}})
	var years []ui.Option
	for y := c.Today().Year(); y > c.Today().Year()-6; y-- {
		years = append(years, ui.Option{Value: strconv.Itoa(y), Text: strconv.Itoa(y) + "年"})
	}
	return sheet.Filter{Path: c.URL(c.Request.URL.Path), Hidden: [][2]string{{"state", c.Query("state")}}, Fields: []templ.Component{
		form.Select(ui.Select{Field: ui.Field{Name: "way", Label: "程序", Optional: true}, Blank: "全部", Options: wayOptions()}),
		form.Select(ui.Select{Field: ui.Field{Name: "year", Label: "涉及年度", Optional: true}, Blank: "全部", Options: years}),
	}}
}

func wayOptions() []ui.Option {
	var options []ui.Option
	for _, row := range remedy.Ways {
		options = append(options, ui.Option{Value: string(row.Way), Text: row.Label})
	}
	return options
}

// buckets are the words and tones of the columns of table four.
var buckets = map[string]ui.Badge{
	string(remedy.Upheld): {Text: "结果维持", Tone: ui.Good}, string(remedy.Corrected): {Text: "结果纠正", Tone: ui.Bad},
	string(remedy.OtherResult): {Text: "其他结果", Tone: ui.Neutral}, string(remedy.Pending): {Text: "尚未审结", Tone: ui.Info},
}

func (p pages) table(c *workbench.Call, list []query.ListedRemedy, path string) ui.Table {
	t := ui.Table{Caption: "复议和诉讼", Quiet: true, Columns: []ui.Column{{Title: "登记号"}, {Title: "争议事项"}, {Title: "程序和机关"}, {Title: "受理（立案）"}, {Title: "结果"}, {Title: "应办"}, {Title: "期限"}},
		Empty: ui.Empty{Title: "没有案件", Text: "没有符合条件的行政复议和行政诉讼。"}}
	for _, x := range list {
		badge := buckets[x.Bucket]
		if x.Result != "" && !x.ClosedOn.IsZero() {
			badge.Text = x.Result
		}
		row := ui.Row{Cells: []ui.Cell{{Text: x.Number, Href: c.URL(path + "/" + x.ID)}, {Text: short(x.Subject)}, {Text: strings.TrimSpace(x.Way.Label() + "，" + x.Forum)},
			{Text: x.FiledOn.String()}, {Body: badge}, {Text: x.DueWhat}, due(c, x)}}
		if !x.DueOn.IsZero() && x.DueOn.Before(c.Today()) {
			row.Tone = ui.Bad
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// due is the day of what is owed and how far it is.
func due(c *workbench.Call, x query.ListedRemedy) ui.Cell {
	if x.DueOn.IsZero() {
		return ui.Cell{}
	}
	badge := ui.Badge{Text: x.DueOn.String(), Tone: ui.Info}
	switch days := x.DueOn.DaysSince(c.Today()); {
	case days < 0:
		badge = ui.Badge{Text: x.DueOn.String() + "，逾期" + strconv.Itoa(-days) + "天", Tone: ui.Bad}
	case days <= soon:
		badge = ui.Badge{Text: x.DueOn.String() + "，剩" + strconv.Itoa(days) + "天", Tone: ui.Caution}
	}
	return ui.Cell{Body: badge}
}

// soon is from how many days left a term is shown in amber.
const soon = 5

// shortened is how many characters of a text lists show.
const shortened = 40

func short(text string) string {
	runes := []rune(strings.Join(strings.Fields(text), " "))
	if len(runes) <= shortened {
		return string(runes)
	}
	return string(runes[:shortened]) + "…"
}

// mostExported bounds a table that is taken away.
const mostExported = 20_000

// export writes the register as a workbook. Nothing in it identifies who brought a proceeding.
func (p pages) export(c *workbench.Call) error {
	l := wanted(c)
	l.Agency, l.Limit, l.Offset = c.By.Agency, mostExported, 0
	list, _, err := p.Desk.ListRemedies(c.Context(), c.By, l)
	if err != nil {
		return err
	}
	rows := [][]any{{"登记号", "程序", "复议机关或者法院", "案号", "争议事项", "受理（立案）日期", "结果", "计入年报", "审结日期", "应办事项", "期限"}}
	for _, x := range list {
		rows = append(rows, []any{x.Number, x.Way.Label(), x.Forum, x.CaseNo, x.Subject, x.FiledOn.String(), x.Result, x.Bucket, x.ClosedOn.String(), x.DueWhat, x.DueOn.String()})
	}
	return sheet.Download(c, "复议诉讼台账", rows)
}
