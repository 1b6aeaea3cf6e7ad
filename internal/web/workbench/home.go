package workbench

import (
	"cmp"
	"slices"

	"gongkai/internal/auth"
	"gongkai/internal/web/ui"

	"github.com/a-h/templ"
)

// The addresses of the shell's own pages.
const (
	homePath     = "/workbench/"
	loginPath    = "/workbench/login"
	codePath     = "/workbench/login/code"
	ssoPath      = "/workbench/login/sso"
	donePath     = "/workbench/login/done"
	logoutPath   = "/workbench/logout"
	accountPath  = "/workbench/account"
	passwordPath = "/workbench/account/password"
	factorPath   = "/workbench/account/factor"
)

// A Panel is one block of the page 今日工作, drawn for those whose roles allow the action for their own agency or one
// below it.
type Panel struct {
	Title  string
	Action auth.Action
	Order  int // small first: what is due today stands above what is good to know

	// Draw returns the content under the title, or nil when there is nothing to say; then the panel is left out.
	Draw func(*Call) (templ.Component, error)
}

// own are the pages of the shell itself.
func (b *Bench) own() Part {
	return Part{
		Routes: append(b.logInRoutes(), b.Get(homePath+"{$}", auth.ViewNotices, b.home)),
		Nav:    []NavItem{{Group: Today, Text: "今日工作", Path: homePath, Action: auth.ViewNotices}},
	}
}

type homePage struct {
	ui.Base
	Greeting string
	Lead     string
	Panels   []drawnPanel
}

type drawnPanel struct {
	Title string
	Body  templ.Component
}

// home shows what there is to do.
func (b *Bench) home(c *Call) (templ.Component, error) {
	var panels []Panel
	for _, part := range b.parts {
		for _, p := range part.Panels {
			if may(c.By, p.Action) {
				panels = append(panels, p)
			}
		}
	}
	slices.SortStableFunc(panels, func(x, y Panel) int { return cmp.Compare(x.Order, y.Order) })
	page := homePage{Base: c.Base("今日工作"), Greeting: c.By.Name, Lead: c.By.Roles.String() + "，" + c.Own().Name}
	for _, p := range panels {
		body, err := p.Draw(c)
		if err != nil {
			return nil, err
		}
		if body != nil {
			page.Panels = append(page.Panels, drawnPanel{p.Title, body})
		}
	}
	return page.Page(), nil
}
