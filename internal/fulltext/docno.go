package fulltext

import (
	"regexp"
	"strings"

	"gongkai/internal/segment"
)

// docNo is a 文号 in any of the ways in which people write it: 凉科发〔2021〕15号, [2021], （2021）, 2021年第15号.
var docNo = regexp.MustCompile(`^([\p{Han}a-z]{1,20})(?:[〔\[（(【﹝{]((?:19|20)\d{2})[〕\]）)】﹞}]第?0*(\d{1,5})号?|((?:19|20)\d{2})年?第?0*(\d{1,5})号)$`)

// ParseDocNo reads a 文号 and returns its one spelling: 凉科发〔2021〕15号.
func ParseDocNo(text string) (string, bool) {
	found := docNo.FindStringSubmatch(strings.Join(strings.Fields(segment.Fold(text)), ""))
	if found == nil {
		return "", false
	}
	year, number := found[2]+found[4], found[3]+found[5]
	if number == "" {
		return "", false
	}
	return found[1] + "〔" + year + "〕" + number + "号", true
}

// canonicalOr is the 文号 in its one spelling, or the text as it is.
func canonicalOr(text string) string {
	if number, ok := ParseDocNo(text); ok {
		return number
	}
	return text
}
