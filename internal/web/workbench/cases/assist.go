package cases

import (
	"context"

	"gongkai/agency"
	"gongkai/application"
	"gongkai/internal/auth"
	"gongkai/internal/query"
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"
	"gongkai/internal/web/workbench/sheet"

	"github.com/a-h/templ"
)

// mostAssisted bounds the list of what a section has.
const mostAssisted = 100

// assistCount is how many applications wait for the caller's section.
func (p pages) assistCount(ctx context.Context, by auth.Actor) (int, error) {
	section, err := p.Desk.OwnSection(ctx, by)
	if err != nil || section == "" {
		return 0, err
	}
	_, total, err := p.Desk.List(ctx, by, query.CaseList{Agency: by.Agency, State: query.CasesOpen, Section: string(section), Limit: 1})
	return total, err
}

// assist lists what the caller's section was asked for: what is to be found, by when, and where to hand it in.
func (p pages) assist(c *workbench.Call) (templ.Component, error) {
	section, err := p.Desk.OwnSection(c.Context(), c.By)
	if err != nil {
		return nil, err
	}
	s := sheet.Sheet{Base: c.Base("我的协办"), Head: ui.PageHead{Title: "我的协办", Lead: "交给本股室查找、提供材料的申请。在内部期限前提交，查不到的也要写明怎样查的。"}}
	if section == "" {
		s.Add("", ui.Empty{Title: "您没有编入股室", Text: "请安全管理员在人员账号中设置股室；经办人在申请页面登记股室回复。"})
		return s.Page(), nil
	}
	listed, _, err := p.Desk.List(c.Context(), c.By, query.CaseList{Agency: c.By.Agency, State: query.CasesOpen, Section: string(section), Limit: mostAssisted})
	if err != nil {
		return nil, err
	}
	if len(listed) == 0 {
		s.Add("", ui.Empty{Title: "没有待提供材料的申请", Text: "经办人交办后出现在这里，并有提醒。"})
	}
	for _, x := range listed {
		s.Add("", p.assisted(c, x.Application, section))
	}
	return s.Page(), nil
}

// assisted is one application as the section sees it.
func (p pages) assisted(c *workbench.Call, a application.Application, section agency.SectionID) templ.Component {
	var asked application.Fact
	for _, f := range a.Facts {
		if f.Kind == application.Assigned && f.Section == string(section) {
			asked = f
		}
	}
	facts := ui.Facts{Items: []ui.Fact{{Name: "申请", Text: a.Number}, {Name: "申请的信息", Text: a.Wanted.Content}, {Name: "要求", Text: or(asked.Text, "查找并提供")}, {Name: "交办日期", Text: asked.On.Chinese()}}}
	if !asked.Until.IsZero() {
		facts.Items = append(facts.Items, ui.Fact{Name: "内部期限", Text: asked.Until.Chinese() + p.leftWords(c, asked)})
	}
	return templ.Join(facts, sheet.Buttons{Items: []ui.Button{
		{Text: "提交材料", Kind: ui.Primary, Href: c.URL(casePath(a.ID) + "/do/" + string(application.HandedBack))},
		{Text: "查看申请", Kind: ui.Quiet, Href: c.URL(casePath(a.ID))},
	}})
}

// leftWords say how many workdays a section has left.
func (p pages) leftWords(c *workbench.Call, asked application.Fact) string {
	if asked.Until.Before(c.Today()) {
		n, _ := p.Desk.Calendar(c.By.Agency).Count(asked.Until, c.Today())
		return "，已超过" + itoa(max(n, 1)) + "个工作日"
	}
	n, _ := p.Desk.Calendar(c.By.Agency).Count(c.Today(), asked.Until)
	return "，还有" + itoa(n) + "个工作日"
}
