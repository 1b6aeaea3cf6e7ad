package screen

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"gongkai/civil"
	"gongkai/law"
)

var writtenDate = regexp.MustCompile(`([0-9]{4}|[〇○零一二三四五六七八九]{4}) ?年 ?([0-9]{1,2}|[一二三四五六七八九十]{1,3}) ?月 ?([0-9]{1,2}|[一二三四五六七八九十]{1,3}) ?日`)

// number reads digits or the numerals of a date.
func number(s string) int {
	if isDigits(s) {
		n, _ := strconv.Atoi(s)
		return n
	}
	if n := []rune(s); len(n) == 4 {
		year := 0
		for _, c := range n {
			digit := strings.IndexRune("〇一二三四五六七八九", c)
			if c == '○' || c == '零' {
				digit = 0
			}
			if digit < 0 {
				return 0
			}
			year = year*10 + digit/3
		}
		return year
	}
	n, _ := law.ParseNumeral(s)
	return n
}

// A dated is a date as it was written.
type dated struct {
	from, to int
	on       civil.Date
	exists   bool
}

func (v *sight) dates() []dated {
	if !v.chars.may("年月日") {
		return nil
	}
	var list []dated
	const widest, longest = 4*3 + 1, 48 // bytes of a year before 年, and of what may follow
	for from := 0; ; {
		i := strings.Index(v.text[from:], "年")
		if i < 0 {
			return list
		}
		i += from
		from = i + len("年")
		low := max(0, i-widest)
		for low < i && !utf8.RuneStart(v.text[low]) {
			low++
		}
		window := v.text[low:min(len(v.text), i+longest)]
		m := writtenDate.FindStringSubmatchIndex(window)
		if m == nil || low+m[0] > i {
			continue
		}
		year, month, day := number(window[m[2]:m[3]]), number(window[m[4]:m[5]]), number(window[m[6]:m[7]])
		if low+m[0] > 0 && isDigit(v.text[low+m[0]-1]) || year < 1000 {
			continue
		}
		on, err := civil.Parse(pad(year, 4) + "-" + pad(month, 2) + "-" + pad(day, 2))
		list = append(list, dated{low + m[0], low + m[1], on, err == nil})
	}
}

func pad(n, width int) string {
	s := strconv.Itoa(n)
	for len(s) < width {
		s = "0" + s
	}
	return s
}

// findFutureDate finds a date of signature that has not come yet: alone in one of the last paragraphs.
func findFutureDate(v *sight) []Hit {
	if !v.piece.Last || v.screen.today.IsZero() {
		return nil
	}
	for _, d := range v.dates() {
		if d.exists && d.on.After(v.screen.today) && strings.TrimSpace(v.text) == v.text[d.from:d.to] {
			return []Hit{{Start: d.from, End: d.to}}
		}
	}
	return nil
}

// findWrongDate finds days that no calendar has.
func findWrongDate(v *sight) []Hit {
	var hits []Hit
	for _, d := range v.dates() {
		if !d.exists {
			hits = append(hits, Hit{Start: d.from, End: d.to})
		}
	}
	return hits
}
