package complaint

import (
	"strings"
	"unicode/utf8"

	"gongkai/agency"
	"gongkai/civil"
	"gongkai/fault"
	"gongkai/law"
)

// An OrderID names an order inside the program.
type OrderID string

// An OrderKind is what the 主管部门 asks for.
type OrderKind string

// The kinds of orders.
const (
	Mend     OrderKind = "mend"      // 责令整改
	FollowUp OrderKind = "follow_up" // 督办: a reminder that is answered
)

// OrderKinds lists the kinds.
var OrderKinds = []struct {
	Kind  OrderKind
	Label string
	Paper string // the title of the paper
}{{Mend, "责令整改", "责令整改通知书"}, {FollowUp, "督办", "督办通知"}}

// Label returns the words of lists.
func (k OrderKind) Label() string {
	for _, row := range OrderKinds {
		if row.Kind == k {
			return row.Label
		}
	}
	return string(k)
}

// Paper returns the title of the paper.
func (k OrderKind) Paper() string {
	for _, row := range OrderKinds {
		if row.Kind == k {
			return row.Paper
		}
	}
	return ""
}

// An Order is what a 主管部门 orders an agency below to do.
type Order struct {
	ID        OrderID
	From, To  agency.ID
	Number    string
	Kind      OrderKind
	Subject   string // in a line
	Demand    string // what was found and what is to be done
	Complaint ID     // from which it came, or empty
	Topic     string // the indicator from which it came, or empty
	IssuedOn  civil.Date
	Until     civil.Date // the day set in the order
	Files     []File     // evidence that goes with it
	Stamp     string     // the seal image that its paper bears
	Facts     []OrderFact
}

// An OrderFactKind is what sort of thing happened with an order.
type OrderFactKind string

// The kinds of facts of an order.
const (
	Replied   OrderFactKind = "replied"   // 反馈
	SentBack  OrderFactKind = "sent_back" // 退回
	Prolonged OrderFactKind = "prolonged" // 延期
	Settled   OrderFactKind = "settled"   // 销号
	Lifted    OrderFactKind = "lifted"    // 撤销
)

// OrderFactKinds lists the kinds in order.
var OrderFactKinds = []struct {
	Kind  OrderFactKind
	Label string
	Below bool // done by the agency that was ordered
}{{Replied, "反馈整改情况", true}, {SentBack, "退回重办", false}, {Prolonged, "延长期限", false}, {Settled, "认可并销号", false}, {Lifted, "撤销", false}}

// Label returns the words of the timeline.
func (k OrderFactKind) Label() string {
	for _, row := range OrderFactKinds {
		if row.Kind == k {
			return row.Label
		}
	}
	return string(k)
}

// ByOrdered reports whether the agency that was ordered does it, and not the one that orders.
func (k OrderFactKind) ByOrdered() bool {
	for _, row := range OrderFactKinds {
		if row.Kind == k {
			return row.Below
		}
	}
	return false
}

// An OrderFact is one dated thing that happened with an order.
type OrderFact struct {
	Kind  OrderFactKind `json:"kind"`
	On    civil.Date    `json:"on"`
	By    string        `json:"by,omitempty"` // staff ID
	Text  string        `json:"text,omitempty"`
	Until civil.Date    `json:"until,omitzero"`
	Files []string      `json:"files,omitempty"` // hashes
	Names []string      `json:"names,omitempty"` // of the files, in their order
}

// An OrderStage is how an order stands.
type OrderStage string

// The stages.
const (
	Waiting OrderStage = "waiting" // for the reply
	Judging OrderStage = "judging" // the reply waits to be judged
	Done    OrderStage = "done"
	Dropped OrderStage = "dropped"
)

// OrderStages lists the stages with their labels.
var OrderStages = []struct {
	Stage OrderStage
	Label string
}{{Waiting, "待反馈"}, {Judging, "待认可"}, {Done, "已销号"}, {Dropped, "已撤销"}}

// Label returns the words of lists.
func (s OrderStage) Label() string {
	for _, row := range OrderStages {
		if row.Stage == s {
			return row.Label
		}
	}
	return string(s)
}

// Stage reads how the order stands.
func (o Order) Stage() OrderStage {
	stage := Waiting
	for _, f := range o.Facts {
		switch f.Kind {
		case Replied:
			stage = Judging
		case SentBack:
			stage = Waiting
		case Settled:
			stage = Done
		case Lifted:
			stage = Dropped
		}
	}
	return stage
}

