package review

import (
	"slices"

	"gongkai/fault"
	"gongkai/law"
)

// A Stage is one step of the review.
type Stage string

// The stages. An agency's plan takes some of them, in this order.
const (
	SelfCheck  Stage = "self"    // 自审: the drafting section's own check, by the one who hands in
	SectionOK  Stage = "section" // 科（股）室审核: the head of the section
	Legal      Stage = "legal"   // 合法性审核, for normative documents and decisions
	Secrecy    Stage = "secrecy" // 保密审查
	Office     Stage = "office"  // 政府信息公开工作机构审核
	Signature  Stage = "sign"    // 签发
	afterStage Stage = ""        // nothing is left to do
)

// Stages lists the stages in order with their labels.
var Stages = []struct {
	Stage Stage
	Label string
}{
	{SelfCheck, "自审"}, {SectionOK, "科（股）室审核"}, {Legal, "合法性审核"},
	{Secrecy, "保密审查"}, {Office, "公开工作机构审核"}, {Signature, "签发"},
}

// Label returns the name of the stage as forms show it.
func (s Stage) Label() string {
	for _, row := range Stages {
		if row.Stage == s {
			return row.Label
		}
	}
	return ""
}

func (s Stage) order() int {
	for i, row := range Stages {
		if row.Stage == s {
			return i
		}
	}
	return -1
}

// A Plan is the stages that an agency has set for one kind of subject.
type Plan []Stage

// DefaultPlan is 自审、科（股）室审核、保密审查、签发.
var DefaultPlan = Plan{SelfCheck, SectionOK, Secrecy, Signature}

// Check returns what is wrong with a plan: it must keep the order, hold the secrecy review and end with the signature,
// and have three stages at least, two of them not the author's own.
// 法源: 《条例》第十七条、《保密法实施条例》第四十二条。
func (p Plan) Check() []fault.Problem {
	var problems []fault.Problem
	wrong := func(cite law.Citation, message string) {
		problems = append(problems, fault.Problem{Field: "stages", Message: message, Cite: cite})
	}
	last := -1
	for _, stage := range p {
		n := stage.order()
		if n < 0 {
			wrong(law.Citation{}, "有不认识的审查环节")
			continue
		}
		if n <= last {
			wrong(law.Citation{}, "审查环节的顺序应为自审、科（股）室审核、合法性审核、保密审查、公开工作机构审核、签发，且不重复")
		}
		last = n
	}
	if !slices.Contains(p, Secrecy) {
		wrong(law.SecretsReg.Art(42), "审查环节必须包括保密审查")
	}
	if len(p) == 0 || p[len(p)-1] != Signature {
		wrong(law.OGI.Art(17).P(1), "最后一个审查环节必须是签发")
	}
	if len(p) < fewest || len(p)-count(p, SelfCheck) < fewestOthers {
		wrong(law.OGI.Art(17).P(1), "至少要有三个审查环节（三审），其中至少两个由拟稿人以外的人办理")
	}
	return problems
}

// fewest is 三审; of these at least two are not the author's own, so that a bureau of three people can do it.
const (
	fewest       = 3
	fewestOthers = 2
)

func count(p Plan, stage Stage) int {
	n := 0
	for _, s := range p {
		if s == stage {
			n++
		}
	}
	return n
}
