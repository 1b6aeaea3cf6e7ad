package app_test

import (
	"compress/gzip"
	"io"
	"maps"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"gongkai/internal/app/apptest"
	"gongkai/internal/web/ui"
	"gongkai/internal/web/webtest"

	"github.com/PuerkitoBio/goquery"
)

// heaviest is what a page may weigh with everything that it loads, as it goes over the wire; heaviestTool with the editor
// of texts, which comes once and is kept.
const (
	heaviest     = 100_000
	heaviestTool = 400_000
)

// samples is how many addresses of one route a person looks at.
const samples = 6

// A crawler follows every link that a person of the demo is offered.
type crawler struct {
	t       *testing.T
	site    *apptest.Site
	routes  []route
	assets  map[string]int   // weight by address
	reached map[string]*find // by pattern
	clients map[string]*http.Client
	pages   int
	looked  func(who, path string, page *goquery.Document) // at every page; nil for nothing
}

// A find is an address of a route and who came there first.
type find struct{ who, path string }

// A route is a line of the table of routes.
type route struct {
	pattern string
	path    *regexp.Regexp
}

// routesOf reads the routes of the method from the table, the more precise first.
func routesOf(t *testing.T, method string) (all []route) {
	t.Helper()
	text, err := os.ReadFile("testdata/routes.txt")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		_, pattern, ok := strings.Cut(strings.TrimSpace(line), " "+method+" ")
		if !ok {
			if pattern, ok = strings.CutPrefix(strings.TrimSpace(line), method+" "); !ok {
				continue
			}
		}
		quoted := regexp.QuoteMeta(strings.TrimSuffix(pattern, "{$}"))
		quoted = regexp.MustCompile(`\\\{[a-z_]+\\\.\\\.\\\.\\\}`).ReplaceAllString(quoted, `.+`)
		quoted = regexp.MustCompile(`\\\{[a-z_]+\\\}`).ReplaceAllString(quoted, `[^/]+`)
		if strings.HasSuffix(pattern, "/") {
			quoted += ".*"
		}
		all = append(all, route{pattern, regexp.MustCompile("^" + quoted + "$")})
	}
	slices.SortStableFunc(all, func(a, b route) int { return strings.Count(a.pattern, "{") - strings.Count(b.pattern, "{") })
	return all
}

// pattern returns the route that answers the path.
func (c *crawler) pattern(path string) string { return patternOf(c.routes, path) }

func patternOf(routes []route, path string) string {
	for _, r := range routes {
		if r.path.MatchString(path) {
			return r.pattern
		}
	}
	return ""
}

