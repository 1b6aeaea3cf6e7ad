package money

import (
	"fmt"
	"math"
	"strings"
)

// Fen is an amount in 分, a hundredth of a 元.
type Fen int64

// Yuan returns n 元. It is meant for the amounts of rules, far below the range of an int64.
func Yuan(n int64) Fen { return Fen(n * 100) }

// decimals of each unit, counted from 分.
const (
	yuanDecimals    = 2
	wanyuanDecimals = 6
)

// String writes the amount in 元 with two decimals, without thousands separators: 2000.00.
func (f Fen) String() string { return f.format(yuanDecimals, yuanDecimals) }

// Wanyuan writes the amount in 万元, exactly, with at least two and at most six decimals: 25.10, 24252.311082.
func (f Fen) Wanyuan() string { return f.format(wanyuanDecimals, 2) }

func (f Fen) format(scale, least int) string {
	sign, magnitude := "", uint64(f)
	if f < 0 {
		sign, magnitude = "-", -uint64(f)
	}
	text := fmt.Sprintf("%0*d", scale+1, magnitude)
	whole, frac := text[:len(text)-scale], text[len(text)-scale:]
	for len(frac) > least && strings.HasSuffix(frac, "0") {
		frac = frac[:len(frac)-1]
	}
	return sign + whole + "." + frac
}

// ParseYuan reads an amount in 元: 2000, 2000.5, 2,000.50. It refuses fractions of a 分.
func ParseYuan(s string) (Fen, error) { return parse(s, yuanDecimals, "元") }

// ParseWanyuan reads an amount in 万元 with at most six decimals, the most that whole 分 need.
func ParseWanyuan(s string) (Fen, error) { return parse(s, wanyuanDecimals, "万元") }

func parse(s string, scale int, unit string) (Fen, error) {
	text, negative := strings.CutPrefix(strings.TrimSpace(s), "-")
	whole, frac, hasPoint := strings.Cut(text, ".")
	whole, ok := ungroup(whole)
	if !ok || (hasPoint && frac == "") {
		return 0, fmt.Errorf("金额 %q 不是以%s为单位的数字", clip(s), unit)
	}
	for len(frac) > scale && strings.HasSuffix(frac, "0") {
		frac = frac[:len(frac)-1]
	}
	if len(frac) > scale {
		return 0, fmt.Errorf("金额 %q 精确到了分以下，以%s为单位最多保留%d位小数", clip(s), unit, scale)
	}
	var n int64
	for _, r := range whole + frac + strings.Repeat("0", scale-len(frac)) {
		if r < '0' || r > '9' {
			return 0, fmt.Errorf("金额 %q 不是以%s为单位的数字", clip(s), unit)
		}
		if n > (math.MaxInt64-int64(r-'0'))/10 {
			return 0, fmt.Errorf("金额 %q 过大", clip(s))
		}
		n = n*10 + int64(r-'0')
	}
	if negative {
		n = -n
	}
	return Fen(n), nil
}

// ungroup takes thousands separators out of a whole number; they must stand before groups of three.
func ungroup(whole string) (string, bool) {
	groups := strings.Split(strings.ReplaceAll(whole, "，", ","), ",")
	if groups[0] == "" {
		return "", false
	}
	for _, group := range groups[1:] {
		if len(group) != 3 {
			return "", false
		}
	}
	if len(groups) > 1 && len(groups[0]) > 3 {
		return "", false
	}
	return strings.Join(groups, ""), true
}

func clip(s string) string {
	if runes := []rune(s); len(runes) > 24 {
		return string(runes[:24]) + "…"
	}
	return s
}
