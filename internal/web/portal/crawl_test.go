package portal_test

import (
	"encoding/xml"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
)

// TestEveryLinkLeadsSomewhere follows every link of the site from its first page, without scripts, and from the feed and
// the map for search engines. All of them stay below the base path.
func TestEveryLinkLeadsSomewhere(t *testing.T) {
	s := newSite(t)
	todo, from := []string{base + "/", base + "/feed.atom", base + "/sitemap.xml", base + "/robots.txt"}, map[string]string{base + "/": "start"}
	visited := 0
	for len(todo) > 0 {
		path := todo[0]
		todo = todo[1:]
		a := s.ask(t, httptest.NewRequest("GET", path, nil))
		if visited++; a.status != 200 && a.status != 410 && a.status != 303 {
			t.Errorf("%s (linked from %s): %d", path, from[path], a.status)
			continue
		}
		for _, link := range links(t, s, a) {
			if _, seen := from[link]; seen {
				continue
			}
			from[link] = path
			if !strings.HasPrefix(link, base+"/") {
				t.Errorf("%s links to %s, which is not below %s", path, link, base)
				continue
			}
			if !strings.HasSuffix(link, ".pdf") && !strings.HasSuffix(link, ".ofd") { // made one by one in other tests
				todo = append(todo, link)
			}
		}
	}
	if visited < 120 {
		t.Errorf("only %d pages were reached", visited)
	}
}

// links are the addresses on this site that a page leads to, without fragments.
func links(t *testing.T, s *site, a answer) []string {
	t.Helper()
	var list []string
	add := func(href string) {
		href, _, _ = strings.Cut(strings.TrimPrefix(href, s.server.URL), "#")
		if strings.HasPrefix(href, "/") {
			list = append(list, href)
		}
	}
	switch kind := a.header.Get("Content-Type"); {
	case strings.HasPrefix(kind, "text/html"):
		doc, err := goquery.NewDocumentFromReader(strings.NewReader(a.body))
		if err != nil {
			t.Fatal(err)
		}
		doc.Find("a[href], link[href]").Each(func(_ int, e *goquery.Selection) { add(e.AttrOr("href", "")) })
	case strings.HasPrefix(kind, "application/atom+xml"), strings.HasPrefix(kind, "application/xml"):
		var f struct {
			Entries []struct {
				Link struct {
					Href string `xml:"href,attr"`
				} `xml:"link"`
			} `xml:"entry"`
			Places []string `xml:"url>loc"`
		}
		if err := xml.Unmarshal([]byte(a.body), &f); err != nil {
			t.Fatal(err)
		}
		for _, e := range f.Entries {
			add(e.Link.Href)
		}
		for _, p := range f.Places {
			add(p)
		}
		if len(list) < 30 && strings.HasPrefix(kind, "application/xml") {
			t.Errorf("%s lists %d addresses", kind, len(list))
		}
	}
	return list
}

func TestAnIndexNumberIsItsOwnSearchResult(t *testing.T) {
	s := newSite(t)
	index := s.index(t, "机关简介")
	for _, text := range []string{index, strings.ToLower(index), " " + index + " "} {
		a := s.get(t, "/search?q="+url.QueryEscape(text))
		if a.status != 303 || a.header.Get("Location") != base+"/records/"+index {
			t.Errorf("%q: %d %s", text, a.status, a.header.Get("Location"))
		}
	}
}

func TestAnythingMayBeAskedInAQuery(t *testing.T) {
	s := newSite(t)
	for _, query := range []string{"/search?q=%25_!'\"", "/search?q=" + strings.Repeat("长", 3000), "/search?year=-1&page=99999999&q=a", "/normative?state=x&agency='&page=-3", "/agencies/kjj/catalog?all=1&year=0&page=x", "/apply?agency=szj&about=<script>alert(1)</script>", "/feed.atom?agency=kjj&kind=plain", "/sitemap.xml?part=1"} {
		a := s.get(t, query)
		if a.status != 200 || strings.Contains(a.body, "<script>alert") {
			t.Errorf("%.60s: %d", query, a.status)
		}
	}
	for _, query := range []string{"/feed.atom?agency=none", "/feed.atom?kind=x", "/feed.atom?agency=kjj&column=x", "/sitemap.xml?part=-1", "/apply?agency=none", "/apply/form.exe?agency=kjj", "/search?q=a%00", "/search?q=%ff", "/agencies/%00/", "/records/%ff"} {
		if a := s.get(t, query); a.status != 404 {
			t.Errorf("%s: %d", query, a.status)
		}
	}
}
