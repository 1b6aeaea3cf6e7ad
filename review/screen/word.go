package screen

import (
	"strings"
	"unicode/utf8"

	"gongkai/fault"
)

// A Word is one entry of the list of words that are wrong or forbidden.
type Word struct {
	Wrong string `json:"wrong"`
	Right string `json:"right,omitempty"` // what to write instead; empty when there is nothing
	Level Level  `json:"level"`
	Note  string `json:"note,omitempty"`
	But   string `json:"but,omitempty"` // longer words in which it is right, separated by spaces
}

// Limits of a word list.
const (
	longestWord = 50
	mostWords   = 20_000
)

// Check says what is wrong with an entry.
func (w Word) Check() []fault.Problem {
	var problems []fault.Problem
	wrong := func(field, message string) {
		problems = append(problems, fault.Problem{Field: field, Message: message})
	}
	switch n := utf8.RuneCountInString(w.Wrong); {
	case strings.TrimSpace(w.Wrong) == "":
		wrong("wrong", "请填写不规范或者禁用的词语")
	case n < 2:
		wrong("wrong", "词语至少两个字，单个字会处处误报")
	case n > longestWord:
		wrong("wrong", "词语过长，请控制在50字以内")
	case strings.ContainsAny(w.Wrong, "\t\n\r"):
		wrong("wrong", "词语中不能有换行或者制表符")
	}
	if w.Right == w.Wrong && w.Right != "" {
		wrong("right", "建议的写法与原词相同")
	}
	if utf8.RuneCountInString(w.Right) > longestWord || utf8.RuneCountInString(w.Note) > 4*longestWord {
		wrong("right", "建议的写法或者说明过长")
	}
	if w.Level != Block && w.Level != Warn {
		wrong("level", "请选择“禁用”或者“提示”")
	}
	return problems
}

// StartingWords are entries that every list can begin with.
var StartingWords = []Word{
	{Wrong: "台湾国", Level: Block, Note: "台湾是中国的一部分"},
	{Wrong: "台湾总统", Right: "台湾地区领导人", Level: Block},
	{Wrong: "中共国", Level: Block},
	{Wrong: "中华人民共合国", Right: "中华人民共和国", Level: Block},
	{Wrong: "中国共产当", Right: "中国共产党", Level: Block},
	{Wrong: "国名经济", Right: "国民经济", Level: Warn},
	{Wrong: "截止目前", Right: "截至目前", Level: Warn},
	{Wrong: "帐户", Right: "账户", Level: Warn},
	{Wrong: "登陆网站", Right: "登录网站", Level: Warn},
	{Wrong: "法人代表", Right: "法定代表人", Level: Warn, Note: "法律上的称谓是法定代表人"},
	{Wrong: "其他有关部门等", Right: "其他有关部门", Level: Warn},
	{Wrong: "按步就班", Right: "按部就班", Level: Warn},
	{Wrong: "既使", Right: "即使", Level: Warn},
	{Wrong: "布署", Right: "部署", Level: Warn, But: "公布署名 发布署名"},
	{Wrong: "渡假村", Right: "度假村", Level: Warn},
	{Wrong: "座落", Right: "坐落", Level: Warn},
	{Wrong: "少数民族自冶", Right: "少数民族自治", Level: Block},
}

// A lexicon finds every entry of a list in one pass over the text.
type lexicon struct {
	root  *node
	first presence // the characters with which entries begin
	words []Word
}

type node struct {
	next map[rune]*node
	word int // index + 1
}

func newLexicon(words []Word) *lexicon {
	l := &lexicon{root: &node{}, words: words}
	for i, w := range words {
		at := l.root
		wrong := folded(w.Wrong).text
		if c, size := utf8.DecodeRuneInString(wrong); size > 0 {
			l.first[c>>6&63] |= 1 << (c & 63)
		}
		for _, c := range wrong {
			if at.next == nil {
				at.next = map[rune]*node{}
			}
			if at.next[c] == nil {
				at.next[c] = &node{}
			}
			at = at.next[c]
		}
		if at != l.root && at.word == 0 {
			at.word = i + 1
		}
	}
	return l
}

// find returns the entries that stand in the text by their level, the longest where several begin at the same character.
func (l *lexicon) find(text string) (hits map[Level][]Hit) {
	if len(l.words) == 0 {
		return nil
	}
	for i := 0; i < len(text); {
		c, size := utf8.DecodeRuneInString(text[i:])
		if l.first[c>>6&63]&(1<<(c&63)) == 0 {
			i += size
			continue
		}
		end, found := 0, 0
		at := i + size
		for n := l.root.next[c]; n != nil; {
			if n.word > 0 {
				end, found = at, n.word
			}
			next, m := utf8.DecodeRuneInString(text[at:])
			if m == 0 {
				break
			}
			n, at = n.next[next], at+m
		}
		if found == 0 {
			i += size
			continue
		}
		if w := l.words[found-1]; !excepted(text, i, end, w.But) {
			if hits == nil {
				hits = map[Level][]Hit{}
			}
			hits[w.Level] = append(hits[w.Level], Hit{Start: i, End: end, Write: w.Right, More: explain(w)})
		}
		i = end
	}
	return hits
}

