package portal

import (
	"encoding/xml"
	"net/http"
	"net/url"

	"gongkai/agency"
	"gongkai/disclosure"
	"gongkai/fault"
	"gongkai/internal/database"
	"gongkai/internal/query"
)

// A feed is Atom (RFC 4287).
type feed struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Lang    string      `xml:"xml:lang,attr"`
	ID      string      `xml:"id"`
	Title   string      `xml:"title"`
	Updated string      `xml:"updated"`
	Links   []atomLink  `xml:"link"`
	Entries []atomEntry `xml:"entry"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Href string `xml:"href,attr"`
}

type atomEntry struct {
	ID        string   `xml:"id"`
	Title     string   `xml:"title"`
	Author    string   `xml:"author>name"`
	Published string   `xml:"published"`
	Updated   string   `xml:"updated"`
	Link      atomLink `xml:"link"`
}

// newestInFeed is how many records a feed tells of.
const newestInFeed = 50

// feed tells what is new, on the whole site, of an agency, of a column or of a kind.
func (p *Portal) feed(r *http.Request, q *database.Query) (sheet, error) {
	v := r.URL.Query()
	list, title, err := p.feedOf(q, v)
	if err != nil {
		return sheet{}, err
	}
	rows, _, err := query.PortalList(q, list)
	if err != nil {
		return sheet{}, err
	}
	self := p.absolute(address("/feed.atom", v))
	f := feed{Lang: "zh-CN", ID: self, Title: title, Updated: p.today().Start().Format(timeRFC), Links: []atomLink{{"self", self}, {"alternate", p.absolute("/")}}}
	for i, row := range rows {
		at := p.absolute(recordPath(row.IndexNo))
		e := atomEntry{ID: at, Title: row.Title, Author: row.AgencyName, Published: row.PublishedOn.Start().Format(timeRFC), Updated: row.AlteredOn.Start().Format(timeRFC), Link: atomLink{"alternate", at}}
		f.Entries = append(f.Entries, e)
		if i == 0 || e.Updated > f.Updated {
			f.Updated = e.Updated
		}
	}
	return xmlSheet(f, "application/atom+xml; charset=utf-8")
}

const timeRFC = "2006-01-02T15:04:05Z07:00"

// feedOf reads what the feed is to tell of.
func (p *Portal) feedOf(q *database.Query, v url.Values) (query.List, string, error) {
	list, title := query.List{Limit: newestInFeed}, "政府信息公开"
	if kind := disclosure.Kind(v.Get("kind")); kind != "" {
		if kind.Label() == "" {
			return list, "", fault.New(fault.NotFound, "没有这种订阅")
		}
		list.Kind, title = kind, kind.Label()
	}
	if code := v.Get("agency"); code != "" {
		of, err := query.PortalAgency(q, code)
		if database.NotFound(err) {
			return list, "", fault.New(fault.NotFound, "没有这个机关的订阅")
		} else if err != nil {
			return list, "", err
		}
		list.Agency, title = of.ID, of.Name+" - "+title
		if id := v.Get("column"); id != "" {
			columns, err := query.PortalColumns(q, agency.ID(of.ID))
			if err != nil {
				return list, "", err
			}
			for _, c := range columns {
				if c.ID == id {
					list.Column, title = id, of.Name+" - "+c.Title
				}
			}
			if list.Column == "" {
				return list, "", fault.New(fault.NotFound, "没有这个栏目的订阅")
			}
		}
	}
	return list, title, nil
}
