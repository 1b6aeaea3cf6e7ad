package letter

import (
	"regexp"
	"slices"
	"strings"

	"gongkai/civil"
	"gongkai/fault"
	"gongkai/law"
)

// A Letter is a letter in parts, as it is edited, checked and printed.
type Letter struct {
	Kind        ID         `json:"kind"`
	Title       string     `json:"title"`
	Number      string     `json:"number,omitempty"` // 文号, drawn when it is issued
	Recipient   string     `json:"recipient,omitempty"`
	Body        string     `json:"body"` // paragraphs by line, with the marks of [Paragraphs]
	Attachments []string   `json:"attachments,omitempty"`
	Signer      string     `json:"signer,omitempty"`
	DatedOn     civil.Date `json:"dated_on,omitzero"`
	Notes       []string   `json:"notes,omitempty"` // 附注
}

// Draft writes the letter of the kind from the facts. What is missing stands in brackets in the text and is returned as
// a problem of its field.
// 法源: 《条例》第三十条、《条例》第三十六条、《行政复议法》第二十三条第二款。
func Draft(k Kind, f Facts) (Letter, []fault.Problem) {
	l := Letter{Kind: k.ID, Title: f.Agency.Name + "\n" + k.Noun, DatedOn: f.On}
	if k.Family != NoNumber {
		l.Attachments = slices.Clone(f.Files)
	}
	text := f.Text
	if text == "" {
		var ok bool
		if text, _, ok = Standard(k, f.On); !ok {
			return l, []fault.Problem{{Field: "kind", Message: f.On.Chinese() + "没有“" + k.Name + "”这种文书"}}
		}
	}
	p, err := parseText(text)
	if err != nil {
		return l, fault.Problems(err)
	}
	var problems []fault.Problem
	v := view{Facts: f, kind: k}
	v.notice, problems = noticeOf(k, f)
	values := v.values()
	for _, name := range p.printed {
		if values[string(name)] == "" && !slices.Contains(p.asked, name) {
			values[string(name)] = missing(name)
		}
	}
	var b strings.Builder
	if err := p.template.Execute(&b, values); err != nil {
		return l, append(problems, fault.Problem{Field: "text", Message: "文本不能生成：" + plain(err)})
	}
	l.Body = tidy(b.String())
	l.Recipient, l.Signer = recipient(k, f), ""
	if k.To != Inside && k.ID != "L01" && k.ID != "L07b" {
		l.Signer = f.Agency.Name
	}
	if k.ID == "L01" || k.ID == "L07b" || k.To == Inside {
		l.DatedOn = civil.Date{}
	}
	if f.Agency.Name == "" {
		problems = append(problems, fault.Problem{Field: "机关", Message: "缺少机关名称"})
	}
	for _, name := range unfilled(l.Body) {
		problems = append(problems, lack(name))
	}
	return l, problems
}

// missing stands in a text for a fact that is not on file.
func missing(name Name) string { return "【请填写：" + string(name) + "】" }

var unfilledMark = regexp.MustCompile(`【请填写：([^】]*)】`)

// unfilled returns the names that stand in brackets.
func unfilled(body string) []Name {
	var names []Name
	for _, m := range unfilledMark.FindAllStringSubmatch(body, -1) {
		if name := Name(m[1]); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// Fill puts what has become known since into the brackets of a text; the rest of the text stays as people wrote it.
func Fill(k Kind, f Facts, body string) string {
	v := view{Facts: f, kind: k}
	v.notice, _ = noticeOf(k, f)
	values := v.values()
	return unfilledMark.ReplaceAllStringFunc(body, func(mark string) string {
		if known := values[unfilledMark.FindStringSubmatch(mark)[1]]; known != "" {
			return known
		}
		return mark
	})
}

func lack(name Name) fault.Problem {
	message := "缺少" + string(name)
	if row, ok := NameOf(name); ok && row.Hint != "" {
		message += "：" + row.Hint
	}
	return fault.Problem{Field: string(name), Message: message}
}

// recipient is who the letter is addressed to.
func recipient(k Kind, f Facts) string {
	switch {
	case k.ID == "L01" || k.ID == "L03" || k.ID == "L07b" || k.To == Inside:
		return ""
	case k.To == ToApplicant:
		return f.Applicant.Name
	case k.ID == "L22b":
		return f.Typed["有权机关"]
	case k.Family == Orders:
		return f.Typed["办理机关"]
	}
	return f.Steps.Consultation.Party
}

// tidy drops blank lines and blanks at the ends of lines.
func tidy(text string) string {
	var lines []string
	for line := range strings.Lines(text) {
		if line = strings.TrimRight(strings.TrimLeft(line, " \t"), " \t\r\n"); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

// A Paragraph is one line of a body with its role.
type Paragraph struct {
	Style string   // one of the marks' names; empty for running text
	Text  string   // without the mark
	Cells []string // of a row of a table
}

// marks are how a line says what it is. Clerks see them in the text they edit.
var marks = []struct{ prefix, style string }{
	{"## ", "heading2"}, {"# ", "heading1"}, {"> ", "flush"}, {"= ", "centre"}, {"* ", "small"}, {"|", "row"}, {"---", "page"},
}

// Marks explains the marks to those who edit.
const Marks = "每行一段。行首的“# ”为一级标题（黑体），“## ”为二级标题（楷体），“> ”为顶格，“= ”为居中，“* ”为小字，“| 甲 | 乙 |”为表格的一行，“---”为另起一页。"

// Paragraphs reads a body.
func Paragraphs(body string) []Paragraph {
	var list []Paragraph
	for line := range strings.Lines(body) {
		line = strings.TrimRight(line, " \t\r\n")
		if line == "" {
			continue
		}
		p := Paragraph{Text: line}
		for _, m := range marks {
			if rest, ok := strings.CutPrefix(line, m.prefix); ok {
				p.Style, p.Text = m.style, strings.TrimSpace(rest)
				break
			}
		}
		if p.Style == "row" {
			for cell := range strings.SplitSeq(strings.TrimSuffix(p.Text, "|"), "|") {
				p.Cells = append(p.Cells, strings.TrimSpace(cell))
			}
		}
		list = append(list, p)
	}
	return list
}

// Plain is the text of the letter as a reader sees it, for stories, search and the evidence bundle.
func (l Letter) Plain() string {
	var b strings.Builder
	add := func(text string) {
		if text != "" {
			b.WriteString(text + "\n")
		}
	}
	add(strings.ReplaceAll(l.Title, "\n", ""))
	add(l.Number)
	if l.Recipient != "" {
		add(l.Recipient + "：")
	}
	for _, p := range Paragraphs(l.Body) {
		if p.Style == "row" {
			add(strings.Join(p.Cells, " ｜ "))
			continue
		}
		add(p.Text)
	}
	for i, a := range l.Attachments {
		add("附件" + law.Numeral(i+1) + "：" + a)
	}
	add(l.Signer)
	if !l.DatedOn.IsZero() {
		add(l.DatedOn.Chinese())
	}
	for _, n := range l.Notes {
		add(n)
	}
	return b.String()
}
