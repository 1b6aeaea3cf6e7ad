package decision

import (
	"fmt"
	"slices"
	"strings"

	"gongkai/civil"
	"gongkai/fault"
	"gongkai/law"
)

// A Draft is a decision before it is issued.
type Draft struct {
	Outcome        Outcome
	Sub            SubReason
	DecidedOn      civil.Date
	Grounds        []Ground // on which something is withheld
	Reason         string   // how the facts meet the elements of the rule, as the letter will say
	Discloses      bool     // something is disclosed
	Withholds      bool     // something is withheld
	PublicInterest bool     // disclosed against a third party because 公共利益 demands it
}

// An Opinion is what became of a consultation of a third party.
type Opinion struct {
	SentOn     civil.Date
	LapsesOn   civil.Date // the end of the term for its answer; no day where it is not known
	AnsweredOn civil.Date
	Agrees     bool // agrees to disclosure
}

// Facts are what is on file about the application.
type Facts struct {
	ReceivedOn          civil.Date
	Evidence            []Evidence
	Opinions            []Opinion
	CorrectionNoticedOn civil.Date
	CorrectionUntil     civil.Date
	CorrectedOn         civil.Date
	ReasonsDemandedOn   civil.Date
	ReasonsUntil        civil.Date
	ReasonsGivenOn      civil.Date
	FeeNoticedOn        civil.Date
	FeeUntil            civil.Date
	FeePaidOn           civil.Date
	WithdrawnOn         civil.Date
}

// has reports whether evidence of the kind is on file.
func (f Facts) has(e Evidence) bool { return slices.Contains(f.Evidence, e) }

// A checker gathers problems.
type checker struct {
	draft    Draft
	facts    Facts
	leaf     Leaf
	problems []fault.Problem
}

func (c *checker) fail(field string, cite law.Citation, format string, args ...any) {
	c.problems = append(c.problems, fault.Problem{Field: field, Message: fmt.Sprintf(format, args...), Cite: cite})
}

// Check returns everything that stands against issuing the draft on the facts, in the order of the form.
// 法源: 《条例》第三十六条、《条例》第三十七条。
func Check(draft Draft, facts Facts) []fault.Problem {
	leaf, ok := LeafOf(draft.Outcome)
	if !ok {
		return []fault.Problem{{Field: "outcome", Message: fmt.Sprintf("没有“%s”这种办理结果", draft.Outcome)}}
	}
	c := &checker{draft: draft, facts: facts}
	c.leaf, ok = leaf.variant(draft.Sub)
	if !ok {
		c.subReason(leaf)
	}
	c.dates()
	c.reason()
	c.severance()
	c.grounds()
	c.evidence()
	c.thirdParties()
	c.procedure()
	return c.problems
}

func (c *checker) subReason(leaf Leaf) {
	if len(leaf.Variants) == 0 {
		c.fail("sub", law.Citation{}, "“%s”不分具体情形", leaf.Short)
		return
	}
	var labels []string
	for _, v := range leaf.Variants {
		labels = append(labels, v.Label)
	}
	c.fail("sub", leaf.Basis[0], "请选择“%s”的具体情形：%s", leaf.Short, strings.Join(labels, "、"))
}

func (c *checker) dates() {
	switch d, f := c.draft, c.facts; {
	case d.DecidedOn.IsZero():
		c.fail("decided_on", law.Citation{}, "请填写答复日期")
	case f.ReceivedOn.IsZero():
		c.fail("decided_on", law.OGI.Art(31), "申请尚未确认收到，不能答复")
	case d.DecidedOn.Before(f.ReceivedOn):
		c.fail("decided_on", law.OGI.Art(31), "答复日期（%s）早于收到申请之日（%s）", d.DecidedOn.Chinese(), f.ReceivedOn.Chinese())
	}
}

// reason requires that a decision which gives less than was asked for says why.
// 法源: 《条例》第三十六条第三项。
func (c *checker) reason() {
	if c.draft.Outcome != Disclosed && c.draft.Sub != WithdrawnByApp && strings.TrimSpace(c.draft.Reason) == "" {
		c.fail("reason", c.leaf.Basis[0], "请写明“%s”的理由", c.leaf.Short)
	}
}

