package letter

import (
	"embed"
	"io/fs"
	"path"
	"slices"
	"strings"
	"text/template"
	"text/template/parse"

	"gongkai/civil"
	"gongkai/fault"
)

// texts are the standard texts by the first day on which they are right, one file each; parts.txt has what they share.
//
//go:embed text
var texts embed.FS

// versions are the folders of texts, the newest first.
var versions = func() []civil.Date {
	entries, err := fs.ReadDir(texts, "text")
	if err != nil {
		panic(err) // embedded
	}
	var days []civil.Date
	for _, e := range entries {
		days = append(days, civil.MustParse(e.Name()))
	}
	slices.SortFunc(days, func(a, b civil.Date) int { return b.Compare(a) })
	return days
}()

// Standard returns the standard text of the kind for a letter of the day, and the day from which it is right. It is
// false where there was no such letter.
func Standard(k Kind, on civil.Date) (text string, from civil.Date, ok bool) {
	if !k.In(on) {
		return "", civil.Date{}, false
	}
	for _, day := range versions {
		if day.After(on) {
			continue
		}
		body, err := texts.ReadFile(path.Join("text", day.String(), string(k.ID)+".txt"))
		if err == nil {
			return strings.TrimSpace(string(body)), day, true
		}
	}
	return "", civil.Date{}, false
}

// Versions returns the days on which the standard text of the kind changed, the oldest first.
func Versions(k Kind) []civil.Date {
	var days []civil.Date
	for _, day := range slices.Backward(versions) {
		if _, err := fs.Stat(texts, path.Join("text", day.String(), string(k.ID)+".txt")); err == nil {
			days = append(days, day)
		}
	}
	return days
}

// shared are the parts that texts have in common.
var shared = func() string {
	body, err := texts.ReadFile("text/" + versions[len(versions)-1].String() + "/parts.txt")
	if err != nil {
		panic(err) // embedded
	}
	return string(body)
}()

// A parsed text with the names that it prints and those that it only asks for.
type parsed struct {
	template *template.Template
	printed  []Name // must be there, or stand in brackets
	asked    []Name // in {{if}} or {{with}}: may be absent
}

// parseText reads a text. It allows what a clerk needs and nothing else: names, {{if}}, {{with}}, and the shared parts.
func parseText(text string) (parsed, error) {
	t, err := template.New("letter").Option("missingkey=error").Parse(shared)
	if err == nil {
		t, err = t.Parse(strings.ReplaceAll(text, "\r\n", "\n"))
	}
	if err != nil {
		return parsed{}, fault.New(fault.Invalid, "文本中的{{}}写法有误：%s", plain(err))
	}
	p := parsed{template: t}
	seen := map[string]bool{}
	var problems []fault.Problem
	p.walk(t.Root, false, seen, &problems)
	return p, fault.Of(problems)
}

func plain(err error) string {
	text := err.Error()
	if i := strings.LastIndex(text, ": "); i >= 0 {
		return text[i+2:]
	}
	return text
}

func (p *parsed) walk(n parse.Node, guarded bool, seen map[string]bool, problems *[]fault.Problem) {
	refuse := func(what string) {
		*problems = append(*problems, fault.Problem{Field: "text", Message: "文本只能使用事项名、if、with和共用段落，不能使用" + what})
	}
	switch n := n.(type) {
	case nil, *parse.TextNode, *parse.CommentNode:
	case *parse.ListNode:
		if n != nil {
			for _, child := range n.Nodes {
				p.walk(child, guarded, seen, problems)
			}
		}
	case *parse.ActionNode:
		p.pipe(n.Pipe, &p.printed, refuse, problems)
	case *parse.IfNode:
		p.branch(n.BranchNode, seen, refuse, problems)
	case *parse.WithNode:
		p.branch(n.BranchNode, seen, refuse, problems)
	case *parse.TemplateNode:
		if inner := p.template.Lookup(n.Name); inner == nil || inner.Tree == nil {
			refuse("不存在的段落" + n.Name)
		} else if !seen[n.Name] {
			seen[n.Name] = true
			p.walk(inner.Root, guarded, seen, problems)
			delete(seen, n.Name)
		} else {
			refuse("引用自身的段落" + n.Name)
		}
	default:
		refuse(n.String())
	}
}

