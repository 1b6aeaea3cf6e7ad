package sitecopy

import (
	"bytes"
	"encoding/xml"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// endings are those of files; every other address is a page and becomes a folder with an index.html.
var endings = []string{".pdf", ".docx", ".doc", ".wps", ".xlsx", ".xls", ".ofd", ".pptx", ".ppt", ".odt", ".ods", ".zip", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".tif", ".svg", ".ico", ".css", ".js", ".json", ".xml", ".atom", ".txt", ".csv", ".map", ".woff2", ".ttf"}

// isFile reports whether an address gives a file and no page.
func isFile(at string) bool {
	p, _, _ := strings.Cut(at, "?")
	for _, prefix := range []string{"/assets/", "/images/", "/log/checkpoint", "/log/key", "/log/entries"} {
		if strings.HasPrefix(p, prefix) {
			return true
		}
	}
	return slices.Contains(endings, strings.ToLower(path.Ext(p))) || strings.Contains(p, "/files/")
}

// fileOf is the path of the file for an address below the base path: /a/b?x=1 is a/b/q/x=1/index.html.
func fileOf(at string) string {
	p, query, _ := strings.Cut(at, "?")
	if text, err := url.PathUnescape(p); err == nil && utf8.ValidString(text) {
		p = text
	}
	p = strings.TrimPrefix(path.Clean("/"+p), "/")
	var parts []string
	for part := range strings.SplitSeq(p, "/") {
		if part != "" {
			parts = append(parts, plainName(part))
		}
	}
	if query != "" {
		last := "q-" + plainName(query)
		if isFile(at) && len(parts) > 0 {
			name := parts[len(parts)-1]
			ext := path.Ext(name)
			if ext == "" {
				ext = ".json"
			}
			parts = append(parts[:len(parts)-1], strings.TrimSuffix(name, path.Ext(name))+"."+last+ext)
		} else {
			parts = append(parts, last)
		}
	}
	if !isFile(at) {
		parts = append(parts, "index.html")
	}
	return strings.Join(parts, "/")
}

// plainName is a name that every file system takes.
func plainName(s string) string {
	var b strings.Builder
	for _, c := range s {
		switch {
		case strings.ContainsRune(`<>:"|?*\%/`, c), c < 0x20:
			b.WriteString("-" + strings.ToUpper(strings.TrimPrefix(url.QueryEscape(string(c)), "%")))
		default:
			b.WriteRune(c)
		}
	}
	name := strings.TrimRight(b.String(), ". ")
	if name == "" {
		name = "_"
	}
	for len(name) > 180 {
		_, size := utf8.DecodeLastRuneInString(name)
		name = name[:len(name)-size]
	}
	return name
}

// local turns a link of the page at an address into an address of the site; ok is false for what lies elsewhere.
func (c *copier) local(at, link string) (string, bool) {
	base, err := url.Parse("http://localhost" + c.BasePath + at)
	if err != nil {
		return "", false
	}
	u, err := base.Parse(strings.TrimSpace(link))
	if err != nil || u.Host != "localhost" || u.Scheme != "http" {
		return "", false
	}
	p := u.EscapedPath()
	if c.BasePath != "" && p != c.BasePath && !strings.HasPrefix(p, c.BasePath+"/") {
		return "", false
	}
	p = strings.TrimPrefix(p, c.BasePath)
	if p == "" {
		p = "/"
	}
	if u.RawQuery != "" {
		p += "?" + u.RawQuery
	}
	return p, true
}

// live reports addresses that only the site can answer.
func (c *copier) live(at string) bool {
	p, _, _ := strings.Cut(at, "?")
	for _, prefix := range c.Live {
		if p == prefix || strings.HasSuffix(prefix, "/") && strings.HasPrefix(p, prefix) {
			return true
		}
	}
	return false
}

// relative writes the way from one file of the copy to that of an address.
func (c *copier) relative(from, at string) string {
	to := fileOf(at)
	up := strings.Repeat("../", strings.Count(from, "/"))
	return (&url.URL{Path: up + to}).EscapedPath()
}

// rewrite makes the links of a page relative, and returns the addresses to which they lead.
func (c *copier) rewrite(at string, page []byte) (out []byte, links []string) {
	var b bytes.Buffer
	from := fileOf(at)
	z := html.NewTokenizer(bytes.NewReader(page))
	skip := false // the day of printing, which is not that of the copy
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			return b.Bytes(), links
		}
		raw := slices.Clone(z.Raw())
		if kind != html.StartTagToken && kind != html.SelfClosingTagToken {
			if kind == html.EndTagToken && skip {
				skip = false
			}
			if !skip || kind != html.TextToken {
				b.Write(raw)
			}
			continue
		}
		token := z.Token()
		skip = attr(token, "class") == "printonly"
		changed := false
		for i := range token.Attr {
			a := &token.Attr[i]
			to, link, ok := c.link(at, from, token, *a)
			if !ok {
				continue
			}
			a.Val, changed = to, true
			if link != "" {
				links = append(links, link)
			}
		}
		if changed {
			b.WriteString(token.String())
		} else {
			b.Write(raw)
		}
	}
}

func attr(t html.Token, name string) string {
	for _, a := range t.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// link gives the new value of an attribute that leads somewhere; link is the address to be copied, if there is one.
func (c *copier) link(at, from string, t html.Token, a html.Attribute) (value, link string, ok bool) {
	switch {
	case a.Key == "href" && t.Data == "link" && attr(t, "rel") == "canonical":
		return "", "", false // it names the site
	case a.Key == "href", a.Key == "src", a.Key == "action", a.Key == "formaction", a.Key == "data-suggest":
	default:
		return "", "", false
	}
	if strings.HasPrefix(a.Val, "#") || a.Val == "" {
		return "", "", false
	}
	plain, fragment, _ := strings.Cut(a.Val, "#")
	address, here := c.local(at, plain)
	if !here {
		return "", "", false
	}
	if a.Key == "action" || a.Key == "formaction" || a.Key == "data-suggest" || c.live(address) {
		return c.relative(from, c.Offline), "", true
	}
	value = c.relative(from, address)
	if fragment != "" {
		value += "#" + fragment
	}
	return value, address, true
}

// linksOfXML are the addresses of feeds and maps. They keep the addresses of the site.
func (c *copier) linksOfXML(at string, text []byte) (links []string) {
	d := xml.NewDecoder(bytes.NewReader(text))
	inLoc := false
	for {
		token, err := d.Token()
		if err != nil {
			return links
		}
		var found string
		switch t := token.(type) {
		case xml.StartElement:
			inLoc = t.Name.Local == "loc"
			for _, a := range t.Attr {
				if a.Name.Local == "href" {
					found = a.Value
				}
			}
		case xml.EndElement:
			inLoc = false
		case xml.CharData:
			if inLoc {
				found = string(t)
			}
		}
		if u, err := url.Parse(found); err == nil && found != "" {
			u.Scheme, u.Host = "", ""
			if address, ok := c.local(at, u.String()); ok && !c.live(address) {
				links = append(links, address)
			}
		}
	}
}

var cssLink = regexp.MustCompile(`url\(\s*['"]?([^'")]+)['"]?\s*\)`)

func (c *copier) linksOfCSS(at string, text []byte) (links []string) {
	for _, m := range cssLink.FindAllSubmatch(text, -1) {
		if address, ok := c.local(at, string(m[1])); ok && !strings.HasPrefix(string(m[1]), "data:") {
			links = append(links, address)
		}
	}
	return links
}
