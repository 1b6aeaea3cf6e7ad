package cases

import (
	"errors"
	"net/url"
	"strconv"
	"strings"

	"gongkai/application"
	"gongkai/deadline"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/casework"
	"gongkai/internal/docgen"
	"gongkai/internal/dossier"
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"
	"gongkai/internal/web/workbench/sheet"
	"gongkai/letter"

	"github.com/a-h/templ"
)

// letterRoutes are the pages of letters: those of one application, and how the agency's letters look.
func (p pages) letterRoutes() []auth.Route {
	b := p.bench
	get := func(pattern string, action auth.Action, act func(*workbench.Call) error) auth.Route {
		return auth.Route{Method: "GET", Pattern: pattern, Action: action, Handler: b.Act(act)}
	}
	routes := []auth.Route{
		b.Get(onePath+"/letters", auth.ViewCase, p.letters),
		get(onePath+"/letters/preview/{kind}", auth.Unmask, p.preview),
		get(onePath+"/letters/paper/{file}", auth.Unmask, p.printed),
		get(onePath+"/archive.zip", auth.ArchiveCase, p.archive),
		get(onePath+"/archives/{file}", auth.ArchiveCase, p.stored),
		get(onePath+"/evidence.pdf", auth.RecordRemedy, p.evidence),
		b.Get(letterSettingsPath, auth.AlterLetters, p.letterSettings),
	}
	add := func(pattern string, action auth.Action, f sheet.FormPage) {
		routes = append(routes, f.Routes(b, pattern, action)...)
	}
	add(onePath+"/letters/write/{kind}", auth.HandleCase, sheet.FormPage{Fill: p.filledLetter, Draw: p.letterForm, Take: p.takeLetter})
	add(letterSettingsPath+"/look", auth.AlterLetters, sheet.FormPage{Fill: p.filledLook, Draw: p.lookForm, Take: p.setLook})
	add(letterSettingsPath+"/text/{kind}", auth.AlterLetters, sheet.FormPage{Fill: p.filledText, Draw: p.textForm, Take: p.setText})
	add(letterSettingsPath+"/signing", auth.AlterLetters, sheet.FormPage{Draw: p.signingForm, Take: p.setSigning})
	return routes
}

func lettersPath(id application.ID) string { return casePath(id) + "/letters" }

// lettersPart is what the page of an application shows of its letters: what a step waits for, and what was issued.
func (p pages) lettersPart(c *workbench.Call, v casework.View) (templ.Component, error) {
	id := v.Application.ID
	shelf, err := p.Desk.Shelf(c.Context(), c.By, c.By.Agency, id)
	if err != nil {
		return nil, err
	}
	var parts []templ.Component
	var due sheet.Cards
	for _, o := range shelf.Offers {
		if o.Due && c.May(auth.HandleCase, c.By.Agency) {
			due.Items = append(due.Items, ui.Card{Link: ui.Link{Text: "出具" + o.Kind.Name, Href: c.URL(lettersPath(id) + "/write/" + string(o.Kind.ID))}, Words: o.Kind.When})
		}
	}
	if len(due.Items) > 0 {
		parts = append(parts, due)
	}
	parts = append(parts, p.issuedTable(c, id, shelf))
	buttons := sheet.Buttons{Items: []ui.Button{{Text: "全部文书", Kind: ui.Secondary, Href: c.URL(lettersPath(id))}}}
	if v.Clock.Stage == deadline.Closed && c.May(auth.ArchiveCase, c.By.Agency) {
		buttons.Items = append(buttons.Items, ui.Button{Text: "下载归档包（ZIP）", Kind: ui.Quiet, Href: c.URL(casePath(id) + "/archive.zip")})
	}
	if c.May(auth.RecordRemedy, c.By.Agency) {
		buttons.Items = append(buttons.Items, ui.Button{Text: "生成证据材料（PDF）", Kind: ui.Quiet, Href: c.URL(casePath(id) + "/evidence.pdf")})
	}
	parts = append(parts, buttons)
	kept, err := p.packagesPart(c, id)
	if err != nil {
		return nil, err
	}
	if kept != nil {
		parts = append(parts, kept)
	}
	return templ.Join(parts...), nil
}

