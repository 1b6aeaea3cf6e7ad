package web

import (
	"net/http"
	"strings"
	"time"

	"github.com/klauspost/compress/gzhttp"
)

// NotModified sets the validators of the answer and, when the caller has it already, answers 304 and returns true.
// The tag is given without quotes, is changed by every change of the content, and is sent as weak, since the same
// content may go out compressed or not. modified may be zero.
func NotModified(w http.ResponseWriter, r *http.Request, tag string, modified time.Time) bool {
	h := w.Header()
	quoted := `W/"` + tag + `"`
	h.Set("ETag", quoted)
	if !modified.IsZero() {
		h.Set("Last-Modified", modified.UTC().Format(http.TimeFormat))
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		return false
	}
	if known := r.Header.Values("If-None-Match"); len(known) > 0 {
		if !matches(known, tag) {
			return false
		}
	} else {
		since, err := http.ParseTime(r.Header.Get("If-Modified-Since"))
		if err != nil || modified.IsZero() || modified.Truncate(time.Second).After(since) {
			return false
		}
	}
	for _, name := range []string{"Content-Type", "Content-Length", "Content-Encoding"} {
		h.Del(name)
	}
	w.WriteHeader(http.StatusNotModified)
	return true
}

// matches compares weakly (RFC 9110, 8.8.3.2).
func matches(lines []string, tag string) bool {
	for _, line := range lines {
		for known := range strings.SplitSeq(line, ",") {
			known = strings.TrimPrefix(strings.TrimSpace(known), "W/")
			if known == "*" || known == `"`+tag+`"` {
				return true
			}
		}
	}
	return false
}

// compressFrom is the size below which compressing costs more than it saves.
const compressFrom = 1400

// Compress compresses what handlers make on each call: pages and JSON. What has an encoding already (page bytes kept
// compressed) or is no text passes through. Forms carry no secret tokens (cross-origin calls are told by headers), so
// that the length of a compressed page tells nothing worth guessing.
func Compress(next http.Handler) (http.Handler, error) {
	wrap, err := gzhttp.NewWrapper(gzhttp.MinSize(compressFrom), gzhttp.CompressionLevel(4), gzhttp.ContentTypes([]string{
		"text/html", "text/plain", "text/css", "text/csv", "text/xml", "application/json", "application/problem+json",
		"application/atom+xml", "application/xml", "image/svg+xml",
	}))
	if err != nil {
		return nil, err
	}
	return wrap(next), nil
}
