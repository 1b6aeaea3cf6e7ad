package application

import (
	"slices"

	"gongkai/civil"
	"gongkai/deadline"
	"gongkai/decision"
	"gongkai/money"
)

// A Kind is what sort of fact it is. The kinds that move the clock are those of package deadline.
type Kind string

// The kinds beside those of package deadline.
const (
	Assigned       Kind = "assigned"        // 交办: a section is asked for material
	HandedBack     Kind = "handed_back"     // 股室回复
	Filed          Kind = "filed"           // a piece of evidence is on file
	Noted          Kind = "noted"           // 备注
	Called         Kind = "called"          // 电话联系记录, of a 平常信函
	Issued         Kind = "issued"          // the letter got its 文号
	Delivered      Kind = "delivered"       // 送达
	Archived       Kind = "archived"        // 归档
	Reopened       Kind = "reopened"        // 重新办理 after a 复议 or a judgment
	ExtensionAsked Kind = "extension_asked" // 提请延期: the 经办人 asks the head of the 工作机构
	HandedOver     Kind = "handed_over"     // 移交保管: the custody of the file goes elsewhere
	PaymentShown   Kind = "payment_shown"   // 提交缴费凭证: the applicant shows that the fee was paid
	Receipted      Kind = "receipted"       // 送达回证: who took the letter, and when
	Proposed       Kind = "proposed"        // 建议主动公开, by the applicant (第四十四条)
	ProposalTold   Kind = "proposal_told"   // 答复主动公开建议
	MadePublic     Kind = "made_public"     // 转主动公开: a record was drafted of what was given
	Rectified      Kind = "rectified"       // 更正: a new version of a record was drafted that puts right what is published
)

// The kinds that move the clock.
const (
	CorrectionRequested = Kind(deadline.CorrectionRequested)
	Corrected           = Kind(deadline.Corrected)
	ThirdPartyConsulted = Kind(deadline.ThirdPartyConsulted)
	ThirdPartyAnswered  = Kind(deadline.ThirdPartyAnswered)
	AgencyConsulted     = Kind(deadline.AgencyConsulted)
	AgencyAnswered      = Kind(deadline.AgencyAnswered)
	Extended            = Kind(deadline.Extended)
	ReasonsRequested    = Kind(deadline.ReasonsRequested)
	ReasonsGiven        = Kind(deadline.ReasonsGiven)
	Delayed             = Kind(deadline.Delayed)
	FeeNoticed          = Kind(deadline.FeeNoticed)
	FeePaid             = Kind(deadline.FeePaid)
	Decided             = Kind(deadline.Decided)
	Withdrawn           = Kind(deadline.Withdrawn)
)

// Kinds lists every kind with its label.
var Kinds = []struct {
	Kind  Kind
	Label string
}{
	{CorrectionRequested, "告知补正"}, {Corrected, "收到补正"}, {ThirdPartyConsulted, "征求第三方意见"}, {ThirdPartyAnswered, "收到第三方意见"},
	{AgencyConsulted, "征求其他机关意见"}, {AgencyAnswered, "收到其他机关意见"}, {ExtensionAsked, "提请延期"}, {Extended, "延期答复"}, {ReasonsRequested, "要求说明理由"},
	{ReasonsGiven, "收到说明"}, {Delayed, "告知延迟答复"}, {FeeNoticed, "收费通知"}, {FeePaid, "缴费"}, {Decided, "作出答复"}, {Withdrawn, "申请人撤回"},
	{Assigned, "交办股室"}, {HandedBack, "股室回复"}, {Filed, "材料入卷"}, {Noted, "备注"}, {Called, "电话联系"},
	{Issued, "编文号"}, {Delivered, "送达"}, {Receipted, "送达回证"}, {Archived, "归档"}, {Reopened, "重新办理"}, {HandedOver, "移交档案"},
	{PaymentShown, "申请人提交缴费凭证"}, {Proposed, "申请人建议主动公开"}, {ProposalTold, "答复主动公开建议"}, {MadePublic, "转主动公开"}, {Rectified, "更正公开的信息"},
}

// Label returns the words of the timeline.
func (k Kind) Label() string {
	for _, row := range Kinds {
		if row.Kind == k {
			return row.Label
		}
	}
	return string(k)
}

func (k Kind) clocked() bool { return slices.Contains(deadline.Types, deadline.Type(k)) }

