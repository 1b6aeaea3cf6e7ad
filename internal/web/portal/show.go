package portal

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strconv"
	"strings"
	"time"

	"gongkai/civil"
	"gongkai/internal/auth"
	"gongkai/internal/database"
	"gongkai/internal/query"
	"gongkai/internal/web"
	"gongkai/internal/web/ui"

	"github.com/a-h/templ"
)

// A sheet is a page that is ready to be drawn.
type sheet struct {
	status    int // 200 if zero
	body      templ.Component
	canonical string    // path of the page under its one address; empty if it has none
	feed      string    // path of the feed that belongs to the page
	changed   time.Time // when what it shows last changed, if that is known
}

// kept is a page as bytes, made once and sent until anything changes.
type kept struct {
	revision    int64
	day         civil.Date
	status      int
	tag, link   string
	changed     time.Time
	plain, gzip []byte
}

// A maker makes the sheet for a call from one view of the database.
type maker func(r *http.Request, q *database.Query) (sheet, error)

// longestKey bounds the addresses whose pages are kept.
const longestKey = 300

// page turns a maker into a handler that keeps what it made.
func (p *Portal) page(make maker) auth.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		k, err := p.keep(r, make)
		if err != nil {
			return err
		}
		p.send(w, r, k)
		return nil
	}
}

// keep returns the page of the call, made now unless nothing has changed since it was made last.
func (p *Portal) keep(r *http.Request, make maker) (*kept, error) {
	key, today := r.URL.RequestURI()+"\n"+ui.ViewOf(r).String(), p.today()
	revision, err := query.PortalRevision(p.DB.View(r.Context()))
	if err != nil {
		return nil, err
	}
	if k, found := p.pages.Get(key); found && k.revision == revision && k.day == today {
		return k, nil
	}
	k, err := p.draw(r, make)
	if err != nil {
		return nil, err
	}
	// The page was read after the revision: it is at least as new, and is made again if it is newer.
	k.revision, k.day = revision, today
	if len(key) <= longestKey && k.status == http.StatusOK {
		p.pages.Add(key, k)
	}
	return k, nil
}

// draw makes the page.
func (p *Portal) draw(r *http.Request, make maker) (*kept, error) {
	var s sheet
	err := p.DB.Read(r.Context(), func(q *database.Query) (err error) {
		s, err = make(r, q)
		return err
	})
	if err != nil {
		return nil, err
	}
	var page bytes.Buffer
	if err := s.body.Render(r.Context(), &page); err != nil {
		return nil, err
	}
	k := &kept{status: s.status, plain: page.Bytes(), changed: s.changed, link: p.links(s)}
	if k.status == 0 {
		k.status = http.StatusOK
	}
	sum := sha256.Sum256(k.plain)
	k.tag = hex.EncodeToString(sum[:12])
	var zipped bytes.Buffer
	zw := gzip.NewWriter(&zipped)
	_, _ = zw.Write(k.plain) // writing to memory cannot fail
	_ = zw.Close()
	k.gzip = zipped.Bytes()
	return k, nil
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

func (p *Portal) send(w http.ResponseWriter, r *http.Request, k *kept) {
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-cache") // may be kept, must be asked for
	h.Add("Vary", "Accept-Encoding")
	h.Add("Vary", "Cookie")
	if k.link != "" {
		h.Set("Link", k.link)
	}
	if k.status == http.StatusOK && web.NotModified(w, r, k.tag, k.changed) {
		return
	}
	body := k.plain
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		body = k.gzip
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(k.status)
	writeTo(w, body)
}

// answer draws a page that is made for one person and kept by nobody.
func (p *Portal) answer(w http.ResponseWriter, r *http.Request, make maker) error {
	k, err := p.draw(r, make)
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(k.status)
	writeTo(w, k.plain)
	return nil
}
