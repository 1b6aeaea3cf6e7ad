package app_test

import (
	"bytes"
	"io"
	"maps"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"gongkai/civil"

	"github.com/PuerkitoBio/goquery"
	"pgregory.net/rapid"
)

// A paper is a form as a browser has it: where it goes, and its fields with what they hold.
type paper struct {
	path   string
	upload bool
	values url.Values
	fields []blank
	pushes []blank // its buttons that have a name
}

// A blank is one field of a form, with the choices that it gives.
type blank struct {
	name, kind string
	choices    []string
}

// papers reads the forms of a page that send something.
func papers(doc *goquery.Document, at string) (list []paper) {
	doc.Find("main form").Each(func(_ int, e *goquery.Selection) {
		if strings.EqualFold(e.AttrOr("method", "get"), "post") {
			list = append(list, readPaper(e, at))
		}
	})
	return list
}

func readPaper(e *goquery.Selection, at string) paper {
	p := paper{path: e.AttrOr("action", at), upload: e.AttrOr("enctype", "") == "multipart/form-data", values: url.Values{}}
	add := func(name, kind, choice string) {
		i := slices.IndexFunc(p.fields, func(b blank) bool { return b.name == name })
		if i < 0 {
			p.fields = append(p.fields, blank{name: name, kind: kind})
			i = len(p.fields) - 1
		}
		if kind == "radio" || kind == "checkbox" || kind == "select" {
			p.fields[i].choices = append(p.fields[i].choices, choice)
		}
	}
	main := true
	e.Find("input, textarea, select, button").Each(func(_ int, f *goquery.Selection) {
		name := f.AttrOr("name", "")
		if goquery.NodeName(f) == "button" {
			if main && name != "" {
				p.values.Set(name, f.AttrOr("value", ""))
			}
			main = false
		}
		if name == "" {
			return
		}
		switch kind := strings.ToLower(f.AttrOr("type", "text")); {
		case goquery.NodeName(f) == "button":
			p.pushes = append(p.pushes, blank{name, "button", []string{f.AttrOr("value", "")}})
		case goquery.NodeName(f) == "textarea":
			add(name, "text", "")
			p.values.Add(name, strings.TrimPrefix(f.Text(), "\n"))
		case goquery.NodeName(f) == "select":
			chosen := ""
			f.Find("option").Each(func(_ int, o *goquery.Selection) {
				add(name, "select", o.AttrOr("value", o.Text()))
				if _, on := o.Attr("selected"); on {
					chosen = o.AttrOr("value", o.Text())
				}
			})
			p.values.Add(name, chosen)
		case kind == "radio" || kind == "checkbox":
			add(name, kind, f.AttrOr("value", "on"))
			if _, on := f.Attr("checked"); on {
				p.values.Add(name, f.AttrOr("value", "on"))
			}
		case kind == "file":
			add(name, "file", "")
		default:
			add(name, kind, "")
			p.values.Add(name, f.AttrOr("value", ""))
		}
	})
	return p
}

// sensible are what people write into fields that want something of a kind.
var sensible = map[string]string{"number": "XA12345678912", "workdays": "10", "pages": "60", "mail_no": "XA12345678912", "email": "", "recipient": "", "title": "", "attachments": "", "notes": "", "organ": "",
	"until": "", "words": "姓名", "note": "更正一处文字", "wrong": "", "right": "", "view": "我的清单", "case_no": "", "other": "", "because": "", "record": "", "organs": ""}

// fill fills a form in as somebody who means it: what is offered stays, what is empty is written.
func (p *paper) fill(today civil.Date, over map[string]string) {
	for _, f := range p.fields {
		if want, ok := over[f.name]; ok && (f.kind != "select" || slices.Contains(f.choices, want)) {
			if p.values.Del(f.name); want != "" || f.kind == "text" {
				p.values.Set(f.name, want)
			}
			continue
		}
		if p.values.Get(f.name) != "" {
			continue
		}
		stem, part, isDay := dayPart(f.name)
		switch {
		case isDay:
			p.day(stem, part, map[bool]civil.Date{true: today.AddDays(30), false: today}[strings.HasPrefix(stem, "until")])
		case f.kind == "radio":
			p.values.Set(f.name, f.choices[0])
		case f.kind == "select":
			if i := slices.IndexFunc(f.choices, func(c string) bool { return c != "" }); i >= 0 {
				p.values.Set(f.name, f.choices[i])
			}
		case f.kind == "text" || f.kind == "search":
			text, known := sensible[f.name]
			if !known {
				text = "经核对，" + f.name + "一栏写明如上"
			}
			p.values.Set(f.name, text)
		}
	}
}

// dayPart takes the name of a part of a date apart.
func dayPart(name string) (stem, part string, ok bool) {
	for _, part := range []string{"-year", "-month", "-day"} {
		if stem, ok := strings.CutSuffix(name, part); ok {
			return stem, part, true
		}
	}
	return "", "", false
}

