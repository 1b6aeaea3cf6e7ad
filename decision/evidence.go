package decision

import "gongkai/law"

// Evidence is a kind of document that must be on file, because the agency bears the burden of proof.
type Evidence string

// The kinds of evidence.
const (
	Supply            Evidence = "supply"
	Severance         Evidence = "severance"
	Classification    Evidence = "classification"
	ProhibitingRule   Evidence = "prohibiting_rule"
	HarmStatement     Evidence = "harm_statement"
	ThirdPartyFile    Evidence = "third_party_file"
	InterestBalance   Evidence = "interest_balance"
	ThirdPartyNotice  Evidence = "third_party_notice"
	KindStatement     Evidence = "kind_statement"
	SpecialRule       Evidence = "special_rule"
	SearchLog         Evidence = "search_log"
	Responsibility    Evidence = "responsibility"
	CreationStatement Evidence = "creation_statement"
	CorrectionNotice  Evidence = "correction_notice"
	CorrectedText     Evidence = "corrected_text"
	PetitionStatement Evidence = "petition_statement"
	EarlierReply      Evidence = "earlier_reply"
	PublicationRoute  Evidence = "publication_route"
	FrequencyRecord   Evidence = "frequency_record"
	ReasonsDemand     Evidence = "reasons_demand"
	ObtainedRecord    Evidence = "obtained_record"
	FeeNotice         Evidence = "fee_notice"
	Withdrawal        Evidence = "withdrawal"
	ClosingNote       Evidence = "closing_note"
)

// An EvidenceRow names a kind of evidence.
type EvidenceRow struct {
	Evidence Evidence
	Label    string
	Content  string // what it must show
	Cite     law.Citation
}

// Proofs is the table of the kinds of evidence.
var Proofs = []EvidenceRow{
	{Supply, "提供记录", "所提供信息的内容和形式；已经公开的，公开的网址、载体和日期", law.OGI.Art(36)},
	{Severance, "区分处理说明", "可以公开的部分、不予公开的部分和各自的理由", law.OGI.Art(37)},
	{Classification, "定密依据", "密级标志、保密期限、定密责任人或者密级鉴定结论", law.OGI.Art(14)},
	{ProhibitingRule, "禁止公开的规定", "禁止公开的法律、行政法规的名称和条款", law.OGI.Art(14)},
	{HarmStatement, "危害说明", "公开后可能危及三安全一稳定的证据或者合理说明", law.OGI.Art(14)},
	{ThirdPartyFile, "征求第三方意见材料", "征求意见书、送达日期和第三方意见；逾期未提出意见的，期限届满的记录", law.OGI.Art(32)},
	{InterestBalance, "公共利益衡量", "不公开是否会对公共利益造成重大影响", law.OGI.Art(15)},
	{ThirdPartyNotice, "第三方告知书", "决定公开的内容和理由，已书面告知第三方", law.OGI.Art(32)},
	{KindStatement, "信息性质说明", "所申请信息属于法定的哪一类及其理由", law.OGI.Art(36)},
	{SpecialRule, "特别规定", "对该类信息的查询有特别规定的法律、行政法规和办理机构", law.OGI.Art(36).I(7)},
	{SearchLog, "检索记录", "检索人、日期、范围、关键词和结果", law.OGI.Art(36).I(4)},
	{Responsibility, "公开职责说明", "不负责公开的理由；能够确定负责机关的，其名称和联系方式", law.OGI.Art(36).I(5)},
	{CreationStatement, "无现成信息说明", "所申请信息需要加工、分析的情况", law.OGI.Art(38)},
	{CorrectionNotice, "补正告知书", "一次性告知的补正事项、合理期限和送达日期", law.OGI.Art(30)},
	{CorrectedText, "补正后的申请", "申请人补正的内容和收到日期", law.OGI.Art(30)},
	{PetitionStatement, "诉求说明", "申请内容实为信访、投诉、举报的部分和相应渠道", law.OGI.Art(39).P(1)},
	{EarlierReply, "前次答复", "前次答复的文号、日期和相同的申请内容", law.OGI.Art(36).I(6)},
	{PublicationRoute, "出版物获取途径", "出版物的名称和获取途径", law.OGI.Art(39).P(2)},
	{FrequencyRecord, "申请数量、频次记录", "申请人申请的件数、时间和明显超过合理范围的情况", law.OGI.Art(35)},
	{ReasonsDemand, "说明理由告知书", "要求说明理由的告知、送达日期和申请人的说明", law.OGI.Art(35)},
	{ObtainedRecord, "已获取信息的记录", "申请人已经获取该信息的证明", law.OGI.Art(2)},
	{FeeNotice, "收费通知书", "收费依据、标准、数额、缴纳方式、期限和送达日期", law.Fees.Art(6)},
	{Withdrawal, "撤回申请书", "申请人撤回申请的书面材料和日期", law.OGI.Art(27)},
	{ClosingNote, "终结办理说明", "终结办理的事实和理由", law.OGI.Art(45)},
}

// EvidenceOf returns the row of the kind, and false for an unknown one.
func EvidenceOf(e Evidence) (EvidenceRow, bool) {
	for _, row := range Proofs {
		if row.Evidence == e {
			return row, true
		}
	}
	return EvidenceRow{}, false
}