// issuedTable lists what went out, with its papers.
func (p pages) issuedTable(c *workbench.Call, id application.ID, shelf casework.Shelf) templ.Component {
	t := ui.Table{Caption: "已经出具的文书", Columns: []ui.Column{{Title: "文书"}, {Title: "文号"}, {Title: "日期"}, {Title: "出具人"}, {Title: "打印"}}, Empty: ui.Empty{Title: "还没有出具文书"}}
	may := c.May(auth.Unmask, c.By.Agency)
	for _, l := range shelf.Issued {
		cells := []ui.Cell{{Text: l.Kind.Name}, {Text: or(l.Number, "—")}, {Text: l.DatedOn.String()}, {Text: l.Author}, {Text: "—"}}
		if may {
			cells[4] = ui.Cell{Body: p.papers(c, id, l.ID, shelf.Signs)}
		}
		t.Rows = append(t.Rows, ui.Row{Cells: cells})
	}
	return t
}

// papers are the files of an issued letter.
func (p pages) papers(c *workbench.Call, id application.ID, letterID string, signs bool) templ.Component {
	at := lettersPath(id) + "/paper/" + letterID
	var buttons sheet.Buttons
	for _, form := range docgen.Forms {
		buttons.Items = append(buttons.Items, ui.Button{Text: form.Label(), Kind: ui.Quiet, Href: c.URL(at + "." + string(form))})
	}
	if signs {
		buttons.Items = append(buttons.Items, ui.Button{Text: "签名", Kind: ui.Quiet, Href: c.URL(at + ".sm2")})
	}
	return buttons
}

// letters lists every letter of an application: issued, and those that can be or cannot yet, with the reason.
func (p pages) letters(c *workbench.Call) (templ.Component, error) {
	v, err := p.look(c)
	if err != nil {
		return nil, err
	}
	id := v.Application.ID
	shelf, err := p.Desk.Shelf(c.Context(), c.By, c.By.Agency, id)
	if err != nil {
		return nil, err
	}
	s := sheet.Sheet{Base: c.Base("文书", caseCrumbs(v)...), Head: ui.PageHead{Over: "申请 " + v.Application.Number, Title: "文书", Lead: "出具之后不能修改；文号按机关代字、年度连续编排。答复书在“起草答复”中起草、审查和编号。"}}
	s.Add("", p.issuedTable(c, id, shelf))
	may := ui.Table{Caption: "可以出具的文书", Columns: []ui.Column{{Title: "文书"}, {Title: "什么时候用"}, {Title: "依据"}}, Empty: ui.Empty{Title: "现在没有可以出具的文书"}}
	not := ui.Table{Caption: "现在不能出具的文书和理由", Columns: []ui.Column{{Title: "文书"}, {Title: "理由"}}, Empty: ui.Empty{Title: "没有受限制的文书"}}
	for _, o := range shelf.Offers {
		if len(o.Why) > 0 {
			var why []string
			for _, problem := range o.Why {
				why = append(why, problem.Message)
			}
			not.Rows = append(not.Rows, ui.Row{Cells: []ui.Cell{{Text: o.Kind.Name}, {Text: strings.Join(why, "；")}}})
			continue
		}
		cell := ui.Cell{Text: o.Kind.Name}
		if c.May(auth.HandleCase, c.By.Agency) {
			cell.Href = c.URL(lettersPath(id) + "/write/" + string(o.Kind.ID))
		}
		when := o.Kind.When
		if o.Due {
			when = "待出具：" + when
		} else if o.Draft {
			when = "有草稿：" + when
		}
		cite := ""
		if len(o.Kind.Cites) > 0 {
			cite = o.Kind.Cites[0].String()
		}
		may.Rows = append(may.Rows, ui.Row{Cells: []ui.Cell{cell, {Text: when}, {Text: cite}}})
	}
	s.Add("出具文书", may, not)
	return s.Page(), nil
}

// sentLetter is what was typed on the page of a letter.
func sentLetter(f *workbench.Form) casework.LetterDraft {
	return casework.LetterDraft{Said: casework.Said{Typed: typedOf(f), Recipient: f.Text("recipient"), Attachments: f.Lines("attachments")},
		Title: f.Text("title"), Body: strings.ReplaceAll(f.Raw("body"), "\r\n", "\n"), Notes: f.Lines("notes")}
}

func (p pages) letterSheet(c *workbench.Call, draft *casework.LetterDraft) (casework.LetterSheet, error) {
	return p.Desk.Sheet(c.Context(), c.By, c.By.Agency, application.ID(c.Path("id")), letter.ID(c.Path("kind")), draft)
}

// filledLetter shows the saved draft, or what the facts propose.
func (p pages) filledLetter(c *workbench.Call) (*workbench.Form, error) {
	s, err := p.letterSheet(c, nil)
	if err != nil {
		return nil, err
	}
	d := s.Draft
	values := url.Values{"recipient": {d.Recipient}, "attachments": {strings.Join(d.Attachments, "\n")}, "title": {d.Title}, "body": {d.Body}, "notes": {strings.Join(d.Notes, "\n")}}
	for name, text := range d.Typed {
		values.Set(typedPrefix+string(name), text)
	}
	if d.Body == "" {
		values.Set("body", s.Letter.Body)
	}
	return workbench.Filled(values), nil
}

