package letter

import (
	"slices"

	"gongkai/civil"
	"gongkai/decision"
	"gongkai/law"
)

// An ID names a kind of letter: the number of the standard set, with a letter where one number has several texts.
type ID string

// A Family is a series of 文号.
type Family string

// The families. Forms and slips have no 文号.
const (
	NoNumber Family = ""
	Answers  Family = "answer"  // 答复书、不予处理和不再处理告知书
	Notices  Family = "notice"  // 补正、延期、说明理由等告知书
	Consults Family = "consult" // 征求意见书
	Charges  Family = "fee"     // 收费通知书
	Orders   Family = "order"   // 责令整改通知书、督办通知
)

// Families lists the families with their labels and with what is added to the 机关代字 by default.
var Families = []struct {
	Family Family
	Label  string
	Suffix string
}{{Answers, "答复书", ""}, {Notices, "告知书", "告"}, {Consults, "征求意见书", "征"}, {Charges, "收费通知书", "费"}, {Orders, "督办、责令整改通知", "督"}}

// A Side is who gets the letter.
type Side string

// The sides.
const (
	ToApplicant Side = "applicant"
	ToThird     Side = "third_party"
	ToAgency    Side = "agency" // another agency
	Inside      Side = "inside" // it stays in the file
)

// A Kind is one row of the table of letters.
type Kind struct {
	ID     ID
	Letter decision.Letter // the number in the standard set
	Name   string          // as lists show it
	Noun   string          // what follows the name of the agency in the title
	When   string          // in one sentence
	To     Side
	Family Family
	Block  decision.Block // the class of remedies, for letters that are no answer
	Cites  []law.Citation // that the text must name
	From   civil.Date     // the first day on which there is such a letter
	Until  civil.Date     // the last; no day while there is
}

var (
	from2019 = civil.MustParse("2019-05-15")
	from2021 = civil.MustParse("2021-01-01")
	rb0      = decision.NoRemedy
	rbB      = decision.ReconOrCourt
)

func ogi(art int) law.Citation { return law.OGI.Art(art) }

func cites(c ...law.Citation) []law.Citation { return c }

const answer = "政府信息公开申请答复书"

