package catalog

import (
	"gongkai/agency"
	"gongkai/law"
)

// An ItemCode names a statutory item: FD-01 … FD-15 for 第二十条, FX-… for 第二十一条 of cities and counties, FT-… of
// townships.
type ItemCode string

// An Item is one thing that the 《条例》 obliges agencies to publish.
type Item struct {
	Code  ItemCode
	Short string // the words of navigation
	Text  string // what belongs here, in our words
	Cite  law.Citation
	From  agency.Level // the highest level bound
	To    agency.Level // the lowest level bound
}

// Items are the statutory items in the order of the 《条例》.
// 法源: 《条例》第二十条、《条例》第二十一条。
var Items = append(append(everywhere(), cityAndCounty()...), township()...)

func everywhere() []Item {
	list := []Item{
		{Short: "政策法规", Text: "行政法规、规章和规范性文件"},
		{Short: "机关简介", Text: "机关职能、机构设置、办公地址、办公时间、联系方式、负责人姓名"},
		{Short: "规划计划", Text: "国民经济和社会发展规划、专项规划、区域规划及相关政策"},
		{Short: "统计信息", Text: "国民经济和社会发展统计信息"},
		{Short: "许可服务", Text: "办理行政许可和其他对外管理服务事项的依据、条件、程序以及办理结果"},
		{Short: "处罚强制", Text: "实施行政处罚、行政强制的依据、条件、程序以及本机关认为具有一定社会影响的行政处罚决定"},
		{Short: "财政预算决算", Text: "财政预算、决算信息"},
		{Short: "行政事业性收费", Text: "行政事业性收费项目及其依据、标准"},
		{Short: "政府采购", Text: "政府集中采购项目的目录、标准及实施情况"},
		{Short: "重大建设项目", Text: "重大建设项目的批准和实施情况"},
		{Short: "民生保障", Text: "扶贫、教育、医疗、社会保障、促进就业等方面的政策、措施及其实施情况"},
		{Short: "应急管理", Text: "突发公共事件的应急预案、预警信息及应对情况"},
		{Short: "监督检查", Text: "环境保护、公共卫生、安全生产、食品药品、产品质量的监督检查情况"},
		{Short: "招考录用", Text: "公务员招考的职位、名额、报考条件等事项以及录用结果"},
		{Short: "其他法定内容", Text: "法律、法规、规章和国家有关规定规定应当主动公开的其他政府信息"},
	}
	for i := range list {
		list[i].Code = code("FD-", i+1)
		list[i].Cite = law.OGI.Art(20).I(i + 1)
		list[i].From, list[i].To = agency.State, agency.Township
	}
	return list
}

func cityAndCounty() []Item {
	return local("FX-", agency.City, agency.County, "市政建设", "公共服务", "公益事业", "土地征收", "房屋征收", "治安管理", "社会救助")
}

func township() []Item {
	return local("FT-", agency.Township, agency.Township, "农业农村政策", "农田水利工程建设运营", "农村土地承包经营权流转", "宅基地使用情况审核",
		"土地征收", "房屋征收", "筹资筹劳", "社会救助")
}

func local(prefix string, from, to agency.Level, names ...string) []Item {
	var list []Item
	for i, name := range names {
		list = append(list, Item{Code: code(prefix, i+1), Short: name, Text: "涉及" + name + "的政府信息", Cite: law.OGI.Art(21), From: from, To: to})
	}
	return list
}

func code(prefix string, n int) ItemCode {
	return ItemCode(prefix + string([]byte{byte('0' + n/10), byte('0' + n%10)}))
}

// ItemByCode finds an item.
func ItemByCode(code ItemCode) (Item, bool) {
	for _, item := range Items {
		if item.Code == code {
			return item, true
		}
	}
	return Item{}, false
}

// ItemsFor returns the items that bind agencies of the level.
// 法源: 《条例》第二十条、《条例》第二十一条。
func ItemsFor(level agency.Level) []Item {
	var list []Item
	for _, item := range Items {
		if level >= item.From && level <= item.To {
			list = append(list, item)
		}
	}
	return list
}
