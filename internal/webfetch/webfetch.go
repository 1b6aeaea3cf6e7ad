// Package webfetch reads pages and files of other websites for somebody who asked for them: reports that agencies have
// published elsewhere (《条例》第四十九条 has every agency publish its own).
//
// It calls public addresses only, whatever names and redirections lead to: who types an address must not make the server
// ask around in the inner network. It bounds time and size, asks robots.txt first and says who it is. What is in a page is
// left to those who read it.
package webfetch

import (
	"bytes"
	"context"
	"errors"
	"io"
	"mime"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"path"
	"strings"
	"syscall"
	"time"

	"golang.org/x/net/html/charset"

	"gongkai/fault"
)

// Agent is the name under which the program calls other sites.
const Agent = "gongkai"

// How long a page may take, and how much of one is read.
const (
	Patience  = 15 * time.Second
	mostBytes = 32 << 20
	second    = time.Second
)

// shared are addresses between a carrier and its customers, which are no public ones either (RFC 6598).
var shared = netip.MustParsePrefix("100.64.0.0/10")

// ErrInner says that an address lies in an inner network.
type ErrInner struct{ netip.Addr }

func (e ErrInner) Error() string { return "webfetch: " + e.String() + " is no public address" }

// NewClient makes a client that calls public addresses only, and those that are allowed besides.
func NewClient(allowed ...netip.Prefix) *http.Client {
	dialer := &net.Dialer{Timeout: Patience, Control: func(_, address string, _ syscall.RawConn) error {
		to, err := netip.ParseAddrPort(address)
		if err != nil {
			return err
		}
		a := to.Addr().Unmap()
		for _, p := range allowed {
			if p.Contains(a) {
				return nil
			}
		}
		if !a.IsGlobalUnicast() || shared.Contains(a) || a.IsPrivate() || a.IsLoopback() || a.IsLinkLocalUnicast() {
			return ErrInner{a}
		}
		return nil
	}}
	return &http.Client{Timeout: Patience, Transport: &http.Transport{DialContext: dialer.DialContext, MaxIdleConnsPerHost: 2, TLSHandshakeTimeout: Patience, Proxy: http.ProxyFromEnvironment}}
}

// A Page is what an address gave.
type Page struct {
	Address string // after redirections
	Name    string // of a file, as the address or the site names it
	Content []byte
	HTML    bool
	Text    []byte // to be read: a page in UTF-8 where only the header of the answer names its characters
}

// A Fetcher reads pages one after the other. It remembers what a site forbids as long as it lives: one for each round.
type Fetcher struct {
	Client *http.Client
	Pause  time.Duration    // between two calls of one site; zero for a second
	rules  map[string]Rules // by scheme and host
	called map[string]time.Time
}

// Check says what is wrong with an address that somebody typed.
func Check(address string) (*url.URL, error) {
	u, err := url.Parse(address)
	switch {
	case err != nil || u.Host == "":
		return nil, fault.New(fault.Invalid, "网址写法有误：%s", address)
	case u.Scheme != "http" && u.Scheme != "https":
		return nil, fault.New(fault.Invalid, "网址应当以http://或者https://开头：%s", address)
	case u.User != nil:
		return nil, fault.New(fault.Invalid, "网址中不能有用户名和密码：%s", address)
	}
	return u, nil
}

