package webfetch

import (
	"bytes"
	"net/url"
	"path"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// An Offer is a file to which a page links.
type Offer struct {
	Address string `json:"address"`
	Words   string `json:"words"`
}

// readable are the ends of files that may hold a report.
var readable = []string{".pdf", ".docx", ".doc", ".xlsx", ".xls", ".wps", ".et", ".ofd"}

// mostOffers bounds the files that a page offers.
const mostOffers = 20

// Offers lists the files that may hold a report and to which the page links, each once.
func Offers(p Page) []Offer {
	base, err := url.Parse(p.Address)
	if err != nil || !p.HTML {
		return nil
	}
	root, err := html.Parse(bytes.NewReader(p.Text))
	if err != nil {
		return nil
	}
	var list []Offer
	seen := map[string]bool{}
	for n := range root.Descendants() {
		if n.DataAtom != atom.A {
			continue
		}
		for _, a := range n.Attr {
			if a.Key != "href" {
				continue
			}
			to, err := base.Parse(strings.TrimSpace(a.Val))
			if err != nil || to.Scheme != "http" && to.Scheme != "https" || !slices.Contains(readable, strings.ToLower(path.Ext(to.Path))) || seen[to.String()] {
				continue
			}
			to.Fragment = ""
			seen[to.String()] = true
			list = append(list, Offer{to.String(), words(n, path.Base(to.Path))})
		}
		if len(list) == mostOffers {
			break
		}
	}
	return list
}

// words are the text of a link, shortened, or the name of its file.
func words(n *html.Node, name string) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	text := []rune(strings.Join(strings.Fields(b.String()), " "))
	if len(text) == 0 {
		return name
	}
	return string(text[:min(len(text), 60)])
}
