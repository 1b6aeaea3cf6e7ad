package gallery

import (
	"strconv"

	"gongkai/internal/web/ui"
	"gongkai/law"
)

func factLists() Part {
	return Part{"元数据", []Sample{
		{"零值", ui.Facts{}},
		{"信息的元数据", ui.Facts{Items: []ui.Fact{
			{Name: "索引号", Text: "11622300000000000X/2026-00013"}, {Name: "发布机构", Text: "凉州区科学技术局"},
			{Name: "文号", Text: "凉科发〔2026〕13号"}, {Name: "成文日期", Text: "2026年11月3日"},
			{Name: "主题分类", Text: "科技、教育 / 科技"}, {Name: "发布日期", Text: "2026年11月6日"},
			{Name: "效力状态", Body: ui.Badge{Text: "现行有效", Tone: ui.Good}}, {Name: "废止日期"},
		}}},
	}}
}

func pages() Part {
	href := func(page int) string { return "#page-" + strconv.Itoa(page) }
	return Part{"分页", []Sample{
		{"首页", ui.Pagination{Page: 1, Pages: 3, Href: href, Total: 52}},
		{"中间", ui.Pagination{Page: 7, Pages: 24, Href: href, Total: 471}},
		{"只有一页时不显示", ui.Pagination{Page: 1, Pages: 1}},
	}}
}

func empties() Part {
	return Part{"无内容", []Sample{
		{"零值", ui.Empty{}},
		{"有下一步", ui.Empty{Title: "没有找到符合条件的信息", Text: "可以减少关键词，或者向本机关申请公开。", Action: ui.Link{Text: "申请公开", Href: "#main"}}},
	}}
}

func fileLists() Part {
	return Part{"附件", []Sample{{"附件", ui.Files{Items: []ui.File{
		{Link: ui.Link{Text: "凉州区科技计划项目管理办法", Href: "#file"}, Kind: "PDF", Size: "312 KB", Digest: "SM3 66c7f0f4 62eeedd9 d1f2d46b dc10e4e2 4167c487 5cf2f7a2 297da02b 8f4ba8e0"},
		{Link: ui.Link{Text: "项目申报书格式", Href: "#file2"}, Kind: "DOCX", Size: "48 KB"},
	}}}}}
}

func steps() Part {
	return Part{"步骤", []Sample{
		{"零值", ui.Steps{}},
		{"进行中", ui.Steps{Label: "办理进度", Items: []ui.Step{{Text: "登记", Done: true}, {Text: "审查内容", Done: true}, {Text: "征求第三方意见", Current: true}, {Text: "拟稿签发"}, {Text: "送达归档"}}}},
	}}
}

func timelines() Part {
	return Part{"时间线", []Sample{
		{"零值", ui.Timeline{}},
		{"期限是怎样算出来的", ui.Timeline{Moments: []ui.Moment{
			{When: "2026年11月3日", Title: "收到申请", Text: "网上提交，当日双方确认。", Cite: law.OGI.Art(31)},
			{When: "2026年11月4日至10日", Title: "办理", Counted: "计 5 个工作日", Cite: law.OGI.Art(33).P(2)},
			{When: "2026年11月11日至23日", Title: "征求第三方意见", Text: "所需时间不计算在期限内。", Counted: "计 0 个工作日", Cite: law.OGI.Art(33).P(3), Tone: ui.Caution},
			{When: "2026年11月24日", Title: "第三方答复，期限恢复计算", Tone: ui.Good},
			{When: "2026年12月14日", Title: "答复期限届满", Future: true},
		}}},
	}}
}

func tabs() Part {
	return Part{"分页签", []Sample{{"每个都有自己的地址", ui.Tabs{Label: "申请", Items: []ui.Tab{
		{Link: ui.Link{Text: "基本情况", Href: "#a"}, Current: true}, {Link: ui.Link{Text: "文书", Href: "#b"}, Count: 3}, {Link: ui.Link{Text: "留痕", Href: "#c"}},
	}}}}}
}

func stats() Part {
	return Part{"数字", []Sample{{"四个数字", ui.Stats{Items: []ui.Stat{
		{Label: "在办申请", Value: "12", Unit: "件", Href: "#open"}, {Label: "三日内到期", Value: "2", Unit: "件", Tone: ui.Caution, Note: "最早 11 月 24 日"},
		{Label: "已逾期", Value: "1", Unit: "件", Tone: ui.Bad}, {Label: "本年主动公开", Value: "1,306", Unit: "条"},
	}}}}}
}

func bars() Part {
	return Part{"条形图", []Sample{
		{"零值", ui.BarChart{Title: "没有数据"}},
		{"各类主动公开信息", ui.BarChart{Title: "2026 年主动公开信息（条）", Points: []ui.Point{{Label: "通知公告", Value: 46}, {Label: "政策文件", Value: 31}, {Label: "财政预算决算", Value: 12}, {Label: "建议提案办理", Value: 9}, {Label: "人事信息", Value: 0}}}},
	}}
}

