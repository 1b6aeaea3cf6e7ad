package demo

import (
	"fmt"
	"strconv"
	"strings"

	"gongkai/applicant"
	"gongkai/application"
	"gongkai/civil"
	"gongkai/deadline"
	"gongkai/decision"
	"gongkai/disclosure"
	"gongkai/internal/casework"
	"gongkai/letter"
	"gongkai/review"
)

// A tale is one application of the invented bureau: when it came, and what happened in how many workdays after.
type tale struct {
	arrived int // workdays before today
	channel deadline.Channel
	who     int    // index of the applicant
	wanted  string // {年} is the year in which it came, {上年} the one before
	acts    []act
}

// An act happens some workdays after arrival.
type act struct {
	after int
	login string
	do    func(b *builder, id application.ID, on civil.Date, login string) error
}

// applicants are invented; the identity numbers are of the form of GB 11643 and belong to nobody.
var applicants = []applicant.Applicant{
	{Category: applicant.Natural, Name: "陈示例", Identity: applicant.Identity{Kind: applicant.ResidentCard, Number: "11010519491231002X"}, Phone: "13800000001", Address: "甘肃省武威市凉州区示例路1号", Postcode: "733000"},
	{Category: applicant.Natural, Name: "周示例", Identity: applicant.Identity{Kind: applicant.ResidentCard, Number: "440524188001010014"}, Phone: "13800000002", Address: "甘肃省武威市凉州区示例路2号", Postcode: "733000"},
	{Category: applicant.Business, Name: "示例建材有限公司", Identity: applicant.Identity{Kind: applicant.OrganisationID, Number: checked("91620602", "MA700001")}, Representative: "吴示例", Contact: "吴示例", Phone: "13800000003", Address: "甘肃省武威市凉州区示例路3号", Postcode: "733000"},
	{Category: applicant.LegalService, Name: "示例律师事务所", Identity: applicant.Identity{Kind: applicant.OrganisationID, Number: checked("31620000", "MD700002")}, Representative: "郑示例", Contact: "郑示例", Phone: "13800000004", Address: "甘肃省武威市凉州区示例路4号", Postcode: "733000"},
}

// livelyBureau tells of a bureau with work in every state.
func (b *builder) livelyBureau() {
	today := b.today
	ago := func(days int) string { return today.AddDays(-days).String() }
	for _, p := range []paper{
		{on: "2021-02-08", formed: "2021-02-02", item: "FD-02", kind: disclosure.Plain, title: "机关职能和机构设置", body: "<p>负责市政道路、照明和排水设施的建设和养护（演示虚构）。</p>"},
		{on: ago(300), formed: ago(320), item: "FD-01", kind: disclosure.Normative, title: "城市照明设施管理办法（演示）", docNo: b.numbered(320, "凉市政发〔%d〕1号"), effect: ago(300), until: today.AddMonths(3).String(), body: "<p>第一条　为规范城市照明设施管理，制定本办法。</p><p>第二条　本办法适用于城区道路照明。</p>"},
		{on: ago(40), formed: ago(45), item: "FD-10", kind: disclosure.Plain, title: "东大街排水改造工程进展（演示）", body: "<p>工程已完成管网铺设的六成，预计年底通水。</p>"},
		{on: ago(120), formed: ago(125), item: "FD-10", kind: disclosure.Plain, title: "西小十字人行道改造公示（演示，已撤下）", body: "<p>施工期间行人绕行路线。</p>", gone: ago(80), why: "绕行路线有误，已重新公示"},
		{on: ago(6), formed: ago(50), item: "FD-09", kind: disclosure.Plain, title: "路灯采购结果公告（演示，超期公开）", body: "<p>采购项目、成交供应商和成交金额。</p>"},
		{on: ago(3), formed: ago(5), item: "FD-12", kind: disclosure.Plain, title: "汛期道路积水应急预案（演示，待保密审查）", body: "<p>分级响应和处置流程。</p>", stop: review.Secrecy},
		{on: ago(2), formed: ago(4), item: "FD-05", kind: disclosure.Plain, title: "挖掘城市道路审批结果（演示，被退回）", body: "<p>审批事项和结果。</p>", stop: review.SectionOK, back: "请补充审批依据和办理日期"},
	} {
		b.publish(lively, p)
	}
	for _, t := range tales {
		b.tell(t)
	}
}

