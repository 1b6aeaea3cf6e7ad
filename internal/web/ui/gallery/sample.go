package gallery

import (
	"strconv"

	"github.com/a-h/templ"

	"gongkai/fault"
	"gongkai/internal/web/ui"
	"gongkai/law"
)

// A Sample shows one component in one state.
type Sample struct {
	State string // in Chinese
	Of    templ.Component
}

// A Part shows one component in all its states.
type Part struct {
	Title   string
	Samples []Sample
}

// A Sheet is one page of the gallery.
type Sheet struct {
	Name  string // in the address
	Title string
	Parts []Part
}

// Sheets returns every page of the gallery. The agency is invented.
func Sheets() []Sheet {
	return []Sheet{
		{"buttons", "按钮、徽标与提示", []Part{buttons(), badges(), deadlines(), notices(), toasts()}},
		{"forms", "表单", []Part{errorSummaries(), textFields(), choices(), otherFields()}},
		{"tables", "表格与列表", []Part{tables(), figures(), formGrids(), factLists(), pages(), empties(), fileLists()}},
		{"progress", "进度与时间线", []Part{steps(), timelines(), foundRecords(), waitingTasks(), tabs(), stats()}},
		{"charts", "图表", []Part{bars(), lines()}},
		{"documents", "文书与对照", []Part{letterheads(), diffs(), proses()}},
		{"pieces", "页面构件", []Part{heads(), cards(), searches(), dialogs(), confirms()}},
	}
}

func buttons() Part {
	return Part{"按钮", []Sample{
		{"主要", ui.Button{Text: "提交申请", Kind: ui.Primary}},
		{"次要", ui.Button{Text: "保存草稿", Kind: ui.Secondary}},
		{"不可撤回", ui.Button{Text: "撤下信息", Kind: ui.Destructive}},
		{"弱化", ui.Button{Text: "取消", Kind: ui.Quiet}},
		{"停用", ui.Button{Text: "已提交", Kind: ui.Primary, Disabled: true}},
		{"链接", ui.Button{Text: "查看公开指南", Href: "#main"}},
	}}
}

func badges() Part {
	return Part{"徽标", []Sample{
		{"中性", ui.Badge{Text: "草稿"}}, {"有效", ui.Badge{Text: "现行有效", Tone: ui.Good}},
		{"注意", ui.Badge{Text: "征求意见中", Tone: ui.Caution}}, {"不利", ui.Badge{Text: "已废止", Tone: ui.Bad}},
		{"说明", ui.Badge{Text: "主动公开", Tone: ui.Info}},
	}}
}

func deadlines() Part {
	return Part{"期限", []Sample{
		{"充裕", ui.Deadline{Light: ui.Green, Left: 14, Due: "2026年12月11日"}},
		{"临近", ui.Deadline{Light: ui.Amber, Left: 5, Due: "2026年11月30日"}},
		{"紧迫", ui.Deadline{Light: ui.Red, Left: 1, Due: "2026年11月24日"}},
		{"今日到期", ui.Deadline{Light: ui.Red, Due: "2026年11月23日"}},
		{"逾期", ui.Deadline{Light: ui.Overdue, Left: 3, Due: "2026年11月18日"}},
		{"中止", ui.Deadline{Light: ui.Paused, Left: 8, Due: "2027年1月6日", Provisional: true}},
		{"办结", ui.Deadline{}},
	}}
}

func notices() Part {
	cite := law.OGI.Art(33).P(2)
	return Part{"提示", []Sample{
		{"零值", ui.Notice{}},
		{"一般", ui.Notice{Title: "系统将于周六夜间维护", Text: "维护期间可以查询信息，暂不能提交申请。"}},
		{"说明", ui.Notice{Tone: ui.Info, Title: "期限自收到申请之日起算", Text: "网上申请以双方确认之日为收到申请之日。", Cite: law.OGI.Art(31)}},
		{"成功", ui.Notice{Tone: ui.Good, Title: "申请已提交", Text: "请记下申请编号和查询码，凭二者可以随时查看办理进度。", Link: ui.Link{Text: "查看进度", Href: "#main"}}},
		{"注意", ui.Notice{Tone: ui.Caution, Title: "答复期限还剩 2 个工作日", Text: "需要延长的，应当经政府信息公开工作机构负责人同意并告知申请人。", Cite: cite}},
		{"错误", ui.Notice{Tone: ui.Bad, Title: "附件含有居民身份证号码", Text: "第 3 页发现 2 处，请遮盖后重新上传。"}},
	}}
}

func toasts() Part {
	return Part{"轻提示", []Sample{{"在页面右下角，须由本人关闭", ui.Notice{Text: "保存后页面右下角出现一条轻提示，不遮挡正文，不自动消失。"}}}}
}

func formProblems() []fault.Problem {
	return []fault.Problem{
		{Field: "content", Message: "请写明所需信息的名称、文号或者便于查询的特征", Cite: law.OGI.Art(29)},
		{Field: "written-bad", Message: "日期不存在，请按年、月、日填写"},
		{Field: "way-bad", Message: "请选择获取信息的方式"},
	}
}

func errorSummaries() Part {
	return Part{"错误汇总", []Sample{
		{"没有错误时不显示", ui.ErrorSummary{}}, {"有错误", ui.ErrorSummary{Problems: formProblems()}},
	}}
}

