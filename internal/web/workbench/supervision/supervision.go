// Package supervision holds the pages of 监督: the clerk's year of one's own agency, and for the 主管部门 the board of those
// below it.
//
// 《条例》第四十七条 gives the 主管部门 the duty to supervise. Every number of the board opens to what it counts.
package supervision

import (
	"net/url"
	"slices"
	"strconv"

	"gongkai/agency"
	"gongkai/duty"
	"gongkai/internal/auth"
	"gongkai/internal/docgen"
	"gongkai/internal/supervising"
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"
	"gongkai/internal/web/workbench/sheet"

	"github.com/a-h/templ"
)

// Options are what the pages work with.
type Options struct {
	Desk  *supervising.Desk
	Fonts func() (*docgen.Fonts, error) // of letters
}

type pages struct {
	Options
	bench *workbench.Bench
}

// The addresses of the pages.
const (
	dutiesPath = "/workbench/duties"
	boardPath  = "/workbench/board"
	below      = "/workbench/agencies/{agency}"
)

// ofOthers are the pages of agencies below that the board leads to.
var ofOthers = []string{"/workbench/agencies/*/cases", "/workbench/agencies/*/card", "/workbench/agencies/*/condition", "/workbench/agencies/*/duties", "/workbench/agencies/*/late",
	"/workbench/agencies/*/measures", "/workbench/agencies/*/monthly", "/workbench/agencies/*/remedies"}

// New returns the pages.
func New(b *workbench.Bench, o Options) workbench.Part {
	p := pages{o, b}
	part := workbench.Part{
		Nav: []workbench.NavItem{
			{Group: workbench.Oversee, Text: "全年职责", Path: dutiesPath, Action: auth.MarkDuty, Order: 60},
			{Group: workbench.Oversee, Text: "考核和更新", Path: cardPath, Action: auth.MarkDuty, Order: 62},
			{Group: workbench.Oversee, Text: "监督看板", Path: boardPath, Action: auth.Oversee, Order: 70, Covers: ofOthers},
			{Group: workbench.Oversee, Text: "投诉和更正", Path: complaintsPath, Action: auth.ViewComplaint, Order: 72},
			{Group: workbench.Oversee, Text: "督办整改", Path: ordersPath, Action: auth.ViewBoard, Order: 74},
		},
		Panels: []workbench.Panel{{Title: "近期职责", Action: auth.MarkDuty, Order: 30, Brief: p.brief}, {Title: "监督看板", Action: auth.Oversee, Order: 5, Draw: p.boardPanel},
			{Title: "督办和整改", Action: auth.ViewBoard, Order: 15, Brief: p.orderBrief}, {Title: "投诉和更正", Action: auth.ViewComplaint, Order: 14, Brief: p.complaintBrief}},
		Routes: []auth.Route{
			b.Get(dutiesPath, auth.ViewBoard, p.duties),
			b.Get(below+"/duties", auth.ViewBoard, p.duties),
			b.Get(boardPath, auth.Oversee, p.board),
			b.Get(below+"/cases", auth.ViewCase, p.casesBelow),
			b.Get(boardPath+"/cases", auth.Oversee, p.casesOfAll),
			b.Get(boardPath+"/lists/{list}", auth.Oversee, p.listed),
		},
	}
	part.Routes = append(part.Routes, p.complaintPart()...)
	part.Routes = append(part.Routes, p.orderPart()...)
	part.Routes = append(part.Routes, p.cardPart()...)
	mark := sheet.FormPage{Fill: p.today, Draw: p.markForm, Take: p.mark}
	part.Routes = append(part.Routes, mark.Routes(b, dutiesPath+"/{kind}/{key}", auth.MarkDuty)...)
	return part
}

// states are the words for how a duty stands.
var states = map[duty.State]ui.Badge{
	duty.Late: {Text: "已过期限", Tone: ui.Bad}, duty.Now: {Text: "近期应办", Tone: ui.Caution}, duty.Later: {Text: "未到期", Tone: ui.Neutral}, duty.Done: {Text: "已完成", Tone: ui.Good},
}

