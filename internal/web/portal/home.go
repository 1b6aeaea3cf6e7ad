package portal

import (
	"net/http"
	"strconv"

	"gongkai/agency"
	"gongkai/internal/database"
	"gongkai/internal/query"
	"gongkai/internal/web/ui"
)

// homePage is the front page of the county: to search, what is new, whose platforms there are, how to apply.
type homePage struct {
	ui.Base
	Newest  ui.Table
	Groups  []agencyGroup
	Records int
}

// An agencyGroup are the agencies of one kind.
type agencyGroup struct {
	Title string
	Cards []ui.Card
}

// newestOnHome is how many records the front page shows.
const newestOnHome = 8

func (p *Portal) home(r *http.Request, q *database.Query) (sheet, error) {
	b, err := p.frame(r, q, "政府信息公开", nil)
	if err != nil {
		return sheet{}, err
	}
	b.Title, b.Crumbs = "", nil
	rows, total, err := query.PortalList(q, query.List{Limit: newestOnHome})
	if err != nil {
		return sheet{}, err
	}
	agencies, err := query.PortalAgencies(q)
	if err != nil {
		return sheet{}, err
	}
	b.Column = &ui.ColumnMeta{Name: "政府信息公开", Description: b.Site.Name + "政府信息公开平台", Keywords: "政府信息公开,公开指南,公开年报,依申请公开", Type: "政务公开"}
	page := homePage{Base: b, Newest: p.records("最新公开", rows, true), Groups: p.groups(agencies), Records: total}
	page.Newest.Empty = ui.Empty{Title: "还没有公开的信息", Text: "各机关发布的信息会出现在这里。"}
	return sheet{body: page.Page(), canonical: "/", feed: "/feed.atom"}, nil
}

// groups puts the agencies that are open under their kinds: governments, departments, townships and streets, others.
func (p *Portal) groups(rows []query.AgencyRow) []agencyGroup {
	groups := []agencyGroup{{Title: "人民政府"}, {Title: "政府部门"}, {Title: "乡镇、街道"}, {Title: "其他机关和组织"}}
	for _, row := range rows {
		if row.Closed && row.Records == 0 {
			continue
		}
		card := ui.Card{Link: ui.Link{Text: display(row), Href: p.BasePath + agencyPath(row.Code, "")}, Meta: "暂无公开信息"}
		if display(row) != row.Name {
			card.Words = row.Name
		}
		if row.Records > 0 {
			card.Meta = "公开 " + strconv.Itoa(row.Records) + " 条，最近 " + row.Newest.String()
		}
		if row.Closed {
			card.Meta = "已撤销或者合并，原有信息仍可查阅"
		}
		g := &groups[groupOf(row)]
		g.Cards = append(g.Cards, card)
	}
	var filled []agencyGroup
	for _, g := range groups {
		if len(g.Cards) > 0 {
			filled = append(filled, g)
		}
	}
	return filled
}

func groupOf(row query.AgencyRow) int {
	kind := agency.Kind(row.Kind)
	switch {
	case agency.Level(row.Level) == agency.Township || kind == agency.DispatchedOffice:
		return 2
	case kind == agency.Government:
		return 0
	case kind == agency.Department || kind == agency.JusticeDepartment || kind == agency.VerticalSystem || kind == agency.StateAdministration:
		return 1
	}
	return 3
}

func (p homePage) lead() string {
	return "集中公开各机关的政府信息。没有找到的，可以依法申请。"
}
