package supervision

import (
	"net/url"
	"strconv"
	"strings"

	"gongkai/complaint"
	"gongkai/fault"
	"gongkai/internal/docgen"
	"gongkai/internal/supervising"
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"
	"gongkai/internal/web/workbench/sheet"

	"github.com/a-h/templ"
)

const correctionPath = complaintPath + "/letter"

// correctionLink leads from the case to its letter.
func correctionLink(c *workbench.Call, x complaint.Complaint) templ.Component {
	name := map[complaint.Outcome]string{complaint.Corrected: "信息更正告知书", complaint.Transferred: "更正申请转送函",
		complaint.ToldWhom: "更正事项告知书", complaint.NotWrong: "不予更正告知书"}[x.Outcome()]
	return sheet.Buttons{Items: []ui.Button{{Text: "预览、下载" + name, Kind: ui.Secondary, Href: c.URL(complaintURL(x.ID) + "/letter")}}}
}

// The actions of the page of the letter.
const (
	doShow = "show"
	doPDF  = "pdf"
	doDOCX = "docx"
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
		Form: f, Submit: ui.Button{Text: "下载PDF", Kind: ui.Primary, Name: "do", Value: doPDF}, Cancel: complaintURL(id),
		Others: []ui.Button{{Text: "下载DOCX", Kind: ui.Secondary, Name: "do", Value: doDOCX}, {Text: "更新预览", Kind: ui.Quiet, Name: "do", Value: doShow}}}
	if !f.Sent() || f.Text("do") == doShow {
		for _, problem := range l.Problems {
			entry.Above = append(entry.Above, ui.Notice{Tone: ui.Caution, Title: "还不能下载", Text: problem.Message, Cite: problem.Cite})
		}
	}
	if l.Kind.ID == "L22a" {
		entry.Fields = append(entry.Fields, f.Area(ui.TextArea{Field: ui.Field{Name: "changed", Label: "更正内容", Hint: "更正的记录、更正前后的内容"}, Rows: 4, Max: 3000}))
	}
	if number := v.Complaint.Letter(); number != "" {
		entry.Fields = append(entry.Fields, sheet.Paragraph{Text: "文号：" + number})
	} else {
		entry.Fields = append(entry.Fields, f.Line(ui.TextInput{Field: ui.Field{Name: "number", Label: "文号", Hint: "留空的由系统按顺序编号", Optional: true}, Width: "medium"}))
	}
	entry.Fields = append(entry.Fields,
		sheet.Preview{Title: "文书内容（姓名下载后完整显示）", Text: l.Letter.Plain()})
	return entry.Page(), nil
}

func (p pages) takeCorrection(c *workbench.Call, f *workbench.Form) error {
	form := f.Text("do")
	if form == doShow {
		page, err := p.correctionForm(c, f)
		if err != nil {
			return err
		}
		return c.Show(page)
	}
	if form != doDOCX {
		form = doPDF
	}
	l, err := p.Desk.PrintCorrection(c.Context(), c.By, c.By.Agency, complaint.ID(c.Path("id")), f.Text("changed"), f.Text("number"))
	if err != nil {
		return besideCorrection(err)
	}
	content, err := p.printedCorrection(l, form)
	if err != nil {
		return err
	}
	h := c.Writer().Header()
	h.Set("Content-Type", map[string]string{doPDF: "application/pdf", doDOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}[form])
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Disposition", "attachment; filename*=UTF-8''"+url.PathEscape(strings.TrimSpace(l.Kind.Name+" "+l.Letter.Number)+"."+form))
	h.Set("Content-Length", strconv.Itoa(len(content)))
	_, _ = c.Writer().Write(content) // a caller who is gone needs no answer
	return nil
}

func (p pages) printedCorrection(l supervising.CorrectionLetter, form string) ([]byte, error) {
	document := docgen.OfLetter(l.Letter, nil)
	if form == doDOCX {
		return docgen.DOCX(document)
	}
	fonts, err := p.Fonts()
	if err != nil {
		return nil, err
	}
	return docgen.PDF(document, fonts)
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
