package workbench

import (
	"errors"
	"net/http"
	"net/url"

	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/web"
	"gongkai/internal/web/ui"
)

// steps leads from what is outstanding to the page where it is done.
var steps = []struct {
	cause error
	path  string
}{
	{auth.ErrSecondFactor, codePath},
	{auth.ErrNewPassword, passwordPath},
	{auth.ErrNewFactor, factorPath},
}

// fail answers an error: with the page that must come first, or with a page that says what is wrong.
func (b *Bench) fail(w http.ResponseWriter, r *http.Request, err error) {
	for _, step := range steps {
		if errors.Is(err, step.cause) {
			http.Redirect(w, r, step.path, http.StatusSeeOther)
			return
		}
	}
	if errors.Is(err, auth.ErrSignedOut) {
		b.signIn(w, r)
		return
	}
	b.Failures.Fail(w, r, err)
}

// signIn sends somebody who is not logged in to the log-in page, and back afterwards. A form that was sent is not
// thrown away: its page is still open behind this one.
func (b *Bench) signIn(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		to := loginPath
		if r.URL.Path != homePath {
			to += "?next=" + url.QueryEscape(r.URL.RequestURI())
		}
		http.Redirect(w, r, to, http.StatusSeeOther)
		return
	}
	page := expiredPage{Base: b.base(r, "登录已经过期")}
	page.Path = homePath
	if err := write(r.Context(), w, http.StatusForbidden, page.Page()); err != nil {
		b.Failures.Fail(w, r, err)
	}
}

// RenderFailure draws an error page of the workbench; see [web.Renderer].
func (b *Bench) RenderFailure(w http.ResponseWriter, r *http.Request, f web.Failure) {
	page := failurePage{Base: b.base(r, f.Title), Failure: f}
	if r.Method != http.MethodGet {
		page.Path = homePath
	}
	if s, ok := r.Context().Value(standingKey{}).(*standing); ok { // otherwise it was refused before anybody was asked for
		if by, err := s.ask(b, r); err == nil {
			page.Base = b.framed(r, by, f.Title, page.Path)
		}
	}
	if err := write(r.Context(), w, f.Status, page.Page()); err != nil {
		http.Error(w, f.Title, f.Status)
	}
}

// framed is the frame of an error page for somebody who is logged in.
func (b *Bench) framed(r *http.Request, by auth.Actor, title, path string) ui.Base {
	base := (&Call{Request: r, By: by, bench: b}).Base(title)
	base.Path, base.Crumbs = path, nil
	return base
}

// expiredPage says that a log-in has ended while a form was being filled in.
type expiredPage struct{ ui.Base }

// failurePage says what went wrong.
type failurePage struct {
	ui.Base
	Failure web.Failure
}

// problems are the single things that are wrong, where there is more to say than the message.
func (p failurePage) problems() []fault.Problem {
	if len(p.Failure.Problems) == 1 && p.Failure.Problems[0].Cite.IsZero() {
		return nil
	}
	return p.Failure.Problems
}
