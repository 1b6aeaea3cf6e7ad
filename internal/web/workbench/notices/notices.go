// Package notices holds the list of what a person was told: what is nearly due or overdue, what a new holiday notice
// moved, what an applicant or a third party sent in.
//
// 《条例》第四十五条 asks agencies for a regime of registration, handling and answering; a term that nobody is told of is one
// that is missed. The package shows and ticks off; who is told of what is decided by internal/casework.
package notices

import (
	"context"
	"strconv"

	"gongkai/civil"
	"gongkai/internal/auth"
	"gongkai/internal/casework"
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"
	"gongkai/internal/web/workbench/sheet"

	"github.com/a-h/templ"
)

// Options are what the pages work with.
type Options struct{ Desk *casework.Desk }

type pages struct{ Options }

const path = "/workbench/notices"

// perPage is how many notices a page of the list shows.
const perPage = 30

// New returns the pages.
func New(b *workbench.Bench, o Options) workbench.Part {
	p := pages{o}
	part := workbench.Part{
		Nav: []workbench.NavItem{{Group: workbench.Today, Text: "提醒", Path: path, Action: auth.ViewNotices, Order: 1, Count: p.unseen}},
		Routes: []auth.Route{
			b.Get(path, auth.ViewNotices, p.list),
			b.Post(path, auth.ViewNotices, p.see),
			b.Post(path+"/open", auth.ViewNotices, p.open),
		},
		Panels: []workbench.Panel{{Title: "新的提醒", Action: auth.ViewNotices, Order: 50, Brief: p.brief}},
	}
	part.Routes = append(part.Routes, sheet.FormPage{Fill: p.fillChoice, Draw: p.drawChoice, Take: p.takeChoice}.Routes(b, path+"/mail", auth.ViewNotices)...)
	return part
}

func (p pages) unseen(ctx context.Context, by auth.Actor) (int, error) {
	return p.Desk.UnseenNotices(ctx, by)
}

// list shows what the caller was told, the latest first.
func (p pages) list(c *workbench.Call) (templ.Component, error) {
	list, total, err := p.Desk.Notices(c.Context(), c.By, perPage, (c.PageNumber()-1)*perPage)
	if err != nil {
		return nil, err
	}
	s := sheet.Sheet{Base: c.Base("提醒"), Head: ui.PageHead{Title: "提醒", Lead: "同一情况只提醒一次。填写了电子邮箱的，同时发送邮件。"}}
	if len(list) > 0 {
		s.Add("", sheet.Actions{Items: []sheet.Action{{Path: c.URL(path), Button: ui.Button{Text: "全部标为已读", Kind: ui.Quiet}}}})
	}
	s.Add("", p.table(c, list), c.Pagination(total, perPage))
	s.Buttons = append(s.Buttons, ui.Button{Text: "选择发送邮件的提醒", Kind: ui.Secondary, Href: c.URL(path + "/mail")})
	return s.Page(), nil
}

func (p pages) table(c *workbench.Call, list []casework.Notice) templ.Component {
	t := ui.Table{Caption: "提醒", Quiet: true, Columns: []ui.Column{{Title: "事项"}, {Title: "说明"}, {Title: "时间"}, {Title: "状态"}},
		Empty: ui.Empty{Title: "没有提醒", Text: "临近期限、逾期和申请人、第三方的来件会出现在这里。"}}
	for _, n := range list {
		row := ui.Row{Cells: []ui.Cell{{Text: n.Title}, {Text: n.Body}, {Text: civil.Of(n.ToldAt.Time).String()}, {Body: ui.Badge{Text: "已读"}}}}
		if n.SeenAt.IsZero() {
			row.Tone = ui.Tone(n.Tone)
			row.Cells[3].Body = ui.Badge{Text: "未读", Tone: ui.Info}
		}
		if n.Path != "" {
			row.Cells[0] = ui.Cell{Body: sheet.Actions{Items: []sheet.Action{{Path: c.URL(path + "/open"), Button: ui.Button{Text: n.Title, Kind: ui.Quiet},
				Hidden: [][2]string{{"key", n.Key}, {"path", n.Path}}}}}}
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// see ticks everything off.
func (p pages) see(c *workbench.Call) error {
	if err := p.Desk.SeeNotices(c.Context(), c.By, ""); err != nil {
		return err
	}
	return c.Go(path)
}

// open ticks one notice off and leads to what it tells of. Only an address that is in a notice of the caller is gone to.
func (p pages) open(c *workbench.Call) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	list, _, err := p.Desk.Notices(c.Context(), c.By, mostOpened, 0)
	if err != nil {
		return err
	}
	for _, n := range list {
		if n.Key == f.Text("key") {
			if err := p.Desk.SeeNotices(c.Context(), c.By, n.Key); err != nil {
				return err
			}
			return c.Go(n.Path)
		}
	}
	return c.Go(path)
}

// mostOpened bounds how far back a notice is looked for.
const mostOpened = 1000

// brief counts what is new.
func (p pages) brief(c *workbench.Call) (brief workbench.Brief, err error) {
	n, err := p.unseen(c.Context(), c.By)
	if n > 0 {
		brief.Counts = []ui.Stat{{Label: "新的提醒", Value: strconv.Itoa(n), Unit: "条", Href: c.URL(path)}}
	}
	return brief, err
}
