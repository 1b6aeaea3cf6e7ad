package portal

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"gongkai/disclosure"
	"gongkai/internal/database"
	"gongkai/internal/query"
	"gongkai/internal/web/ui"
)

// normativePage is the 规范性文件库: every rule and normative document with its validity of the day.
type normativePage struct {
	ui.Base
	States   ui.Tabs
	Query    string
	Agency   ui.Select
	State    string
	List     ui.Table
	Pages    ui.Pagination
	Computed string
}

// validities are the tabs of the library in their order; the empty one stands for all.
var validities = []disclosure.Validity{"", disclosure.InForce, disclosure.Amended, disclosure.NotYet, disclosure.Repealed, disclosure.Lapsed}

// A standing is a document with what it is worth today.
type standing struct {
	query.Document
	Validity disclosure.Validity
}

func (p *Portal) normative(r *http.Request, q *database.Query) (sheet, error) {
	b, err := p.frame(r, q, "规范性文件库", nil)
	if err != nil {
		return sheet{}, err
	}
	v := r.URL.Query()
	agencies, err := query.PortalAgencies(q)
	if err != nil {
		return sheet{}, err
	}
	chosen, internal := v.Get("agency"), ""
	for _, a := range agencies {
		if a.Code == chosen {
			internal = a.ID
		}
	}
	documents, err := query.PortalDocuments(q, internal)
	if err != nil {
		return sheet{}, err
	}
	text, state := strings.TrimSpace(v.Get("q")), disclosure.Validity(v.Get("state"))
	matching := p.standings(documents, text)
	keep := url.Values{"agency": {v.Get("agency")}, "q": {text}}
	page := normativePage{Base: b, States: p.states(matching, keep, state), Query: text, State: string(state), Agency: agencySelect(agencies, chosen, "全部机关"), Computed: p.today().Chinese()}
	page.Base.Column = &ui.ColumnMeta{Name: b.Title, Description: b.Site.Name + "规章和行政规范性文件，效力按日计算", Keywords: "规范性文件,规章,现行有效,废止", Type: "政务公开"}
	var shown []standing
	for _, s := range matching {
		if state == "" || s.Validity == state {
			shown = append(shown, s)
		}
	}
	keep.Set("state", string(state))
	at := pageOf(v)
	page.Pages = p.leaf("/normative", keep, at, len(shown))
	from := min((at-1)*perPage, len(shown))
	page.List = p.documents(shown[from:min(from+perPage, len(shown))])
	return sheet{body: page.Page(), canonical: "/normative", feed: "/feed.atom?kind=normative"}, nil
}

// standings computes the validity of the documents whose title or 文号 holds every word of the text.
// 法源: 《条例》第二十条第一款第一项。
func (p *Portal) standings(documents []query.Document, text string) []standing {
	words := strings.Fields(strings.ToLower(text))
	var list []standing
	for _, d := range documents {
		in, fits := strings.ToLower(d.Title+" "+d.DocNo), true
		for _, w := range words {
			fits = fits && strings.Contains(in, w)
		}
		if fits {
			list = append(list, standing{d, d.Doc().ValidityOn(p.today(), d.Effects)})
		}
	}
	return list
}

func (p *Portal) states(list []standing, keep url.Values, current disclosure.Validity) ui.Tabs {
	counts := map[disclosure.Validity]int{"": len(list)}
	for _, s := range list {
		counts[s.Validity]++
	}
	t := ui.Tabs{Label: "按效力查看"}
	for _, v := range validities {
		if v != "" && counts[v] == 0 && v != current {
			continue
		}
		with := url.Values{}
		for key, values := range keep {
			if values[0] != "" {
				with[key] = values
			}
		}
		text := "全部"
		if v != "" {
			text = string(v)
			with.Set("state", text)
		}
		t.Items = append(t.Items, ui.Tab{Link: ui.Link{Text: text + " " + strconv.Itoa(counts[v]), Href: p.BasePath + address("/normative", with)}, Current: v == current})
	}
	return t
}

func (p *Portal) documents(list []standing) ui.Table {
	t := ui.Table{Caption: "规章和行政规范性文件", Quiet: true, Columns: []ui.Column{{Title: "名称"}, {Title: "文号", Tight: true}, {Title: "发布机构"}, {Title: "成文日期", Numeric: true}, {Title: "效力"}},
		Empty: ui.Empty{Title: "没有符合条件的文件", Text: "可以换一个词，或者查看全部。", Action: ui.Link{Text: "查看全部", Href: p.BasePath + "/normative"}}}
	for _, s := range list {
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: s.Title, Href: p.BasePath + recordPath(s.IndexNo)}, {Text: s.DocNo}, {Text: s.AgencyName}, {Text: date(s.FormedOn)},
			{Body: ui.Badge{Tone: validityTone(s.Validity), Text: string(s.Validity)}}}})
	}
	return t
}

// agencySelect offers the agencies by their codes.
func agencySelect(rows []query.AgencyRow, chosen, blank string) ui.Select {
	s := ui.Select{Field: ui.Field{Name: "agency", Label: "机关", Optional: blank == "全部机关"}, Blank: blank}
	for _, a := range rows {
		if !a.Closed || a.Records > 0 {
			s.Options = append(s.Options, ui.Option{Value: a.Code, Text: a.Name, Selected: a.Code == chosen})
		}
	}
	return s
}
