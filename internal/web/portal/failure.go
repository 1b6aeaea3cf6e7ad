package portal

import (
	"bytes"
	"net/http"

	"gongkai/internal/web"
	"gongkai/internal/web/ui"
)

// RenderFailure draws an error in the style of the portal; it implements web.Renderer. If even the frame cannot be read
// the page is drawn without the county's name.
func (p *Portal) RenderFailure(w http.ResponseWriter, r *http.Request, f web.Failure) {
	b, err := p.frame(r, p.DB.View(r.Context()), f.Title, nil)
	if err != nil {
		b = ui.Base{Title: f.Title, BasePath: p.BasePath, View: ui.ViewOf(r), Site: ui.Site{Name: "政府信息公开平台"}}
	}
	b.Title, b.Path, b.Crumbs = f.Title, "/", nil
	page := ui.ErrorPage{Base: b, Status: f.Status, Text: f.Message}
	if f.Status >= http.StatusInternalServerError {
		page.Number = f.RequestID
	}
	var out bytes.Buffer
	if err := page.Render(r.Context(), &out); err != nil {
		out.Reset()
		out.WriteString(f.Message)
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(f.Status)
	writeTo(w, out.Bytes())
}
