// Package ui is the design system of both faces: the shells of portal and workbench, the components that pages are
// built from, their style sheet and their small script.
//
// Government sites must name themselves and their owner on each page, in fixed meta tags and in the foot, must work
// for old and disabled people, and must show no pop-ups. The package decides how all that looks and is marked up; it
// knows no cases, no records and no database. What a page says is the page's own business.
//
// # How to write a page
//
//  1. A struct in its own file embeds [Base] and holds what the page shows, ready to show (no dates arithmetic):
//     type AgencyPage struct { ui.Base; Records ui.Table }
//  2. A templ file beside it: templ (p AgencyPage) Page() { @ui.Portal(p.Base) { … } }, or [Workbench] for staff.
//  3. Inside the braces use components as values: @ui.PageHead{Title: "目录"} and @p.Records.
//     Children go in braces behind @ui.Around(ui.Notice{Title: "提示"}) { <p>…</p> }; templ wants a call there.
//  4. Forms: <form method="post">, first @ui.ErrorSummary{Problems: p.Problems}, then fields whose Error is
//     ui.FieldError(p.Problems, "name"). They show again what was entered. One primary [Button] a page.
//  5. Addresses below the base path go through Base.URL; components take complete ones.
//  6. Fill Base once per request: BasePath, Path (with query), View: [ViewOf](r), Site, Nav; Column or Article for
//     the meta tags; Dynamic only where hx-… attributes are used. Every page works without them.
//  7. No style or script in the page: the policy forbids it. A new look is a class in static/gongkai.css.
//  8. Run "go tool templ generate" and commit the *_templ.go file.
//  9. Test it with webtest: webtest.Select for the markup, Browser.Check at both widths for the rest.
//  10. A new component is a struct with a Render method here and a sample in package gallery, zero and full.
//
// Routes that both faces need: GET /assets/ is [Assets], POST [ViewPath] is [SwitchView].
package ui

//go:generate go tool templ generate
