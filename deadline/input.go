package deadline

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"gongkai/civil"
	"gongkai/fault"
)

// A Channel is the way on which an application came.
type Channel string

// The channels of 《条例》第三十一条.
const (
	InPerson       Channel = "in_person"       // 当面提交
	RegisteredMail Channel = "registered_mail" // 需签收的邮寄
	OrdinaryMail   Channel = "ordinary_mail"   // 平常信函
	Online         Channel = "online"          // 互联网渠道
	Fax            Channel = "fax"             // 工作机构的传真
)

// Channels lists the channels in the order of 《条例》第三十一条.
var Channels = []Channel{InPerson, RegisteredMail, OrdinaryMail, Online, Fax}

// A Type is what happened in an event.
type Type string

// The types of events.
const (
	CorrectionRequested Type = "correction_requested"  // 告知补正, Until is the end of the period given
	Corrected           Type = "corrected"             // 收到补正后的申请
	ThirdPartyConsulted Type = "third_party_consulted" // 发出第三方意见征询书, ReceivedOn is when it came
	ThirdPartyAnswered  Type = "third_party_answered"  // 收到第三方意见
	AgencyConsulted     Type = "agency_consulted"      // 征求其他机关、共同制作机关意见
	AgencyAnswered      Type = "agency_answered"       // 收到机关意见
	Extended            Type = "extended"              // 告知延期, by Workdays
	ReasonsRequested    Type = "reasons_requested"     // 要求说明理由, Until as set by the agency
	ReasonsGiven        Type = "reasons_given"         // 收到理由
	Delayed             Type = "delayed"               // 告知延迟答复的合理期限, Until
	FeeNoticed          Type = "fee_noticed"           // 收费通知
	FeePaid             Type = "fee_paid"              // 缴费
	Decided             Type = "decided"               // 答复
	Withdrawn           Type = "withdrawn"             // 撤回申请
)

// Types lists the types of events.
var Types = []Type{CorrectionRequested, Corrected, ThirdPartyConsulted, ThirdPartyAnswered, AgencyConsulted, AgencyAnswered,
	Extended, ReasonsRequested, ReasonsGiven, Delayed, FeeNoticed, FeePaid, Decided, Withdrawn}

// An Event is one dated fact. Fields that its type does not use stay empty.
type Event struct {
	On         civil.Date `json:"on"`
	Type       Type       `json:"type"`
	Until      civil.Date `json:"until,omitzero"`
	ReceivedOn civil.Date `json:"received_on,omitzero"`
	Workdays   int        `json:"workdays,omitzero"`
}

// An Input is one application as far as its clock is concerned.
type Input struct {
	Channel     Channel    `json:"channel"`
	ArrivedOn   civil.Date `json:"arrived_on"`
	ConfirmedOn civil.Date `json:"confirmed_on"`
	Today       civil.Date `json:"today"` // no day: nothing is compared with today
	Events      []Event    `json:"events"`
	Reopening   Reopening  `json:"-"`
	Policy      Policy     `json:"-"`
}

// A Reopening begins a term of its own for an application that must be answered anew; the events are those since. The
// zero Reopening is an application in its first round.
type Reopening struct {
	On         civil.Date // when what orders it was received, or the agency resolved it by itself
	Basis      Basis
	Until      civil.Date // the last day that the decision or the judgment sets; no day where it sets none
	Unanswered bool       // nothing had been answered before: the agency is ordered to do what it left undone
}

// A Basis is what an application is answered anew for.
type Basis string

// The bases. An application reopened before they were told apart has none.
const (
	Reconsidered Basis = "reconsideration" // 行政复议决定
	Judged       Basis = "judgment"        // 人民法院的裁判
	OwnMotion    Basis = "own_motion"      // 本机关自行纠正, or after a complaint
)

// Bases lists the bases with their labels.
var Bases = []struct {
	Basis Basis
	Label string
}{{Reconsidered, "行政复议决定"}, {Judged, "人民法院裁判"}, {OwnMotion, "自行纠正"}}

// Label returns the words of the basis.
func (b Basis) Label() string {
	for _, row := range Bases {
		if row.Basis == b {
			return row.Label
		}
	}
	return ""
}