// severance keeps apart the outcomes by what is disclosed and what withheld.
// 法源: 《条例》第三十七条、《条例》第三十六条。
func (c *checker) severance() {
	cite, d := law.OGI.Art(37), c.draft
	switch {
	case d.Outcome == Partial && !(d.Discloses && d.Withholds):
		c.fail("outcome", cite, "部分公开应当既有公开的部分，又有不予公开的部分")
	case d.Outcome != Partial && d.Discloses && d.Withholds:
		c.fail("outcome", cite, "能够区分处理、公开一部分的，办理结果应当是部分公开，不计其他情形")
	case d.Outcome == Disclosed && !d.Discloses:
		c.fail("outcome", law.OGI.Art(36).I(2), "予以公开应当写明公开的内容")
	case c.leaf.Ground != "" && !d.Withholds:
		c.fail("outcome", law.OGI.Art(36).I(3), "不予公开应当写明不予公开的内容")
	case d.Outcome != Disclosed && d.Outcome != Partial && d.Discloses:
		c.fail("outcome", law.OGI.Art(36), "公开了信息的，办理结果不能是“%s”", c.leaf.Short)
	}
}

// grounds requires those of the outcome, and only those.
// 法源: 《条例》第十四条、《条例》第十五条、《条例》第十六条。
func (c *checker) grounds() {
	for _, g := range c.draft.Grounds {
		row, ok := GroundOf(g)
		switch {
		case !ok:
			c.fail("grounds", law.Citation{}, "没有“%s”这种不予公开的理由", g)
		case c.draft.Outcome != Partial && c.leaf.Ground != g:
			c.fail("grounds", row.Cite, "“%s”不是“%s”的理由", row.Label, c.leaf.Short)
		}
	}
	switch {
	case c.leaf.Ground != "" && !slices.Contains(c.draft.Grounds, c.leaf.Ground):
		row, _ := GroundOf(c.leaf.Ground)
		c.fail("grounds", row.Cite, "“%s”的理由应当是“%s”", c.leaf.Short, row.Label)
	case c.draft.Outcome == Partial && len(c.draft.Grounds) == 0:
		c.fail("grounds", law.OGI.Art(37), "请写明不予公开部分的理由")
	}
}

// evidence requires what the outcome and each ground of a partial disclosure need.
// 法源: 《条例》第三十六条、《条例》第四十五条。
func (c *checker) evidence() {
	needed := slices.Clone(c.leaf.Evidence)
	if c.draft.Outcome == Partial {
		for _, g := range c.draft.Grounds {
			row, _ := GroundOf(g)
			leaf, _ := LeafOf(row.Outcome)
			needed = append(needed, leaf.Evidence...)
		}
	}
	if c.draft.PublicInterest {
		needed = append(needed, InterestBalance, ThirdPartyNotice)
	}
	seen := map[Evidence]bool{}
	for _, e := range needed {
		if row, _ := EvidenceOf(e); !seen[e] && !c.facts.has(e) {
			c.fail("evidence", row.Cite, "缺少%s：%s", row.Label, row.Content)
		}
		seen[e] = true
	}
}

// thirdParties holds the decision against what third parties said.
// 法源: 《条例》第十五条、《条例》第三十二条。
func (c *checker) thirdParties() {
	cite, withheld := law.OGI.Art(32), slices.Contains(c.draft.Grounds, GroundThirdParty)
	if c.draft.PublicInterest && !c.draft.Discloses {
		c.fail("public_interest", law.OGI.Art(15), "因公共利益公开的，应当写明公开的内容")
	}
	if withheld && len(c.facts.Opinions) == 0 {
		c.fail("opinions", cite, "以第三方权益为由不予公开的，应当书面征求第三方意见")
	}
	agreed := len(c.facts.Opinions) > 0
	for _, o := range c.facts.Opinions {
		agreed = agreed && !o.AnsweredOn.IsZero() && o.Agrees
		open := o.AnsweredOn.IsZero() && (o.LapsesOn.IsZero() || !c.draft.DecidedOn.After(o.LapsesOn))
		switch {
		case open && !o.LapsesOn.IsZero():
			c.fail("opinions", cite, "%s发出的征求意见尚未答复，期限至%s届满", o.SentOn.Chinese(), o.LapsesOn.Chinese())
		case open:
			c.fail("opinions", cite, "%s发出的征求意见尚未答复，对方收到的日期也没有登记", o.SentOn.Chinese())
		case !o.AnsweredOn.IsZero() && !o.Agrees && c.draft.Outcome == Disclosed && !c.draft.PublicInterest:
			c.fail("opinions", cite, "第三方不同意公开且有合理理由的，不予公开；认为不公开会对公共利益造成重大影响的，应当写明")
		}
	}
	if withheld && agreed {
		c.fail("grounds", law.OGI.Art(15), "第三方都同意公开的，不能以第三方权益为由不予公开")
	}
}
