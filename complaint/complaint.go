package complaint

import (
	"strings"
	"unicode/utf8"

	"gongkai/agency"
	"gongkai/applicant"
	"gongkai/civil"
	"gongkai/fault"
	"gongkai/law"
	"gongkai/workday"
)

// An ID names a complaint inside the program.
type ID string

// A Kind is what is reported.
type Kind string

// The kinds.
const (
	NotPublished Kind = "not_published" // 没有依法主动公开
	NotAnswered  Kind = "not_answered"  // 没有依法答复申请
	OtherBreach  Kind = "other_breach"  // 其他不依法履行公开义务
	PageError    Kind = "page_error"    // 公开的信息有错误
	OwnRecord    Kind = "own_record"    // 与本人有关的记录不准确
)

// A Row says of a kind what forms and lists need.
type Row struct {
	Kind   Kind
	Label  string
	Words  string // said to people beside the choice
	Direct bool   // the agency itself handles it and not the 主管部门
	Term   law.Name
	Cite   law.Citation
}

// Kinds lists the kinds in the order of the form.
// 法源: 《条例》第四十七条第二款、《条例》第五十一条、《条例》第四十一条。
var Kinds = []Row{
	{NotPublished, "没有依法主动公开", "应当主动公开的信息没有公开，或者公开不及时、不更新", false, law.ComplaintTerm, law.OGI.Art(47).P(2)},
	{NotAnswered, "没有依法答复申请", "提出了政府信息公开申请，没有按期答复或者没有人受理", false, law.ComplaintTerm, law.OGI.Art(47).P(2)},
	{OtherBreach, "其他违反公开规定的行为", "如违规收费、公开了不应当公开的内容、渠道不畅通", false, law.ComplaintTerm, law.OGI.Art(51)},
	{PageError, "公开的信息有错误", "页面上的内容、日期、附件、链接有错", true, law.ComplaintTerm, law.OGI.Art(6).P(1)},
	{OwnRecord, "更正与本人有关的记录", "有证据证明行政机关提供的与自己有关的政府信息记录不准确", true, law.RecordCorrection, law.OGI.Art(41)},
}

// Row returns what is known of the kind; false for none.
func (k Kind) Row() (Row, bool) {
	for _, row := range Kinds {
		if row.Kind == k {
			return row, true
		}
	}
	return Row{Kind: k, Label: string(k)}, false
}

// Label returns the words of lists.
func (k Kind) Label() string { row, _ := k.Row(); return row.Label }

// A Channel is how it came.
type Channel string

// The channels.
const (
	Online   Channel = "online"
	InPerson Channel = "in_person"
	ByPost   Channel = "post"
	ByPhone  Channel = "phone"
)

// Channels lists the channels with their labels; the first is for the portal.
var Channels = []struct {
	Channel Channel
	Label   string
}{{Online, "网上"}, {InPerson, "当面"}, {ByPost, "来信"}, {ByPhone, "来电"}}

// Label returns the words of lists.
func (c Channel) Label() string {
	for _, row := range Channels {
		if row.Channel == c {
			return row.Label
		}
	}
	return string(c)
}

// A Petition is a report as a person hands it in. What is in it is sealed when it is stored.
type Petition struct {
	Text     string             `json:"text"`
	Evidence string             `json:"evidence,omitempty"` // of a record about oneself: what proves it
	Name     string             `json:"name,omitempty"`
	Identity applicant.Identity `json:"identity,omitzero"` // of a record about oneself
	Phone    string             `json:"phone,omitempty"`
	Email    string             `json:"email,omitempty"`
	Address  string             `json:"address,omitempty"`
	Files    []File             `json:"files,omitempty"`
}

// The bounds of what is typed, in characters.
const (
	longestText = 3000
	longestLine = 200
)

// Check returns everything that is wrong with what was filled in. Nobody must say who they are to report an agency; who
// wants a record about themselves corrected must.
// 法源: 《条例》第四十七条第二款、《条例》第四十一条。
func (in Petition) Check(kind Kind, today civil.Date) []fault.Problem {
	var problems []fault.Problem
	row, known := kind.Row()
	wrong := func(bad bool, field, message string) {
		if bad {
			problems = append(problems, fault.Problem{Field: field, Message: message, Cite: row.Cite})
		}
	}
	wrong(!known, "kind", "请选择反映的事项")
	wrong(strings.TrimSpace(in.Text) == "", "text", "请写明反映的情况")
	wrong(utf8.RuneCountInString(in.Text) > longestText, "text", "内容请控制在3000字以内")
	wrong(utf8.RuneCountInString(in.Evidence) > longestText, "evidence", "内容请控制在3000字以内")
	for _, f := range []struct{ name, value string }{{"name", in.Name}, {"phone", in.Phone}, {"email", in.Email}, {"address", in.Address}} {
		wrong(utf8.RuneCountInString(f.value) > longestLine, f.name, "请控制在200字以内")
	}
	wrong(in.Email != "" && !strings.Contains(in.Email, "@"), "email", "电子邮箱的格式不对")
	problems = append(problems, checkFiles(in.Files, row.Cite)...)
	if kind != OwnRecord {
		return problems
	}
	wrong(strings.TrimSpace(in.Evidence) == "" && len(in.Files) == 0, "evidence", "请写明证明记录不准确的证据，或者上传证据材料")
	return append(problems, in.person().Check(today)...)
}

