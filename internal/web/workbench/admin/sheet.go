package admin

import (
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"

	"github.com/a-h/templ"
)

// A sheet is a page that shows something: a head with buttons, tabs, and titled parts.
type sheet struct {
	ui.Base
	Head    ui.PageHead
	Buttons []ui.Button
	Tabs    *ui.Tabs
	Parts   []part
}

// A part is one block of a sheet.
type part struct {
	Title string
	Body  templ.Component
}

func (s *sheet) add(title string, body ...templ.Component) {
	s.Parts = append(s.Parts, part{title, templ.Join(body...)})
}

// An entry is a page with one form.
type entry struct {
	ui.Base
	Head    ui.PageHead
	Tabs    *ui.Tabs
	Form    *workbench.Form
	Above   []templ.Component // before the form
	Fields  []templ.Component
	Submit  ui.Button
	Cancel  string // where to go instead, below the base path
	Compact bool   // a question and no long form: not guarded against leaving
}

// A group is a titled group of fields.
type group struct {
	ui.Fieldset
	Fields []templ.Component
}

// A formPage is a page with a form: the form as it is first shown, how it is drawn, and what becomes of what was sent.
type formPage struct {
	fill func(*workbench.Call) (*workbench.Form, error)
	draw func(*workbench.Call, *workbench.Form) (templ.Component, error)
	take func(*workbench.Call, *workbench.Form) error // answers itself; an error is shown on the form
}

func (f formPage) show(c *workbench.Call) (templ.Component, error) {
	form, err := f.fill(c)
	if err != nil {
		return nil, err
	}
	return f.draw(c, form)
}

func (f formPage) send(c *workbench.Call) error {
	form, err := c.Form()
	if err != nil {
		return err
	}
	if err := f.take(c, form); err != nil {
		return c.Refuse(form, err, func() (templ.Component, error) { return f.draw(c, form) })
	}
	return nil
}

// A question asks before something is done: its page shows the words and one button.
type question struct {
	title, text string
	submit      string
	destructive bool
	back        string // below the base path
}

func (q question) page(c *workbench.Call, form *workbench.Form, crumbs ...ui.Link) templ.Component {
	kind := ui.Primary
	if q.destructive {
		kind = ui.Destructive
	}
	return entry{
		Base: c.Base(q.title, crumbs...), Head: ui.PageHead{Title: q.title, Lead: q.text}, Form: form, Compact: true,
		Submit: ui.Button{Text: q.submit, Kind: kind}, Cancel: q.back,
	}.Page()
}

// actions are buttons that each send a small form of their own.
type actions struct{ Items []action }

type action struct {
	Path   string // complete
	Button ui.Button
	Hidden [][2]string
}
