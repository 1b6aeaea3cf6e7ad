package screen

import (
	"strings"

	"gongkai/agency"
	"gongkai/civil"
)

// isProvince reports the first two digits of a citizen's number (GB/T 2260), with 81 to 83 for residence permits.
func isProvince(code string) bool {
	switch code[0] {
	case '1':
		return code[1] >= '1' && code[1] <= '5'
	case '2':
		return code[1] >= '1' && code[1] <= '3'
	case '3':
		return code[1] >= '1' && code[1] <= '7'
	case '4':
		return code[1] >= '1' && code[1] <= '6'
	case '5':
		return code[1] >= '0' && code[1] <= '4'
	case '6':
		return code[1] >= '1' && code[1] <= '5'
	case '7':
		return code[1] == '1'
	case '8':
		return code[1] >= '1' && code[1] <= '3'
	}
	return false
}

const (
	idLength    = 18
	oldIDLength = 15
	oldestBirth = 1890
)

// checkDigit reports whether the last character follows from the others (GB 11643, ISO 7064 mod 11-2).
func checkDigit(id string) bool {
	sum, weight := 0, 1
	for i := len(id) - 1; i >= 0; i-- {
		value := int(id[i] - '0')
		if id[i] == 'X' {
			value = 10
		}
		sum += value * weight
		weight = weight * 2 % 11
	}
	return sum%11 == 1
}

// bornOn reads eight digits as a day of birth.
func (s *Screen) bornOn(digits string) (civil.Date, bool) {
	born, err := civil.Parse(digits[:4] + "-" + digits[4:6] + "-" + digits[6:])
	if err != nil || born.Year() < oldestBirth || !s.today.IsZero() && born.After(s.today) || born.Year() > 2100 {
		return civil.Date{}, false
	}
	return born, true
}

// placeAndBirth reports whether the first 14 characters can begin a citizen's number, or that of a foreigner who lives
// here for good (9, place, country).
func (s *Screen) placeAndBirth(id string) (civil.Date, bool) {
	place := id[:2]
	if id[0] == '9' {
		place = id[1:3]
	} else if id[0] != '8' && id[2:6] == "0000" {
		return civil.Date{}, false
	}
	born, ok := s.bornOn(id[6:14])
	return born, ok && isProvince(place)
}

// citizen reports whether 18 characters are a citizen's number with everything right.
func (s *Screen) citizen(id string) (civil.Date, bool) {
	if len(id) != idLength || !isDigits(id[:17]) || !isDigit(id[17]) && id[17] != 'X' {
		return civil.Date{}, false
	}
	born, ok := s.placeAndBirth(id)
	return born, ok && checkDigit(id)
}

func isDigits(s string) bool {
	for i := range len(s) {
		if !isDigit(s[i]) {
			return false
		}
	}
	return s != ""
}

// saysIdentity are names under which a citizen's number stands.
func saysIdentity(label string) bool {
	return containsAny(label, "身份证", "身份号", "公民身份", "证件号", "证件号码", "居民证", "身分证", "ID")
}

// idGroups are the ways in which people break 18 digits up.
func idGroups(sizes []int) bool {
	if len(sizes) == 1 || len(sizes) >= 17 {
		return true
	}
	switch joinSizes(sizes) {
	case "6-8-4", "6-4-4-4", "6-4-2-2-4", "4-4-4-4-2", "3-3-4-4-4", "6-12", "14-4", "6-8-3-1", "17-1", "3-3-3-3-3-3", "6-6-6", "10-8", "8-10", "9-9", "2-4-8-4", "2-2-2-8-4", "6-8-2-1-1", "6-4-4-3-1", "6-4-2-2-3-1", "2-2-2-4-2-2-3-1", "2-2-2-4-2-2-4":
		return true
	}
	return false
}

func joinSizes(sizes []int) string {
	var b strings.Builder
	for i, n := range sizes {
		if i > 0 {
			b.WriteByte('-')
		}
		if n >= 10 {
			b.WriteByte('1')
		}
		b.WriteByte(byte('0' + n%10))
	}
	return b.String()
}

