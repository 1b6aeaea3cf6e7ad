package agency

import (
	"strings"

	"gongkai/fault"
)

// A USCC is a 统一社会信用代码 of GB 32100: 18 characters of which the last checks the others. The zero value is no code.
// Values come from [ParseUSCC], so a USCC that is not empty is a valid one.
type USCC string

// usccAlphabet has no I, O, S, V, Z, which look like digits or like one another.
const usccAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"

const (
	usccLength  = 18
	usccModulus = 31
)

// ParseUSCC reads a code as people type it: spaces and hyphens are dropped, letters may be small or full-width.
func ParseUSCC(s string) (USCC, error) {
	code := squeeze(s)
	if len(code) != usccLength {
		return "", fault.New(fault.Invalid, "统一社会信用代码应为%d位，现为%d位", usccLength, len([]rune(code)))
	}
	sum, weight := 0, 1
	for i, r := range code[:usccLength-1] {
		value := strings.IndexRune(usccAlphabet, r)
		if value < 0 {
			return "", fault.New(fault.Invalid, "统一社会信用代码第%d位“%c”不是允许的字符（不使用I、O、S、V、Z）", i+1, r)
		}
		sum += value * weight
		weight = weight * 3 % usccModulus
	}
	want := usccAlphabet[(usccModulus-sum%usccModulus)%usccModulus]
	if code[usccLength-1] != want {
		return "", fault.New(fault.Invalid, "统一社会信用代码校验位不符，请核对是否抄错")
	}
	return USCC(code), nil
}

// String returns the 18 characters.
func (u USCC) String() string { return string(u) }

// Region returns the six digits of the place that registered the organisation.
func (u USCC) Region() string {
	if len(u) != usccLength {
		return ""
	}
	return string(u[2:8])
}

// IsAgency reports whether the code was given to a 机关 by the 机构编制 department: it begins with 11.
func (u USCC) IsAgency() bool { return strings.HasPrefix(string(u), "11") }

// OrgCode returns the organisation code (GB 11714) that the code carries in positions 9 to 17.
// Codes of agencies carry a valid one; some of sole traders do not.
func (u USCC) OrgCode() (OrgCode, error) {
	if len(u) != usccLength {
		return "", fault.New(fault.Invalid, "统一社会信用代码应为%d位", usccLength)
	}
	return ParseOrgCode(string(u[8:17]))
}

// An OrgCode is a 组织机构代码 of GB 11714: eight characters and one that checks them, without the hyphen. Older
// index numbers begin with it.
type OrgCode string

// orgWeights are the weights of the eight characters.
var orgWeights = [8]int{3, 7, 9, 10, 5, 8, 4, 2}

const orgModulus = 11

// ParseOrgCode reads 01393213-0 or 013932130.
func ParseOrgCode(s string) (OrgCode, error) {
	code := squeeze(s)
	if len(code) != len(orgWeights)+1 {
		return "", fault.New(fault.Invalid, "组织机构代码应为%d位，现为%d位", len(orgWeights)+1, len([]rune(code)))
	}
	sum := 0
	for i, w := range orgWeights {
		value := alphanumeric(code[i])
		if value < 0 {
			return "", fault.New(fault.Invalid, "组织机构代码第%d位不是数字或大写字母", i+1)
		}
		sum += value * w
	}
	if code[len(orgWeights)] != "0123456789X0"[orgModulus-sum%orgModulus] {
		return "", fault.New(fault.Invalid, "组织机构代码校验位不符，请核对是否抄错")
	}
	return OrgCode(code), nil
}

// alphanumeric is 0 to 9 for digits, 10 to 35 for capitals, -1 for the rest.
func alphanumeric(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'A' && c <= 'Z':
		return int(c-'A') + 10
	}
	return -1
}

// squeeze drops spaces and hyphens, and makes letters and digits half-width capitals.
func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '！' && r <= '～' {
			r -= '！' - '!'
		}
		switch {
		case r == ' ' || r == '　' || r == '-' || r == '\t' || r == '\u00a0':
			return -1
		case r >= 'a' && r <= 'z':
			return r - 'a' + 'A'
		}
		return r
	}, s)
}
