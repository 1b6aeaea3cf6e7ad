package cases_test

import (
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"gongkai/civil"
	"gongkai/internal/app/apptest"
	"gongkai/internal/casework"

	"github.com/PuerkitoBio/goquery"
)

// fetch reads a page as somebody who is logged in.
func fetch(t *testing.T, client *http.Client, address string) *goquery.Document {
	t.Helper()
	answer, err := client.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	doc, err := goquery.NewDocumentFromReader(answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK {
		t.Fatalf("%s: %d %v", address, answer.StatusCode, err)
	}
	return doc
}

// complete is a form with everything that any kind of fact asks for, of the day.
func complete(today civil.Date) url.Values {
	values := url.Values{"text": {"写明的内容"}, "workdays": {"20"}, "party": {"第三方甲"}, "agrees": {"yes"}, "section": {""}, "evidence": {""}, "number": {"XA12345678912"}, "method": {"in_person"},
		"basis": {"0"}, "online": {"1"}, "title": {"标题"}}
	for name, on := range map[string]civil.Date{"on": today, "until": today.AddDays(30)} {
		values.Set(name+"-year", strconv.Itoa(on.Year()))
		values.Set(name+"-month", strconv.Itoa(int(on.Month().Month)))
		values.Set(name+"-day", strconv.Itoa(on.Day()))
	}
	return values
}

// TestWhatThePageForbidsNoAddressDoes posts every kind of fact to every open application of the demo as the 经办人 and as
// the head. What the page of the application says may not be done now is refused, with the reason, and changes nothing.
func TestWhatThePageForbidsNoAddressDoes(t *testing.T) {
	site := apptest.Demo(t)
	tried := 0
	for _, login := range []string{"szj-jingban", "szj-fuze"} {
		client := site.Client(t, login)
		var paths []string
		fetch(t, client, site.URL+"/workbench/cases?state=all").Find("main tbody th a").Each(func(_ int, e *goquery.Selection) {
			paths = append(paths, e.AttrOr("href", ""))
		})
		if len(paths) < 10 {
			t.Fatalf("only %d applications", len(paths))
		}
		origin := site.URL[:strings.LastIndex(site.URL, "/")]
		for _, path := range paths {
			page := fetch(t, client, origin+path)
			moments := page.Find(".timeline li").Length()
			forbidden := map[string]bool{}
			page.Find("main table").Last().Find("tbody tr").Each(func(_ int, row *goquery.Selection) {
				forbidden[strings.TrimSpace(row.Find("th").Text())] = true
			})
			if len(forbidden) < 5 {
				t.Fatalf("%s forbids only %v", path, forbidden)
			}
			for _, kind := range casework.FactKinds() {
				if !forbidden[kind.Label()] {
					continue
				}
				tried++
				answer, err := client.PostForm(origin+path+"/do/"+string(kind), complete(site.Today()))
				if err != nil {
					t.Fatal(err)
				}
				body, _ := io.ReadAll(answer.Body)
				_ = answer.Body.Close()
				if answer.StatusCode != http.StatusUnprocessableEntity && answer.StatusCode != http.StatusForbidden {
					t.Errorf("%s as %s: %s answered %d", path, login, kind, answer.StatusCode)
				}
				if answer.StatusCode == http.StatusUnprocessableEntity && !strings.Contains(string(body), "error-summary") {
					t.Errorf("%s: %s is refused without a reason", path, kind)
				}
			}
			if after := fetch(t, client, origin+path).Find(".timeline li").Length(); after != moments {
				t.Errorf("%s: %d entries became %d", path, moments, after)
			}
		}
	}
	if tried < 100 {
		t.Errorf("only %d forbidden acts were tried", tried)
	}
}