// duties shows the year of an agency, one's own or one below.
func (p pages) duties(c *workbench.Call) (templ.Component, error) {
	a, err := c.Agency()
	if err != nil {
		return nil, err
	}
	year, err := strconv.Atoi(c.Query("year"))
	if err != nil || year < 2008 || year > c.Today().Year()+1 {
		year = c.Today().Year()
	}
	list, err := p.Desk.Year(c.Context(), c.By, a.ID, year)
	if err != nil {
		return nil, err
	}
	s := sheet.Sheet{Base: c.Base("全年职责"), Head: ui.PageHead{Over: a.Name, Title: strconv.Itoa(year) + "年的职责", Lead: "由法律、设置和登记簿得出；登记簿显示完成的自动完成，其余由经办人标记。"}, Tabs: &ui.Tabs{Label: "年份"}}
	for y := c.Today().Year() - 1; y <= c.Today().Year()+1; y++ {
		s.Tabs.Items = append(s.Tabs.Items, ui.Tab{Link: ui.Link{Text: strconv.Itoa(y) + "年", Href: c.With("year", strconv.Itoa(y))}, Current: y == year})
	}
	open := slices.DeleteFunc(slices.Clone(list), func(d duty.Duty) bool { return d.StateOn(c.Today()) == duty.Done })
	done := slices.DeleteFunc(slices.Clone(list), func(d duty.Duty) bool { return d.StateOn(c.Today()) != duty.Done })
	own := a.ID == c.By.Agency
	s.Add("待办", p.table(c, open, "待办的职责", own))
	if len(done) > 0 {
		s.Add("已完成", p.table(c, done, "已完成的职责", own))
	}
	return s.Page(), nil
}

func (p pages) table(c *workbench.Call, list []duty.Duty, caption string, own bool) ui.Table {
	t := ui.Table{Caption: caption, Quiet: true, Columns: []ui.Column{{Title: "职责"}, {Title: "期限"}, {Title: "状态"}, {Title: "说明"}, {Title: "依据"}},
		Empty: ui.Empty{Title: "没有待办的职责", Text: "到期之前会在这里和“今日工作”中提醒。"}}
	for _, d := range list {
		badge := states[d.StateOn(c.Today())]
		note := d.Note
		if !d.DoneOn.IsZero() {
			note = d.DoneOn.Chinese() + "完成"
			if d.DoneLate() {
				note += "，晚于期限"
				badge.Tone = ui.Caution
			}
			if d.Note != "" {
				note += "；" + d.Note
			}
		}
		cell := ui.Cell{Text: d.What}
		if sort := d.Kind.Sort(); own && sort.Marked && c.May(auth.MarkDuty, c.By.Agency) {
			cell.Href = c.URL(dutiesPath + "/" + string(d.Kind) + "/" + d.Key)
		}
		row := ui.Row{Cells: []ui.Cell{cell, {Text: d.DueOn.String()}, {Body: badge}, {Text: note}, {Text: d.Kind.Sort().Cite.String()}}}
		switch d.StateOn(c.Today()) {
		case duty.Late:
			row.Tone = ui.Bad
		case duty.Now:
			row.Tone = ui.Caution
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func (p pages) today(c *workbench.Call) (*workbench.Form, error) {
	form := workbench.Filled(url.Values{})
	form.SetDate("on", c.Today())
	return form, nil
}

func (p pages) markForm(c *workbench.Call, f *workbench.Form) (templ.Component, error) {
	sort := duty.Kind(c.Path("kind")).Sort()
	return sheet.Entry{
		Base: c.Base(sort.Label, ui.Link{Text: "全年职责", Href: dutiesPath}), Head: ui.PageHead{Over: c.Path("key") + "年", Title: sort.Label, Lead: "写明怎样完成，年度报告可以引用。"},
		Form: f, Submit: ui.Button{Text: "标记完成", Kind: ui.Primary}, Cancel: dutiesPath,
		Fields: []templ.Component{f.DateInput(ui.Field{Name: "on", Label: "完成日期"}), f.Area(ui.TextArea{Field: ui.Field{Name: "note", Label: "说明"}, Rows: 4, Max: 500})},
	}.Page(), nil
}

func (p pages) mark(c *workbench.Call, f *workbench.Form) error {
	m := duty.Mark{Kind: duty.Kind(c.Path("kind")), Key: c.Path("key"), On: f.Date(ui.Field{Name: "on", Label: "完成日期"}), Note: f.Text("note")}
	if err := f.Err(); err != nil {
		return err
	}
	if err := p.Desk.MarkDone(c.Context(), c.By, c.By.Agency, m); err != nil {
		return err
	}
	return c.Done(dutiesPath, "已标记：%s", m.Kind.Sort().Label)
}

// overseen are the agencies that the caller supervises.
func overseen(c *workbench.Call) []agency.Agency {
	return slices.DeleteFunc(slices.Clone(c.By.Tree.All()), func(a agency.Agency) bool {
		return a.Closed || !c.May(auth.OrderMending, a.ID)
	})
}
