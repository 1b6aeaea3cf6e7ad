package gallery

import "gongkai/internal/web/ui"

func foundRecords() Part {
	return Part{"搜索结果", []Sample{
		{"零值", ui.Hits{}},
		{"标题、正文和附件中的词", ui.Hits{Label: "搜索结果", Start: 21, Items: []ui.Hit{
			{Href: "#hit-1", Title: []ui.Span{{Text: "凉州区"}, {Text: "科技创新券", Marked: true}, {Text: "管理办法"}}, Badge: ui.Badge{Text: "现行有效", Tone: ui.Good},
				Place:   []ui.Span{{Text: "…支持企业使用"}, {Text: "科技创新券", Marked: true}, {Text: "购买研究开发、检验检测等服务…"}},
				Remarks: [][]ui.Span{{{Text: "凉科发〔2026〕13号"}}, {{Text: "凉州区"}, {Text: "科学技术", Marked: true}, {Text: "局"}}, {{Text: "2026-11-06"}}}},
			{Href: "#hit-2", Title: []ui.Span{{Text: "关于公布2026年度拟兑付企业名单的公告"}}, File: "拟兑付企业名单.xlsx",
				Place: []ui.Span{{Text: "科技创新券", Marked: true}, {Text: "拟兑付企业"}}, Remarks: [][]ui.Span{{{Text: "凉州区科学技术局"}}, {{Text: "2026-10-15"}}}},
		}}},
	}}
}
