package web

import (
	"net/http"
	"strings"
)

// mount serves the site below the base path. Faces see addresses without it; what they send the browser to begins with
// it ([Redirects]). The base path without its slash and the root are sent to the site's first page; beside it is
// nothing but health.
func (s *Server) mount() http.Handler {
	base := s.options.BasePath
	inner := http.NewServeMux()
	inner.HandleFunc("GET /healthz", s.healthz)
	inner.HandleFunc("GET /readyz", s.readyz)
	inner.Handle("/", Redirects(base, http.HandlerFunc(s.serveSite)))
	below := s.options.Failures.routesOfHealth(inner)
	if base == "" {
		return below
	}
	outer := http.NewServeMux()
	outer.HandleFunc("GET /healthz", s.healthz)
	outer.HandleFunc("GET /readyz", s.readyz)
	outer.Handle(base+"/", http.StripPrefix(base, below))
	outer.HandleFunc("GET "+base, func(w http.ResponseWriter, r *http.Request) {
		to := base + "/"
		if r.URL.RawQuery != "" {
			to += "?" + r.URL.RawQuery
		}
		http.Redirect(w, r, to, http.StatusPermanentRedirect)
	})
	outer.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, base+"/", http.StatusFound)
	})
	outer.HandleFunc("/{path...}", s.serveOutside)
	return s.options.Failures.Routes(outer)
}

// serveOutside answers addresses beside the base path: those of a site that stood here before, where the site knows them.
func (s *Server) serveOutside(w http.ResponseWriter, r *http.Request) {
	if site := s.site.Load(); site != nil && site.Outside != nil {
		site.Outside.ServeHTTP(w, r)
		return
	}
	s.options.Failures.write(w, r, Failure{Status: http.StatusNotFound, Message: "没有找到这个页面"})
}

// routesOfHealth notes the pattern of health alone: the site's own mux notes the others.
func (f *Failures) routesOfHealth(mux *http.ServeMux) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mux.ServeHTTP(w, r)
		if x := exchangeOf(r.Context()); x != nil && x.route == "" && r.Pattern != "/" {
			_, x.route, _ = cutMethod(r.Pattern)
		}
	})
}

// serveSite keeps the site closed while the program starts.
func (s *Server) serveSite(w http.ResponseWriter, r *http.Request) {
	site := s.site.Load()
	if site == nil {
		s.options.Failures.write(w, r, Failure{Status: http.StatusServiceUnavailable, Message: "系统正在启动，请稍后刷新"})
		return
	}
	site.Handler.ServeHTTP(w, r)
}

// Redirects sends Location headers below the base path that begin with a single slash: handlers and http.Redirect know
// only addresses inside the site.
func Redirects(base string, next http.Handler) http.Handler {
	if base == "" {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next.ServeHTTP(&relocated{ResponseWriter: w, base: base}, r)
	})
}

type relocated struct {
	http.ResponseWriter
	base string
}

func (w *relocated) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func (w *relocated) WriteHeader(status int) {
	to := w.Header().Get("Location")
	if strings.HasPrefix(to, "/") && !strings.HasPrefix(to, "//") && to != w.base && !strings.HasPrefix(to, w.base+"/") {
		w.Header().Set("Location", w.base+to)
	}
	w.ResponseWriter.WriteHeader(status)
}

// Flush lets handlers stream.
func (w *relocated) Flush() { _ = http.NewResponseController(w.ResponseWriter).Flush() }
