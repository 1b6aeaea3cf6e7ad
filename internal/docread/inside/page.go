package inside

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"net/url"
	"strings"

	"gongkai/fault"
	"gongkai/internal/docread"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Page reads HTML, that of a record's body or of a file: paragraphs and cells with their places, what a style hides,
// comments, pictures written into the page, links.
func Page(text []byte) (*Content, error) {
	z := html.NewTokenizer(bytes.NewReader(text))
	z.SetMaxBuf(16 << 20)
	p := &pageReader{r: &reading{}}
	for p.r.err == nil {
		switch z.Next() {
		case html.ErrorToken:
			if z.Err() == html.ErrBufferExceeded {
				return nil, fault.New(fault.Invalid, "网页中有过大的标签，不予读取")
			}
			p.flush()
			return &p.r.Content, p.r.err
		case html.TextToken:
			p.chars(string(z.Text()))
		case html.StartTagToken, html.SelfClosingTagToken:
			p.start(z)
		case html.EndTagToken:
			name, _ := z.TagName()
			p.end(string(name))
		case html.CommentToken:
			comment := strings.TrimSpace(string(z.Text())) // z.Text gives its bytes once
			p.r.text("网页注释", comment, Out, "")
			if strings.ContainsFunc(comment, func(c rune) bool { return c >= 0x4E00 && c <= 0x9FFF }) {
				p.r.trace(HiddenText, "网页注释", comment)
			}
		}
	}
	return nil, p.r.err
}

type pageReader struct {
	r        *reading
	open     []string // elements within the hidden one, with it
	silent   string   // script, style
	title    bool
	text     strings.Builder
	unseen   strings.Builder
	count    int
	table    int
	tables   int
	row, col int
	labels   []string
	pictures int
}

func (p *pageReader) hiding() bool { return len(p.open) > 0 }

func (p *pageReader) chars(s string) {
	switch {
	case p.silent != "":
	case p.hiding():
		p.unseen.WriteString(s)
	default:
		if at := strings.TrimSpace(s); at == "" && p.text.Len() == 0 {
			return
		}
		p.text.WriteString(s)
	}
}

var void = map[string]bool{"br": true, "img": true, "hr": true, "input": true, "meta": true, "link": true, "col": true, "wbr": true, "source": true, "area": true, "embed": true, "base": true, "param": true, "track": true}

func (p *pageReader) start(z *html.Tokenizer) {
	raw, more := z.TagName()
	name := string(raw)
	attrs := map[string]string{}
	for more {
		var key, value []byte
		key, value, more = z.TagAttr()
		attrs[string(key)] = string(value)
	}
	if p.hiding() {
		if !void[name] && len(p.open) < 2000 {
			p.open = append(p.open, name)
		}
		return
	}
	switch name {
	case "script", "style", "noscript", "template":
		p.silent = name
	case "title":
		p.flush()
		p.title = true
	case "br":
		p.text.WriteByte('\n')
	case "table":
		p.flush()
		if p.table++; p.table == 1 {
			p.tables++
			p.row, p.labels = 0, nil
		}
	case "tr":
		p.flush()
		p.row++
		p.col = 0
	case "td", "th":
		p.flush()
		p.col++
	case "a":
		p.r.link(p.where(), attrs["href"])
	case "img", "embed", "object", "iframe", "video", "audio", "source":
		p.picture(attrs["src"] + attrs["data"])
		p.r.text("图片的替代文字", attrs["alt"], Property, "替代文字")
	case "meta":
		p.r.text("网页属性", attrs["content"], Property, strings.ToLower(attrs["name"]))
	case "input":
		if attrs["type"] == "hidden" && attrs["value"] != "" {
			p.r.text("隐藏的输入框", attrs["value"], Out, "")
		}
	default:
		if blockElement(name) {
			p.flush()
		}
	}
	if _, hidden := attrs["hidden"]; !void[name] && (hidden || Unseen(attrs["style"])) {
		p.open = append(p.open, name)
	}
}

func blockElement(name string) bool {
	switch atom.Lookup([]byte(name)) {
	case atom.P, atom.Div, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Li, atom.Ul, atom.Ol, atom.Section, atom.Article, atom.Body,
		atom.Center, atom.Hr, atom.Pre, atom.Header, atom.Footer, atom.Form, atom.Blockquote, atom.Caption, atom.Nav, atom.Aside, atom.Main, atom.Dl, atom.Dt, atom.Dd, atom.Head, atom.Html:
		return true
	}
	return false
}

