package portal_test

import (
	"net/url"
	"regexp"
	"strings"
	"testing"

	"gongkai/disclosure"
)

func TestLinksToOtherSitesSayThatTheyLeaveThisOne(t *testing.T) {
	s := newSite(t)
	_, index := s.publish(t, "kjj", disclosure.Record{Kind: disclosure.Plain, Title: "有链接的信息",
		Body: `<p><a href="https://example.com/a?b=1&amp;c=2">商业网站</a><a href="https://www.gov.cn/x">政府网站</a><a href="/xxgk/normative">本站</a></p>`}, "")
	page := s.get(t, "/records/"+index).body
	to := "/leave?" + strings.ReplaceAll(url.Values{"from": {index}, "to": {"https://example.com/a?b=1&c=2"}}.Encode(), "&", "&amp;")
	if !strings.Contains(page, to) || strings.Contains(page, `href="https://example.com`) {
		t.Errorf("the link leads straight out: %s", page[strings.Index(page, "recordbody"):])
	}
	if !strings.Contains(page, `href="https://www.gov.cn/x"`) || strings.Contains(page, "/leave?from="+url.QueryEscape(index)+"&amp;to=https%3A%2F%2Fwww.gov.cn") {
		t.Error("a link to another government site is stopped")
	}
	notice := s.get(t, strings.ReplaceAll(to, "&amp;", "&"))
	if notice.status != 200 || !strings.Contains(notice.body, `href="https://example.com/a?b=1&amp;c=2"`) || !strings.Contains(notice.body, "其他网站") {
		t.Errorf("the notice: %d %s", notice.status, notice.body)
	}
	for _, forged := range []string{"https://evil.example/", "javascript:alert(1)", ""} {
		if a := s.get(t, "/leave?"+url.Values{"from": {index}, "to": {forged}}.Encode()); a.status != 404 || strings.Contains(a.body, "evil.example") {
			t.Errorf("%q is shown: %d", forged, a.status)
		}
	}
}

func TestSuggestionsWhileTyping(t *testing.T) {
	s := newSite(t)
	s.publish(t, "kjj", disclosure.Record{Kind: disclosure.Plain, Title: "农村公路养护管理办法", Body: "<p>第一条</p>"}, "")
	for _, typed := range []string{"农村公", "农村公路 养", "nongcun"} {
		if a := s.get(t, "/search/suggest?q="+url.QueryEscape(typed)); !strings.Contains(a.body, `"农村公路养护管理办法"`) {
			t.Errorf("%s: %s", typed, a.body)
		}
	}
	if a := s.get(t, "/search/suggest?q="); a.body != `{"suggestions":[]}` {
		t.Errorf("nothing typed: %s", a.body)
	}
}

func TestSearchHelpsWhenNothingIsFound(t *testing.T) {
	s := newSite(t)
	s.publish(t, "kjj", disclosure.Record{Kind: disclosure.Plain, Title: "农村公路养护管理办法", Body: "<p>各镇应当落实责任。</p>"}, "")
	for typed, want := range map[string]string{
		"nongcungonglu": `>农村公路</a>`, "农存公路": `>农村公路</a>`, "农村公路 太空电梯": `只搜“农村公路”`, "太空电梯": "/apply?about=",
		"“养护管理”": "<mark>养护管理</mark>", "落实 责任": "<mark>", "农村公路": "按相关程度", "“责任落实”": "不按原话",
	} {
		if a := s.get(t, "/search?q="+url.QueryEscape(typed)); a.status != 200 || !strings.Contains(a.body, want) {
			t.Errorf("%s: no %s", typed, want)
		}
	}
	if a := s.get(t, "/search?q="+url.QueryEscape("农村公路")+"&agency=szj"); !strings.Contains(a.body, "不限机关、种类和年份") {
		t.Error("taking off the filter is not offered")
	}
}

// TestFiltersThatAreSetCanBeTakenOffOneByOne: each is shown with a link to the same search without it, and the columns of an
// agency can be chosen once the agency is; a column of another agency is none.
func TestFiltersThatAreSetCanBeTakenOffOneByOne(t *testing.T) {
	s := newSite(t)
	s.publish(t, "kjj", disclosure.Record{Kind: disclosure.Plain, Title: "农村公路养护通知", Body: "<p>各镇应当落实责任。</p>"}, "")
	words := "q=" + url.QueryEscape("农村公路")
	if page := s.get(t, "/search?"+words).body; strings.Contains(page, `class="limits"`) || strings.Contains(page, `name="column"`) || strings.Count(page, `name="q"`) != 1 {
		t.Error("a search without filters shows filters, or two boxes")
	}
	page := s.get(t, "/search?"+words+"&agency=kjj&kind=plain").body
	column := regexp.MustCompile(`(?s)<select[^>]*name="column".*?<option value="([^"]+)"`).FindStringSubmatch(page)
	if column == nil {
		t.Fatal("the columns of the agency are not offered")
	}
	limits := func(page string) []string {
		list := regexp.MustCompile(`(?s)<ul class="limits".*?</ul>`).FindString(page)
		var links []string
		for _, link := range regexp.MustCompile(`href="([^"]*)"`).FindAllStringSubmatch(list, -1) {
			links = append(links, strings.ReplaceAll(link[1], "&amp;", "&"))
		}
		return links
	}
	page = s.get(t, "/search?"+words+"&agency=kjj&kind=plain&column="+url.QueryEscape(column[1])).body
	links := limits(page)
	if len(links) != 3 || !strings.Contains(page, "农村公路</mark>养护通知") {
		t.Fatalf("%v", links)
	}
	for i, name := range []string{"agency", "column", "kind"} {
		left := limits(s.get(t, strings.TrimPrefix(links[i], "/xxgk")).body)
		if strings.Contains(links[i], name+"=") || len(left) != []int{1, 2, 2}[i] {
			t.Errorf("without %s: %s leaves %v", name, links[i], left)
		}
	}
	if page := s.get(t, "/search?"+words+"&agency=szj&column="+url.QueryEscape(column[1])).body; len(limits(page)) != 1 {
		t.Error("a column of another agency restricts")
	}
}
