package portal

import (
	"net/http"

	"gongkai/disclosure"
	"gongkai/internal/database"
	"gongkai/internal/query"
	"gongkai/internal/web/ui"
	"gongkai/law"
)

// listPage is a part of the platform that lists records of one kind under a few words.
type listPage struct {
	ui.Base
	Over, Lead string
	Laws       []lawLine
	Heading    string
	List       ui.Table
	Pages      ui.Pagination
}

// A lawLine is an instrument that binds every agency.
type lawLine struct{ Title, Words string }

// reports lists the 年度报告.
// 法源: 《条例》第四十九条、《条例》第五十条。
func (p *Portal) reports(r *http.Request, q *database.Query) (sheet, error) {
	return p.kindList(r, q, "reports", disclosure.AnnualReport, listPage{
		Lead: "每年" + law.OGI.Art(49).String() + "规定的日期之前公布上一年度的工作情况和统计数据。",
	})
}

// regime lists what binds the agency: the instruments, and its own rules.
// 法源: 61号文。
func (p *Portal) regime(r *http.Request, q *database.Query) (sheet, error) {
	return p.kindList(r, q, "regime", disclosure.Regime, listPage{
		Lead:    "政府信息公开所依据的法规，以及本机关的公开制度。",
		Heading: "本机关的制度",
		Laws: []lawLine{
			{law.OGI.Title(), "公开的范围、主动公开、依申请公开、监督和保障"},
			{law.Fees.Title(), "信息处理费的标准和收取程序"},
			{law.Form2021.Title(), "年度报告的格式和内容"},
			{law.Channels.Title(), "申请渠道的开通和维护"},
			{law.Platform.Title(), "政府信息公开平台的内容和样式"},
		},
	})
}

// kindList draws the part with the records of the kind, newest first.
func (p *Portal) kindList(r *http.Request, q *database.Query, part string, kind disclosure.Kind, page listPage) (sheet, error) {
	of, b, err := p.part(r, q, part)
	if err != nil {
		return sheet{}, err
	}
	path, at := agencyPath(of.Code, part), pageOf(r.URL.Query())
	rows, total, err := query.PortalList(q, query.List{Agency: of.ID, Kind: kind, Limit: perPage, Offset: (at - 1) * perPage})
	if err != nil {
		return sheet{}, err
	}
	page.Base, page.Over, page.List, page.Pages = b, of.Name, p.records(b.Title, rows, false), p.leaf(path, nil, at, total)
	page.List.Empty = ui.Empty{Title: "还没有发布", Text: "可以查看目录，或者向本机关的工作机构询问。", Action: ui.Link{Text: "查看目录", Href: b.URL(agencyPath(of.Code, "catalog"))}}
	return sheet{body: page.Page(), canonical: path, feed: "/feed.atom?agency=" + of.Code}, nil
}