func (p *paper) day(stem, part string, on civil.Date) {
	year, month, day := on.YMD()
	p.values.Set(stem+part, strconv.Itoa(map[string]int{"-year": year, "-month": int(month), "-day": day}[part]))
}

// scribble fills a form in as somebody who does not care.
func (p *paper) scribble(t *rapid.T, today civil.Date) {
	days := map[string]civil.Date{}
	for _, f := range p.fields {
		if f.kind == "hidden" || rapid.IntRange(0, 2).Draw(t, "leave "+f.name) == 0 {
			continue
		}
		stem, part, isDay := dayPart(f.name)
		switch {
		case isDay:
			if _, there := days[stem]; !there {
				days[stem] = today.AddDays(rapid.IntRange(-12, 45).Draw(t, stem))
			}
			p.day(stem, part, days[stem])
		case f.kind == "radio" || f.kind == "select":
			p.values.Set(f.name, rapid.SampledFrom(f.choices).Draw(t, f.name))
		case f.kind == "checkbox":
			p.values.Del(f.name)
			for _, c := range f.choices {
				if rapid.IntRange(0, 4).Draw(t, f.name) == 0 {
					p.values.Add(f.name, c)
				}
			}
		case f.kind == "text":
			p.values.Set(f.name, rapid.SampledFrom([]string{"", "写明的内容", "0", "25", "XA12345678912", "SF1234567890", "第三方甲", "<b>&\"'", strings.Repeat("长", 300)}).Draw(t, f.name))
		}
	}
	if len(p.pushes) > 0 && rapid.IntRange(0, 3).Draw(t, "which button") == 0 {
		b := rapid.SampledFrom(p.pushes).Draw(t, "button")
		p.values.Set(b.name, b.choices[0])
	}
}

// lost names the fields that a page shown again does not hold as they were sent.
func lost(sent url.Values, again paper) (names []string) {
	for _, name := range slices.Sorted(maps.Keys(sent)) {
		i := slices.IndexFunc(again.fields, func(b blank) bool { return b.name == name })
		if i < 0 || name == "once" || again.fields[i].kind == "hidden" && name != "digest" && name != "id" && name != "number" && name != "code" {
			continue
		}
		want, got := slices.Clone(sent[name]), slices.Clone(again.values[name])
		for _, list := range [][]string{want, got} {
			for i, v := range list {
				list[i] = strings.TrimSpace(strings.ReplaceAll(v, "\r\n", "\n"))
			}
		}
		if choices := again.fields[i].choices; choices != nil { // what is no choice was not typed on the page
			want = slices.DeleteFunc(want, func(v string) bool { return !slices.Contains(choices, v) })
		}
		want, got = slices.DeleteFunc(want, blankText), slices.DeleteFunc(got, blankText)
		if slices.Sort(want); !slices.Equal(want, slices.Sorted(slices.Values(got))) {
			names = append(names, name+"="+strings.Join(want, ",")+" became "+strings.Join(got, ","))
		}
	}
	return names
}

func blankText(s string) bool { return s == "" }

// body writes the form as a browser sends it.
func (p paper) body() (content []byte, kind string) {
	if !p.upload {
		return []byte(p.values.Encode()), "application/x-www-form-urlencoded"
	}
	var out bytes.Buffer
	w := multipart.NewWriter(&out)
	for _, name := range slices.Sorted(maps.Keys(p.values)) {
		for _, v := range p.values[name] {
			_ = w.WriteField(name, v) // writing to memory cannot fail
		}
	}
	_ = w.Close()
	return out.Bytes(), w.FormDataContentType()
}

// inside serves a client by a handler, without a network.
type inside struct{ site http.Handler }

func (c inside) RoundTrip(r *http.Request) (*http.Response, error) {
	in := r.Clone(r.Context())
	in.RequestURI, in.Host = r.URL.RequestURI(), r.URL.Host
	in.RemoteAddr = r.Header.Get("X-Test-From")
	in.Header.Del("X-Test-From")
	if in.Body == nil {
		in.Body = http.NoBody
	}
	w := httptest.NewRecorder()
	c.site.ServeHTTP(w, in)
	answer := w.Result()
	answer.Request = r
	return answer, nil
}

// A page is what came back.
type page struct {
	status int
	to     string
	text   string
	doc    *goquery.Document
}

func readPage(answer *http.Response) (page, error) {
	defer func() { _ = answer.Body.Close() }()
	content, err := io.ReadAll(answer.Body)
	if err != nil {
		return page{}, err
	}
	p := page{status: answer.StatusCode, to: answer.Header.Get("Location")}
	if strings.HasPrefix(answer.Header.Get("Content-Type"), "text/html") {
		if p.doc, err = goquery.NewDocumentFromReader(bytes.NewReader(content)); err != nil {
			return p, err
		}
		p.text = p.doc.Text()
	}
	return p, nil
}