func lines() Part {
	return Part{"折线图", []Sample{
		{"零值", ui.LineChart{Title: "没有数据"}},
		{"两条线", ui.LineChart{Title: "近五年申请办理情况（件）", Labels: []string{"2022", "2023", "2024", "2025", "2026"}, Lines: []ui.Line{{Name: "新收申请", Values: []int64{18, 26, 41, 37, 52}}, {Name: "予以公开", Values: []int64{11, 17, 24, 28, 39}}}}},
	}}
}

func letterheads() Part {
	body := paragraphs("您于2026年11月3日提交的政府信息公开申请，本机关已于当日收到。", "经审查，您申请公开的信息属于主动公开的政府信息，可以在本机关政府信息公开专栏查阅。")
	return Part{"红头预览", []Sample{
		{"零值", ui.Letterhead{}},
		{"草稿", with(ui.Letterhead{Draft: true, Agency: "武威市凉州区科学技术局", Number: "凉科公开告〔2026〕7号", Title: "政府信息公开申请答复书", Addressee: "张某", Signed: "武威市凉州区科学技术局", DatedOn: "2026年11月23日"}, body)},
	}}
}

func diffs() Part {
	return Part{"版本对照", []Sample{
		{"零值", ui.Diff{}},
		{"两个版本", ui.Diff{OldTitle: "2024年版", NewTitle: "2026年版", Lines: []ui.DiffLine{
			{Old: "第一条　为了规范科技计划项目管理，制定本办法。", New: "第一条　为了规范科技计划项目管理，制定本办法。"},
			{Old: "第二条　项目实施期限一般不超过两年。", Removed: true, New: "第二条　项目实施期限一般不超过三年，确需延长的，应当提前三个月申请。", Added: true},
			{New: "第三条　项目验收结果应当公开。", Added: true},
		}}},
	}}
}

func proses() Part {
	body := paragraphs("为了深入实施创新驱动发展战略，进一步规范区级科技计划项目管理，提高财政资金使用效益，根据有关规定，结合本区实际，制定本办法。", "本办法所称科技计划项目，是指由区级财政资金支持，以解决“三农”、生态保护、产业升级等领域技术问题为目标的科学技术研究与开发活动（以下简称“项目”）。", "项目管理遵循公开、公平、公正的原则；立项、验收结果向社会公开，接受社会监督。")
	return Part{"正文", []Sample{
		{"公文正文", with(ui.Prose{Title: "凉州区科技计划项目管理办法"}, body)},
		{"只在纸上出现的出处", ui.PrintOnly{Address: "https://www.example.gov.cn/xxgk/", PrintedOn: "2026年11月23日"}},
	}}
}

func heads() Part {
	return Part{"页首", []Sample{{"标题、说明与按钮", with(ui.PageHead{Over: "凉州区科学技术局", Title: "法定主动公开内容", Lead: "按照《条例》规定应当主动公开的信息，分栏目列出。"}, ui.Button{Text: "订阅更新", Href: "#feed"})}}}
}

func cards() Part {
	return Part{"卡片", []Sample{{"四个入口", grid(
		ui.Card{Link: ui.Link{Text: "政府信息公开指南", Href: "#guide"}, Words: "公开什么、怎样查找、怎样申请、怎样监督。"},
		ui.Card{Link: ui.Link{Text: "政府信息公开制度", Href: "#regime"}, Words: "国家和地方关于公开的规定。"},
		ui.Card{Link: ui.Link{Text: "法定主动公开内容", Href: "#catalog"}, Words: "按目录浏览本机关公开的全部信息。", Meta: "1,306 条，今日更新"},
		ui.Card{Link: ui.Link{Text: "政府信息公开年报", Href: "#reports"}, Words: "历年工作年度报告。", Meta: "2008—2025 年"},
		ui.Card{Link: ui.Link{Text: "依申请公开", Href: "#apply"}, Words: "在线提交申请，凭编号查询进度。"},
	)}}}
}

func searches() Part {
	return Part{"搜索", []Sample{
		{"空", ui.Search{Action: "#", Name: "q", Label: "搜索政府信息", Hint: "可以输入标题、文号、索引号或者正文中的词"}},
	}}
}

func dialogQuestion() ui.Confirm {
	return ui.Confirm{
		Title: "撤下这条信息？", Text: "撤下后公众不能再查看正文，原地址会说明撤下的日期和理由，记录永久保存。",
		Submit: ui.Button{Text: "撤下", Kind: ui.Destructive}, Cancel: ui.Link{Text: "返回", Href: "#main"},
	}
}

func dialogs() Part {
	return Part{"对话框", []Sample{
		{"打开它的按钮，没有脚本时前往确认页", ui.Button{Text: "撤下信息…", Href: "#confirm", Dialog: "withdraw"}},
		{"对话框", ui.Dialog{ID: "withdraw", Action: "#", Confirm: dialogQuestion()}},
	}}
}

func confirms() Part {
	return Part{"确认页", []Sample{{"放在单独的页面", dialogQuestion()}}}
}