// excepted reports whether the word stands within a longer one in which it is right.
func excepted(text string, from, to int, but string) bool {
	for longer := range strings.FieldsSeq(but) {
		for i := max(0, from-len(longer)); i <= from; i++ {
			if strings.HasPrefix(text[i:], longer) && i+len(longer) >= to {
				return true
			}
		}
	}
	return false
}

func explain(w Word) string {
	text := "“" + w.Wrong + "”"
	if w.Right != "" {
		text += "宜写作“" + w.Right + "”"
	}
	if w.Note != "" {
		text += "，" + w.Note
	}
	return text
}

func findWrongWord(v *sight) []Hit    { return v.listed()[Block] }
func findDoubtfulWord(v *sight) []Hit { return v.listed()[Warn] }

// listed looks the words up once for both levels.
func (v *sight) listed() map[Level][]Hit {
	if !v.looked {
		v.looked, v.words = true, v.screen.words.find(v.text)
	}
	return v.words
}

// Join puts lists together, the weaker first: an entry replaces the one for the same word in a list before it. What a
// list above forbids stays forbidden.
func Join(lists ...[]Word) []Word {
	var all []Word
	at := map[string]int{}
	for _, list := range lists {
		for _, w := range list {
			i, known := at[w.Wrong]
			switch {
			case !known:
				at[w.Wrong] = len(all)
				all = append(all, w)
			case all[i].Level == Block && w.Level != Block:
			default:
				all[i] = w
			}
		}
	}
	return all
}

// WriteWords writes a list as text, one entry on a line: 词语, 建议写法, 级别, 说明, 例外 with tabs between.
func WriteWords(words []Word) string {
	var b strings.Builder
	b.WriteString("# 词语\t建议写法\t级别（禁用、提示）\t说明\t例外（词语在其中正确的更长的词，用空格分开）\n")
	for _, w := range words {
		b.WriteString(strings.Join([]string{w.Wrong, w.Right, w.Level.Label(), w.Note, w.But}, "\t") + "\n")
	}
	return b.String()
}

// ReadWords reads a list as [WriteWords] writes it, or as people make one: commas may stand for the tabs, and a line may
// end after any field; the level is then 提示. Problems name the line.
func ReadWords(text string) ([]Word, []fault.Problem) {
	var words []Word
	var problems []fault.Problem
	seen := map[string]int{}
	no := 0
	for line := range strings.Lines(strings.TrimPrefix(text, "\uFEFF")) {
		no++
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		separator := "\t"
		if !strings.Contains(line, separator) {
			separator = ","
			line = strings.NewReplacer("，", ",").Replace(line)
		}
		fields := append(strings.Split(line, separator), "", "", "", "")
		for i := range fields {
			fields[i] = strings.TrimSpace(fields[i])
		}
		w := Word{Wrong: fields[0], Right: fields[1], Level: levelOf(fields[2]), Note: fields[3], But: fields[4]}
		for _, p := range w.Check() {
			problems = append(problems, fault.Problem{Field: "words", Message: "第" + pad(no, 1) + "行“" + w.Wrong + "”：" + p.Message})
		}
		if earlier := seen[w.Wrong]; earlier > 0 {
			problems = append(problems, fault.Problem{Field: "words", Message: "第" + pad(no, 1) + "行“" + w.Wrong + "”与第" + pad(earlier, 1) + "行重复"})
		}
		seen[w.Wrong] = no
		if words = append(words, w); len(words) > mostWords {
			return nil, []fault.Problem{{Field: "words", Message: "词表过长，请控制在" + pad(mostWords, 1) + "条以内"}}
		}
		if len(problems) > 50 {
			break
		}
	}
	return words, problems
}

// Levels lists the levels with their names.
var Levels = []struct {
	Level Level
	Label string
}{{Block, "禁用"}, {Warn, "提示"}}

// Label returns the name of the level.
func (l Level) Label() string {
	for _, row := range Levels {
		if row.Level == l {
			return row.Label
		}
	}
	return ""
}

func levelOf(label string) Level {
	if label == "" {
		return Warn
	}
	for _, row := range Levels {
		if row.Label == label || string(row.Level) == label {
			return row.Level
		}
	}
	return Level(label)
}
