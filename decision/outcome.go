package decision

import (
	"gongkai/civil"
	"gongkai/law"
)

// An Outcome is how an application ended: a leaf row of table three.
type Outcome string

// The outcomes in the order of table three.
const (
	Disclosed              Outcome = "O1"
	Partial                Outcome = "O2"
	StateSecret            Outcome = "O3.1"
	Prohibited             Outcome = "O3.2"
	Security               Outcome = "O3.3"
	ThirdParty             Outcome = "O3.4"
	InternalAffairs        Outcome = "O3.5"
	Deliberative           Outcome = "O3.6"
	EnforcementFile        Outcome = "O3.7"
	Enquiry                Outcome = "O3.8"
	UnableNotHeld          Outcome = "O4.1"
	UnableNeedsCreation    Outcome = "O4.2"
	UnableStillUnclear     Outcome = "O4.3"
	NotProcessedPetition   Outcome = "O5.1"
	NotProcessedRepeat     Outcome = "O5.2"
	NotProcessedPublished  Outcome = "O5.3"
	NotProcessedExcessive  Outcome = "O5.4"
	NotProcessedReissue    Outcome = "O5.5"
	OtherwiseNotCorrected  Outcome = "O6.1"
	OtherwiseNotPaid       Outcome = "O6.2"
	OtherwiseDisposed      Outcome = "O6.3"
	groupNonDisclosure             = "（三）不予公开"
	groupUnable                    = "（四）无法提供"
	groupNotProcessed              = "（五）不予处理"
	groupOtherwiseDisposed         = "（六）其他处理"
)

// A SubReason tells apart what shares a row of table three but not a letter or a remedy.
type SubReason string

// The sub-reasons.
const (
	DoesNotExist   SubReason = "O4.1a" // 经检索没有
	OtherAgency    SubReason = "O4.1b" // 不属于本机关负责公开
	WithdrawnByApp SubReason = "O6.3a" // 申请人撤回
	NotInformation SubReason = "O6.3b" // 不属于政府信息
	OtherEnd       SubReason = "O6.3c" // 其他原因终结
)

// A Letter is the id of a standard letter.
type Letter string

// A Block is a class of the notice of remedies that closes a letter.
type Block string

// The blocks.
const (
	ReconFirst   Block = "RB-A" // 复议 first, then a suit
	ReconOrCourt Block = "RB-B" // 复议 or a suit
	NoRemedy     Block = "RB-0" // nothing was decided against anybody
)

// A Leaf is one row of the table of outcomes.
type Leaf struct {
	Outcome  Outcome
	Group    string // the label of the group in table three, empty for （一） and （二）
	Label    string // the label of the row, exact
	Short    string // as lists and screens show it
	Basis    []law.Citation
	Ground   Ground     // the ground on which it withholds, for O3.1 to O3.7
	Evidence []Evidence // what must be on file
	Letter   Letter     // the letter, unless a variant has another
	Block    Block      // the remedies since 2024-01-01, unless a variant has others
	Variants []Variant  // of which the draft must name one
}

// A Variant is a sub-reason with what differs from its leaf.
type Variant struct {
	Sub      SubReason
	Label    string
	Basis    []law.Citation
	Evidence []Evidence
	Letter   Letter
	Block    Block
}

