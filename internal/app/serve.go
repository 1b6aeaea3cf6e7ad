package app

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"gongkai/civil"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/blob"
	"gongkai/internal/config"
	"gongkai/internal/demo"
	"gongkai/internal/ops"
	"gongkai/internal/web"
)

// News is what the person at the console is told.
type News struct {
	Ready func(site, admin net.Addr) // the addresses are open
	Demo  func(logins []demo.Login)  // the demonstration is built
}

// Serve runs the platform until graceful ends, or breaks off when forced ends.
func Serve(graceful, forced context.Context, c *config.Loaded, log *slog.Logger, news News) error {
	return ServeBy(time.Now, graceful, forced, c, log, news)
}

// ServeBy is Serve by a clock: what the site does happens at the times that it shows.
func ServeBy(now func() time.Time, graceful, forced context.Context, c *config.Loaded, log *slog.Logger, news News) error {
	failures := &web.Failures{Logger: log, API: "/api/", Renderer: &faces{}}
	server := web.New(web.Options{
		Listen: c.Listen, Admin: c.Admin.Listen, Pprof: c.Admin.Pprof, BasePath: c.BasePath,
		TLS: web.TLS{Cert: c.TLS.Cert, Key: c.TLS.Key, Domains: c.TLS.Domains, Cache: c.TLS.Cache, Email: c.TLS.Email,
			Directory: c.TLS.Directory, AccountID: c.TLS.EABID, AccountKey: c.TLS.EABKey},
		Grace: c.Stop, Addresses: web.Addresses(c.Log.Address), Failures: failures, Logger: log, Ready: news.Ready,
		Caller: func(r *http.Request) netip.Addr { return auth.Caller(r, network(c.Proxies)) },
	})
	return server.Run(graceful, forced, func(ctx context.Context) (*web.Site, error) {
		a, err := openAt(ctx, c, log, now)
		if err != nil {
			return nil, err
		}
		_, overTLS := a.origins()
		a.here = listening(c.Listen, overTLS)
		if a.Demo != nil {
			news.Demo(a.Demo)
		}
		if err := a.PublicLog.Begin(ctx); err != nil {
			_ = a.Close()
			return nil, err
		}
		handler, err := a.handler(failures)
		if err != nil {
			_ = a.Close()
			return nil, err
		}
		a.measure(server.Metrics())
		return &web.Site{Handler: handler, Outside: a.outside(failures), Checks: a.checks(), Jobs: []func(context.Context) error{a.Runner.Run, a.settle}, Close: a.Close}, nil
	})
}

// handler is the site: its faces on one mux, and around them what holds for every page.
func (a *App) handler(failures *web.Failures) (http.Handler, error) {
	bench, public := a.bench(failures), a.portal()
	if f, ok := failures.Renderer.(*faces); ok {
		f.bench.Store(bench)
		f.portal.Store(public)
	}
	mux := http.NewServeMux()
	mux.Handle("/workbench/", bench.Handler())
	faces := auth.NewMux(a.open(public), auth.Guard{Fail: failures.Fail})
	mux.Handle("/", public.OldAddresses(faces, failures.Routes(faces)))
	origins, overTLS := a.origins()
	sameOrigin, err := auth.SameOrigin(origins, failures.Fail)
	if err != nil {
		return nil, fault.New(fault.Invalid, "网址 url 不能用作来源：%s", a.Config.URL)
	}
	site := auth.SecurityHeaders(overTLS)(sameOrigin(mux))
	return web.Compress(site)
}

// outside leads addresses beside the base path on, that records had on a site which stood here before.
func (a *App) outside(failures *web.Failures) http.Handler {
	return a.portal().Outside(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		failures.Fail(w, r, fault.New(fault.NotFound, "没有找到这个页面"))
	}))
}

// origins returns the address of the site as browsers name it, and whether they reach it encrypted.
func (a *App) origins() (origins []string, overTLS bool) {
	overTLS = a.Config.TLS.Cert != "" || len(a.Config.TLS.Domains) > 0 || strings.HasPrefix(a.Config.URL, "https://")
	if u, err := url.Parse(a.Config.URL); err == nil && u.Host != "" {
		origins = []string{u.Scheme + "://" + u.Host}
	}
	return origins, overTLS
}

// checks are the conditions for taking requests. The schema is none: the site opens once it is up to date. That a new
// year came before its notice was loaded is told and no reason to close the site: terms are provisional until then.
func (a *App) checks() []web.Check {
	return []web.Check{
		{Name: "database", Run: func(ctx context.Context) error { _, err := a.DB.Clock(ctx); return err }},
		{Name: "blobs", Run: func(ctx context.Context) error {
			_, err := a.Blobs.Stat(ctx, nobody)
			if fault.KindOf(err) == fault.NotFound {
				return nil
			}
			return err
		}},
		{Name: "disk", Run: func(context.Context) error { return ops.DiskSpace(a.Config.Data) }},
		{Name: "calendar", Warns: true, Run: func(context.Context) error {
			if year := civil.Of(a.DB.Now()).Year(); !a.Calendar("").Known(year) {
				return fault.New(fault.Unavailable, "%d年的放假安排未载入，期限只能暂定", year)
			}
			return nil
		}},
	}
}

// nobody is the address of no file: asking for it proves that the store answers.
const nobody = blob.Hash("sha256:0000000000000000000000000000000000000000000000000000000000000000")
