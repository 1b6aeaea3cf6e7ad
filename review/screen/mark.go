package screen

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

var (
	starred = regexp.MustCompile(`(?:绝 ?密|机 ?密|秘 ?密) ?[★☆⭐✩✭✮✯] ?(?:[0-9一二三四五六七八九十]{1,3} ?(?:年|个?月)|长期)?`)
	termed  = regexp.MustCompile(`(?:密级[: ]{1,2}(?:绝 ?密|机 ?密|秘 ?密)|(?:绝 ?密|机 ?密|秘 ?密)[·:(* -]{1,2}(?:保密期限[: ]{0,2})?(?:[0-9]{1,2} ?年|长期))`)
	secrets = []string{"绝密", "机密", "秘密"}
)

// findSecrecyMark finds the mark of a state secret: a level with its star, with a term, as the value of 密级, or alone
// where the mark stands.
// 法源: 《条例》第十四条。
func findSecrecyMark(v *sight) []Hit {
	if !v.chars.may("密") {
		return nil
	}
	var hits []Hit
	for _, m := range append(v.starred(), v.termed()...) {
		if !v.quotes(m[0]) && !strings.HasSuffix(v.text[:m[0]], "工作") && !strings.HasSuffix(v.text[:m[0]], "商业") {
			hits = append(hits, Hit{Start: m[0], End: m[1]})
		}
	}
	whole := trimmed(v.text)
	for _, level := range secrets {
		alone := whole == level || whole == level+"级" || strings.HasPrefix(whole, level+"★")
		if len(hits) == 0 && alone && (v.piece.Role == Head || v.piece.Role == Property || v.piece.Role == Title || containsAny(v.piece.Label, "密级", "秘密等级")) {
			hits = append(hits, Hit{Start: 0, End: len(v.text)})
		}
		if v.piece.Role == Property && len(hits) == 0 && strings.Contains(whole, level) && utf8.RuneCountInString(whole) <= 8 && !strings.Contains(whole, "商业秘密") {
			hits = append(hits, Hit{Start: 0, End: len(v.text)})
		}
	}
	return hits
}

// starred finds levels with their star.
func (v *sight) starred() [][]int {
	if !v.chars.may("密") || !v.has("★", "☆", "⭐", "✩", "✭", "✮", "✯") {
		return nil
	}
	return starred.FindAllStringIndex(v.text, -1)
}

// termed finds levels with their term, and those that are the value of 密级.
func (v *sight) termed() [][]int {
	for from := 0; ; {
		i := strings.Index(v.text[from:], "密")
		if i < 0 {
			return nil
		}
		from += i + len("密")
		if next, _ := utf8.DecodeRuneInString(v.text[from:]); strings.ContainsRune("级·:(* -", next) {
			return termed.FindAllStringIndex(v.text, -1)
		}
	}
}

// quotes reports whether the text talks about marks at the position: how they are written, with the mark in quotes.
func (v *sight) quotes(pos int) bool {
	before := v.text[:pos]
	open := strings.HasSuffix(before, "“") || strings.HasSuffix(before, `"`) || strings.HasSuffix(before, "‘") || strings.HasSuffix(before, "「")
	return open && v.piece.Role != Property && containsAny(v.before(pos, 40)+v.after(pos, 30), "标注", "标志", "字样", "形式", "标明", "标识", "注明", "格式", "写作", "表示")
}

func findSecrecyTalk(v *sight) []Hit {
	var hits []Hit
	for _, m := range v.starred() {
		if v.quotes(m[0]) {
			hits = append(hits, Hit{Start: m[0], End: m[1]})
		}
	}
	return hits
}

// internalLabels stand as a line of their own, in brackets or at the head of a file. The first are labels wherever they
// are read; the others are ordinary words, so they count only where a label stands.
var (
	surely = []string{"内部资料注意保存", "内部资料注意保密", "内部资料请勿外传", "内部资料严禁外传", "内部资料不得外传", "内部文件注意保存", "内部文件注意保密", "内部文件请勿外传", "内部文件严禁外传",
		"仅供内部使用", "仅限内部使用", "仅供内部参考", "内部使用请勿外传", "此件不公开", "此件不予公开", "本件不公开", "本件不予公开", "此件不对外公开", "阅后即焚", "阅后收回", "会后收回", "此件不得公开", "请勿在互联网", "不得上网公开", "此件不上网"}
	labelled = []string{"内部资料", "内部文件", "内部使用", "内部参考", "内部传阅", "工作秘密", "注意保密", "注意保存", "不予公开", "不公开", "内部", "内部掌握", "限内部发行"}
	drafts   = []string{"征求意见稿", "送审稿", "讨论稿", "过程稿", "草稿", "初稿", "修改稿", "报审稿", "代拟稿", "审议稿", "会签稿"}
	genres   = []string{"会议纪要", "的请示"}
)

