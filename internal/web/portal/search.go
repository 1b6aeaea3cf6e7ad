package portal

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"gongkai/agency"
	"gongkai/catalog"
	"gongkai/disclosure"
	"gongkai/internal/database"
	"gongkai/internal/fulltext"
	"gongkai/internal/query"
	"gongkai/internal/web/ui"
)

// searchPage is what was found, or what to do when nothing was.
type searchPage struct {
	ui.Base
	Text    string
	Filters []ui.Select
	Limits  []ui.Link // filters that are set, each with the way to take it off
	Asked   bool
	Found   string // how many, in words
	Ranked  string // in which order, in words
	Orders  ui.Tabs
	Newest  bool
	Hits    ui.Hits
	Pages   ui.Pagination
	Meant   ui.Link // what was probably meant
	Fewer   []ui.Link
	Apply   string
	Suggest string
}

// longestSearch is how many characters of a search are looked at.
const longestSearch = 100

// search leads straight to the record where an 索引号 is named, and lists what was found otherwise.
// 法源: 《条例》第二十四条。
func (p *Portal) search(w http.ResponseWriter, r *http.Request) error {
	text := searched(r.URL.Query())
	if catalog.LooksLikeIndexNo(text) {
		index, err := query.PortalIndexNo(p.DB.View(r.Context()), text)
		if err != nil {
			return err
		}
		if index != "" {
			http.Redirect(w, r, recordPath(string(index)), http.StatusSeeOther)
			return nil
		}
	}
	k, err := p.draw(r, p.searchSheet)
	if err != nil {
		return err
	}
	p.send(w, r, k)
	return nil
}

// find is the door to the search for other pages.
func find(q *database.Query, w query.Wish) ([]query.PublicationRow, int, error) {
	found, err := query.PortalSearch(q, w)
	return found.Rows, found.Total, err
}

func searched(v url.Values) string {
	text := []rune(strings.TrimSpace(v.Get("q")))
	return string(text[:min(len(text), longestSearch)])
}

// A searchCall is a call of the search page, read.
type searchCall struct {
	wish     query.Wish
	keep     url.Values // the call as it is repeated in links
	agency   string     // code
	agencies []query.AgencyRow
	columns  []query.ColumnName // of the agency, if one is chosen
	page     int
}

func (p *Portal) readSearch(q *database.Query, v url.Values) (c searchCall, err error) {
	if c.agencies, err = query.PortalAgencies(q); err != nil {
		return c, err
	}
	c.page = min(pageOf(v), query.MostFound/perPage)
	c.wish = query.Wish{Text: searched(v), Year: yearOf(v), Newest: v.Get("sort") == "newest", Today: p.today(), Limit: perPage, Offset: (c.page - 1) * perPage}
	for _, a := range c.agencies {
		if a.Code == v.Get("agency") {
			c.agency, c.wish.Agency = a.Code, a.ID
		}
	}
	if kind := disclosure.Kind(v.Get("kind")); kind.Label() != "" {
		c.wish.Kind = kind
	}
	if theme := catalog.ThemePath(v.Get("theme")); theme.Known() {
		c.wish.Theme = string(theme)
	}
	for _, validity := range validities {
		if string(validity) == v.Get("validity") {
			c.wish.Validity = validity
		}
	}
	if c.wish.Agency != "" {
		if c.columns, err = query.PortalColumnNames(q, agency.ID(c.wish.Agency)); err != nil {
			return c, err
		}
	}
	for _, column := range c.columns {
		if column.ID == v.Get("column") {
			c.wish.Column = column.ID
		}
	}
	c.keep = url.Values{}
	for name, value := range map[string]string{"q": c.wish.Text, "agency": c.agency, "kind": string(c.wish.Kind), "theme": c.wish.Theme,
		"validity": string(c.wish.Validity), "column": c.wish.Column} {
		if value != "" {
			c.keep.Set(name, value)
		}
	}
	if c.wish.Year > 0 {
		c.keep.Set("year", strconv.Itoa(c.wish.Year))
	}
	if c.wish.Newest {
		c.keep.Set("sort", "newest")
	}
	return c, nil
}

// narrowed reports whether anything but words restricts the search.
func (c searchCall) narrowed() bool {
	w := c.wish
	return w.Agency != "" || w.Kind != "" || w.Theme != "" || w.Validity != "" || w.Column != "" || w.Year > 0
}

// with is the address of the same search with other values; empty ones are left out.
func (c searchCall) with(base string, pairs ...string) string {
	v := url.Values{}
	for name := range c.keep {
		v.Set(name, c.keep.Get(name))
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		if v.Del(pairs[i]); pairs[i+1] != "" {
			v.Set(pairs[i], pairs[i+1])
		}
	}
	return base + address("/search", v)
}

func (p *Portal) searchSheet(r *http.Request, q *database.Query) (sheet, error) {
	b, err := p.frame(r, q, "搜索", nil)
	if err != nil {
		return sheet{}, err
	}
	c, err := p.readSearch(q, r.URL.Query())
	if err != nil {
		return sheet{}, err
	}
	b.Query, b.OwnSearch = c.wish.Text, true
	page := searchPage{Base: b, Text: c.wish.Text, Filters: c.filters(p.today().Year()), Newest: c.wish.Newest,
		Apply: b.URL(applyAbout(c)), Suggest: b.URL(suggestPath)}
	page.Limits = c.limits(p.BasePath, page.Filters)
	var found query.Found
	switch {
	case c.wish.Text != "":
		found, err = query.PortalSearch(q, c.wish)
	case c.narrowed() || c.wish.Newest:
		list := query.List{Agency: c.wish.Agency, Column: c.wish.Column, Kind: c.wish.Kind, Year: c.wish.Year, Limit: perPage, Offset: c.wish.Offset}
		found.Rows, found.Total, err = query.PortalList(q, list)
	default:
		return sheet{body: page.Page()}, nil
	}
	if err != nil {
		return sheet{}, err
	}
	page.Asked = true
	if found.Total == 0 {
		err = p.help(q, c, found, &page)
	} else {
		err = p.showFound(q, c, found, &page)
	}
	return sheet{body: page.Page()}, err
}

