package fulltext

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// inline are the elements that do not end a line.
var inline = map[atom.Atom]bool{atom.A: true, atom.B: true, atom.Strong: true, atom.I: true, atom.Em: true, atom.U: true, atom.S: true, atom.Span: true,
	atom.Sub: true, atom.Sup: true, atom.Font: true, atom.Code: true, atom.Small: true, atom.Mark: true, atom.Abbr: true}

// Plain is the text of an HTML body, a line for each paragraph and cell.
func Plain(body string) string {
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(body))
	skip := 0
	for {
		switch z.Next() {
		case html.ErrorToken:
			return strings.TrimSpace(b.String())
		case html.TextToken:
			if skip == 0 {
				b.Write(z.Text())
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			name, _ := z.TagName()
			a := atom.Lookup(name)
			if a == atom.Script || a == atom.Style {
				skip++
			}
			line(&b, a)
		case html.EndTagToken:
			name, _ := z.TagName()
			a := atom.Lookup(name)
			if (a == atom.Script || a == atom.Style) && skip > 0 {
				skip--
			}
			line(&b, a)
		}
	}
}

func line(b *strings.Builder, a atom.Atom) {
	if s := b.String(); !inline[a] && s != "" && s[len(s)-1] != '\n' {
		b.WriteByte('\n')
	}
}
