package review

import (
	"slices"
	"strings"

	"gongkai/civil"
	"gongkai/fault"
	"gongkai/law"
)

// Vouched is the stage of the one act on which the clearance of an imported record rests. It is in no agency's plan.
const Vouched Stage = "vouched"

// VouchedLabel is its name on screens.
const VouchedLabel = "导入担保"

// A Voucher is what somebody declares about records that are brought over from an old site.
type Voucher struct {
	By        Person
	Statement string // that they were reviewed and public there, and how the person knows
}

// Vouch gives a clearance to a record that was reviewed and public before, elsewhere: the person answers for that with
// their name, also for the scans in it, which people looked at then. It holds for this content and for a day of publication
// that has passed, and never over a blocking finding: what must not be public is not made public again.
// 法源: 《条例》第十七条、《条例》第五十三条。
func Vouch(subject Subject, v Voucher, public, today civil.Date, findings []Finding) (Clearance, error) {
	var problems []fault.Problem
	wrong := func(field, message string) {
		problems = append(problems, fault.Problem{Field: field, Message: message, Cite: law.OGI.Art(17).P(1)})
	}
	if v.By.ID == "" {
		wrong("by", "请写明由谁担保这些信息以前经过审查并已公开")
	}
	if strings.TrimSpace(v.Statement) == "" {
		wrong("statement", "请写明担保的内容：这些信息以前在哪里、经过怎样的审查公开")
	}
	if public.IsZero() || public.After(today) {
		wrong("published_on", "导入的信息须有以前公开的日期，不能晚于今天")
	}
	if subject.Digest == "" {
		wrong("", "没有可供导入的内容")
	}
	problems = append(problems, standing(slices.DeleteFunc(slices.Clone(findings), func(f Finding) bool { return !f.Block }))...)
	if len(problems) > 0 {
		return Clearance{}, fault.Of(problems)
	}
	act := Signoff{Stage: Vouched, By: v.By, On: today, Verdict: Passed, Opinion: strings.TrimSpace(v.Statement), Digest: subject.Digest}
	return Clearance{subject, []Signoff{act}}, nil
}