// A Fact is one dated thing that happened. Fields that its kind does not use stay empty.
type Fact struct {
	Kind       Kind               `json:"kind"`
	On         civil.Date         `json:"on"`
	By         string             `json:"by,omitempty"` // staff ID
	Text       string             `json:"text,omitempty"`
	Until      civil.Date         `json:"until,omitzero"`
	ReceivedOn civil.Date         `json:"received_on,omitzero"`
	Workdays   int                `json:"workdays,omitempty"`
	Party      string             `json:"party,omitempty"` // reference to the party consulted, never its name
	Agrees     bool               `json:"agrees,omitempty"`
	Approver   string             `json:"approver,omitempty"` // of an extension: the head of the 工作机构
	Section    string             `json:"section,omitempty"`
	Officer    string             `json:"officer,omitempty"` // staff ID of the 经办人 named
	Amount     money.Fen          `json:"amount,omitempty"`  // of a fee noticed or paid
	Evidence   decision.Evidence  `json:"evidence,omitempty"`
	Files      []string           `json:"files,omitempty"` // hashes
	Names      []string           `json:"names,omitempty"` // of the files, in the same order
	Outcome    decision.Outcome   `json:"outcome,omitempty"`
	Sub        decision.SubReason `json:"sub,omitempty"`
	Grounds    []decision.Ground  `json:"grounds,omitempty"`
	Number     string             `json:"number,omitempty"` // 文号, 邮件号
	Method     Method             `json:"method,omitempty"`
	Record     string             `json:"record,omitempty"` // of the record drafted from it
	Basis      deadline.Basis     `json:"basis,omitempty"`  // what it is answered anew for
}

// A Method is how a letter was delivered.
type Method string

// The methods of delivery. Post means the postal enterprise: for an answer the day of posting counts.
const (
	ByPost   Method = "post"
	InPerson Method = "in_person"
	OnLine   Method = "online"
	ByEmail  Method = "email"     // sent by the system
	OwnEmail Method = "own_email" // sent from a mailbox of the agency
)

func (f Fact) event() deadline.Event {
	return deadline.Event{On: f.On, Type: deadline.Type(f.Kind), Until: f.Until, ReceivedOn: f.ReceivedOn, Workdays: f.Workdays}
}

// last returns the latest recorded fact of the kind. It looks in every round: evidence and letters of the first stay on file.
func (a Application) last(kind Kind) (Fact, bool) {
	for i := len(a.Facts) - 1; i >= 0; i-- {
		if a.Facts[i].Kind == kind {
			return a.Facts[i], true
		}
	}
	return Fact{}, false
}

func (a Application) on(kind Kind) civil.Date {
	f, _ := a.last(kind)
	return f.On
}

// Decision returns the fact that closed the present round with an outcome, if there is one. A round begins when the
// application is reopened.
func (a Application) Decision() (Fact, bool) { return a.inRound(Decided) }

// OnFile gathers the facts that package decision checks a draft against.
func (a Application) OnFile(receivedOn civil.Date, lapses func(Fact) civil.Date) decision.Facts {
	facts := decision.Facts{ReceivedOn: receivedOn, CorrectedOn: a.on(Corrected), ReasonsGivenOn: a.on(ReasonsGiven), FeePaidOn: a.on(FeePaid), WithdrawnOn: a.on(Withdrawn)}
	for _, f := range a.Facts {
		switch f.Kind {
		case Filed:
			if f.Evidence != "" && !slices.Contains(facts.Evidence, f.Evidence) {
				facts.Evidence = append(facts.Evidence, f.Evidence)
			}
		case CorrectionRequested:
			facts.CorrectionNoticedOn, facts.CorrectionUntil = f.On, f.Until
		case ReasonsRequested:
			facts.ReasonsDemandedOn, facts.ReasonsUntil = f.On, f.Until
		case FeeNoticed:
			facts.FeeNoticedOn, facts.FeeUntil = f.On, f.Until
		case ThirdPartyConsulted:
			facts.Opinions = append(facts.Opinions, a.opinion(f, lapses))
		}
	}
	return facts
}

// opinion pairs a consultation with its answer by the party.
func (a Application) opinion(sent Fact, lapses func(Fact) civil.Date) decision.Opinion {
	o := decision.Opinion{SentOn: sent.On, LapsesOn: lapses(sent)}
	for _, f := range a.Facts {
		if f.Kind == ThirdPartyAnswered && f.Party == sent.Party {
			o.AnsweredOn, o.Agrees = f.On, f.Agrees
		}
	}
	return o
}

// Withdrawal returns the fact by which the applicant withdrew, if there is one.
func (a Application) Withdrawal() (Fact, bool) { return a.inRound(Withdrawn) }