// Outcomes is the table, in the order of table three.
var Outcomes = []Leaf{
	{Disclosed, "", "（一）予以公开", "予以公开", cites(ogi(36, 1), ogi(36, 2)), "", evidence(Supply), "L12", ReconOrCourt, nil},
	{Partial, "", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "部分公开", cites(law.OGI.Art(37)), "", evidence(Supply, Severance), "L13", ReconFirst, nil},
	{StateSecret, groupNonDisclosure, "1.属于国家秘密", "不予公开·国家秘密", cites(law.OGI.Art(14), ogi(36, 3)), GroundStateSecret, evidence(Classification), "L14", ReconFirst, nil},
	{Prohibited, groupNonDisclosure, "2.其他法律行政法规禁止公开", "不予公开·法律行政法规禁止", cites(law.OGI.Art(14), ogi(36, 3)), GroundProhibited, evidence(ProhibitingRule), "L14", ReconFirst, nil},
	{Security, groupNonDisclosure, "3.危及“三安全一稳定”", "不予公开·三安全一稳定", cites(law.OGI.Art(14), ogi(36, 3)), GroundSecurity, evidence(HarmStatement), "L14", ReconFirst, nil},
	{ThirdParty, groupNonDisclosure, "4.保护第三方合法权益", "不予公开·第三方权益", cites(law.OGI.Art(15), law.OGI.Art(32), ogi(36, 3)), GroundThirdParty, evidence(ThirdPartyFile, InterestBalance), "L14", ReconFirst, nil},
	{InternalAffairs, groupNonDisclosure, "5.属于三类内部事务信息", "不予公开·内部事务", cites(law.OGI.Art(16).P(1), ogi(36, 3)), GroundInternal, evidence(KindStatement), "L14", ReconFirst, nil},
	{Deliberative, groupNonDisclosure, "6.属于四类过程性信息", "不予公开·过程性信息", cites(law.OGI.Art(16).P(2), ogi(36, 3)), GroundDeliberative, evidence(KindStatement), "L14", ReconFirst, nil},
	{EnforcementFile, groupNonDisclosure, "7.属于行政执法案卷", "不予公开·执法案卷", cites(law.OGI.Art(16).P(2), ogi(36, 3)), GroundEnforcement, evidence(KindStatement), "L14", ReconFirst, nil},
	{Enquiry, groupNonDisclosure, "8.属于行政查询事项", "行政查询事项", cites(ogi(36, 7)), "", evidence(SpecialRule), "L15", ReconOrCourt, nil},
	{UnableNotHeld, groupUnable, "1.本机关不掌握相关政府信息", "本机关不掌握", cites(ogi(36, 4), ogi(36, 5)), "", nil, "L16", ReconOrCourt, []Variant{
		{DoesNotExist, "经检索没有所申请的信息", cites(ogi(36, 4)), evidence(SearchLog), "L16", ReconOrCourt},
		{OtherAgency, "不属于本行政机关负责公开", cites(law.OGI.Art(10), ogi(36, 5)), evidence(Responsibility), "L17", ReconOrCourt},
	}},
	{UnableNeedsCreation, groupUnable, "2.没有现成信息需要另行制作", "需要另行制作", cites(law.OGI.Art(38)), "", evidence(SearchLog, CreationStatement), "L18", ReconOrCourt, nil},
	{UnableStillUnclear, groupUnable, "3.补正后申请内容仍不明确", "补正后仍不明确", cites(law.OGI.Art(30)), "", evidence(CorrectionNotice, CorrectedText), "L19", ReconOrCourt, nil},
	{NotProcessedPetition, groupNotProcessed, "1.信访举报投诉类申请", "信访举报投诉类", cites(law.OGI.Art(39).P(1)), "", evidence(PetitionStatement), "L20", ReconOrCourt, nil},
	{NotProcessedRepeat, groupNotProcessed, "2.重复申请", "重复申请", cites(ogi(36, 6)), "", evidence(EarlierReply), "L20", ReconOrCourt, nil},
	{NotProcessedPublished, groupNotProcessed, "3.要求提供公开出版物", "公开出版物", cites(law.OGI.Art(39).P(2)), "", evidence(PublicationRoute), "L20", ReconOrCourt, nil},
	{NotProcessedExcessive, groupNotProcessed, "4.无正当理由大量反复申请", "大量反复申请", cites(law.OGI.Art(35)), "", evidence(FrequencyRecord, ReasonsDemand), "L20", ReconOrCourt, nil},
	{NotProcessedReissue, groupNotProcessed, "5.要求行政机关确认或重新出具已获取信息", "确认或重新出具", cites(law.OGI.Art(2), law.OGI.Art(38)), "", evidence(ObtainedRecord), "L20", ReconOrCourt, nil},
	{OtherwiseNotCorrected, groupOtherwiseDisposed, "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", "逾期不补正", cites(law.OGI.Art(30)), "", evidence(CorrectionNotice), "L21", ReconOrCourt, nil},
	{OtherwiseNotPaid, groupOtherwiseDisposed, "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请", "逾期未缴费", cites(law.OGI.Art(42).P(1), law.Fees.Art(6)), "", evidence(FeeNotice), "L21", ReconOrCourt, nil},
	{OtherwiseDisposed, groupOtherwiseDisposed, "3.其他", "其他", cites(law.Form2021.Whole()), "", nil, "L21", ReconOrCourt, []Variant{
		{WithdrawnByApp, "申请人撤回申请", cites(law.OGI.Art(27)), evidence(Withdrawal), "L21", NoRemedy},
		{NotInformation, "所申请的不是政府信息", cites(law.OGI.Art(2)), evidence(KindStatement), "L21", ReconOrCourt},
		{OtherEnd, "其他原因终结办理", cites(law.Form2021.Whole()), evidence(ClosingNote), "L21", ReconOrCourt},
	}},
}

func ogi(art, item int) law.Citation { return law.OGI.Art(art).I(item) }

func cites(c ...law.Citation) []law.Citation { return c }

func evidence(e ...Evidence) []Evidence { return e }

// LeafOf returns the row of the outcome, and false for a code that is not in the table.
func LeafOf(o Outcome) (Leaf, bool) {
	for _, leaf := range Outcomes {
		if leaf.Outcome == o {
			return leaf, true
		}
	}
	return Leaf{}, false
}

// variant returns the leaf as the sub-reason modifies it, and false where the two do not belong together.
func (l Leaf) variant(sub SubReason) (Leaf, bool) {
	if len(l.Variants) == 0 {
		return l, sub == ""
	}
	for _, v := range l.Variants {
		if v.Sub == sub {
			l.Basis, l.Evidence, l.Letter, l.Block = v.Basis, v.Evidence, v.Letter, v.Block
			return l, true
		}
	}
	return l, false
}

// LetterFor returns the letter of the outcome with its sub-reason, and false where the two do not belong together.
func LetterFor(o Outcome, sub SubReason) (Letter, bool) {
	leaf, known := LeafOf(o)
	leaf, ok := leaf.variant(sub)
	if !known || !ok {
		return "", false
	}
	return leaf.Letter, true
}

// A Reading settles what the law leaves open. The zero Reading treats 部分公开 as 不予公开 of the part withheld.
type Reading struct {
	PartialNotReconFirst bool // 部分公开 may go to court directly
}

// BlockOn returns the class of remedies of an outcome decided on the day, and false where outcome and sub-reason do not
// belong together. Before 2024-01-01 nothing had to go to 复议 first.
// 法源: 《行政复议法》第二十三条第一款第四项、《行政诉讼法》第四十四条第二款。
func (r Reading) BlockOn(o Outcome, sub SubReason, decided civil.Date) (Block, bool) {
	leaf, known := LeafOf(o)
	leaf, ok := leaf.variant(sub)
	switch {
	case !known || !ok:
		return "", false
	case leaf.Block == ReconFirst && law.ReconOn(decided) == law.Recon2009:
		return ReconOrCourt, true
	case o == Partial && r.PartialNotReconFirst:
		return ReconOrCourt, true
	}
	return leaf.Block, true
}
