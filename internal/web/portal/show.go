package portal

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"gongkai/internal/auth"
	"gongkai/internal/database"
	"gongkai/internal/web"
	"gongkai/internal/web/ui"

	"github.com/a-h/templ"
	"github.com/andybalholm/brotli"
)

// A sheet is a page that is ready to be drawn.
type sheet struct {
	status    int // 200 if zero
	body      templ.Component
	canonical string // path of the page under its one address; empty if it has none
	feed      string // path of the feed that belongs to the page
	mediaType string // HTML if empty
}

// drawn is a page as bytes, with its compressed forms, each made at most once.
type drawn struct {
	status               int
	tag, link, mediaType string
	plain                []byte
	gzipOnce, brotliOnce sync.Once
	gzip, brotli         []byte
}

// kept is a drawn page with the state of the site that it shows.
type kept struct {
	state
	*drawn
}

// A maker makes the sheet for a call from one view of the database.
type maker func(r *http.Request, q *database.Query) (sheet, error)

// Bounds of what is kept: the address of a page, and its bytes. With [keptPages] they bound the memory.
const (
	longestKey  = 300
	largestKept = 512 << 10
)

// page turns a maker into a handler that keeps what it made.
func (p *Portal) page(make maker) auth.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		d, err := p.keep(r, make)
		if err != nil {
			return err
		}
		p.send(w, r, d)
		return nil
	}
}

// keep returns the page of the call, made now unless nothing has changed since it was made last. The revision moves with
// every change that a page may show, and the day with the validity of documents, so that nothing withdrawn is ever shown. A page
// that comes out the same keeps its compressed forms.
func (p *Portal) keep(r *http.Request, make maker) (*drawn, error) {
	key := r.URL.RequestURI() + "\n" + ui.ViewOf(r).String()
	revision, err := p.revision.now(r.Context(), p.DB)
	if err != nil {
		return nil, err
	}
	now := state{revision, p.today()}
	old, found := p.pages.Get(key)
	if found && old.state == now {
		return old.drawn, nil
	}
	d, err := p.draw(r.WithContext(within(r.Context(), now)), make)
	if err != nil {
		return nil, err
	}
	if found && old.tag == d.tag && old.status == d.status && old.link == d.link {
		d = old.drawn
	}
	// The page was read after the revision: it is at least as new, and is made again if it is newer.
	if len(key) <= longestKey && len(d.plain) <= largestKept && d.status == http.StatusOK {
		p.pages.Add(key, &kept{now, d})
	} else {
		p.pages.Remove(key)
	}
	return d, nil
}

// drawing lends the room in which pages are drawn before they are cut to size.
var drawing = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// draw makes the page.
func (p *Portal) draw(r *http.Request, make maker) (*drawn, error) {
	var s sheet
	err := p.DB.Read(r.Context(), func(q *database.Query) (err error) {
		s, err = make(r, q)
		return err
	})
	if err != nil {
		return nil, err
	}
	page := drawing.Get().(*bytes.Buffer)
	defer func() { page.Reset(); drawing.Put(page) }()
	if err := s.body.Render(r.Context(), page); err != nil {
		return nil, err
	}
	d := &drawn{status: s.status, plain: bytes.Clone(page.Bytes()), link: p.links(s), mediaType: s.mediaType}
	if d.status == 0 {
		d.status = http.StatusOK
	}
	if d.mediaType == "" {
		d.mediaType = "text/html; charset=utf-8"
	}
	sum := sha256.Sum256(d.plain)
	d.tag = hex.EncodeToString(sum[:12])
	return d, nil
}

// links are the relations of the page, told in the header: its one address, and its feed.
func (p *Portal) links(s sheet) string {
	var links []string
	if s.canonical != "" {
		links = append(links, "<"+p.absolute(s.canonical)+`>; rel="canonical"`)
	}
	if s.feed != "" {
		links = append(links, "<"+p.absolute(s.feed)+`>; rel="alternate"; type="application/atom+xml"`)
	}
	return strings.Join(links, ", ")
}

func (p *Portal) send(w http.ResponseWriter, r *http.Request, d *drawn) {
	h := w.Header()
	h.Set("Content-Type", d.mediaType)
	h.Set("Cache-Control", "no-cache") // may be kept, must be asked for
	h.Set("Vary", "Accept-Encoding, Cookie")
	if d.link != "" {
		h.Set("Link", d.link)
	}
	if d.status == http.StatusOK && web.NotModified(w, r, d.tag, time.Time{}) {
		return
	}
	body, encoding := d.encoded(r.Header.Get("Accept-Encoding"))
	if encoding != "" {
		h.Set("Content-Encoding", encoding)
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(d.status)
	if r.Method != http.MethodHead {
		writeTo(w, body)
	}
}

// brotliLevel is where size stops falling much for the time it takes; pages are compressed once.
const brotliLevel = 6

// encoded returns the smallest form that the caller takes.
func (d *drawn) encoded(accept string) (body []byte, encoding string) {
	switch {
	case accepts(accept, "br"):
		d.brotliOnce.Do(func() {
			var out bytes.Buffer
			bw := brotli.NewWriterLevel(&out, brotliLevel)
			_, _ = bw.Write(d.plain) // writing to memory cannot fail
			_ = bw.Close()
			d.brotli = out.Bytes()
		})
		return d.brotli, "br"
	case accepts(accept, "gzip"):
		d.gzipOnce.Do(func() {
			var out bytes.Buffer
			zw := gzip.NewWriter(&out)
			_, _ = zw.Write(d.plain)
			_ = zw.Close()
			d.gzip = out.Bytes()
		})
		return d.gzip, "gzip"
	}
	return d.plain, ""
}

// accepts reports whether the header names the encoding without refusing it.
func accepts(header, encoding string) bool {
	for part := range strings.SplitSeq(header, ",") {
		name, parameters, _ := strings.Cut(strings.TrimSpace(part), ";")
		if name == encoding {
			return !strings.HasPrefix(strings.ReplaceAll(parameters, " ", ""), "q=0") || strings.HasPrefix(strings.ReplaceAll(parameters, " ", ""), "q=0.")
		}
	}
	return false
}

// answer draws a page that is made for one person and kept by nobody.
func (p *Portal) answer(w http.ResponseWriter, r *http.Request, make maker) error {
	d, err := p.draw(r, make)
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", d.mediaType)
	h.Set("Cache-Control", "no-store")
	h.Set("X-Robots-Tag", "noindex")
	w.WriteHeader(d.status)
	writeTo(w, d.plain)
	return nil
}
