package workbench

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"gongkai/agency"
	"gongkai/civil"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/web/ui"

	"github.com/a-h/templ"
)

// A Call is one request to a page by somebody who is logged in and may.
type Call struct {
	Request *http.Request
	By      auth.Actor

	bench  *Bench
	writer http.ResponseWriter
	led    string // where the answer leads
	taken  bool   // the form of the call was taken, see [Bench.Post]
	form   *Form  // what was sent, once it was read
}

// A standing is what has been found out about the caller of one request.
type standing struct {
	asked bool
	by    auth.Actor
	err   error
}

type standingKey struct{}

// stand lets the question who calls be asked once per request.
func (b *Bench) stand(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), standingKey{}, &standing{})))
	})
}

func standingOf(r *http.Request) *standing {
	s, _ := r.Context().Value(standingKey{}).(*standing)
	if s == nil {
		s = &standing{}
	}
	return s
}

func (s *standing) ask(b *Bench, r *http.Request) (auth.Actor, error) {
	if !s.asked {
		s.asked = true
		s.by, s.err = b.who(r)
	}
	return s.by, s.err
}

// who finds the person of the session, which ends when the rules of their agency say so.
func (b *Bench) who(r *http.Request) (auth.Actor, error) {
	ctx := r.Context()
	by, err := b.Desk.Who(ctx, b.Sessions.Who(ctx), b.address(r))
	if err != nil {
		return auth.Actor{}, err
	}
	rules, err := b.Desk.OwnRules(ctx, by)
	if err != nil {
		return auth.Actor{}, err
	}
	if b.Sessions.Within(ctx, rules, b.Desk.DB.Now()) {
		return by, nil
	}
	if err := b.Sessions.End(ctx); err != nil {
		return auth.Actor{}, err
	}
	return auth.Actor{}, auth.SignedOut()
}

func (b *Bench) address(r *http.Request) string { return auth.Caller(r, b.Proxies).String() }

// Get makes the route of a page.
func (b *Bench) Get(pattern string, action auth.Action, page func(*Call) (templ.Component, error)) auth.Route {
	return auth.Route{Method: http.MethodGet, Pattern: pattern, Action: action, Handler: b.Page(page)}
}

// Post makes the route of an act. A form that carries a key ([OnceKey]) is taken once.
func (b *Bench) Post(pattern string, action auth.Action, act func(*Call) error) auth.Route {
	return auth.Route{Method: http.MethodPost, Pattern: pattern, Action: action, Handler: b.Act(func(c *Call) error { return c.once(act) })}
}

// Page draws what the function returns.
func (b *Bench) Page(page func(*Call) (templ.Component, error)) auth.Handler {
	return b.Act(func(c *Call) error {
		if b.Opened != nil && c.Request.Method == http.MethodGet {
			_ = b.Opened(c.Context(), c.By, c.Request.URL.Path) // no page is refused because a notice stays unread
		}
		component, err := page(c)
		if err != nil {
			return err
		}
		return c.Show(component)
	})
}

// Act calls the function with the caller; the function answers by [Call.Done], [Call.Refuse], [Call.Show] or
// [Call.Write].
func (b *Bench) Act(act func(*Call) error) auth.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		by, err := standingOf(r).ask(b, r)
		if err != nil {
			return err
		}
		return act(&Call{Request: r, By: by, bench: b, writer: w})
	}
}

// Context returns the context of the request.
func (c *Call) Context() context.Context { return c.Request.Context() }

// Path returns what the address has in the place of a wildcard of the pattern.
func (c *Call) Path(name string) string { return c.Request.PathValue(name) }

// Query returns a value of the query of the address, without blanks around it.
func (c *Call) Query(name string) string { return strings.TrimSpace(c.Request.URL.Query().Get(name)) }

// URL returns the complete address of a path of the program.
func (c *Call) URL(path string) string { return c.bench.BasePath + path }

// May reports whether the caller may take the action upon the agency: to show a button or not.
func (c *Call) May(action auth.Action, target agency.ID) bool {
	return auth.Can(c.By, action, target) == nil
}

// Now returns the instant.
func (c *Call) Now() time.Time { return c.bench.Desk.DB.Now() }

// Today returns the day in China.
func (c *Call) Today() civil.Date { return civil.Of(c.Now()) }

