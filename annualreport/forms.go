package annualreport

import "gongkai/law"

// Forms are the versions of the official form, the oldest first.
var Forms = []*Form{form2019, form2021}

var form2019 = &Form{
	ID: V2019, Cite: law.Form2019.Whole(), FirstYear: 2019, LastYear: 2020,
	Sections:   headings("政府信息公开工作存在的主要问题及改进情况"),
	Tables:     map[TableNo][]Row{Two: table2of2019, Three: table3(other2019), Four: table4},
	Identities: identities(other2019),
}

var form2021 = &Form{
	ID: V2021, Cite: law.Form2021.Whole(), FirstYear: 2021,
	Sections:   headings("存在的主要问题及改进情况"),
	Tables:     map[TableNo][]Row{Two: table2of2021, Three: table3(other2021), Four: table4},
	Identities: identities(other2021),
}

// headings are the six sections; only the title of the fifth differs between the forms.
func headings(fifth string) []Heading {
	return []Heading{
		{"一", "总体情况"},
		{"二", "主动公开政府信息情况"},
		{"三", "收到和处理政府信息公开申请情况"},
		{"四", "政府信息公开行政复议、行政诉讼情况"},
		{"五", fifth},
		{"六", "其他需要报告的事项"},
	}
}

// Captions of table two.
const (
	item1 = "第二十条第（一）项"
	item5 = "第二十条第（五）项"
	item6 = "第二十条第（六）项"
	item8 = "第二十条第（八）项"
	item9 = "第二十条第（九）项"
)

var (
	documents2021 = counts("本年制发件数", "本年废止件数", "现行有效件数")
	decisions2021 = counts("本年处理决定数量")
	fees2021      = []Column{{ID: "本年收费金额（单位：万元）", Label: "本年收费金额（单位：万元）", Kind: Amount}}
)

var table2of2021 = []Row{
	{ID: "规章", Label: "规章", Caption: item1, Columns: documents2021, Cite: law.OGI.Art(20).I(1)},
	{ID: "行政规范性文件", Label: "行政规范性文件", Caption: item1, Columns: documents2021, Cite: law.OGI.Art(20).I(1)},
	{ID: "行政许可", Label: "行政许可", Caption: item5, Columns: decisions2021, Cite: law.OGI.Art(20).I(5)},
	{ID: "行政处罚", Label: "行政处罚", Caption: item6, Columns: decisions2021, Cite: law.OGI.Art(20).I(6)},
	{ID: "行政强制", Label: "行政强制", Caption: item6, Columns: decisions2021, Cite: law.OGI.Art(20).I(6)},
	{ID: "行政事业性收费", Label: "行政事业性收费", Caption: item8, Columns: fees2021, Cite: law.OGI.Art(20).I(8)},
}

var (
	documents2019 = counts("本年新制作数量", "本年新公开数量", "对外公开总数量")
	projects2019  = []Column{{ID: "上一年项目数量", Label: "上一年项目数量"}, {ID: "本年增/减", Label: "本年增/减", Kind: Change}}
	decisions2019 = append(append([]Column{}, projects2019...), counts("处理决定数量")...)
	purchases2019 = []Column{{ID: "采购项目数量", Label: "采购项目数量"}, {ID: "采购总金额", Label: "采购总金额", Kind: Amount}}
)

var table2of2019 = []Row{
	{ID: "规章", Label: "规章", Caption: item1, Columns: documents2019, Cite: law.OGI.Art(20).I(1)},
	{ID: "规范性文件", Label: "规范性文件", Caption: item1, Columns: documents2019, Cite: law.OGI.Art(20).I(1)},
	{ID: "行政许可", Label: "行政许可", Caption: item5, Columns: decisions2019, Cite: law.OGI.Art(20).I(5)},
	{ID: "其他对外管理服务事项", Label: "其他对外管理服务事项", Caption: item5, Columns: decisions2019, Cite: law.OGI.Art(20).I(5)},
	{ID: "行政处罚", Label: "行政处罚", Caption: item6, Columns: decisions2019, Cite: law.OGI.Art(20).I(6)},
	{ID: "行政强制", Label: "行政强制", Caption: item6, Columns: decisions2019, Cite: law.OGI.Art(20).I(6)},
	{ID: "行政事业性收费", Label: "行政事业性收费", Caption: item8, Columns: projects2019, Cite: law.OGI.Art(20).I(8)},
	{ID: "政府集中采购", Label: "政府集中采购", Caption: item9, Columns: purchases2019, Cite: law.OGI.Art(20).I(9)},
}