func textFields() Part {
	return Part{"文字", []Sample{
		{"单行", ui.TextInput{Field: ui.Field{Name: "applicant", Label: "姓名", Hint: "与身份证件上的姓名一致"}, Width: "medium", Autocomplete: "name"}},
		{"选填", ui.TextInput{Field: ui.Field{Name: "phone", Label: "联系电话", Optional: true}, Type: "tel", Width: "medium", Value: "0935-0000000"}},
		{"带单位", ui.TextInput{Field: ui.Field{Name: "fee", Label: "应收信息处理费"}, Width: "short", Inputmode: "decimal", Value: "200.00", Suffix: "元"}},
		{"停用", ui.TextInput{Field: ui.Field{Name: "number", Label: "申请编号", Disabled: true}, Value: "凉科依申请〔2026〕第 7 号", Width: "medium"}},
		{"多行", ui.TextArea{Field: ui.Field{Name: "reason", Label: "所需信息的用途", Optional: true}, Max: 300, Value: "用于准备科技型中小企业项目申报材料。"}},
		{"有错误", ui.TextArea{Field: ui.Field{Name: "content", Label: "所需政府信息的内容描述", Hint: "一次申请写一项信息，越具体答复越快", Error: ui.FieldError(formProblems(), "content")}, Max: 500}},
	}}
}

func applicantOptions() []ui.Option {
	return []ui.Option{
		{Value: "natural", Text: "公民", Hint: "以个人名义申请", Selected: true},
		{Value: "organisation", Text: "法人或者其他组织", Hint: "企业、科研机构、社会公益组织、法律服务机构等"},
	}
}

func choices() Part {
	ways := []ui.Option{{Value: "paper", Text: "纸质"}, {Value: "electronic", Text: "电子"}, {Value: "read", Text: "当面查阅", Disabled: true}}
	return Part{"选择", []Sample{
		{"单选", ui.Radios{Field: ui.Field{Name: "kind", Label: "申请人类别"}, Options: applicantOptions()}},
		{"单选，横排，有错误", ui.Radios{Field: ui.Field{Name: "way-bad", Label: "获取信息的方式", Error: "请选择获取信息的方式"}, Options: ways, Inline: true}},
		{"多选", ui.Checkboxes{Field: ui.Field{Name: "medium", Label: "信息的载体", Optional: true, Hint: "可以选择多项"}, Options: ways}},
		{"下拉", ui.Select{Field: ui.Field{Name: "agency", Label: "受理机关"}, Blank: "请选择", Options: []ui.Option{{Value: "1", Text: "凉州区科学技术局"}, {Value: "2", Text: "凉州区青林湖管理局（虚构）", Selected: true}}}},
	}}
}

func otherFields() Part {
	return Part{"日期、文件与分组", []Sample{
		{"日期", ui.DateInput{Field: ui.Field{Name: "written", Label: "成文日期", Hint: "例如 2026 年 11 月 3 日"}, Year: "2026", Month: "11", Day: "3"}},
		{"日期有错误", ui.DateInput{Field: ui.Field{Name: "written-bad", Label: "收到日期", Error: "日期不存在，请按年、月、日填写"}, Year: "2026", Month: "2", Day: "30"}},
		{"文件", ui.FileInput{Field: ui.Field{Name: "attachment", Label: "附件", Hint: "PDF、OFD 或 DOCX，每个不超过 20 MB"}, Accept: ".pdf,.ofd,.docx", Multiple: true}},
		{"分组", with(ui.Fieldset{Legend: "联系方式", Hint: "答复书将寄往此处"}, ui.TextInput{Field: ui.Field{Name: "address", Label: "通信地址"}, Autocomplete: "street-address"}, ui.TextInput{Field: ui.Field{Name: "postcode", Label: "邮政编码"}, Width: "short", Inputmode: "numeric"})},
	}}
}

// CaseTable returns a table of n invented cases, also for measurements.
func CaseTable(n int) ui.Table {
	titles := []string{"2025年度科技计划项目立项清单及经费安排", "青林湖湿地保护范围划定方案", "某村农业科技示范点验收材料"}
	lights := []ui.Deadline{{Light: ui.Green, Left: 14}, {Light: ui.Amber, Left: 4}, {Light: ui.Overdue, Left: 2}, {Light: ui.Paused}, {}}
	tones := []ui.Tone{ui.Neutral, ui.Caution, ui.Bad, ui.Neutral, ui.Neutral}
	t := ui.Table{Caption: "在办申请", Columns: []ui.Column{
		{Title: "申请编号", SortHref: "#number", Sorted: ui.Descending}, {Title: "所需信息"}, {Title: "收到日期", SortHref: "#received"},
		{Title: "页数", Numeric: true}, {Title: "期限"},
	}}
	for i := range n {
		t.Rows = append(t.Rows, ui.Row{Tone: tones[i%5], Cells: []ui.Cell{
			{Text: "〔2026〕" + strconv.Itoa(n-i) + "号", Href: "#main"}, {Text: titles[i%3]}, {Text: "2026-11-" + strconv.Itoa(10+i%18)},
			{Text: strconv.Itoa(i*37%240 + 1)}, {Body: lights[i%5]},
		}})
	}
	return t
}

func tables() Part {
	return Part{"表格", []Sample{{"无内容", ui.Table{}}, {"在手机上成为卡片", CaseTable(5)}}}
}

func figures() Part {
	t := ui.Table{Caption: "收到和处理政府信息公开申请情况（节选）", Figures: true, Columns: []ui.Column{{Title: "项目"}}}
	for _, name := range []string{"自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"} {
		t.Columns = append(t.Columns, ui.Column{Title: name, Numeric: true})
	}
	for i, name := range []string{"一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量", "（一）予以公开"} {
		row := ui.Row{Cells: []ui.Cell{{Text: name}}}
		for j := range 7 {
			row.Cells = append(row.Cells, ui.Cell{Text: strconv.Itoa((i*5 + j*3) % 11)})
		}
		t.Rows = append(t.Rows, row)
	}
	return Part{"数字表", []Sample{{"在手机上横向滚动", t}}}
}
