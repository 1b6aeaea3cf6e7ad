package decision

import "gongkai/law"

// A Ground is a reason of 《条例》第十四条 to 第十六条 for which information is withheld.
type Ground string

// The grounds.
const (
	GroundStateSecret  Ground = "state_secret"
	GroundProhibited   Ground = "prohibited"
	GroundSecurity     Ground = "security"
	GroundThirdParty   Ground = "third_party"
	GroundInternal     Ground = "internal_affairs"
	GroundDeliberative Ground = "deliberative"
	GroundEnforcement  Ground = "enforcement_file"
)

// A GroundRow is what the law says of a ground.
type GroundRow struct {
	Ground   Ground
	Label    string
	Kinds    []string // the kinds that the law names, of which the information must be one
	Hard     bool     // must be withheld; otherwise it may be
	HarmTest bool     // it depends on the harm that disclosure would do
	Override string   // when it is disclosed all the same; empty for never
	Outcome  Outcome
	Cite     law.Citation
}

// Grounds is the table, in the order of the law.
// 法源: 《条例》第十四条、《条例》第十五条、《条例》第十六条第一款、《条例》第十六条第二款。
var Grounds = []GroundRow{
	{GroundStateSecret, "依法确定为国家秘密", nil, true, false, "", StateSecret, law.OGI.Art(14)},
	{GroundProhibited, "法律、行政法规禁止公开", nil, true, false, "", Prohibited, law.OGI.Art(14)},
	{GroundSecurity, "公开后可能危及国家安全、公共安全、经济安全、社会稳定", []string{"国家安全", "公共安全", "经济安全", "社会稳定"}, true, true, "", Security, law.OGI.Art(14)},
	{GroundThirdParty, "涉及商业秘密、个人隐私等，公开会损害第三方合法权益", []string{"商业秘密", "个人隐私", "其他合法权益"}, true, true, "第三方同意公开，或者不公开会对公共利益造成重大影响", ThirdParty, law.OGI.Art(15)},
	{GroundInternal, "内部事务信息", []string{"人事管理", "后勤管理", "内部工作流程"}, false, false, "行政机关可以决定公开", InternalAffairs, law.OGI.Art(16).P(1)},
	{GroundDeliberative, "过程性信息", []string{"讨论记录", "过程稿", "磋商信函", "请示报告"}, false, false, "法律、法规、规章规定应当公开，或者行政机关决定公开", Deliberative, law.OGI.Art(16).P(2)},
	{GroundEnforcement, "行政执法案卷信息", nil, false, false, "法律、法规、规章规定应当公开，或者行政机关决定公开", EnforcementFile, law.OGI.Art(16).P(2)},
}

// GroundOf returns the row of the ground, and false for one that the law does not know.
func GroundOf(g Ground) (GroundRow, bool) {
	for _, row := range Grounds {
		if row.Ground == g {
			return row, true
		}
	}
	return GroundRow{}, false
}
