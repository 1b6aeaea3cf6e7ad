package records

import (
	"strconv"

	"gongkai/internal/publishing"
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"
	"gongkai/internal/web/workbench/sheet"
	"gongkai/law"

	"github.com/a-h/templ"
)

// workshop leads to where an annual report is compiled and corrected.
func workshop(c *workbench.Call, v publishing.View) ui.Button {
	return ui.Button{Text: "打开年度报告", Kind: ui.Primary, Href: c.URL("/workbench/reports/" + strconv.Itoa(v.Report))}
}

// ofWorkshop says why the record of an annual report is not changed here, and where it is.
func ofWorkshop(v publishing.View) ui.Notice {
	return ui.Notice{Tone: ui.Info, Title: "这是" + strconv.Itoa(v.Report) + "年度报告，在“年度报告”中更正和公布", Cite: law.OGI.Art(50),
		Text: "正文、表格、图表和附件由年报工作间生成，不能单独修改。改正后重新核查、送审、签发，写明更正理由后公布，旧版本保留。"}
}

// notHere stands in place of a form that would change the record of an annual report.
func (p pages) notHere(c *workbench.Call, v publishing.View, title string) templ.Component {
	s := sheet.Sheet{Base: c.Base(title, crumbs(v)...), Head: ui.PageHead{Over: v.Record.Title, Title: title}, Buttons: []ui.Button{workshop(c, v)}}
	s.Add("", ofWorkshop(v))
	return s.Page()
}