// get asks for an address as browsers do, and returns the answer's text and its weight.
func (c *crawler) get(client *http.Client, path string) (answer *http.Response, text string, weight int) {
	c.t.Helper()
	r, err := http.NewRequestWithContext(c.t.Context(), http.MethodGet, c.site.URL+path, nil)
	if err != nil {
		c.t.Fatal(err)
	}
	r.Header.Set("Accept-Encoding", "gzip")
	if answer, err = client.Do(r); err != nil {
		c.t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	sent, err := io.ReadAll(answer.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	plain := sent
	if answer.Header.Get("Content-Encoding") == "gzip" {
		zipped, err := gzip.NewReader(strings.NewReader(string(sent)))
		if err != nil {
			c.t.Fatal(err)
		}
		if plain, err = io.ReadAll(zipped); err != nil {
			c.t.Fatal(err)
		}
	}
	return answer, string(plain), len(sent)
}

// local turns the address of a link into a path below the base path; empty for one that leads elsewhere.
func (c *crawler) local(from, href string) string {
	at, err := url.Parse(c.site.URL + from)
	if err != nil {
		return ""
	}
	to, err := at.Parse(href)
	if err != nil || to.Host != at.Host {
		return ""
	}
	path, ok := strings.CutPrefix(to.Path, "/xxgk")
	if !ok || strings.HasPrefix(path, "/leave") {
		return ""
	}
	if path == "" {
		path = "/"
	}
	if to.RawQuery != "" {
		path += "?" + to.RawQuery
	}
	return (&url.URL{Path: strings.SplitN(path, "?", 2)[0]}).EscapedPath() + strings.TrimPrefix(path, strings.SplitN(path, "?", 2)[0])
}

// walk looks at the start and at everything to which links lead, a few addresses of each route.
func (c *crawler) walk(who string, client *http.Client, start string) {
	seen, taken := map[string]bool{start: true}, map[string]int{}
	for queue := []string{start}; len(queue) > 0; queue = queue[1:] {
		path := queue[0]
		answer, text, weight := c.get(client, path)
		c.pages++
		if answer.StatusCode == http.StatusSeeOther {
			continue
		}
		if answer.StatusCode != http.StatusOK {
			c.t.Errorf("%s: %s answers %d", who, path, answer.StatusCode)
			continue
		}
		if !strings.HasPrefix(answer.Header.Get("Content-Type"), "text/html") {
			continue
		}
		page, err := goquery.NewDocumentFromReader(strings.NewReader(text))
		if err != nil {
			c.t.Fatal(err)
		}
		c.weigh(who, client, path, page, weight)
		if c.looked != nil {
			c.looked(who, path, page)
		}
		if page.Find("h1").Length() != 1 || page.Find("title").Text() == "" || page.Find("html[lang]").Length() != 1 {
			c.t.Errorf("%s: %s has %d headings of the first order", who, path, page.Find("h1").Length())
		}
		page.Find("a[href]").Each(func(_ int, a *goquery.Selection) {
			to := c.local(path, a.AttrOr("href", ""))
			if to == "" || seen[to] || a.Is("[download]") {
				return
			}
			seen[to] = true
			bare, _, _ := strings.Cut(to, "?")
			pattern := c.pattern(bare)
			if pattern == "" {
				c.t.Errorf("%s: %s leads to %s, which no route answers", who, path, to)
				return
			}
			if taken[pattern]++; taken[pattern] > samples {
				return
			}
			if c.reached[pattern] == nil {
				c.reached[pattern] = &find{who, to}
			}
			queue = append(queue, to)
		})
	}
}

// weigh adds up the page and everything that it loads.
func (c *crawler) weigh(who string, client *http.Client, path string, page *goquery.Document, weight int) {
	most := heaviest
	page.Find(`link[rel="stylesheet"][href], script[src], img[src]`).Each(func(_ int, e *goquery.Selection) {
		from := e.AttrOr("href", e.AttrOr("src", ""))
		if strings.Contains(from, "editor") {
			most = heaviestTool
		}
		at := c.local(path, from)
		if at == "" {
			return
		}
		if _, known := c.assets[at]; !known {
			answer, _, size := c.get(client, at)
			if c.assets[at] = size; answer.StatusCode != http.StatusOK {
				c.t.Errorf("%s: %s loads %s: %d", who, path, at, answer.StatusCode)
			}
		}
		weight += c.assets[at]
	})
	if weight > most {
		c.t.Errorf("%s: %s weighs %d bytes, at most %d", who, path, weight, most)
	}
}

// Every link leads somewhere, and every page is light.
func TestEveryLinkOfEveryPersonLeadsToALightPage(t *testing.T) {
	c := crawl(t, apptest.Demo(t))
	var unreached []string
	for _, r := range c.routes {
		if c.reached[r.pattern] == nil {
			unreached = append(unreached, r.pattern)
		}
	}
	t.Logf("%d pages of %d routes; no link of the demo leads to %v", c.pages, len(c.reached), unreached)
	if len(c.reached) < 150 {
		t.Errorf("only %d routes were reached", len(c.reached))
	}
}

// crawl sends everybody of the demo, and a citizen, through their links.
func crawl(t *testing.T, site *apptest.Site) *crawler {
	t.Helper()
	c := &crawler{t: t, site: site}
	c.send()
	return c
}

func (c *crawler) send() {
	c.routes, c.assets, c.reached = routesOf(c.t, http.MethodGet), map[string]int{}, map[string]*find{}
	c.clients = map[string]*http.Client{"": http.DefaultClient}
	c.walk("", http.DefaultClient, "/")
	for _, login := range slices.Sorted(maps.Keys(c.site.Logins)) {
		c.clients[login] = c.site.Client(c.t, login)
		c.walk(login, c.clients[login], "/workbench/")
	}
}

// looks are the ways in which people want pages to look; each page is seen in the first and in one of the others.
var looks = []string{"dark.standard.plain", "contrast.standard.plain", "auto.large.elder"}

// layouts are, for each look, one that lays the page out in another way: large type or not.
var layouts = []string{"auto.large.elder", "auto.large.elder", "auto.standard.plain"}

// TestEveryPageInChromium looks at a page of every route to which a link of the demo leads, wide and narrow, and for every
// third in the dark, in high contrast, in large type: nothing keeps anybody out (WCAG 2.1 AA), nothing scrolls sideways.
func TestEveryPageInChromium(t *testing.T) {
	site, browser := apptest.Demo(t), webtest.Open(t)
	c := crawl(t, site)
	by := map[string][]string{}
	for _, pattern := range slices.Sorted(maps.Keys(c.reached)) {
		by[c.reached[pattern].who] = append(by[c.reached[pattern].who], pattern)
	}
	seen := 0
	for _, who := range slices.Sorted(maps.Keys(by)) {
		if who != "" {
			site.LogIn(t, browser, who)
		}
		for _, pattern := range by[who] {
			path := c.reached[pattern].path
			answer, _, _ := c.get(c.clients[who], path)
			if answer.StatusCode != http.StatusOK || !strings.HasPrefix(answer.Header.Get("Content-Type"), "text/html") {
				continue
			}
			seen++
			problems, err := browser.Fits(webtest.Visit{URL: site.URL + path, Width: webtest.Phone, Cookie: [2]string{ui.ViewCookie, layouts[seen%len(looks)]}})
			if err != nil {
				t.Fatalf("%s (%s): %v", path, who, err)
			}
			for _, problem := range problems {
				t.Errorf("%s (%s) %s on a phone: %s", path, pattern, layouts[seen%len(looks)], problem)
			}
			for _, v := range []webtest.Visit{
				{Width: webtest.Desk, Cookie: [2]string{ui.ViewCookie, "auto.standard.plain"}},
				{Width: webtest.Phone, Cookie: [2]string{ui.ViewCookie, looks[seen%len(looks)]}},
			} {
				v.URL, v.Weight = site.URL+path, heaviestTool
				problems, err := browser.Inspect(v)
				if err != nil {
					t.Fatalf("%s (%s): %v", path, who, err)
				}
				for _, problem := range problems {
					t.Errorf("%s (%s) %s at %d px: %s", path, pattern, v.Cookie[1], v.Width, problem)
				}
			}
		}
	}
	t.Logf("%d pages", seen)
}
