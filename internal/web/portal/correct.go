package portal

import (
	"net/http"

	"gongkai/agency"
	"gongkai/internal/database"
	"gongkai/internal/query"
	"gongkai/internal/web/ui"
)

// correctPage says where to turn when something published is wrong, or missing.
type correctPage struct {
	ui.Base
	List   ui.Table
	Online bool   // complaints are taken here
	Site   string // the national page for errors of government sites; empty without a 网站标识码
}

// correct is the entry for complaints and corrections.
// 法源: 《条例》第四十一条、《条例》第四十七条、《条例》第五十一条。
func (p *Portal) correct(r *http.Request, q *database.Query) (sheet, error) {
	b, err := p.frame(r, q, "纠错和投诉", nil)
	if err != nil {
		return sheet{}, err
	}
	agencies, err := query.PortalAgencies(q)
	if err != nil {
		return sheet{}, err
	}
	page := correctPage{Base: b, Online: p.Complaints != nil, List: ui.Table{Caption: "各机关的联系方式", Columns: []ui.Column{{Title: "机关"}, {Title: "联系电话"}, {Title: "监督投诉电话"}}}}
	page.List.Empty = ui.Empty{Title: "各机关还没有填写联系方式", Text: "可以向主管部门反映。"}
	if b.Site.ErrorPath != "" && b.Site.ErrorPath != correctPath {
		page.Site = b.Site.ErrorPath
	}
	for _, a := range agencies {
		g, err := query.PortalGuide(q, agency.ID(a.ID))
		if err != nil {
			return sheet{}, err
		}
		if !a.Closed && (g.Phone != "" || g.SupervisionPhone != "") {
			page.List.Rows = append(page.List.Rows, ui.Row{Cells: []ui.Cell{{Text: a.Name, Href: b.URL(agencyPath(a.Code, "guide"))}, {Text: g.Phone}, {Text: g.SupervisionPhone}}})
		}
	}
	return sheet{body: page.Page(), canonical: correctPath}, nil
}

const correctPath = "/about/correct"
