package portal

import (
	"net/http"
	"time"

	"gongkai/fault"
	"gongkai/internal/once"
	"gongkai/internal/web/ui"
)

// onceField is the name of the field in which a form carries a key of its own.
const onceField = "once"

// longestOnce bounds what is taken for a key.
const longestOnce = 40

// once does what a form asks for, unless the very same form was taken already: an impatient second click is answered as the
// first.
func (p *Portal) once(r *http.Request, take func() error) error {
	key := r.PostForm.Get(onceField)
	if key == "" || len(key) > longestOnce {
		return take()
	}
	_, _, err := once.Send(r.Context(), p.DB, "portal:"+r.URL.Path+":"+key, func() (string, bool, error) {
		err := take()
		return "", err == nil, err
	})
	return err
}

// A handing is what became of a form with a question against robots.
type handing struct {
	id    string        // of what was handed in
	again bool          // it had been handed in by the first press of the button
	wrong bool          // the answer to the question is wrong
	wait  time.Duration // whoever calls too often has to wait
}

// handIn does what a form with a question against robots asks for: the question is good for one. Whoever presses the button
// twice is led to what the first press did.
func (p *Portal) handIn(r *http.Request, what string, do func() (id string, err error)) (h handing, err error) {
	token, answer := r.PostForm.Get("captcha_token"), r.PostForm.Get("captcha")
	if !p.captchas.fits(token, answer) {
		return handing{wrong: true}, nil
	}
	h.id, h.again, err = once.Send(r.Context(), p.DB, what+":"+token, func() (string, bool, error) {
		if h.wrong = !p.captchas.right(token, answer); h.wrong {
			return "", false, nil
		}
		ok, wait := p.apply.Allow(p.callerKey(r))
		if !ok {
			h.wait = wait
			return "", false, nil
		}
		id, err := do()
		return id, err == nil, err
	})
	return h, err
}

// A sending is what was sent to one of the addresses of the course and not taken: nothing of it need be typed or chosen
// again.
type sending struct {
	Path     string
	Text     string
	Files    []enclosed
	Problems []fault.Problem
}

func (s sending) textAt(path string) string {
	if s.Path != path {
		return ""
	}
	return s.Text
}

func (s sending) filesAt(path string) []enclosed {
	if s.Path != path {
		return nil
	}
	return s.Files
}

// errorAt is what is wrong with a field of the form that leads to the path.
func (p coursePage) errorAt(path, field string) string {
	if p.Refused.Path != path {
		return ""
	}
	return ui.FieldError(p.Problems, field)
}