// showFound fills the page with what was found.
func (p *Portal) showFound(q *database.Query, c searchCall, found query.Found, page *searchPage) error {
	page.Found = "找到 " + strconv.Itoa(found.Total) + " 条"
	if found.More {
		page.Found += "以上"
	}
	if found.More || found.Total > query.MostFound {
		page.Found += "，列出前 " + strconv.Itoa(query.MostFound) + " 条"
	}
	if page.Ranked = "标题含有全部词语的在前，其次是主题相关的，同类按发布日期从新到旧。"; c.wish.Newest || c.wish.Text == "" {
		page.Ranked = "按发布日期从新到旧。"
	}
	if c.wish.Text != "" {
		page.Orders = ui.Tabs{Label: "排列次序", Items: []ui.Tab{
			{Link: ui.Link{Text: "按相关程度", Href: c.with(p.BasePath, "sort", "")}, Current: !c.wish.Newest},
			{Link: ui.Link{Text: "按发布日期", Href: c.with(p.BasePath, "sort", "newest")}, Current: c.wish.Newest}}}
	}
	glimpses, err := query.PortalGlimpses(q, found.Rows, found.Marks)
	if err != nil {
		return err
	}
	page.Hits = ui.Hits{Label: "搜索结果", Start: c.wish.Offset + 1}
	for i, row := range found.Rows {
		hit := ui.Hit{Href: p.BasePath + recordPath(row.IndexNo), Title: marked(fulltext.Highlight(row.Title, found.Marks)), Place: marked(glimpses[i].Spans), File: glimpses[i].File}
		if c.wish.Validity != "" {
			hit.Badge = ui.Badge{Tone: validityTone(c.wish.Validity), Text: string(c.wish.Validity)}
		}
		for _, told := range []string{row.DocNo, row.AgencyName} { // the words may stand nowhere else
			if told != "" {
				hit.Remarks = append(hit.Remarks, marked(fulltext.Highlight(told, found.Marks)))
			}
		}
		hit.Remarks = append(hit.Remarks, []ui.Span{{Text: row.ColumnTitle}}, []ui.Span{{Text: row.PublishedOn.String()}})
		page.Hits.Items = append(page.Hits.Items, hit)
	}
	page.Pages = p.leaf("/search", c.keep, c.page, min(found.Total, query.MostFound))
	return nil
}

func marked(spans []fulltext.Span) []ui.Span {
	list := make([]ui.Span, len(spans))
	for i, s := range spans {
		list[i] = ui.Span(s)
	}
	return list
}

// applyAbout is where to apply for what was not found, with the words carried over.
func applyAbout(c searchCall) string {
	v := url.Values{}
	if c.wish.Text != "" {
		v.Set("about", c.wish.Text)
	}
	if c.agency != "" {
		v.Set("agency", c.agency)
	}
	return address("/apply", v)
}

// filters offers what a search can be narrowed by.
func (c searchCall) filters(thisYear int) []ui.Select {
	choose := func(name, label, blank, chosen string, options ...ui.Option) ui.Select {
		for i := range options {
			options[i].Selected = options[i].Value == chosen
		}
		return ui.Select{Field: ui.Field{Name: name, Label: label}, Blank: blank, Options: options}
	}
	var kinds, themes, years, states []ui.Option
	for _, k := range disclosure.Kinds {
		kinds = append(kinds, ui.Option{Value: string(k.Kind), Text: k.Label})
	}
	for _, class := range catalog.Themes {
		themes = append(themes, ui.Option{Value: class.Name, Text: class.Name})
	}
	for year := thisYear; year >= 2008; year-- { // the 《条例》 took effect
		years = append(years, ui.Option{Value: strconv.Itoa(year), Text: strconv.Itoa(year) + "年"})
	}
	for _, v := range validities[1:] {
		states = append(states, ui.Option{Value: string(v), Text: string(v)})
	}
	year := ""
	if c.wish.Year > 0 {
		year = strconv.Itoa(c.wish.Year)
	}
	of := agencySelect(c.agencies, c.agency, "全部机关")
	of.Field.Optional = false
	selects := []ui.Select{of}
	if len(c.columns) > 0 {
		var columns []ui.Option
		for _, column := range c.columns {
			columns = append(columns, ui.Option{Value: column.ID, Text: column.Title})
		}
		selects = append(selects, choose("column", "栏目", "全部栏目", c.wish.Column, columns...))
	}
	return append(selects, choose("kind", "种类", "全部种类", string(c.wish.Kind), kinds...), choose("theme", "主题", "全部主题", c.wish.Theme, themes...),
		choose("year", "发布年份", "全部年份", year, years...), choose("validity", "文件效力", "不限", string(c.wish.Validity), states...))
}

// limits are the filters that are set, each a link to the same search without it. A column goes with its agency.
func (c searchCall) limits(base string, filters []ui.Select) (list []ui.Link) {
	for _, f := range filters {
		for _, o := range f.Options {
			if !o.Selected || o.Value == "" {
				continue
			}
			off := []string{f.Field.Name, ""}
			if f.Field.Name == "agency" {
				off = append(off, "column", "")
			}
			list = append(list, ui.Link{Text: o.Text, Href: c.with(base, off...)})
		}
	}
	return list
}
