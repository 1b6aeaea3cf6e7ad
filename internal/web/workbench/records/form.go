package records

import (
	"net/url"
	"strings"

	"gongkai/catalog"
	"gongkai/disclosure"
	"gongkai/internal/auth"
	"gongkai/internal/publishing"
	"gongkai/internal/query"
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"
	"gongkai/internal/web/workbench/sheet"
	"gongkai/law"

	"github.com/a-h/templ"
)

// blank is the form of a new record: a clerk who is alone types title, column and text, the rest has sensible values. A
// link in the address makes a new document that interprets, amends or repeals another.
func (p pages) blank(c *workbench.Call) (*workbench.Form, error) {
	form := workbench.Filled(url.Values{"attribute": {string(disclosure.Proactive)}, "kind": {string(disclosure.Plain)}, "column": {c.Query("column")},
		"channels": {"政府网站"}, "language": {"中文"}})
	form.SetDate("formed_on", c.Today())
	relation, to, ok := strings.Cut(c.Query("link"), ":")
	if !ok || relationWords(disclosure.Relation(relation)) == "" {
		return form, nil
	}
	target, err := p.Desk.Look(c.Context(), c.By, c.By.Agency, disclosure.ID(to))
	if err != nil {
		return nil, err
	}
	form.Values.Set("link_to", to)
	form.Values.Set("link_relation", relation)
	form.Values.Set("link_on", "")
	form.Values.Set("kind", string(disclosure.Normative))
	if disclosure.Relation(relation) == disclosure.Interprets {
		form.Values.Set("kind", string(disclosure.Interpretation))
		form.Values.Set("title", "《"+target.Record.Title+"》政策解读")
	}
	form.Values.Set("column", string(target.Record.Column))
	form.Values.Set("theme", string(target.Record.Theme))
	return form, nil
}

// filled is the form with the draft in it.
func (p pages) filled(c *workbench.Call) (*workbench.Form, error) {
	v, err := p.look(c)
	if err != nil {
		return nil, err
	}
	return fill(v.Record, v.Digest), nil
}

// fill puts a record into the fields.
func fill(r disclosure.Record, digest string) *workbench.Form {
	form := workbench.Filled(url.Values{
		"digest": {digest}, "title": {r.Title}, "column": {string(r.Column)}, "kind": {string(r.Kind)}, "body": {r.Body}, "doc_no": {r.DocNo}, "issuer": {r.Issuer},
		"register": {r.Register}, "explained": {string(r.Explained)}, "unexplained": {r.Unexplained}, "summary": {r.Summary}, "theme": {string(r.Theme)},
		"genre": {r.Genre}, "audience": {r.Audience}, "keywords": {strings.Join(r.Keywords, " ")}, "channels": {strings.Join(r.Channels, " ")}, "language": {r.Language},
		"item": {string(r.Item)}, "section": {string(r.Section)}, "attribute": {string(r.Attribute)}, "because": {r.Because},
	})
	if !r.Ground.IsZero() {
		form.Values.Set("ground", r.Ground.String())
	}
	form.SetDate("formed_on", r.FormedOn)
	form.SetDate("changed_on", r.ChangedOn)
	form.SetDate("issued_on", r.IssuedOn)
	form.SetDate("effective_on", r.EffectiveOn)
	form.SetDate("expires_on", r.ExpiresOn)
	form.SetDate("review_on", r.ReviewOn)
	for _, f := range r.Files {
		form.Values.Add("file_hash", f.Hash)
		form.Values.Add("file_name", f.Name)
	}
	for _, l := range r.Links {
		form.Values.Add("link_to", string(l.To))
		form.Values.Add("link_relation", string(l.Relation))
		form.Values.Add("link_on", l.On.String())
	}
	return form
}

// A writing is everything that the form of a record shows besides what is typed.
type writing struct {
	columns  []catalog.Column
	sections []ui.Option
	linked   map[disclosure.ID]query.TargetRow
	found    []query.TargetRow // what a search for links found
	searched bool
	view     *publishing.View // nil for a new record
}

func (p pages) writing(c *workbench.Call, f *workbench.Form) (w writing, err error) {
	if w.columns, err = p.Desk.Columns(c.Context(), c.By, c.By.Agency); err != nil {
		return w, err
	}
	sections, err := p.Desk.Sections(c.Context(), c.By, c.By.Agency)
	if err != nil {
		return w, err
	}
	for _, s := range sections {
		w.sections = append(w.sections, ui.Option{Value: string(s.ID), Text: s.Name})
	}
	var links []disclosure.Link
	for _, to := range f.All("link_to") {
		links = append(links, disclosure.Link{To: disclosure.ID(to)})
	}
	if w.linked, err = p.Desk.Linked(c.Context(), c.By, links); err != nil {
		return w, err
	}
	if q := f.Text("link_q"); q != "" && f.Text("step") == stepFind {
		w.searched = true
		if w.found, err = p.Desk.Targets(c.Context(), c.By, q); err != nil {
			return w, err
		}
	}
	return w, nil
}

