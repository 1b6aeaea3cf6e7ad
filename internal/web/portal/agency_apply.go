package portal

import (
	"net/http"
	"net/url"

	"gongkai/agency"
	"gongkai/internal/database"
	"gongkai/internal/query"
	"gongkai/internal/web/ui"
)

// agencyApplyPage is the entry to 依申请公开 of one agency: how to apply, and the way to the form.
type agencyApplyPage struct {
	ui.Base
	Name     string
	Takes    bool
	Why      string // why it takes none
	Channels []channel
	Office   ui.Facts
	Terms    ui.Facts
	Fees     string
	Form     string // address of the online form; empty if the channel is closed
	Paper    ui.Files
	Track    string
}

// agencyApply shows how to apply to the agency.
// 法源: 《条例》第二十八条、《条例》第二十九条。
func (p *Portal) agencyApply(r *http.Request, q *database.Query) (sheet, error) {
	of, b, err := p.part(r, q, "apply")
	if err != nil {
		return sheet{}, err
	}
	g, err := query.PortalGuide(q, agency.ID(of.ID))
	if err != nil {
		return sheet{}, err
	}
	page := agencyApplyPage{Base: b, Name: of.Name, Takes: takes(of), Channels: channels(g), Office: officeFacts(g), Terms: terms(p.today()), Fees: feeWords(p.today()), Track: b.URL("/track")}
	switch {
	case of.Closed:
		page.Why = "该机关已撤销或者合并，请向承继其职责的机关提出申请。"
	case !page.Takes:
		page.Why = "公共企事业单位的信息公开依照有关主管部门的规定办理。"
	case g.Open(agency.ChannelOnline):
		page.Form = b.URL(address("/apply", url.Values{"agency": {of.Code}}))
	}
	if page.Takes {
		page.Paper = ui.Files{Items: []ui.File{
			{Link: ui.Link{Text: "政府信息公开申请表", Href: b.URL("/apply/form.docx?agency=" + of.Code)}, Kind: "DOCX"},
			{Link: ui.Link{Text: "政府信息公开申请表", Href: b.URL("/apply/form.pdf?agency=" + of.Code)}, Kind: "PDF"},
		}}
	}
	return sheet{body: page.Page(), canonical: agencyPath(of.Code, "apply")}, nil
}
