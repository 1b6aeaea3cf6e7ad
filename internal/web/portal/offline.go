package portal

import (
	"context"
	"net/http"
	"slices"

	"gongkai/fault"
	"gongkai/internal/database"
	"gongkai/internal/query"
	"gongkai/internal/web/ui"
)

// OfflinePath is the page to which a static copy of the site leads where only the site itself can answer.
const OfflinePath = "/about/offline"

// LivePaths are the addresses that only the site itself can answer; those with a stroke at the end stand for all below.
var LivePaths = []string{"/search", "/search/", "/apply", "/track", "/track/", correctPath, complainPath, complainPath + "/", "/view", "/log/consistency", "/log/entries", "/api/", "/workbench/"}

// copyFrom are the addresses from which every other address of the portal is found that a page leads to.
var copyFrom = []string{"/", "/sitemap.xml", "/feed.atom", "/robots.txt", "/about/site-map", logPath, "/log/checkpoint", "/log/key"}

// CopyFrom returns the addresses with which a copy of the portal begins. No list leads to withdrawn records: their pages,
// which say why they are gone, are named one by one.
// 法源: 《条例》第六条第一款、《条例》第二十五条第二款。
func (p *Portal) CopyFrom(ctx context.Context) (_ []string, err error) {
	defer fault.Wrap(&err, "portal.CopyFrom")
	withdrawn, err := query.WithdrawnIndexNumbers(p.DB.View(ctx))
	paths := slices.Clone(copyFrom)
	for _, index := range withdrawn {
		paths = append(paths, recordPath(index))
	}
	return paths, err
}

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
