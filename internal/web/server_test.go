package web_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"gongkai/fault"
	"gongkai/internal/web"
	"gongkai/internal/web/webtest"
)

// running is a server on a free port of this machine.
type running struct {
	t            *testing.T
	site, admin  string
	stop, force  context.CancelFunc
	ended        chan error
	log          *lockedBuffer
	client       *http.Client
	endedAlready bool
}

type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// run starts a server and waits until its site is open.
func run(t *testing.T, o web.Options, site *web.Site) *running {
	t.Helper()
	return runStarting(t, o, func(context.Context) (*web.Site, error) { return site, nil })
}

func runStarting(t *testing.T, o web.Options, start func(context.Context) (*web.Site, error)) *running {
	t.Helper()
	r := &running{t: t, ended: make(chan error, 1), log: &lockedBuffer{}}
	o.Listen, o.Admin = "127.0.0.1:0", "127.0.0.1:0"
	o.Logger = slog.New(slog.NewJSONHandler(r.log, nil))
	if o.Failures == nil {
		o.Failures = &web.Failures{}
	}
	if o.Grace == 0 {
		o.Grace = 20 * time.Second
	}
	if o.Addresses == "" {
		o.Addresses = web.Masked
	}
	open := make(chan struct{})
	o.Ready = func(site, admin net.Addr) {
		r.site, r.admin = "http://"+site.String(), "http://"+admin.String()
		close(open)
	}
	graceful, stop := context.WithCancel(t.Context())
	forced, force := context.WithCancel(context.Background())
	r.stop, r.force = stop, force
	server := web.New(o)
	go func() { r.ended <- server.Run(graceful, forced, start) }()
	r.client = &http.Client{Transport: &http.Transport{}, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	t.Cleanup(func() {
		force()
		stop()
		if !r.endedAlready {
			<-r.ended
		}
		r.client.CloseIdleConnections()
	})
	select {
	case <-open:
	case err := <-r.ended:
		r.endedAlready = true
		t.Fatalf("ended at once: %v", err)
	}
	return r
}

func (r *running) wait() error {
	r.endedAlready = true
	return <-r.ended
}

// get answers status, header and body.
func (r *running) get(url string, header ...string) (int, http.Header, string) {
	r.t.Helper()
	request, err := http.NewRequestWithContext(r.t.Context(), http.MethodGet, url, nil)
	if err != nil {
		r.t.Fatal(err)
	}
	for i := 0; i+1 < len(header); i += 2 {
		request.Header.Set(header[i], header[i+1])
	}
	answer, err := r.client.Do(request)
	if err != nil {
		r.t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		r.t.Fatal(err)
	}
	return answer.StatusCode, answer.Header, string(text)
}

// pages is a small face.
func pages() http.Handler {
	failures := &web.Failures{Logger: slog.New(slog.DiscardHandler), API: "/api/"}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /records/{number}", func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, "record") })
	mux.HandleFunc("GET /fault", func(w http.ResponseWriter, r *http.Request) {
		failures.Fail(w, r, fault.New(fault.Conflict, "文号已被占用"))
	})
	mux.HandleFunc("GET /panic", func(http.ResponseWriter, *http.Request) { panic("boom") })
	mux.HandleFunc("GET /go", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/records/1", http.StatusSeeOther) })
	mux.HandleFunc("GET /folder/", func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, "folder") })
	mux.HandleFunc("POST /upload", func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Has("large") {
			web.AllowBody(r, 1<<20)
		}
		n, err := io.Copy(io.Discard, r.Body)
		if err != nil {
			failures.Fail(w, r, err)
			return
		}
		fmt.Fprint(w, n)
	})
	return failures.Routes(mux)
}

func TestARequestUnderWayIsAnsweredAlthoughTheServerStops(t *testing.T) {
	entered, leave := make(chan struct{}), make(chan struct{})
	var jobEnded, closed bool
	r := run(t, web.Options{}, &web.Site{
		Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			close(entered)
			<-leave
			if jobEnded || closed {
				t.Error("jobs and storage must outlive requests")
			}
			fmt.Fprint(w, "all of it")
		}),
		Jobs:  []func(context.Context) error{func(ctx context.Context) error { <-ctx.Done(); jobEnded = true; return nil }},
		Close: func() error { closed = true; return nil },
	})
	type answer struct {
		status int
		text   string
	}
	answers := make(chan answer)
	go func() { status, _, text := r.get(r.site + "/"); answers <- answer{status, text} }()
	<-entered
	r.stop()
	// New callers are turned away while the old one is still served.
	for {
		conn, err := net.Dial("tcp", strings.TrimPrefix(r.site, "http://"))
		if err != nil {
			break
		}
		conn.Close()
	}
	if status, _, text := r.get(r.admin + "/readyz"); status != http.StatusServiceUnavailable || !strings.Contains(text, "stopping") {
		t.Errorf("readiness while stopping: %d %s", status, text)
	}
	close(leave)
	if got := <-answers; got != (answer{200, "all of it"}) {
		t.Errorf("got %v", got)
	}
	if err := r.wait(); err != nil || !jobEnded || !closed {
		t.Errorf("ended with %v, job ended %t, closed %t", err, jobEnded, closed)
	}
}

func TestForceBreaksOff(t *testing.T) {
	entered := make(chan struct{})
	gone := make(chan struct{})
	r := run(t, web.Options{Grace: time.Hour}, &web.Site{Handler: http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		close(entered)
		<-r.Context().Done()
		close(gone)
	})})
	go func() {
		answer, err := r.client.Get(r.site + "/")
		if err == nil {
			answer.Body.Close()
		}
	}()
	<-entered
	r.stop()
	r.force()
	if err := r.wait(); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("got %v", err)
	}
	<-gone
}

