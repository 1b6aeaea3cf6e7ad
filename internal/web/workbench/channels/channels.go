// Package channels holds the pages of the channels by which other systems hand documents in: who has one, a new one with
// its token, and the end of one.
//
// 《政务应用安全规定》 asks that access is given by name and can be taken away; a channel has one agency, one column and
// one person who goes on with what comes. The pages decide nothing; package publishing does.
package channels

import (
	"slices"

	"gongkai/agency"
	"gongkai/civil"
	"gongkai/internal/auth"
	"gongkai/internal/publishing"
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"
	"gongkai/internal/web/workbench/sheet"

	"github.com/a-h/templ"
)

// Options are what the pages work with.
type Options struct {
	Desk    *publishing.Desk
	Address string // of the interface, as other systems see it
}

type pages struct {
	Options
	bench *workbench.Bench
}

const (
	listPath = "/workbench/channels"
	newPath  = listPath + "/new"
	endPath  = listPath + "/{agency}/{channel}/revoke"
)

// New returns the pages.
func New(b *workbench.Bench, o Options) workbench.Part {
	p := pages{o, b}
	part := workbench.Part{
		Nav:    []workbench.NavItem{{Group: workbench.Admin, Text: "接入渠道", Path: listPath, Action: auth.AlterAccess, Order: 55}},
		Routes: []auth.Route{b.Get(listPath, auth.AlterAccess, p.list), b.Get(endPath, auth.AlterAccess, p.ask), b.Post(endPath, auth.AlterAccess, p.revoke)},
	}
	part.Routes = append(part.Routes, sheet.FormPage{Draw: p.form, Take: p.create}.Routes(b, newPath, auth.AlterAccess)...)
	return part
}

// mine are the agencies whose channels the person looks after.
func mine(c *workbench.Call) []agency.Agency {
	var list []agency.Agency
	for _, a := range c.By.Tree.All() {
		if c.May(auth.AlterAccess, a.ID) {
			list = append(list, a)
		}
	}
	slices.SortStableFunc(list, func(a, b agency.Agency) int {
		if (a.ID == c.By.Agency) != (b.ID == c.By.Agency) {
			if a.ID == c.By.Agency {
				return -1
			}
			return 1
		}
		return 0
	})
	return list
}

func (p pages) list(c *workbench.Call) (templ.Component, error) {
	s := sheet.Sheet{Base: c.Base("接入渠道"), Head: ui.PageHead{Title: "接入渠道", Lead: "办公系统和接收目录把公文送来，成为所属机关的草稿；不会因此公开。"},
		Buttons: []ui.Button{{Text: "新建接入渠道", Kind: ui.Primary, Href: c.URL(newPath)}}}
	t := ui.Table{Caption: "接入渠道", Quiet: true, Columns: []ui.Column{{Title: "对方系统"}, {Title: "机关"}, {Title: "编号"}, {Title: "建立日期"}, {Title: "状态"}, {Title: ""}},
		Empty: ui.Empty{Title: "还没有接入渠道", Text: "为每一个办公系统各建一个，停用时互不影响。"}}
	for _, a := range mine(c) {
		channels, err := p.Desk.Channels(c.Context(), c.By, a.ID)
		if err != nil {
			return nil, err
		}
		for _, ch := range channels {
			t.Rows = append(t.Rows, p.row(c, a, ch))
		}
	}
	s.Add("", t)
	return s.Page(), nil
}

func (p pages) row(c *workbench.Call, a agency.Agency, ch publishing.Channel) ui.Row {
	state, act := ui.Cell{Body: ui.Badge{Tone: ui.Good, Text: "使用中"}}, ui.Cell{Text: "停用", Href: c.URL(listPath + "/" + string(a.ID) + "/" + ch.ID + "/revoke")}
	if !ch.RevokedAt.IsZero() {
		state, act = ui.Cell{Body: ui.Badge{Tone: ui.Neutral, Text: "已于" + civil.Of(ch.RevokedAt).String() + "停用"}}, ui.Cell{}
	}
	return ui.Row{Cells: []ui.Cell{{Text: ch.Name}, {Text: a.Name}, {Text: ch.ID}, {Text: civil.Of(ch.CreatedAt).String()}, state, act}}
}