// Agency returns the agency acted upon: the one that the address names as {agency}, or the caller's own.
func (c *Call) Agency() (agency.Agency, error) {
	if code := c.Path("agency"); code != "" {
		if a, ok := c.By.Tree.ByCode(code); ok {
			return a, nil
		}
		return agency.Agency{}, fault.New(fault.NotFound, "没有找到这个机关")
	}
	return c.Own(), nil
}

// Own returns the caller's own agency.
func (c *Call) Own() agency.Agency {
	a, _ := c.By.Tree.Find(c.By.Agency)
	return a
}

// Base returns what every page has. crumbs lead from the home page to the page above this one.
func (c *Call) Base(title string, crumbs ...ui.Link) ui.Base {
	own := c.Own()
	base := c.bench.base(c.Request, title)
	base.Site.Agency = own.Name
	base.User = &ui.User{Name: c.By.Name, Role: c.By.Roles.String(), Agency: own.Name, Menu: []ui.Link{{Text: "我的账号", Href: accountPath}}}
	for _, note := range c.bench.Sessions.Collect(c.Context()) {
		base.Toasts = append(base.Toasts, ui.Toast{Tone: ui.Good, Text: note})
	}
	if c.By.Waiting != auth.Nothing {
		return base // nothing else can be opened yet
	}
	base.Nav = c.bench.nav(c.Context(), c.By, c.Request.URL.Path)
	if c.Request.URL.Path != homePath {
		base.Crumbs = append([]ui.Link{{Text: "今日工作", Href: homePath}}, crumbs...)
	}
	return base
}

// base is what pages have for callers who are not logged in, too.
func (b *Bench) base(r *http.Request, title string) ui.Base {
	path := r.URL.Path
	if r.URL.RawQuery != "" {
		path += "?" + r.URL.RawQuery
	}
	return ui.Base{
		Title: title, BasePath: b.BasePath, Path: path, View: ui.ViewOf(r),
		Site: ui.Site{Name: b.SiteName, ThemePath: b.Theme},
	}
}

// Show answers with the page.
func (c *Call) Show(page templ.Component) error { return c.Write(http.StatusOK, page) }

// Write answers with the page under the status. The page is drawn to the end before anything is sent, so that a page
// that fails half way becomes a page that says so.
func (c *Call) Write(status int, page templ.Component) error {
	return write(c.Context(), c.writer, status, page)
}

func write(ctx context.Context, w http.ResponseWriter, status int, page templ.Component) error {
	var text bytes.Buffer
	if err := page.Render(ctx, &text); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(text.Bytes()) // a caller who is gone needs no answer
	return nil
}

// Writer returns the answer, for downloads; pages use [Call.Show].
func (c *Call) Writer() http.ResponseWriter { return c.writer }

// Go sends the browser to a path below the base path.
func (c *Call) Go(path string) error {
	c.led, c.taken = path, true
	http.Redirect(c.writer, c.Request, path, http.StatusSeeOther)
	return nil
}

// Done sends the browser to a path below the base path, where the words are shown once.
func (c *Call) Done(path, format string, args ...any) error {
	c.bench.Sessions.Leave(c.Context(), fmt.Sprintf(format, args...))
	return c.Go(path)
}

// Refuse draws the page of a form again, with everything as it was typed and the problems of err beside their fields.
// Errors that the person cannot mend by another entry are returned as they are.
func (c *Call) Refuse(f *Form, err error, page func() (templ.Component, error)) error {
	if err = f.Take(err); err != nil {
		return err
	}
	again, err := page()
	if err != nil {
		return err
	}
	return c.Write(http.StatusUnprocessableEntity, again)
}

// PageNumber returns which page of a list is asked for, from one.
func (c *Call) PageNumber() int {
	n, err := strconv.Atoi(c.Query("page"))
	if err != nil {
		return 1
	}
	return max(n, 1)
}

// Pagination leads through a list of so many things, keeping the rest of the address.
func (c *Call) Pagination(total, perPage int) ui.Pagination {
	return ui.Pagination{
		Page: c.PageNumber(), Pages: (total + perPage - 1) / perPage, Total: total,
		Href: func(page int) string { return c.With("page", strconv.Itoa(page)) },
	}
}

// With returns the complete address of this page with one value of the query changed; an empty one is left out.
func (c *Call) With(name, value string) string {
	query := url.Values{}
	for key, values := range c.Request.URL.Query() {
		query[key] = values
	}
	if query.Set(name, value); value == "" {
		query.Del(name)
	}
	address := c.URL(c.Request.URL.Path)
	if len(query) > 0 {
		address += "?" + query.Encode()
	}
	return address
}
