package decision

import (
	"slices"

	"gongkai/law"
)

// A QuestionID names a question.
type QuestionID string

// A Question is one step of the way to an outcome; it is answered yes or no.
type Question struct {
	ID   QuestionID
	Text string
	Cite law.Citation
	Yes  Turn
	No   Turn
}

// A Turn is where an answer leads: to the next question, to an outcome, or to something that must be done first.
type Turn struct {
	Next    QuestionID
	Outcome Outcome
	Sub     SubReason
	Ground  Ground // noted on the way
	Do      string // what must be done before the question can be answered again
}

// Questions are asked in the order of the law: whether the application can be handled, whether there is such
// information and who has it, and whether it may be disclosed.
var Questions = []Question{
	{"withdrawn", "申请人是否已经撤回申请？", law.OGI.Art(27), end(OtherwiseDisposed, WithdrawnByApp), next("clear")},
	{"clear", "申请内容是否明确，能够据以查找？", law.OGI.Art(29).P(2), next("excessive"), next("noticed")},
	{"noticed", "是否已经一次性告知补正？", law.OGI.Art(30), next("corrected"), do("在收到申请之日起的法定期限内一次性告知补正事项和合理的补正期限")},
	{"corrected", "申请人是否已经补正？", law.OGI.Art(30), end(UnableStillUnclear, ""), next("correction_over")},
	{"correction_over", "补正期限是否已经届满，且没有正当理由？", law.OGI.Art(30), end(OtherwiseNotCorrected, ""), do("等待申请人补正")},
	{"excessive", "申请的数量、频次是否明显超过合理范围？", law.OGI.Art(35), next("demanded"), next("petition")},
	{"demanded", "是否已经要求申请人说明理由？", law.OGI.Art(35), next("unreasonable"), do("要求申请人说明理由，或者依法收取信息处理费")},
	{"unreasonable", "申请理由是否不合理（包括逾期没有说明）？", law.OGI.Art(35), end(NotProcessedExcessive, ""), next("unpaid")},
	{"unpaid", "已经发出收费通知，而申请人逾期没有缴纳？", law.OGI.Art(42).P(1), end(OtherwiseNotPaid, ""), next("petition")},
	{"petition", "是否以申请的形式进行信访、投诉、举报等活动？", law.OGI.Art(39).P(1), end(NotProcessedPetition, ""), next("publication")},
	{"publication", "是否要求提供政府公报、报刊、书籍等公开出版物？", law.OGI.Art(39).P(2), end(NotProcessedPublished, ""), next("repeat")},
	{"repeat", "是否已就相同内容作出答复，申请人又重复申请？", ogi(36, 6), end(NotProcessedRepeat, ""), next("reissue")},
	{"reissue", "是否要求对已经获取的信息进行确认或者重新出具？", law.OGI.Art(2), end(NotProcessedReissue, ""), next("information")},
	{"information", "所申请的是否属于政府信息？", law.OGI.Art(2), next("enquiry"), end(OtherwiseDisposed, NotInformation)},
	{"enquiry", "是否属于工商、不动产登记资料等，法律、行政法规对其获取有特别规定？", ogi(36, 7), end(Enquiry, ""), next("responsible")},
	{"responsible", "是否属于本机关负责公开？", ogi(36, 5), next("found"), end(UnableNotHeld, OtherAgency)},
	{"found", "经检索，是否有所申请的信息？", ogi(36, 4), next("ready"), next("creation")},
	{"creation", "本机关有零散的材料，但须加工、分析、另行制作才能提供？", law.OGI.Art(38), end(UnableNeedsCreation, ""), end(UnableNotHeld, DoesNotExist)},
	{"ready", "是否为现成的信息，不需要加工、分析？", law.OGI.Art(38), next("public"), end(UnableNeedsCreation, "")},
	{"public", "所申请的信息是否已经主动公开？", ogi(36, 1), end(Disclosed, ""), next("secret")},
	{"secret", "是否含有依法确定为国家秘密的内容？", law.OGI.Art(14), ground(GroundStateSecret), next("prohibited")},
	{"prohibited", "是否含有法律、行政法规禁止公开的内容？", law.OGI.Art(14), ground(GroundProhibited), next("security")},
	{"security", "公开后是否可能危及国家安全、公共安全、经济安全、社会稳定？", law.OGI.Art(14), ground(GroundSecurity), next("third_party")},
	{"third_party", "是否涉及商业秘密、个人隐私等，公开会损害第三方合法权益？", law.OGI.Art(15), next("consulted"), next("internal")},
	{"consulted", "是否已经书面征求第三方意见，且第三方已答复或者期限届满？", law.OGI.Art(32), next("agrees"), do("书面征求第三方意见，告知其在法定期限内答复")},
	{"agrees", "第三方是否同意公开？", law.OGI.Art(15), next("internal"), next("public_interest")},
	{"public_interest", "不公开是否会对公共利益造成重大影响？", law.OGI.Art(15), next("internal"), ground(GroundThirdParty)},
	{"internal", "是否属于人事管理、后勤管理、内部工作流程三类内部事务信息，且决定不予公开？", law.OGI.Art(16).P(1), ground(GroundInternal), next("deliberative")},
	{"deliberative", "是否属于讨论记录、过程稿、磋商信函、请示报告四类过程性信息，没有应当公开的规定，且决定不予公开？", law.OGI.Art(16).P(2), ground(GroundDeliberative), next("enforcement")},
	{"enforcement", "是否属于行政执法案卷信息，没有应当公开的规定，且决定不予公开？", law.OGI.Art(16).P(2), ground(GroundEnforcement), end(Disclosed, "")},
	{"severable", "能否区分处理，公开其余部分？", law.OGI.Art(37), end(Partial, ""), Turn{}},
}

