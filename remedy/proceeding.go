package remedy

import (
	"gongkai/agency"
	"gongkai/civil"
	"gongkai/fault"
	"gongkai/law"
	"gongkai/workday"
)

// An ID names a proceeding inside the program.
type ID string

// A Way is the kind of proceeding, which is its block in table four.
type Way string

// The ways.
const (
	Reconsideration  Way = "reconsideration"                  // 行政复议
	LitigationDirect Way = "litigation_direct"                // 未经复议直接起诉
	LitigationAfter  Way = "litigation_after_reconsideration" // 复议后起诉
)

// Ways lists the ways with their labels.
var Ways = []struct {
	Way   Way
	Label string
}{{Reconsideration, "行政复议"}, {LitigationDirect, "行政诉讼（未经复议直接起诉）"}, {LitigationAfter, "行政诉讼（复议后起诉）"}}

// A Bucket is a column of table four.
type Bucket string

// The buckets.
const (
	Upheld      Bucket = "结果维持"
	Corrected   Bucket = "结果纠正"
	OtherResult Bucket = "其他结果"
	Pending     Bucket = "尚未审结"
)

// A Result is how a proceeding ended, in the words of its document.
type Result string

// Results maps the usual results to the buckets. The mapping is ours where the form is silent; a clerk may choose
// another bucket with a reason.
// 法源: 《行政复议法》第六十八条、《行政复议法》第六十九条、《行政复议法》第六十四条、《行政复议法》第六十六条、30号文。
var Results = []struct {
	Result Result
	Bucket Bucket
	Way    []Way // on which it occurs
}{
	{"维持", Upheld, recon}, {"驳回行政复议请求", Upheld, recon}, {"驳回诉讼请求", Upheld, suits},
	{"撤销", Corrected, both}, {"变更", Corrected, both}, {"确认违法", Corrected, both}, {"确认无效", Corrected, both}, {"责令履行", Corrected, recon}, {"判决履行", Corrected, suits},
	{"不予受理", OtherResult, recon}, {"驳回行政复议申请", OtherResult, recon}, {"终止", OtherResult, recon}, {"调解", OtherResult, both},
	{"不予立案", OtherResult, suits}, {"驳回起诉", OtherResult, suits}, {"撤回", OtherResult, both}, {"终结", OtherResult, suits},
}

var (
	recon = []Way{Reconsideration}
	suits = []Way{LitigationDirect, LitigationAfter}
	both  = []Way{Reconsideration, LitigationDirect, LitigationAfter}
)

// BucketOf returns the bucket of a usual result, false for words that are not on the list.
func BucketOf(r Result) (Bucket, bool) {
	for _, row := range Results {
		if row.Result == r {
			return row.Bucket, true
		}
	}
	return "", false
}

// A Proceeding is one 复议 or one suit, through its instances.
type Proceeding struct {
	ID          ID
	Agency      agency.ID
	Application string // the application it is about, or empty
	Record      string // the publication it is about, or empty
	Way         Way
	Forum       string // organ or court
	CaseNo      string
	FiledOn     civil.Date // accepted by the organ or court
	ServedOn    civil.Date // the agency received the copy of the application or complaint
	Summary     bool       // 简易程序
	AnsweredOn  civil.Date // the agency handed in its answer and evidence
	ClosedOn    civil.Date // the final result was served; zero while pending
	Result      Result
	Bucket      Bucket // as counted
	Because     string // the reason, where the bucket is not that of the result
	Redecide    bool   // the agency must decide anew
}

// Check returns what is wrong with the entry.
// 法源: 《条例》第五十一条、30号文。
func (p Proceeding) Check() []fault.Problem {
	var problems []fault.Problem
	wrong := func(bad bool, field, message string) {
		if bad {
			problems = append(problems, fault.Problem{Field: field, Message: message})
		}
	}
	usual, known := BucketOf(p.Result)
	wrong(p.Way != Reconsideration && p.Way != LitigationDirect && p.Way != LitigationAfter, "way", "请选择行政复议或者行政诉讼")
	wrong(p.Forum == "", "forum", "请填写复议机关或者法院")
	wrong(p.FiledOn.IsZero(), "filed_on", "请填写受理（立案）日期")
	wrong(!p.ClosedOn.IsZero() && p.ClosedOn.Before(p.FiledOn), "closed_on", "结案日期不能早于受理日期")
	wrong(!p.ServedOn.IsZero() && !p.AnsweredOn.IsZero() && p.AnsweredOn.Before(p.ServedOn), "answered_on", "答复日期不能早于收到副本的日期")
	if p.ClosedOn.IsZero() {
		wrong(p.Result != "" || p.Bucket != "" && p.Bucket != Pending, "result", "尚未审结的案件没有结果")
		return problems
	}
	wrong(p.Result == "", "result", "请填写结果")
	wrong(p.Bucket != Upheld && p.Bucket != Corrected && p.Bucket != OtherResult, "bucket", "请选择计入年报的哪一栏")
	wrong(known && p.Bucket != usual && p.Because == "", "because", "“"+string(p.Result)+"”通常计入“"+string(usual)+"”，计入别的栏目须写明理由")
	return problems
}

// BucketOn returns the column in which the proceeding stands at the end of the day: pending until it is closed.
func (p Proceeding) BucketOn(on civil.Date) Bucket {
	if p.ClosedOn.IsZero() || p.ClosedOn.After(on) {
		return Pending
	}
	return p.Bucket
}

// A Duty is something the agency must do by a day as the respondent.
type Duty struct {
	What        string
	DueOn       civil.Date
	Provisional bool
	Cite        law.Citation
}

// Duties returns what the agency still owes the organ or the court: answer and evidence. Terms of workdays and of
// natural days are kept apart; a natural term that ends on a day off ends on the next workday.
// 法源: 《行政复议法》第四十八条、《行政复议法》第五十四条、《行政诉讼法》第六十七条第一款、《民事诉讼法》第八十五条。
func (p Proceeding) Duties(cal *workday.Calendar) []Duty {
	if p.ServedOn.IsZero() || !p.AnsweredOn.IsZero() || !p.ClosedOn.IsZero() {
		return nil
	}
	name, what := law.CourtAnswer, "提交答辩状和证据"
	if p.Way == Reconsideration {
		name, what = law.ReconAnswer, "提出书面答复并提交证据、依据"
		if p.Summary {
			name = law.ReconAnswerSummary
		}
	}
	term := law.On(name, p.ServedOn)
	due, provisional := until(cal, p.ServedOn, term)
	return []Duty{{what, due, provisional, term.Cite}}
}

// until adds a term of the law to a day.
func until(cal *workday.Calendar, from civil.Date, term law.Param) (civil.Date, bool) {
	var due civil.Date
	switch term.Unit {
	case law.Workdays:
		return cal.Add(from, term.Int())
	case law.Months:
		due = from.AddMonths(term.Int())
	default:
		due = from.AddDays(term.Int())
	}
	for !cal.Is(due) {
		due = due.AddDays(1)
	}
	return due, !cal.Known(due.Year())
}