// tales are the applications, the oldest first.
var tales = []tale{
	{220, deadline.InPerson, 0, "{上年}年城区道路养护支出明细", answer(8, decision.Disclosed, "", nil, "依申请提供支出明细", delivered(9, application.ByPost), archived(12))},
	{180, deadline.RegisteredMail, 2, "东大街排水改造工程的中标合同", append(consult(3, 9), answer(14, decision.Partial, "", []decision.Ground{decision.GroundThirdParty}, "合同单价属于第三方商业秘密，其余内容公开", delivered(15, application.ByPost), archived(18))...)},
	{140, deadline.InPerson, 3, "2019年路灯控制系统的设计变更会议纪要", answer(11, decision.UnableNotHeld, decision.DoesNotExist, nil, "经检索档案室和电子公文系统，未制作该纪要", delivered(12, application.ByPost), archived(14))},
	{120, deadline.InPerson, 1, "本区不动产登记信息", answer(5, decision.UnableNotHeld, decision.OtherAgency, nil, "不动产登记信息由自然资源部门负责公开", delivered(6, application.InPerson), archived(8))},
	{90, deadline.InPerson, 1, "为什么不处理我反映的路灯不亮问题", answer(6, decision.NotProcessedPetition, "", nil, "申请内容为反映问题，可拨打12345热线", delivered(7, application.InPerson), archived(9))},
	{60, deadline.InPerson, 0, "路灯", []act{fact(5, "jingban", application.Fact{Kind: application.CorrectionRequested, Text: "请写明所需信息的名称、时间范围"}), withdrawn(9)}},
	{34, deadline.InPerson, 3, "近三年全部市政工程的全部资料", []act{
		fact(5, "jingban", application.Fact{Kind: application.CorrectionRequested, Text: "请明确工程名称和所需资料的种类"}), fact(11, "jingban", application.Fact{Kind: application.Corrected, Text: "改为北关街工程的施工许可和竣工验收文件"})}},
	{26, deadline.InPerson, 2, "停车场特许经营协议", []act{fact(18, "fuze", application.Fact{Kind: application.Extended, Workdays: 15, Text: "需要征求多方意见"})}},
	{21, deadline.InPerson, 0, "西关街道路照明改造的验收报告", nil},
	{18, deadline.RegisteredMail, 1, "夜间施工许可的审批材料", drafted(15, decision.EnforcementFile, []decision.Ground{decision.GroundEnforcement}, "属于行政执法案卷信息")},
	{15, deadline.InPerson, 2, "{年}年市政设施养护招标文件", append(consult(2, 0), assigned(3, "业务一股", "请于三日内提供招标文件"))},
	{4, deadline.InPerson, 3, "城市照明节能改造补贴发放名单", nil},
	{1, deadline.Online, 0, "{上年}年汛期积水点位清单", nil},
}

// tell turns a tale into steps.
func (b *builder) tell(t tale) {
	var id application.ID
	arrived, _ := b.parts.Calendar("").Add(b.today, -t.arrived)
	t.wanted = strings.NewReplacer("{年}", strconv.Itoa(arrived.Year()), "{上年}", strconv.Itoa(arrived.Year()-1)).Replace(t.wanted)
	b.on(arrived, func() error {
		slip, err := b.cases.Receive(b.ctx, b.by(lively.Code+"-jingban"), b.places[lively.Code], casework.Intake{Channel: t.channel, ArrivedOn: arrived,
			Applicant: applicants[t.who], Wanted: application.Wanted{Content: t.wanted, Form: "paper", Route: "post"}})
		id = slip.ID
		return err
	})
	for _, a := range t.acts {
		on, _ := b.parts.Calendar("").Add(arrived, a.after)
		b.on(on, func() error {
			if err := a.do(b, id, on, lively.Code+"-"+a.login); err != nil {
				return fmt.Errorf("%s: %w", t.wanted, err)
			}
			return nil
		})
	}
}

// fact adds a fact on its day.
func fact(after int, login string, f application.Fact) act {
	return act{after, login, func(b *builder, id application.ID, on civil.Date, login string) error {
		if f.On = on; f.Kind == application.CorrectionRequested {
			f.Until, _ = b.parts.Calendar("").Add(on, 15)
		}
		return b.cases.AddFact(b.ctx, b.by(login), b.places[lively.Code], id, f)
	}}
}

// assigned asks a section for material.
func assigned(after int, section, text string) act {
	return act{after, "jingban", func(b *builder, id application.ID, on civil.Date, login string) error {
		to, err := b.section(section)
		if err != nil {
			return err
		}
		return b.cases.AddFact(b.ctx, b.by(login), b.places[lively.Code], id, application.Fact{Kind: application.Assigned, On: on, Section: string(to), Text: text})
	}}
}

