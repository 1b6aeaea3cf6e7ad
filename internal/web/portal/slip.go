package portal

import (
	"net/http"
	"strings"

	"gongkai/deadline"
	"gongkai/fault"
	"gongkai/internal/database"
	"gongkai/internal/docgen"
	"gongkai/internal/query"
	"gongkai/internal/web/ui"
	"gongkai/law"
)

// dueFacts says what happens after the application was handed in, and by when.
// 法源: 《条例》第三十一条、《条例》第三十三条。
func dueFacts(clock deadline.Output) ui.Facts {
	if clock.ReceivedOn.IsZero() {
		return ui.Facts{Items: []ui.Fact{
			{Name: "确认", Text: "本机关会与您联系。双方确认之日为收到申请之日（" + law.OGI.Art(31).String() + "），从那天起计算期限。"},
			{Name: "答复", Text: "能当场答复的当场答复，否则自收到申请之日起依法定期限答复；需要延长、征求意见或者补正的，会告知您。"},
		}}
	}
	due := clock.DueOn.Chinese()
	if clock.Provisional {
		due += "（下一年的放假安排公布前，日期为暂定）"
	}
	return ui.Facts{Items: []ui.Fact{
		{Name: "收到申请之日", Text: clock.ReceivedOn.Chinese()}, {Name: "最晚答复日期", Text: due},
		{Name: "说明", Text: "需要延长、征求意见或者补正的，会告知您，期限依法重新计算。"},
	}}
}

// slip makes the 回执 of an application for whoever knows its number and code.
// 法源: 《条例》第四十五条。
func (p *Portal) slip(w http.ResponseWriter, r *http.Request) error {
	row, err := p.lookUp(w, r)
	if err != nil || row == nil {
		return err
	}
	content, err := p.slipPaper(r, *row)
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	send(w, mediaTypes["pdf"], "政府信息公开申请回执.pdf", content)
	return nil
}

func (p *Portal) slipPaper(r *http.Request, row query.TrackRow) ([]byte, error) {
	q := p.DB.View(r.Context())
	app, err := query.PortalFacts(q, row)
	if err != nil {
		return nil, err
	}
	clock := app.Clock(p.Calendar(), deadline.Policy{}, p.today())
	lines := []docgen.Row{pair("受理机关", row.AgencyName), pair("申请编号", row.Number), pair("查询码", spaced(row.QueryCode)), pair("提交日期", row.ArrivedOn.Chinese())}
	for _, f := range dueFacts(clock).Items {
		lines = append(lines, pair(f.Name, f.Text))
	}
	d := docgen.Document{Title: "政府信息公开申请回执", Signer: row.AgencyName, Date: row.ArrivedOn.Chinese(), Author: row.AgencyName, Blocks: []docgen.Block{
		docgen.Paragraph{Text: "您提交的政府信息公开申请已经登记，请保存本回执。"},
		docgen.Table{Widths: []int{2, 6}, Rows: lines, Size: tableSize},
		docgen.Paragraph{Text: "凭申请编号和查询码，可以在" + p.absolute("/track") + "查询进度、提交补正、撤回申请。查询码请勿告诉他人。"},
	}}
	return p.write(r.Context(), "pdf", d)
}

// tableSize is the type of tables that are read by everybody, in points.
const tableSize = 14

func pair(name, text string) docgen.Row {
	return docgen.Row{{Text: name}, {Text: text, Left: true}}
}

// blankForm makes the application form to be filled in by hand.
// 法源: 《条例》第二十九条第二款。
func (p *Portal) blankForm(w http.ResponseWriter, r *http.Request) error {
	kind := strings.TrimPrefix(r.PathValue("file"), "form.")
	if mediaTypes[kind] == "" {
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
	send(w, mediaTypes[kind], "政府信息公开申请表."+kind, content)
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
