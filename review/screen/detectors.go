package screen

import "gongkai/law"

// A Detector is one row of the table: what is looked for, and what follows when it is found.
type Detector struct {
	Kind     Kind
	Label    string // 居民身份证号
	Level    Level
	Firm     bool // nobody may say that it is no matter
	Look     bool // a reviewer has to confirm that a person has looked, although it does not block by itself
	Message  string
	Cite     law.Citation
	Remedies []Remedy
	find     func(*sight) []Hit // nil for what only files hide
}

var (
	mask    = []Remedy{MaskIt}
	strip   = []Remedy{StripMetadata}
	accept  = []Remedy{AcceptChanges}
	unhide  = []Remedy{Unhide, DropHidden}
	drop    = []Remedy{DropHidden}
	replace = []Remedy{Replace}
	burn    = []Remedy{Redact}
)

// Detectors is the table, gravest first. Where two detectors claim the same characters the earlier one has them.
// 法源: 《条例》第十四条、《条例》第十五条、《条例》第十七条、《保密法》第三十五条、《个人信息保护法》第二十五条、《个人信息保护法》第二十八条。
var Detectors = []Detector{
	{SecrecyMark, "密级标志", Block, true, false, "有国家秘密标志，不得公开", law.OGI.Art(14), nil, findSecrecyMark},
	{IDCard, "居民身份证号", Block, false, false, "有完整的居民身份证号码，应当遮掩", law.Privacy.Art(28), mask, findIDCard},
	{OldIDCard, "15位旧身份证号", Block, false, false, "有15位的旧身份证号码，应当遮掩", law.Privacy.Art(28), mask, findOldIDCard},
	{BankCard, "银行卡号", Block, false, false, "有完整的银行卡号，应当遮掩", law.Privacy.Art(28), mask, findBankCard},
	{Mobile, "手机号码", Block, false, false, "有完整的手机号码，应当遮掩；工作用号可列入本机关的公开电话", law.OGI.Art(15), mask, findMobile},
	{LabelMode, "公开属性标注", Block, true, false, "文件标注的公开属性与主动公开不符", law.OGI.Art(13), nil, findLabelMode},
	{InternalLabel, "内部标识", Block, false, false, "有内部文件的标识，不应公开", law.OGI.Art(16).P(1), nil, findInternalLabel},
	{WrongWord, "禁用词语", Block, false, false, "有不得使用的词语", law.OGI.Art(6), replace, findWrongWord},
	{FutureDate, "落款日期", Block, false, false, "落款日期晚于今天", law.OGI.Art(6).P(1), nil, findFutureDate},

	{SecrecyTalk, "提及密级标志", Warn, false, false, "文中提及密级标志，请确认不是本文件的密级", law.OGI.Art(14), nil, findSecrecyTalk},
	{WeakMask, "遮掩不足", Warn, false, false, "身份证号码只遮掩了少数几位，仍可推算", law.Privacy.Art(28), mask, findWeakMask},
	{Telephone, "固定电话", Warn, false, false, "有固定电话号码，请确认是对外公开的办公电话", law.OGI.Art(15), mask, findTelephone},
	{BankAccount, "银行账号", Warn, false, false, "有银行账号，个人账号应当遮掩", law.Privacy.Art(28), mask, findBankAccount},
	{Passport, "护照号码", Warn, false, false, "有护照号码，应当遮掩", law.Privacy.Art(28), mask, findPassport},
	{TravelPermit, "港澳台证件号码", Warn, false, false, "有往来港澳台的证件号码，应当遮掩", law.Privacy.Art(28), mask, findTravelPermit},
	{SocialSecurity, "社保号", Warn, false, false, "有社会保障、医疗保险的个人编号，应当遮掩", law.Privacy.Art(28), mask, findSocialSecurity},
	{MedicalRecord, "病历号", Warn, false, false, "有病历、住院、就诊的编号，应当遮掩", law.Privacy.Art(28), mask, findMedicalRecord},
	{Address, "家庭住址", Warn, false, false, "有可能是个人住址，应当隐去到村组、门牌以上", law.OGI.Art(15), mask, findAddress},
	{Plate, "车牌号", Warn, false, false, "有机动车号牌，请确认是否属于个人", law.OGI.Art(15), mask, findPlate},
	{Email, "电子邮箱", Warn, false, false, "有电子邮箱地址，请确认是对外公开的邮箱", law.OGI.Art(15), mask, findEmail},
	{Minor, "未成年人信息", Warn, false, false, "可能有未成年人的个人信息，不满十四周岁的属于敏感个人信息", law.Privacy.Art(28), nil, findMinor},
	{DraftLabel, "过程稿标识", Warn, false, false, "有征求意见稿、送审稿等标识，请确认是可以公开的稿本", law.OGI.Art(16).P(2), nil, findDraftLabel},
	{DoubtfulWord, "用语提示", Warn, false, false, "用语可能不规范", law.OGI.Art(6), replace, findDoubtfulWord},
	{WrongDate, "不存在的日期", Warn, false, false, "有不存在的日期", law.OGI.Art(6).P(1), nil, findWrongDate},

	{Encrypted, "加密文件", Block, true, false, "文件已加密，无法检查", law.OGI.Art(17).P(1), nil, nil},
	{Unreadable, "无法检查的文件", Block, true, false, "文件无法检查", law.OGI.Art(17).P(1), nil, nil},
	{TrackedChange, "修订痕迹", Block, false, false, "有没有接受的修订，删改的内容仍在文件中", law.OGI.Art(16).P(2), accept, nil},
	{Comment, "批注", Block, false, false, "有批注", law.OGI.Art(16).P(2), accept, nil},
	{HiddenSheet, "隐藏工作表", Block, false, false, "有隐藏的工作表", law.OGI.Art(17).P(1), unhide, nil},
	{HiddenRow, "隐藏行", Block, false, false, "有隐藏的行", law.OGI.Art(17).P(1), unhide, nil},
	{HiddenColumn, "隐藏列", Block, false, false, "有隐藏的列", law.OGI.Art(17).P(1), unhide, nil},
	{HiddenText, "隐藏文字", Block, false, false, "有看不见的文字", law.OGI.Art(17).P(1), drop, nil},
	{HiddenSlide, "隐藏幻灯片", Block, false, false, "有隐藏的幻灯片", law.OGI.Art(17).P(1), unhide, nil},
	{HiddenLayer, "隐藏图层", Block, false, false, "有不显示的图层，内容仍在文件中", law.OGI.Art(17).P(1), drop, nil},
	{EarlierRevision, "修改前的内容", Block, false, false, "文件保留着修改以前的内容，可以恢复出来", law.OGI.Art(17).P(1), drop, nil},
	{CoveredText, "遮挡的文字", Block, false, false, "文字只是被色块盖住，仍可复制出来", law.OGI.Art(15), burn, nil},
	{GPS, "照片位置", Block, false, false, "照片带有拍摄地点的经纬度", law.OGI.Art(15), strip, nil},
	{EmbeddedObject, "嵌入的对象", Block, false, false, "嵌有其他文件", law.OGI.Art(17).P(1), drop, nil},
	{Attachment, "夹带的附件", Block, false, false, "文件中夹带附件", law.OGI.Art(17).P(1), drop, nil},
	{Macro, "宏", Block, false, false, "含有宏程序或者脚本", law.AppSecurity.Art(21), drop, nil},
	{SpeakerNotes, "演讲者备注", Warn, false, false, "幻灯片有演讲者备注", law.OGI.Art(16).P(2), drop, nil},
	{CameraData, "照片属性", Warn, false, false, "照片带有相机、时间、作者等属性", law.OGI.Art(15), strip, nil},
	{FileProperty, "文件属性", Warn, false, false, "文件属性中有人名或者批注信息", law.OGI.Art(15), strip, nil},
	{NoText, "没有文字的页面", Warn, false, true, "无法识别图像文字，须人工审查", law.OGI.Art(17).P(1), nil, nil},
	{OldFormat, "旧版文件格式", Warn, false, false, "旧版二进制格式可能留有软件不显示的残余数据，最好另存为docx、xlsx、pptx或者PDF", law.OGI.Art(17).P(1), nil, nil},
	{ForeignLink, "非政府网站链接", Warn, false, false, "链接到非政府网站", law.OGI.Art(23), nil, nil},
}

// rows finds a row by its kind.
var rows = func() map[Kind]*Detector {
	m := make(map[Kind]*Detector, len(Detectors))
	for i := range Detectors {
		m[Detectors[i].Kind] = &Detectors[i]
	}
	return m
}()

// Label returns the name of the kind.
func (k Kind) Label() string {
	if row, ok := rows[k]; ok {
		return row.Label
	}
	return ""
}

// Version names the rules: results that were kept under another version are found anew.
const Version = "2"

// OfText reports whether text alone can show the kind; the others need the file.
func (k Kind) OfText() bool {
	row, ok := rows[k]
	return ok && row.find != nil
}