func delivered(after int, method application.Method) act {
	number := ""
	if method == application.ByPost {
		number = "XA00000000062"
	}
	return fact(after, "jingban", application.Fact{Kind: application.Delivered, Method: method, Number: number})
}

func archived(after int) act {
	return fact(after, "jingban", application.Fact{Kind: application.Archived})
}

func withdrawn(after int) act {
	return fact(after, "jingban", application.Fact{Kind: application.Withdrawn, Text: "申请人书面撤回"})
}

// consult sends a third party a letter and, if it answers, enters the answer: it objects.
func consult(sent, answered int) []act {
	acts := []act{{sent, "jingban", func(b *builder, id application.ID, on civil.Date, login string) error {
		received, _ := b.parts.Calendar("").Add(on, 1)
		return b.cases.AddFact(b.ctx, b.by(login), b.places[lively.Code], id, application.Fact{Kind: application.ThirdPartyConsulted, On: on, ReceivedOn: received, Party: "合同相对方", Text: "征求合同相对方意见"})
	}}}
	if answered > 0 {
		acts = append(acts, fact(answered, "jingban", application.Fact{Kind: application.ThirdPartyAnswered, Party: "合同相对方", Text: "不同意公开单价"}))
	}
	return acts
}

// drafted writes a decision with its evidence and hands it in; the reviewers have not signed yet.
func drafted(after int, outcome decision.Outcome, grounds []decision.Ground, reason string) []act {
	return []act{{after, "jingban", func(b *builder, id application.ID, on civil.Date, login string) error {
		return b.handIn(id, on, login, decision.Draft{Outcome: outcome, Grounds: grounds, Reason: reason, Withholds: true})
	}}}
}

// answer takes a decision through draft, review and issue on one day, followed by what comes after.
func answer(after int, outcome decision.Outcome, sub decision.SubReason, grounds []decision.Ground, reason string, then ...act) []act {
	return append([]act{{after, "jingban", func(b *builder, id application.ID, on civil.Date, login string) error {
		draft := decision.Draft{Outcome: outcome, Sub: sub, Grounds: grounds, Reason: reason,
			Discloses: outcome == decision.Disclosed || outcome == decision.Partial, Withholds: outcome == decision.Partial || len(grounds) > 0}
		if err := b.handIn(id, on, login, draft); err != nil {
			return err
		}
		for _, s := range []struct {
			stage review.Stage
			login string
		}{{review.SectionOK, "shenhe"}, {review.Secrecy, "baomi"}, {review.Signature, "qianfa"}} {
			if err := b.signDecision(id, lively.Code+"-"+s.login, s.stage); err != nil {
				return err
			}
		}
		_, err := b.cases.Issue(b.ctx, b.by(login), b.places[lively.Code], id)
		return err
	}}}, then...)
}

// handIn files every proof that the outcome needs, writes the letter and signs the self-check.
func (b *builder) handIn(id application.ID, on civil.Date, login string, draft decision.Draft) error {
	place := b.places[lively.Code]
	leaf, _ := decision.LeafOf(draft.Outcome)
	proofs := append([]decision.Evidence{}, leaf.Evidence...)
	for _, v := range leaf.Variants {
		if v.Sub == draft.Sub {
			proofs = append(proofs, v.Evidence...)
		}
	}
	if draft.Outcome == decision.Partial {
		proofs = append(proofs, decision.ThirdPartyFile, decision.InterestBalance)
	}
	for _, proof := range proofs {
		row, _ := decision.EvidenceOf(proof)
		f := application.Fact{Kind: application.Filed, On: on, Evidence: proof, Text: row.Label + "：" + row.Content}
		if err := b.cases.AddFact(b.ctx, b.by(login), place, id, f); err != nil {
			return err
		}
	}
	draft.DecidedOn = on
	typed := map[letter.Name]string{"提供内容": "所申请信息的复印件一份", "公开部分": "除第三方商业秘密以外的内容，复印件一份", "不公开部分": "合同单价", "诉求渠道": "12345热线"}
	if err := b.cases.SaveDecision(b.ctx, b.by(login), place, id, casework.Draft{Decision: draft, Typed: typed}); err != nil {
		return err
	}
	return b.signDecision(id, login, review.SelfCheck)
}

func (b *builder) signDecision(id application.ID, login string, stage review.Stage) error {
	seen, err := b.cases.Look(b.ctx, b.by(login), b.places[lively.Code], id)
	if err != nil {
		return err
	}
	return b.cases.SignOff(b.ctx, b.by(login), b.places[lively.Code], id, review.Signoff{Stage: stage, Verdict: review.Passed, Opinion: "同意", Digest: seen.Digest})
}
