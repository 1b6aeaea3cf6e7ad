package columns

import (
	"net/url"

	"gongkai/agency"
	"gongkai/catalog"
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"
	"gongkai/internal/web/workbench/sheet"

	"github.com/a-h/templ"
)

// dial is one number of the rhythm on its form.
type dial struct {
	name, label, hint string
	class             catalog.Freshness
	of                func(*agency.Rhythm) *int
}

var dials = []dial{
	{"two_weeks", "动态、要闻类", "检查指标为两周", catalog.TwoWeeks, func(r *agency.Rhythm) *int { return &r.TwoWeeks }},
	{"six_months", "通知公告、政策文件类", "检查指标为六个月。填0按日历月计算", catalog.SixMonths, func(r *agency.Rhythm) *int { return &r.SixMonths }},
	{"yearly", "年报、预决算类", "通常为每年。填0按日历月计算", catalog.Yearly, func(r *agency.Rhythm) *int { return &r.Yearly }},
}

func (p pages) rhythm(c *workbench.Call) (*workbench.Form, error) {
	set, err := p.Desk.Settings(c.Context(), c.By, c.By.Agency)
	if err != nil {
		return nil, err
	}
	values := url.Values{}
	for _, d := range dials {
		values.Set("disclosure.rhythm."+d.name, itoa(*d.of(&set.Disclosure.Rhythm)))
	}
	return workbench.Filled(values), nil
}

func (p pages) rhythmForm(c *workbench.Call, f *workbench.Form) (templ.Component, error) {
	cat, err := p.Desk.Catalogue(c.Context(), c.By, c.By.Agency)
	if err != nil {
		return nil, err
	}
	use := map[catalog.Freshness]int{}
	var own []string
	for _, s := range cat.Shelves {
		switch {
		case s.Closed:
		case s.Rule.Own:
			own = append(own, s.Title+"（"+s.Rule.Label+"）")
		default:
			use[s.Freshness]++
		}
	}
	e := sheet.Entry{Base: c.Base("更新天数", crumb), Form: f, Cancel: catalogPath, Submit: ui.Button{Text: "保存", Kind: ui.Primary},
		Head: ui.PageHead{Title: "栏目更新的天数", Lead: "超过天数没有发布或者修订信息的栏目，算超期未更新。天数来自网站检查的通行做法，当地要求更严的在这里改；目录、监测和提醒都按此计算。"}}
	for _, d := range dials {
		e.Fields = append(e.Fields, f.Line(ui.TextInput{Field: ui.Field{Name: "disclosure.rhythm." + d.name, Label: d.label, Hint: d.hint + "；现有" + itoa(use[d.class]) + "个栏目"},
			Width: "short", Inputmode: "numeric", Suffix: "天", MaxLength: 4}))
	}
	if len(own) > 0 {
		e.Fields = append(e.Fields, sheet.Paragraph{Text: "另定天数、不受上面影响的栏目："}, sheet.Bullets{Items: own})
	}
	return e.Page(), nil
}

func (p pages) takeRhythm(c *workbench.Call, f *workbench.Form) error {
	var r agency.Rhythm
	for _, d := range dials {
		*d.of(&r) = f.Int("disclosure.rhythm."+d.name, d.label)
	}
	if err := f.Err(); err != nil {
		return err
	}
	if err := p.Desk.AlterRhythm(c.Context(), c.By, c.By.Agency, r); err != nil {
		return err
	}
	return c.Done(catalogPath, "已保存更新天数")
}
