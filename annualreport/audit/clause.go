package audit

import (
	"strings"
	"unicode/utf8"
)

// A clause is a piece of running text between marks, the smallest unit in which a number belongs to a verb.
type clause struct {
	section string // 一 … 六, or 前言
	text    string
	before  string // the sentence up to it
	sent    string // the sentence it stands in
	numbers []number
}

// A number is a count in a clause with its unit.
type number struct {
	value int64
	unit  string // 件, 条, 个 …
	at    int    // byte offset in the clause
	end   int
}

// units in which reports count, the longest first.
var units = []string{"万元", "件次", "人次", "项次", "件", "条", "起", "例", "次", "份", "个", "项", "篇", "期", "场", "元", "类", "宗"}

// counts reports whether the unit counts applications and proceedings.
func (n number) counts() bool { return strings.Contains("件条起例次份宗件次", n.unit) }

// clauses cuts paragraphs of a section into clauses.
func clauses(section string, paragraphs []string) []clause {
	var list []clause
	for _, paragraph := range paragraphs {
		for _, sentence := range splitAfter(paragraph, "。；;！？") {
			list = append(list, clausesOf(section, sentence)...)
		}
	}
	return list
}

// clausesOf cuts a sentence at commas, colons and brackets; the comma in 1,234 is none.
func clausesOf(section, sentence string) []clause {
	var list []clause
	start := 0
	add := func(end int) {
		if text := sentence[start:end]; strings.TrimSpace(text) != "" {
			list = append(list, clause{section, text, sentence[:start], sentence, numbersIn(text)})
		}
	}
	for i, r := range sentence {
		if !strings.ContainsRune("，,：:（）()", r) || (r == ',' || r == '，') && thousands(sentence, i, utf8.RuneLen(r)) {
			continue
		}
		add(i)
		start = i + utf8.RuneLen(r)
	}
	add(len(sentence))
	return list
}

// thousands reports whether the comma at i stands inside a number: one to three digits before it, three behind it.
func thousands(s string, i, size int) bool {
	n := 0
	for n < i && s[i-n-1] >= '0' && s[i-n-1] <= '9' {
		n++
	}
	return n >= 1 && n <= 3 && threeDigits(s[i+size:])
}

func split(s, marks string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(marks, r) })
}

func splitAfter(s, marks string) []string {
	var parts []string
	start := 0
	for i, r := range s {
		if strings.ContainsRune(marks, r) {
			parts = append(parts, strings.TrimSpace(s[start:i+utf8.RuneLen(r)]))
			start = i + utf8.RuneLen(r)
		}
	}
	if rest := strings.TrimSpace(s[start:]); rest != "" {
		parts = append(parts, rest)
	}
	return parts
}

// numbersIn finds the counts of a text: digits (full-width and with thousands separators too) or Han numerals, followed
// by a unit. A year, a date, an ordinal or an article number is no count.
func numbersIn(text string) []number {
	var list []number
	for i := 0; i < len(text); {
		value, end, ok := readNumber(text[i:])
		if !ok {
			_, size := utf8.DecodeRuneInString(text[i:])
			i += max(size, end)
			continue
		}
		unit := unitAt(strings.TrimLeft(text[i+end:], " 　\u00a0"))
		if text[i:i+end] == "一" && unit != "件" { // 一次性, 一起, 一个窗口: no count
			unit = ""
		}
		if unit != "" && !strings.HasSuffix(text[:i], "第") && !strings.HasSuffix(text[:i], ".") && !strings.HasSuffix(text[:i], "-") {
			list = append(list, number{value, unit, i, i + end})
		}
		i += end
	}
	return list
}

func unitAt(rest string) string {
	for _, unit := range units {
		if strings.HasPrefix(rest, unit) {
			if unit == "个" && strings.HasPrefix(rest, "个工作日") || unit == "次" && strings.HasPrefix(rest, "次会议") || unit == "项" && strings.HasPrefix(rest, "项规定") {
				return ""
			}
			return unit
		}
	}
	return ""
}

// readNumber reads a number at the start of s and its length in bytes. Decimals are read to their end and refused.
func readNumber(s string) (value int64, length int, ok bool) {
	digits := 0
	for length < len(s) {
		r, size := utf8.DecodeRuneInString(s[length:])
		switch {
		case r >= '0' && r <= '9':
			value, digits = value*10+int64(r-'0'), digits+1
		case r >= '０' && r <= '９':
			value, digits = value*10+int64(r-'０'), digits+1
		case (r == ',' || r == '，') && digits > 0 && threeDigits(s[length+size:]):
		case r == '.' && digits > 0 && length+1 < len(s) && s[length+1] >= '0' && s[length+1] <= '9':
			for length++; length < len(s) && s[length] >= '0' && s[length] <= '9'; length++ {
			}
			return 0, length, false
		default:
			if digits > 0 && digits <= 15 {
				return value, length, true
			}
			if digits > 0 {
				return 0, length, false
			}
			return hanNumber(s)
		}
		length += size
	}
	return value, length, digits > 0 && digits <= 15
}

func threeDigits(s string) bool {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n == 3
}

// hanNumber reads 十, 两百零五, 二十三 and, digit by digit, 二〇二一.
func hanNumber(s string) (value int64, length int, ok bool) {
	const digits = "〇一二三四五六七八九"
	var total, current int64
	afterDigit := false
	for length < len(s) {
		r, size := utf8.DecodeRuneInString(s[length:])
		switch {
		case strings.ContainsRune(digits, r):
			digit := int64(len([]rune(digits[:strings.IndexRune(digits, r)])))
			if current > 999 {
				return 0, length, false
			}
			if afterDigit {
				digit += current * 10
			}
			current, afterDigit = digit, true
			length += size
			continue
		case r == '两':
			current = 2
		case r == '零' && length > 0:
		case r == '十':
			total, current = total+max(current, 1)*10, 0
		case r == '百' && current > 0:
			total, current = total+current*100, 0
		case r == '千' && current > 0:
			total, current = total+current*1000, 0
		default:
			return total + current, length, length > 0
		}
		afterDigit = false
		length += size
	}
	return total + current, length, length > 0
}
