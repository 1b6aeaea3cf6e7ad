package logaudit

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"strings"

	"github.com/emmansun/gmsm/sm3"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// shownText is the text of a page without white space, and without what is not shown.
func shownText(page []byte) string {
	root, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		return ""
	}
	return textOf(root)
}

func fragmentText(body string) string {
	nodes, err := html.ParseFragment(strings.NewReader(body), &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div})
	if err != nil {
		return body
	}
	var b strings.Builder
	for _, n := range nodes {
		b.WriteString(textOf(n))
	}
	return b.String()
}

func textOf(root *html.Node) string {
	var b strings.Builder
	if root.Type == html.TextNode {
		return bare(root.Data)
	}
	for n := range root.Descendants() {
		if n.Type == html.TextNode && n.Parent != nil && n.Parent.DataAtom != atom.Script && n.Parent.DataAtom != atom.Style {
			b.WriteString(bare(n.Data))
		}
	}
	return b.String()
}

// fileLinks are the addresses of attachments on the page.
func fileLinks(page []byte, site string) []string {
	root, err := html.Parse(bytes.NewReader(page))
	base, err2 := url.Parse(site + "/")
	if err != nil || err2 != nil {
		return nil
	}
	var list []string
	for n := range root.Descendants() {
		if n.DataAtom != atom.A {
			continue
		}
		for _, a := range n.Attr {
			if a.Key == "href" && strings.Contains(a.Val, "/files/") {
				if u, err := base.Parse(a.Val); err == nil {
					list = append(list, u.String())
				}
			}
		}
	}
	return list
}

// digestLike is the digest of the content by the hash that the address of a file names.
func digestLike(address string, content []byte) string {
	name, _, _ := strings.Cut(address, ":")
	switch name {
	case "sm3":
		sum := sm3.Sum(content)
		return "sm3:" + hex.EncodeToString(sum[:])
	case "sha256":
		sum := sha256.Sum256(content)
		return "sha256:" + hex.EncodeToString(sum[:])
	}
	return ""
}
