package gallery

import "gongkai/internal/web/ui"

func waitingTasks() Part {
	return Part{"待办事项", []Sample{
		{"零值", ui.Tasks{}},
		{"到期、逾期和没有期限的", ui.Tasks{Label: "今天到期和逾期", Items: []ui.Task{
			{Over: "申请", Link: ui.Link{Text: "近三年全部市政工程的全部资料", Href: "#"}, Words: "20261010-0001　法律服务机构", Badge: ui.Badge{Text: "已逾期3个工作日", Tone: ui.Bad}},
			{Over: "月度数据", Link: ui.Link{Text: "业务二股2026年10月", Href: "#"}, Badge: ui.Badge{Text: "今天到期", Tone: ui.Bad}},
			{Link: ui.Link{Text: "夜间停车便民措施", Href: "#"}, Words: "公共服务　王经办", Badge: ui.Badge{Text: "待发布", Tone: ui.Info}},
			{Link: ui.Link{Text: "没有链接、没有期限的事项"}},
		}}},
	}}
}
