package auth

import (
	"errors"

	"gongkai/agency"
	"gongkai/fault"
	"gongkai/ledger"
)

// An Action is something a person does, as noun.verb.
type Action string

// The actions. [Permissions] says who may.
const (
	ViewDirectory   Action = "directory.view"
	UseAccount      Action = "account.use"
	ViewNotices     Action = "notice.view"
	CreateAgency    Action = "agency.create" // the target is the 主管部门 it will belong to
	AlterAgency     Action = "agency.alter"
	AlterSection    Action = "section.alter"
	AlterRegion     Action = "region.alter"
	AlterHoliday    Action = "holiday.alter"
	ViewSettings    Action = "settings.view"
	AlterSettings   Action = "settings.alter"
	AlterAccess     Action = "access.alter" // passwords, sessions, networks
	AlterGuide      Action = "guide.alter"
	ViewStaff       Action = "staff.view"
	AlterStaff      Action = "staff.alter" // accounts, roles, resets, locks
	RevokeSession   Action = "session.revoke"
	SearchLedger    Action = "ledger.search"
	ExportLedger    Action = "ledger.export"
	VerifyLedger    Action = "ledger.verify"
	ViewOperation   Action = "operation.view" // jobs, health, storage
	Operate         Action = "operation.act"  // retry, back up
	Unmask          Action = "personal.unmask"
	ViewCatalog     Action = "catalog.view"
	AlterCatalog    Action = "catalog.alter"
	AlterRhythm     Action = "catalog.rhythm"
	ViewRecord      Action = "record.view"
	DraftRecord     Action = "record.draft"
	ImportRecord    Action = "record.import"
	VerifyRecord    Action = "record.verify"
	ClearRecord     Action = "record.clear" // 保密审查
	SignRecord      Action = "record.sign"
	PublishRecord   Action = "record.publish"
	WaiveFinding    Action = "record.waive" // say why something that screening found is no matter
	WithdrawRecord  Action = "record.withdraw"
	AlterWordlist   Action = "wordlist.alter"
	ViewCase        Action = "case.view"
	RegisterCase    Action = "case.register"
	AssignCase      Action = "case.assign"
	AssistCase      Action = "case.assist" // a section hands in what it has
	HandleCase      Action = "case.handle"
	ExtendCase      Action = "case.extend"
	VerifyCase      Action = "case.verify"
	ClearCase       Action = "case.clear"
	SignCase        Action = "case.sign"
	DeliverCase     Action = "case.deliver"
	ArchiveCase     Action = "case.archive"
	AlterLetters    Action = "letter.alter" // the agency's own texts, seal and numbers
	ViewRemedy      Action = "remedy.view"
	RecordRemedy    Action = "remedy.record"
	ViewComplaint   Action = "complaint.view"
	HandleComplaint Action = "complaint.handle"
	ViewReport      Action = "report.view"
	CompileReport   Action = "report.compile"
	SignReport      Action = "report.sign"
	PublishReport   Action = "report.publish"
	AuditReport     Action = "report.audit"
	RollUpReport    Action = "report.rollup"
	ViewStatistics  Action = "statistics.view"
	ViewBoard       Action = "board.view"    // who is late, stale or wrong
	Oversee         Action = "board.oversee" // the board of all agencies below
	OrderMending    Action = "mending.order" // 责令整改
	AnswerMending   Action = "mending.answer"
	MarkDuty        Action = "duty.mark"
	ViewMonthly     Action = "monthly.view" // 许可、处罚、强制、收费 by section and month
	FillMonthly     Action = "monthly.fill"
	AssignMonthly   Action = "monthly.assign" // which section hands in what
	AlterIndicators Action = "indicator.alter"
)

// A Relation is how the agency acted upon stands to the actor's.
type Relation int

// The relations.
const (
	Own   Relation = iota // the actor's own agency
	Below                 // one that it oversees
	Other                 // any other
)

// Relations lists them with the words of messages.
var Relations = []struct {
	Relation Relation
	Label    string
}{{Own, "本机关"}, {Below, "下级机关"}, {Other, "其他机关"}}

