package portal

import (
	"encoding/json"
	"net/http"
	"strings"

	"gongkai/internal/database"
	"gongkai/internal/query"
	"gongkai/internal/segment"
	"gongkai/internal/web/ui"
)

// help says what to do when nothing was found: what was probably meant, which word to leave out, which filter to take off.
// Only what does find something is offered.
func (p *Portal) help(q *database.Query, c searchCall, found query.Found, page *searchPage) error {
	holds := func(change func(w *query.Wish)) (bool, error) {
		w := c.wish
		change(&w)
		return query.PortalHolds(q, w)
	}
	if meant, ok := meant(c.wish.Text); ok {
		if yes, err := holds(func(w *query.Wish) { w.Text = meant }); err != nil {
			return err
		} else if yes {
			page.Meant = ui.Link{Text: meant, Href: c.with(p.BasePath, "q", meant)}
		}
	}
	if c.narrowed() && c.wish.Text != "" {
		if yes, err := holds(func(w *query.Wish) { *w = query.Wish{Text: c.wish.Text} }); err != nil {
			return err
		} else if yes {
			page.Fewer = append(page.Fewer, ui.Link{Text: "不限机关、种类和年份，再搜“" + c.wish.Text + "”", Href: p.BasePath + address("/search", map[string][]string{"q": {c.wish.Text}})})
		}
	}
	if loose := unquoted(c.wish.Text); loose != c.wish.Text {
		if yes, err := holds(func(w *query.Wish) { w.Text = loose }); err != nil {
			return err
		} else if yes {
			page.Fewer = append(page.Fewer, ui.Link{Text: "不按原话，只要这些词都有：" + loose, Href: c.with(p.BasePath, "q", loose)})
		}
	}
	for _, fewer := range without(found.Terms) {
		yes, err := holds(func(w *query.Wish) { w.Text = fewer })
		if err != nil {
			return err
		}
		if yes {
			page.Fewer = append(page.Fewer, ui.Link{Text: "只搜“" + fewer + "”", Href: c.with(p.BasePath, "q", fewer)})
		}
	}
	return nil
}

// unquoted is the search without its quotes: words instead of exact phrases.
func unquoted(text string) string {
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if strings.ContainsRune("“”\"「」《》", r) {
			return ' '
		}
		return r
	}, text)), " ")
}

// mostFewer bounds how many shorter searches are tried.
const mostFewer = 6

// without lists the search without each of its parts. A single part is cut into its words.
func without(terms []string) []string {
	if len(terms) == 1 {
		var words []string
		for _, w := range segment.Cut(terms[0]) {
			if segment.IsWord(w) && len([]rune(w)) > 1 {
				words = append(words, w)
			}
		}
		if terms = words; len(terms) < 2 {
			return nil
		}
	}
	var list []string
	if len(terms) > 2 {
		for i := range terms[:min(len(terms), mostFewer)] {
			list = append(list, strings.Join(append(append([]string{}, terms[:i]...), terms[i+1:]...), " "))
		}
	}
	if len(terms) > 1 {
		list = append(list, terms[:min(len(terms), mostFewer)]...)
	}
	return list[:min(len(list), mostFewer)]
}

// meant returns what was probably meant by pinyin, or by characters that sound like others.
func meant(text string) (string, bool) {
	if word, ok := segment.ByPinyin(text); ok {
		return word, true
	}
	var parts []string
	changed := false
	for _, part := range strings.Fields(text) {
		word, ok := segment.ByPinyin(part)
		if !ok {
			word, ok = segment.ByHomophone(part)
		}
		if !ok {
			word = part
		}
		changed = changed || ok
		parts = append(parts, word)
	}
	return strings.Join(parts, " "), changed
}

const (
	suggestPath    = "/search/suggest"
	mostSuggested  = 8
	longestSuggest = 40
)

// suggest answers with titles while somebody types, as JSON. Without it the search is the same.
func (p *Portal) suggest(w http.ResponseWriter, r *http.Request) error {
	text := []rune(searched(r.URL.Query()))
	text = text[:min(len(text), longestSuggest)]
	answer := struct {
		Suggestions []string `json:"suggestions"`
	}{Suggestions: []string{}}
	view := p.DB.View(r.Context())
	for _, words := range []string{string(text), typedSound(string(text))} {
		if words == "" || len(answer.Suggestions) > 0 {
			continue
		}
		rows, err := query.PortalSuggest(view, words, mostSuggested)
		if err != nil {
			return err
		}
		for _, row := range rows {
			answer.Suggestions = append(answer.Suggestions, row.Title)
		}
	}
	content, err := json.Marshal(answer)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-cache")
	writeTo(w, content)
	return nil
}

// typedSound is what typed pinyin means.
func typedSound(text string) string {
	word, _ := segment.ByPinyin(text)
	return word
}
