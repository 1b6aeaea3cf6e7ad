package app_test

import (
	"net/http"
	"strings"
	"testing"

	"gongkai/internal/app/apptest"

	"github.com/PuerkitoBio/goquery"
)

// emptyScreens are entries of the navigation that say how it comes that they have nothing to show, on every day, with the
// person to whom they say it: the 经办人 belongs to no section, and the 主管部门 of the demo does nothing but oversee.
var emptyScreens = map[string]bool{
	"szj-jingban /workbench/assist": true, "zhuguan /workbench/records": true, "zhuguan /workbench/catalog": true, "zhuguan /workbench/cases": true,
}

// On whatever day the demo is started, every entry of everybody's navigation leads to a page that has something to show.
func TestEveryScreenHasSomethingToShowOnEveryDay(t *testing.T) {
	for _, tt := range []struct{ name, at string }{
		{"平常的星期四", apptest.Opens}, {"跨年夜", "2026-12-31 23:40"}, {"元旦零点过后", "2027-01-01 00:20"}, {"国庆假期", "2026-10-03 09:00"}, {"闰日深夜", "2028-02-29 23:50"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			site := apptest.DemoBy(t, apptest.ClockFrom(t, tt.at))
			for _, login := range []string{"", "szj-jingban", "szj-qianfa", "szj-fuze", "szj-xinxi", "zhuguan"} {
				client, paths := http.DefaultClient, []string{"/", "/normative", "/search?q=照明", "/agencies/szj/catalog", "/agencies/szj/guide", "/agencies/kjj/reports"}
				if login != "" {
					client = site.Client(t, login)
					paths = entries(t, site.Get(t, client, "/workbench/").Text)
				}
				for _, path := range paths {
					page := site.Get(t, client, path)
					if page.Status != http.StatusOK {
						t.Errorf("%s %s: %d", login, path, page.Status)
					}
					if nothing := empty(t, page.Text); (nothing != "") != emptyScreens[login+" "+path] {
						t.Errorf("%s %s: nothing to show: %q", login, path, nothing)
					}
				}
			}
		})
	}
}

// entries are the addresses of the navigation of a page.
func entries(t *testing.T, page string) (paths []string) {
	t.Helper()
	document(t, page).Find(".sidenav a[href]").Each(func(_ int, a *goquery.Selection) {
		if path, ok := strings.CutPrefix(a.AttrOr("href", ""), "/xxgk"); ok {
			paths = append(paths, path)
		}
	})
	if len(paths) < 4 {
		t.Errorf("a navigation of %v", paths)
	}
	return paths
}

// empty is what a page says in place of what it is there to show.
func empty(t *testing.T, page string) string {
	t.Helper()
	main := document(t, page).Find("main")
	if nothing := main.Find(".empty"); nothing.Length() > 0 && main.Find("tbody tr, .tasks li, .stats li").Length() == 0 {
		return strings.Join(strings.Fields(nothing.First().Text()), " ")
	}
	return ""
}

func document(t *testing.T, page string) *goquery.Document {
	t.Helper()
	d, err := goquery.NewDocumentFromReader(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	return d
}
