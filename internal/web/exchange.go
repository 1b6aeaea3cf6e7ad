package web

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"net/http"
	"strings"
)

// An exchange is what is known of one request while it is answered.
type exchange struct {
	id    string
	route string // pattern of the innermost mux that took it
	err   error  // told by Fail, for the log
}

type exchangeKey struct{}

func exchangeOf(ctx context.Context) *exchange {
	x, _ := ctx.Value(exchangeKey{}).(*exchange)
	return x
}

// RequestID returns the number of the request that answers carry in X-Request-Id and error pages name; it stands in
// every line of the log about it. It is random and says nothing of the caller.
func RequestID(ctx context.Context) string {
	if x := exchangeOf(ctx); x != nil {
		return x.id
	}
	return ""
}

var idEncoding = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

func newRequestID() string {
	var b [10]byte
	rand.Read(b[:]) // never fails: crypto/rand ends the program instead
	return idEncoding.EncodeToString(b[:])
}

// Routes makes a mux answer unknown addresses and methods through fail, and notes the pattern that took a request for
// log and metrics. Every mux of a face is wrapped in it.
func (f *Failures) Routes(mux *http.ServeMux) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, pattern := mux.Handler(r); pattern == "" {
			f.unknown(w, r, mux)
			return
		}
		mux.ServeHTTP(w, r)
		if x := exchangeOf(r.Context()); x != nil && x.route == "" {
			_, x.route, _ = cutMethod(r.Pattern)
		}
	})
}

// cutMethod splits "GET /x" into method and pattern.
func cutMethod(pattern string) (method, path string, ok bool) {
	method, path, ok = strings.Cut(pattern, " ")
	if !ok {
		return "", pattern, false
	}
	return method, path, true
}

// unknown answers what no pattern takes: 404, or 405 where another method would do.
func (f *Failures) unknown(w http.ResponseWriter, r *http.Request, mux *http.ServeMux) {
	probe := &statusProbe{header: http.Header{}}
	mux.ServeHTTP(probe, r)
	if probe.status == http.StatusMethodNotAllowed {
		w.Header().Set("Allow", probe.header.Get("Allow"))
		f.write(w, r, Failure{Status: probe.status, Message: "这个网址不接受这种操作"})
		return
	}
	f.write(w, r, Failure{Status: http.StatusNotFound, Message: "没有找到这个页面，请检查网址，或者从首页开始查找"})
}

// statusProbe learns the status that a mux would answer.
type statusProbe struct {
	header http.Header
	status int
}

func (p *statusProbe) Header() http.Header         { return p.header }
func (p *statusProbe) Write(b []byte) (int, error) { return len(b), nil }
func (p *statusProbe) WriteHeader(status int)      { p.status = status }
