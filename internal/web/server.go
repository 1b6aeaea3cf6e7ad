package web

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"

	"gongkai/fault"
)

// Options set a Server up.
type Options struct {
	Listen    string // host:port
	Admin     string // host:port of the operators' listener; empty for none
	Pprof     bool   // on the operators' listener
	BasePath  string // "" or /xxgk
	TLS       TLS
	Limits    Limits
	Grace     time.Duration // how long requests and jobs under way may take when the program stops
	Addresses Addresses
	Caller    func(*http.Request) netip.Addr // whose request it is; the peer of the connection if nil
	Failures  *Failures                      // plain pages if nil
	Logger    *slog.Logger                   // discarded if nil

	// Ready is told the addresses once the site is open.
	Ready func(site, admin net.Addr)
}

// A Site is what the server opens once the program has started.
type Site struct {
	Handler http.Handler
	Outside http.Handler // answers addresses beside the base path; may be nil
	Checks  []Check
	Jobs    []func(ctx context.Context) error // run beside the site until ctx ends
	Close   func() error                      // called last; may be nil
}

// A Server serves one site.
type Server struct {
	options  Options
	log      *slog.Logger
	numbers  *numbers
	site     atomic.Pointer[Site] // nil while starting
	stopping atomic.Bool
	ready    readiness
}

// New makes a server that does not listen yet.
func New(o Options) *Server {
	o.Limits = o.Limits.withDefaults()
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Failures == nil {
		o.Failures = &Failures{}
	}
	if o.Failures.Logger == nil {
		o.Failures.Logger = o.Logger
	}
	if o.Caller == nil {
		o.Caller = peer
	}
	return &Server{options: o, log: o.Logger, numbers: newNumbers()}
}

// peer is the other end of the connection.
func peer(r *http.Request) netip.Addr {
	at, _ := netip.ParseAddrPort(r.RemoteAddr)
	return at.Addr().Unmap()
}

// Run listens, starts the site, and serves it until graceful ends. It listens first: while start migrates a large
// database, health and readiness are answered and pages say that the system is starting.
//
// Then it takes no more requests, lets those under way come to an end within the time of grace, stops the jobs, closes
// the site. When forced ends it breaks off at once. It returns an error if it could not listen or start, or if
// something had to be broken off.
func (s *Server) Run(graceful, forced context.Context, start func(context.Context) (*Site, error)) error {
	listeners, err := s.listen(graceful)
	if err != nil {
		return err
	}
	public, operators := s.httpServer(s.observe(s.mount())), s.httpServer(s.admin())
	// A profile is written for as long as the operator asked.
	operators.WriteTimeout = 0
	broken := make(chan error, 2)
	serve := func(server *http.Server, l net.Listener) {
		if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			broken <- err
		}
	}
	go serve(public, listeners.site)
	if listeners.admin != nil {
		go serve(operators, listeners.admin)
	}
	defer func() { _ = operators.Close(); _ = public.Close() }()
	site, err := start(graceful)
	if err != nil {
		return err
	}
	if site.Close != nil {
		defer func() {
			if err := site.Close(); err != nil {
				s.log.Error("web: close", "error", err.Error())
			}
		}()
	}
	s.site.Store(site)
	jobs := s.runJobs(site)
	s.announce(graceful, listeners)
	select {
	case err = <-broken:
		err = &fault.Error{Kind: fault.Unavailable, Message: "网络监听中断", Err: err}
	case <-graceful.Done():
	}
	s.stopping.Store(true)
	notify("STOPPING=1")
	return errors.Join(err, s.drain(forced, public), jobs.stop(forced, s.options.Grace))
}

// announce tells operators, the service manager and the caller that the site is open.
func (s *Server) announce(ctx context.Context, l *listeners) {
	var admin net.Addr
	attrs := []any{"listen", l.site.Addr().String(), "base", s.options.BasePath, "tls", s.options.TLS.enabled()}
	if l.admin != nil {
		admin = l.admin.Addr()
		attrs = append(attrs, "admin", admin.String())
	}
	s.log.Info("web: serving", attrs...)
	notify("READY=1")
	go watchdog(ctx)
	if s.options.Ready != nil {
		s.options.Ready(l.site.Addr(), admin)
	}
}

func (s *Server) httpServer(h http.Handler) *http.Server {
	l := s.options.Limits
	return &http.Server{
		Handler: h, ReadHeaderTimeout: l.Header, IdleTimeout: l.Idle, MaxHeaderBytes: l.HeaderLen,
		ErrorLog: slog.NewLogLogger(s.log.Handler(), slog.LevelDebug),
	}
}

// drain lets requests under way come to an end.
func (s *Server) drain(forced context.Context, server *http.Server) error {
	ctx, cancel := context.WithTimeout(forced, s.options.Grace)
	defer cancel()
	if err := server.Shutdown(ctx); err != nil {
		_ = server.Close()
		return &fault.Error{Kind: fault.Unavailable, Message: "停止时还有请求没有办完，已经中断", Err: err}
	}
	return nil
}

// jobs are what runs beside the site.
type jobs struct {
	cancel context.CancelFunc
	done   chan struct{}
}

func (s *Server) runJobs(site *Site) *jobs {
	ctx, cancel := context.WithCancel(context.Background())
	j := &jobs{cancel: cancel, done: make(chan struct{})}
	var all sync.WaitGroup
	for _, run := range site.Jobs {
		all.Go(func() {
			if err := run(ctx); err != nil && ctx.Err() == nil {
				s.log.Error("web: job ended", "error", err.Error())
			}
		})
	}
	go func() { all.Wait(); close(j.done) }()
	return j
}

// stop ends the jobs and waits for them. They bound themselves; the grace here is for one that does not.
func (j *jobs) stop(forced context.Context, grace time.Duration) error {
	j.cancel()
	timer := time.NewTimer(grace + time.Second)
	defer timer.Stop()
	select {
	case <-j.done:
		return nil
	case <-timer.C:
	case <-forced.Done():
	}
	return fault.New(fault.Unavailable, "停止时还有后台任务没有完成，已经中断，下次启动后继续")
}