func findIDCard(v *sight) []Hit {
	var hits []Hit
	add := func(from, to int, born civil.Date) {
		h := Hit{Start: from, End: to, Write: masked(v.text[from:to], 4, 4)}
		if !v.screen.today.IsZero() && !born.IsZero() && v.screen.today.Before(born.AddMonths(14*12)) {
			h.More = "不满十四周岁"
		}
		hits = append(hits, h)
	}
	v.runs(idLength, idLength, func(r run) {
		id := strings.ToUpper(r.digits)
		born, ok := v.screen.citizen(id)
		switch {
		case ok && (r.maximal || idGroups(r.sizes)) && !v.organisation(id, r.from):
			add(r.from, r.to, born)
		case !ok && (r.maximal || len(r.sizes) == 1) && v.mistyped(id, r.from):
			add(r.from, r.to, civil.Date{})
			hits[len(hits)-1].More = "校验位不符，可能抄错"
		}
	})
	for _, a := range v.atoms { // letters in front (G of a school number), two digits behind (of a disability card)
		id := strings.ToUpper(v.text[a.from:a.to])
		letters := len(id) - len(strings.TrimLeft(id, "ABCDEFGHIJKLMNOPQRSTUVWYZ"))
		rest := id[letters:]
		if letters > 0 && letters <= 6 && len(rest) == idLength || letters == 0 && len(id) == idLength+2 {
			if born, ok := v.screen.citizen(rest[:idLength]); ok {
				add(a.from+letters, a.from+letters+idLength, born)
			}
		}
	}
	return hits
}

// organisation reports whether the number is a social credit code that happens to pass for a citizen's.
func (v *sight) organisation(id string, pos int) bool {
	_, err := agency.ParseUSCC(id)
	return err == nil && (containsAny(v.label(pos), "信用代码", "机构代码", "统一代码", "税号", "纳税人识别号") || id[0] == '9')
}

// mistyped reports a number that is said to be a citizen's and has place and birth, but the wrong check digit.
func (v *sight) mistyped(id string, pos int) bool {
	if len(id) != idLength || !isDigits(id[:17]) || !isDigit(id[17]) && id[17] != 'X' {
		return false
	}
	_, ok := v.screen.placeAndBirth(id)
	return ok && containsAny(v.label(pos), "身份证", "公民身份", "证件号")
}

func findOldIDCard(v *sight) []Hit {
	var hits []Hit
	v.runs(oldIDLength, oldIDLength, func(r run) {
		if !isDigits(r.digits) || !r.maximal && len(r.sizes) > 1 || !saysIdentity(v.label(r.from)) || containsAny(v.label(r.from), "注册") {
			return
		}
		if strings.HasPrefix(v.text[r.to:], "*") { // the beginning of a longer number whose end is masked
			return
		}
		if _, ok := v.screen.bornOn("19" + r.digits[6:12]); ok && isProvince(r.digits[:2]) {
			hits = append(hits, Hit{Start: r.from, End: r.to, Write: masked(v.text[r.from:r.to], 4, 3)})
		}
	})
	return hits
}

// findWeakMask finds numbers of which so little is masked that the rest can be computed.
func findWeakMask(v *sight) []Hit {
	var hits []Hit
	for _, from := range starts(v.text, '*') {
		a, b := from, from
		for a > 0 && isDigit(v.text[a-1]) {
			a--
		}
		for b < len(v.text) && v.text[b] == '*' {
			b++
		}
		covered := b - from
		for b < len(v.text) && (isDigit(v.text[b]) || v.text[b]|0x20 == 'x') {
			b++
		}
		number := v.text[a:b]
		if len(number) != idLength || covered > 3 || from-a < 10 || a > 0 && alnum(v.text[a-1]) || !isProvince(number[:2]) {
			continue
		}
		if year := number[6:10]; year >= "1890" && year <= "2100" {
			hits = append(hits, Hit{Start: a, End: b, Write: masked(number, 4, 4)})
		}
	}
	return hits
}

// starts returns where each run of the byte begins.
func starts(text string, c byte) []int {
	var list []int
	for i := 0; i < len(text); i++ {
		if text[i] == c && (i == 0 || text[i-1] != c) {
			list = append(list, i)
		}
	}
	return list
}
