package gallery

import "gongkai/internal/web/ui"

func formGrids() Part {
	return Part{"报表", []Sample{{"合并单元格、可点开的数字、改动过的数字", ui.FormGrid{Caption: "表三（节选）", Rows: [][]ui.GridCell{
		{{Text: "办理结果", Cols: 2, Rows: 2, Head: true}, {Text: "申请人情况", Cols: 2, Head: true}},
		{{Text: "自然人", Head: true}, {Text: "总计", Head: true}},
		{{Text: "（四）无法提供", Rows: 2, Head: true}, {Text: "1.本机关不掌握相关政府信息", Head: true}, {Text: "3", Href: "#main"}, {Text: "3", Href: "#main"}},
		{{Text: "2.没有现成信息需要另行制作", Head: true}, {Text: "1", Tone: ui.Caution, Note: "登记簿为0"}, {Text: "0"}},
	}}}}}
}
