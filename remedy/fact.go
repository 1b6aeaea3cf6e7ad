package remedy

import (
	"strconv"
	"strings"

	"gongkai/civil"
	"gongkai/fault"
	"gongkai/law"
)

// A Kind is what sort of thing happened in a proceeding.
type Kind string

// The kinds.
const (
	Accepted  Kind = "accepted"  // 受理、立案
	Restated  Kind = "restated"  // the registration was wrong and is put right
	Served    Kind = "served"    // 收到申请书、起诉状或者上诉状副本
	Answered  Kind = "answered"  // 提交答复、答辩和证据
	Turned    Kind = "turned"    // 简易程序转为普通程序
	Prolonged Kind = "prolonged" // the organ or the court takes longer
	Heard     Kind = "heard"     // 听取意见、听证、开庭
	Decided   Kind = "decided"   // 收到决定书、判决书、裁定书
	Appealed  Kind = "appealed"  // 上诉
	Opinion   Kind = "opinion"   // 收到意见书、司法建议
	FedBack   Kind = "fed_back"  // 反馈
	Redecided Kind = "redecided" // 重新作出处理
	Noted     Kind = "noted"     // 备注
	Struck    Kind = "struck"    // an entry was wrong
)

// Kinds lists the kinds in the order in which they happen.
var Kinds = []struct {
	Kind  Kind
	Label string
	Text  string // what its words are asked for
}{
	{Accepted, "受理（立案）", "争议的主要内容"}, {Restated, "更正登记", "更正的理由"}, {Served, "收到副本", "备注"}, {Answered, "提交答复和证据", "提交的材料"}, {Turned, "转为普通程序", "备注"},
	{Prolonged, "审理期限延长", "延长的理由"}, {Heard, "听取意见、听证、开庭", "情况，负责人是否出席"}, {Decided, "收到结果", "主要理由"}, {Appealed, "上诉", "备注"},
	{Opinion, "收到意见书、司法建议", "主要内容"}, {FedBack, "反馈落实情况", "反馈的内容"}, {Redecided, "重新作出处理", "处理的结果和文号"}, {Noted, "备注", "内容"}, {Struck, "作废登记", "作废的理由"},
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

// A Fact is one dated thing that happened. Fields that its kind does not use stay empty.
type Fact struct {
	Kind     Kind       `json:"kind"`
	On       civil.Date `json:"on"`
	By       string     `json:"by,omitempty"` // staff ID
	Text     string     `json:"text,omitempty"`
	Forum    string     `json:"forum,omitempty"`
	CaseNo   string     `json:"case_no,omitempty"`
	Summary  bool       `json:"summary,omitempty"`
	ByAgency bool       `json:"by_agency,omitempty"` // of an appeal
	Until    civil.Date `json:"until,omitzero"`      // of more time, or of the order to decide anew
	Ruling   bool       `json:"ruling,omitempty"`
	Result   Result     `json:"result,omitempty"`
	Bucket   Bucket     `json:"bucket,omitempty"`
	Because  string     `json:"because,omitempty"`
	Redecide bool       `json:"redecide,omitempty"`
	Head     bool       `json:"head,omitempty"` // the head of the agency was present
	Strikes  int        `json:"strikes,omitempty"`
	Files    []string   `json:"files,omitempty"` // hashes
	Names    []string   `json:"names,omitempty"` // of the files, in their order
}

// valid are the facts that were not struck, in the order in which they were entered.
func (p Proceeding) valid() []Fact {
	struck := map[int]bool{}
	for _, f := range p.Facts {
		if f.Kind == Struck {
			struck[f.Strikes] = true
		}
	}
	var kept []Fact
	for i, f := range p.Facts {
		if f.Kind != Struck && !struck[i+1] {
			kept = append(kept, f)
		}
	}
	return kept
}

// IsStruck reports whether the nth fact, counted from one, was struck.
func (p Proceeding) IsStruck(n int) bool {
	for _, f := range p.Facts {
		if f.Kind == Struck && f.Strikes == n {
			return true
		}
	}
	return false
}

// With returns the proceeding with one more fact.
func (p Proceeding) With(f Fact) Proceeding {
	p.Facts = append(p.Facts[:len(p.Facts):len(p.Facts)], f)
	return p
}

// Refuses returns everything that stands against adding the fact: what is missing, and what the order of things forbids.
// Striking an entry is refused when what was entered after it cannot stand without it.
// 法源: 《条例》第五十一条、《行政复议法》第四十八条、《行政诉讼法》第六十七条第一款、30号文。
func (p Proceeding) Refuses(f Fact, today civil.Date) []fault.Problem {
	var problems []fault.Problem
	wrong := wrongs(&problems)
	wrong(f.On.IsZero(), "on", "请填写日期")
	wrong(f.On.After(today), "on", "日期不能晚于今天")
	wrong(len(f.Files) != len(f.Names), "files", "每个文件都应当有名称")
	if f.Kind == Struck {
		wrong(f.Strikes < 2 || f.Strikes > len(p.Facts), "strikes", "没有这条登记，或者首次登记不能作废，请用“更正登记”")
		wrong(strings.TrimSpace(f.Text) == "", "text", "请写明作废的理由")
		wrong(p.IsStruck(f.Strikes), "strikes", "这条登记已经作废")
		if len(problems) > 0 {
			return problems
		}
		if rest := p.With(f).broken(); rest != "" {
			return []fault.Problem{{Field: "strikes", Message: "之后的登记以它为前提：" + rest}}
		}
		return nil
	}
	return append(problems, p.refuses(f)...)
}

// broken plays the valid facts again and returns the first objection.
func (p Proceeding) broken() string {
	played := p
	played.Facts = nil
	for _, f := range p.valid() {
		if problems := played.refuses(f); len(problems) > 0 {
			return f.Kind.Label() + "（" + f.On.Chinese() + "）：" + problems[0].Message
		}
		played = played.With(f)
	}
	return ""
}

func wrongs(problems *[]fault.Problem) func(bool, string, string) {
	return func(bad bool, field, message string) {
		if bad {
			*problems = append(*problems, fault.Problem{Field: field, Message: message})
		}
	}
}

// refuses holds one fact against those before it.
func (p Proceeding) refuses(f Fact) []fault.Problem {
	var problems []fault.Problem
	wrong := wrongs(&problems)
	now, begun := p.Now()
	closed := begun && !now.ClosedOn.IsZero()
	if f.Kind == Accepted || f.Kind == Restated {
		wrong(f.Kind == Accepted && begun, "kind", "已经登记过受理（立案）")
		wrong(f.Kind == Restated && !begun, "kind", "还没有登记受理（立案）")
		wrong(f.Kind == Restated && strings.TrimSpace(f.Text) == "", "text", "请写明更正的理由")
		wrong(strings.TrimSpace(f.Forum) == "", "forum", "请填写复议机关或者法院")
		wrong(f.Summary && p.Way == Reconsideration && law.On(law.ReconAnswerSummary, f.On).Unit == law.Nothing, "summary", "2024年以前的行政复议没有简易程序")
		return problems
	}
	if !begun {
		return append(problems, fault.Problem{Field: "kind", Message: "请先登记受理（立案）"})
	}
	wrong(f.On.Before(now.FiledOn), "on", "日期不能早于本审级开始的日期："+now.FiledOn.Chinese())
	within := map[Kind]bool{Served: true, Answered: true, Turned: true, Prolonged: true, Heard: true, Decided: true}
	wrong(within[f.Kind] && closed, "kind", now.Stage.words()+"已经审结，不能再登记“"+f.Kind.Label()+"”")
	problems = append(problems, p.ordered(f, now, closed)...)
	return problems
}

func (s Stage) words() string { return "本案" + string(s) }

// ordered holds the fact against the instance in which it falls.
func (p Proceeding) ordered(f Fact, now Instance, closed bool) []fault.Problem {
	var problems []fault.Problem
	wrong := wrongs(&problems)
	switch f.Kind {
	case Served:
		wrong(!now.ServedOn.IsZero(), "kind", "已于"+now.ServedOn.Chinese()+"登记收到副本")
	case Answered:
		wrong(now.ServedOn.IsZero(), "kind", "请先登记收到副本的日期，答复期限从那天起算")
		wrong(!now.AnsweredOn.IsZero(), "kind", "已于"+now.AnsweredOn.Chinese()+"提交")
		wrong(f.On.Before(now.ServedOn), "on", "提交日期不能早于收到副本的日期")
	case Turned:
		wrong(!now.Summary, "kind", "不是简易程序")
	case Prolonged:
		wrong(f.Until.IsZero() || !f.Until.After(f.On), "until", "请填写延长到哪一天")
	case Decided:
		problems = append(problems, p.result(f, now)...)
	case Appealed:
		wrong(!p.Way.Suit() || now.Stage.Appeal(), "kind", "只有一审判决、裁定可以上诉")
		wrong(!closed, "kind", "还没有登记"+string(now.Stage)+"的结果")
		wrong(closed && f.On.Before(now.ClosedOn), "on", "上诉日期不能早于收到判决、裁定的日期")
		wrong(strings.TrimSpace(f.Forum) == "", "forum", "请填写上诉审法院")
	case FedBack:
		_, opinion := p.opinion()
		wrong(!opinion, "kind", "没有等待反馈的意见书或者司法建议")
		wrong(strings.TrimSpace(f.Text) == "", "text", "请写明反馈的内容")
	case Redecided:
		order, done, ok := p.Redecision()
		wrong(!ok, "kind", "结果没有要求重新作出处理")
		wrong(ok && !done.IsZero(), "kind", "已于"+done.Chinese()+"重新作出处理")
		wrong(ok && f.On.Before(order.ClosedOn), "on", "重新处理的日期不能早于收到结果的日期")
		wrong(strings.TrimSpace(f.Text) == "", "text", "请写明处理的结果和文号")
	case Heard, Noted, Opinion:
		wrong(strings.TrimSpace(f.Text) == "", "text", "请写明情况")
	}
	return problems
}

// result holds the end of an instance against the list of usual results.
func (p Proceeding) result(f Fact, now Instance) []fault.Problem {
	var problems []fault.Problem
	wrong := wrongs(&problems)
	wrong(f.Result == "", "result", "请填写结果")
	wrong(f.Redecide && !f.Until.IsZero() && f.Until.Before(f.On), "until", "重新处理的期限不能早于收到结果的日期")
	wrong(!f.Redecide && !f.Until.IsZero(), "redecide", "填写了处理期限的，请勾选“要求作出或者重新作出处理”")
	if f.Result == AppealRemanded && now.Stage.Appeal() {
		wrong(f.Redecide, "redecide", "发回重审的案件尚未审结，没有要求重新处理")
		return problems
	}
	usual, known := p.UsualBucket(f.Result)
	wrong(f.Bucket != Upheld && f.Bucket != Corrected && f.Bucket != OtherResult, "bucket", "请选择计入年报的哪一栏")
	wrong(known && f.Bucket != "" && f.Bucket != usual && strings.TrimSpace(f.Because) == "", "because", "“"+string(f.Result)+"”通常计入“"+string(usual)+"”，计入别的栏目须写明理由")
	return problems
}

// UsualBucket returns where the result usually counts, given the stage at which the proceeding is.
func (p Proceeding) UsualBucket(r Result) (Bucket, bool) {
	all := p.Instances()
	if len(all) > 1 && all[len(all)-1].Stage.Appeal() {
		return AppealBucketOf(r, all[len(all)-2].Bucket)
	}
	return BucketOf(r)
}

// opinion returns the newest 意见书 that has not been answered.
func (p Proceeding) opinion() (open Fact, ok bool) {
	for _, f := range p.valid() {
		switch f.Kind {
		case Opinion:
			open, ok = f, true
		case FedBack:
			ok = false
		}
	}
	return open, ok
}

// May lists the kinds of facts that can be added now.
func (p Proceeding) May(today civil.Date) []Kind {
	var kinds []Kind
	for _, row := range Kinds {
		switch row.Kind {
		case Accepted, Struck:
			continue
		}
		probe := Fact{Kind: row.Kind, On: today, Text: "x", Forum: "x", Until: today.AddDays(1), Result: "x", Bucket: Upheld, Because: "x"}
		if len(p.refuses(probe)) == 0 {
			kinds = append(kinds, row.Kind)
		}
	}
	return kinds
}

// Words says the fact in a line of the timeline.
func (f Fact) Words() string {
	var parts []string
	say := func(ok bool, words string) {
		if ok {
			parts = append(parts, words)
		}
	}
	say(f.Forum != "", f.Forum)
	say(f.CaseNo != "", f.CaseNo)
	say(f.Summary, "适用简易程序")
	say(f.Kind == Appealed && f.ByAgency, "本机关上诉")
	say(f.Kind == Appealed && !f.ByAgency, "对方上诉")
	say(f.Result != "", string(f.Result))
	say(f.Bucket != "", "计入“"+string(f.Bucket)+"”")
	say(f.Because != "", "理由："+f.Because)
	say(f.Redecide, "要求重新作出处理")
	say(!f.Until.IsZero(), "至"+f.Until.Chinese())
	say(f.Head, "负责人出席")
	say(f.Strikes > 0, "作废第"+strconv.Itoa(f.Strikes)+"条登记")
	say(f.Text != "", f.Text)
	say(len(f.Names) > 0, "附："+strings.Join(f.Names, "、"))
	return strings.Join(parts, "；")
}
