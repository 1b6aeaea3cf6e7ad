package applicant

import (
	"strings"

	"gongkai/civil"
	"gongkai/fault"
	"gongkai/law"
)

// An IdentityKind is a document that proves who somebody is.
type IdentityKind string

// The kinds.
const (
	ResidentCard   IdentityKind = "resident_id"      // 居民身份证
	ForeignerCard  IdentityKind = "foreigner_id"     // 外国人永久居留身份证
	TaiwanHKCard   IdentityKind = "residence_permit" // 港澳台居民居住证
	HomeReturn     IdentityKind = "hk_macau_permit"  // 港澳居民来往内地通行证
	TaiwanPermit   IdentityKind = "taiwan_permit"    // 台湾居民来往大陆通行证
	Passport       IdentityKind = "passport"         // 护照
	OfficerCard    IdentityKind = "military_id"      // 军官证、士兵证
	OrganisationID IdentityKind = "uscc"             // 统一社会信用代码
	OtherDocument  IdentityKind = "other"            // 其他证明
)

// IdentityKinds lists the documents as forms offer them.
var IdentityKinds = []struct {
	Kind         IdentityKind
	Label        string
	Organisation bool // proves an organisation
	Person       bool // proves a person
}{
	{ResidentCard, "居民身份证", false, true},
	{TaiwanHKCard, "港澳台居民居住证", false, true},
	{ForeignerCard, "外国人永久居留身份证", false, true},
	{HomeReturn, "港澳居民来往内地通行证", false, true},
	{TaiwanPermit, "台湾居民来往大陆通行证", false, true},
	{Passport, "护照", false, true},
	{OfficerCard, "军官证、士兵证", false, true},
	{OrganisationID, "统一社会信用代码", true, false},
	{OtherDocument, "其他证明", true, true},
}

// An Identity is the proof that came with an application. It prints masked.
type Identity struct {
	Kind   IdentityKind
	Number string
}

// String keeps the number out of logs.
func (i Identity) String() string { return i.label() + "（已隐去）" }

// GoString is what %#v prints.
func (i Identity) GoString() string { return i.String() }

func (i Identity) label() string {
	for _, row := range IdentityKinds {
		if row.Kind == i.Kind {
			return row.Label
		}
	}
	return "证件"
}

// Normal returns the number as it is stored and compared: without spaces, small letters made capital.
func (i Identity) Normal() string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '！' && r <= '～':
			r -= '！' - '!'
		}
		switch {
		case r == ' ' || r == '　' || r == '\t' || r == '\u00a0':
			return -1
		case r >= 'a' && r <= 'z':
			return r - 'a' + 'A'
		}
		return r
	}, i.Number)
}

// check says what is wrong with the proof for an applicant of the category.
func (i Identity) check(category Category, on civil.Date) []fault.Problem {
	wrong := func(message string, cite law.Citation) []fault.Problem {
		return []fault.Problem{{Field: "identity", Message: message, Cite: cite}}
	}
	fits := false
	for _, row := range IdentityKinds {
		if row.Kind == i.Kind {
			fits = category.Organisation() && row.Organisation || !category.Organisation() && row.Person
		}
	}
	number := i.Normal()
	switch {
	case !fits && category.Organisation():
		return wrong("法人或者其他组织请提供统一社会信用代码或者其他证明", law.OGI.Art(29).P(2).I(1))
	case !fits:
		return wrong("请选择身份证明的种类", law.OGI.Art(29).P(2).I(1))
	case number == "":
		return wrong("请填写"+i.label()+"号码", law.OGI.Art(29).P(2).I(1))
	}
	if message := i.checkNumber(number, on); message != "" {
		return wrong(message, law.Citation{})
	}
	return nil
}

func (i Identity) checkNumber(number string, on civil.Date) string {
	switch i.Kind {
	case ResidentCard, TaiwanHKCard:
		return checkResidentID(number, on)
	case ForeignerCard:
		if len(number) == 18 {
			return checkResidentID(number, on)
		}
		return shape(number, 15, 15, "外国人永久居留身份证号码应为15位或者18位")
	case HomeReturn:
		if len(number) > 0 && number[0] != 'H' && number[0] != 'M' {
			return "港澳居民来往内地通行证号码以H或者M开头"
		}
		return shape(number, 9, 11, "港澳居民来往内地通行证号码应为9至11位")
	case TaiwanPermit:
		return shape(number, 8, 10, "台湾居民来往大陆通行证号码应为8至10位")
	case Passport:
		return shape(number, 5, 17, "护照号码应为5至17位字母和数字")
	case OrganisationID:
		return checkUSCC(number)
	}
	if !line(number, longestName) {
		return i.label() + "号码过长"
	}
	return ""
}

// shape checks capitals and digits within a length.
func shape(number string, low, high int, message string) string {
	if len(number) < low || len(number) > high || strings.Trim(number, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") != "" {
		return message
	}
	return ""
}

// The shape of a citizen's number (GB 11643): place, day of birth, order, check.
const (
	residentLength = 18
	residentMod    = 11
	oldestYear     = 1880
)

// checkResidentID checks length, digits, day of birth and the check digit, in that order, and says the first that
// fails: later ones would only follow from it.
func checkResidentID(number string, on civil.Date) string {
	if len(number) == 15 && strings.Trim(number, "0123456789") == "" {
		return "15位的旧身份证号码已停用，请填写18位号码"
	}
	if len(number) != residentLength || strings.Trim(number[:17], "0123456789") != "" || !strings.Contains("0123456789X", number[17:]) {
		return "身份证号码应为18位，前17位为数字，末位为数字或者X"
	}
	if number[0] == '0' {
		return "身份证号码的地区代码不对"
	}
	birth, err := civil.Parse(number[6:10] + "-" + number[10:12] + "-" + number[12:14])
	if err != nil || birth.Year() < oldestYear || birth.After(on) {
		return "身份证号码中的出生日期不对"
	}
	sum, weight := 0, 1
	for i := len(number) - 1; i >= 0; i-- {
		value := int(number[i] - '0')
		if number[i] == 'X' {
			value = 10
		}
		sum += value * weight
		weight = weight * 2 % residentMod
	}
	if sum%residentMod != 1 {
		return "身份证号码校验位不符，请核对是否抄错"
	}
	return ""
}
