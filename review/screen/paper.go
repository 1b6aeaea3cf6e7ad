package screen

import (
	"regexp"
	"strings"
)

// named finds what a pattern finds after one of the names; the pattern's first group is what is found.
func (v *sight) named(names []string, pattern *regexp.Regexp, tail int) []Hit {
	if !v.digits || !v.has(names...) && !containsAny(v.piece.Label, names...) {
		return nil
	}
	var hits []Hit
	for _, m := range pattern.FindAllStringSubmatchIndex(v.text, -1) {
		from, to := m[2], m[3]
		if from > 0 && alnum(v.text[from-1]) || to < len(v.text) && alnum(v.text[to]) || !containsAny(v.label(from), names...) {
			continue
		}
		hits = append(hits, Hit{Start: from, End: to, Write: masked(v.text[from:to], 1, tail)})
	}
	return hits
}

var (
	passportNumber = regexp.MustCompile(`([EGDSPKegdspk][A-Za-z]?[0-9]{7,8})`)
	permitNumber   = regexp.MustCompile(`([CHMWTLchmwtl][A-Za-z]?[0-9]{7,10}|[0-9]{8})`)
	personNumber   = regexp.MustCompile(`([A-Za-z]{0,2}[0-9]{6,20}[A-Za-z]?)`)
)

func findPassport(v *sight) []Hit {
	return v.named([]string{"护照", "passport", "Passport", "PASSPORT"}, passportNumber, 3)
}

func findTravelPermit(v *sight) []Hit {
	return v.named([]string{"港澳通行证", "往来港澳", "往来内地通行证", "来往内地通行证", "台胞证", "来往大陆通行证", "往来大陆通行证", "往来台湾", "回乡证", "通行证号"}, permitNumber, 3)
}

func findSocialSecurity(v *sight) []Hit {
	return v.named([]string{"社保号", "社保编号", "社会保障号", "社保卡号", "社会保障卡号", "医保号", "医保卡号", "医保编号", "个人编号", "参保号", "公积金账号", "个人公积金"}, personNumber, 3)
}

func findMedicalRecord(v *sight) []Hit {
	return v.named([]string{"病历号", "病案号", "住院号", "门诊号", "就诊卡", "就诊号", "病人编号", "患者编号", "诊疗卡"}, personNumber, 2)
}

// trimmed is the text without outer spaces and brackets, and without inner spaces.
func trimmed(s string) string {
	return strings.Trim(strings.Join(strings.Fields(s), ""), "()（）[]【】《》〈〉 ")
}
