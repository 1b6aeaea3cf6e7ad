package review

import (
	"slices"

	"gongkai/civil"
	"gongkai/fault"
	"gongkai/law"
)

// A Person is somebody who writes or signs.
type Person struct {
	ID   string
	Name string
}

// A Subject is what is under review, in one exact state.
type Subject struct {
	Kind   string // record, letter, report
	ID     string
	Digest string // of the content with all its files; any edit changes it
	Author Person
	// Writers are the others who had a hand in the draft: they are no more free to approve it than the author.
	Writers []string
}

// Wrote reports whether the person had a hand in the subject.
func (s Subject) Wrote(id string) bool { return id == s.Author.ID || slices.Contains(s.Writers, id) }

// A Verdict is what a reviewer says.
type Verdict string

// The verdicts.
const (
	Passed   Verdict = "passed"   // 同意
	Returned Verdict = "returned" // 退回修改
	Referred Verdict = "referred" // 不能确定，报主管部门或者保密行政管理部门
	Answered Verdict = "answered" // the organ referred to has answered; the stage goes on
)

// A Signoff is one act of the review. Acts are facts: they are added, never changed.
type Signoff struct {
	Stage   Stage
	By      Person
	On      civil.Date
	Verdict Verdict
	Opinion string
	Organ   string // for Referred and Answered: the organ asked
	Digest  string // what the person saw
}

// A Finding is something that screening found in the subject.
type Finding struct {
	Kind    string // id_card, secrecy_mark, hidden_sheet, …
	Where   string
	Masked  string // what was found, masked
	Message string // what is wrong and what to do, for people
	Block   bool   // the subject cannot go out while it stands
	Firm    bool   // nobody may waive it: it has to be removed
	Look    bool   // nothing is wrong, but the program could not look: a person other than the author says that they have
	Waived  bool   // a person other than the author has said why it is no matter, for this very content
	Because string // the reason for waiving
}

// State is how far a review has come.
type State struct {
	Next     Stage    // whose turn it is; empty when every stage has passed
	Passed   []Stage  // since the last return
	Returned *Signoff // the last return, while nothing has been signed after it
	Referral *Signoff // the referral that still waits for its answer
}

// Words says how far the review has come, as lists do.
func (s State) Words() string {
	switch {
	case s.Referral != nil:
		return "报请确定中"
	case s.Returned != nil:
		return "被退回"
	case s.Next == SelfCheck:
		return "草稿"
	case s.Next != afterStage:
		return "待" + s.Next.Label()
	}
	return "审查完毕"
}

// Look reads the acts in order and tells how far the review has come. Acts on another content than the subject's do
// not count: whoever edits starts the review anew.
func Look(plan Plan, subject Subject, acts []Signoff) State {
	var s State
	for i := range acts {
		act := acts[i]
		if act.Digest != subject.Digest {
			continue
		}
		switch act.Verdict {
		case Passed:
			s.Passed = append(s.Passed, act.Stage)
			s.Returned = nil
		case Returned:
			s = State{Returned: &acts[i]}
		case Referred:
			s.Referral = &acts[i]
		case Answered:
			s.Referral = nil
		}
	}
	for _, stage := range plan {
		if !slices.Contains(s.Passed, stage) {
			s.Next = stage
			break
		}
	}
	return s
}

// May returns why the act cannot be added, or nil. Rules: it is the stage's turn; the author signs nothing but the
// self-check; nobody signs two stages of one review; a return or referral says why; while an organ is being asked,
// only its answer can be entered.
// 法源: 《条例》第十七条第一款、《条例》第十七条第三款。
func May(plan Plan, subject Subject, acts []Signoff, act Signoff) []fault.Problem {
	var problems []fault.Problem
	wrong := func(field string, cite law.Citation, message string) {
		problems = append(problems, fault.Problem{Field: field, Message: message, Cite: cite})
	}
	state := Look(plan, subject, acts)
	if act.Digest != subject.Digest {
		wrong("", law.Citation{}, "内容在您打开之后已被修改，请重新查看后再签署")
	}
	switch {
	case act.Verdict == Answered:
		if state.Referral == nil {
			wrong("verdict", law.Citation{}, "没有正在等待答复的请示")
		}
	case state.Referral != nil:
		wrong("verdict", law.OGI.Art(17).P(3), "正在等待"+state.Referral.Organ+"的答复，收到之前不能继续审查")
	case state.Next == afterStage:
		wrong("stage", law.Citation{}, "审查已经完成")
	case act.Stage != state.Next:
		wrong("stage", law.Citation{}, "现在应由“"+state.Next.Label()+"”环节办理")
	}
	if act.Verdict != Answered {
		problems = append(problems, whoMay(subject, acts, act)...)
	}
	if act.Opinion == "" && act.Verdict != Passed {
		wrong("opinion", law.Citation{}, "请写明理由或者答复的内容")
	}
	if act.Verdict == Referred && act.Organ == "" {
		wrong("organ", law.OGI.Art(17).P(3), "请写明报请哪个主管部门或者保密行政管理部门确定")
	}
	return problems
}

// whoMay checks the person: four eyes at least.
func whoMay(subject Subject, acts []Signoff, act Signoff) []fault.Problem {
	var problems []fault.Problem
	wrong := func(message string) {
		problems = append(problems, fault.Problem{Field: "by", Message: message, Cite: law.OGI.Art(17).P(1)})
	}
	if act.Stage == SelfCheck {
		if !subject.Wrote(act.By.ID) {
			wrong("自审由拟稿人本人办理")
		}
		return problems
	}
	if subject.Wrote(act.By.ID) {
		wrong("拟稿人不能审核或者签发自己拟的稿")
	}
	for _, earlier := range current(subject, acts) {
		if earlier.By.ID == act.By.ID && earlier.Stage != act.Stage && earlier.Verdict == Passed {
			wrong("您已办理本次审查的“" + earlier.Stage.Label() + "”环节，不能再办理“" + act.Stage.Label() + "”")
		}
	}
	return problems
}

