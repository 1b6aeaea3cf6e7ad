package supervision

import (
	"strconv"

	"gongkai/civil"
	"gongkai/complaint"
	"gongkai/duty"
	"gongkai/internal/auth"
	"gongkai/internal/query"
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"
)

// mostBriefed is how many orders and complaints the home page is told of.
const mostBriefed = 8

// elsewhere are the duties that the home page tells of in panels of their own; so it does of the report of last year.
var elsewhere = map[duty.Kind]bool{duty.Publication: true, duty.ReReview: true, duty.Monthly: true, duty.Column: true, duty.Interpretation: true, duty.Expiry: true}

// brief tells which duties of the year are late or near.
func (p pages) brief(c *workbench.Call) (brief workbench.Brief, err error) {
	list, err := p.Desk.Open(c.Context(), c.By, c.By.Agency)
	brief = workbench.Brief{Unit: "项", All: dutiesPath}
	for _, d := range list {
		if elsewhere[d.Kind] || d.Kind == duty.Report && d.Key == strconv.Itoa(c.Today().Year()-1) {
			continue
		}
		path := dutiesPath
		switch {
		case d.Kind.Sort().Marked && c.May(auth.MarkDuty, c.By.Agency):
			path += "/" + string(d.Kind) + "/" + d.Key
		case d.Kind == duty.GuideReview:
			path = "/workbench/agencies/" + c.Own().Code + "/guide"
		case d.Kind == duty.Report:
			path = "/workbench/reports"
		}
		brief.Tasks = append(brief.Tasks, workbench.Task{Text: d.What, Path: path, Words: d.Kind.Sort().Cite.String(), DueOn: d.DueOn})
	}
	return brief, err
}

// orderBrief tells of the orders that the caller's agency has to answer, or to judge.
func (p pages) orderBrief(c *workbench.Call) (brief workbench.Brief, err error) {
	l := wantedOrders(c)
	l.Open, l.Limit = true, mostBriefed
	list, total, err := p.Desk.ListOrders(c.Context(), c.By, l)
	brief = workbench.Brief{Count: total, Unit: "件", All: ordersPath}
	for _, x := range list {
		who := x.ToName
		if l.From == "" {
			who = x.FromName
		}
		task := workbench.Task{Text: x.Subject, Path: orderURL(x.ID), Words: x.Number + "　" + who, DueOn: x.DueOn}
		if x.Stage == complaint.Judging {
			task.DueOn, task.Badge = civil.Date{}, ui.Badge{Text: "已反馈，待认可", Tone: ui.Caution}
		}
		brief.Tasks = append(brief.Tasks, task)
	}
	return brief, err
}

// complaintBrief tells of the complaints in hand.
func (p pages) complaintBrief(c *workbench.Call) (brief workbench.Brief, err error) {
	if !c.May(auth.ViewComplaint, c.By.Agency) {
		return brief, nil
	}
	list, total, err := p.Desk.ListComplaints(c.Context(), c.By, query.ComplaintList{Agency: c.By.Agency, Open: true, Limit: mostBriefed})
	brief = workbench.Brief{Count: total, Unit: "件", All: complaintsPath}
	for _, x := range list {
		brief.Tasks = append(brief.Tasks, workbench.Task{Text: x.Kind.Label(), Path: complaintURL(complaint.ID(x.ID)), Words: x.Number + "　" + x.AboutName, DueOn: x.DueOn})
	}
	return brief, err
}