func (p pages) form(c *workbench.Call, f *workbench.Form) (templ.Component, error) {
	var agencies []ui.Option
	for _, a := range mine(c) {
		agencies = append(agencies, ui.Option{Value: string(a.ID), Text: a.Name})
	}
	return sheet.Entry{
		Base: c.Base("新建接入渠道", ui.Link{Text: "接入渠道", Href: listPath}), Form: f,
		Head:   ui.PageHead{Title: "新建接入渠道", Lead: "建立后给出一个令牌，只显示一次，请交给对方系统的管理员。"},
		Submit: ui.Button{Text: "建立并显示令牌", Kind: ui.Primary}, Cancel: listPath, Compact: true,
		Fields: []templ.Component{
			f.Select(ui.Select{Field: ui.Field{Name: "agency", Label: "机关"}, Options: agencies}),
			f.Line(ui.TextInput{Field: ui.Field{Name: "name", Label: "对方系统的名称", Hint: "如：区政府协同办公系统"}, Width: "medium", MaxLength: 40}),
			f.Line(ui.TextInput{Field: ui.Field{Name: "column", Label: "栏目", Hint: "草稿先放在哪个栏目，写栏目的名称；经办人可以改"}, Width: "medium", MaxLength: 100}),
			f.Line(ui.TextInput{Field: ui.Field{Name: "login", Label: "经办人的登录名", Hint: "送来的公文以他为拟稿人，由他核对、自审；他不能审核、签发这些信息"}, Width: "short", MaxLength: 60}),
		},
	}.Page(), nil
}

// create opens the channel and shows its token, once.
func (p pages) create(c *workbench.Call, f *workbench.Form) error {
	ch, token, err := p.Desk.CreateChannel(c.Context(), c.By, publishing.NewChannel{Agency: agency.ID(f.Text("agency")), Name: f.Text("name"), Column: f.Text("column"), Login: f.Text("login")})
	if err != nil {
		return err
	}
	s := sheet.Sheet{Base: c.Base("接入渠道已建立", ui.Link{Text: "接入渠道", Href: listPath}), Head: ui.PageHead{Title: "接入渠道已建立"}, Buttons: []ui.Button{{Text: "令牌已经抄下", Kind: ui.Primary, Href: c.URL(listPath)}}}
	s.Add("", ui.Notice{Tone: ui.Caution, Title: "令牌只显示这一次", Text: "离开本页后无法再看到。遗失的，停用后另建一个。"},
		ui.Facts{Items: []ui.Fact{{Name: "令牌", Text: token}, {Name: "对方系统", Text: ch.Name}, {Name: "编号", Text: ch.ID}, {Name: "报送地址", Text: "POST " + p.Address + "/intake/documents"}, {Name: "接口说明", Text: p.Address + "/openapi.json"}}})
	c.Taken(listPath)
	return c.Show(s.Page())
}

func (p pages) ask(c *workbench.Call) (templ.Component, error) {
	return sheet.Entry{Base: c.Base("停用接入渠道", ui.Link{Text: "接入渠道", Href: listPath}), Form: workbench.Filled(map[string][]string{}), Compact: true,
		Head:   ui.PageHead{Title: "停用接入渠道", Lead: "它的令牌立即失效，不能恢复；已经送来的草稿不受影响。"},
		Submit: ui.Button{Text: "停用", Kind: ui.Destructive}, Cancel: listPath}.Page(), nil
}

func (p pages) revoke(c *workbench.Call) error {
	if err := p.Desk.RevokeChannel(c.Context(), c.By, agency.ID(c.Path("agency")), c.Path("channel")); err != nil {
		return err
	}
	return c.Done(listPath, "接入渠道已停用")
}
