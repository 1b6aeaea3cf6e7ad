// Package applicant is who asks: 公民, 法人 and 其他组织.
//
// The 《条例》 gives everybody the right to apply (第二十七条) and asks of them no more than name, proof of identity and
// how to reach them (第二十九条); the purpose is nobody's business. The annual report counts applicants in six columns.
//
// The package decides whether the particulars of an applicant are complete and plausible, and in which column of the
// report the applicant is counted. It leaves masking and encryption to internal/crypt, and what an application must
// describe to package application.
package applicant

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"gongkai/agency"
	"gongkai/civil"
	"gongkai/fault"
	"gongkai/law"
)

// A Category is a column of table three of the annual report.
type Category string

// The categories.
const (
	Natural      Category = "natural"
	Business     Category = "business"
	Research     Category = "research"
	Welfare      Category = "welfare"
	LegalService Category = "legal_service"
	Other        Category = "other"
)

// Categories are in the order of the columns; the column 总计 follows them.
// 法源: 《条例》第五十条第一款第三项、30号文。
var Categories = []struct {
	Category Category
	Label    string
}{
	{Natural, "自然人"},
	{Business, "商业企业"},
	{Research, "科研机构"},
	{Welfare, "社会公益组织"},
	{LegalService, "法律服务机构"},
	{Other, "其他"},
}

// Column returns the place of the category among the columns, from 0, and -1 for an unknown one.
func (c Category) Column() int {
	for i, row := range Categories {
		if row.Category == c {
			return i
		}
	}
	return -1
}

// Label returns the words of table three.
func (c Category) Label() string {
	if i := c.Column(); i >= 0 {
		return Categories[i].Label
	}
	return ""
}

// Organisation reports whether the category is one of 法人或其他组织.
func (c Category) Organisation() bool { return c.Column() > 0 }

// An Applicant is one who asks, as the application form says. All of it is personal data: it is stored encrypted and
// shown masked. Helped marks what an officer wrote down for somebody who could not.
// 法源: 《条例》第二十九条、《条例》第四十三条。
type Applicant struct {
	Category       Category
	Name           string // 姓名, or the name of the organisation
	Identity       Identity
	Representative string // 法定代表人 or 负责人 of an organisation
	Contact        string // 联系人 of an organisation; a citizen is their own
	Phone          string
	Email          string
	Address        string
	Postcode       string
	Helped         bool // an officer wrote it down
	Notices        bool // wants to be told by e-mail how it goes
}

// The longest values that forms take, in characters.
const (
	longestName    = 100
	longestAddress = 200
	longestEmail   = 254
)

// Check returns everything that is missing or implausible in the particulars, on the day they are handed in.
// 法源: 《条例》第二十九条第二款第一项。
func (a Applicant) Check(on civil.Date) []fault.Problem {
	cite := law.OGI.Art(29).P(2).I(1)
	var problems []fault.Problem
	add := func(field, message string, cite law.Citation) {
		problems = append(problems, fault.Problem{Field: field, Message: message, Cite: cite})
	}
	if a.Category.Column() < 0 {
		add("category", "请选择申请人类别", law.Citation{})
	}
	if !line(a.Name, longestName) {
		add("name", "请填写申请人的姓名或者名称", cite)
	}
	if a.Category.Organisation() {
		if !line(a.Representative, longestName) {
			add("representative", "请填写法定代表人或者负责人姓名", law.Citation{})
		}
		if !line(a.Contact, longestName) {
			add("contact", "请填写联系人姓名", cite)
		}
	}
	problems = append(problems, a.Identity.check(a.Category, on)...)
	return append(problems, a.checkReach(cite)...)
}

// checkReach wants a way to reach the applicant: a telephone, and an address for the answer.
func (a Applicant) checkReach(cite law.Citation) []fault.Problem {
	var problems []fault.Problem
	if strings.TrimSpace(a.Phone) == "" && strings.TrimSpace(a.Email) == "" && strings.TrimSpace(a.Address) == "" {
		return []fault.Problem{{Field: "phone", Message: "请至少填写一种联系方式：电话、电子邮箱或者通信地址", Cite: cite}}
	}
	if a.Phone != "" && !plausiblePhone(a.Phone) {
		problems = append(problems, fault.Problem{Field: "phone", Message: "联系电话只能是数字、加号、连字符和分机号，共7至20位"})
	}
	if a.Notices && strings.TrimSpace(a.Email) == "" {
		problems = append(problems, fault.Problem{Field: "email", Message: "需要邮件提醒的，请填写电子邮箱"})
	}
	if a.Email != "" && !plausibleEmail(a.Email) {
		problems = append(problems, fault.Problem{Field: "email", Message: "电子邮箱格式不对，应如 name@example.cn"})
	}
	if a.Address != "" && !line(a.Address, longestAddress) {
		problems = append(problems, fault.Problem{Field: "address", Message: "通信地址过长或者含有换行等字符"})
	}
	if a.Postcode != "" && (len(a.Postcode) != 6 || strings.Trim(a.Postcode, "0123456789") != "") {
		problems = append(problems, fault.Problem{Field: "postcode", Message: "邮政编码应为6位数字"})
	}
	return problems
}

// String and GoString keep particulars out of logs.
func (a Applicant) String() string { return "申请人（" + a.Category.Label() + "）" }

// GoString is what %#v prints.
func (a Applicant) GoString() string { return a.String() }

// line reports whether s is a filled line of at most so many characters, without control characters.
func line(s string, longest int) bool {
	return strings.TrimSpace(s) != "" && utf8.ValidString(s) && utf8.RuneCountInString(s) <= longest &&
		strings.IndexFunc(s, func(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) }) < 0
}

func plausiblePhone(s string) bool {
	digits := 0
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case !strings.ContainsRune("+- ()（）转", r):
			return false
		}
	}
	return digits >= 7 && digits <= 20
}

func plausibleEmail(s string) bool {
	local, domain, ok := strings.Cut(s, "@")
	return ok && len(s) <= longestEmail && local != "" && strings.Contains(strings.Trim(domain, "."), ".") &&
		!strings.Contains(domain, "@") && strings.IndexFunc(s, func(r rune) bool { return r <= ' ' || r == '<' || r == '>' || r == ',' || r == 0x7f }) < 0
}

// checkUSCC is the check of an organisation's code.
func checkUSCC(number string) string {
	if _, err := agency.ParseUSCC(number); err != nil {
		return fault.Message(err)
	}
	return ""
}
