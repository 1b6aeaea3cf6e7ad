package portal

import (
	"net/http"

	"gongkai/internal/database"
	"gongkai/internal/web/ui"
)

// OfflinePath is the page to which a static copy of the site leads where only the site itself can answer.
const OfflinePath = "/about/offline"

// LivePaths are the addresses that only the site itself can answer; those with a stroke at the end stand for all below.
var LivePaths = []string{"/search", "/search/", "/apply", "/track", "/track/", correctPath, "/view", "/log/consistency", "/log/entries", "/api/", "/workbench/"}

// CopyFrom are the addresses from which every other address of the portal is found.
var CopyFrom = []string{"/", "/sitemap.xml", "/feed.atom", "/robots.txt", "/about/site-map", logPath, "/log/checkpoint", "/log/key"}

// offlinePage says what a static copy cannot do.
type offlinePage struct {
	ui.Base
	Online ui.Link
}

func (p *Portal) offline(r *http.Request, q *database.Query) (sheet, error) {
	b, err := p.frame(r, q, "静态副本不能办理的事项", nil)
	if err != nil {
		return sheet{}, err
	}
	page := offlinePage{Base: b}
	if p.URL != "" {
		page.Online = ui.Link{Text: p.absolute("/"), Href: p.absolute("/")}
	}
	return sheet{body: page.Page(), canonical: OfflinePath}, nil
}
