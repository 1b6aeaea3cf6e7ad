package ui_test

import (
	"testing"
	"time"

	"github.com/a-h/templ"

	"gongkai/fault"
	"gongkai/internal/web/ui"
	"gongkai/internal/web/webtest"
	"gongkai/law"
)

func TestEveryPageNamesItselfAndItsSite(t *testing.T) {
	page := webtest.Draw(t, ui.Portal(ui.Base{
		Title: "管理办法", BasePath: "/xxgk", Site: ui.Site{Name: "凉州区人民政府", Agency: "凉州区科学技术局", Domain: "www.example.gov.cn", IDCode: "6206020000", Organiser: "办公室"},
		Article: &ui.ArticleMeta{Title: "管理办法", Source: "科学技术局", PublishedAt: time.Date(2026, 12, 31, 16, 5, 0, 0, time.UTC)},
	}))
	page.Text("title", "管理办法 - 政府信息公开 - 凉州区科学技术局")
	for name, want := range map[string]string{
		"SiteName": "凉州区人民政府", "SiteDomain": "www.example.gov.cn", "SiteIDCode": "6206020000",
		"ArticleTitle": "管理办法", "ContentSource": "科学技术局", "PubDate": "2027-01-01 00:05",
	} {
		page.Attr("meta[name="+name+"]", "content", want)
	}
	page.Has("meta[name=ColumnName]", 0)
	page.Has("a.skip[href='#main'] ~ main#main", 1)
	page.Has("footer dt", 2)
}

func TestPagesHoldNoInlineScriptOrStyle(t *testing.T) {
	for _, page := range []templ.Component{ui.Portal(ui.Base{Dynamic: true}), ui.Workbench(ui.Base{User: &ui.User{}}), ui.ErrorPage{Status: 404}} {
		markup := webtest.Draw(t, page)
		markup.Has("script:not([src])", 0)
		markup.Has("style", 0)
		markup.Has("[style]", 0)
		markup.Has("[onclick]", 0)
		markup.Has("main", 1)
	}
}

func TestErrorsStandInTheSummaryAndBesideTheField(t *testing.T) {
	problems := []fault.Problem{{Field: "content", Message: "请写明内容", Cite: law.OGI.Art(29)}, {Field: "content", Message: "不超过五百字"}, {Message: "本机关今日暂停受理"}}
	summary := webtest.Draw(t, ui.ErrorSummary{Problems: problems})
	summary.Has("a[href='#content']", 2)
	summary.Text(".cite", "《条例》第二十九条")
	field := webtest.Draw(t, ui.TextArea{Field: ui.Field{Name: "content", Label: "内容", Hint: "越具体越好", Error: ui.FieldError(problems, "content")}, Value: "<b>"})
	field.Text("#content-error", "错误：请写明内容；不超过五百字")
	field.Attr("textarea", "aria-describedby", "content-hint content-error")
	field.Text("textarea#content", "<b>")
}

func TestTheFirstOfSeveralFieldsIsWhereTheSummaryLeads(t *testing.T) {
	options := []ui.Option{{Value: "1", Text: "一"}, {Value: "2", Text: "二"}}
	webtest.Draw(t, ui.Radios{Field: ui.Field{Name: "way"}, Options: options}).Attr("input", "id", "way")
	webtest.Draw(t, ui.Checkboxes{Field: ui.Field{Name: "way"}, Options: options}).Has("#way-2[type=checkbox]", 1)
	webtest.Draw(t, ui.DateInput{Field: ui.Field{Name: "on"}}).Attr("#on", "name", "on-year")
}

func TestPaginationShowsTheEndsAndTheNeighbours(t *testing.T) {
	href := func(int) string { return "#" }
	pages := webtest.Draw(t, ui.Pagination{Page: 7, Pages: 24, Href: href})
	pages.Has("li.number a", 5)
	pages.Has("li.number span", 2)
	pages.Text("[aria-current]", "7")
	webtest.Draw(t, ui.Pagination{Page: 1, Pages: 1, Href: href}).Has("nav", 0)
	webtest.Draw(t, ui.Pagination{Page: 1, Pages: 2, Href: href}).Has("a[rel=prev]", 0)
}

func TestADeadlineIsSaidInWords(t *testing.T) {
	for want, d := range map[string]ui.Deadline{
		"剩 4 个工作日": {Light: ui.Amber, Left: 4}, "今日到期": {Light: ui.Red}, "已逾期 2 个工作日": {Light: ui.Overdue, Left: 2},
		"期限中止": {Light: ui.Paused, Left: 3}, "已办结": {},
	} {
		webtest.Draw(t, d).Text(".sign + span", want)
	}
}

func TestAddressesThatCouldRunScriptsAreRefused(t *testing.T) {
	webtest.Draw(t, ui.Button{Text: "x", Href: "javascript:alert(1)"}).Has("a[href^='javascript:']", 0)
	webtest.Draw(t, ui.Table{Caption: "t", Rows: []ui.Row{{Cells: []ui.Cell{{Text: "<script>", Href: "javascript:alert(1)"}}}}}).Has("script, a[href^='javascript:']", 0)
}