func TestWhileTheProgramStartsItIsAliveAndNotReady(t *testing.T) {
	migrating, migrated := make(chan struct{}), make(chan struct{})
	address := make(chan string, 1)
	listen := webtest.FreeAddress(t)
	graceful, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	opened := make(chan struct{})
	server := web.New(web.Options{Listen: listen, Ready: func(net.Addr, net.Addr) { close(opened) }})
	go func() {
		ended <- server.Run(graceful, t.Context(), func(context.Context) (*web.Site, error) {
			address <- "http://" + listen
			close(migrating)
			<-migrated
			return &web.Site{Handler: pages()}, nil
		})
	}()
	<-migrating
	r := &running{t: t, site: <-address, client: &http.Client{}}
	for path, want := range map[string]int{"/healthz": 200, "/readyz": 503, "/records/1": 503} {
		if status, _, text := r.get(r.site + path); status != want {
			t.Errorf("%s while migrating: %d %s, want %d", path, status, text, want)
		}
	}
	close(migrated)
	<-opened
	for path, want := range map[string]int{"/healthz": 200, "/readyz": 200, "/records/1": 200} {
		if status, _, text := r.get(r.site + path); status != want {
			t.Errorf("%s afterwards: %d %s, want %d", path, status, text, want)
		}
	}
	r.client.CloseIdleConnections()
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

func TestAStartThatFailsEndsTheServer(t *testing.T) {
	want := fault.New(fault.Unavailable, "数据库连接不上")
	err := web.New(web.Options{Listen: "127.0.0.1:0"}).Run(t.Context(), t.Context(), func(context.Context) (*web.Site, error) { return nil, want })
	if !errors.Is(err, want) {
		t.Errorf("got %v", err)
	}
	l, e := net.Listen("tcp", "127.0.0.1:0")
	if e != nil {
		t.Fatal(e)
	}
	defer l.Close()
	err = web.New(web.Options{Listen: l.Addr().String()}).Run(t.Context(), t.Context(), nil)
	if !strings.Contains(fault.Message(err), "已被占用") {
		t.Errorf("got %v", err)
	}
}

func TestReadinessNamesWhatFails(t *testing.T) {
	r := run(t, web.Options{}, &web.Site{Handler: pages(), Checks: []web.Check{
		{Name: "database", Run: func(context.Context) error { return errors.New("password of postgres rejected") }},
		{Name: "disk", Run: func(context.Context) error { return nil }},
		{Name: "calendar", Warns: true, Run: func(context.Context) error { return errors.New("2027") }},
	}})
	status, _, text := r.get(r.site + "/readyz")
	if status != 503 || text != `{"ready":false,"failed":["database"],"warned":["calendar"]}`+"\n" {
		t.Errorf("%d %s", status, text)
	}
}

func TestSlowCallersAreCutOff(t *testing.T) {
	r := run(t, web.Options{Limits: web.Limits{Header: 50 * time.Millisecond, Start: 50 * time.Millisecond, Pace: 1 << 30}},
		&web.Site{Handler: pages()})
	for name, sent := range map[string]string{
		"half a header": "GET /records/1 HTTP/1.1\r\nHost: x\r\nX-Drip:",
		"half a body":   "POST /upload HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nhalf",
	} {
		conn, err := net.Dial("tcp", strings.TrimPrefix(r.site, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprint(conn, sent)
		// The server ends the connection by itself; without limits this read would last until the test's own limit.
		text, _ := io.ReadAll(conn) // may end in a reset
		if strings.Contains(string(text), " 200 ") {
			t.Errorf("%s was served: %s", name, text)
		}
		conn.Close()
	}
}

// A handler that takes longer than the body was allowed to is not broken off by the deadline of the body.
func TestTheDeadlineOfABodyEndsWithIt(t *testing.T) {
	var handlerErr error
	r := run(t, web.Options{Limits: web.Limits{Start: 500 * time.Millisecond}}, &web.Site{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, err := io.ReadAll(r.Body); err != nil {
			t.Error(err)
		}
		select {
		case <-r.Context().Done():
			handlerErr = r.Context().Err()
		case <-time.After(1500 * time.Millisecond):
		}
	})})
	answer, err := r.client.Post(r.site+"/", "text/plain", strings.NewReader("x"))
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if handlerErr != nil || answer.StatusCode != 200 {
		t.Errorf("%v %d", handlerErr, answer.StatusCode)
	}
}

func TestBodiesAndHeadersAreBounded(t *testing.T) {
	r := run(t, web.Options{Limits: web.Limits{Body: 1000, HeaderLen: 8 << 10}}, &web.Site{Handler: pages()})
	for _, c := range []struct {
		path string
		size int
		want int
	}{{"/upload", 1000, 200}, {"/upload", 1001, 413}, {"/upload?large", 1 << 20, 200}, {"/upload?large", 1<<20 + 1, 413}} {
		answer, err := r.client.Post(r.site+c.path, "text/plain", bytes.NewReader(make([]byte, c.size)))
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		if answer.StatusCode != c.want {
			t.Errorf("%s with %d bytes: %d, want %d", c.path, c.size, answer.StatusCode, c.want)
		}
	}
	if status, _, _ := r.get(r.site+"/records/1", "X-Long", strings.Repeat("x", 64<<10)); status != http.StatusRequestHeaderFieldsTooLarge {
		t.Errorf("long header: %d", status)
	}
}
