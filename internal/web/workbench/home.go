package workbench

import (
	"cmp"
	"slices"
	"strconv"

	"gongkai/civil"
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
// below it. It says what waits in one of two ways.
type Panel struct {
	Title  string
	Action auth.Action
	Order  int // small first: what is due today stands above what is good to know

	// Brief tells in a few rows and numbers what waits; what is due or late is shown at the top of the page.
	Brief func(*Call) (Brief, error)
	// Draw returns content of its own under the title, or nil when there is nothing to say; then the panel is left out.
	Draw func(*Call) (templ.Component, error)
}

// own are the pages of the shell itself.
func (b *Bench) own() Part {
	return Part{
		Routes: append(b.logInRoutes(), b.Get(homePath+"{$}", auth.ViewNotices, b.home)),
		Nav:    []NavItem{{Group: Today, Text: "今日工作", Path: homePath, Action: auth.ViewNotices}},
	}
}

// A Brief is what a panel has to say.
type Brief struct {
	Tasks  []Task // the most pressing first; a few of Count
	Count  int    // how many there are in all
	Unit   string // 件, as in 全部12件
	All    string // where all of them are, below the base path
	Counts []ui.Stat
}

// A Task is one thing that waits for somebody.
type Task struct {
	Text  string
	Path  string     // where it is done, below the base path; empty for what is done elsewhere
	Words string     // number, stage, whom it concerns
	DueOn civil.Date // zero without a day
	Badge ui.Badge   // how it stands; empty to say how near the day is
}

// badge says how near the day is.
func (t Task) badge(today civil.Date) ui.Badge {
	if t.Badge.Text != "" || t.DueOn.IsZero() {
		return t.Badge
	}
	switch days := t.DueOn.DaysSince(today); {
	case days < 0:
		return ui.Badge{Text: "已过期限" + strconv.Itoa(-days) + "天", Tone: ui.Bad}
	case days == 0:
		return ui.Badge{Text: "今天到期", Tone: ui.Bad}
	case days <= nearDays:
		return ui.Badge{Text: "还有" + strconv.Itoa(days) + "天", Tone: ui.Caution}
	}
	return ui.Badge{Text: t.DueOn.Chinese() + "前"}
}

// pressing reports whether the day has come.
func (t Task) pressing(today civil.Date) bool { return !t.DueOn.IsZero() && !t.DueOn.After(today) }

const (
	nearDays     = 5  // from how many days left a task is shown in amber
	mostPressing = 8  // how many tasks stand at the top
	mostOfOne    = 4  // how many of them come from one panel
	mostTasks    = 3  // how many a panel names
	boardsBefore = 10 // panels of a smaller order that draw themselves stand above the lists
)

type homePage struct {
	ui.Base
	Lead     string
	Today    string
	Works    bool // the person has panels with tasks at all
	Pressing ui.Tasks
	More     int // pressing ones that did not fit
	Boards   []drawnPanel
	Lists    []listPanel
	Counts   ui.Stats
	Others   []drawnPanel
}

type drawnPanel struct {
	Title string
	Body  templ.Component
}

type listPanel struct {
	Title string
	Count int
	Tasks ui.Tasks
	All   ui.Link
}

// home shows what there is to do: first what is due or late, then a few of each sort with the way to the rest.
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
	page := homePage{Base: c.Base("今日工作"), Lead: c.By.Roles.String() + "，" + c.Own().Name, Today: c.Today().Chinese()}
	page.Pressing.Label = "今天到期和已经过期的"
	for _, p := range panels {
		if err := page.take(c, p); err != nil {
			return nil, err
		}
	}
	return page.Page(), nil
}

// take puts what a panel says into its places.
func (p *homePage) take(c *Call, panel Panel) error {
	if panel.Draw != nil {
		body, err := panel.Draw(c)
		if err != nil || body == nil {
			return err
		}
		if panel.Order < boardsBefore {
			p.Boards = append(p.Boards, drawnPanel{panel.Title, body})
		} else {
			p.Others = append(p.Others, drawnPanel{panel.Title, body})
		}
		return nil
	}
	brief, err := panel.Brief(c)
	if err != nil {
		return err
	}
	p.Works = true
	p.Counts.Items = append(p.Counts.Items, brief.Counts...)
	list := listPanel{Title: panel.Title, Count: max(brief.Count, len(brief.Tasks)), Tasks: ui.Tasks{Label: panel.Title}}
	taken, left := 0, 0
	for _, t := range brief.Tasks {
		row := ui.Task{Link: ui.Link{Text: t.Text}, Words: t.Words, Badge: t.badge(c.Today())}
		if t.Path != "" {
			row.Href = c.URL(t.Path)
		}
		if t.pressing(c.Today()) {
			if taken < mostOfOne && len(p.Pressing.Items) < mostPressing {
				row.Over = panel.Title
				p.Pressing.Items = append(p.Pressing.Items, row)
				taken++
				continue
			}
			p.More++
		}
		if left++; left <= mostTasks {
			list.Tasks.Items = append(list.Tasks.Items, row)
		}
	}
	if brief.All != "" && list.Count > len(list.Tasks.Items) {
		list.All = ui.Link{Text: "全部" + strconv.Itoa(list.Count) + brief.Unit, Href: c.URL(brief.All)}
	}
	if len(list.Tasks.Items) > 0 || list.All.Href != "" && list.Count > taken {
		p.Lists = append(p.Lists, list)
	}
	return nil
}
