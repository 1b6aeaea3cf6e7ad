package portal

import (
	"net/http"
	"net/url"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"gongkai/catalog"
	"gongkai/fault"
	"gongkai/internal/database"
	"gongkai/internal/query"
	"gongkai/internal/web/ui"
)

// leavePath is the page between this site and one that is no government's.
const leavePath = "/leave"

// leavePage says that a link leads to another site.
type leavePage struct {
	ui.Base
	Address string
	Host    string
	Back    ui.Link
}

// leave shows where a link of a record leads before anybody goes there. Only addresses that do stand in the record are
// shown: nobody can lend the site's name to a link of his own.
func (p *Portal) leave(r *http.Request, q *database.Query) (sheet, error) {
	v := r.URL.Query()
	row, err := published(q, recordAddress{Index: catalog.IndexNo(v.Get("from"))})
	if err != nil {
		return sheet{}, err
	}
	rec, err := query.PortalVersion(q, row.Record, row.Version)
	if err != nil {
		return sheet{}, err
	}
	to, err := url.Parse(v.Get("to"))
	if err != nil || !row.Visible || !leadsTo(rec.Body, v.Get("to")) {
		return sheet{}, fault.New(fault.NotFound, "这条信息里没有这个链接，可能已经修订")
	}
	b, err := p.frame(r, q, "即将离开本网站", nil)
	if err != nil {
		return sheet{}, err
	}
	page := leavePage{Base: b, Address: to.String(), Host: to.Hostname(), Back: ui.Link{Text: "返回《" + row.Title + "》", Href: b.URL(recordPath(row.IndexNo))}}
	return sheet{body: page.Page()}, nil
}

// leadsTo reports whether a body has a link with the address.
func leadsTo(body, address string) bool {
	z := html.NewTokenizer(strings.NewReader(body))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return false
		case html.StartTagToken:
			for t := z.Token(); len(t.Attr) > 0; t.Attr = t.Attr[1:] {
				if t.DataAtom == atom.A && t.Attr[0].Key == "href" && strings.TrimSpace(t.Attr[0].Val) == address {
					return true
				}
			}
		}
	}
}

// official reports whether a host belongs to a government or a public institution: those need no notice.
func official(host string) bool {
	for _, end := range []string{".gov.cn", ".政务", ".xn--zfr164b", ".公益", ".xn--55qw42g"} {
		if strings.HasSuffix(host, end) || "."+host == end {
			return true
		}
	}
	return false
}

// outward sends the links of a body that lead to other sites over the page that says so, and marks them.
func (p *Portal) outward(index, body string) string {
	var out strings.Builder
	z := html.NewTokenizer(strings.NewReader(body))
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			return out.String()
		}
		raw := string(z.Raw())
		if kind != html.StartTagToken {
			out.WriteString(raw)
			continue
		}
		t := z.Token()
		at := -1
		for i, a := range t.Attr {
			if t.DataAtom == atom.A && a.Key == "href" {
				at = i
			}
		}
		if at < 0 {
			out.WriteString(raw)
			continue
		}
		address := strings.TrimSpace(t.Attr[at].Val)
		to, err := url.Parse(address)
		if err != nil || (to.Scheme != "http" && to.Scheme != "https") || to.Scheme+"://"+to.Host == p.URL || official(to.Hostname()) {
			out.WriteString(raw)
			continue
		}
		t.Attr[at].Val = p.BasePath + leavePath + "?" + url.Values{"from": {index}, "to": {address}}.Encode()
		t.Attr = append(t.Attr, html.Attribute{Key: "class", Val: "outward"}, html.Attribute{Key: "title", Val: "将离开本网站：" + to.Hostname()})
		out.WriteString(t.String())
	}
}
