package portal

import (
	"net/http"
	"strconv"

	"gongkai/disclosure"
	"gongkai/internal/database"
	"gongkai/internal/query"
	"gongkai/internal/web/ui"
)

// agencyPage is the front page of one agency's platform: the five fixed entries and what is new.
type agencyPage struct {
	ui.Base
	Name    string
	Closed  bool
	Entries []ui.Card
	Newest  ui.Table
	More    string // address of the catalogue, if there is more
}

// newestOfAgency is how many records the front page of an agency shows.
const newestOfAgency = 10

func (p *Portal) agency(r *http.Request, q *database.Query) (sheet, error) {
	of, err := agencyOf(r, q)
	if err != nil {
		return sheet{}, err
	}
	b, err := p.frame(r, q, of.Name, &of)
	if err != nil {
		return sheet{}, err
	}
	rows, total, err := query.PortalList(q, query.List{Agency: of.ID, Limit: newestOfAgency})
	if err != nil {
		return sheet{}, err
	}
	_, reports, err := query.PortalList(q, query.List{Agency: of.ID, Kind: disclosure.AnnualReport})
	if err != nil {
		return sheet{}, err
	}
	b.Column = &ui.ColumnMeta{Name: "政府信息公开", Description: of.Name + "政府信息公开平台", Keywords: "政府信息公开," + of.Name, Type: "政务公开"}
	page := agencyPage{Base: b, Name: of.Name, Closed: of.Closed, Newest: p.records("最新公开", rows, false)}
	page.Newest.Empty = ui.Empty{Title: "还没有公开的信息", Text: "可以依法向本机关申请公开。", Action: ui.Link{Text: "依申请公开", Href: b.URL(agencyPath(of.Code, "apply"))}}
	for _, e := range entries {
		card := ui.Card{Link: ui.Link{Text: e.title, Href: b.URL(agencyPath(of.Code, e.path))}, Words: e.words}
		switch e.path {
		case "catalog":
			card.Meta = "共 " + strconv.Itoa(total) + " 条"
		case "reports":
			card.Meta = "共 " + strconv.Itoa(reports) + " 份"
		case "apply":
			if !of.Agency().TakesApplications() {
				continue
			}
		}
		page.Entries = append(page.Entries, card)
	}
	if total > newestOfAgency {
		page.More = b.URL(agencyPath(of.Code, "catalog?all=1"))
	}
	return sheet{body: page.Page(), canonical: agencyPath(of.Code, ""), feed: "/feed.atom?agency=" + of.Code}, nil
}

// takes reports whether the agency answers applications under the 《条例》.
func takes(of query.AgencyRow) bool { return of.Agency().TakesApplications() && !of.Closed }
