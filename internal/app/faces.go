package app

import (
	"context"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"gongkai/internal/auth"
	"gongkai/internal/ops"
	"gongkai/internal/store"
	"gongkai/internal/web"
	"gongkai/internal/web/api"
	"gongkai/internal/web/portal"
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"
	"gongkai/internal/web/workbench/admin"
	"gongkai/internal/web/workbench/channels"
	"gongkai/internal/web/workbench/columns"
	"gongkai/internal/web/workbench/examination"
	"gongkai/internal/web/workbench/months"
	"gongkai/internal/web/workbench/notices"
	"gongkai/internal/web/workbench/redaction"
	"gongkai/internal/web/workbench/remedies"
	"gongkai/internal/web/workbench/reports"
	"gongkai/internal/web/workbench/supervision"
)

// faces draws errors in the style of the face that they happen in. Until the site is open there is none.
type faces struct {
	bench  atomic.Pointer[workbench.Bench]
	portal atomic.Pointer[portal.Portal]
}

// RenderFailure implements [web.Renderer].
func (f *faces) RenderFailure(w http.ResponseWriter, r *http.Request, failure web.Failure) {
	if bench := f.bench.Load(); bench != nil && strings.HasPrefix(r.URL.Path, "/workbench/") {
		bench.RenderFailure(w, r, failure)
		return
	}
	if public := f.portal.Load(); public != nil {
		public.RenderFailure(w, r, failure)
		return
	}
	web.Plain.RenderFailure(w, r, failure)
}

// bench makes the workbench with all its pages. Each package of pages is one line.
func (a *App) bench(failures *web.Failures) *workbench.Bench {
	_, overTLS := a.origins()
	c := a.Config
	bench := workbench.New(workbench.Options{
		Desk: a.Desk, BasePath: c.BasePath, SiteName: a.Desk.Site, Failures: failures, SSO: a.sso(),
		Sessions: auth.NewSessions(store.NewSessions(a.DB), c.Session.Idle, c.Session.Life, overTLS, c.BasePath+"/workbench", failures.Fail),
		Uploads:  workbench.Uploads{File: c.Upload.File, Form: c.Upload.Form}, Files: a.Blobs,
		Proxies: network(c.Proxies), Networks: network(c.Workbench), Opened: a.casework().SeeNoticesAt,
	})
	bench.Add(admin.New(bench, admin.Options{
		Runner: a.Runner,
		Desk:   a.Desk, Sessions: bench.Sessions, Almanac: a.calendars.Almanac,
		Examine: func(ctx context.Context) []ops.Finding { return ops.Examine(ctx, c, ops.Options{Now: time.Now}) }, // by the clock of the machine, as the command does
		Restate: func(ctx context.Context) (admin.Restated, error) {
			if err := a.calendars.load(ctx); err != nil {
				return admin.Restated{}, err
			}
			return a.restate(ctx)
		},
	}))
	bench.Add(a.records(bench))
	bench.Add(examination.New(bench, examination.Options{Desk: a.press(), Screener: a.screener()}))
	bench.Add(columns.New(bench, columns.Options{Desk: a.press()}))
	bench.Add(a.cases(bench))
	bench.Add(redaction.New(bench, redaction.Options{Desk: a.casework(), Files: a.Blobs, Screener: a.screener()}))
	bench.Add(months.New(bench, months.Options{Desk: a.supervising()}))
	bench.Add(remedies.New(bench, remedies.Options{Desk: a.supervising()}))
	bench.Add(reports.New(bench, reports.Options{Desk: a.Reports()}))
	bench.Add(notices.New(bench, notices.Options{Desk: a.casework()}))
	bench.Add(channels.New(bench, channels.Options{Desk: a.press(), Address: a.origin() + c.BasePath + api.Prefix}))
	bench.Add(supervision.New(bench, supervision.Options{Desk: a.supervising(), Fonts: a.Fonts}))
	return bench
}

// sso connects to the log-in service at the first log-in by it, so that the site starts without it; nil without one.
func (a *App) sso() func(context.Context) (*auth.OIDC, error) {
	c := a.Config
	if c.OIDC.Issuer == "" {
		return nil
	}
	var mu sync.Mutex
	var made *auth.OIDC
	return func(ctx context.Context) (*auth.OIDC, error) {
		mu.Lock()
		defer mu.Unlock()
		if made != nil {
			return made, nil
		}
		o, err := auth.NewOIDC(context.WithoutCancel(ctx), auth.SingleSignOn{
			Issuer: c.OIDC.Issuer, ClientID: c.OIDC.ClientID, ClientSecret: c.OIDC.ClientSecret, Scopes: c.OIDC.Scopes,
			RedirectURL: strings.TrimSuffix(c.URL, "/") + "/workbench/login/sso/back",
		})
		made = o
		return o, err
	}
}

// shared are the addresses that both faces need.
func (a *App) shared() []auth.Route {
	assets, view := ui.Assets(), ui.SwitchView(a.Config.BasePath)
	return []auth.Route{
		{Method: http.MethodGet, Pattern: "/assets/", Public: true, Handler: func(w http.ResponseWriter, r *http.Request) error {
			assets.ServeHTTP(w, r)
			return nil
		}},
		{Method: http.MethodPost, Pattern: ui.ViewPath, Public: true, Handler: func(w http.ResponseWriter, r *http.Request) error {
			view.ServeHTTP(w, r)
			return nil
		}},
	}
}

// Routes returns every address of the site with its rule.
func (a *App) Routes() []auth.Route {
	return append(a.open(a.portal()), a.bench(&web.Failures{}).Routes()...)
}

// origin is the address of the site as browsers name it, without path; empty where it is not set.
func (a *App) origin() string {
	origins, _ := a.origins()
	if len(origins) == 0 {
		return a.here
	}
	return origins[0]
}

// listening is the address of the site where it listens on one address, for an installation that has none set: feeds and
// site maps are invalid without a complete address. It is empty where the site listens on all addresses, or on a port
// that is not known yet.
func listening(listen string, overTLS bool) string {
	at, err := netip.ParseAddrPort(listen)
	if err != nil || at.Addr().IsUnspecified() || at.Port() == 0 {
		return ""
	}
	if overTLS {
		return "https://" + at.String()
	}
	return "http://" + at.String()
}

// open are the addresses outside the workbench.
func (a *App) open(public *portal.Portal) []auth.Route {
	programs := api.New(api.Options{DB: a.DB, BasePath: a.Config.BasePath, URL: a.origin(), Logger: a.Log, Intake: &api.Intake{Desk: a.press(), Files: a.received()},
		Caller: func(r *http.Request) netip.Addr { return auth.Caller(r, network(a.Config.Proxies)) }})
	return slices.Concat(public.Routes(), a.shared(), programs.Routes())
}