// The buttons of the form.
const (
	stepSave   = "save"
	stepHandIn = "hand_in"
	stepUpload = "upload"
	stepFind   = "find"
	stepRead   = "read"
)

func (p pages) newForm(c *workbench.Call, f *workbench.Form) (templ.Component, error) {
	w, err := p.writing(c, f)
	if err != nil {
		return nil, err
	}
	e := sheet.Entry{Base: c.Base("新建信息", listCrumb), Form: f, Files: true, Cancel: recordsPath,
		Head:   ui.PageHead{Title: "新建信息", Lead: "填写标题、栏目和正文即可保存，其余项目已有默认值，可以以后再补。"},
		Submit: ui.Button{Text: "保存", Kind: ui.Primary, Name: "step", Value: stepSave}, Others: []ui.Button{{Text: "保存并送审", Name: "step", Value: stepHandIn}}}
	if p.Read != nil {
		e.Above = append(e.Above, drop{Action: c.URL(recordsPath + "/new"), Column: f.Text("column"), Columns: columnOptions(w.columns, "", false), Error: f.Error("dropped")})
	}
	e.Fields = p.fields(c, f, w)
	return e.Page(), nil
}

func (p pages) editForm(c *workbench.Call, f *workbench.Form) (templ.Component, error) {
	v, err := p.look(c)
	if err != nil {
		return nil, err
	}
	if v.Report > 0 && !f.Sent() {
		return p.notHere(c, v, "修改信息"), nil
	}
	w, err := p.writing(c, f)
	if err != nil {
		return nil, err
	}
	w.view = &v
	e := sheet.Entry{Base: c.Base("修改信息", crumbs(v)...), Form: f, Files: true, Cancel: recordPath(v.Record.ID),
		Head:   ui.PageHead{Over: v.Step.Label(), Title: "修改信息", Lead: v.Record.Title},
		Submit: ui.Button{Text: "保存", Kind: ui.Primary, Name: "step", Value: stepSave}, Others: []ui.Button{{Text: "保存并送审", Name: "step", Value: stepHandIn}}}
	if v.Schedule != nil {
		e.Above = append(e.Above, ui.Notice{Tone: ui.Caution, Title: "已定于" + v.Schedule.DueOn.Chinese() + "发布", Text: "修改内容后需要重新审查，设定的发布日期随之取消。"})
	} else if publishing.UnderReview(v.Step) || v.Step == disclosure.StepCleared {
		e.Above = append(e.Above, ui.Notice{Tone: ui.Caution, Title: "这一稿正在审查或者已经审查通过", Text: "修改内容后，已有的审查意见保留，但审查须重新进行。", Cite: law.OGI.Art(17).P(1)})
	}
	e.Fields = append(e.Fields, sheet.Hidden{Name: "digest", Value: f.Text("digest")}, sheet.Hidden{Name: "id", Value: string(v.Record.ID)})
	e.Fields = append(e.Fields, p.fields(c, f, w)...)
	return e.Page(), nil
}

// fields are the fields of the form: what everybody fills in first, the rest folded.
func (p pages) fields(c *workbench.Call, f *workbench.Form, w writing) []templ.Component {
	return []templ.Component{
		f.Line(ui.TextInput{Field: ui.Field{Name: "title", Label: "标题"}, MaxLength: 200}),
		f.Select(ui.Select{Field: ui.Field{Name: "column", Label: "栏目"}, Blank: "请选择", Options: columnOptions(w.columns, catalog.ColumnID(f.Text("column")), false)}),
		f.Select(ui.Select{Field: ui.Field{Name: "kind", Label: "信息种类", Hint: "规范性文件、政策解读有各自必填的项目"}, Options: kindOptions()}),
		f.DateInput(ui.Field{Name: "formed_on", Label: "成文（生成）日期", Hint: "自这一天起二十个工作日内公开"}),
		editor{Area: f.Area(ui.TextArea{Field: ui.Field{Name: "body", Label: "正文", Hint: "可以直接从Word、WPS粘贴，表格和图片会保留"}, Rows: 16}),
			Script: c.URL(ui.AssetPath("editor.js")), Images: c.URL(imagesPath), Check: c.URL(recordsPath + "/check")},
		findingsBox{},
		p.fileFold(c, f, w),
		p.dateFold(c, f),
		p.classFold(f, w),
		p.linkFold(f, w),
		p.attributeFold(c, f),
	}
}