// person is whoever asks for a correction, as the same checks as those of an applicant want them. Of an organisation the
// form asks no more than its name.
func (in Petition) person() applicant.Applicant {
	who := applicant.Applicant{Category: applicant.Natural, Name: in.Name, Identity: in.Identity, Phone: in.Phone, Email: in.Email, Address: in.Address}
	if in.Identity.Kind == applicant.OrganisationID {
		who.Category, who.Representative, who.Contact = applicant.Other, in.Name, in.Name
	}
	return who
}

// A Complaint is a report with what has become of it. Nothing in it says who reported.
type Complaint struct {
	ID        ID
	Agency    agency.ID // which handles it
	About     agency.ID // the agency it is about
	Number    string
	Kind      Kind
	Channel   Channel
	Record    string // 索引号 of the page it is about, or empty
	ArrivedOn civil.Date
	Facts     []Fact
}

// A FactKind is what sort of thing was done with a complaint.
type FactKind string

// The kinds of facts.
const (
	Verified  FactKind = "verified"  // 核实
	Ordered   FactKind = "ordered"   // 责令整改
	Mended    FactKind = "mended"    // the order was obeyed
	Concluded FactKind = "concluded" // the outcome of a correction
	Noted     FactKind = "noted"     // 备注
	Told      FactKind = "told"      // 告知结果: ends it
)

// FactKinds lists the kinds in order.
var FactKinds = []struct {
	Kind  FactKind
	Label string
}{{Verified, "核实"}, {Ordered, "责令整改"}, {Mended, "整改完成"}, {Concluded, "作出处理"}, {Noted, "备注"}, {Told, "告知结果"}}

// Label returns the words of the timeline.
func (k FactKind) Label() string {
	for _, row := range FactKinds {
		if row.Kind == k {
			return row.Label
		}
	}
	return string(k)
}

// An Outcome is what came of a complaint or of a wish for correction.
type Outcome string

// The outcomes.
const (
	Founded     Outcome = "founded"     // 属实
	PartFounded Outcome = "partly"      // 部分属实
	Unfounded   Outcome = "unfounded"   // 不属实
	NotOurs     Outcome = "not_ours"    // 不属于受理范围: 信访, 其他机关
	Corrected   Outcome = "corrected"   // 已更正
	Transferred Outcome = "transferred" // 转送有权更正的机关
	ToldWhom    Outcome = "told_whom"   // 告知向有权更正的机关提出
	NotWrong    Outcome = "not_wrong"   // 记录准确，不予更正
)

// An OutcomeRow is an outcome with its label; Correction says that it belongs to the correction of records.
type OutcomeRow struct {
	Outcome    Outcome
	Label      string
	Correction bool
}

// Outcomes lists the outcomes.
// 法源: 《条例》第四十一条、《条例》第四十七条第二款。
var Outcomes = []OutcomeRow{
	{Founded, "属实", false}, {PartFounded, "部分属实", false}, {Unfounded, "不属实", false}, {NotOurs, "不属于受理范围", false},
	{Corrected, "已更正", true}, {Transferred, "转送有权更正的机关", true}, {ToldWhom, "告知向有权更正的机关提出", true}, {NotWrong, "记录准确，不予更正", true},
}

// Label returns the words of lists.
func (o Outcome) Label() string {
	for _, row := range Outcomes {
		if row.Outcome == o {
			return row.Label
		}
	}
	return string(o)
}

// A Fact is one dated thing that was done.
type Fact struct {
	Kind    FactKind   `json:"kind"`
	On      civil.Date `json:"on"`
	By      string     `json:"by,omitempty"` // staff ID
	Text    string     `json:"text,omitempty"`
	Outcome Outcome    `json:"outcome,omitempty"`
	To      string     `json:"to,omitempty"`    // the agency that a record was transferred to, or is to be asked
	Order   string     `json:"order,omitempty"` // internal id of the order
	Files   []string   `json:"files,omitempty"` // hashes
	Names   []string   `json:"names,omitempty"` // of the files, in their order
}

// With returns the complaint with one more fact.
func (c Complaint) With(f Fact) Complaint {
	c.Facts = append(c.Facts[:len(c.Facts):len(c.Facts)], f)
	return c
}

