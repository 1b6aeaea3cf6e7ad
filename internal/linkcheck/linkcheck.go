// Package linkcheck looks whether the links in published records lead somewhere. 《条例》第二十四条 asks for a platform on
// which information can be consulted, and the checks of government sites count dead links.
//
// A link inside the site is looked up in the database, one that leads outside is called. A site that answers slowly or
// asks for a log-in is not dead. Addresses of the machine itself and of inner networks are never called: whoever writes
// a record must not make the server ask around.
package linkcheck

import (
	"context"
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"gongkai/disclosure"
	"gongkai/fault"
	"gongkai/internal/database"
	"gongkai/internal/store"
	"gongkai/internal/webfetch"
)

// A Checker looks at links.
type Checker struct {
	DB       *database.DB
	URL      string       // the address of this site, without path
	BasePath string       // "" or /xxgk
	Client   *http.Client // webfetch.NewClient() if nil
}

// How much is done in one run, and how often a record is looked at.
const (
	recordsAtOnce = 50
	mostRecords   = 2000
	linksOfRecord = 100
	again         = 30 * 24 * time.Hour
	patience      = webfetch.Patience // a page that is not open within it counts as not open
)

// Run looks at the records that are due.
func (c *Checker) Run(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "linkcheck.Run")
	if c.Client == nil {
		c.Client = webfetch.NewClient()
	}
	seen := map[string]string{} // address to reason, within one run
	for done := 0; done < mostRecords; {
		due, err := store.DueForLinkCheck(c.DB.View(ctx), c.DB.Now().Add(-again), recordsAtOnce)
		if err != nil || len(due) == 0 {
			return err
		}
		for _, d := range due {
			var rec disclosure.Record
			if err := json.Unmarshal([]byte(d.Body), &rec); err != nil {
				return err
			}
			dead := c.deadLinks(ctx, rec.Body, seen)
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if err := c.DB.WriteUnrecorded(ctx, "links", func(tx *database.Tx) error { return store.SaveLinkCheck(tx, d, dead) }); err != nil {
				return err
			}
		}
		done += len(due)
	}
	return nil
}

// deadLinks are the links of a body that lead nowhere.
func (c *Checker) deadLinks(ctx context.Context, body string, seen map[string]string) []store.DeadLink {
	var dead []store.DeadLink
	for i, link := range Links(body) {
		if i == linksOfRecord {
			break
		}
		reason, known := seen[link.Address]
		if !known {
			reason = c.look(ctx, link.Address)
			seen[link.Address] = reason
		}
		if reason != "" {
			link.Reason = reason
			dead = append(dead, link)
		}
	}
	return dead
}

// Links lists the links and pictures of a body, each address once, without a reason.
func Links(body string) []store.DeadLink {
	var links []store.DeadLink
	seen := map[string]bool{}
	nodes, err := html.ParseFragment(strings.NewReader(body), &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div})
	if err != nil {
		return nil
	}
	root := &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div}
	for _, n := range nodes {
		root.AppendChild(n)
	}
	for n := range root.Descendants() {
		name := map[atom.Atom]string{atom.A: "href", atom.Img: "src"}[n.DataAtom]
		for _, a := range n.Attr {
			address := strings.TrimSpace(a.Val)
			if name == "" || a.Key != name || seen[address] || address == "" || strings.HasPrefix(address, "#") {
				continue
			}
			seen[address] = true
			links = append(links, store.DeadLink{Address: address, Words: words(n)})
		}
	}
	return links
}

// words are the text of a link, shortened.
func words(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	text := []rune(strings.Join(strings.Fields(b.String()), " "))
	return string(text[:min(len(text), 60)])
}

// look returns why a link is dead, or nothing.
func (c *Checker) look(ctx context.Context, address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return "网址写法有误"
	}
	inside := u.Scheme == "" && u.Host == "" || c.URL != "" && u.Scheme+"://"+u.Host == c.URL
	switch {
	case inside:
		return c.lookInside(ctx, u.Path)
	case u.Scheme == "http" || u.Scheme == "https":
		return c.call(ctx, address)
	case u.Scheme == "" && u.Host != "":
		return c.call(ctx, "https:"+address)
	}
	return "" // mailto, tel
}

// lookInside looks a record of this site up; other pages of the site are taken to be there.
func (c *Checker) lookInside(ctx context.Context, path string) string {
	index, isRecord := strings.CutPrefix(strings.TrimPrefix(path, c.BasePath), "/records/")
	if !isRecord {
		return ""
	}
	for _, end := range []string{"/versions/", "/files/", ".pdf", ".docx"} {
		index, _, _ = strings.Cut(index, end)
	}
	var visible bool
	err := c.DB.View(ctx).QueryRow(`SELECT visible FROM publication WHERE index_no = $1`, index).Scan(&visible)
	switch {
	case database.NotFound(err):
		return "本站没有索引号为 " + index + " 的信息"
	case err == nil && !visible:
		return "所指的信息已经撤回"
	}
	return ""
}

// call asks for a page of another site, without its content first.
func (c *Checker) call(ctx context.Context, address string) string {
	status, err := c.ask(ctx, http.MethodHead, address)
	if err == nil && (status == http.StatusMethodNotAllowed || status == http.StatusNotFound || status >= http.StatusInternalServerError) {
		status, err = c.ask(ctx, http.MethodGet, address) // some servers know no HEAD
	}
	var inner webfetch.ErrInner
	var lookup *net.DNSError
	switch {
	case errors.As(err, &inner):
		return "指向内部网络的地址，公众打不开"
	case errors.As(err, &lookup):
		return "域名无法解析"
	case err != nil:
		return "15秒内打不开"
	case status == http.StatusNotFound || status == http.StatusGone:
		return "页面不存在（" + strconv.Itoa(status) + "）"
	case status >= http.StatusInternalServerError:
		return "对方网站出错（" + strconv.Itoa(status) + "）"
	}
	return ""
}

func (c *Checker) ask(ctx context.Context, method, address string) (int, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, method, address, nil)
	if err != nil {
		return 0, err
	}
	r.Header.Set("User-Agent", "gongkai-linkcheck")
	answer, err := c.Client.Do(r)
	if err != nil {
		return 0, err
	}
	return answer.StatusCode, answer.Body.Close()
}
