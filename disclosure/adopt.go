package disclosure

import (
	"gongkai/civil"
	"gongkai/fault"
	"gongkai/law"
	"gongkai/review"
)

// Adopt returns the act that puts a record of an old site before the public again, with the day on which it was first
// published there. It demands a clearance for the very content, as [Publish] does.
// 法源: 《条例》第十七条第一款、《条例》第二十三条。
func Adopt(r Record, digest string, c review.Clearance, published, today civil.Date) (Act, error) {
	problems := r.Check(today)
	if !c.Clears(ReviewKind, string(r.ID), digest) {
		problems = append(problems, fault.Problem{Message: "没有人担保这条信息以前经过审查并已公开，不能导入", Cite: law.OGI.Art(17).P(1)})
	}
	if published.IsZero() || published.After(today) {
		problems = append(problems, fault.Problem{Field: "published_on", Message: "请填写原来的发布日期，不能晚于今天"})
	} else if published.Before(r.FormedOn) {
		problems = append(problems, fault.Problem{Field: "published_on", Message: "发布日期早于成文日期，请核对"})
	}
	if len(problems) > 0 {
		return Act{}, fault.Of(problems)
	}
	return Act{Kind: Published, On: published, Version: 1, Digest: digest}, nil
}
