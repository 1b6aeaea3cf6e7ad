package portal

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"gongkai/catalog"
	"gongkai/internal/database"
	"gongkai/internal/query"
	"gongkai/internal/web/ui"
)

// searchPage is what was found.
type searchPage struct {
	ui.Base
	Text   string
	Agency ui.Select
	Year   string
	Total  int
	List   ui.Table
	Pages  ui.Pagination
	Asked  bool
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

// find is the one door to the search.
func find(q *database.Query, w query.Wish) ([]query.PublicationRow, int, error) {
	found, err := query.PortalSearch(q, w)
	return found.Rows, found.Total, err
}

func searched(v url.Values) string {
	text := []rune(strings.TrimSpace(v.Get("q")))
	return string(text[:min(len(text), longestSearch)])
}

func (p *Portal) searchSheet(r *http.Request, q *database.Query) (sheet, error) {
	b, err := p.frame(r, q, "搜索", nil)
	if err != nil {
		return sheet{}, err
	}
	v := r.URL.Query()
	agencies, err := query.PortalAgencies(q)
	if err != nil {
		return sheet{}, err
	}
	text, chosen, year, at := searched(v), "", yearOf(v), pageOf(v)
	wish := query.Wish{Text: text, Year: year, Limit: perPage, Offset: (at - 1) * perPage}
	for _, a := range agencies {
		if a.Code == v.Get("agency") {
			chosen, wish.Agency = a.Code, a.ID
		}
	}
	rows, total, asked := []query.PublicationRow(nil), 0, true
	switch {
	case text != "":
		rows, total, err = find(q, wish)
	case chosen != "" || year > 0 || v.Get("sort") == "newest":
		rows, total, err = query.PortalList(q, query.List{Agency: wish.Agency, Year: year, Limit: perPage, Offset: wish.Offset})
	default:
		asked = false
	}
	if err != nil {
		return sheet{}, err
	}
	keep := url.Values{"q": {text}, "agency": {chosen}, "sort": {v.Get("sort")}}
	page := searchPage{Base: b, Text: text, Agency: agencySelect(agencies, chosen, "全部机关"), Total: total, List: p.records("搜索结果", rows, true), Asked: asked}
	if page.Base.Query = text; year > 0 {
		page.Year = strconv.Itoa(year)
		keep.Set("year", page.Year)
	}
	page.Pages = p.leaf("/search", keep, at, total)
	page.List.Empty = ui.Empty{Title: "没有找到已经公开的信息", Text: "可以减少几个词、换一种说法，或者去掉机关和年份的限制。仍然找不到的，可以向有关机关申请公开。",
		Action: ui.Link{Text: "依申请公开", Href: b.URL("/apply")}}
	return sheet{body: page.Page()}, nil
}
