package gallery

import (
	"bytes"
	"context"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"gongkai/fault"
	"gongkai/internal/web/ui"
)

// Policy is the content security policy under which every page works.
const Policy = "default-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"

// A Page is one page of the gallery: its address, as "/forms.html", and how it is drawn for a view.
type Page struct {
	Path, Title string
	Status      int
	draw        func(b ui.Base) templ.Component
}

// Pages returns every page of the gallery: the index, a sheet for each group of components, whole pages of both faces.
func Pages() []Page {
	pages := []Page{{"/index.html", "组件库", http.StatusOK, indexPage}}
	for _, s := range Sheets() {
		pages = append(pages, Page{"/" + s.Name + ".html", s.Title, http.StatusOK, func(b ui.Base) templ.Component { return sheetPage(b, s) }})
	}
	return append(pages, wholePages()...)
}

func wholePages() []Page {
	pages := []Page{
		{"/portal-home.html", "法定主动公开内容", http.StatusOK, homePage},
		{"/portal-record.html", "凉州区科技计划项目管理办法", http.StatusOK, recordPage},
		{"/portal-apply.html", "申请公开政府信息", http.StatusOK, applyPage},
		{"/workbench-desk.html", "在办申请", http.StatusOK, func(b ui.Base) templ.Component { return deskPage(atWork(b)) }},
	}
	for _, status := range []int{http.StatusForbidden, http.StatusNotFound, http.StatusTooManyRequests, http.StatusInternalServerError} {
		number := ""
		if status == http.StatusInternalServerError {
			number = "7F3A-09"
		}
		pages = append(pages, Page{"/error-" + strconv.Itoa(status) + ".html", http.StatusText(status), status, func(b ui.Base) templ.Component {
			b.Crumbs = nil
			return ui.ErrorPage{Base: b, Status: status, Number: number}
		}})
	}
	return pages
}

// Component returns the page as drawn below basePath for a view.
func (p Page) Component(basePath string, view ui.View) templ.Component {
	b := portalBase()
	b.BasePath, b.View, b.Path, b.Title = basePath, view, p.Path, p.Title
	return p.draw(b)
}

// Handler serves the gallery with the switches of the view working.
func Handler(basePath string) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /assets/", ui.Assets())
	mux.Handle("POST "+ui.ViewPath, ui.SwitchView(basePath))
	for _, p := range Pages() {
		show := func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			w.Header().Set("Content-Security-Policy", Policy)
			_ = p.Component(basePath, ui.ViewOf(r)).Render(r.Context(), w) // the reader has gone if this fails
		}
		mux.HandleFunc("GET "+p.Path, show)
		if p.Path == "/index.html" {
			mux.HandleFunc("GET /{$}", show)
		}
	}
	return http.StripPrefix(basePath, mux)
}

// Export writes the gallery to a folder, to be served by any web server at basePath.
func Export(ctx context.Context, dir, basePath string) (err error) {
	defer fault.Wrap(&err, "gallery.Export(%s)", dir)
	files := ui.AssetFiles()
	for _, p := range Pages() {
		var page bytes.Buffer
		if err := p.Component(basePath, ui.View{}).Render(ctx, &page); err != nil {
			return err
		}
		files[p.Path] = page.Bytes()
	}
	for name, content := range files {
		target := filepath.Join(dir, filepath.FromSlash(strings.TrimPrefix(name, "/")))
		if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(target, content, 0o644); err != nil {
			return err
		}
	}
	return nil
}

func portalBase() ui.Base {
	return ui.Base{
		Site: ui.Site{
			Name: "凉州区人民政府", Agency: "凉州区科学技术局", AgencyPath: "/index.html", Domain: "www.example.gov.cn", IDCode: "6206020000",
			Organiser: "凉州区人民政府办公室", Undertaker: "凉州区科学技术局", Contact: "0935-0000000（工作日 8:30—18:00）",
			ICP: "陇ICP备00000000号", PoliceRecord: "甘公网安备00000000000000号", PoliceURL: "https://beian.mps.gov.cn/",
			SiteMapPath: "/index.html", ErrorPath: "/index.html",
		},
		Nav: []ui.NavItem{
			{Link: ui.Link{Text: "公开指南", Href: "/forms.html"}}, {Link: ui.Link{Text: "公开制度", Href: "/tables.html"}},
			{Link: ui.Link{Text: "法定主动公开内容", Href: "/portal-home.html"}, Current: true}, {Link: ui.Link{Text: "公开年报", Href: "/charts.html"}},
			{Link: ui.Link{Text: "依申请公开", Href: "/portal-apply.html"}},
		},
		Crumbs: []ui.Link{{Text: "首页", Href: "/index.html"}, {Text: "政府信息公开", Href: "/index.html"}},
		Column: &ui.ColumnMeta{Name: "法定主动公开内容", Description: "按目录公开的政府信息", Keywords: "政府信息公开", Type: "信息公开"},
	}
}

func atWork(b ui.Base) ui.Base {
	b.Column = nil
	b.Crumbs = []ui.Link{{Text: "工作台", Href: "/workbench-desk.html"}}
	b.Toasts = []ui.Toast{{Tone: ui.Good, Text: "答复书已送签"}}
	b.Notices = []ui.Notice{{Tone: ui.Caution, Title: "明日有 2 件申请到期", Link: ui.Link{Text: "查看", Href: "#due"}}}
	b.Nav = []ui.NavItem{
		{Link: ui.Link{Text: "今日", Href: "/index.html"}}, {Link: ui.Link{Text: "依申请公开", Href: "/workbench-desk.html"}, Current: true, Count: 12},
		{Link: ui.Link{Text: "信息发布", Href: "/tables.html"}, Count: 3}, {Link: ui.Link{Text: "公开审查", Href: "/forms.html"}},
		{Link: ui.Link{Text: "年度报告", Href: "/charts.html"}}, {Link: ui.Link{Text: "台账", Href: "/progress.html"}},
	}
	b.User = &ui.User{
		Name: "李某", Role: "经办人", Agency: "凉州区科学技术局",
		Menu: []ui.Link{{Text: "我的账户", Href: "/index.html"}, {Text: "登录记录", Href: "/index.html"}},
	}
	return b
}
