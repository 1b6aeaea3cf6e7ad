package agency

import (
	"strings"
	"unicode/utf8"

	"gongkai/fault"
	"gongkai/law"
)

// An ID names an agency inside the program; people know it by its name and its 统一社会信用代码.
type ID string

// A SectionID names a 股室.
type SectionID string

// A Level is the level of government that an agency belongs to. Lower levels are greater.
type Level int

// The levels.
const (
	State    Level = iota + 1 // 国务院和国务院部门
	Province                  // 省、自治区、直辖市
	City                      // 设区的市、自治州
	County                    // 县、不设区的市、市辖区
	Township                  // 乡、镇、街道
)

// Levels lists the levels from the top with the words that forms show.
var Levels = []struct {
	Level Level
	Label string
}{{State, "国家级"}, {Province, "省级"}, {City, "市级"}, {County, "县级"}, {Township, "乡镇（街道）级"}}

// String returns the label of forms.
func (l Level) String() string {
	if l < State || l > Township {
		return "未定级"
	}
	return Levels[l-1].Label
}

// A Kind is what sort of body an agency is in law: it decides who hears a 复议 against it.
type Kind string

// The kinds.
const (
	Government          Kind = "government"           // 人民政府
	Department          Kind = "department"           // 政府工作部门, 国务院部门
	DispatchedOffice    Kind = "dispatched_office"    // 派出机关: 街道办事处, 地区行政公署
	KindDispatched      Kind = "dispatched_body"      // 派出机构 of a department: 派出所, 市局的分局
	InternalBody        Kind = "internal_body"        // 内设机构 acting in its own name by law
	Authorised          Kind = "authorised"           // 法律、法规授权的组织
	VerticalSystem      Kind = "vertical_system"      // 海关、金融、外汇、税务、国家安全等垂直领导
	JusticeDepartment   Kind = "justice_department"   // 司法行政部门, which is also the office for 复议
	PublicService       Kind = "public_service"       // 公共企事业单位 (第五十五条): publishes, takes no 申请 under the 《条例》
	StateAdministration Kind = "state_administration" // 国务院部门管理的国家局
)

// Kinds lists the kinds as forms offer them, with the place in the law that gives the kind its duties.
var Kinds = []struct {
	Kind  Kind
	Label string
	Cite  law.Citation
}{
	{Government, "人民政府", law.OGI.Art(10)},
	{Department, "政府工作部门", law.OGI.Art(10)},
	{StateAdministration, "国务院部门管理的国家局", law.OGI.Art(10)},
	{JusticeDepartment, "司法行政部门（承担行政复议职责）", law.OGI.Art(10)},
	{VerticalSystem, "垂直领导的机关（海关、金融、外汇、税务、国家安全等）", law.OGI.Art(3)},
	{DispatchedOffice, "派出机关（街道办事处等）", law.OGI.Art(10)},
	{KindDispatched, "以自己名义履职的派出机构", law.OGI.Art(10)},
	{InternalBody, "以自己名义履职的内设机构", law.OGI.Art(10)},
	{Authorised, "法律、法规授权的具有管理公共事务职能的组织", law.OGI.Art(54)},
	{PublicService, "公共企事业单位", law.OGI.Art(55)},
}

// Label returns the words of forms, empty for an unknown kind.
func (k Kind) Label() string {
	for _, row := range Kinds {
		if row.Kind == k {
			return row.Label
		}
	}
	return ""
}

// An Agency is a 行政机关 (or another body that the 《条例》 binds). Everything in a deployment belongs to one.
type Agency struct {
	ID        ID
	USCC      USCC   // empty only for internal and dispatched bodies, which often have none
	Code      string // part of its public addresses (/agencies/kjj/): small letters, digits, hyphen; never changes
	Name      string // full standard name: 武威市凉州区科学技术局
	ShortName string // 区科技局
	Level     Level
	Kind      Kind
	Region    RegionCode
	Parent    ID   // the body it belongs to: a department's government, a 派出机构's department, a government's upper one
	Superior  ID   // 主管部门 of its government-information work, which sees it and collects its report (第三条)
	Competent bool // it is itself the 主管部门 of those whose Superior it is
	Closed    bool // abolished or merged: keeps its records and addresses, takes nothing new
}

// longestName bounds names, in characters.
const longestName = 80

