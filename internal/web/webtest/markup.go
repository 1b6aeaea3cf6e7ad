package webtest

import (
	"context"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/a-h/templ"
)

// Markup is a piece of HTML to ask questions of.
type Markup struct {
	t   testing.TB
	doc *goquery.Document
}

// Select reads HTML.
func Select(t testing.TB, html string) Markup {
	t.Helper()
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(html))
	if err != nil {
		t.Fatal(err)
	}
	return Markup{t, doc}
}

// Draw renders a component.
func Draw(t testing.TB, component templ.Component) Markup {
	t.Helper()
	var html strings.Builder
	if err := component.Render(context.Background(), &html); err != nil {
		t.Fatal(err)
	}
	return Select(t, html.String())
}

// Has asks for exactly n matches of a CSS selector.
func (m Markup) Has(selector string, n int) {
	m.t.Helper()
	if got := m.doc.Find(selector).Length(); got != n {
		html, _ := m.doc.Find("body").Html()
		m.t.Errorf("%d matches of %q, want %d in %.600s", got, selector, n, html)
	}
}

// Text asks for the text of the first match, white space collapsed.
func (m Markup) Text(selector, want string) {
	m.t.Helper()
	if got := strings.Join(strings.Fields(m.doc.Find(selector).First().Text()), " "); got != want {
		m.t.Errorf("%q says %q, want %q", selector, got, want)
	}
}

// Attr asks for an attribute of the first match.
func (m Markup) Attr(selector, name, want string) {
	m.t.Helper()
	if got, _ := m.doc.Find(selector).First().Attr(name); got != want {
		m.t.Errorf("%s of %q is %q, want %q", name, selector, got, want)
	}
}
