package intake

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"gongkai/civil"
	"gongkai/disclosure"
)

// A day is written 2026年3月2日, 2026-3-2, 2026/03/02, 2026.3.2 or 二〇二六年三月二日.
const (
	arabicDay = `(\d{4})\s*[年\-/.．－]\s*(\d{1,2})\s*[月\-/.．－]\s*(\d{1,2})(?:\s*日)?`
	hanDay    = `([一二][〇○零Oo0一二三四五六七八九]{3})\s*年\s*([一二三四五六七八九十元正]{1,2})\s*月\s*([一二三四五六七八九十廿卅初]{1,3})\s*日`
)

var dayPattern = regexp.MustCompile(arabicDay + `|` + hanDay)

// dayIn returns the first day that s names, and where it stands.
func dayIn(s string) (d civil.Date, at []int) {
	for _, m := range dayPattern.FindAllStringSubmatchIndex(s, 8) {
		part := func(i int) string {
			if m[2*i] < 0 {
				return ""
			}
			return s[m[2*i]:m[2*i+1]]
		}
		year, month, day := part(1), part(2), part(3)
		if year == "" {
			year, month, day = hanDigits(part(4)), hanNumber(part(5)), hanNumber(part(6))
		}
		if d, ok := dayOf(year, month, day); ok && !insideNumber(s, m[0], m[1]) {
			return d, m[:2]
		}
	}
	return civil.Date{}, nil
}

// insideNumber reports whether digits go on before or after, as in the number of an account.
func insideNumber(s string, from, to int) bool {
	digit := func(i int) bool { return i >= 0 && i < len(s) && s[i] >= '0' && s[i] <= '9' }
	return digit(from-1) || digit(to)
}

func dayOf(year, month, day string) (civil.Date, bool) {
	y, err1 := strconv.Atoi(year)
	m, err2 := strconv.Atoi(month)
	d, err3 := strconv.Atoi(day)
	if err1 != nil || err2 != nil || err3 != nil || y < 1949 || y > 2199 || m < 1 || m > 12 || d < 1 || d > 31 {
		return civil.Date{}, false
	}
	out := civil.On(y, time.Month(m), d)
	return out, out.Day() == d
}

// wholeDay returns the day that s is, and nothing else but a day.
func wholeDay(s string) (civil.Date, bool) {
	s = bare(s)
	s = strings.Trim(s, "（）()【】[]")
	d, at := dayIn(s)
	return d, at != nil && at[0] == 0 && at[1] == len(s)
}

const hanTen = "〇一二三四五六七八九"

// hanDigits reads 二〇二六 digit by digit.
func hanDigits(s string) string {
	var b strings.Builder
	for _, c := range strings.NewReplacer("○", "〇", "零", "〇", "O", "〇", "o", "〇", "0", "〇").Replace(s) {
		i := strings.IndexRune(hanTen, c)
		if i < 0 {
			return ""
		}
		b.WriteString(strconv.Itoa(i / len("〇")))
	}
	return b.String()
}

// hanNumber reads numbers below forty: 三, 十, 十二, 二十, 二十一, 廿三, 初五; 元 and 正 are one.
func hanNumber(s string) string {
	switch s {
	case "元", "正":
		return "1"
	}
	s = strings.TrimPrefix(s, "初")
	s = strings.NewReplacer("廿", "二十", "卅", "三十").Replace(s)
	tens, ones, ok := strings.Cut(s, "十")
	digit := func(s string) (int, bool) {
		i := strings.Index(hanTen, s)
		return i / len("〇"), i >= 0 && len(s) == len("〇")
	}
	if !ok {
		n, ok := digit(s)
		if !ok {
			return ""
		}
		return strconv.Itoa(n)
	}
	n := 10
	if tens != "" {
		t, ok := digit(tens)
		if !ok {
			return ""
		}
		n = t * 10
	}
	if ones != "" {
		o, ok := digit(ones)
		if !ok {
			return ""
		}
		n += o
	}
	return strconv.Itoa(n)
}

// Day reads a day as people and old systems write it, with or without a time behind it.
func Day(s string) (civil.Date, bool) {
	d, at := dayIn(s)
	return d, at != nil && strings.TrimSpace(s[:at[0]]) == ""
}

// Attribute reads a 公开属性 as documents and old systems write it; empty for anything else.
func Attribute(s string) disclosure.Attribute {
	return attributeOf(strings.Trim(bare(s), "（）()[]【】"))
}

// DocNo writes a 文号 as the standard asks; what is no 文号 stays as it is.
func DocNo(s string) string {
	if no, ok := normalNo(s); ok {
		return no
	}
	return strings.TrimSpace(s)
}