// Check returns what is wrong with the description of the agency taken alone; [NewTree] checks the superiors.
func (a Agency) Check() []fault.Problem {
	var problems []fault.Problem
	wrong := func(field, message string) {
		problems = append(problems, fault.Problem{Field: field, Message: message})
	}
	if name := strings.TrimSpace(a.Name); name == "" || name != a.Name || utf8.RuneCountInString(name) > longestName {
		wrong("name", "请填写机关全称（80字以内，首尾不留空格）")
	}
	if utf8.RuneCountInString(a.ShortName) > longestName {
		wrong("short_name", "机关简称过长")
	}
	if !validCode(a.Code) {
		wrong("code", "网址代码只能用小写字母、数字和连字符，2至40位，以字母开头，启用后不再改变")
	}
	if a.Level < State || a.Level > Township {
		wrong("level", "请选择机关层级")
	}
	if a.Kind.Label() == "" {
		wrong("kind", "请选择机关类别")
	}
	if a.Region.Level() == 0 {
		wrong("region", "请选择所在行政区划")
	} else if a.Level >= State && a.Level <= Township && a.Kind == Government && a.Region.Level() != a.Level {
		wrong("region", "人民政府的层级应与其行政区划的层级一致")
	}
	if a.Parent == a.ID && a.ID != "" || a.Superior == a.ID && a.ID != "" {
		wrong("superior", "上级机关不能是本机关自己")
	}
	return append(problems, a.checkCode()...)
}

// checkCode checks the 统一社会信用代码 with the organisation code inside it.
func (a Agency) checkCode() []fault.Problem {
	if a.USCC == "" {
		if a.Kind == KindDispatched || a.Kind == InternalBody || a.Kind == DispatchedOffice {
			return nil
		}
		return []fault.Problem{{Field: "uscc", Message: "请填写统一社会信用代码"}}
	}
	u, err := ParseUSCC(string(a.USCC))
	if err == nil && u != a.USCC {
		err = fault.New(fault.Invalid, "统一社会信用代码含有多余字符")
	}
	if err == nil {
		_, err = u.OrgCode()
	}
	if err != nil {
		return []fault.Problem{{Field: "uscc", Message: fault.Message(err)}}
	}
	return nil
}

func validCode(code string) bool {
	if len(code) < 2 || len(code) > 40 || code[0] < 'a' || code[0] > 'z' || strings.HasSuffix(code, "-") {
		return false
	}
	return strings.Trim(code, "abcdefghijklmnopqrstuvwxyz0123456789-") == ""
}

// TakesApplications reports whether citizens may apply to the agency under chapter 4. 公共企事业单位 publish under
// rules of their own and answer no 申请 under the 《条例》.
// 法源: 《条例》第二十七条、《条例》第五十五条。
func (a Agency) TakesApplications() bool { return a.Kind != PublicService && !a.Closed }

// A Section is a 股室 of an agency, from which records come and to which cases are assigned.
type Section struct {
	ID     SectionID
	Agency ID
	Name   string // 政策法规股
	Office bool   // it is the 政府信息公开工作机构 (第四条); at most one in an agency
	Closed bool
}

// Check returns what is wrong with the section.
func (s Section) Check() []fault.Problem {
	if name := strings.TrimSpace(s.Name); name == "" || name != s.Name || utf8.RuneCountInString(name) > longestName {
		return []fault.Problem{{Field: "name", Message: "请填写股室名称（80字以内，首尾不留空格）"}}
	}
	return nil
}

// CheckSections checks the sections of one agency together: distinct names, at most one 工作机构.
// 法源: 《条例》第四条。
func CheckSections(sections []Section) []fault.Problem {
	var problems []fault.Problem
	names, offices := map[string]bool{}, 0
	for _, s := range sections {
		if s.Closed {
			continue
		}
		problems = append(problems, s.Check()...)
		if names[s.Name] {
			problems = append(problems, fault.Problem{Field: "name", Message: "已有名为“" + s.Name + "”的股室"})
		}
		if names[s.Name] = true; s.Office {
			offices++
		}
	}
	if offices > 1 {
		problems = append(problems, fault.Problem{Field: "office", Message: "政府信息公开工作机构只能指定一个", Cite: law.OGI.Art(4)})
	}
	return problems
}
