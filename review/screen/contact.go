package screen

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

const mobileLength = 11

// mobilePrefix reports whether three digits begin numbers of mobile phones.
func mobilePrefix(d string) bool {
	if d[0] != '1' {
		return false
	}
	switch d[1] {
	case '3', '8':
		return true
	case '4':
		return strings.IndexByte("014567 9", d[2]) >= 0
	case '5':
		return d[2] != '4'
	case '6':
		return strings.IndexByte("2567", d[2]) >= 0
	case '7':
		return d[2] != '9'
	case '9':
		return d[2] != '4'
	}
	return false
}

func saysPhone(label string) bool {
	return containsAny(label, "电话", "手机", "联系", "致电", "拨打", "微信", "Tel", "TEL", "tel", "移动", "号码", "短信", "热线", "咨询", "传真")
}

func findMobile(v *sight) []Hit {
	var hits []Hit
	add := func(from, to int, digits string) {
		if v.screen.phones[digits] {
			return
		}
		hits = append(hits, Hit{Start: from, End: to, Write: masked(v.text[from:to], 3, 4)})
	}
	v.runs(mobileLength, mobileLength+4, func(r run) {
		digits, from := r.digits, r.from
		if !isDigits(digits) {
			return
		}
		sizes := r.sizes
		if len(digits) > mobileLength { // +86, 0086, 86
			country := digits[:len(digits)-mobileLength]
			if country != "86" && country != "086" && country != "0086" {
				return
			}
			digits = digits[len(country):]
			if sizes[0] == len(country) {
				sizes = sizes[1:]
			} else {
				sizes = append([]int{sizes[0] - len(country)}, sizes[1:]...)
			}
		}
		shape := joinSizes(sizes)
		if !mobilePrefix(digits) || shape != "11" && shape != "3-4-4" && shape != "3-8" && shape != "7-4" && shape != "4-3-4" && shape != "3-3-5" && (!r.maximal || len(sizes) < 10) {
			return
		}
		if v.fraction(r) || !saysPhone(v.label(r.from)) && (containsAny(v.label(r.from), otherNumbers...) || amount(v.after(r.to, 4))) {
			return
		}
		add(from, r.to, digits)
	})
	for _, a := range v.atoms { // letters in front: Tel13912345678
		text := v.text[a.from:a.to]
		rest := strings.TrimLeft(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
		n := len(text) - len(rest)
		if containsAny(strings.ToLower(text[:n]), "tel", "phone", "mobile") && len(rest) == mobileLength && isDigits(rest) && mobilePrefix(rest) {
			add(a.from+n, a.to, rest)
		}
	}
	return hits
}

// fraction reports whether the run is a part of a number with a point, of an address or a formula.
func (v *sight) fraction(r run) bool {
	if r.from > 1 && strings.IndexByte("./_=&%#", v.text[r.from-1]) >= 0 && alnum(v.text[r.from-2]) {
		return true
	}
	return r.to+1 < len(v.text) && strings.IndexByte("._", v.text[r.to]) >= 0 && alnum(v.text[r.to+1])
}

var fixedLine = regexp.MustCompile(`^\(?0(?:10|2[0-9]|[3-9][0-9]{2})\)?[ -]{0,2}[2-8][0-9]{2,3}[ -]?[0-9]{4}`)

// findTelephone finds fixed lines: with an area code anywhere, without one after a name that says so.
func findTelephone(v *sight) []Hit {
	if !v.digits {
		return nil
	}
	var hits []Hit
	add := func(from, to int) {
		digits := onlyDigits(v.text[from:to])
		if from > 0 && (alnum(v.text[from-1]) || v.text[from-1] == '.' || v.text[from-1] == '-') || to < len(v.text) && alnum(v.text[to]) {
			return
		}
		if v.screen.phones[digits] || len(digits) > 8 && (v.screen.phones[digits[4:]] || v.screen.phones[digits[3:]]) || containsAny(v.label(from), otherNumbers...) {
			return
		}
		hits = append(hits, Hit{Start: from, End: to, Write: masked(v.text[from:to], 4, 2)})
	}
	for _, a := range v.atoms {
		if v.text[a.from] != '0' || a.to-a.from < 3 {
			continue
		}
		from := a.from
		if from > 0 && v.text[from-1] == '(' {
			from--
		}
		if m := fixedLine.FindStringIndex(v.text[from:min(len(v.text), from+24)]); m != nil {
			add(from, from+m[1])
		}
	}
	for _, a := range v.atoms {
		n := a.to - a.from
		if a.pure && (n == 7 || n == 8) && v.text[a.from] >= '2' && v.text[a.from] <= '8' && containsAny(v.label(a.from), "电话", "座机", "传真", "Tel", "TEL") {
			if h := len(hits); h == 0 || hits[h-1].End <= a.from {
				add(a.from, a.to)
			}
		}
	}
	return hits
}

var email = regexp.MustCompile(`[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}`)

func findEmail(v *sight) []Hit {
	if strings.IndexByte(v.text, '@') < 0 {
		return nil
	}
	var hits []Hit
	for _, m := range email.FindAllStringIndex(v.text, -1) {
		name, host, _ := strings.Cut(v.text[m[0]:m[1]], "@")
		if strings.HasSuffix(strings.ToLower(host), ".gov.cn") || strings.Trim(host, "0123456789.") == "" {
			continue
		}
		hits = append(hits, Hit{Start: m[0], End: m[1], Write: name[:1] + strings.Repeat("*", max(len(name)-1, 3)) + "@" + host})
	}
	return hits
}

const plateHeads = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"

// plateRest is what follows the character of the province.
var plateRest = regexp.MustCompile(`^[A-HJ-NP-Z][·•. -]?[A-HJ-NP-Z0-9]{4,5}[A-HJ-NP-Z0-9学挂警港澳领]`)

func findPlate(v *sight) []Hit {
	if !v.digits {
		return nil
	}
	var hits []Hit
	for at := 1; at < len(v.text); at++ { // a letter after the character of a province
		if c := v.text[at]; c < 'A' || c > 'Z' || v.text[at-1] < utf8.RuneSelf {
			continue
		}
		head, size := utf8.DecodeLastRuneInString(v.text[:at])
		if !strings.ContainsRune(plateHeads, head) {
			continue
		}
		m := plateRest.FindStringIndex(v.text[at:])
		if m == nil {
			continue
		}
		number := v.text[at : at+m[1]]
		from := at - size
		at += m[1] - 1
		if at+1 < len(v.text) && alnum(v.text[at+1]) || len(onlyDigits(number)) < 2 {
			continue
		}
		hits = append(hits, Hit{Start: from, End: at + 1, Write: v.text[from:from+size] + number[:1] + masked(number[1:], 0, 2)})
	}
	return hits
}

var (
	labelledAddress = regexp.MustCompile(`(?:家庭住址|家庭地址|现住址|住址|户籍地址|户籍地|户籍所在地|居住地址|居住地|常住地)(?:为|是)?[: ]{0,2}[\p{Han}0-9A-Za-z#-]{6,60}`)
	village         = regexp.MustCompile(`\p{Han}{1,8}?(?:乡|镇|街道)\p{Han}{1,10}?村(?:民委员会)?\p{Han}{0,6}?[0-9一二三四五六七八九十]{1,3}(?:组|社)(?:[0-9]{1,4}号)?`)
	flat            = regexp.MustCompile(`[\p{Han}0-9]{2,12}?(?:小区|花园|家园|公寓|苑|嘉园|社区|新村|家属院|家属楼|新城|华府|佳苑)[^，。；\n]{0,8}?[0-9一二三四五六七八九十]{1,3}(?:号楼|栋|幢)[^，。；\n]{0,10}?[0-9]{3,4}(?:室|号)?`)
)

// homes are the words of labelledAddress; each of its names has one.
var homes = []string{"住址", "家庭地址", "户籍地", "户籍所在地", "居住地", "常住地"}

// findAddress finds where a person lives: to the group of a village, to the door of a flat, or after a name that says so.
func findAddress(v *sight) []Hit {
	if !v.digits && !v.has("址", "组", "社", "户籍", "居住地") {
		return nil
	}
	var hits []Hit
	add := func(from, to, name int) {
		hits = append(hits, Hit{Start: from + name, End: to, Write: hideDoor(v.text[from+name : to])})
	}
	if v.has(homes...) {
		for _, m := range labelledAddress.FindAllStringIndex(v.text, -1) {
			text := v.text[m[0]:m[1]]
			if !strings.ContainsAny(text[len("住址"):], "0123456789村路街镇乡组巷室栋") {
				continue
			}
			name := 0
			if i := strings.IndexAny(text, ": "); i >= 0 && i < len("户籍所在地为")+1 {
				name = i + 1
			}
			add(m[0], m[1], name)
		}
	}
	if v.chars.may("村") {
		v.stretches([]string{"组", "社"}, inVillage, func(from, to int) {
			for _, m := range village.FindAllStringIndex(v.text[from:to], -1) {
				if !works(v.after(from+m[1], 10)) {
					add(from+m[0], from+m[1], 0)
				}
			}
		})
	}
	if v.digits {
		v.stretches([]string{"号楼", "栋", "幢"}, inFlat, func(from, to int) {
			for _, m := range flat.FindAllStringIndex(v.text[from:to], -1) {
				text, name := v.text[from+m[0]:from+m[1]], 0
				if i := strings.IndexAny(text, ": "); i >= 0 && i < len("户籍所在地为")+1 {
					name = i + 1
				}
				add(from+m[0], from+m[1], name)
			}
		})
	}
	return hits
}

// inVillage are the characters of which [village] consists.
func inVillage(c rune) bool { return c >= '0' && c <= '9' || unicode.Is(unicode.Han, c) }

// inFlat are those of [flat].
func inFlat(c rune) bool { return c != '，' && c != '。' && c != '；' && c != '\n' }

// numerals end the number before 组, 社, 号楼, 栋 and 幢.
const numerals = "0123456789一二三四五六七八九十"

// stretches calls visit once for every stretch of the text that consists of the characters of a pattern and has one of the
// words right after a number, without which the pattern matches nothing. Patterns are slow, words are found quickly.
func (v *sight) stretches(words []string, in func(rune) bool, visit func(from, to int)) {
	done := 0
	for {
		at := len(v.text)
		for _, w := range words {
			if !v.chars.may(w) {
				continue
			}
			for from := done; ; {
				i := strings.Index(v.text[from:at], w)
				if i < 0 {
					break
				}
				if before, _ := utf8.DecodeLastRuneInString(v.text[:from+i]); strings.ContainsRune(numerals, before) {
					at = from + i
					break
				}
				from += i + len(w)
			}
		}
		if at == len(v.text) {
			return
		}
		from, to := at, at
		for from > done {
			c, size := utf8.DecodeLastRuneInString(v.text[:from])
			if !in(c) {
				break
			}
			from -= size
		}
		for to < len(v.text) {
			c, size := utf8.DecodeRuneInString(v.text[to:])
			if !in(c) {
				break
			}
			to += size
		}
		visit(from, to)
		done = max(to, at+1)
		for done < len(v.text) && !utf8.RuneStart(v.text[done]) {
			done++
		}
		if done >= len(v.text) {
			return
		}
	}
}

// works reports that what follows the name of a place is about roads and fields, not about a person.
func works(after string) bool {
	return strings.HasPrefix(after, "的") && containsAny(after, "道路", "硬化", "工程", "改造", "建设", "耕地", "土地", "水渠", "路灯", "管网", "集体")
}

// hideDoor keeps an address down to the 乡镇、街道、小区 and masks what follows.
func hideDoor(address string) string {
	for _, upTo := range []string{"街道", "镇", "乡", "小区", "花园", "家园", "公寓", "区", "县", "市"} {
		if i := strings.Index(address, upTo); i > 0 && i+len(upTo) < len(address) {
			return address[:i+len(upTo)] + "****"
		}
	}
	return "****"
}

// findMinor finds lists of children: a word for them near one for their names.
func findMinor(v *sight) []Hit {
	for _, word := range []string{"留守儿童", "困境儿童", "孤儿", "事实无人抚养儿童", "未成年人", "残疾儿童"} {
		if !v.chars.may(word) {
			continue
		}
		i := strings.Index(v.text, word)
		if i < 0 {
			continue
		}
		around := v.text[i:min(len(v.text), i+len(word)+90)]
		if !strings.Contains(around, "保护法") && containsAny(around, "姓名", "名单", "身份证", "监护人姓名", "就读于", "出生日期") || containsAny(v.piece.Label, "儿童姓名", "学生姓名") {
			return []Hit{{Start: i, End: i + len(word)}}
		}
	}
	if len(v.text) > 0 && containsAny(v.piece.Label, "儿童姓名", "学生姓名", "幼儿姓名", "被监护人姓名") {
		return []Hit{{Start: 0, End: len(v.text)}}
	}
	return nil
}