// String returns the words of messages.
func (r Relation) String() string { return Relations[r].Label }

// Shorthands of the table.
const (
	everybody = agency.BusinessRoles | agency.Administrators
	business  = agency.BusinessRoles
	liaison   = agency.Roles(1 << agency.RoleLiaison)
	officer   = agency.Roles(1 << agency.RoleOfficer)
	verifier  = agency.Roles(1 << agency.RoleVerifier)
	secrecy   = agency.Roles(1 << agency.RoleSecrecy)
	signer    = agency.Roles(1 << agency.RoleSigner)
	office    = agency.Roles(1 << agency.RoleOffice)
	competent = agency.Roles(1 << agency.RoleCompetent)
	system    = agency.Roles(1 << agency.RoleSystem)
	security  = agency.Roles(1 << agency.RoleSecurity)
	audit     = agency.Roles(1 << agency.RoleAudit)
	nobody    = agency.Roles(0)
)

// A Permission is one row of the table: which roles may take the action in each relation.
type Permission struct {
	Action Action
	Label  string // 登记申请, as messages and the ledger say
	Roles  [3]agency.Roles
}

// Permissions is the one table of who may do what: own agency, those below, others. Who is not named may not.
// 主管部门 look at those below and order, they never act in their stead; administrators see no business data.
var Permissions = []Permission{
	{ViewDirectory, "查看机关名录", [3]agency.Roles{everybody, everybody, everybody}},
	{UseAccount, "管理自己的账号", [3]agency.Roles{everybody, nobody, nobody}},
	{ViewNotices, "查看提醒", [3]agency.Roles{everybody, nobody, nobody}},

	{CreateAgency, "新增机关", [3]agency.Roles{system, system, nobody}},
	{AlterAgency, "修改机关", [3]agency.Roles{system, system, nobody}},
	{AlterSection, "修改股室", [3]agency.Roles{system, system, nobody}},
	{AlterRegion, "修改行政区划", [3]agency.Roles{system, nobody, nobody}},
	{AlterHoliday, "修改节假日", [3]agency.Roles{system, nobody, nobody}},
	{ViewSettings, "查看设置", [3]agency.Roles{officer | office | system | security, competent | system | security, nobody}},
	{AlterSettings, "修改设置", [3]agency.Roles{system, system, nobody}},
	{AlterAccess, "修改登录安全设置", [3]agency.Roles{security, security, nobody}},
	{AlterGuide, "修改公开指南", [3]agency.Roles{officer | office, nobody, nobody}},
	{ViewStaff, "查看人员", [3]agency.Roles{office | security | audit, security | audit, nobody}},
	{AlterStaff, "管理人员账号", [3]agency.Roles{security, security, nobody}},
	{RevokeSession, "强制退出登录", [3]agency.Roles{security, security, nobody}},
	{SearchLedger, "查询台账", [3]agency.Roles{audit, audit, nobody}},
	{ExportLedger, "导出台账", [3]agency.Roles{audit, audit, nobody}},
	{VerifyLedger, "校验台账", [3]agency.Roles{audit, audit, nobody}},
	{ViewOperation, "查看运行状况", [3]agency.Roles{system, system, nobody}},
	{Operate, "运维操作", [3]agency.Roles{system, system, nobody}},

	{Unmask, "查看完整个人信息", [3]agency.Roles{officer | office, nobody, nobody}},
	{ViewCatalog, "查看目录", [3]agency.Roles{business, competent, nobody}},
	{AlterCatalog, "修改目录", [3]agency.Roles{officer | office, nobody, nobody}},
	{AlterRhythm, "修改栏目更新的天数", [3]agency.Roles{office, nobody, nobody}},
	{ViewRecord, "查看信息", [3]agency.Roles{business, competent, nobody}},
	{DraftRecord, "编辑信息", [3]agency.Roles{liaison | officer, nobody, nobody}},
	{ImportRecord, "导入信息", [3]agency.Roles{officer, nobody, nobody}},
	{VerifyRecord, "审核信息", [3]agency.Roles{verifier, nobody, nobody}},
	{ClearRecord, "保密审查信息", [3]agency.Roles{secrecy, nobody, nobody}},
	{SignRecord, "签发信息", [3]agency.Roles{signer, nobody, nobody}},
	{WaiveFinding, "说明筛查结果可以公开", [3]agency.Roles{verifier | secrecy, nobody, nobody}},
	{PublishRecord, "发布信息", [3]agency.Roles{officer, nobody, nobody}},
	{WithdrawRecord, "撤下信息", [3]agency.Roles{officer | office, nobody, nobody}},
	{AlterWordlist, "修改词表", [3]agency.Roles{officer | office | secrecy, nobody, nobody}},

	{ViewCase, "查看申请", [3]agency.Roles{business, competent, nobody}},
	{RegisterCase, "登记申请", [3]agency.Roles{officer, nobody, nobody}},
	{AssignCase, "分派申请", [3]agency.Roles{officer | office, nobody, nobody}},
	{AssistCase, "提供申请材料", [3]agency.Roles{liaison | officer, nobody, nobody}},
	{HandleCase, "办理申请", [3]agency.Roles{officer, nobody, nobody}},
	{ExtendCase, "批准延期", [3]agency.Roles{office, nobody, nobody}},
	{VerifyCase, "审核答复", [3]agency.Roles{verifier, nobody, nobody}},
	{ClearCase, "保密审查答复", [3]agency.Roles{secrecy, nobody, nobody}},
	{SignCase, "签发答复", [3]agency.Roles{signer, nobody, nobody}},
	{DeliverCase, "送达答复", [3]agency.Roles{officer, nobody, nobody}},
	{ArchiveCase, "归档申请", [3]agency.Roles{officer, nobody, nobody}},
	{AlterLetters, "修改文书文本和印章", [3]agency.Roles{office, nobody, nobody}},
	{ViewRemedy, "查看复议诉讼", [3]agency.Roles{business, competent, nobody}},
	{RecordRemedy, "登记复议诉讼", [3]agency.Roles{officer | office, nobody, nobody}},
	{ViewComplaint, "查看投诉举报", [3]agency.Roles{officer | office | competent, competent, nobody}},
	{HandleComplaint, "办理投诉举报", [3]agency.Roles{officer | office | competent, competent, nobody}},

	{ViewReport, "查看年度报告", [3]agency.Roles{business, competent, nobody}},
	{CompileReport, "编制年度报告", [3]agency.Roles{officer | office, nobody, nobody}},
	{SignReport, "签发年度报告", [3]agency.Roles{signer, nobody, nobody}},
	{PublishReport, "发布年度报告", [3]agency.Roles{officer, nobody, nobody}},
	{AuditReport, "核查年度报告", [3]agency.Roles{officer | office | competent, competent, nobody}},
	{RollUpReport, "汇总年度报告", [3]agency.Roles{competent, competent, nobody}},
	{ViewStatistics, "查看统计", [3]agency.Roles{business, competent, nobody}},
	{ViewBoard, "查看督办看板", [3]agency.Roles{officer | office | competent, competent, nobody}},
	{Oversee, "查看全部下级机关的看板", [3]agency.Roles{competent, nobody, nobody}},
	{OrderMending, "责令整改", [3]agency.Roles{nobody, competent, nobody}},
	{AnswerMending, "反馈整改", [3]agency.Roles{officer | office, nobody, nobody}},
	{MarkDuty, "标记职责完成", [3]agency.Roles{officer | office, nobody, nobody}},
	{ViewMonthly, "查看月度数据", [3]agency.Roles{business, competent, nobody}},
	{FillMonthly, "填报月度数据", [3]agency.Roles{liaison | officer | office, nobody, nobody}},
	{AssignMonthly, "安排月度填报", [3]agency.Roles{officer | office, nobody, nobody}},
	{AlterIndicators, "修改考核指标", [3]agency.Roles{competent, nobody, nobody}},
}

