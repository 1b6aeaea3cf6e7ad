package remedy

import (
	"strings"

	"gongkai/agency"
	"gongkai/civil"
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

// Label returns the words of lists.
func (w Way) Label() string {
	for _, row := range Ways {
		if row.Way == w {
			return row.Label
		}
	}
	return string(w)
}

// Suit reports whether a court hears it.
func (w Way) Suit() bool { return w == LitigationDirect || w == LitigationAfter }

// A Stage is one of the instances through which a proceeding may go.
type Stage string

// The stages.
const (
	Hearing  Stage = "复议"
	First    Stage = "一审"
	Second   Stage = "二审"
	Again    Stage = "重审一审"
	AgainTwo Stage = "重审二审"
)

// Appeal reports whether the stage hears an appeal.
func (s Stage) Appeal() bool { return s == Second || s == AgainTwo }

// An Instance is what happened before one organ or court, read off the facts.
type Instance struct {
	Stage      Stage
	Forum      string
	CaseNo     string
	ByAgency   bool       // the agency brought the appeal
	FiledOn    civil.Date // accepted by the organ or court, or the day of the appeal
	ServedOn   civil.Date // the agency received the copy of the application or complaint
	Summary    bool       // 简易程序
	AnsweredOn civil.Date // the agency handed in its answer and evidence
	ExtendedTo civil.Date // until when the organ gave itself more time
	ClosedOn   civil.Date // the result was served; zero while pending
	Ruling     bool       // the result is a 裁定, whose term of appeal is shorter
	Result     Result
	Bucket     Bucket // as counted
	Because    string // the reason, where the bucket is not that of the result
	Why        string // the reasons of the organ or court, as entered
	Redecide   bool   // the agency must decide anew
	RedecideBy civil.Date
}

// A Proceeding is one 复议 or one suit, through its instances.
type Proceeding struct {
	ID          ID
	Agency      agency.ID
	Number      string // in the register of the agency
	Application string // the application it is about, or empty
	Record      string // the publication it is about, or empty
	After       ID     // the 复议 that a suit follows
	Way         Way
	Subject     string // what is contested, in a line; nothing about who contests it
	Facts       []Fact
}

// Instances reads the facts in order. A proceeding that was accepted has at least one.
func (p Proceeding) Instances() []Instance {
	var all []Instance
	for _, f := range p.valid() {
		if f.Kind == Accepted || f.Kind == Restated && len(all) > 0 {
			if f.Kind == Accepted {
				all = append(all, Instance{Stage: Hearing})
				if p.Way.Suit() {
					all[0].Stage = First
				}
			}
			all[0].Forum, all[0].CaseNo, all[0].FiledOn, all[0].Summary = f.Forum, f.CaseNo, f.On, f.Summary
			continue
		}
		if len(all) == 0 {
			continue
		}
		now := &all[len(all)-1]
		switch f.Kind {
		case Appealed:
			stage := Second
			if now.Stage == Again {
				stage = AgainTwo
			}
			all = append(all, Instance{Stage: stage, Forum: f.Forum, CaseNo: f.CaseNo, FiledOn: f.On, ByAgency: f.ByAgency})
		case Decided:
			now.ClosedOn, now.Result, now.Bucket, now.Because, now.Ruling, now.Why = f.On, f.Result, f.Bucket, f.Because, f.Ruling, f.Text
			now.Redecide, now.RedecideBy = f.Redecide, f.Until
			if f.Result == AppealRemanded && now.Stage.Appeal() {
				all = append(all, Instance{Stage: Again, Forum: all[0].Forum, FiledOn: f.On})
			}
		default:
			now.take(f)
		}
	}
	return all
}

// take enters what happened within an instance.
func (i *Instance) take(f Fact) {
	switch f.Kind {
	case Served:
		i.ServedOn = f.On
		if f.CaseNo != "" {
			i.CaseNo = f.CaseNo
		}
	case Answered:
		i.AnsweredOn = f.On
	case Turned:
		i.Summary = false
	case Prolonged:
		i.ExtendedTo = f.Until
	}
}

// Now returns the instance in which the proceeding stands; false before it was accepted.
func (p Proceeding) Now() (Instance, bool) {
	all := p.Instances()
	if len(all) == 0 {
		return Instance{}, false
	}
	return all[len(all)-1], true
}

// FiledOn is the day on which the organ or the court of first instance accepted it.
func (p Proceeding) FiledOn() civil.Date {
	all := p.Instances()
	if len(all) == 0 {
		return civil.Date{}
	}
	return all[0].FiledOn
}

// ClosedOn is the day on which the result of the last instance was served; zero while anything is pending. An appeal
// opens what was closed.
func (p Proceeding) ClosedOn() civil.Date {
	now, _ := p.Now()
	return now.ClosedOn
}

// Bucket is the column of table four in which the whole proceeding counts with the facts so far.
func (p Proceeding) Bucket() Bucket {
	now, ok := p.Now()
	if !ok || now.ClosedOn.IsZero() {
		return Pending
	}
	return now.Bucket
}

// BucketOn returns the column in which the proceeding stood at the end of the day, with what had happened by then.
func (p Proceeding) BucketOn(on civil.Date) Bucket {
	then := p
	then.Facts = nil
	for _, f := range p.valid() {
		if !f.On.After(on) {
			then.Facts = append(then.Facts, f)
		}
	}
	return then.Bucket()
}

// Lost reports whether the result went against the agency.
func (p Proceeding) Lost() bool { return p.Bucket() == Corrected }

// Redecision returns the order to decide anew that stands at the end of the proceeding, and the day on which it was
// obeyed; false when there is none.
func (p Proceeding) Redecision() (order Instance, done civil.Date, ok bool) {
	now, open := p.Now()
	if !open || now.ClosedOn.IsZero() || !now.Redecide {
		return Instance{}, civil.Date{}, false
	}
	for _, f := range p.valid() {
		if f.Kind == Redecided && !f.On.Before(now.ClosedOn) {
			done = f.On
		}
	}
	return now, done, true
}

// Title names the proceeding in a line.
func (p Proceeding) Title() string {
	now, _ := p.Now()
	return strings.TrimSpace(p.Way.Label() + " " + now.CaseNo)
}