// Kinds is the table, in the order of the standard set.
var Kinds = []Kind{
	{"L01", "L01", "申请表", "政府信息公开申请表", "申请人提出申请时填写，或者由工作人员代填", ToApplicant, NoNumber, rb0, cites(ogi(29)), from2019, civil.Date{}},
	{"L02", "L02", "登记表", "政府信息公开申请登记表", "收到申请、登记入册时", Inside, NoNumber, rb0, cites(ogi(31)), from2019, civil.Date{}},
	{"L03", "L03", "接收回执", "政府信息公开申请接收回执", "收到申请后交给申请人", ToApplicant, NoNumber, rb0, cites(ogi(31)), from2019, civil.Date{}},
	{"L04", "L04", "补正告知书", "政府信息公开申请补正告知书", "申请内容不明确的，收到之日起七个工作日内一次性告知", ToApplicant, Notices, rb0, cites(ogi(30)), from2019, civil.Date{}},
	{"L05a", "L05", "说明理由告知书", "政府信息公开申请说明理由告知书", "申请的数量、频次明显超过合理范围的", ToApplicant, Notices, rb0, cites(ogi(35)), from2019, civil.Date{}},
	{"L05b", "L05", "延迟答复告知书", "政府信息公开申请延迟答复告知书", "申请理由合理，但是无法在法定期限内答复的", ToApplicant, Notices, rb0, cites(ogi(35)), from2019, civil.Date{}},
	{"L06", "L06", "延期答复告知书", "政府信息公开申请延期答复告知书", "不能在二十个工作日内答复、经负责人同意延长的，期限届满之前", ToApplicant, Notices, rb0, cites(ogi(33).P(2)), from2019, civil.Date{}},
	{"L07a", "L07", "征求意见书（第三方）", "政府信息公开征求第三方意见书", "公开会损害第三方合法权益的", ToThird, Consults, rb0, cites(ogi(15), ogi(32)), from2019, civil.Date{}},
	{"L07b", "L07", "第三方意见反馈表", "政府信息公开第三方意见反馈表", "随征求意见书寄给第三方填写", ToThird, NoNumber, rb0, cites(ogi(32)), from2019, civil.Date{}},
	{"L08", "L08", "征求意见告知书（申请人）", "政府信息公开申请征求意见告知书", "征求第三方或者其他机关意见的同时告知申请人", ToApplicant, Notices, rb0, cites(ogi(33).P(3)), from2019, civil.Date{}},
	{"L09a", "L09", "征求意见书（共同制作机关）", "政府信息公开征求共同制作机关意见书", "信息由多个机关共同制作的，由牵头机关发出", ToAgency, Consults, rb0, cites(ogi(34)), from2019, civil.Date{}},
	{"L09b", "L09", "协办函", "政府信息公开申请协办函", "需要其他机关提出意见或者确认的", ToAgency, Consults, rb0, cites(ogi(11).P(1), ogi(33).P(3)), from2019, civil.Date{}},
	{"L10", "L10", "第三方告知书", "政府信息公开第三方告知书", "因公共利益决定公开第三方不同意公开的信息时", ToThird, Notices, rbB, cites(ogi(15), ogi(32)), from2019, civil.Date{}},
	{"L11", "L11", "收费通知书", "政府信息公开信息处理费收费通知书", "申请数量、频次超过规定范围，决定收费的，在答复期限内", ToApplicant, Charges, rb0, cites(ogi(42).P(1), law.Fees.Whole()), from2021, civil.Date{}},
	{"L12a", "L12", "答复书·予以公开（提供）", answer, "决定公开并提供信息", ToApplicant, Answers, rbB, nil, from2019, civil.Date{}},
	{"L12b", "L12", "答复书·已主动公开", answer, "信息已经主动公开，告知获取的方式、途径", ToApplicant, Answers, rbB, nil, from2019, civil.Date{}},
	{"L13", "L13", "答复书·部分公开", answer, "能够区分处理，公开其余部分", ToApplicant, Answers, "", nil, from2019, civil.Date{}},
	{"L14", "L14", "答复书·不予公开", answer, "决定不予公开", ToApplicant, Answers, "", nil, from2019, civil.Date{}},
	{"L15", "L15", "答复书·行政查询事项", answer, "法律、行政法规对获取有特别规定的", ToApplicant, Answers, rbB, nil, from2019, civil.Date{}},
	{"L16", "L16", "答复书·信息不存在", answer, "经检索没有所申请的信息", ToApplicant, Answers, rbB, nil, from2019, civil.Date{}},
	{"L17", "L17", "答复书·非本机关公开", answer, "不属于本机关负责公开", ToApplicant, Answers, rbB, nil, from2019, civil.Date{}},
	{"L18", "L18", "答复书·需另行制作", answer, "没有现成信息，需要加工、分析", ToApplicant, Answers, rbB, nil, from2019, civil.Date{}},
	{"L19", "L19", "答复书·补正后仍不明确", answer, "补正之后内容仍不明确", ToApplicant, Answers, rbB, nil, from2019, civil.Date{}},
	{"L20a", "L20", "告知书·信访投诉举报", "政府信息公开申请不予处理告知书", "以申请的形式进行信访、投诉、举报", ToApplicant, Answers, rbB, nil, from2019, civil.Date{}},
	{"L20b", "L20", "告知书·重复申请", "政府信息公开申请不予处理告知书", "已就相同内容作出答复", ToApplicant, Answers, rbB, nil, from2019, civil.Date{}},
	{"L20c", "L20", "告知书·公开出版物", "政府信息公开申请不予处理告知书", "要求提供公开出版物", ToApplicant, Answers, rbB, nil, from2019, civil.Date{}},
	{"L20d", "L20", "告知书·大量反复申请", "政府信息公开申请不予处理告知书", "数量、频次明显超过合理范围而理由不合理", ToApplicant, Answers, rbB, nil, from2019, civil.Date{}},
	{"L20e", "L20", "告知书·确认或者重新出具", "政府信息公开申请不予处理告知书", "要求确认或者重新出具已经获取的信息", ToApplicant, Answers, rbB, nil, from2019, civil.Date{}},
	{"L21a", "L21", "告知书·逾期不补正", "政府信息公开申请不再处理告知书", "无正当理由逾期不补正，视为放弃申请", ToApplicant, Answers, rbB, nil, from2019, civil.Date{}},
	{"L21b", "L21", "告知书·逾期未缴费", "政府信息公开申请不再处理告知书", "逾期未按收费通知缴费，视为放弃申请", ToApplicant, Answers, rbB, nil, from2021, civil.Date{}},
	{"L21c", "L21", "告知书·撤回申请", "政府信息公开申请终结办理告知书", "申请人撤回申请", ToApplicant, Answers, rb0, nil, from2019, civil.Date{}},
	{"L21d", "L21", "告知书·不属于政府信息", "政府信息公开申请处理告知书", "所申请的不是政府信息", ToApplicant, Answers, rbB, nil, from2019, civil.Date{}},
	{"L21e", "L21", "告知书·其他终结", "政府信息公开申请终结办理告知书", "其他原因终结办理", ToApplicant, Answers, rbB, nil, from2019, civil.Date{}},
	{"L22a", "L22", "信息更正告知书", "政府信息更正告知书", "申请更正与其自身相关的信息记录，本机关有权更正的", ToApplicant, Answers, rbB, cites(ogi(41)), from2019, civil.Date{}},
	{"L22b", "L22", "更正申请转送函", "政府信息更正申请转送函", "本机关无权更正、转送有权机关的", ToAgency, Notices, rb0, cites(ogi(41)), from2019, civil.Date{}},
	{"L22c", "L22", "更正事项告知书", "政府信息更正事项告知书", "本机关无权更正，告知申请人向有权更正的机关提出的", ToApplicant, Answers, rbB, cites(ogi(41)), from2019, civil.Date{}},
	{"L22d", "L22", "不予更正告知书", "政府信息不予更正告知书", "经审核记录准确，不予更正的", ToApplicant, Answers, rbB, cites(ogi(41)), from2019, civil.Date{}},
	{"L23", "L23", "送达回证", "送达回证", "送达任何文书时", Inside, NoNumber, rb0, nil, from2019, civil.Date{}},
	{"L24a", "L24", "审查呈批单", "政府信息公开申请答复审查呈批单", "答复送审、签发时", Inside, NoNumber, rb0, nil, from2019, civil.Date{}},
	{"L24b", "L24", "保密审查表", "政府信息公开保密审查表", "答复公开之前", Inside, NoNumber, rb0, cites(ogi(17)), from2019, civil.Date{}},
	{"L24c", "L24", "检索记录", "政府信息公开申请检索记录", "检索所申请的信息时", Inside, NoNumber, rb0, nil, from2019, civil.Date{}},
	{"L25a", "L25", "责令整改通知书", "责令整改通知书", "主管部门查明下级机关没有依法公开，责令整改", ToAgency, Orders, rb0, cites(ogi(47).P(1)), from2019, civil.Date{}},
	{"L25b", "L25", "督办通知", "督办通知", "主管部门提醒、催办，要求下级机关反馈", ToAgency, Orders, rb0, cites(ogi(47).P(1)), from2019, civil.Date{}},
}