var permissions = func() map[Action]Permission {
	m := make(map[Action]Permission, len(Permissions))
	for _, p := range Permissions {
		m[p.Action] = p
	}
	return m
}()

// Known reports whether the action has a row in the table.
func (a Action) Known() bool { _, ok := permissions[a]; return ok }

// Label returns the Chinese name of the action.
func (a Action) Label() string { return permissions[a].Label }

// Allows reports whether a holder of the roles may take the action on an agency in the relation.
func Allows(roles agency.Roles, action Action, relation Relation) bool {
	return permissions[action].Roles[relation].Any(roles)
}

// StaffID names a person with an account.
type StaffID string

// An Actor is a person who is logged in, or the program acting for itself.
type Actor struct {
	Staff   StaffID
	Name    string
	Agency  agency.ID
	Roles   agency.Roles
	Tree    *agency.Tree // whom the agency oversees; nil sees only itself
	Address string       // network address
	Waiting Waiting      // what must be done before anything else
}

// Relation returns how the target stands to the actor's agency.
func (a Actor) Relation(target agency.ID) Relation {
	switch {
	case target == a.Agency:
		return Own
	case a.Tree != nil && a.Tree.Oversees(a.Agency, target):
		return Below
	}
	return Other
}

// Ledger returns the actor as the ledger writes it for the action: with the role that allowed it.
func (a Actor) Ledger(action Action, target agency.ID) ledger.Actor {
	by := ledger.Actor{ID: string(a.Staff), Name: a.Name, Agency: string(a.Agency), Address: a.Address}
	for _, r := range (permissions[action].Roles[a.Relation(target)] & a.Roles).List() {
		by.Role = r.Code()
		break
	}
	return by
}

