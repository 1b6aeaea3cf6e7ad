package draft

import "gongkai/law"

// A Guide says what a part of the text must hold.
type Guide struct {
	Part  string
	Lead  string
	Items []string
	Cite  law.Citation
}

// Guides are the guidance for each part of the text.
// 法源: 《条例》第五十条第一款、30号文。
var Guides = []Guide{
	{Preamble, "说明依据、组成部分、统计期限和联系方式。", []string{
		"依据《中华人民共和国政府信息公开条例》编制",
		"六个部分的名称，与正文标题一致（用“六个部分”字段插入）",
		"统计期限为当年1月1日至12月31日",
		"获取报告电子版的途径和联系方式",
	}, law.OGI.Art(49).P(1)},
	{"一", "概括全年的公开工作，不写与公开无关的内容。", []string{
		"主动公开：数量、渠道、重点领域、政策解读和回应",
		"依申请公开：受理、办理的总体情况",
		"政府信息管理：公开审查、规范性文件的制发和清理、动态调整",
		"公开平台建设：网站栏目、政务新媒体、公报、专区",
		"监督保障：机构人员、培训、考核、社会评议、责任追究",
	}, law.OGI.Art(50).P(1)},
	{"二", "表二由登记簿得出；文字只说明表中数字的来由。", []string{
		"规章、规范性文件的制发、废止和现行有效件数，与司法行政部门核对一致",
		"许可、处罚、强制为全年作出的全部决定，不论是否公开",
		"收费以万元为单位",
	}, law.OGI.Art(20)},
	{"三", "表三由申请登记簿得出；文字说明收到和办理的情况。", []string{
		"本年新收、上年结转、办结、结转下年度",
		"各类办理结果和主要原因",
		"“本年新收”不含上年结转，不要合并书写",
	}, law.OGI.Art(50).I(2)},
	{"四", "表四由复议诉讼登记簿得出。", []string{
		"行政复议、行政诉讼的件数和结果，含尚未审结的",
		"被纠正的，说明原因和改进措施",
	}, law.OGI.Art(50).I(3)},
	{"五", "写本机关真实存在的问题和具体措施，不得照抄上年。", []string{
		"上年提出的问题改进得怎样",
		"今年存在的主要问题，有事实、有例子",
		"改进措施：做什么、谁负责、何时完成",
	}, law.OGI.Art(50).I(4)},
	{"六", "其他需要报告的事项。", []string{
		"信息处理费的收取情况，没有收取的也要写明",
		"没有其他事项的，写明没有",
	}, law.OGI.Art(50).I(5)},
}

// GuideOf finds the guidance for a part.
func GuideOf(part string) Guide {
	for _, g := range Guides {
		if g.Part == part {
			return g
		}
	}
	return Guide{Part: part}
}

// opening is the text with which a report begins. 五 is not in it.
var opening = map[string]string{
	Preamble: "本报告依据《中华人民共和国政府信息公开条例》编制。全文包括{{六个部分}}。\n本报告所列数据的统计期限自{{统计期限}}。如对本报告有疑问，请与本机关联系：{{联系方式}}。",
	"一":      "{{年度}}，本机关落实《中华人民共和国政府信息公开条例》，{{主动公开}}，{{主动公开构成}}。\n{{收到申请}}。\n{{培训}}。",
	"二":      "{{规范性文件}}。",
	"三":      "{{收到申请}}。上年结转{{上年结转}}，结转下年度{{结转下年度}}。",
	"四":      "{{复议诉讼}}。",
	"六":      "{{信息处理费}}。没有其他需要报告的事项。",
}
