package portal

import (
	"context"
	"crypto/rand"
	"io"
	"net/http"
	"net/netip"
	"strings"
	"time"
	"unicode/utf8"

	"gongkai/agency"
	"gongkai/civil"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/blob"
	"gongkai/internal/casework"
	"gongkai/internal/crypt"
	"gongkai/internal/database"
	"gongkai/internal/docgen"
	"gongkai/internal/supervising"
	"gongkai/internal/translog"
	"gongkai/workday"

	lru "github.com/hashicorp/golang-lru/v2"
)

// Files opens attachments.
type Files interface {
	Open(ctx context.Context, h blob.Hash) (*blob.Blob, error)
}

// Options set the portal up.
type Options struct {
	DB         *database.DB
	Cases      *casework.Desk
	Complaints *supervising.Desk                    // nil takes no complaints
	Files      Files                                // nil serves no attachments
	Keep       Keep                                 // nil takes no files in
	Calendar   func(of agency.ID) *workday.Calendar // of an agency, with every notice loaded so far
	BasePath   string                               // "" or /xxgk
	URL        string                               // the address of the site as browsers name it, without path; empty if unknown
	Caller     func(r *http.Request) netip.Addr     // whose call it is; the peer of the connection if nil
	Theme      string                               // path of a style sheet with the county's tokens; empty for the standard look
	Domain     string                               // SiteDomain; taken from URL if empty
	Log        *translog.Keeper                     // nil shows no transparency log
	Fonts      func() (*docgen.Fonts, error)        // of PDF files; nil for the ones that come with the program
}

// Portal is the public face.
type Portal struct {
	Options
	pages *lru.Cache[string, *kept]

	revision revision
	shared   shared

	apply *auth.Limiter // applications by one address
	wrong *auth.Limiter // look-ups by one address
	paper chan struct{} // how many files are being made at once

	captchas *captchas
}

// Limits of what one address may do: a family shares one, a script does not.
const (
	applyEvery, applyBurst = 3 * time.Minute, 20
	trackEvery, trackBurst = 20 * time.Second, 15
	limitedAddresses       = 50_000
	keptPages              = 600
	papersAtOnce           = 2
)

// New makes the portal.
func New(o Options) *Portal {
	if o.Caller == nil {
		o.Caller = func(r *http.Request) netip.Addr { return auth.Caller(r, nil) }
	}
	if o.Fonts == nil {
		o.Fonts = docgen.StandardFonts
	}
	if o.Domain == "" {
		_, o.Domain, _ = strings.Cut(o.URL, "://")
	}
	pages, err := lru.New[string, *kept](keptPages)
	if err != nil {
		panic("portal: " + err.Error()) // only for a size below one
	}
	return &Portal{Options: o, pages: pages, shared: newShared(),
		apply: auth.NewLimiter(applyEvery, applyBurst, limitedAddresses, o.DB.Now),
		wrong: auth.NewLimiter(trackEvery, trackBurst, limitedAddresses, o.DB.Now),
		paper: make(chan struct{}, papersAtOnce), captchas: newCaptchas(captchaKey(o.Cases), o.DB.Now)}
}

// captchaKey is derived from the key file, so that every node takes the tokens of the others; without one it is of this
// process.
func captchaKey(cases *casework.Desk) []byte {
	if cases != nil && cases.Keys != nil {
		if key, err := cases.Keys.Digest(crypt.Other, "portal captcha"); err == nil {
			return []byte(key)
		}
	}
	return []byte(rand.Text())
}

// Routes returns the addresses of the public face, but for the assets and switches that both faces share. They are below
// the base path, which the server takes off.
func (p *Portal) Routes() []auth.Route {
	var routes []auth.Route
	get := func(pattern string, h auth.Handler) {
		routes = append(routes, auth.Route{Method: http.MethodGet, Pattern: pattern, Public: true, Handler: text(h)})
	}
	post := func(pattern string, h auth.Handler) {
		routes = append(routes, auth.Route{Method: http.MethodPost, Pattern: pattern, Public: true, Handler: text(h)})
	}
	get("/{$}", p.page(p.home))
	get("/agencies/{code}/{$}", p.page(p.agency))
	get("/agencies/{code}/guide", p.page(p.guide))
	get("/agencies/{code}/regime", p.page(p.regime))
	get("/agencies/{code}/catalog", p.page(p.catalog))
	get("/agencies/{code}/reports", p.page(p.reports))
	get("/agencies/{code}/apply", p.page(p.agencyApply))
	get("/records/{index...}", p.record)
	get(picturePath+"{hash}", p.picture)
	get("/normative", p.page(p.normative))
	get("/search", p.search)
	get(suggestPath, p.suggest)
	get(leavePath, p.page(p.leave))
	get("/apply", p.page(p.applyForm))
	post("/apply", uploading(p.applySend))
	get("/apply/{file}", p.blankForm)
	post("/apply/slip", p.slip)
	get("/track", p.page(p.trackForm))
	post("/track", p.track)
	post("/track/file", p.letterFile)
	post("/track/letter", p.letter)
	post("/track/correct", uploading(p.trackAct("补正已经提交，期限自今天起重新计算", p.Cases.CorrectByApplicant)))
	post("/track/reasons", uploading(p.trackAct("说明已经提交", p.Cases.ExplainByApplicant)))
	post("/track/paid", uploading(p.trackAct("缴费凭证已经提交，受理机关核实到账后，期限重新计算", p.Cases.ShowPayment)))
	post("/track/propose", p.trackAct("建议已经提交，受理机关会审核并答复您", p.Cases.ProposeByApplicant))
	get("/consult/{token}", p.consult)
	post("/consult/{token}", uploading(p.answerConsult))
	post("/track/withdraw", p.askWithdraw)
	post("/track/withdrawn", p.trackAct("申请已经撤回", p.Cases.WithdrawByApplicant))
	get("/about/site-map", p.page(p.siteMap))
	get(correctPath, p.page(p.correct))
	p.complainRoutes(get, post)
	get(OfflinePath, p.page(p.offline))
	get("/feed.atom", p.page(p.feed))
	get("/sitemap.xml", p.page(p.sitemap))
	get("/robots.txt", p.robots)
	p.logRoutes(get)
	return routes
}

// text refuses what is no text: bytes that no database stores as such.
func text(h auth.Handler) auth.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		if err := r.ParseForm(); err != nil || !isText(r.URL.Path) {
			return fault.New(fault.NotFound, "没有找到这个页面，网址或者提交的内容里有无法识别的字符")
		}
		for _, values := range r.Form {
			for _, v := range values {
				if !isText(v) {
					return fault.New(fault.NotFound, "没有找到这个页面，网址或者提交的内容里有无法识别的字符")
				}
			}
		}
		return h(w, r)
	}
}

func isText(s string) bool { return utf8.ValidString(s) && !strings.ContainsRune(s, 0) }

// today is the day in China.
func (p *Portal) today() civil.Date { return civil.Of(p.DB.Now()) }

// absolute returns the full address of a path below the base path, or the path if the site's address is unknown.
func (p *Portal) absolute(path string) string { return p.URL + p.BasePath + path }

// writeTo writes and forgets that the reader may have gone.
func writeTo(w io.Writer, b []byte) { _, _ = w.Write(b) }