// DueOn is the day by which the agency must reply, as set last.
func (o Order) DueOn() civil.Date {
	due := o.Until
	for _, f := range o.Facts {
		if (f.Kind == Prolonged || f.Kind == SentBack) && !f.Until.IsZero() {
			due = f.Until
		}
	}
	return due
}

// RepliedLate reports whether the first reply came after the day that held when it came.
func (o Order) RepliedLate() bool {
	due := o.Until
	for _, f := range o.Facts {
		switch f.Kind {
		case Prolonged:
			due = f.Until
		case Replied:
			return f.On.After(due)
		}
	}
	return false
}

// With returns the order with one more fact.
func (o Order) With(f OrderFact) Order {
	o.Facts = append(o.Facts[:len(o.Facts):len(o.Facts)], f)
	return o
}

// Check returns what is wrong with a new order.
// 法源: 《条例》第四十七条第一款。
func (o Order) Check(today civil.Date) []fault.Problem {
	var problems []fault.Problem
	wrong := func(bad bool, field, message string) {
		if bad {
			problems = append(problems, fault.Problem{Field: field, Message: message, Cite: law.OGI.Art(47).P(1)})
		}
	}
	wrong(o.Kind != Mend && o.Kind != FollowUp, "kind", "请选择责令整改或者督办")
	wrong(o.To == "" || o.To == o.From, "to", "请选择下级机关")
	wrong(strings.TrimSpace(o.Subject) == "", "subject", "请填写事由")
	wrong(utf8.RuneCountInString(o.Subject) > longestLine, "subject", "事由请控制在200字以内")
	wrong(strings.TrimSpace(o.Demand) == "", "demand", "请写明发现的问题和要求")
	wrong(utf8.RuneCountInString(o.Demand) > longestText, "demand", "内容请控制在3000字以内")
	wrong(o.Until.IsZero(), "until", "请填写期限")
	wrong(!o.Until.IsZero() && !o.Until.After(today), "until", "期限应当晚于今天")
	return append(problems, checkFiles(o.Files, law.OGI.Art(47).P(1))...)
}

// Refuses returns everything that stands against adding the fact.
// 法源: 《条例》第四十七条第一款。
func (o Order) Refuses(f OrderFact, today civil.Date) []fault.Problem {
	var problems []fault.Problem
	wrong := func(bad bool, field, message string) {
		if bad {
			problems = append(problems, fault.Problem{Field: field, Message: message, Cite: law.OGI.Art(47).P(1)})
		}
	}
	stage := o.Stage()
	wrong(f.On.IsZero() || f.On.After(today) || f.On.Before(o.IssuedOn), "on", "日期应在发出之日和今天之间")
	wrong(strings.TrimSpace(f.Text) == "", "text", "请写明情况")
	wrong(utf8.RuneCountInString(f.Text) > longestText, "text", "内容请控制在3000字以内")
	wrong(len(f.Files) != len(f.Names), "files", "每个文件都应当有名称")
	wrong(stage == Done || stage == Dropped, "kind", stage.Label()+"，不能再办理")
	switch f.Kind {
	case Replied:
		wrong(stage == Judging, "kind", "已经反馈，等待认可")
	case SentBack, Settled:
		wrong(stage == Waiting, "kind", "还没有反馈")
		wrong(f.Kind == SentBack && (f.Until.IsZero() || !f.Until.After(f.On)), "until", "请填写重新反馈的期限，应当晚于今天")
	case Prolonged:
		wrong(stage == Judging, "kind", "已经反馈，等待认可")
		wrong(!f.Until.After(o.DueOn()), "until", "延长后的期限应当晚于原来的期限")
	case Lifted:
	default:
		wrong(true, "kind", "没有这个办理事项")
	}
	return problems
}

// May lists the kinds of facts that can be added now.
func (o Order) May(today civil.Date) []OrderFactKind {
	var kinds []OrderFactKind
	for _, row := range OrderFactKinds {
		later := today
		if o.DueOn().After(today) {
			later = o.DueOn()
		}
		if len(o.Refuses(OrderFact{Kind: row.Kind, On: today, Text: "x", Until: later.AddDays(1)}, today)) == 0 {
			kinds = append(kinds, row.Kind)
		}
	}
	return kinds
}
