package portal

import (
	"net/http"
	"net/url"

	"gongkai/internal/query"
)

// OldAddresses lets addresses that records had on an old site lead to where they are now. It asks only for addresses at
// which nothing else stands: mux knows those.
func (p *Portal) OldAddresses(mux *http.ServeMux, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet || r.Method == http.MethodHead {
			if _, pattern := mux.Handler(r); pattern == "" && p.leadOn(w, r) {
				return
			}
		}
		next.ServeHTTP(w, r)
	})
}

// Outside leads addresses beside the base path on; others are not found.
func (p *Portal) Outside(missing http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !p.leadOn(w, r) {
			missing.ServeHTTP(w, r)
		}
	})
}

// longestOldAddress bounds what is looked up.
const longestOldAddress = 1000

// leadOn answers with the new address for ever, if the old one is known: by its query first, then without.
func (p *Portal) leadOn(w http.ResponseWriter, r *http.Request) bool {
	path := r.URL.Path
	if len(path)+len(r.URL.RawQuery) > longestOldAddress || !isText(path) || !isText(r.URL.RawQuery) {
		return false
	}
	var forms []string
	for _, path := range []string{path, p.BasePath + path} {
		if r.URL.RawQuery != "" {
			forms = append(forms, path+"?"+r.URL.RawQuery)
		}
		forms = append(forms, path)
	}
	index, err := query.PortalOldAddress(p.DB.View(r.Context()), forms...)
	if err != nil || index == "" {
		return false
	}
	http.Redirect(w, r, p.absolute((&url.URL{Path: recordPath(index)}).EscapedPath()), http.StatusMovedPermanently)
	return true
}
