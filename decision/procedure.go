package decision

import (
	"gongkai/civil"
	"gongkai/law"
)

// procedure requires the steps without which some outcomes are unlawful.
// 法源: 《条例》第三十条、《条例》第三十五条、《条例》第四十二条第一款、109号文第六条。
func (c *checker) procedure() {
	switch c.draft.Outcome {
	case UnableStillUnclear:
		c.stillUnclear()
	case OtherwiseNotCorrected:
		c.notCorrected()
	case NotProcessedExcessive:
		c.excessive()
	case OtherwiseNotPaid:
		c.notPaid()
	}
	if withdrawn := c.facts.WithdrawnOn; c.draft.Sub == WithdrawnByApp && (withdrawn.IsZero() || withdrawn.After(c.draft.DecidedOn)) {
		c.fail("outcome", law.OGI.Art(27), "没有申请人撤回申请的记录")
	}
}

func (c *checker) stillUnclear() {
	cite := law.OGI.Art(30)
	switch f := c.facts; {
	case f.CorrectionNoticedOn.IsZero():
		c.fail("outcome", cite, "没有告知补正，不能以补正后仍不明确为由答复")
	case f.CorrectedOn.IsZero():
		c.fail("outcome", cite, "申请人没有补正；无正当理由逾期不补正的，应当按视为放弃申请处理")
	}
}

func (c *checker) notCorrected() {
	cite := law.OGI.Art(30)
	switch f := c.facts; {
	case f.CorrectionNoticedOn.IsZero():
		c.fail("outcome", cite, "没有告知补正，不能以逾期不补正为由不再处理")
	case !f.CorrectedOn.IsZero():
		c.fail("outcome", cite, "申请人已于%s补正", f.CorrectedOn.Chinese())
	case !c.over(f.CorrectionUntil):
		c.fail("outcome", cite, "补正期限%s尚未届满", until(f.CorrectionUntil))
	}
}

func (c *checker) excessive() {
	cite := law.OGI.Art(35)
	switch f := c.facts; {
	case f.ReasonsDemandedOn.IsZero():
		c.fail("outcome", cite, "没有要求申请人说明理由，不能以大量反复申请为由不予处理")
	case f.ReasonsGivenOn.IsZero() && !c.over(f.ReasonsUntil):
		c.fail("outcome", cite, "申请人说明理由的期限%s尚未届满", until(f.ReasonsUntil))
	}
}

func (c *checker) notPaid() {
	cite := law.Fees.Art(6)
	switch f := c.facts; {
	case f.FeeNoticedOn.IsZero():
		c.fail("outcome", cite, "没有发出收费通知，不能以逾期未缴费为由不再处理")
	case !f.FeePaidOn.IsZero():
		c.fail("outcome", cite, "申请人已于%s缴费", f.FeePaidOn.Chinese())
	case !c.over(f.FeeUntil):
		c.fail("outcome", cite, "缴费期限%s尚未届满", until(f.FeeUntil))
	}
}

// over reports whether a known term ended before the decision.
func (c *checker) over(until civil.Date) bool {
	return !until.IsZero() && c.draft.DecidedOn.After(until)
}

func until(d civil.Date) string {
	if d.IsZero() {
		return "（没有登记）"
	}
	return "（" + d.Chinese() + "）"
}
