package agency

import (
	"math/bits"
	"strings"

	"gongkai/fault"
	"gongkai/law"
)

// A Role is what a person does in an agency. A person may hold several; [CheckRoles] says which.
type Role uint8

// The roles.
const (
	RoleLiaison   Role = iota // 信息员
	RoleOfficer               // 经办人
	RoleVerifier              // 审核人
	RoleSecrecy               // 保密审查员
	RoleSigner                // 签发人
	RoleOffice                // 政府信息公开工作机构负责人
	RoleCompetent             // 主管部门工作人员
	RoleSystem                // 系统管理员
	RoleSecurity              // 安全管理员
	RoleAudit                 // 审计管理员
	numberOfRoles = iota
)

// Duties describes the roles in the order of screens.
var Duties = []struct {
	Role  Role
	Code  string // how it is stored and written in the API
	Label string
	Duty  string
	Cite  law.Citation // what the role rests on
}{
	{RoleLiaison, "liaison", "信息员", "报送本股室拟公开的信息，办理转来的申请材料", law.OGI.Art(4)},
	{RoleOfficer, "officer", "经办人", "编辑、发布信息，登记、办理申请，编制年度报告", law.OGI.Art(45)},
	{RoleVerifier, "verifier", "审核人", "审核拟公开的信息和答复", law.OGI.Art(17)},
	{RoleSecrecy, "secrecy", "保密审查员", "对拟公开的信息进行保密审查", law.OGI.Art(17)},
	{RoleSigner, "signer", "签发人", "签发信息、答复和年度报告", law.OGI.Art(45)},
	{RoleOffice, "office", "公开工作机构负责人", "批准延期答复，组织审查，督办期限", law.OGI.Art(33).P(2)},
	{RoleCompetent, "competent", "主管部门工作人员", "查看、考核所辖机关，督促整改，汇总年度报告", law.OGI.Art(47)},
	{RoleSystem, "system", "系统管理员", "管理机关、股室、参数、运行和备份，不接触业务数据", law.Protection.Whole()},
	{RoleSecurity, "security", "安全管理员", "管理账号、角色、密码和登录限制，不接触业务数据", law.Protection.Whole()},
	{RoleAudit, "audit", "审计管理员", "只查看、导出台账和登录记录", law.Protection.Whole()},
}

// String returns the Chinese name.
func (r Role) String() string {
	if int(r) >= len(Duties) {
		return "未知角色"
	}
	return Duties[r].Label
}

// Code returns the stored name.
func (r Role) Code() string {
	if int(r) >= len(Duties) {
		return ""
	}
	return Duties[r].Code
}

// ParseRole reads what Code wrote.
func ParseRole(code string) (Role, error) {
	for _, d := range Duties {
		if d.Code == code {
			return d.Role, nil
		}
	}
	return 0, fault.New(fault.Invalid, "没有这个角色")
}

// Roles is a set of roles.
type Roles uint16

// RolesOf makes a set.
func RolesOf(roles ...Role) Roles {
	var set Roles
	for _, r := range roles {
		set |= 1 << r
	}
	return set
}

// Groups of roles that rules speak of.
const (
	Administrators Roles = 1<<RoleSystem | 1<<RoleSecurity | 1<<RoleAudit
	BusinessRoles  Roles = 1<<numberOfRoles - 1 - Administrators
)

// Has reports whether the role is in the set.
func (s Roles) Has(r Role) bool { return s&(1<<r) != 0 }

// Any reports whether the sets share a role.
func (s Roles) Any(other Roles) bool { return s&other != 0 }

// Len returns the number of roles.
func (s Roles) Len() int { return bits.OnesCount16(uint16(s)) }

// List returns the roles in the order of screens.
func (s Roles) List() []Role {
	var list []Role
	for r := range Role(numberOfRoles) {
		if s.Has(r) {
			list = append(list, r)
		}
	}
	return list
}

// String returns the names joined for people: 经办人、公开工作机构负责人.
func (s Roles) String() string {
	var names []string
	for _, r := range s.List() {
		names = append(names, r.String())
	}
	return strings.Join(names, "、")
}

// Encode writes the set as it is stored: "officer office".
func (s Roles) Encode() string {
	var codes []string
	for _, r := range s.List() {
		codes = append(codes, r.Code())
	}
	return strings.Join(codes, " ")
}

// ParseRoles reads what Encode wrote, in any order.
func ParseRoles(encoded string) (Roles, error) {
	var set Roles
	for _, code := range strings.Fields(encoded) {
		r, err := ParseRole(code)
		if err != nil {
			return 0, err
		}
		set |= 1 << r
	}
	return set, nil
}

// A Separation is a set of roles of which nobody may hold two, or a pair of sets of which nobody may hold both.
type Separation struct {
	One, Other Roles // the same set in both: no two of it
	Reason     string
	Cite       law.Citation
}

// Separations says which roles may not be combined. All else may: in a small bureau one person is 信息员, 经办人 and
// head of the 工作机构; that nobody reviews or signs their own draft is a rule of each review, not of the account.
// The secrecy reviewer may also be the verifier, as 审核人（兼保密审查）.
var Separations = []Separation{
	{Administrators, Administrators, "系统、安全、审计管理员应当由不同的人担任", law.Protection.Whole()},
	{Administrators, BusinessRoles, "管理员不得同时承担公开业务", law.Protection.Whole()},
	{RolesOf(RoleVerifier, RoleSecrecy), RolesOf(RoleSigner), "审核、保密审查与签发应当由不同的人负责", law.OGI.Art(17)},
}

// CheckRoles returns every separation that the set breaks.
// 法源: 《条例》第十七条、GB/T 22239。
func CheckRoles(roles Roles) []fault.Problem {
	var problems []fault.Problem
	if roles == 0 {
		return []fault.Problem{{Field: "roles", Message: "请至少选择一个角色"}}
	}
	for _, s := range Separations {
		one, other := roles&s.One, roles&s.Other
		broken := one != 0 && other != 0
		if s.One == s.Other {
			broken = one.Len() > 1
		}
		if broken {
			problems = append(problems, fault.Problem{Field: "roles", Message: s.Reason + "（现选：" + (one | other).String() + "）", Cite: s.Cite})
		}
	}
	return problems
}

// CheckRolesIn adds to [CheckRoles] what the agency allows: only in a 主管部门 are there people who oversee others.
// 法源: 《条例》第三条。
func CheckRolesIn(a Agency, roles Roles) []fault.Problem {
	problems := CheckRoles(roles)
	if roles.Has(RoleCompetent) && !a.Competent {
		problems = append(problems, fault.Problem{Field: "roles", Message: a.Name + "不是政府信息公开工作主管部门，不能设主管部门工作人员", Cite: law.OGI.Art(3)})
	}
	return problems
}
