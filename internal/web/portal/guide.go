package portal

import (
	"net/http"
	"strconv"

	"gongkai/agency"
	"gongkai/civil"
	"gongkai/disclosure"
	"gongkai/internal/database"
	"gongkai/internal/query"
	"gongkai/internal/web/ui"
	"gongkai/law"
)

// guidePage is the 公开指南, made from the facts that the agency keeps and from the law, so that it is never out of step
// with either. What the agency has written itself is one link away.
type guidePage struct {
	ui.Base
	Name     string
	Office   ui.Facts
	Channels []channel
	Terms    ui.Facts
	Fees     string
	Remedies []string
	Reviewed string
	Written  []ui.Link // the agency's own texts of the guide
	Catalog  string
	Apply    string // empty if the agency takes no applications
	Items    []string
	Gaps     bool // the guide lacks a prescribed fact
}

// A channel is one way to apply.
type channel struct {
	Name, How string
	Open      bool
}

// ownGuides is how many texts of its own an agency's guide links to.
const ownGuides = 3

// guide shows the 公开指南.
// 法源: 《条例》第十二条第二款。
func (p *Portal) guide(r *http.Request, q *database.Query) (sheet, error) {
	of, b, err := p.part(r, q, "guide")
	if err != nil {
		return sheet{}, err
	}
	g, err := query.PortalGuide(q, agency.ID(of.ID))
	if err != nil {
		return sheet{}, err
	}
	settings, err := query.PortalSettings(q, agency.ID(of.ID), p.today())
	if err != nil {
		return sheet{}, err
	}
	own, _, err := query.PortalList(q, query.List{Agency: of.ID, Kind: disclosure.Guide, Limit: ownGuides})
	if err != nil {
		return sheet{}, err
	}
	page := guidePage{Base: b, Name: of.Name, Office: officeFacts(g), Channels: channels(g), Terms: terms(p.today()), Fees: feeWords(p.today()),
		Remedies: remedyWords(of, settings.Remedies, p.today()), Catalog: b.URL(agencyPath(of.Code, "catalog")), Gaps: len(g.Check()) > 0}
	if !g.ReviewedOn.IsZero() {
		page.Reviewed = g.ReviewedOn.Chinese()
	}
	if takes(of) {
		page.Apply = b.URL(agencyPath(of.Code, "apply"))
	}
	for _, row := range own {
		page.Written = append(page.Written, ui.Link{Text: row.Title + "（" + row.PublishedOn.String() + "）", Href: b.URL(recordPath(row.IndexNo))})
	}
	return sheet{body: page.Page(), canonical: agencyPath(of.Code, "guide")}, nil
}

// part loads the agency and the frame of one of the five parts of its platform.
func (p *Portal) part(r *http.Request, q *database.Query, path string) (query.AgencyRow, ui.Base, error) {
	of, err := agencyOf(r, q)
	if err != nil {
		return of, ui.Base{}, err
	}
	title := ""
	for _, e := range entries {
		if e.path == path {
			title = e.title
		}
	}
	b, err := p.frame(r, q, title, &of)
	b.Column = &ui.ColumnMeta{Name: title, Description: of.Name + title, Keywords: title + "," + of.Name, Type: "政务公开"}
	return of, b, err
}

func officeFacts(g agency.Guide) ui.Facts {
	return ui.Facts{Items: []ui.Fact{
		{Name: "工作机构", Text: g.OfficeName}, {Name: "办公地址", Text: g.Address}, {Name: "邮政编码", Text: g.Postcode}, {Name: "办公时间", Text: g.Hours},
		{Name: "联系电话", Text: g.Phone}, {Name: "传真号码", Text: g.Fax}, {Name: "互联网联系方式", Text: g.Internet}, {Name: "监督投诉电话", Text: g.SupervisionPhone},
	}}
}