// Can returns nil if the actor may take the action upon the agency, and otherwise a [fault.Forbidden] that says who may.
// Every use-case begins with it.
func Can(by Actor, action Action, target agency.ID) error {
	row, known := permissions[action]
	if !known {
		return fault.New(fault.Internal, "未定义的操作")
	}
	if by.Staff == "" {
		return SignedOut()
	}
	if target == "" {
		return fault.New(fault.Forbidden, "没有说明操作哪个机关")
	}
	if err := by.Waiting.Fault(); err != nil && action != UseAccount {
		return err
	}
	relation := by.Relation(target)
	if row.Roles[relation].Any(by.Roles) {
		return nil
	}
	may := row.Roles[relation]
	if may == 0 {
		return fault.New(fault.Forbidden, "不能对%s“%s”", relation, row.Label)
	}
	return fault.New(fault.Forbidden, "您没有“%s”的权限，需要的角色：%s", row.Label, may)
}

// The causes by which the web knows which page to answer with; errors.Is finds them under any wrapping.
var (
	ErrSignedOut    = errors.New("auth: nobody is logged in")
	ErrSecondFactor = errors.New("auth: the second factor is outstanding")
	ErrNewPassword  = errors.New("auth: the password must be changed")
	ErrNewFactor    = errors.New("auth: a second factor must be set up")
)

// SignedOut is the error for a call by nobody.
func SignedOut() error {
	return &fault.Error{Kind: fault.Forbidden, Message: "请先登录", Err: ErrSignedOut}
}

// Waiting is what stands between a log-in and work.
type Waiting int

// What may be waited for.
const (
	Nothing      Waiting = iota
	SecondFactor         // the code of the second factor is still to be given
	NewPassword          // the password must be changed first
	NewFactor            // a second factor must be set up first
)

// Fault says what must be done first, nil for nothing.
func (w Waiting) Fault() error {
	switch w {
	case SecondFactor:
		return &fault.Error{Kind: fault.Forbidden, Message: "请先输入动态验证码", Err: ErrSecondFactor}
	case NewPassword:
		return &fault.Error{Kind: fault.Forbidden, Message: "请先修改密码", Err: ErrNewPassword}
	case NewFactor:
		return &fault.Error{Kind: fault.Forbidden, Message: "请先设置动态验证码", Err: ErrNewFactor}
	}
	return nil
}