// group makes the rows of one result group of table three.
func group(name string, first law.Citation, rows ...Row) []Row {
	for i := range rows {
		rows[i].Group, rows[i].Columns = name, Applicants
		if rows[i].Cite.IsZero() {
			rows[i].Cite = first
		}
	}
	return rows
}

// other2021 are the rows of （六）其他处理 since 2021; other2019 is the one row before.
var (
	other2021 = group("（六）其他处理", law.OGI.Art(33),
		Row{ID: "O6.1", Label: "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", Cite: law.OGI.Art(30)},
		Row{ID: "O6.2", Label: "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请", Cite: law.Fees.Art(6)},
		Row{ID: "O6.3", Label: "3.其他"})
	other2019 = group("", law.OGI.Art(33), Row{ID: "O6", Label: "（六）其他处理"})
)

// ResultGroup is the label of the cell that spans all result rows of table three.
const ResultGroup = "三、本年度办理结果"

// table3 builds table three around the rows of （六）.
func table3(other []Row) []Row {
	rows := group("", law.OGI.Art(33),
		Row{ID: Received, Label: "一、本年新收政府信息公开申请数量", Cite: law.OGI.Art(31)},
		Row{ID: CarriedIn, Label: "二、上年结转政府信息公开申请数量"},
		Row{ID: "O1", Label: "（一）予以公开", Cite: law.OGI.Art(36).I(2)},
		Row{ID: "O2", Label: "（二）部分公开（区分处理的，只计这一情形，不计其他情形）", Cite: law.OGI.Art(37)})
	rows = append(rows, group("（三）不予公开", law.OGI.Art(36).I(3),
		Row{ID: "O3.1", Label: "1.属于国家秘密", Cite: law.OGI.Art(14)},
		Row{ID: "O3.2", Label: "2.其他法律行政法规禁止公开", Cite: law.OGI.Art(14)},
		Row{ID: "O3.3", Label: "3.危及“三安全一稳定”", Cite: law.OGI.Art(14)},
		Row{ID: "O3.4", Label: "4.保护第三方合法权益", Cite: law.OGI.Art(15)},
		Row{ID: "O3.5", Label: "5.属于三类内部事务信息", Cite: law.OGI.Art(16).P(1)},
		Row{ID: "O3.6", Label: "6.属于四类过程性信息", Cite: law.OGI.Art(16).P(2)},
		Row{ID: "O3.7", Label: "7.属于行政执法案卷", Cite: law.OGI.Art(16).P(2)},
		Row{ID: "O3.8", Label: "8.属于行政查询事项", Cite: law.OGI.Art(36).I(7)})...)
	rows = append(rows, group("（四）无法提供", law.OGI.Art(36).I(4),
		Row{ID: "O4.1", Label: "1.本机关不掌握相关政府信息"},
		Row{ID: "O4.2", Label: "2.没有现成信息需要另行制作", Cite: law.OGI.Art(38)},
		Row{ID: "O4.3", Label: "3.补正后申请内容仍不明确", Cite: law.OGI.Art(30)})...)
	rows = append(rows, group("（五）不予处理", law.OGI.Art(36).I(6),
		Row{ID: "O5.1", Label: "1.信访举报投诉类申请", Cite: law.OGI.Art(39).P(1)},
		Row{ID: "O5.2", Label: "2.重复申请", Cite: law.OGI.Art(36).I(6)},
		Row{ID: "O5.3", Label: "3.要求提供公开出版物", Cite: law.OGI.Art(39).P(2)},
		Row{ID: "O5.4", Label: "4.无正当理由大量反复申请", Cite: law.OGI.Art(35)},
		Row{ID: "O5.5", Label: "5.要求行政机关确认或重新出具已获取信息"})...)
	rows = append(rows, other...)
	return append(rows, group("", law.OGI.Art(33),
		Row{ID: Total, Label: "（七）总计"},
		Row{ID: CarriedOut, Label: "四、结转下年度继续办理"})...)
}

var table4 = []Row{
	{ID: Reconsideration, Label: "行政复议", Columns: Results, Cite: law.OGI.Art(51)},
	{ID: LitigationDirect, Label: "未经复议直接起诉", Group: "行政诉讼", Columns: Results, Cite: law.OGI.Art(51)},
	{ID: LitigationAfter, Label: "复议后起诉", Group: "行政诉讼", Columns: Results, Cite: law.OGI.Art(51)},
}

// IsResult reports whether the row of table three is a leaf of 三、本年度办理结果: one of the outcomes.
func (r Row) IsResult() bool { return r.ID[0] == 'O' }
