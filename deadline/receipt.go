package deadline

import (
	"gongkai/civil"
	"gongkai/law"
)

// receive fixes the day of receipt: submission in person or signature for the letter; for a plain letter, the internet
// and fax the day on which both sides confirm.
// 法源: 《条例》第三十一条第一项、《条例》第三十一条第二项、《条例》第三十一条第三项。
func (c *clock) receive() {
	in := c.in
	on, text, cite := in.ConfirmedOn, "", law.OGI.Art(31).I(2)
	switch in.Channel {
	case InPerson:
		on, text, cite = in.ArrivedOn, "当面提交申请，提交之日为收到申请之日", law.OGI.Art(31).I(1)
	case RegisteredMail:
		on, text = in.ArrivedOn, "签收邮寄的申请，签收之日为收到申请之日"
	case OrdinaryMail:
		text = "与申请人确认收到平常信函，确认之日为收到申请之日"
	case Online:
		text, cite = "双方确认收到通过互联网提交的申请，确认之日为收到申请之日", law.OGI.Art(31).I(3)
	case Fax:
		text, cite = "双方确认收到传真申请，确认之日为收到申请之日", law.OGI.Art(31).I(3)
	default:
		c.problem(in.ArrivedOn, law.OGI.Art(31), "不认识的申请渠道 %q", in.Channel)
		return
	}
	switch {
	case on.IsZero():
		c.wait(cite)
		return
	case !c.cal.Covers(on):
		c.problem(on, cite, "收到申请之日不在日历范围内")
		return
	case !in.Today.IsZero() && on.After(in.Today):
		c.problem(on, cite, "收到申请之日（%s）在今天（%s）之后", on.Chinese(), in.Today.Chinese())
		return
	case !in.ArrivedOn.IsZero() && on.Before(in.ArrivedOn):
		c.problem(on, cite, "确认之日（%s）早于申请到达之日（%s）", on.Chinese(), in.ArrivedOn.Chinese())
		return
	}
	c.first, c.received, c.base, c.stage, c.rules = on, on, on, Open, law.OGIOn(on)
	if c.rules == law.OGI2007 {
		cite = law.OGI2007.Art(24)
	}
	c.step(on, on, 0, cite, "%s%s，当日不计入期限", on.Chinese(), text)
	if in.Channel == OrdinaryMail && on != in.ArrivedOn && !in.ArrivedOn.IsZero() {
		c.step(in.ArrivedOn, on, 0, cite, "平常信函于%s到达，应当于当日与申请人确认；其后确认的，应当有未能联系上申请人的登记（207号文）", in.ArrivedOn.Chinese())
	}
}

// wait says why an application is not yet received.
func (c *clock) wait(cite law.Citation) {
	if c.in.ArrivedOn.IsZero() {
		c.problem(civil.Date{}, cite, "没有申请到达的日期")
		return
	}
	if c.in.Channel == InPerson || c.in.Channel == RegisteredMail {
		return
	}
	c.step(c.in.ArrivedOn, c.in.ArrivedOn, 0, cite, "申请于%s到达，尚未与申请人确认，期限尚未开始", c.in.ArrivedOn.Chinese())
}