func (c Complaint) last(kind FactKind) (Fact, bool) {
	for i := len(c.Facts) - 1; i >= 0; i-- {
		if c.Facts[i].Kind == kind {
			return c.Facts[i], true
		}
	}
	return Fact{}, false
}

// Outcome is what came of it so far; empty while nothing was found.
func (c Complaint) Outcome() Outcome {
	for _, kind := range []FactKind{Concluded, Verified} {
		if f, ok := c.last(kind); ok {
			return f.Outcome
		}
	}
	return ""
}

// ClosedOn is the day on which the person was told; zero while it is open.
func (c Complaint) ClosedOn() civil.Date { f, _ := c.last(Told); return f.On }

// DueOn is the day by which the person should be told.
func (c Complaint) DueOn(cal *workday.Calendar) civil.Date {
	row, _ := c.Kind.Row()
	if row.Term == "" {
		return civil.Date{}
	}
	due, _ := cal.Add(c.ArrivedOn, law.On(row.Term, c.ArrivedOn).Int())
	return due
}

// Refuses returns everything that stands against adding the fact.
// 法源: 《条例》第四十一条、《条例》第四十七条第二款。
func (c Complaint) Refuses(f Fact, today civil.Date) []fault.Problem {
	row, _ := c.Kind.Row()
	var problems []fault.Problem
	wrong := func(bad bool, field, message string) {
		if bad {
			problems = append(problems, fault.Problem{Field: field, Message: message, Cite: row.Cite})
		}
	}
	correction := c.Kind == OwnRecord
	closed := !c.ClosedOn().IsZero()
	_, found := c.last(map[bool]FactKind{true: Concluded, false: Verified}[correction])
	wrong(f.On.IsZero(), "on", "请填写日期")
	wrong(f.On.After(today), "on", "日期不能晚于今天")
	wrong(!f.On.IsZero() && f.On.Before(c.ArrivedOn), "on", "日期不能早于收到的日期")
	wrong(strings.TrimSpace(f.Text) == "", "text", "请写明情况")
	wrong(utf8.RuneCountInString(f.Text) > longestText, "text", "内容请控制在3000字以内")
	wrong(len(f.Files) != len(f.Names), "files", "每个文件都应当有名称")
	wrong(closed && f.Kind != Noted, "kind", "已经告知结果，办理结束")
	switch f.Kind {
	case Verified:
		wrong(correction, "kind", "更正申请直接作出处理")
		wrong(!f.Outcome.fits(false), "outcome", "请选择核实的结论")
	case Concluded:
		wrong(!correction, "kind", "只有更正申请需要作出处理")
		wrong(!f.Outcome.fits(true), "outcome", "请选择怎样处理")
		wrong((f.Outcome == Transferred || f.Outcome == ToldWhom) && strings.TrimSpace(f.To) == "", "to", "请写明有权更正的机关")
	case Ordered:
		wrong(row.Direct, "kind", "由本机关自己办理的，不需要责令整改")
		wrong(!found, "kind", "核实之后才能责令整改")
		wrong(found && c.Outcome() != Founded && c.Outcome() != PartFounded, "kind", "核实不属实，没有需要整改的")
	case Mended:
		_, ordered := c.last(Ordered)
		wrong(!ordered, "kind", "没有责令整改")
	case Told:
		wrong(!found, "kind", map[bool]string{true: "请先登记怎样处理", false: "请先登记核实的结论"}[correction])
	case Noted:
	default:
		wrong(true, "kind", "没有这个办理事项")
	}
	return problems
}

func (o Outcome) fits(correction bool) bool {
	for _, row := range Outcomes {
		if row.Outcome == o {
			return row.Correction == correction
		}
	}
	return false
}

// May lists the kinds of facts that can be added now.
func (c Complaint) May(today civil.Date) []FactKind {
	var kinds []FactKind
	for _, row := range FactKinds {
		probe := Fact{Kind: row.Kind, On: today, Text: "x", Outcome: Founded, To: "x"}
		if c.Kind == OwnRecord {
			probe.Outcome = Corrected
		}
		if len(c.Refuses(probe, today)) == 0 {
			kinds = append(kinds, row.Kind)
		}
	}
	return kinds
}

// Handler finds who handles a complaint about an agency: the agency itself where the kind says so, else the nearest
// 主管部门 above it, and where there is none the agency itself.
// 法源: 《条例》第三条第二款、《条例》第五十一条。
func Handler(kind Kind, about agency.Agency, find func(agency.ID) (agency.Agency, bool)) agency.ID {
	if row, _ := kind.Row(); row.Direct {
		return about.ID
	}
	seen := map[agency.ID]bool{about.ID: true}
	for id := about.Superior; id != "" && !seen[id]; {
		seen[id] = true
		upper, ok := find(id)
		if !ok {
			break
		}
		if upper.Competent && !upper.Closed {
			return upper.ID
		}
		id = upper.Superior
	}
	return about.ID
}