// Unseen reports a style that shows nothing: no display, no size, white letters with no ground of their own.
func Unseen(style string) bool {
	if style == "" {
		return false
	}
	s := strings.ToLower(strings.Join(strings.Fields(style), ""))
	white := false
	for _, w := range []string{"color:#fff", "color:white", "color:#ffffff", "color:rgb(255,255,255)"} {
		white = white || strings.HasPrefix(s, w) || strings.Contains(s, ";"+w)
	}
	return strings.Contains(s, "display:none") || strings.Contains(s, "visibility:hidden") || strings.Contains(s, "font-size:0") && !strings.Contains(s, "font-size:0.") || strings.Contains(s, "opacity:0;") || strings.HasSuffix(s, "opacity:0") || strings.Contains(s, "text-indent:-9") ||
		strings.Contains(s, "mso-hide:all") || white && !strings.Contains(s, "background")
}

func (p *pageReader) end(name string) {
	if p.hiding() {
		for i := len(p.open) - 1; i >= 0; i-- {
			if p.open[i] == name {
				p.open = p.open[:i]
				break
			}
		}
		if !p.hiding() {
			p.flushUnseen()
		}
		return
	}
	switch name {
	case p.silent:
		p.silent = ""
	case "title":
		if p.title {
			p.r.text("网页标题", p.text.String(), Head, "")
			p.text.Reset()
		}
		p.title = false
	case "td", "th":
		p.cell()
	case "table":
		p.flush()
		p.table = max(p.table-1, 0)
	default:
		if blockElement(name) {
			p.flush()
		}
	}
}

func (p *pageReader) where() string {
	if p.table > 0 && p.col > 0 {
		return fmt.Sprintf("第%d张表第%d行第%d列", p.tables, p.row, p.col)
	}
	return fmt.Sprintf("第%d段", p.count+1)
}

func (p *pageReader) cell() {
	text := strings.TrimSpace(p.text.String())
	p.text.Reset()
	label := ""
	if p.row == 1 {
		for len(p.labels) < p.col && p.col < 1024 {
			p.labels = append(p.labels, "")
		}
		if p.col > 0 && p.col <= len(p.labels) {
			p.labels[p.col-1] = text
		}
	} else if p.col > 0 && p.col <= len(p.labels) {
		label = p.labels[p.col-1]
	}
	p.r.text(p.where(), text, Square, label)
}

func (p *pageReader) flush() {
	text := strings.TrimSpace(p.text.String())
	if text == "" {
		p.text.Reset()
		return
	}
	if p.table > 0 && p.col > 0 {
		if !strings.HasSuffix(p.text.String(), "\n") {
			p.text.WriteByte('\n') // paragraphs of one cell stay together
		}
		return
	}
	place := Body
	if p.count < firstLines {
		place = Head
	}
	p.r.text(p.where(), text, place, "")
	p.text.Reset()
	p.count++
}

func (p *pageReader) flushUnseen() {
	if text := strings.TrimSpace(p.unseen.String()); text != "" {
		where := p.where()
		p.r.text(where+"（隐藏文字）", text, Out, "")
		p.r.trace(HiddenText, where, text)
	}
	p.unseen.Reset()
}

// picture takes a picture out that is written into the page itself.
func (p *pageReader) picture(src string) {
	kind, data, ok := strings.Cut(src, ",")
	if !ok || !strings.HasPrefix(kind, "data:") {
		p.r.link(p.where(), src)
		return
	}
	p.pictures++
	var content []byte
	if strings.HasSuffix(kind, ";base64") {
		content, _ = base64.StdEncoding.DecodeString(strings.Map(func(c rune) rune {
			if c == ' ' || c == '\n' || c == '\r' || c == '\t' {
				return -1
			}
			return c
		}, data))
	} else if s, err := url.PathUnescape(data); err == nil {
		content = []byte(s)
	}
	if len(content) > 0 && len(p.r.Files) < maxFiles {
		where := fmt.Sprintf("第%d张图片", p.pictures)
		p.r.Files = append(p.r.Files, File{where, where, content, true})
	}
}

// Text reads plain text, Markdown and tables in text.
func Text(text []byte) (*Content, error) {
	r := &reading{}
	doc, err := docread.FromText(text)
	if err != nil {
		return nil, err
	}
	n := 0
	for _, b := range doc.Blocks {
		if b.Grid == nil {
			place := Body
			if n < firstLines {
				place = Head
			}
			if strings.TrimSpace(b.Text) != "" {
				n++
			}
			r.text(fmt.Sprintf("第%d行", b.No), b.Text, place, "")
			continue
		}
		var labels []string
		for i, row := range b.Grid.Rows {
			for _, c := range row {
				label := ""
				if i > 0 && c.Col < len(labels) {
					label = labels[c.Col]
				}
				if i == 0 {
					for len(labels) <= c.Col {
						labels = append(labels, "")
					}
					labels[c.Col] = c.Text
				}
				r.text(fmt.Sprintf("%s第%d列", b.Grid.Place(i), c.Col+1), c.Text, Square, label)
			}
		}
	}
	return &r.Content, r.err
}
