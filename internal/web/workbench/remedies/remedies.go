// Package remedies holds the pages of 行政复议 and 行政诉讼: the register, one proceeding with its terms, and the entry of
// what happens in it.
//
// 《条例》第五十一条 opens both ways. What is owed by when comes from package remedy, who may from internal/auth; each act is
// a use-case of internal/supervising.
package remedies

import (
	"context"

	"gongkai/internal/auth"
	"gongkai/internal/query"
	"gongkai/internal/supervising"
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"
	"gongkai/internal/web/workbench/sheet"
	"gongkai/remedy"
)

// Options are what the pages work with.
type Options struct {
	Desk *supervising.Desk
}

type pages struct {
	Options
	bench *workbench.Bench
}

// The addresses of the pages.
const (
	listPath = "/workbench/remedies"
	onePath  = listPath + "/{id}"
	below    = "/workbench/agencies/{agency}/remedies"
)

// New returns the pages.
func New(b *workbench.Bench, o Options) workbench.Part {
	p := pages{o, b}
	part := workbench.Part{
		Nav:    []workbench.NavItem{{Group: workbench.Answer, Text: "复议诉讼", Path: listPath, Action: auth.RecordRemedy, Order: 40, Count: p.dueCount}},
		Panels: []workbench.Panel{{Title: "复议诉讼期限", Action: auth.RecordRemedy, Order: 12, Brief: p.brief}},
		Routes: []auth.Route{
			b.Get(listPath, auth.ViewRemedy, p.list),
			b.Get(onePath, auth.ViewRemedy, p.one),
			b.Get(below, auth.ViewRemedy, p.list),
			b.Get(below+"/{id}", auth.ViewRemedy, p.one),
			{Method: "GET", Pattern: onePath + "/files/{hash}", Action: auth.ViewRemedy, Handler: b.Act(p.file)},
			{Method: "GET", Pattern: below + "/{id}/files/{hash}", Action: auth.ViewRemedy, Handler: b.Act(p.file)},
			{Method: "GET", Pattern: listPath + ".xlsx", Action: auth.ViewRemedy, Handler: b.Act(p.export)},
		},
	}
	add := func(pattern string, action auth.Action, f sheet.FormPage) {
		part.Routes = append(part.Routes, f.Routes(b, pattern, action)...)
	}
	add(listPath+"/new", auth.RecordRemedy, sheet.FormPage{Fill: p.fillNew, Draw: p.newForm, Take: p.register})
	add(onePath+"/unmask", auth.Unmask, sheet.FormPage{Draw: p.unmaskForm, Take: p.unmask})
	add(onePath+"/strike/{n}", auth.RecordRemedy, sheet.FormPage{Draw: p.strikeForm, Take: p.strike})
	for _, row := range remedy.Kinds {
		if row.Kind != remedy.Accepted && row.Kind != remedy.Struck {
			add(onePath+"/do/"+string(row.Kind), auth.RecordRemedy, p.factPage(row.Kind))
		}
	}
	return part
}

var listCrumb = ui.Link{Text: "复议诉讼", Href: listPath}

func remedyPath(id string) string { return listPath + "/" + id }

// dueCount is how many proceedings ask for something, behind the entry of the navigation.
func (p pages) dueCount(ctx context.Context, by auth.Actor) (int, error) {
	if auth.Can(by, auth.ViewRemedy, by.Agency) != nil {
		return 0, nil
	}
	_, total, err := p.Desk.ListRemedies(ctx, by, query.RemedyList{Agency: by.Agency, Due: true, Limit: 1})
	return total, err
}

// shownOnPanel is how many proceedings the home page shows.
const shownOnPanel = 5

// brief tells what is due in 复议 and suits.
func (p pages) brief(c *workbench.Call) (brief workbench.Brief, err error) {
	list, total, err := p.Desk.ListRemedies(c.Context(), c.By, query.RemedyList{Agency: c.By.Agency, Due: true, Limit: shownOnPanel})
	brief = workbench.Brief{Count: total, Unit: "件", All: listPath}
	for _, x := range list {
		brief.Tasks = append(brief.Tasks, workbench.Task{Text: short(x.Subject), Path: listPath + "/" + x.ID, Words: x.Number + "　" + x.DueWhat, DueOn: x.DueOn})
	}
	return brief, err
}
