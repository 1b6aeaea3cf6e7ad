package ui

import (
	"net/http"
	"strings"
	"time"
)

// View is how a person wants pages to look. It lives in a cookie, so the server draws the page that way from the
// start and nothing flickers.
type View struct {
	Theme string // "" follows the device; "light", "dark", "contrast"
	Size  string // "" is standard; "large", "larger"
	Elder bool   // 长者模式: large type, one simple column
}

// ViewCookie is the name of the cookie that holds the [View].
const ViewCookie = "gongkai_view"

// ViewPath is where the switches post to, below the base path.
const ViewPath = "/view"

// ParseView reads the text of the cookie. What it does not know is ignored.
func ParseView(text string) View {
	var v View
	for word := range strings.SplitSeq(text, ".") {
		v = v.with(word)
	}
	return v
}

func (v View) with(word string) View {
	switch word {
	case "light", "dark", "contrast":
		v.Theme = word
	case "auto":
		v.Theme = ""
	case "large", "larger":
		v.Size = word
	case "standard":
		v.Size = ""
	case "elder":
		v.Elder = true
	case "plain":
		v.Elder = false
	}
	return v
}

// String is the text of the cookie; [ParseView] reads it back.
func (v View) String() string {
	words := []string{"auto", "standard", "plain"}
	if v.Theme != "" {
		words[0] = v.Theme
	}
	if v.Size != "" {
		words[1] = v.Size
	}
	if v.Elder {
		words[2] = "elder"
	}
	return strings.Join(words, ".")
}

// ViewOf reads the view that came with a request.
func ViewOf(r *http.Request) View {
	cookie, err := r.Cookie(ViewCookie)
	if err != nil {
		return View{}
	}
	return ParseView(cookie.Value)
}

// SwitchView answers the switches in the head of the page: it changes one thing, keeps it in the cookie for a year
// and leads back to where the person was. Mount it as POST [ViewPath].
func SwitchView(basePath string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		view := ViewOf(r).with(r.PostFormValue("set"))
		http.SetCookie(w, &http.Cookie{
			Name: ViewCookie, Value: view.String(), Path: basePath + "/",
			MaxAge: int((365 * 24 * time.Hour).Seconds()), SameSite: http.SameSiteLaxMode,
		})
		http.Redirect(w, r, basePath+LocalPath(r.PostFormValue("back")), http.StatusSeeOther)
	})
}

// LocalPath returns path if it stays on this site, and "/" otherwise, so that no form can send people elsewhere.
func LocalPath(path string) string {
	if !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || strings.ContainsAny(path, "\\\r\n\t") {
		return "/"
	}
	return path
}
