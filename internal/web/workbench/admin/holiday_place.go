package admin

import (
	"fmt"
	"net/url"
	"strings"

	"gongkai/agency"
	"gongkai/civil"
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"
	forms "gongkai/internal/web/workbench/sheet"
	"gongkai/workday"

	"github.com/a-h/templ"
)

// place is the region that the address names, and false for the whole country.
func (p pages) place(c *workbench.Call, code string) (agency.Regions, agency.Region, bool, error) {
	regions, err := p.Desk.Regions(c.Context())
	if err != nil || code == "" {
		return regions, agency.Region{}, false, err
	}
	place, known := regions.Find(agency.RegionCode(code))
	return regions, place, known, nil
}

// placeQuery is the part of an address that names a place; empty for the whole country.
func placeQuery(code string) string {
	if code == "" {
		return ""
	}
	return "?" + url.Values{"region": {code}}.Encode()
}

// placeFilter chooses whose days are shown.
func placeFilter(c *workbench.Call, regions agency.Regions, code string) templ.Component {
	f := workbench.Filled(url.Values{"region": {code}})
	return filter(c.URL(holidaysPath), f.Select(ui.Select{Field: ui.Field{Name: "region", Label: "适用范围", Optional: true}, Blank: "全国", Options: regionOptions(regions)}))
}

// placesWithDays lists the places with days of their own, with the agencies that they touch.
func (p pages) placesWithDays(c *workbench.Call, regions agency.Regions) templ.Component {
	almanac := p.Almanac()
	t := ui.Table{Caption: "有自己放假安排的地方", Quiet: true, Columns: []ui.Column{{Title: "地方"}, {Title: "最近的一天"}, {Title: "天数", Numeric: true}, {Title: "涉及的机关", Numeric: true}},
		Empty: ui.Empty{Title: "各地都按全国的安排"}}
	for _, code := range almanac.Places() {
		days := almanac.Of(code)
		last := days[0]
		for _, d := range days {
			if d.On.After(last.On) {
				last = d
			}
		}
		href := c.URL(holidaysPath + placeQuery(code))
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{
			{Text: or(strings.Join(regions.Path(agency.RegionCode(code)), ""), last.Place), Href: href}, {Text: last.On.Chinese() + "　" + last.Name + worksWord(last)},
			{Text: itoa(len(days)), Href: href}, {Text: itoa(len(agenciesIn(c, agency.RegionCode(code)))), Href: href},
		}})
	}
	return t
}

func worksWord(d workday.Row) string {
	if d.Off {
		return "放假"
	}
	return "调休上班"
}

// agenciesIn are the agencies whose terms the days of the place move.
func agenciesIn(c *workbench.Call, place agency.RegionCode) (list []agency.Agency) {
	for _, a := range c.By.Tree.All() {
		if !a.Closed && a.Region.Within(place) {
			list = append(list, a)
		}
	}
	return list
}

