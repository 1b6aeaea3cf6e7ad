package screening

import (
	"bytes"
	"strings"

	"gongkai/internal/docread"
	"gongkai/internal/docread/inside"
	"gongkai/review/screen"

	"golang.org/x/net/html"
)

// MendPage masks and replaces in a piece of HTML, as the body of a record. Text that formatting cuts into pieces (a
// number half of which is bold) is joined for it.
func MendPage(text string, rules *screen.Screen, kinds ...screen.Kind) (string, int) {
	z := html.NewTokenizer(strings.NewReader(text))
	var out []string  // tokens as they were
	var spots []int   // which of them are text of the paragraph that is open
	var label string  // not known here: heads of columns are not followed
	var silent string // script, style
	n := 0
	flush := func() {
		n += mendSpots(out, spots, rules, label, kinds)
		spots = nil
	}
	for {
		switch z.Next() {
		case html.ErrorToken:
			flush()
			return strings.Join(out, ""), n
		case html.TextToken:
			out = append(out, string(z.Raw()))
			if silent == "" {
				spots = append(spots, len(out)-1)
			}
		default:
			raw := string(z.Raw())
			out = append(out, raw)
			token := z.Token()
			switch {
			case token.Type == html.StartTagToken && (token.Data == "script" || token.Data == "style"):
				silent = token.Data
			case token.Type == html.EndTagToken && token.Data == silent:
				silent = ""
			case !inline(token.Data):
				flush()
			}
		}
	}
}

// inline reports elements that stand within a line of text.
func inline(name string) bool {
	switch name {
	case "a", "b", "i", "u", "s", "em", "strong", "span", "font", "small", "big", "sub", "sup", "mark", "code", "o:p", "ins", "del", "label":
		return true
	}
	return false
}

// mendSpots mends the text that stands in several tokens as if it were one.
func mendSpots(tokens []string, spots []int, rules *screen.Screen, label string, kinds []screen.Kind) int {
	if len(spots) == 0 {
		return 0
	}
	texts := make([]string, len(spots))
	for i, spot := range spots {
		texts[i] = html.UnescapeString(tokens[spot])
	}
	changed, n := spread(texts, rules, screen.Piece{Label: label}, kinds)
	if n == 0 {
		return 0
	}
	for i, spot := range spots {
		if changed[i] != texts[i] {
			tokens[spot] = html.EscapeString(changed[i])
		}
	}
	return n
}

// spread mends a text that lies in pieces: what is written in the place of a finding goes where the finding begins, and
// its other characters go away from the pieces after it.
func spread(texts []string, rules *screen.Screen, p screen.Piece, kinds []screen.Kind) ([]string, int) {
	p.Text = strings.Join(texts, "")
	hits := rules.Look(p)
	out := make([]string, len(texts))
	n, start := 0, 0
	done := map[int]bool{}
	for i, text := range texts {
		end := start + len(text)
		var b strings.Builder
		at := start
		for k, h := range hits {
			if h.Write == "" || len(kinds) > 0 && !contains(kinds, h.Kind) || h.End <= start || h.Start >= end {
				continue
			}
			if h.Start > at {
				b.WriteString(p.Text[at:h.Start])
			}
			if !done[k] {
				b.WriteString(h.Write)
				done[k] = true
				n++
			}
			at = min(h.End, end)
		}
		b.WriteString(p.Text[at:end])
		out[i] = b.String()
		start = end
	}
	return out, n
}

func contains(kinds []screen.Kind, k screen.Kind) bool {
	for _, other := range kinds {
		if other == k {
			return true
		}
	}
	return false
}

// dropHiddenPage takes out of a page what its styles hide, and its comments.
func dropHiddenPage(content []byte) ([]byte, int, error) {
	text, err := docread.Decode(content)
	if err != nil {
		return nil, 0, err
	}
	root, err := html.Parse(bytes.NewReader(text))
	if err != nil {
		return nil, 0, err
	}
	n := 0
	var clean func(*html.Node, int)
	clean = func(parent *html.Node, depth int) {
		for c := parent.FirstChild; c != nil; {
			next := c.NextSibling
			if c.Type == html.CommentNode || c.Type == html.ElementNode && hides(c) {
				parent.RemoveChild(c)
				n++
			} else if depth < 500 {
				clean(c, depth+1)
			}
			c = next
		}
	}
	clean(root, 0)
	var b bytes.Buffer
	if err := html.Render(&b, root); err != nil {
		return nil, 0, err
	}
	return b.Bytes(), n, nil
}

func hides(n *html.Node) bool {
	for _, a := range n.Attr {
		if a.Key == "hidden" || a.Key == "style" && inside.Unseen(a.Val) {
			return true
		}
	}
	return false
}