// Get reads a page or a file. What stands against it is [fault.Invalid] and says so to whoever asked.
func (f *Fetcher) Get(ctx context.Context, address string) (p Page, err error) {
	u, err := Check(address)
	if err != nil {
		return p, err
	}
	if may, err := f.may(ctx, u); err != nil {
		return p, err
	} else if !may {
		return p, fault.New(fault.Invalid, "对方网站不允许程序读取这个网址（robots.txt），请在浏览器中打开，保存为文件或者粘贴后读入")
	}
	answer, err := f.call(ctx, u.String())
	if err != nil {
		return p, said(err)
	}
	defer func() { _ = answer.Body.Close() }()
	if answer.StatusCode != http.StatusOK {
		return p, fault.New(fault.Invalid, "对方网站没有给出页面（%d）", answer.StatusCode)
	}
	content, err := io.ReadAll(io.LimitReader(answer.Body, mostBytes+1))
	switch {
	case err != nil:
		return p, said(err)
	case len(content) > mostBytes:
		return p, fault.New(fault.Invalid, "文件超过%d MB，没有读取", mostBytes>>20)
	case len(content) == 0:
		return p, fault.New(fault.Invalid, "对方网站给出的是空白页面")
	}
	kind := answer.Header.Get("Content-Type")
	p = Page{Address: answer.Request.URL.String(), Content: content, HTML: isHTML(kind, content)}
	p.Name, p.Text = nameOf(answer, p.HTML), text(p, kind)
	return p, nil
}

// call asks for an address, not faster than a person would.
func (f *Fetcher) call(ctx context.Context, address string) (*http.Response, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	if f.called == nil {
		f.called = map[string]time.Time{}
	}
	pause := f.Pause
	if pause == 0 {
		pause = second
	}
	if wait := pause - time.Since(f.called[r.URL.Host]); wait > 0 {
		select {
		case <-time.After(wait):
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	f.called[r.URL.Host] = time.Now()
	r.Header.Set("User-Agent", Agent)
	r.Header.Set("Accept", "text/html,application/xhtml+xml,application/pdf,*/*;q=0.5")
	r.Header.Set("Accept-Language", "zh-CN,zh;q=0.9")
	return f.Client.Do(r)
}

// said puts what went wrong on the way into words.
func said(err error) error {
	var inner ErrInner
	var lookup *net.DNSError
	switch {
	case errors.Is(err, context.Canceled):
		return err
	case errors.As(err, &inner):
		return fault.New(fault.Invalid, "这是内部网络的地址，没有读取。确需读取的，由系统管理员在设置 fetch.networks 中允许")
	case errors.As(err, &lookup):
		return fault.New(fault.Invalid, "域名无法解析")
	}
	return fault.New(fault.Invalid, "%d秒内没有打开", int(Patience.Seconds()))
}

func isHTML(kind string, content []byte) bool {
	if media, _, err := mime.ParseMediaType(kind); err == nil && media != "" && media != "application/octet-stream" && media != "text/plain" {
		return media == "text/html" || media == "application/xhtml+xml"
	}
	return strings.HasPrefix(http.DetectContentType(content), "text/html")
}

// nameOf is the name of the file, from the header or the address; a page without one is called after its site.
func nameOf(answer *http.Response, page bool) string {
	name := ""
	if _, values, err := mime.ParseMediaType(answer.Header.Get("Content-Disposition")); err == nil {
		name = path.Base(strings.ReplaceAll(values["filename"], "\\", "/"))
	}
	if name == "" || name == "." || name == "/" {
		name = path.Base(answer.Request.URL.Path)
	}
	if name == "." || name == "/" {
		name = answer.Request.URL.Hostname()
	}
	if page && !strings.HasSuffix(name, ".html") && !strings.HasSuffix(name, ".htm") {
		name += ".html"
	}
	return name
}

// text is the content to be read: a page whose characters only the header names is turned into UTF-8.
func text(p Page, contentType string) []byte {
	if !p.HTML || bytes.Contains(bytes.ToLower(p.Content[:min(len(p.Content), 2048)]), []byte("charset")) {
		return p.Content
	}
	encoding, name, certain := charset.DetermineEncoding(p.Content, contentType)
	if !certain || name == "utf-8" {
		return p.Content
	}
	decoded, err := encoding.NewDecoder().Bytes(p.Content)
	if err != nil {
		return p.Content
	}
	return append([]byte("\xef\xbb\xbf"), decoded...)
}