// placeHolidays shows the days of one place: its own, which may be taken back, and the year as its agencies count it.
func (p pages) placeHolidays(c *workbench.Call, regions agency.Regions, place agency.Region) (templ.Component, error) {
	loaded, err := p.Desk.Holidays(c.Context(), c.By)
	if err != nil {
		return nil, err
	}
	code := string(place.Code)
	s := sheet{Base: c.Base(place.Name, ui.Link{Text: "节假日", Href: holidaysPath}), Head: ui.PageHead{Over: "节假日", Title: strings.Join(regions.Path(place.Code), ""),
		Lead: "民族自治地方的习惯节日和当地另行安排的放假、上班，只对这里和它下面的机关有效。上级地方的安排下级同样适用；同一天两级都有安排的，以下级为准。"},
		Buttons: []ui.Button{{Text: "载入当地的放假安排", Kind: ui.Primary, Href: c.URL(holidaysPath + "/load" + placeQuery(code))}}}
	s.add("", placeFilter(c, regions, code))
	t := ui.Table{Caption: "当地自己的安排", Quiet: true, Columns: []ui.Column{{Title: "日期"}, {Title: "安排"}, {Title: "依据"}}, Empty: ui.Empty{Title: "还没有载入当地的安排"}}
	removable := false
	for _, d := range p.Almanac().Of(code) {
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: d.On.Chinese() + " " + d.On.WeekdayChinese()}, {Text: d.Name + worksWord(d)}, {Text: d.Notice}}})
	}
	for _, d := range loaded {
		removable = removable || d.Region == code
	}
	s.add("当地自己的安排", t)
	if removable {
		s.add("", forms.Buttons{Items: []ui.Button{{Text: "撤回载错的日期", Kind: ui.Quiet, Href: c.URL(holidaysPath + "/remove" + placeQuery(code))}}})
	}
	touched := ui.Table{Caption: "涉及的机关", Quiet: true, Columns: []ui.Column{{Title: "机关"}, {Title: "层级"}, {Title: "所在地"}}, Empty: ui.Empty{Title: "这里还没有机关"}}
	for _, a := range agenciesIn(c, place.Code) {
		touched.Rows = append(touched.Rows, ui.Row{Cells: []ui.Cell{{Text: a.Name, Href: c.URL(agencyPath(a))}, {Text: a.Level.String()}, {Text: strings.Join(regions.Path(a.Region), "")}}})
	}
	s.add(fmt.Sprintf("涉及的机关（%d个）", len(touched.Rows)), touched)
	year := c.Today().Year()
	calendar := p.Almanac().In(place.Code.Chain()...)
	for y := year + 1; y >= year; y-- {
		s.add(fmt.Sprintf("%d年这里实际适用的放假和调休", y), holidayTable(calendar, y))
	}
	return s.Page(), nil
}

// loadedOptions are the days of the place that were loaded in the workbench, the last first.
func loadedOptions(rows []workday.Row, region string) (options []ui.Option) {
	for i := len(rows) - 1; i >= 0; i-- {
		if d := rows[i]; d.Region == region {
			options = append(options, ui.Option{Value: d.On.String(), Text: d.On.Chinese() + "　" + d.Name + worksWord(d), Hint: d.Notice})
		}
	}
	return options
}

// removeForm asks which days are taken back.
func (p pages) removeForm(c *workbench.Call, f *workbench.Form) (templ.Component, error) {
	code := or(f.Text("region"), c.Query("region"))
	_, place, _, err := p.place(c, code)
	if err != nil {
		return nil, err
	}
	rows, err := p.Desk.Holidays(c.Context(), c.By)
	if err != nil {
		return nil, err
	}
	back := holidaysPath + placeQuery(code)
	options := loadedOptions(rows, code)
	e := forms.Entry{Base: c.Base("撤回放假安排", ui.Link{Text: "节假日", Href: holidaysPath}), Form: f, Compact: true, Cancel: back,
		Head:   ui.PageHead{Over: or(place.Name, "全国"), Title: "撤回放假安排", Lead: "用于载错了地方、写错了日子或者安排已被取消的。撤回后按其余的安排计算，所有在办申请的期限随即重新计算。"},
		Submit: ui.Button{Text: "撤回", Kind: ui.Destructive},
		Fields: []templ.Component{forms.Hidden{Name: "region", Value: code},
			f.Checkboxes(ui.Checkboxes{Field: ui.Field{Name: "day", Label: "要撤回的日期"}, Options: options})},
	}
	if len(options) == 0 {
		s := sheet{Base: e.Base, Head: ui.PageHead{Over: e.Head.Over, Title: "撤回放假安排"}}
		s.add("", ui.Empty{Title: "没有在工作台载入的日期", Text: "国务院办公厅历年的通知随程序提供；写在配置文件里的，改配置文件。", Action: ui.Link{Text: "返回", Href: c.URL(back)}})
		return s.Page(), nil
	}
	return e.Page(), nil
}

// removeHolidays takes days back, then every open application is computed anew.
func (p pages) removeHolidays(c *workbench.Call, f *workbench.Form) error {
	var days []civil.Date
	for _, text := range f.All("day") {
		if on, err := civil.Parse(text); err == nil {
			days = append(days, on)
		}
	}
	if err := p.Desk.RemoveHolidays(c.Context(), c.By, f.Text("region"), days); err != nil {
		return err
	}
	restated, err := p.Restate(c.Context())
	if err != nil {
		return err
	}
	return c.Done(holidaysPath+placeQuery(f.Text("region")), "已撤回%d天。%s", len(days), restated.words())
}
