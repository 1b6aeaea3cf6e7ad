package demo

import (
	"gongkai/application"
	"gongkai/civil"
	"gongkai/deadline"
	"gongkai/decision"
	"gongkai/internal/casework"
)

// errands are applications that others than the 经办人 have a part in: a third party that was sent a link, an applicant who
// suggests publication. At the end everybody is told of what is nearly due and overdue.
func (b *builder) errands() {
	b.tell(tale{9, deadline.InPerson, 3, "北关街道路检测报告", []act{
		{2, "jingban", func(b *builder, id application.ID, on civil.Date, login string) error {
			_, err := b.cases.Consult(b.ctx, b.by(login), b.places[lively.Code], id, casework.Consult{Kind: application.ThirdPartyConsulted, Party: "检测单位",
				Name: "示例检测公司", Question: "拟公开北关街道路检测报告，其中载有贵公司的检测数据。请就是否同意公开及理由答复。", On: on, ReceivedOn: on})
			return err
		}},
		{3, "jingban", func(b *builder, id application.ID, on civil.Date, login string) error {
			section, err := b.section("业务一股")
			if err != nil {
				return err
			}
			until, _ := b.parts.Calendar(b.places[lively.Code]).Add(b.today, 1)
			return b.cases.AddFact(b.ctx, b.by(login), b.places[lively.Code], id, application.Fact{Kind: application.Assigned, On: on, Section: string(section), Until: until, Text: "请提供检测报告原件和委托合同"})
		}},
	}})
	b.tell(tale{70, deadline.InPerson, 2, "{上年}年路灯节能改造的验收结论", answer(6, decision.Disclosed, "", nil, "依申请提供验收结论", delivered(7, application.InPerson),
		fact(9, "jingban", application.Fact{Kind: application.Receipted, Text: "本人签收，回证入卷"}),
		fact(12, "jingban", application.Fact{Kind: application.Proposed, Text: "建议向社会公开历年路灯改造的验收结论"}))})
	b.on(b.today.AddDays(-10), func() error { // what was told long ago has been read
		for _, who := range []string{"jingban", "shenhe", "baomi", "qianfa", "fuze"} {
			if err := b.cases.SeeNotices(b.ctx, b.by(lively.Code+"-"+who), ""); err != nil {
				return err
			}
		}
		return nil
	})
	b.on(b.today, func() error {
		_, err := b.cases.Escalate(b.ctx)
		return err
	})
}