func next(id QuestionID) Turn { return Turn{Next: id} }

func end(o Outcome, sub SubReason) Turn { return Turn{Outcome: o, Sub: sub} }

func do(what string) Turn { return Turn{Do: what} }

// ground notes why something is withheld and asks whether the rest can be disclosed.
func ground(g Ground) Turn { return Turn{Next: "severable", Ground: g} }

// An Answer is a question with its answer.
type Answer struct {
	Question Question
	Yes      bool
}

// A Proposal is where the answers lead.
type Proposal struct {
	Steps   []Answer  // the questions on the way, answered
	Next    *Question // the question to ask now; nil when the way has ended
	Do      string    // what must be done first; empty when the way has ended in an outcome
	Outcome Outcome
	Sub     SubReason
	Grounds []Ground
	Cite    law.Citation // the article of the last step
}

// Ask follows the answers from the first question. Answers off the way are ignored, so a form may keep them when the
// person goes back.
// 法源: 《条例》第十四条、《条例》第十五条、《条例》第十六条、《条例》第三十六条、《条例》第三十七条、《条例》第三十八条、《条例》第三十九条。
func Ask(answers map[QuestionID]bool) Proposal {
	var p Proposal
	for id := Questions[0].ID; id != ""; {
		q, _ := QuestionOf(id)
		yes, answered := answers[id]
		if !answered {
			p.Next = &q
			return p
		}
		p.Steps = append(p.Steps, Answer{q, yes})
		p.Cite = q.Cite
		turn := q.No
		if yes {
			turn = q.Yes
		}
		if turn.Ground != "" {
			p.Grounds = append(p.Grounds, turn.Ground)
		}
		p.Outcome, p.Sub, p.Do = turn.Outcome, turn.Sub, turn.Do
		id = turn.Next
	}
	if p.Outcome == "" && p.Do == "" { // nothing can be severed: the ground decides
		row, _ := GroundOf(p.Grounds[len(p.Grounds)-1])
		p.Outcome, p.Cite = row.Outcome, row.Cite
	}
	return p
}

// QuestionOf returns the question with the id, and false for an unknown one.
func QuestionOf(id QuestionID) (Question, bool) {
	i := slices.IndexFunc(Questions, func(q Question) bool { return q.ID == id })
	if i < 0 {
		return Question{}, false
	}
	return Questions[i], true
}
