// Package admin holds the pages of the three separated administrators (GB/T 22239) and of one's own account: agencies,
// sections, guides and settings, people and their rights, the ledger, jobs and the state of the machine.
//
// Each page calls a use-case of internal/administering and draws what it says. The pages decide nothing: who may is
// said by the routes and asked again by the use-cases, what is right by packages agency and auth.
package admin

import (
	"context"
	"fmt"

	"gongkai/internal/administering"
	"gongkai/internal/auth"
	"gongkai/internal/job"
	"gongkai/internal/ops"
	"gongkai/internal/web/workbench"
	forms "gongkai/internal/web/workbench/sheet"
	"gongkai/workday"
)

// Options are what the pages work with.
type Options struct {
	Desk     *administering.Desk
	Sessions *auth.Sessions
	Almanac  func() *workday.Almanac                 // the calendars of all places, with every notice loaded so far
	Examine  func(ctx context.Context) []ops.Finding // the checks of gongkai doctor
	Runner   *job.Runner                             // whose schedules are shown

	// Restate takes a newly loaded notice into use and computes every stored day anew.
	Restate func(ctx context.Context) (Restated, error)
}

// Restated is how many stored days changed.
type Restated struct {
	Applications int // open applications
	Settled      int // of them provisional ones that are so no longer
	Others       int // complaints, and what is owed to 复议机关 and courts
}

// words say it behind what was done.
func (r Restated) words() string {
	text := fmt.Sprintf("%d件在办申请的期限有变化", r.Applications)
	if r.Settled > 0 {
		text += fmt.Sprintf("，其中%d件由暂定改为确定", r.Settled)
	}
	if r.Others > 0 {
		text += fmt.Sprintf("；%d件投诉、复议诉讼案件的期限有变化", r.Others)
	}
	if r.Applications+r.Others > 0 {
		text += "，已提醒经办人"
	}
	return text
}

type pages struct {
	Options
	bench *workbench.Bench
}

// New returns the pages.
func New(b *workbench.Bench, o Options) workbench.Part {
	p := pages{o, b}
	part := workbench.Part{Nav: p.nav(), Panels: p.panels()}
	for _, routes := range [][]auth.Route{p.accountRoutes(), p.agencyRoutes(), p.staffRoutes(), p.ledgerRoutes(), p.operationRoutes(),
		forms.FormPage{Fill: p.blankHoliday, Draw: p.holidayForm, Take: p.loadHolidays}.Routes(b, holidaysPath+"/load", auth.AlterHoliday),
		forms.FormPage{Draw: p.removeForm, Take: p.removeHolidays}.Routes(b, holidaysPath+"/remove", auth.AlterHoliday)} {
		part.Routes = append(part.Routes, routes...)
	}
	return part
}

// early lets a page be reached while a password or second factor is outstanding.
func early(r auth.Route) auth.Route { r.Early = true; return r }

// form makes the two routes of a form.
func (p pages) form(pattern string, action auth.Action, f formPage) []auth.Route {
	return []auth.Route{p.bench.Get(pattern, action, f.show), p.bench.Post(pattern, action, f.send)}
}

func (p pages) nav() []workbench.NavItem {
	item := func(order int, text, path string, action auth.Action) workbench.NavItem {
		return workbench.NavItem{Group: workbench.Admin, Text: text, Path: path, Action: action, Order: order}
	}
	return []workbench.NavItem{
		item(10, "机关名录", "/workbench/agencies", auth.ViewDirectory),
		item(20, "人员账号", "/workbench/people", auth.ViewStaff),
		item(30, "行政区划", "/workbench/regions", auth.AlterRegion),
		item(40, "节假日", holidaysPath, auth.AlterHoliday),
		item(50, "台账", "/workbench/ledger", auth.SearchLedger),
		item(60, "后台任务", "/workbench/jobs", auth.ViewOperation),
		item(70, "运行状况", "/workbench/health", auth.ViewOperation),
	}
}
