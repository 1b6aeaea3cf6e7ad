// Package cases holds the pages of 依申请公开: the register, taking an application in, the page of one application with
// what may be done now and why the rest may not, the decision with its review, the answer and its delivery.
//
// The pages decide nothing. What is due and why comes from package deadline, what may be done from package application,
// who may from internal/auth; each act is a use-case of internal/casework.
package cases

import (
	"context"

	"gongkai/application"
	"gongkai/internal/auth"
	"gongkai/internal/blob"
	"gongkai/internal/casework"
	"gongkai/internal/docgen"
	"gongkai/internal/query"
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"
	"gongkai/internal/web/workbench/sheet"

	"github.com/a-h/templ"
)

// Options are what the pages work with.
type Options struct {
	Desk  *casework.Desk
	Files *blob.Store // evidence and material

	Fonts func() (*docgen.Fonts, error) // of letters

	// Remedies shows the 复议 and suits about an application on its page; nil shows none.
	Remedies func(c *workbench.Call, application string) (templ.Component, error)
}

type pages struct {
	Options
	bench *workbench.Bench
}

// The addresses of the pages.
const (
	casesPath = "/workbench/cases"
	onePath   = casesPath + "/{id}"

	assistPath = "/workbench/assist"
)

// New returns the pages.
func New(b *workbench.Bench, o Options) workbench.Part {
	p := pages{o, b}
	part := workbench.Part{
		Nav: []workbench.NavItem{
			{Group: workbench.Answer, Text: "依申请公开", Path: casesPath, Action: auth.ViewCase, Order: 20, Count: p.openCount},
			{Group: workbench.Answer, Text: "我的协办", Path: assistPath, Action: auth.AssistCase, Order: 22, Count: p.assistCount},
			{Group: workbench.Answer, Text: "申请统计", Path: casesPath + "/statistics", Action: auth.ViewStatistics, Order: 21},
		},
		Panels: []workbench.Panel{
			{Title: "申请期限", Action: auth.ViewCase, Order: 10, Brief: p.dueBrief},
			{Title: "待我审查的答复", Action: auth.ViewCase, Order: 11, Brief: p.signBrief},
		},
	}
	part.Routes = append(part.Routes,
		b.Get(casesPath, auth.ViewCase, p.register),
		b.Get(casesPath+"/statistics", auth.ViewStatistics, p.statistics),
		b.Get(onePath, auth.ViewCase, p.one),
		b.Get(onePath+"/wizard", auth.HandleCase, p.wizard),
		auth.Route{Method: "GET", Pattern: onePath + "/files/{hash}", Action: auth.ViewCase, Handler: b.Act(p.file)},
		auth.Route{Method: "GET", Pattern: casesPath + "/bundle.xlsx", Action: auth.RegisterCase, Handler: b.Act(p.bundleTemplate)},
		auth.Route{Method: "GET", Pattern: casesPath + ".xlsx", Action: auth.ViewCase, Handler: b.Act(p.export)},
	)
	add := func(pattern string, action auth.Action, f sheet.FormPage) {
		part.Routes = append(part.Routes, f.Routes(b, pattern, action)...)
	}
	add(casesPath+"/new", auth.RegisterCase, sheet.FormPage{Fill: p.newCase, Draw: p.intakeForm, Take: p.receive})
	add(onePath+"/confirm", auth.RegisterCase, sheet.FormPage{Fill: p.blankDay, Draw: p.confirmForm, Take: p.confirm})
	add(onePath+"/unmask", auth.Unmask, sheet.FormPage{Draw: p.unmaskForm, Take: p.unmask})
	for _, kind := range casework.FactKinds() {
		f := p.factPage(kind)
		switch kind {
		case application.ThirdPartyConsulted, application.AgencyConsulted:
			f = p.consultPage(kind)
		case application.FeeNoticed:
			f = p.feePage()
		}
		add(onePath+"/do/"+string(kind), casework.FactAction(kind), f)
	}
	add(onePath+"/do/"+string(application.MadePublic), auth.HandleCase, p.publishPage())
	add(onePath+"/do/"+string(application.Rectified), auth.HandleCase, p.rectifyPage())
	add(onePath+"/search", auth.HandleCase, sheet.FormPage{Fill: p.blankDay, Draw: p.searchForm, Take: p.fileSearch})
	add(casesPath+"/bundle", auth.RegisterCase, sheet.FormPage{Fill: p.blankBundle, Draw: p.bundleForm, Take: p.takeBundle})
	add(casesPath+"/bulk", auth.AssignCase, sheet.FormPage{Fill: p.chosenCases, Draw: p.bulkForm, Take: p.bulk})
	add(casesPath+"/views", auth.ViewCase, sheet.FormPage{Draw: p.viewsForm, Take: p.saveView})
	part.Routes = append(part.Routes,
		b.Get(assistPath, auth.AssistCase, p.assist),
		b.Post(onePath+"/consultations/{question}", auth.HandleCase, p.renewLink),
		b.Post(casesPath+"/receipts", auth.RegisterCase, p.receipts),
		b.Post(casesPath+"/views/remove", auth.ViewCase, p.removeView),
	)
	part.Routes = append(part.Routes, p.letterRoutes()...)
	part.Nav = append(part.Nav, workbench.NavItem{Group: workbench.Admin, Text: "文书文本和印章", Path: letterSettingsPath, Action: auth.AlterLetters, Order: 60})
	add(onePath+"/decision", auth.HandleCase, sheet.FormPage{Fill: p.filledDecision, Draw: p.decisionForm, Take: p.saveDecision})
	for _, stage := range casework.Stages() {
		add(onePath+"/sign/"+string(stage), casework.StageAction(stage), p.signPage(stage))
	}
	add(onePath+"/issue", auth.HandleCase, sheet.FormPage{Draw: p.issueForm, Take: p.issue})
	return part
}

func casePath(id application.ID) string { return casesPath + "/" + string(id) }

var registerCrumb = ui.Link{Text: "依申请公开", Href: casesPath}

func caseCrumbs(v casework.View) []ui.Link {
	return []ui.Link{registerCrumb, {Text: v.Application.Number, Href: casePath(v.Application.ID)}}
}

// look loads the application that the address names, of the caller's own agency.
func (p pages) look(c *workbench.Call) (casework.View, error) {
	return p.Desk.Look(c.Context(), c.By, c.By.Agency, application.ID(c.Path("id")))
}

// openCount is how many applications are open, behind the entry of the navigation.
func (p pages) openCount(ctx context.Context, by auth.Actor) (int, error) {
	if auth.Can(by, auth.ViewCase, by.Agency) != nil {
		return 0, nil
	}
	_, total, err := p.Desk.List(ctx, by, query.CaseList{Agency: by.Agency, State: query.CasesOpen, Limit: 1})
	return total, err
}