func (p pages) fileFold(c *workbench.Call, f *workbench.Form, w writing) templ.Component {
	rows := fileRows{}
	names := f.All("file_name")
	removed := map[string]bool{}
	for _, h := range f.All("file_remove") {
		removed[h] = true
	}
	for i, hash := range f.All("file_hash") {
		row := fileRow{Hash: hash, Number: i + 1, Removed: removed[hash]}
		if i < len(names) {
			row.Name = names[i]
		}
		if w.view != nil {
			row.Href = c.URL(recordPath(w.view.Record.ID) + "/files/" + url.PathEscape(hash))
		}
		rows.Rows = append(rows.Rows, row)
	}
	title := "附件"
	if n := len(rows.Rows); n > 0 {
		title += "（" + itoa(n) + "）"
	}
	return fold{Title: title, Open: len(rows.Rows) > 0 || len(f.Kept("upload")) > 0 || f.Error("upload") != "" || f.Error("files") != "", Fields: []templ.Component{
		rows,
		f.Received(ui.FileInput{Field: ui.Field{Name: "upload", Label: "添加附件", Hint: "可以一次选择多个。单个文件不超过" + workbench.Bytes(c.FileLimit()), Optional: true}, Multiple: true}),
		sheet.Buttons{Items: []ui.Button{{Text: "上传并继续填写", Name: "step", Value: stepUpload}}},
	}}
}

func (p pages) dateFold(c *workbench.Call, f *workbench.Form) templ.Component {
	date := func(name, label, hint string) templ.Component {
		return f.DateInput(ui.Field{Name: name, Label: label, Hint: hint, Optional: true})
	}
	line := func(name, label, hint string) templ.Component {
		return f.Line(ui.TextInput{Field: ui.Field{Name: name, Label: label, Hint: hint, Optional: true}, Width: "medium"})
	}
	kind := disclosure.Kind(f.Text("kind"))
	document := kind == disclosure.Normative || kind == disclosure.Rule
	var plans []ui.Option
	for _, row := range disclosure.Explanations {
		plans = append(plans, ui.Option{Value: string(row.Explanation), Text: row.Label})
	}
	return fold{Title: "文号、日期和有效期", Hint: "规范性文件须填写文号、制定机关和施行日期",
		Open: document || anyError(f, "doc_no", "issuer", "register", "issued_on", "changed_on", "effective_on", "expires_on", "unexplained"),
		Fields: []templ.Component{
			line("doc_no", "文号", "如“凉科发〔2026〕12号”"),
			line("issuer", "制定机关或者来源", "与本机关不同的，写全称；规范性文件必填"),
			date("issued_on", "发文日期", ""),
			date("changed_on", "变更日期", "内容变更后重新公开的，自变更之日起算"),
			line("register", "统一登记号", "规范性文件统一登记的编号"),
			date("effective_on", "施行日期", ""),
			date("expires_on", "有效期截止日", "最后一个有效的日期；没有有效期的留空"),
			f.Radios(ui.Radios{Field: ui.Field{Name: "explained", Label: "政策解读", Hint: "只用于规章和规范性文件"}, Options: plans}),
			line("unexplained", "不作解读的理由", ""),
		}}
}