func (p *parsed) branch(n parse.BranchNode, seen map[string]bool, refuse func(string), problems *[]fault.Problem) {
	p.pipe(n.Pipe, &p.asked, refuse, problems)
	p.walk(n.List, true, seen, problems)
	if n.ElseList != nil {
		p.walk(n.ElseList, true, seen, problems)
	}
}

// pipe takes the one name of a pipeline; inside {{with}} the dot is the name's own value.
func (p *parsed) pipe(n *parse.PipeNode, into *[]Name, refuse func(string), problems *[]fault.Problem) {
	if len(n.Cmds) != 1 || len(n.Cmds[0].Args) != 1 || len(n.Decl) > 0 {
		refuse(n.String())
		return
	}
	switch arg := n.Cmds[0].Args[0].(type) {
	case *parse.DotNode:
	case *parse.FieldNode:
		p.name(arg.Ident, into, refuse, problems)
	case *parse.VariableNode: // $.名 inside {{with}}
		if arg.Ident[0] != "$" {
			refuse(arg.String())
			return
		}
		p.name(arg.Ident[1:], into, refuse, problems)
	default:
		refuse(n.String())
	}
}

func (p *parsed) name(ident []string, into *[]Name, refuse func(string), problems *[]fault.Problem) {
	if len(ident) != 1 {
		refuse(strings.Join(ident, "."))
		return
	}
	name := Name(ident[0])
	if _, ok := NameOf(name); !ok {
		*problems = append(*problems, fault.Problem{Field: "text", Message: "没有“" + ident[0] + "”这个事项"})
	}
	if !slices.Contains(*into, name) {
		*into = append(*into, name)
	}
}

// CheckText returns what is wrong with a text that an agency wants as its own standard: marks that cannot be read, and
// what the law wants in the letter and the text can never give.
// 法源: 《条例》第三十六条、《行政复议法》第二十三条第二款。
func CheckText(k Kind, text string) []fault.Problem {
	p, err := parseText(text)
	if err != nil {
		return fault.Problems(err)
	}
	var problems []fault.Problem
	need := func(name Name, why string) {
		if !slices.Contains(p.printed, name) && !slices.Contains(p.asked, name) {
			problems = append(problems, fault.Problem{Field: "text", Message: "标准文本缺少{{." + string(name) + "}}：" + why})
		}
	}
	if k.Answers() {
		need("收到日期", "答复应当写明收到申请的日期")
		need("申请内容", "答复应当写明申请的内容")
		if k.ID != "L21c" {
			need("救济", "答复应当告知救济途径和期限，可以写{{template \"结尾\" .}}")
		}
		if k.ID == "L13" || k.ID == "L14" {
			need("理由", "不予公开应当说明理由")
			if !slices.Contains(p.printed, "依据") {
				need("不公开依据", "不予公开应当写明条款")
			}
		}
	}
	return problems
}

// Asks returns the typed names of the kind's text, in the order of [Names], with whether each may be left empty.
func Asks(k Kind, text string, on civil.Date) (rows []NameRow, optional map[Name]bool) {
	if text == "" {
		text, _, _ = Standard(k, on)
	}
	p, err := parseText(text)
	if err != nil {
		return nil, nil
	}
	optional = map[Name]bool{}
	for _, row := range Names {
		printed, asked := slices.Contains(p.printed, row.Name), slices.Contains(p.asked, row.Name)
		if row.Typed && (printed || asked) {
			rows = append(rows, row)
			optional[row.Name] = asked
		}
	}
	return rows, optional
}
