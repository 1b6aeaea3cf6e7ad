package supervision

import (
	"net/url"
	"strconv"

	"gongkai/complaint"
	"gongkai/fault"
	"gongkai/internal/docgen"
	"gongkai/internal/dossier"
	"gongkai/internal/supervising"
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"
	"gongkai/internal/web/workbench/sheet"

	"github.com/a-h/templ"
)

const correctionPath = complaintPath + "/letter"

// correctionParts are the letters of the case that went out, and the way to the one that is to go out.
func correctionParts(c *workbench.Call, v supervising.ComplaintView) []templ.Component {
	x := v.Complaint
	var parts []templ.Component
	var list ui.Files
	for _, l := range v.Letters {
		for _, form := range docgen.Forms {
			list.Items = append(list.Items, ui.File{Link: ui.Link{Text: l.Kind.Name + " " + l.Number + "." + string(form), Href: c.URL(complaintURL(x.ID) + "/letters/" + l.ID + "/" + string(form))}, Kind: l.DatedOn.Chinese(), Size: l.Author + "出具，打印记入台账"})
		}
	}
	if len(list.Items) > 0 {
		parts = append(parts, list)
	}
	if supervising.HasLetter(x) {
		name := map[complaint.Outcome]string{complaint.Corrected: "信息更正告知书", complaint.Transferred: "更正申请转送函",
			complaint.ToldWhom: "更正事项告知书", complaint.NotWrong: "不予更正告知书"}[x.Outcome()]
		parts = append(parts, sheet.Buttons{Items: []ui.Button{{Text: "起草、出具" + name, Kind: ui.Secondary, Href: c.URL(complaintURL(x.ID) + "/letter")}}})
	}
	return parts
}

// The actions of the page of the letter.
const (
	doShow  = "show"
	doIssue = "issue"
)

// correction is the page on which the letter of a correction is filled, looked at and taken away. What is typed travels
// in the body of the request: it may be about a person.
func (p pages) correction() sheet.FormPage {
	return sheet.FormPage{Draw: p.correctionForm, Take: p.takeCorrection}
}

func (p pages) correctionForm(c *workbench.Call, f *workbench.Form) (templ.Component, error) {
	id := complaint.ID(c.Path("id"))
	v, err := p.Desk.LookComplaint(c.Context(), c.By, c.By.Agency, id)
	if err != nil {
		return nil, err
	}
	l, err := p.Desk.PreviewCorrection(c.Context(), c.By, c.By.Agency, id, f.Text("changed"))
	if err != nil {
		return nil, err
	}
	entry := sheet.Entry{Base: c.Base(l.Kind.Name, complaintCrumb, ui.Link{Text: v.Complaint.Number, Href: complaintURL(id)}), Head: ui.PageHead{Over: v.Complaint.Number, Title: l.Kind.Name, Lead: l.Kind.When},
		Form: f, Submit: ui.Button{Text: "出具并编号", Kind: ui.Primary, Name: "do", Value: doIssue}, Cancel: complaintURL(id), Others: []ui.Button{{Text: "更新预览", Kind: ui.Quiet, Name: "do", Value: doShow}}}
	if !f.Sent() || f.Text("do") == doShow {
		for _, problem := range l.Problems {
			entry.Above = append(entry.Above, ui.Notice{Tone: ui.Caution, Title: "还不能出具", Text: problem.Message, Cite: problem.Cite})
		}
		for _, remark := range l.Remarks {
			if title := map[bool]string{true: "需要修改", false: "请核对"}[remark.Blocks]; len(l.Problems) == 0 {
				entry.Above = append(entry.Above, ui.Notice{Tone: ui.Caution, Title: title, Text: remark.Message, Cite: remark.Cite})
			}
		}
	}
	if l.Issued {
		entry.Above = append(entry.Above, ui.Notice{Tone: ui.Info, Title: "这一处理结果的文书已经出具", Text: "在投诉页面的“文书”中下载。"})
	}
	if l.Kind.ID == "L22a" {
		entry.Fields = append(entry.Fields, f.Area(ui.TextArea{Field: ui.Field{Name: "changed", Label: "更正内容", Hint: "更正的记录、更正前后的内容"}, Rows: 4, Max: 3000}))
	}
	entry.Fields = append(entry.Fields, sheet.Preview{Title: "文书内容（姓名打印时完整显示，文号在出具时由系统编排）", Text: l.Letter.Plain()})
	return entry.Page(), nil
}

func (p pages) takeCorrection(c *workbench.Call, f *workbench.Form) error {
	if f.Text("do") == doShow {
		page, err := p.correctionForm(c, f)
		if err != nil {
			return err
		}
		return c.Show(page)
	}
	id := complaint.ID(c.Path("id"))
	number, err := p.Desk.IssueCorrection(c.Context(), c.By, c.By.Agency, id, f.Text("changed"))
	if err != nil {
		return besideCorrection(err)
	}
	return c.Done(complaintURL(id), "已出具，文号%s", number)
}

// printCorrection gives out an issued letter to be printed or sent.
func (p pages) printCorrection(c *workbench.Call) error {
	form := docgen.Form(c.Path("form"))
	if form.MediaType() == "" {
		return fault.New(fault.NotFound, "没有这种格式")
	}
	l, err := p.Desk.PrintCorrection(c.Context(), c.By, c.By.Agency, complaint.ID(c.Path("id")), c.Path("letter"))
	if err != nil {
		return err
	}
	content, err := form.Write(dossier.Document(l), p.Fonts)
	if err != nil {
		return err
	}
	h := c.Writer().Header()
	h.Set("Content-Type", form.MediaType())
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Disposition", "attachment; filename*=UTF-8''"+url.PathEscape(l.Kind.Name+" "+l.Number+"."+string(form)))
	h.Set("Content-Length", strconv.Itoa(len(content)))
	_, _ = c.Writer().Write(content) // a caller who is gone needs no answer
	return nil
}

// besideCorrection names the field of the page in the problems of the letter.
func besideCorrection(err error) error {
	problems := fault.Problems(err)
	if len(problems) == 0 {
		return err
	}
	for i, p := range problems {
		if problems[i].Field = ""; p.Field == "更正内容" {
			problems[i].Field = "changed"
		}
	}
	return fault.Of(problems)
}