// KindOf returns the row of the kind, and false for one that the table does not have.
func KindOf(id ID) (Kind, bool) {
	i := slices.IndexFunc(Kinds, func(k Kind) bool { return k.ID == id })
	if i < 0 {
		return Kind{}, false
	}
	return Kinds[i], true
}

// In reports whether there is such a letter on the day.
func (k Kind) In(on civil.Date) bool {
	return !on.Before(k.From) && (k.Until.IsZero() || !on.After(k.Until))
}

// Answers reports whether the letter answers an application, that is whether it goes with an outcome.
func (k Kind) Answers() bool { return k.Family == Answers && k.Letter != "L22" }

// variants tell apart the letters of outcomes that share a number of the standard set.
var variants = map[decision.Outcome]ID{
	decision.NotProcessedPetition: "L20a", decision.NotProcessedRepeat: "L20b", decision.NotProcessedPublished: "L20c",
	decision.NotProcessedExcessive: "L20d", decision.NotProcessedReissue: "L20e",
	decision.OtherwiseNotCorrected: "L21a", decision.OtherwiseNotPaid: "L21b",
}

var subVariants = map[decision.SubReason]ID{decision.WithdrawnByApp: "L21c", decision.NotInformation: "L21d", decision.OtherEnd: "L21e"}

// ForOutcome returns the letter of an outcome decided on the day; public says that the information was public already.
// It is false where outcome and sub-reason do not belong together or there was no such letter.
// 法源: 《条例》第三十六条、《条例》第三十七条、《条例》第三十八条、《条例》第三十九条。
func ForOutcome(o decision.Outcome, sub decision.SubReason, public bool, on civil.Date) (Kind, bool) {
	number, ok := decision.LetterFor(o, sub)
	if !ok {
		return Kind{}, false
	}
	id := ID(number)
	switch {
	case o == decision.Disclosed && public:
		id = "L12b"
	case o == decision.Disclosed:
		id = "L12a"
	case variants[o] != "":
		id = variants[o]
	case subVariants[sub] != "":
		id = subVariants[sub]
	}
	kind, ok := KindOf(id)
	return kind, ok && kind.In(on)
}
