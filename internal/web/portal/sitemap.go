package portal

import (
	"context"
	"encoding/xml"
	"io"
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"gongkai/internal/database"
	"gongkai/internal/query"
	"gongkai/internal/web/ui"
)

// A sitemap lists addresses for search engines (sitemaps.org).
type sitemap struct {
	XMLName xml.Name      `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	Places  []sitemapPage `xml:"url"`
}

type sitemapIndex struct {
	XMLName xml.Name      `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 sitemapindex"`
	Maps    []sitemapPage `xml:"sitemap"`
}

type sitemapPage struct {
	At      string `xml:"loc"`
	Changed string `xml:"lastmod,omitempty"`
}

// perSitemap is how many records one file of the map lists; the format allows fifty thousand addresses.
const perSitemap = 20_000

// sitemap lists every page, in several files under an index where there are many.
func (p *Portal) sitemap(r *http.Request, q *database.Query) (sheet, error) {
	part, _ := strconv.Atoi(r.URL.Query().Get("part"))
	list := query.List{Limit: perSitemap, Offset: max(0, part-1) * perSitemap}
	if part < 0 || part > deepest {
		return sheet{}, errNoRecord
	}
	rows, total, err := query.PortalList(q, list)
	if err != nil {
		return sheet{}, err
	}
	if part == 0 && total > perSitemap {
		var index sitemapIndex
		for n := range (total + perSitemap - 1) / perSitemap {
			index.Maps = append(index.Maps, sitemapPage{At: p.absolute("/sitemap.xml?part=" + strconv.Itoa(n+1))})
		}
		return xmlSheet(index, "application/xml; charset=utf-8")
	}
	var m sitemap
	if part <= 1 {
		if err := p.mapPages(q, &m); err != nil {
			return sheet{}, err
		}
	}
	for _, row := range rows {
		m.Places = append(m.Places, sitemapPage{p.absolute(recordPath(row.IndexNo)), date(row.AlteredOn)})
	}
	return xmlSheet(m, "application/xml; charset=utf-8")
}

// mapPages adds the pages that are no records.
func (p *Portal) mapPages(q *database.Query, m *sitemap) error {
	for _, path := range []string{"/", "/normative", "/apply", "/track", "/about/site-map", correctPath} {
		m.Places = append(m.Places, sitemapPage{At: p.absolute(path)})
	}
	agencies, err := query.PortalAgencies(q)
	for _, a := range agencies {
		m.Places = append(m.Places, sitemapPage{At: p.absolute(agencyPath(a.Code, ""))})
		for _, e := range entries {
			m.Places = append(m.Places, sitemapPage{At: p.absolute(agencyPath(a.Code, e.path))})
		}
	}
	return err
}

// xmlSheet is a sheet of XML.
func xmlSheet(v any, mediaType string) (sheet, error) {
	text, err := xml.Marshal(v)
	if err != nil {
		return sheet{}, err
	}
	body := templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, err := io.WriteString(w, xml.Header+string(text))
		return err
	})
	return sheet{body: body, mediaType: mediaType}, nil
}

// robots lets search engines read everything but what belongs to one person.
func (p *Portal) robots(w http.ResponseWriter, _ *http.Request) error {
	text := "User-agent: *\n"
	for _, path := range []string{"/track", "/apply/", "/search", "/leave", "/complain", "/workbench/"} {
		text += "Disallow: " + p.BasePath + path + "\n"
	}
	if p.URL != "" {
		text += "\nSitemap: " + p.absolute("/sitemap.xml") + "\n"
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	writeTo(w, []byte(text))
	return nil
}

// siteMapPage is the map of the site for people.
type siteMapPage struct {
	ui.Base
	Groups []mapGroup
}

type mapGroup struct {
	ui.Link
	Pages []ui.Link
}

func (p *Portal) siteMap(r *http.Request, q *database.Query) (sheet, error) {
	b, err := p.frame(r, q, "网站地图", nil)
	if err != nil {
		return sheet{}, err
	}
	agencies, err := query.PortalAgencies(q)
	if err != nil {
		return sheet{}, err
	}
	page := siteMapPage{Base: b, Groups: []mapGroup{{Link: ui.Link{Text: "全站", Href: b.URL("/")}}}}
	for _, item := range siteNav("") {
		page.Groups[0].Pages = append(page.Groups[0].Pages, ui.Link{Text: item.Text, Href: b.URL(item.Href)})
	}
	page.Groups[0].Pages = append(page.Groups[0].Pages, ui.Link{Text: "纠错和投诉", Href: b.URL(correctPath)}, ui.Link{Text: "订阅（Atom）", Href: b.URL("/feed.atom")})
	for _, a := range agencies {
		group := mapGroup{Link: ui.Link{Text: a.Name, Href: b.URL(agencyPath(a.Code, ""))}}
		for _, e := range entries {
			group.Pages = append(group.Pages, ui.Link{Text: e.title, Href: b.URL(agencyPath(a.Code, e.path))})
		}
		page.Groups = append(page.Groups, group)
	}
	return sheet{body: page.Page(), canonical: "/about/site-map"}, nil
}