// current are the acts on the subject's content since the last return.
func current(subject Subject, acts []Signoff) []Signoff {
	var list []Signoff
	for _, act := range acts {
		if act.Digest != subject.Digest {
			continue
		}
		if act.Verdict == Returned {
			list = nil
			continue
		}
		list = append(list, act)
	}
	return list
}

// A Clearance says that one exact content may go out. Only [Clear] makes one; the zero Clearance clears nothing.
type Clearance struct {
	subject Subject
	acts    []Signoff
}

// Clears reports whether the clearance was given for the kind, id and content.
func (c Clearance) Clears(kind, id, digest string) bool {
	return digest != "" && c.subject.Kind == kind && c.subject.ID == id && c.subject.Digest == digest
}

// Signoffs returns the acts on which the clearance rests, for the 审查呈批单.
func (c Clearance) Signoffs() []Signoff { return slices.Clone(c.acts) }

// SignedOn returns the day of the signature, the zero Date for the zero Clearance.
func (c Clearance) SignedOn() civil.Date {
	if len(c.acts) == 0 {
		return civil.Date{}
	}
	return c.acts[len(c.acts)-1].On
}

// Clear checks the whole review again, act by act, and gives the clearance when every stage has passed and no blocking
// finding stands. Otherwise it returns every reason why not.
// 法源: 《条例》第十七条、《保密法实施条例》第四十二条。
func Clear(plan Plan, subject Subject, acts []Signoff, findings []Finding) (Clearance, error) {
	problems := plan.Check()
	var seen []Signoff
	for _, act := range acts {
		if act.Digest == subject.Digest {
			problems = append(problems, May(plan, subject, seen, act)...)
		}
		seen = append(seen, act)
	}
	state := Look(plan, subject, acts)
	if state.Next != afterStage {
		problems = append(problems, fault.Problem{Message: "审查尚未完成，缺少“" + state.Next.Label() + "”", Cite: law.OGI.Art(17).P(1)})
	}
	if state.Referral != nil {
		problems = append(problems, fault.Problem{Message: "报请" + state.Referral.Organ + "确定的事项尚未答复", Cite: law.OGI.Art(17).P(3)})
	}
	if subject.Digest == "" {
		problems = append(problems, fault.Problem{Message: "没有可供审查的内容"})
	}
	problems = append(problems, standing(findings)...)
	if len(problems) > 0 {
		return Clearance{}, fault.Of(problems)
	}
	return Clearance{subject, current(subject, acts)}, nil
}

// standing are the findings that nobody has removed or, where that is possible, waived with a reason or looked at.
func standing(findings []Finding) []fault.Problem {
	var problems []fault.Problem
	for _, f := range findings {
		if f.Stands() {
			problems = append(problems, f.Problem())
		}
	}
	return problems
}

// Stands reports whether the finding keeps the subject from going out: what is wrong with it has not been removed or
// waived, or nobody has looked where a person has to.
func (f Finding) Stands() bool {
	return (f.Block || f.Look) && (f.Firm || !f.Waived || f.Because == "")
}

// Problem says that the finding stands.
func (f Finding) Problem() fault.Problem {
	return fault.Problem{Field: f.Kind, Message: f.words(), Cite: law.OGI.Art(17).P(2)}
}

// words says in one line what was found and where.
func (f Finding) words() string {
	if f.Message == "" {
		return f.Where + "有不得公开的内容，须先处理"
	}
	if f.Where == "" {
		return f.Message
	}
	return f.Where + "：" + f.Message
}

// A Waiver says why a finding on one exact content is no matter.
type Waiver struct {
	Digest  string
	Kind    string
	Where   string
	By      Person
	On      civil.Date
	Because string
}

// MayWaive returns why the person cannot waive the finding, or nil: nobody waives what has to be removed, nobody waives
// in their own draft, and the reason is kept.
// 法源: 《条例》第十七条第一款。
func MayWaive(subject Subject, f Finding, w Waiver) []fault.Problem {
	var problems []fault.Problem
	wrong := func(field, message string) {
		problems = append(problems, fault.Problem{Field: field, Message: message, Cite: law.OGI.Art(17).P(1)})
	}
	if f.Firm {
		wrong("", f.words()+"。这一项必须消除，不能说明理由后放行")
	}
	if subject.Wrote(w.By.ID) {
		wrong("", "拟稿人不能放行自己拟的稿中的问题")
	}
	if w.Digest != subject.Digest {
		wrong("", "内容在您打开之后已被修改，请重新查看")
	}
	if w.Because == "" {
		if f.Look {
			wrong("because", "请写明由谁、怎样看过，有没有发现问题")
		} else {
			wrong("because", "请写明为什么可以公开")
		}
	}
	return problems
}

// Waive marks the findings for which a waiver on the same content stands.
func Waive(digest string, findings []Finding, waivers []Waiver) []Finding {
	marked := slices.Clone(findings)
	for i, f := range marked {
		for _, w := range waivers {
			if w.Digest == digest && w.Kind == f.Kind && w.Where == f.Where && !f.Firm {
				marked[i].Waived, marked[i].Because = true, w.Because
			}
		}
	}
	return marked
}
