package portal

import (
	"net/url"
	"strconv"

	"gongkai/civil"
	"gongkai/internal/query"
	"gongkai/internal/web/ui"
)

// perPage is how many records a list shows.
const perPage = 20

// deepest bounds how far a list can be leafed through, so that no call makes the database skip for long.
const deepest = 500

// pageOf reads the number of the page; what is no such number is the first.
func pageOf(v url.Values) int {
	n, err := strconv.Atoi(v.Get("page"))
	if err != nil || n < 1 {
		return 1
	}
	return min(n, deepest)
}

// yearOf reads a year; what is none is zero.
func yearOf(v url.Values) int {
	n, err := strconv.Atoi(v.Get("year"))
	if err != nil || n < 1949 || n > 9999 {
		return 0
	}
	return n
}

// leaf makes the way through a list whose other wishes stand in v.
func (p *Portal) leaf(path string, v url.Values, page, total int) ui.Pagination {
	pages := min((total+perPage-1)/perPage, deepest)
	return ui.Pagination{Page: page, Pages: pages, Total: total, Href: func(n int) string {
		with := url.Values{}
		for key, values := range v {
			if len(values) > 0 && values[0] != "" && key != "page" {
				with.Set(key, values[0])
			}
		}
		if n > 1 {
			with.Set("page", strconv.Itoa(n))
		}
		return p.BasePath + address(path, with)
	}}
}

// address puts a path and its query together.
func address(path string, v url.Values) string {
	if len(v) == 0 {
		return path
	}
	return path + "?" + v.Encode()
}

// records lists publications. With agencies it says whose each is.
func (p *Portal) records(caption string, rows []query.PublicationRow, agencies bool) ui.Table {
	t := ui.Table{Caption: caption, Quiet: true, Columns: []ui.Column{{Title: "标题"}, {Title: "文号", Tight: true}, {Title: "发布日期", Numeric: true}}}
	if agencies {
		t.Columns = []ui.Column{{Title: "标题"}, {Title: "文号", Tight: true}, {Title: "发布机构"}, {Title: "发布日期", Numeric: true}}
	}
	for _, row := range rows {
		cells := []ui.Cell{{Text: row.Title, Href: p.BasePath + recordPath(row.IndexNo)}, {Text: row.DocNo}}
		if agencies {
			cells = append(cells, ui.Cell{Text: row.AgencyName})
		}
		t.Rows = append(t.Rows, ui.Row{Cells: append(cells, ui.Cell{Text: row.PublishedOn.String()})})
	}
	return t
}

// years offers the years of a list as tabs.
func (p *Portal) years(path string, v url.Values, years []int, current int) ui.Tabs {
	tab := func(text string, year int) ui.Tab {
		with := url.Values{}
		for key, values := range v {
			if len(values) > 0 && values[0] != "" && key != "page" && key != "year" {
				with.Set(key, values[0])
			}
		}
		if year > 0 {
			with.Set("year", strconv.Itoa(year))
		}
		return ui.Tab{Link: ui.Link{Text: text, Href: p.BasePath + address(path, with)}, Current: year == current}
	}
	t := ui.Tabs{Label: "按年份查看", Items: []ui.Tab{tab("全部", 0)}}
	for _, y := range years {
		t.Items = append(t.Items, tab(strconv.Itoa(y)+"年", y))
	}
	return t
}

// date writes a day, or nothing for none.
func date(d civil.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}
