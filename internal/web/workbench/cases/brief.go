package cases

import (
	"strconv"

	"gongkai/agency"
	"gongkai/application"
	"gongkai/internal/auth"
	"gongkai/internal/casework"
	"gongkai/internal/query"
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"
)

// The home page names so many applications at most: more than it shows, since those that are late stand at its top.
const (
	mostBriefed     = 8
	mostUnconfirmed = 3
)

// dueBrief tells which applications are due, and which wait to be confirmed.
func (p pages) dueBrief(c *workbench.Call) (brief workbench.Brief, err error) {
	if !c.May(auth.ViewCase, c.By.Agency) {
		return brief, nil
	}
	n, err := p.Desk.DueCount(c.Context(), c.By, c.By.Agency)
	if err != nil || n.Open == 0 {
		return brief, err
	}
	brief = workbench.Brief{Count: n.Open, Unit: "件", All: casesPath}
	for _, l := range []query.CaseList{{Due: true, Limit: mostBriefed}, {Step: application.ToConfirm, Limit: mostUnconfirmed}} {
		l.Agency, l.State = c.By.Agency, query.CasesOpen
		list, _, err := p.Desk.List(c.Context(), c.By, l)
		if err != nil {
			return brief, err
		}
		tasks, err := p.tasks(c, list)
		if err != nil {
			return brief, err
		}
		brief.Tasks = append(brief.Tasks, tasks...)
	}
	return brief, nil
}

// signBrief tells which answers wait for the caller's signature.
func (p pages) signBrief(c *workbench.Call) (brief workbench.Brief, err error) {
	if !c.May(auth.VerifyCase, c.By.Agency) && !c.May(auth.ClearCase, c.By.Agency) && !c.May(auth.SignCase, c.By.Agency) {
		return brief, nil
	}
	waiting, err := p.Desk.Waiting(c.Context(), c.By)
	if err != nil {
		return brief, err
	}
	brief.Tasks, err = p.tasks(c, waiting)
	return brief, err
}

func (p pages) tasks(c *workbench.Call, list []casework.Listed) (tasks []workbench.Task, err error) {
	periods, _, _, err := p.Desk.Lights(c.Context(), c.By, c.By.Agency)
	for _, x := range list {
		tasks = append(tasks, workbench.Task{Text: short(x.Wanted.Content), Path: casePath(x.ID), Words: x.Number + "　" + x.Applicant.Category.Label() + "　" + stageWords(x),
			DueOn: x.Clock.DueOn, Badge: leftBadge(x, periods)})
	}
	return tasks, err
}

// leftBadge says how much of the term is left, as lists do; empty where no term runs.
func leftBadge(x casework.Listed, periods agency.Periods) ui.Badge {
	light := lightOf(x.Clock, periods)
	switch light.Light {
	case ui.Overdue:
		return ui.Badge{Text: "已逾期" + strconv.Itoa(light.Left) + "个工作日", Tone: ui.Bad}
	case ui.Red, ui.Amber, ui.Green:
		tone := map[ui.Light]ui.Tone{ui.Red: ui.Bad, ui.Amber: ui.Caution, ui.Green: ui.Neutral}[light.Light]
		if light.Left == 0 {
			return ui.Badge{Text: "今天到期", Tone: ui.Bad}
		}
		return ui.Badge{Text: "剩" + strconv.Itoa(light.Left) + "个工作日", Tone: tone}
	case ui.Paused:
		return ui.Badge{Text: "期限未起算", Tone: ui.Info}
	}
	return ui.Badge{}
}
