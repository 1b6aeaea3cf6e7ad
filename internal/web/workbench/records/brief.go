package records

import (
	"gongkai/disclosure"
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"
)

// mostBriefed is how many records a panel of the home page is told of.
const mostBriefed = 8

// waitingBrief tells what waits for the caller.
func (p pages) waitingBrief(c *workbench.Call) (brief workbench.Brief, err error) {
	rows, total, err := p.waiting(c, mostBriefed)
	brief = workbench.Brief{Count: total, Unit: "条", All: recordsPath + "?shelf=mine"}
	for _, x := range rows {
		brief.Tasks = append(brief.Tasks, workbench.Task{Text: short(x.Title, 50), Path: recordPath(disclosure.ID(x.ID)), Words: x.ColumnTitle + "　" + x.AuthorName,
			Badge: ui.Badge{Text: x.Stage.Label(), Tone: stepTone(x.Stage)}})
	}
	return brief, err
}

// dueBrief tells what has to be published soon, or should have been.
func (p pages) dueBrief(c *workbench.Call) (brief workbench.Brief, err error) {
	due, err := p.Desk.Due(c.Context(), c.By, c.By.Agency)
	brief = workbench.Brief{Count: len(due), Unit: "条", All: recordsPath + "/due"}
	for _, x := range due {
		badge := ui.Badge{Text: "剩" + itoa(x.Left) + "个工作日", Tone: ui.Caution}
		switch {
		case x.Late:
			badge = ui.Badge{Text: "已超过" + itoa(x.Left) + "个工作日", Tone: ui.Bad}
		case x.Left == 0:
			badge = ui.Badge{Text: "今天到期", Tone: ui.Bad}
		}
		brief.Tasks = append(brief.Tasks, workbench.Task{Text: short(x.Title, 50), Path: recordPath(x.ID), Words: "应于" + x.DueOn.Chinese() + "前公开", DueOn: x.DueOn, Badge: badge})
	}
	return brief, err
}

// scheduleBrief tells what is going to be published by itself, and what could not be.
func (p pages) scheduleBrief(c *workbench.Call) (brief workbench.Brief, err error) {
	rows, err := p.Desk.Schedules(c.Context(), c.By)
	for _, x := range rows {
		task := workbench.Task{Text: short(x.Title, 50), Path: recordPath(disclosure.ID(x.Record)), Badge: ui.Badge{Text: x.DueOn.Chinese() + "自动发布", Tone: ui.Info}}
		if x.Problem != "" {
			task.DueOn, task.Words, task.Badge = x.DueOn, x.Problem, ui.Badge{Text: "未能发布", Tone: ui.Bad}
		}
		brief.Tasks = append(brief.Tasks, task)
	}
	return brief, err
}

// keptBrief tells what is kept back and has to be looked at again.
// 法源: 《条例》第十八条。
func (p pages) keptBrief(c *workbench.Call) (brief workbench.Brief, err error) {
	due, err := p.Desk.KeptDue(c.Context(), c.By)
	for _, r := range due {
		brief.Tasks = append(brief.Tasks, workbench.Task{Text: short(r.Title, 50), Path: recordPath(r.ID), Words: string(r.Attribute), DueOn: r.ReviewOn})
	}
	return brief, err
}

// normativeBrief counts the documents near their end and those without their interpretation.
func (p pages) normativeBrief(c *workbench.Call) (brief workbench.Brief, err error) {
	reg, err := p.Desk.Register(c.Context(), c.By, c.By.Agency, disclosure.Normative, c.Today().Year())
	if err != nil {
		return brief, err
	}
	for _, row := range []struct{ list, label, note string }{{"expiring", "将要到期的规范性文件", "到期前评估，决定继续有效、修改或者废止"}, {"unexplained", "待解读的规范性文件", ""}} {
		if n := len(reg.List(row.list)); n > 0 {
			brief.Counts = append(brief.Counts, ui.Stat{Label: row.label, Value: itoa(n), Unit: "件", Note: row.note, Tone: ui.Caution, Href: c.URL(normativePath + "?list=" + row.list)})
		}
	}
	return brief, nil
}
