// Package sheet has the two kinds of pages of which the workbench is made: a [Sheet] shows, an [Entry] takes one form.
// Its components stand above those of package ui, which know nothing of forms that were sent.
package sheet

import (
	"context"
	"io"
	"slices"
	"strconv"

	"gongkai/internal/auth"
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"

	"github.com/a-h/templ"
)

// A Sheet is a page that shows something: a head with buttons, tabs, and titled parts.
type Sheet struct {
	ui.Base
	Head    ui.PageHead
	Buttons []ui.Button
	Tabs    *ui.Tabs

	Contents bool // the titles of the parts are listed above the first of them, for long pages
	parts    []part
}

type part struct {
	id, title string
	body      templ.Component
}

// Add appends a part. Parts without a title go on under the one before.
func (s *Sheet) Add(title string, body ...templ.Component) {
	s.parts = append(s.parts, part{"part-" + strconv.Itoa(len(s.parts)+1), title, templ.Join(body...)})
}

// firstTitled is where the first part with a title stands.
func (s Sheet) firstTitled() int {
	return slices.IndexFunc(s.parts, func(p part) bool { return p.title != "" })
}

// An Entry is a page with one form.
type Entry struct {
	ui.Base
	Head    ui.PageHead
	Tabs    *ui.Tabs
	Form    *workbench.Form
	Above   []templ.Component // before the form
	Fields  []templ.Component
	Submit  ui.Button
	Others  []ui.Button // further ways to send the form
	Cancel  string      // where to go instead, below the base path
	Compact bool        // a question and no long form: not guarded against leaving
	Files   bool        // the form has a field for files
}

func (e Entry) encoding() templ.Attributes {
	if e.Files {
		return templ.Attributes{"enctype": "multipart/form-data"}
	}
	return nil
}

// A FormPage is a page with a form: the form as it is first shown, how it is drawn, and what becomes of what was sent.
type FormPage struct {
	Fill func(*workbench.Call) (*workbench.Form, error)                  // nil for an empty form
	Draw func(*workbench.Call, *workbench.Form) (templ.Component, error) // the page
	Take func(*workbench.Call, *workbench.Form) error                    // answers itself; an error is shown on the form
}

// Routes makes the two routes of the page.
func (f FormPage) Routes(b *workbench.Bench, pattern string, action auth.Action) []auth.Route {
	return []auth.Route{b.Get(pattern, action, f.show), b.Post(pattern, action, f.send)}
}

func (f FormPage) show(c *workbench.Call) (templ.Component, error) {
	form := workbench.Filled(map[string][]string{})
	if f.Fill != nil {
		var err error
		if form, err = f.Fill(c); err != nil {
			return nil, err
		}
	}
	return f.Draw(c, form)
}

func (f FormPage) send(c *workbench.Call) error {
	form, err := c.Form()
	if err != nil {
		return err
	}
	if err := f.Take(c, form); err != nil {
		return c.Refuse(form, err, func() (templ.Component, error) { return f.Draw(c, form) })
	}
	return nil
}

// A Group is a titled group of fields.
type Group struct {
	ui.Fieldset
	Fields []templ.Component
}

// Render implements templ.Component.
func (g Group) Render(ctx context.Context, w io.Writer) error { return g.body().Render(ctx, w) }

// Actions are buttons that each send a small form of their own.
type Actions struct{ Items []Action }

// An Action is one of them.
type Action struct {
	Path   string // complete
	Button ui.Button
	Hidden [][2]string
}

// Render implements templ.Component.
func (a Actions) Render(ctx context.Context, w io.Writer) error { return a.body().Render(ctx, w) }

// A Filter narrows a list: its fields go into the address.
type Filter struct {
	Path   string // complete
	Fields []templ.Component
	More   []templ.Component // folded away, for conditions that are seldom set
	Open   bool              // one of them is set
	Hidden [][2]string
}

// Render implements templ.Component.
func (f Filter) Render(ctx context.Context, w io.Writer) error { return f.body().Render(ctx, w) }

// A Paragraph is plain words between other parts.
type Paragraph struct{ Text string }

// Render implements templ.Component.
func (p Paragraph) Render(ctx context.Context, w io.Writer) error { return p.body().Render(ctx, w) }

// Bullets are a list of sentences.
type Bullets struct{ Items []string }

// Render implements templ.Component.
func (b Bullets) Render(ctx context.Context, w io.Writer) error { return b.body().Render(ctx, w) }

// Cards stand side by side where there is room.
type Cards struct{ Items []templ.Component }

// Render implements templ.Component.
func (c Cards) Render(ctx context.Context, w io.Writer) error { return c.body().Render(ctx, w) }

// Buttons stand in a row.
type Buttons struct{ Items []ui.Button }

// Render implements templ.Component.
func (b Buttons) Render(ctx context.Context, w io.Writer) error { return b.body().Render(ctx, w) }

// A Hidden value goes with a form unseen.
type Hidden struct{ Name, Value string }

// Render implements templ.Component.
func (h Hidden) Render(ctx context.Context, w io.Writer) error { return h.body().Render(ctx, w) }

// A Preview shows the text of a letter or record, paragraph by paragraph.
type Preview struct{ Title, Text string }

// Render implements templ.Component.
func (p Preview) Render(ctx context.Context, w io.Writer) error { return p.body().Render(ctx, w) }

// Folded is what is shown when somebody asks for it.
type Folded struct {
	Title string
	Body  templ.Component
}

// Render implements templ.Component.
func (f Folded) Render(ctx context.Context, w io.Writer) error { return f.body().Render(ctx, w) }