func (p pages) classFold(f *workbench.Form, w writing) templ.Component {
	line := func(name, label, hint string) templ.Component {
		return f.Line(ui.TextInput{Field: ui.Field{Name: name, Label: label, Hint: hint, Optional: true}, Width: "medium"})
	}
	var items []ui.Option
	for _, item := range catalog.Items {
		items = append(items, ui.Option{Value: string(item.Code), Text: item.Short + "（" + item.Cite.String() + "）"})
	}
	var themes []ui.Option
	for _, t := range catalog.Themes {
		themes = append(themes, ui.Option{Value: t.Name, Text: t.Name})
		for _, sub := range t.Subs {
			themes = append(themes, ui.Option{Value: t.Name + `\` + sub, Text: "　" + sub})
		}
	}
	fields := []templ.Component{
		f.Area(ui.TextArea{Field: ui.Field{Name: "summary", Label: "内容概述", Optional: true}, Rows: 3, Max: 500}),
		f.Select(ui.Select{Field: ui.Field{Name: "theme", Label: "主题分类", Optional: true}, Blank: "不填", Options: themes}),
		f.Select(ui.Select{Field: ui.Field{Name: "item", Label: "法定公开事项", Hint: "不选的，按栏目的事项", Optional: true}, Blank: "按栏目", Options: items}),
		line("genre", "组配分类、体裁", "如“通知”“公告”“意见”"),
		line("audience", "服务对象", "如“企业”“学生”"),
		line("keywords", "关键词", "用空格隔开"),
		line("channels", "公开渠道", "用空格隔开，如“政府网站 政府公报”"),
		line("language", "语种", ""),
	}
	if len(w.sections) > 0 {
		fields = append(fields, f.Select(ui.Select{Field: ui.Field{Name: "section", Label: "承办股室", Optional: true}, Blank: "不填", Options: w.sections}))
	}
	return fold{Title: "概述和分类", Open: anyError(f, "summary", "theme", "item", "genre", "audience", "keywords", "channels", "language", "section"), Fields: fields}
}

func (p pages) attributeFold(c *workbench.Call, f *workbench.Form) templ.Component {
	var grounds []ui.Option
	for _, g := range disclosure.Grounds() {
		grounds = append(grounds, ui.Option{Value: g.String(), Text: g.String() + "　" + groundWords[g]})
	}
	return fold{Title: "公开属性：" + f.Text("attribute"), Open: f.Text("attribute") != string(disclosure.Proactive) || anyError(f, "attribute", "ground", "because", "review_on"),
		Hint: "以公开为常态、不公开为例外。不主动公开的，须写明依据和理由，同样经过审查，登记备查。",
		Fields: []templ.Component{
			f.Radios(ui.Radios{Field: ui.Field{Name: "attribute", Label: "公开属性"}, Inline: true, Options: []ui.Option{
				{Value: string(disclosure.Proactive), Text: string(disclosure.Proactive)}, {Value: string(disclosure.UponApplication), Text: string(disclosure.UponApplication)},
				{Value: string(disclosure.Withheld), Text: string(disclosure.Withheld)}}}),
			f.Select(ui.Select{Field: ui.Field{Name: "ground", Label: "不予公开的依据", Optional: true}, Blank: "请选择", Options: grounds}),
			f.Area(ui.TextArea{Field: ui.Field{Name: "because", Label: "不主动公开的事实和理由", Optional: true}, Rows: 3}),
			f.DateInput(ui.Field{Name: "review_on", Label: "下次评估审查的日期", Hint: "情形变化、可以公开时应当公开；不填的，按本机关设定的周期", Optional: true}),
		}}
}

// groundWords are the grounds in a few words.
var groundWords = map[law.Citation]string{
	law.OGI.Art(14): "国家秘密，法律、行政法规禁止公开，危及安全稳定", law.OGI.Art(15): "商业秘密、个人隐私", law.OGI.Art(16).P(1): "内部事务信息",
	law.OGI.Art(16).P(2): "过程性信息、行政执法案卷信息",
}

func anyError(f *workbench.Form, names ...string) bool {
	for _, name := range names {
		if f.Error(name) != "" {
			return true
		}
	}
	return false
}

func relationWords(r disclosure.Relation) string {
	for _, row := range disclosure.Relations {
		if row.Relation == r {
			return row.Here
		}
	}
	return ""
}

func relationOptions() []ui.Option {
	var options []ui.Option
	for _, row := range disclosure.Relations {
		options = append(options, ui.Option{Value: string(row.Relation), Text: row.Here})
	}
	return options
}

func (p pages) linkFold(f *workbench.Form, w writing) templ.Component {
	rows := linkRows{Query: f.Text("link_q"), Searched: w.searched, Error: f.Error("links")}
	relations, days := f.All("link_relation"), f.All("link_on")
	for i, to := range f.All("link_to") {
		row := linkRow{To: to, Number: i + 1, Title: targetWords(w.linked[disclosure.ID(to)])}
		if i < len(relations) {
			row.Relation = relations[i]
		}
		if i < len(days) {
			row.On = days[i]
		}
		rows.Rows = append(rows.Rows, row)
	}
	for _, t := range w.found {
		rows.Found = append(rows.Found, ui.Option{Value: t.Record, Text: targetWords(t), Hint: t.Agency})
	}
	title := "关联的文件：解读、修改、废止"
	if n := len(rows.Rows); n > 0 {
		title += "（" + itoa(n) + "）"
	}
	return fold{Title: title, ID: "links", Open: len(rows.Rows) > 0 || w.searched || f.Error("links") != "", Fields: []templ.Component{rows}}
}

func targetWords(t query.TargetRow) string {
	words := t.Title
	if t.DocNo != "" {
		words += "（" + t.DocNo + "）"
	}
	if t.IndexNo == "" {
		words += "［未公开］"
	}
	return words
}

// mayEdit reports whether the caller may write in records.
func mayEdit(c *workbench.Call) bool { return c.May(auth.DraftRecord, c.By.Agency) }
