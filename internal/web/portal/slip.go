package portal

import (
	"net/http"
	"strings"

	"gongkai/agency"
	"gongkai/deadline"
	"gongkai/fault"
	"gongkai/internal/casework"
	"gongkai/internal/database"
	"gongkai/internal/docgen"
	"gongkai/internal/query"
	"gongkai/internal/receipt"
	"gongkai/internal/web/ui"
)

// dueFacts says what happens after the application was handed in, and by when.
func dueFacts(clock deadline.Output) ui.Facts {
	var facts ui.Facts
	for _, line := range receipt.Due(clock) {
		facts.Items = append(facts.Items, ui.Fact{Name: line.Name, Text: line.Text})
	}
	return facts
}

// slip makes the 回执 of an application for whoever knows its number and code.
// 法源: 《条例》第四十五条。
func (p *Portal) slip(w http.ResponseWriter, r *http.Request) error {
	row, err := p.lookUp(w, r)
	if err != nil || row == nil {
		return err
	}
	form := wantedForm(r)
	content, err := p.slipPaper(r, *row, form)
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	send(w, form.MediaType(), "政府信息公开申请回执."+string(form), content)
	return nil
}

// wantedForm is the form of the file that a button asks for: PDF, or OFD for who reads that.
func wantedForm(r *http.Request) docgen.Form {
	if docgen.Form(r.PostForm.Get("form")) == docgen.FormOFD {
		return docgen.FormOFD
	}
	return docgen.FormPDF
}

func (p *Portal) slipPaper(r *http.Request, row query.TrackRow, form docgen.Form) ([]byte, error) {
	q := p.DB.View(r.Context())
	app, err := query.PortalFacts(q, row)
	if err != nil {
		return nil, err
	}
	reading, err := p.reading(q, row)
	if err != nil {
		return nil, err
	}
	return p.write(r.Context(), string(form), receipt.Paper(p.absolute("/track"), receipt.Receipt{Agency: row.AgencyName, Number: row.Number, Code: row.QueryCode,
		ArrivedOn: row.ArrivedOn, Clock: app.Clock(p.Calendar(app.Agency), reading, p.today())}))
}

// reading is how the agency reads what the law leaves open about the clock.
func (p *Portal) reading(r database.Reader, row query.TrackRow) (deadline.Policy, error) {
	settings, err := query.PortalSettings(r, agency.ID(row.Agency), p.today())
	return casework.Reading(settings), err
}

// tableSize is the type of tables that are read by everybody, in points.
const tableSize = 14

// blankForm makes the application form to be filled in by hand.
// 法源: 《条例》第二十九条第二款。
func (p *Portal) blankForm(w http.ResponseWriter, r *http.Request) error {
	kind := strings.TrimPrefix(r.PathValue("file"), "form.")
	if mediaType(kind) == "" {
		return fault.New(fault.NotFound, "没有这种格式的申请表")
	}
	var of query.AgencyRow
	err := p.DB.Read(r.Context(), func(q *database.Query) (err error) {
		r.SetPathValue("code", r.URL.Query().Get("agency"))
		of, err = agencyOf(r, q)
		return err
	})
	if err != nil {
		return err
	}
	content, err := p.write(r.Context(), kind, formPaper(of.Name))
	if err != nil {
		return err
	}
	send(w, mediaType(kind), "政府信息公开申请表."+kind, content)
	return nil
}

// formPaper is the form on paper: what 第二十九条 names and nothing more.
func formPaper(agencyName string) docgen.Document {
	row := func(cells ...docgen.Cell) docgen.Row { return cells }
	blank := docgen.Cell{Left: true}
	tall := docgen.Cell{Text: strings.Repeat("\n", 4), Left: true, ColSpan: 3}
	return docgen.Document{Title: "政府信息公开申请表", Author: agencyName, Blocks: []docgen.Block{
		docgen.Paragraph{Text: "受理机关：" + agencyName, Flush: true},
		docgen.Table{Widths: []int{3, 4, 3, 4}, Size: tableSize, Rows: []docgen.Row{
			row(docgen.Cell{Text: "公民填写", ColSpan: 4, Strong: true}),
			row(docgen.Cell{Text: "姓名"}, blank, docgen.Cell{Text: "证件名称、号码"}, blank),
			row(docgen.Cell{Text: "法人或者其他组织填写", ColSpan: 4, Strong: true}),
			row(docgen.Cell{Text: "名称"}, blank, docgen.Cell{Text: "统一社会信用代码"}, blank),
			row(docgen.Cell{Text: "负责人"}, blank, docgen.Cell{Text: "联系人"}, blank),
			row(docgen.Cell{Text: "联系方式", ColSpan: 4, Strong: true}),
			row(docgen.Cell{Text: "电话"}, blank, docgen.Cell{Text: "电子邮箱"}, blank),
			row(docgen.Cell{Text: "通信地址、邮编"}, docgen.Cell{Left: true, ColSpan: 3}),
			row(docgen.Cell{Text: "申请的信息", ColSpan: 4, Strong: true}),
			row(docgen.Cell{Text: "名称、文号或者其他特征描述"}, tall),
			row(docgen.Cell{Text: "提供形式"}, docgen.Cell{Text: "□纸质　□电子文件　□现场查阅、抄录", Left: true, ColSpan: 3}),
			row(docgen.Cell{Text: "获取途径"}, docgen.Cell{Text: "□邮寄　□电子邮件　□网上查看　□自行领取", Left: true, ColSpan: 3}),
			row(docgen.Cell{Text: "申请人签名或者盖章"}, blank, docgen.Cell{Text: "申请日期"}, blank),
		}},
		docgen.Paragraph{Text: "邮寄的，请在信封上注明“政府信息公开申请”。不需要说明用途。", Style: docgen.Small, Flush: true},
	}}
}