// channels lists the ways to apply that are open, and those that are not with the reason.
// 法源: 19号文。
func channels(g agency.Guide) []channel {
	var list []channel
	for _, kind := range agency.ChannelKinds {
		c := channel{Name: kind.Label, Open: g.Open(kind.Kind)}
		for _, row := range g.Channels {
			if row.Kind == kind.Kind {
				if c.How = row.How; !c.Open {
					c.How = row.Reason
				}
			}
		}
		if c.How == "" && c.Open {
			c.How = "按上述联系方式提交"
		}
		list = append(list, c)
	}
	return list
}

// terms says within which time what must happen.
// 法源: 《条例》第二十六条、《条例》第三十条、《条例》第三十三条。
func terms(on civil.Date) ui.Facts {
	days := func(name law.Name) string { return strconv.Itoa(law.On(name, on).Int()) + "个工作日" }
	cite := func(name law.Name) string { return "（" + law.On(name, on).Cite.String() + "）" }
	return ui.Facts{Items: []ui.Fact{
		{Name: "主动公开", Text: "信息形成或者变更之日起" + days(law.PublishTerm) + "内；法律、法规另有规定的，从其规定" + cite(law.PublishTerm)},
		{Name: "答复申请", Text: "能当场答复的当场答复，否则自收到申请之日起" + days(law.ReplyTerm) + "内" + cite(law.ReplyTerm)},
		{Name: "延长答复", Text: "经工作机构负责人同意并告知申请人，最多延长" + days(law.ExtensionTerm) + cite(law.ExtensionTerm)},
		{Name: "一次补正", Text: "内容不明确的，自收到申请之日起" + days(law.CorrectionNotice) + "内一次性告知补正，期限自收到补正之日重新计算" + cite(law.CorrectionNotice)},
		{Name: "征求意见", Text: "征求第三方和其他机关意见所需时间不计算在内（" + law.OGI.Art(33).P(3).String() + "）"},
	}}
}

// feeWords says when applying costs something.
// 法源: 《条例》第四十二条。
func feeWords(on civil.Date) string {
	return "依申请提供政府信息不收取费用。同一申请人在一个自然月内向同一机关申请超过" + strconv.Itoa(law.On(law.FreeApplications, on).Int()) +
		"件，或者一件申请要求提供超过" + strconv.Itoa(law.On(law.FreePages, on).Int()) + "页的，可以依法收取信息处理费，收取前会书面告知金额、依据和缴纳方式。"
}

// remedyWords says where to go when something is wrong.
// 法源: 《条例》第五十一条、《行政复议法》第二十条第一款。
func remedyWords(of query.AgencyRow, set agency.Remedies, on civil.Date) []string {
	organ := "有权的行政复议机关"
	if len(set.Organs) > 0 {
		organ = set.Organs[0]
	}
	court := "有管辖权的人民法院"
	if set.Court != "" {
		court = set.Court
	}
	recon, suit := law.On(law.ReconTerm, on), law.On(law.SuitTerm, on)
	words := []string{
		"认为" + display(of) + "未按要求主动公开，或者没有依法答复申请的，可以向主管部门投诉举报（" + law.OGI.Art(51).String() + "）。",
		"对答复不服的，可以自知道之日起" + strconv.Itoa(recon.Int()) + "日内向" + organ + "申请行政复议（" + recon.Cite.String() + "）。",
		"依法可以直接起诉的，可以自知道之日起" + strconv.Itoa(suit.Int()) + "个月内向" + court + "提起行政诉讼（" + suit.Cite.String() + "）；不予公开的答复，应当先申请行政复议。具体途径以答复书的告知为准。",
	}
	if set.ReconURL != "" {
		words = append(words, "网上申请行政复议："+set.ReconURL)
	}
	return words
}

func (p guidePage) lead() string {
	if p.Reviewed == "" {
		return "依照《条例》第十二条编制。"
	}
	return "依照《条例》第十二条编制，最近核对：" + p.Reviewed + "。"
}
