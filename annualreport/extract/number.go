package extract

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"gongkai/annualreport"
	"gongkai/money"
)

// number reads a cell. note is a complete sentence where something about it must be told.
func number(text string, kind annualreport.Kind) (cell annualreport.Cell, note string) {
	if n := len(text); n > 0 && n < 10 && kind != annualreport.Amount {
		if v, ok := plainNumber(text); ok {
			return annualreport.N(v), ""
		}
	}
	raw := strings.TrimSpace(text)
	s := fold(raw)
	switch s {
	case "":
		return annualreport.Cell{}, ""
	case "/", "-", "--", "—", "——", "–", "\\", "无", "N/A", "n/a", "―", "_", "─", "一", "//", "*", "－":
		return annualreport.Cell{State: annualreport.Slash, Raw: raw}, ""
	}
	if kind == annualreport.Amount {
		return amount(s, raw)
	}
	unread := annualreport.Cell{State: annualreport.Unreadable, Raw: clip(raw, 60)}
	end := numberEnd(s)
	digits, rest := strings.ReplaceAll(s[:end], ",", ""), s[end:]
	digits = strings.TrimPrefix(digits, "+")
	if whole, frac, ok := strings.Cut(digits, "."); ok && strings.Trim(frac, "0") == "" {
		digits = whole
	}
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || !grouped(s[:end]) {
		return unread, "“" + clip(raw, 20) + "”不是可以识别的数字"
	}
	rest, _, _ = strings.Cut(strings.TrimLeft(rest, "件条份起例次个宗项家"), "(")
	if rest != "" {
		return unread, "“" + clip(raw, 20) + "”不是可以识别的数量"
	}
	cell = annualreport.N(n)
	if raw != strconv.FormatInt(n, 10) {
		cell.Raw = clip(raw, 60)
	}
	return cell, ""
}

// plainNumber reads a short unsigned number without leading zeros.
func plainNumber(s string) (int64, bool) {
	var n int64
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		n = n*10 + int64(s[i]-'0')
	}
	return n, len(s) == 1 || s[0] != '0'
}

// numberEnd is the length of the number at the start of s.
func numberEnd(s string) int {
	i := 0
	for i < len(s) && (s[i] >= '0' && s[i] <= '9' || s[i] == ',' || s[i] == '.' || i == 0 && (s[i] == '-' || s[i] == '+')) {
		i++
	}
	return i
}

// grouped reports whether thousands separators, if any, stand where they belong.
func grouped(s string) bool {
	whole, _, _ := strings.Cut(strings.TrimLeft(s, "+-"), ".")
	groups := strings.Split(whole, ",")
	if len(groups) > 1 && (len(groups[0]) > 3 || groups[0] == "") {
		return false
	}
	for _, g := range groups[1:] {
		if len(g) != 3 {
			return false
		}
	}
	return groups[0] != ""
}

// amount reads an amount in 万元. An amount that says it is in 元 is converted, and the note says so.
func amount(s, raw string) (annualreport.Cell, string) {
	end := numberEnd(s)
	digits, unit := strings.TrimPrefix(s[:end], "+"), s[end:]
	unit, _, _ = strings.Cut(unit, "(")
	var fen money.Fen
	var err error
	note := ""
	switch unit {
	case "", "万元", "万":
		fen, err = money.ParseWanyuan(digits)
	case "元":
		fen, err = money.ParseYuan(digits)
		note = "“" + clip(raw, 20) + "”以元为单位，格式要求以万元为单位，已换算"
	case "亿元":
		fen, err = money.ParseWanyuan(digits)
		if fen < 1<<46 {
			fen *= 10_000
		}
		note = "“" + clip(raw, 20) + "”以亿元为单位，格式要求以万元为单位，已换算"
	default:
		return annualreport.Cell{State: annualreport.Unreadable, Raw: clip(raw, 60)}, "“" + clip(raw, 20) + "”不是可以识别的金额"
	}
	if err != nil {
		return annualreport.Cell{State: annualreport.Unreadable, Raw: clip(raw, 60)}, err.Error()
	}
	cell := annualreport.N(int64(fen))
	if raw != fen.Wanyuan() {
		cell.Raw = clip(raw, 60)
	}
	return cell, note
}

// numeric reports a cell that holds, or stands for, a number: it cannot be a label.
func numeric(s string) bool {
	if s == "" {
		return true
	}
	c := s[0]
	if c >= '0' && c <= '9' || c == '+' || c == '-' || c == '/' || c == '.' {
		rest := s[numberEnd(s):]
		if rest == "" {
			return true
		}
		first, _ := utf8.DecodeRuneInString(rest)
		return !strings.HasPrefix(rest, "、") && (first == '(' || strings.ContainsRune("件条份起例次个宗项家万元亿-/", first)) && !strings.HasSuffix(s[:numberEnd(s)], ".")
	}
	first, size := utf8.DecodeRuneInString(s)
	return size == len(s) && strings.ContainsRune("—–―─无一_\\", first) || s == "——" || s == "N/A" || s == "n/a"
}
