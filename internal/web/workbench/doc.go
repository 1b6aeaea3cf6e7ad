// Package workbench is the shell of the pages for staff under /workbench/: who is logged in, what they may open, the
// frame around each page, forms, files, errors, and the page 今日工作. The pages themselves are sub-packages, each a
// [Part]; internal/app adds one line for each.
//
// # How to add a page
//
//  1. In your package: func New(b *workbench.Bench, d *publishing.Desk) workbench.Part, which lists routes, entries of
//     the navigation and panels of the home page.
//  2. A route: b.Get("/workbench/records/{id}", auth.ViewRecord, p.show) or b.Post(pattern, action, p.save). The action
//     is the rule; {agency} in a pattern is the code of the agency acted upon, otherwise one's own is meant. Give a
//     form the same pattern for GET and POST, so that the address of a page with problems can be visited.
//  3. func (p pages) show(c *workbench.Call) (templ.Component, error): read with c.By through a use-case or
//     internal/query, return showPage{Base: c.Base("标题", ui.Link{Text: "信息", Href: "/workbench/records"}), …}.Page().
//     Paths in Base, Link and NavItem are below the base path; components take complete ones: c.URL("/workbench/…").
//  4. func (p pages) save(c *workbench.Call) error: f, err := c.Form(); read with f.Text, f.Date, f.Int, f.Checked, f.Files;
//     call the use-case with c.Context() and c.By; on success return c.Done("/workbench/records", "已保存“%s”", title);
//     on failure return c.Refuse(f, err, func() (templ.Component, error) { return p.form(c, f) }): the same page again
//     with everything as typed and problems beside the fields. Errors nobody can mend go on to the error page.
//  5. Draw fields from the form: f.Line(ui.TextInput{…}), f.Area, f.Select, f.Radios, f.Checkboxes, f.DateInput set value
//     and error. For a form not sent yet use workbench.Filled(url.Values{…}).
//  6. Lists: c.PageNumber() and c.Pagination(total, perPage). One-time secrets are drawn with c.Show, never redirected.
//  7. Everything else (CSRF, rights, no-store, sign-in, second factor) has happened before your function is called.
//     Test with httptest over [Bench.Handler], the look with webtest.
package workbench