// asLabel reports whether words found at a place stand there as a label: alone in their line, or alone in brackets.
func (v *sight) asLabel(from, to int) bool {
	if utf8.RuneCountInString(trimmed(v.text)) <= utf8.RuneCountInString(v.text[from:to])+2 {
		return true
	}
	before, after := strings.TrimRight(v.text[:from], " "), strings.TrimLeft(v.text[to:], " ★0123456789年长期")
	opens := strings.HasSuffix(before, "(") || strings.HasSuffix(before, "【") || strings.HasSuffix(before, "[") || strings.HasSuffix(before, "〔")
	closes := strings.HasPrefix(after, ")") || strings.HasPrefix(after, "】") || strings.HasPrefix(after, "]") || strings.HasPrefix(after, "〕")
	if opens && closes {
		return true
	}
	lineStart := before == "" || strings.HasSuffix(before, "\n")
	lineEnd := after == "" || strings.HasPrefix(after, "\n")
	return lineStart && lineEnd
}

// findInternalLabel finds labels that keep a file inside the house.
func findInternalLabel(v *sight) []Hit {
	if !v.has("内部", "公开", "秘密", "保密", "保存", "阅后", "收回", "上网", "互联网") {
		return nil
	}
	var hits []Hit
	for _, words := range surely {
		for _, at := range v.loosely(words) {
			if !v.quotesWord(at[0]) {
				hits = append(hits, Hit{Start: at[0], End: at[1]})
			}
		}
	}
	for _, words := range labelled {
		for _, at := range v.loosely(words) {
			if v.asLabel(at[0], at[1]) && v.piece.Role != Cell {
				hits = append(hits, Hit{Start: at[0], End: at[1]})
			}
		}
	}
	return hits
}

// quotesWord reports whether the words stand in quotes, which is how a rule talks about a label.
func (v *sight) quotesWord(pos int) bool {
	before := v.text[:pos]
	return strings.HasSuffix(before, "“") || strings.HasSuffix(before, "‘") || strings.HasSuffix(before, "「") || strings.HasSuffix(before, "《")
}

// loosely finds words whose characters may have spaces or a comma between them, as labels are set.
func loosely(text, words string) [][2]int {
	first, size := utf8.DecodeRuneInString(words)
	var list [][2]int
	for from := 0; ; {
		i := strings.IndexRune(text[from:], first)
		if i < 0 {
			return list
		}
		start := from + i
		at := start + size
		rest := words[size:]
		for rest != "" && at < len(text) {
			want, n := utf8.DecodeRuneInString(rest)
			got, m := utf8.DecodeRuneInString(text[at:])
			switch {
			case got == want:
				rest, at = rest[n:], at+m
			case got == ' ' || got == ',' || got == '，' || got == '、' || got == '!' || got == '！':
				at += m
				continue
			default:
				n = 0
			}
			if n == 0 {
				break
			}
		}
		if rest == "" {
			list = append(list, [2]int{start, at})
			from = at
		} else {
			from = start + size
		}
	}
}

// findDraftLabel finds what says that a text is not the final one, or is of a sort that is seldom published.
func findDraftLabel(v *sight) []Hit {
	var hits []Hit
	if v.chars.may("稿") {
		for _, words := range drafts {
			for _, at := range v.loosely(words) {
				if v.asLabel(at[0], at[1]) {
					hits = append(hits, Hit{Start: at[0], End: at[1]})
				}
			}
		}
	}
	if v.piece.Role == Title {
		for _, words := range genres {
			if i := strings.LastIndex(v.text, words); i >= 0 && (strings.HasSuffix(strings.TrimSpace(v.text), words) || words == "会议纪要" && strings.HasSuffix(strings.TrimSpace(v.text), ")")) {
				hits = append(hits, Hit{Start: i, End: i + len(words)})
			}
		}
	}
	return hits
}

var modes = []string{"依申请公开", "不予公开", "不公开"}

// modeLabels are the ways in which each of the modes is marked on a paper.
var modeLabels = func() [][]string {
	var all [][]string
	for _, mode := range modes {
		var labels []string
		for _, head := range []string{"此件", "本件", "本文件", "公开属性:", "公开方式:", "信息公开选项:", "信息公开属性:", "公开选项:", "公开类型:", "公开属性 "} {
			labels = append(labels, head+mode)
		}
		all = append(all, labels)
	}
	return all
}()

// findLabelMode finds the 公开属性 that a paper carries where the record says 主动公开: （此件依申请公开）.
// 法源: 《条例》第十三条。
func findLabelMode(v *sight) []Hit {
	if !v.has("公开") {
		return nil
	}
	var hits []Hit
	for i, mode := range modes {
		if v.screen.upon && mode == "依申请公开" {
			continue
		}
		for _, words := range modeLabels[i] {
			for _, at := range v.loosely(words) {
				if !v.quotesWord(at[0]) {
					hits = append(hits, Hit{Start: at[0], End: at[1]})
				}
			}
		}
		if containsAny(v.piece.Label, "公开属性", "公开方式", "公开选项") && trimmed(v.text) == mode && v.piece.Role != Cell {
			hits = append(hits, Hit{Start: 0, End: len(v.text)})
		}
	}
	return hits
}
