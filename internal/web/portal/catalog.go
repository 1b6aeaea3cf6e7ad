package portal

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"gongkai/agency"
	"gongkai/catalog"
	"gongkai/fault"
	"gongkai/internal/database"
	"gongkai/internal/query"
	"gongkai/internal/web/ui"
)

// catalogPage is 法定主动公开内容: the columns with their counts.
type catalogPage struct {
	ui.Base
	Groups []columnGroup
	Total  int
	All    string
}

// A columnGroup are columns that serve one kind of duty.
type columnGroup struct {
	Title string
	Cite  string
	Cards []ui.Card
}

// columnPage is the list of one column, or of all of them.
type columnPage struct {
	ui.Base
	Lead    string
	Updated string // how often it must be updated, and when it last was
	Subs    []ui.Card
	Years   ui.Tabs
	List    ui.Table
	Pages   ui.Pagination
	Feed    string
}

func (p *Portal) catalog(r *http.Request, q *database.Query) (sheet, error) {
	of, err := agencyOf(r, q)
	if err != nil {
		return sheet{}, err
	}
	columns, err := query.PortalColumns(q, agency.ID(of.ID))
	if err != nil {
		return sheet{}, err
	}
	v := r.URL.Query()
	if id := v.Get("column"); id != "" {
		for _, c := range columns {
			if c.ID == id {
				return p.column(r, q, of, columns, c)
			}
		}
		return sheet{}, fault.New(fault.NotFound, "没有这个栏目，可能已经调整。请从目录重新查找")
	}
	if v.Get("all") != "" {
		return p.column(r, q, of, columns, query.ColumnRow{Title: "全部公开信息"})
	}
	path := agencyPath(of.Code, "catalog")
	b, err := p.frame(r, q, "法定主动公开内容", &of)
	if err != nil {
		return sheet{}, err
	}
	b.Column = &ui.ColumnMeta{Name: "法定主动公开内容", Description: of.Name + "依法主动公开的政府信息目录", Keywords: "主动公开,目录," + of.Name, Type: "政务公开"}
	page := catalogPage{Base: b, Groups: p.columnGroups(path, columns), All: b.URL(path + "?all=1")}
	for _, c := range columns {
		page.Total += c.Records
	}
	return sheet{body: page.Page(), canonical: path, feed: "/feed.atom?agency=" + of.Code}, nil
}

// columnGroups puts the columns at the top of the tree under the articles that ask for them.
// 法源: 《条例》第二十条、《条例》第二十一条、《条例》第二十二条。
func (p *Portal) columnGroups(path string, columns []query.ColumnRow) []columnGroup {
	groups := []columnGroup{{Title: "各机关都应当公开的内容", Cite: "《条例》第二十条"}, {Title: "本级还应当公开的内容", Cite: "《条例》第二十一条"}, {Title: "其他公开内容", Cite: "《条例》第二十二条"}}
	sums := deepSums(columns)
	for _, c := range columns {
		if c.Parent != "" {
			continue
		}
		at := 2
		card := ui.Card{Link: ui.Link{Text: c.Title, Href: p.BasePath + path + "?column=" + url.QueryEscape(c.ID)}}
		if item, known := catalog.ItemByCode(catalog.ItemCode(c.Item)); known {
			card.Words = item.Text
			if at = 1; item.Cite.Art == 20 {
				at = 0
			}
		}
		if card.Meta = "暂无内容"; sums[c.ID] > 0 {
			card.Meta = strconv.Itoa(sums[c.ID]) + " 条"
			if !c.Newest.IsZero() {
				card.Meta += "，最近 " + c.Newest.String()
			}
		}
		groups[at].Cards = append(groups[at].Cards, card)
	}
	var filled []columnGroup
	for _, g := range groups {
		if len(g.Cards) > 0 {
			filled = append(filled, g)
		}
	}
	return filled
}

// deepSums counts the records of each column with those below it. A tree cannot be deeper than it has columns.
func deepSums(columns []query.ColumnRow) map[string]int {
	parent, sums := map[string]string{}, map[string]int{}
	for _, c := range columns {
		parent[c.ID] = c.Parent
	}
	for _, c := range columns {
		at := c.ID
		for range len(columns) {
			if at == "" {
				break
			}
			sums[at] += c.Records
			at = parent[at]
		}
	}
	return sums
}

// column is the list of one column; a column without ID stands for all.
func (p *Portal) column(r *http.Request, q *database.Query, of query.AgencyRow, columns []query.ColumnRow, c query.ColumnRow) (sheet, error) {
	b, err := p.frame(r, q, c.Title, &of)
	if err != nil {
		return sheet{}, err
	}
	path, v := agencyPath(of.Code, "catalog"), r.URL.Query()
	b.Nav = agencyNav(of.Code, path)
	b.Crumbs = append(b.Crumbs, ui.Link{Text: "法定主动公开内容", Href: path})
	keep, feed := url.Values{}, "/feed.atom?agency="+of.Code
	if c.ID == "" {
		keep.Set("all", "1")
	} else {
		keep.Set("column", c.ID)
		feed += "&column=" + url.QueryEscape(c.ID)
	}
	year, at := yearOf(v), pageOf(v)
	list := query.List{Agency: of.ID, Column: c.ID, Year: year, Limit: perPage, Offset: (at - 1) * perPage}
	rows, total, err := query.PortalList(q, list)
	if err != nil {
		return sheet{}, err
	}
	years, err := query.PortalYears(q, list)
	if err != nil {
		return sheet{}, err
	}
	settings, err := query.PortalSettings(q, agency.ID(of.ID), p.today())
	if err != nil {
		return sheet{}, err
	}
	page := columnPage{Base: b, Lead: leadOf(c), Updated: updatedWords(c, settings.Disclosure.Rhythm), List: p.records(c.Title, rows, false), Years: p.years(path, keep, years, year), Feed: b.URL(feed)}
	canonical := address(path, keep)
	if year > 0 {
		keep.Set("year", strconv.Itoa(year))
	}
	page.Pages = p.leaf(path, keep, at, total)
	page.List.Empty = ui.Empty{Title: "这里暂时没有内容", Text: "可以查看其他年份，或者依法申请公开。", Action: ui.Link{Text: "返回目录", Href: b.URL(path)}}
	sums := deepSums(columns)
	for _, sub := range columns {
		if c.ID != "" && sub.Parent == c.ID {
			page.Subs = append(page.Subs, ui.Card{Link: ui.Link{Text: sub.Title, Href: b.URL(path + "?column=" + url.QueryEscape(sub.ID))}, Meta: strconv.Itoa(sums[sub.ID]) + " 条"})
		}
	}
	page.Base.Column = &ui.ColumnMeta{Name: c.Title, Description: of.Name + c.Title, Keywords: c.Title + "," + of.Name, Type: "政务公开"}
	return sheet{body: page.Page(), canonical: canonical, feed: feed}, nil
}

func leadOf(c query.ColumnRow) string {
	if item, known := catalog.ItemByCode(catalog.ItemCode(c.Item)); known {
		return item.Text + "（" + item.Cite.String() + "）"
	}
	return ""
}

// updatedWords says when the column last got something, and how often it should.
// 法源: 《条例》第十二条第一款。
func updatedWords(c query.ColumnRow, rhythm agency.Rhythm) string {
	var words []string
	if !c.Newest.IsZero() {
		words = append(words, "最近更新："+c.Newest.Chinese())
	}
	if rule := catalog.Freshness(c.Freshness).Rule(c.Days, rhythm); rule.Days+rule.Months > 0 {
		words = append(words, "更新要求："+rule.Label)
	}
	return strings.Join(words, "　")
}