// The ways to send the page of a letter.
const (
	doKeep  = "keep"
	doIssue = "issue"
)

func (p pages) letterForm(c *workbench.Call, f *workbench.Form) (templ.Component, error) {
	v, err := p.look(c)
	if err != nil {
		return nil, err
	}
	draft := sentLetter(f)
	s, err := p.letterSheet(c, &draft)
	if err != nil {
		return nil, err
	}
	id, kind := v.Application.ID, string(s.Kind.ID)
	entry := sheet.Entry{
		Base: c.Base(s.Kind.Name, append(caseCrumbs(v), ui.Link{Text: "文书", Href: lettersPath(id)})...),
		Head: ui.PageHead{Over: "申请 " + v.Application.Number, Title: s.Kind.Name, Lead: s.Kind.When}, Form: f,
		Submit: ui.Button{Text: "出具", Kind: ui.Primary, Name: "do", Value: doIssue}, Cancel: lettersPath(id),
		Others: []ui.Button{{Text: "保存草稿", Kind: ui.Secondary, Name: "do", Value: doKeep}},
	}
	for _, problem := range s.Against {
		entry.Above = append(entry.Above, ui.Notice{Tone: ui.Caution, Title: "现在不能出具", Text: problem.Message, Cite: problem.Cite})
	}
	if !f.Sent() {
		entry.Above = append(entry.Above, remarkNotices(s.Remarks)...)
	}
	entry.Fields = typedFields(f, s.Asks, s.Optional)
	if s.Kind.To == letter.ToApplicant {
		entry.Fields = append(entry.Fields, sheet.Paragraph{Text: "主送：" + or(s.Letter.Recipient, "（表格，不写主送）") + "（打印时为完整姓名）"})
	} else if s.Kind.To != letter.Inside && !s.Form {
		entry.Fields = append(entry.Fields, f.Line(ui.TextInput{Field: ui.Field{Name: "recipient", Label: "主送", Hint: "第三方的姓名或者名称，机关全称；留空则为登记的对象“" + s.Letter.Recipient + "”", Optional: s.Letter.Recipient != ""}, Width: "medium"}))
	}
	if s.Form {
		entry.Fields = append(entry.Fields, formPreview(s.Letter.Plain())...)
	} else {
		entry.Others = append(entry.Others, ui.Button{Text: "按事实重写正文", Kind: ui.Quiet, Name: "do", Value: doRewrite})
		entry.Fields = append(entry.Fields, letterTextFields(f, s)...)
	}
	if s.Saved && c.May(auth.Unmask, c.By.Agency) {
		entry.Above = append(entry.Above, sheet.Buttons{Items: []ui.Button{{Text: "预览已保存的草稿（PDF）", Kind: ui.Quiet, Href: c.URL(lettersPath(id) + "/preview/" + kind)}}})
	}
	return entry.Page(), nil
}

// formPreview shows a form as its boxes are filled; lines that are no row of it stand between.
func formPreview(text string) []templ.Component {
	parts := []templ.Component{sheet.Paragraph{Text: "表格内容如下；个人信息打印时完整显示，空着的打印后手写。"}}
	var facts ui.Facts
	for line := range strings.Lines(text) {
		name, value, isRow := strings.Cut(strings.TrimSpace(line), "｜")
		switch name, value = strings.TrimSpace(name), strings.TrimSpace(value); {
		case isRow:
			facts.Items = append(facts.Items, ui.Fact{Name: name, Text: or(value, "（手写）")})
		case name != "":
			if len(facts.Items) > 0 {
				parts, facts = append(parts, facts), ui.Facts{}
			}
			parts = append(parts, sheet.Paragraph{Text: name})
		}
	}
	if len(facts.Items) > 0 {
		parts = append(parts, facts)
	}
	return parts
}

func letterTextFields(f *workbench.Form, s casework.LetterSheet) []templ.Component {
	return []templ.Component{
		f.Area(ui.TextArea{Field: ui.Field{Name: "body", Label: "正文", Hint: letter.Marks}, Rows: 14, Max: 20000}),
		f.Line(ui.TextInput{Field: ui.Field{Name: "title", Label: "标题", Hint: "留空则为“机关全称＋" + s.Kind.Noun + "”", Optional: true}}),
		f.Area(ui.TextArea{Field: ui.Field{Name: "attachments", Label: "附件", Hint: "每行一个附件的名称", Optional: true}, Rows: 3, Max: 1000}),
		f.Area(ui.TextArea{Field: ui.Field{Name: "notes", Label: "附注", Optional: true}, Rows: 2, Max: 300}),
	}
}

