package web

import (
	"context"
	"log/slog"
	"net/http"
	"net/netip"
	"runtime/debug"
	"time"
)

// Addresses says how callers' addresses are written into the log.
type Addresses string

// The policies. A network is the first 24 bits of an IPv4 address or the first 48 of an IPv6 address: enough to see an
// attack, too little to name a person. The ledger, which law and 等保 ask for, is another thing and not concerned.
const (
	Masked Addresses = "masked"
	Full   Addresses = "full"
	None   Addresses = "none"
)

// Mask writes an address by the policy.
func (p Addresses) Mask(a netip.Addr) string {
	switch {
	case p == Full && a.IsValid():
		return a.String()
	case p == None || !a.IsValid():
		return ""
	}
	bits := 48
	if a = a.Unmap(); a.Is4() {
		bits = 24
	}
	prefix, err := a.WithZone("").Prefix(bits)
	if err != nil {
		return ""
	}
	return prefix.String()
}

// observed is a response that remembers what was answered and lets no caller stall it.
type observed struct {
	http.ResponseWriter
	control *http.ResponseController
	write   time.Duration
	renewed time.Time
	status  int
	bytes   int64
}

func (o *observed) Unwrap() http.ResponseWriter { return o.ResponseWriter }

func (o *observed) WriteHeader(status int) {
	if o.status == 0 && status >= 200 {
		o.status = status
	}
	o.ResponseWriter.WriteHeader(status)
}

func (o *observed) Write(p []byte) (int, error) {
	if o.status == 0 {
		o.status = http.StatusOK
	}
	if now := time.Now(); now.Sub(o.renewed) > o.write/8 {
		o.renewed = now
		_ = o.control.SetWriteDeadline(now.Add(o.write)) // a test's recorder has no deadlines
	}
	n, err := o.ResponseWriter.Write(p)
	o.bytes += int64(n)
	return n, err
}

// Flush lets handlers stream.
func (o *observed) Flush() { _ = o.control.Flush() }

// observe is the outermost handler: number, limits, panics, log and metrics of every request.
func (s *Server) observe(next http.Handler) http.Handler {
	limits := s.options.Limits
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := time.Now()
		x := &exchange{id: newRequestID()}
		r = r.WithContext(context.WithValue(r.Context(), exchangeKey{}, x))
		w.Header().Set("X-Request-Id", x.id)
		o := &observed{ResponseWriter: w, control: http.NewResponseController(w), write: limits.Write}
		var body *pacedBody
		if r.Body != nil && r.Body != http.NoBody {
			body = &pacedBody{ReadCloser: r.Body, control: o.control, limits: limits, most: limits.Body}
			r.Body = body
		}
		defer func() {
			p := recover()
			begun := o.status != 0
			if p != nil && p != http.ErrAbortHandler {
				s.panicked(o, r, x, p)
			}
			s.account(o, r, x, body, time.Since(began))
			if p != nil && (begun || p == http.ErrAbortHandler) {
				panic(http.ErrAbortHandler) // a half answer must not look whole
			}
		}()
		next.ServeHTTP(o, r)
	})
}

func (s *Server) panicked(o *observed, r *http.Request, x *exchange, p any) {
	s.log.ErrorContext(r.Context(), "web: panic", "request", x.id, "panic", p, "stack", string(debug.Stack()))
	if o.status == 0 {
		s.options.Failures.write(o, r, Failure{Status: http.StatusInternalServerError, Message: "系统内部错误，已记录，请稍后再试或联系管理员"})
	}
}

// account writes the line of the log and the metrics of a request.
func (s *Server) account(o *observed, r *http.Request, x *exchange, body *pacedBody, took time.Duration) {
	status := o.status
	if status == 0 {
		status = http.StatusOK
	}
	route := x.route
	if route == "" {
		route = "unknown"
	}
	s.numbers.answered(routeKey{methodOf(r), route, status}, took)
	if quiet[route] && status < 400 {
		return
	}
	attrs := []slog.Attr{
		slog.String("request", x.id), slog.String("method", methodOf(r)), slog.String("route", route),
		slog.Int("status", status), slog.Int64("bytes", o.bytes), slog.Duration("took", took),
	}
	if from := s.options.Addresses.Mask(s.options.Caller(r)); from != "" {
		attrs = append(attrs, slog.String("from", from))
	}
	if body != nil {
		attrs = append(attrs, slog.Int64("read", body.read))
	}
	s.log.LogAttrs(r.Context(), slog.LevelInfo, "web: request", attrs...)
}

// quiet are the routes that monitors ask every few seconds.
var quiet = map[string]bool{"/healthz": true, "/readyz": true}

// methodOf bounds the methods that callers can make us count.
func methodOf(r *http.Request) string {
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
		return r.Method
	}
	return "OTHER"
}
