package admin

import (
	"gongkai/agency"
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"

	"github.com/a-h/templ"
)

// regions lists the places of the deployment as a tree, with a form for another.
func (p pages) regions(c *workbench.Call, f *workbench.Form) (templ.Component, error) {
	regions, err := p.Desk.Regions(c.Context())
	if err != nil {
		return nil, err
	}
	counts := map[agency.RegionCode]int{}
	for _, a := range c.By.Tree.All() {
		counts[a.Region]++
	}
	t := ui.Table{Caption: "行政区划", Quiet: true, Columns: []ui.Column{{Title: "名称"}, {Title: "代码"}, {Title: "层级"}, {Title: "机关", Numeric: true}},
		Empty: ui.Empty{Title: "还没有行政区划"}}
	for _, r := range regions.All() {
		indent := ""
		for range len(regions.Path(r.Code)) - 1 {
			indent += "　"
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: indent + r.Name}, {Text: string(r.Code)}, {Text: r.Code.Level().String()}, {Text: itoa(counts[r.Code])}}})
	}
	return entry{
		Base: c.Base("行政区划"), Head: ui.PageHead{Title: "行政区划", Lead: "省、市、县、乡四级。机关挂在其所在的行政区划下。"}, Form: f,
		Above: []templ.Component{t, heading("新增或者改名")},
		Fields: []templ.Component{
			f.Line(ui.TextInput{Field: ui.Field{Name: "code", Label: "行政区划代码", Hint: "按GB/T 2260写6位，乡镇写9位；代码已有的，只改名称"}, Width: "short", Inputmode: "numeric", MaxLength: 12}),
			f.Line(ui.TextInput{Field: ui.Field{Name: "region", Label: "名称"}, Width: "medium", MaxLength: 40}),
		},
		Submit: ui.Button{Text: "保存", Kind: ui.Primary}, Compact: true,
	}.Page(), nil
}

func (p pages) saveRegion(c *workbench.Call, f *workbench.Form) error {
	place := agency.Region{Code: agency.RegionCode(f.Text("code")), Name: f.Text("region")}
	if err := p.Desk.SaveRegion(c.Context(), c.By, place); err != nil {
		return err
	}
	return c.Done("/workbench/regions", "行政区划“%s”已保存", place.Name)
}