// takeLetter saves, writes anew or issues.
func (p pages) takeLetter(c *workbench.Call, f *workbench.Form) error {
	id, kind := application.ID(c.Path("id")), letter.ID(c.Path("kind"))
	draft := sentLetter(f)
	switch f.Text("do") {
	case doRewrite:
		draft.Body = ""
		s, err := p.letterSheet(c, &draft)
		if err != nil {
			return err
		}
		f.Values.Set("body", s.Letter.Body)
		page, err := p.letterForm(c, f)
		if err != nil {
			return err
		}
		return c.Show(page)
	case doKeep:
		if err := p.Desk.SaveLetter(c.Context(), c.By, c.By.Agency, id, kind, draft); err != nil {
			return err
		}
		return c.Done(lettersPath(id)+"/write/"+string(kind), "草稿已保存")
	}
	issued, err := p.Desk.IssueLetter(c.Context(), c.By, c.By.Agency, id, kind, draft)
	if err != nil {
		return besideFields(err)
	}
	if issued.Number == "" {
		return c.Done(lettersPath(id), "已出具%s", issued.Kind.Name)
	}
	return c.Done(lettersPath(id), "已出具%s，文号 %s", issued.Kind.Name, issued.Number)
}

// besideFields names the fields of the page in the problems of a letter.
func besideFields(err error) error {
	problems := fault.Problems(err)
	if len(problems) == 0 {
		return err
	}
	for i, problem := range problems {
		if row, ok := letter.NameOf(letter.Name(problem.Field)); ok && row.Typed {
			problems[i].Field = typedPrefix + problem.Field
		} else if ok {
			problems[i].Field = "" // from the file, not from this page
		}
	}
	return fault.Of(problems)
}

// preview shows the letter in the making as it would be printed.
func (p pages) preview(c *workbench.Call) error {
	printed, err := p.Desk.PreviewLetter(c.Context(), c.By, c.By.Agency, application.ID(c.Path("id")), letter.ID(c.Path("kind")))
	if err != nil {
		return err
	}
	return p.handOut(c, printed, docgen.FormPDF, "草稿 ")
}

// formSM2 is the signature of the PDF of a letter.
const formSM2 docgen.Form = "sm2"

// printed gives out an issued letter in one of its forms, or the signature of its PDF.
func (p pages) printed(c *workbench.Call) error {
	letterID, end, _ := strings.Cut(c.Path("file"), ".")
	form := docgen.Form(end)
	if form != formSM2 && form.MediaType() == "" {
		return fault.New(fault.NotFound, "没有这种格式的文书")
	}
	printed, err := p.Desk.PrintLetter(c.Context(), c.By, c.By.Agency, application.ID(c.Path("id")), letterID)
	if err != nil {
		return err
	}
	return p.handOut(c, printed, form, "")
}

func (p pages) handOut(c *workbench.Call, printed casework.Print, form docgen.Form, mark string) error {
	content, err := p.written(printed, form)
	if err != nil {
		return err
	}
	name := mark + strings.TrimSpace(printed.Kind.Name+" "+printed.Number) + "." + string(form)
	if form == formSM2 {
		if content, err = p.Desk.SignPaper(c.Context(), c.By, c.By.Agency, content); err != nil {
			return err
		}
		name = strings.TrimSuffix(name, ".sm2") + ".pdf.sm2"
	}
	download(c, form.MediaType(), name, content)
	return nil
}

// written makes the file. The signature is of the PDF.
func (p pages) written(printed casework.Print, form docgen.Form) ([]byte, error) {
	if form == formSM2 {
		form = docgen.FormPDF
	}
	content, err := form.Write(dossier.Document(printed), p.Fonts)
	var missing *docgen.MissingGlyphError
	if errors.As(err, &missing) {
		return nil, fault.New(fault.Invalid, "%s", missing.Error())
	}
	return content, err
}

// download hands out a file that holds personal data: no cache keeps it.
func download(c *workbench.Call, mediaType, name string, content []byte) {
	h := c.Writer().Header()
	if mediaType == "" {
		mediaType = "application/octet-stream"
	}
	h.Set("Content-Type", mediaType)
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Disposition", "attachment; filename*=UTF-8''"+url.PathEscape(name))
	h.Set("Content-Length", strconv.Itoa(len(content)))
	_, _ = c.Writer().Write(content) // a caller who is gone needs no answer
}