// A Policy is the reading of 《条例》第三十三条第三款 on the days at the ends of a consultation, on which it is silent.
// The zero Policy excludes the days after the sending up to and including the answer.
type Policy struct {
	FromSending  bool // the day on which the consultation is sent is excluded too
	BeforeAnswer bool // the day on which the answer arrives is counted
	FromReceipt  bool // the days before the one consulted got the letter count, where that day is known
}

// The largest input: bytes, and events.
const (
	mostInput  = 1 << 20
	mostEvents = 1000
)

// Read reads an Input from JSON. It is strict: unknown fields, channels and types, and days that do not exist are
// Invalid, all at once, with their place.
func Read(r io.Reader) (Input, error) {
	text, err := io.ReadAll(io.LimitReader(r, mostInput+1))
	if err != nil {
		return Input{}, &fault.Error{Kind: fault.Unavailable, Message: "输入读不出来", Err: err}
	}
	if len(text) > mostInput {
		return Input{}, fault.New(fault.Invalid, "输入超过1MB，不像一件申请的经过")
	}
	var raw struct {
		Channel     Channel           `json:"channel"`
		ArrivedOn   json.RawMessage   `json:"arrived_on"`
		ConfirmedOn json.RawMessage   `json:"confirmed_on"`
		Today       json.RawMessage   `json:"today"`
		Events      []json.RawMessage `json:"events"`
	}
	if err := strict(text, &raw); err != nil {
		return Input{}, fault.New(fault.Invalid, "%s", explain(err))
	}
	if len(raw.Events) > mostEvents {
		return Input{}, fault.New(fault.Invalid, "事件超过%d个，不像一件申请的经过", mostEvents)
	}
	in := Input{Channel: raw.Channel}
	var problems []fault.Problem
	if !slices.Contains(Channels, in.Channel) {
		problems = append(problems, fault.Problem{Field: "channel", Message: fmt.Sprintf("channel 应为 %s 之一", Channels)})
	}
	for _, f := range []struct {
		name string
		raw  json.RawMessage
		to   *civil.Date
	}{{"arrived_on", raw.ArrivedOn, &in.ArrivedOn}, {"confirmed_on", raw.ConfirmedOn, &in.ConfirmedOn}, {"today", raw.Today, &in.Today}} {
		if f.raw == nil {
			continue
		}
		if err := json.Unmarshal(f.raw, f.to); err != nil {
			problems = append(problems, fault.Problem{Field: f.name, Message: f.name + "：" + explain(err)})
		}
	}
	for i, r := range raw.Events {
		e, problem := readEvent(r)
		if problem != "" {
			place := fmt.Sprintf("events[%d]", i)
			problems = append(problems, fault.Problem{Field: place, Message: fmt.Sprintf("第%d个事件：%s", i+1, problem)})
		}
		in.Events = append(in.Events, e)
	}
	if err := fault.Of(problems); err != nil {
		return Input{}, err
	}
	return in, nil
}

func readEvent(raw json.RawMessage) (Event, string) {
	var e Event
	if err := strict(raw, &e); err != nil {
		return e, explain(err)
	}
	switch {
	case !slices.Contains(Types, e.Type):
		return e, fmt.Sprintf("type 应为 %s 之一", Types)
	case e.On.IsZero():
		return e, "缺少日期 on"
	}
	return e, ""
}

// strict decodes one JSON value and refuses unknown fields and anything after it.
func strict(text []byte, to any) error {
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(to); err != nil {
		return err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("一个JSON对象之后还有内容")
	}
	return nil
}

// explain says in Chinese what a decoder found wrong.
func explain(err error) string {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.Is(err, io.EOF):
		return "输入是空的"
	case errors.As(err, &syntax), errors.Is(err, io.ErrUnexpectedEOF):
		return "不是合格的JSON"
	case errors.As(err, &kind) && kind.Field == "":
		return fmt.Sprintf("应是一个JSON对象，不能是 %s", kind.Value)
	case errors.As(err, &kind):
		return fmt.Sprintf("字段 %s 的类型不对，不能是 %s", kind.Field, kind.Value)
	}
	if field, ok := bytes.CutPrefix([]byte(err.Error()), []byte("json: unknown field ")); ok {
		return fmt.Sprintf("不认识的字段 %s", field)
	}
	return err.Error()
}
