package portal

import (
	"net/http"
	"strings"

	"gongkai/agency"
	"gongkai/fault"
	"gongkai/internal/database"
	"gongkai/internal/query"
	"gongkai/internal/web/ui"
)

// frame is what the shell of a page shows: whose site it is, and whose page.
func (p *Portal) frame(r *http.Request, q *database.Query, title string, of *query.AgencyRow) (ui.Base, error) {
	key := ""
	if of != nil {
		key = of.ID
	}
	site, err := p.shared.sites.get(q, key, func() (ui.Site, error) { return p.site(q, of) })
	if err != nil {
		return ui.Base{}, err
	}
	b := ui.Base{Title: title, BasePath: p.BasePath, Path: r.URL.RequestURI(), View: ui.ViewOf(r), Site: site,
		Crumbs: []ui.Link{{Text: "首页", Href: "/"}}}
	if r.Method != http.MethodGet {
		b.Path = r.URL.Path
	}
	if of == nil {
		b.Nav = siteNav(r.URL.Path)
		return b, nil
	}
	home := agencyPath(of.Code, "")
	b.Nav = agencyNav(of.Code, r.URL.Path)
	if r.URL.Path != home {
		b.Crumbs = append(b.Crumbs, ui.Link{Text: display(*of), Href: home})
	}
	return b, nil
}

func siteNav(path string) []ui.NavItem {
	return nav(path, ui.Link{Text: "首页", Href: "/"}, ui.Link{Text: "规范性文件库", Href: "/normative"}, ui.Link{Text: "搜索", Href: "/search"},
		ui.Link{Text: "依申请公开", Href: "/apply"}, ui.Link{Text: "进度查询", Href: "/track"})
}

// agencyNav is the same five entries for every agency, in one order.
// 法源: 《条例》第二十四条。
func agencyNav(code, path string) []ui.NavItem {
	var links []ui.Link
	for _, e := range entries {
		links = append(links, ui.Link{Text: e.title, Href: agencyPath(code, e.path)})
	}
	return nav(path, links...)
}

// entries are what the platform of every agency consists of.
var entries = []struct{ path, title, words string }{
	{"guide", "政府信息公开指南", "怎样查找信息、怎样提出申请，工作机构的联系方式"},
	{"regime", "政府信息公开制度", "政府信息公开的法规、规章和本机关的制度"},
	{"catalog", "法定主动公开内容", "依照《条例》第二十条、第二十一条公开的信息，按目录查阅"},
	{"reports", "政府信息公开年报", "历年政府信息公开工作年度报告"},
	{"apply", "依申请公开", "没有公开的信息，可以依法申请获取"},
}

func nav(path string, links ...ui.Link) []ui.NavItem {
	var items []ui.NavItem
	for _, l := range links {
		items = append(items, ui.NavItem{Link: l, Current: l.Href == path})
	}
	return items
}

func agencyPath(code, page string) string { return "/agencies/" + code + "/" + page }

// display is the name under which people know an agency.
func display(a query.AgencyRow) string {
	if a.ShortName != "" {
		return a.ShortName
	}
	return a.Name
}

// site gathers what head and foot say about the site and its owner.
func (p *Portal) site(q *database.Query, of *query.AgencyRow) (ui.Site, error) {
	s := ui.Site{Name: "政府信息公开平台", Domain: p.Domain, SiteMapPath: "/about/site-map", ErrorPath: correctPath, ThemePath: p.Theme}
	if p.Complaints != nil {
		s.ComplainPath = complainPath
	}
	host, err := query.PortalHost(q)
	switch {
	case fault.KindOf(err) == fault.NotFound:
		return s, nil
	case err != nil:
		return s, err
	}
	settings, err := p.settingsOf(q, agency.ID(host.ID))
	if err != nil {
		return s, err
	}
	s.Name, s.Organiser, s.Undertaker = host.Name, settings.Site.Host, settings.Site.Operator
	s.IDCode, s.ICP, s.PoliceRecord, s.PoliceURL = settings.Site.Identifier, settings.Site.ICP, settings.Site.PublicSecurity, "https://beian.mps.gov.cn/"
	if s.IDCode != "" {
		s.ErrorPath = "https://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code=" + s.IDCode
	}
	if s.Organiser == "" {
		s.Organiser = host.Name
	}
	contact := agency.ID(host.ID)
	if of != nil {
		s.Agency, s.AgencyPath, s.Undertaker, contact = of.Name, agencyPath(of.Code, ""), of.Name, agency.ID(of.ID)
	}
	guide, err := query.PortalGuide(q, contact)
	if err != nil {
		return s, err
	}
	var parts []string
	for _, part := range []string{guide.Phone, guide.Hours} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	s.Contact = strings.Join(parts, "，")
	return s, nil
}

// agencyOf loads the agency that the address names.
func agencyOf(r *http.Request, q *database.Query) (query.AgencyRow, error) {
	row, err := query.PortalAgency(q, r.PathValue("code"))
	if database.NotFound(err) {
		return row, fault.New(fault.NotFound, "没有这个机关的公开平台，地址可能输入有误")
	}
	return row, err
}
