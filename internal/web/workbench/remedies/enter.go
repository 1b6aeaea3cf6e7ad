package remedies

import (
	"net/url"
	"strconv"

	"gongkai/internal/query"
	"gongkai/internal/supervising"
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"
	"gongkai/internal/web/workbench/sheet"
	"gongkai/law"
	"gongkai/remedy"

	"github.com/a-h/templ"
)

// fillNew proposes what is known: the organ or court, and what the address says the proceeding is about.
func (p pages) fillNew(c *workbench.Call) (*workbench.Form, error) {
	form := workbench.Filled(url.Values{"way": {string(remedy.Reconsideration)}})
	forum, err := p.Desk.Forum(c.Context(), c.By, c.By.Agency)
	if err != nil {
		return nil, err
	}
	if len(forum.Organs) > 0 {
		form.Values.Set("forum", forum.Organs[0])
	}
	form.SetDate("filed_on", c.Today())
	a, r, err := p.Desk.RemedyTargets(c.Context(), c.By, c.Query("case"), c.Query("record"))
	if err != nil {
		return nil, err
	}
	if a != nil {
		form.Values.Set("application", a.Number)
		form.Values.Set("subject", short("不服对“"+a.Title+"”申请的答复"))
	}
	if r != nil {
		form.Values.Set("record", r.Number)
		form.Values.Set("subject", short("不服公开“"+r.Title+"”"))
	}
	if id := c.Query("after"); id != "" {
		before, err := p.Desk.LookRemedy(c.Context(), c.By, c.By.Agency, remedy.ID(id))
		if err != nil {
			return nil, err
		}
		form.Values.Set("after", id)
		form.Values.Set("way", string(remedy.LitigationAfter))
		form.Values.Set("subject", before.Proceeding.Subject)
		form.Values.Set("forum", forum.Court)
		if before.Application != nil {
			form.Values.Set("application", before.Application.Number)
		}
		if before.Record != nil {
			form.Values.Set("record", before.Record.Number)
		}
	}
	return form, nil
}

func (p pages) newForm(c *workbench.Call, f *workbench.Form) (templ.Component, error) {
	forum, err := p.Desk.Forum(c.Context(), c.By, c.By.Agency)
	if err != nil {
		return nil, err
	}
	entry := sheet.Entry{Base: c.Base("登记案件", listCrumb), Head: ui.PageHead{Title: "登记行政复议、行政诉讼", Lead: "收到受理（应诉）通知书后登记，答复期限自收到申请书、起诉状副本之日起算。"},
		Form: f, Submit: ui.Button{Text: "登记", Kind: ui.Primary}, Cancel: listPath}
	for _, problem := range forum.Problems {
		entry.Above = append(entry.Above, ui.Notice{Tone: ui.Caution, Title: "设置不完整", Text: problem.Message})
	}
	befores, _, err := p.Desk.ListRemedies(c.Context(), c.By, query.RemedyList{Agency: c.By.Agency, Way: remedy.Reconsideration})
	if err != nil {
		return nil, err
	}
	hint := forum.Rule
	if forum.Court != "" {
		hint += "；诉讼由" + forum.Court + "管辖"
	}
	entry.Fields = []templ.Component{
		f.Radios(ui.Radios{Field: ui.Field{Name: "way", Label: "程序", Hint: "不予公开的决定应当先申请行政复议（《行政复议法》第二十三条）"}, Options: wayOptions()}),
		f.Line(ui.TextInput{Field: ui.Field{Name: "forum", Label: "复议机关或者法院", Hint: hint}, Width: "medium"}),
		f.Line(ui.TextInput{Field: ui.Field{Name: "case_no", Label: "案号", Hint: "如：凉政复〔2026〕12号、（2026）甘0602行初7号", Optional: true}, Width: "medium"}),
		f.DateInput(ui.Field{Name: "filed_on", Label: "受理（立案）日期"}),
		f.DateInput(ui.Field{Name: "served_on", Label: "收到副本的日期", Hint: "还没有收到的留空，收到后再登记", Optional: true}),
		f.Checkboxes(ui.Checkboxes{Field: ui.Field{Name: "summary", Label: "简易程序", Optional: true}, Options: []ui.Option{{Value: "yes", Text: "适用简易程序", Hint: "行政复议的答复期限为" + law.On(law.ReconAnswerSummary, c.Today()).String()}}}),
		f.Line(ui.TextInput{Field: ui.Field{Name: "application", Label: "针对的申请编号", Hint: "对申请的答复不服、或者没有答复的", Optional: true}, Width: "medium"}),
		f.Line(ui.TextInput{Field: ui.Field{Name: "record", Label: "针对的信息索引号", Hint: "对主动公开的信息不服的", Optional: true}, Width: "medium"}),
	}
	if len(befores) > 0 {
		var options []ui.Option
		for _, b := range befores {
			options = append(options, ui.Option{Value: b.ID, Text: b.Number + " " + short(b.Subject)})
		}
		entry.Fields = append(entry.Fields, f.Select(ui.Select{Field: ui.Field{Name: "after", Label: "在先的行政复议", Hint: "复议后起诉的", Optional: true}, Blank: "没有", Options: options}))
	}
	entry.Fields = append(entry.Fields,
		f.Area(ui.TextArea{Field: ui.Field{Name: "subject", Label: "争议事项", Hint: "不写当事人的姓名"}, Rows: 2, Max: 200}),
		f.Line(ui.TextInput{Field: ui.Field{Name: "party", Label: "复议申请人、原告", Hint: "加密保存，页面上只显示一部分", Optional: true}, Width: "medium"}))
	entry.Files = true
	entry.Fields = append(entry.Fields, c.Enclosures(f, "受理（应诉）通知书、申请书或者起诉状副本"))
	return entry.Page(), nil
}

func (p pages) register(c *workbench.Call, f *workbench.Form) error {
	in := supervising.NewRemedy{Application: f.Text("application"), Record: f.Text("record"), After: remedy.ID(f.Text("after")), Way: remedy.Way(f.Text("way")), Subject: f.Text("subject"), Party: f.Text("party")}
	in.Accepted = remedy.Fact{On: f.Date(ui.Field{Name: "filed_on", Label: "受理（立案）日期"}), Forum: f.Text("forum"), CaseNo: f.Text("case_no"), Summary: f.Checked("summary", "yes")}
	in.Accepted.Files, in.Accepted.Names = c.Enclosed(f)
	in.ServedOn = f.Date(ui.Field{Name: "served_on", Label: "收到副本的日期", Optional: true})
	if err := f.Err(); err != nil {
		return err
	}
	id, err := p.Desk.RegisterRemedy(c.Context(), c.By, c.By.Agency, in)
	if err != nil {
		return err
	}
	return c.Done(remedyPath(string(id)), "已登记")
}

// factPage is the page on which an entry of the kind is made.
func (p pages) factPage(kind remedy.Kind) sheet.FormPage {
	return sheet.FormPage{
		Fill: func(c *workbench.Call) (*workbench.Form, error) { return p.blankFact(c, kind) },
		Draw: func(c *workbench.Call, f *workbench.Form) (templ.Component, error) { return p.factForm(c, f, kind) },
		Take: func(c *workbench.Call, f *workbench.Form) error { return p.addFact(c, f, kind) },
	}
}

func (p pages) blankFact(c *workbench.Call, kind remedy.Kind) (*workbench.Form, error) {
	form := workbench.Filled(url.Values{})
	form.SetDate("on", c.Today())
	if kind != remedy.Restated {
		return form, nil
	}
	v, err := p.look(c)
	if err != nil {
		return nil, err
	}
	if all := v.Proceeding.Instances(); len(all) > 0 {
		form.SetDate("on", all[0].FiledOn)
		form.Values.Set("forum", all[0].Forum)
		form.Values.Set("case_no", all[0].CaseNo)
		if all[0].Summary {
			form.Values.Set("summary", "yes")
		}
	}
	return form, nil
}

func (p pages) factForm(c *workbench.Call, f *workbench.Form, kind remedy.Kind) (templ.Component, error) {
	v, err := p.look(c)
	if err != nil {
		return nil, err
	}
	x := v.Proceeding
	path := remedyPath(string(x.ID))
	entry := sheet.Entry{Base: c.Base(kind.Label(), listCrumb, ui.Link{Text: x.Number, Href: path}), Head: ui.PageHead{Over: x.Number + " " + short(x.Subject), Title: kind.Label(), Lead: words[kind]},
		Form: f, Files: true, Submit: ui.Button{Text: "登记", Kind: ui.Primary}, Cancel: path}
	label := map[remedy.Kind]string{remedy.Served: "收到副本的日期", remedy.Answered: "提交日期", remedy.Decided: "收到日期", remedy.Restated: "受理（立案）日期", remedy.Appealed: "上诉日期", remedy.Opinion: "收到日期", remedy.FedBack: "反馈日期"}[kind]
	if label == "" {
		label = "日期"
	}
	entry.Fields = []templ.Component{f.DateInput(ui.Field{Name: "on", Label: label})}
	entry.Fields = append(entry.Fields, p.factFields(f, x, kind)...)
	entry.Fields = append(entry.Fields, f.Area(ui.TextArea{Field: ui.Field{Name: "text", Label: textLabel(kind), Optional: textOptional[kind]}, Rows: 4, Max: 2000}), c.Enclosures(f, "附件"))
	return entry.Page(), nil
}

// textOptional are the kinds that need no words.
var textOptional = map[remedy.Kind]bool{remedy.Served: true, remedy.Answered: true, remedy.Turned: true, remedy.Prolonged: true, remedy.Decided: true, remedy.Appealed: true}

func textLabel(kind remedy.Kind) string {
	for _, row := range remedy.Kinds {
		if row.Kind == kind {
			return row.Text
		}
	}
	return "说明"
}

// factFields are the fields of the kind beside the day and the words.
func (p pages) factFields(f *workbench.Form, x remedy.Proceeding, kind remedy.Kind) []templ.Component {
	line := func(name, label, hint string, optional bool) templ.Component {
		return f.Line(ui.TextInput{Field: ui.Field{Name: name, Label: label, Hint: hint, Optional: optional}, Width: "medium"})
	}
	tick := func(name, label, text, hint string) templ.Component {
		return f.Checkboxes(ui.Checkboxes{Field: ui.Field{Name: name, Label: label, Optional: true}, Options: []ui.Option{{Value: "yes", Text: text, Hint: hint}}})
	}
	now, _ := x.Now()
	switch kind {
	case remedy.Restated:
		return []templ.Component{line("forum", "复议机关或者法院", "", false), line("case_no", "案号", "", true), tick("summary", "程序", "适用简易程序", "")}
	case remedy.Served:
		return []templ.Component{line("case_no", "案号", "本审级的案号，已登记过的可以不填", true)}
	case remedy.Prolonged:
		return []templ.Component{f.DateInput(ui.Field{Name: "until", Label: "延长到"})}
	case remedy.Heard:
		return []templ.Component{tick("head", "负责人出席", "本机关负责人出席（出庭应诉）", "")}
	case remedy.Appealed:
		return []templ.Component{
			f.Radios(ui.Radios{Field: ui.Field{Name: "by", Label: "谁上诉"}, Inline: true, Options: []ui.Option{{Value: "other", Text: "对方"}, {Value: "agency", Text: "本机关"}}}),
			line("forum", "上诉审法院", "", false), line("case_no", "二审案号", "", true)}
	case remedy.Opinion:
		return []templ.Component{f.DateInput(ui.Field{Name: "until", Label: "反馈期限", Hint: "文书没有写明的留空，按法定的60日计算", Optional: true})}
	case remedy.Decided:
		return p.resultFields(f, x, now)
	}
	return nil
}

// resultFields ask for the result, the column in which it counts, and what it asks for.
func (p pages) resultFields(f *workbench.Form, x remedy.Proceeding, now remedy.Instance) []templ.Component {
	var results []ui.Option
	for _, r := range remedy.ResultsOf(x.Way, now.Stage) {
		text := string(r)
		if bucket, ok := x.UsualBucket(r); ok {
			text += "（通常计入" + string(bucket) + "）"
		}
		results = append(results, ui.Option{Value: string(r), Text: text})
	}
	counted := []ui.Option{{Value: "", Text: "按通常的归类"}}
	for _, b := range remedy.Buckets {
		counted = append(counted, ui.Option{Value: string(b), Text: string(b)})
	}
	fields := []templ.Component{
		f.Select(ui.Select{Field: ui.Field{Name: "result", Label: "结果"}, Blank: "其他结果，写在下一栏", Options: results}),
		f.Line(ui.TextInput{Field: ui.Field{Name: "other", Label: "其他结果", Hint: "上面没有的，照文书写", Optional: true}, Width: "medium"}),
		f.Select(ui.Select{Field: ui.Field{Name: "bucket", Label: "计入年报表四", Optional: true}, Options: counted}),
		f.Line(ui.TextInput{Field: ui.Field{Name: "because", Label: "改变归类的理由", Optional: true}}),
	}
	if x.Way.Suit() {
		fields = append(fields, f.Radios(ui.Radios{Field: ui.Field{Name: "ruling", Label: "文书", Hint: "决定上诉期限：判决十五日，裁定十日"}, Inline: true, Options: []ui.Option{{Value: "", Text: "判决"}, {Value: "yes", Text: "裁定"}}}))
	}
	anew := "要求作出或者重新作出处理"
	if x.Application != "" {
		anew = "要求作出或者重新作出处理，对应的申请随即重新办理"
	}
	return append(fields,
		f.Checkboxes(ui.Checkboxes{Field: ui.Field{Name: "redecide", Label: "后续", Optional: true}, Options: []ui.Option{{Value: "yes", Text: anew}}}),
		f.DateInput(ui.Field{Name: "until", Label: "处理的期限", Hint: "文书写明的，对应申请的到期日就是这一天；没有写明的留空，按答复期限重新计算", Optional: true}))
}

func (p pages) addFact(c *workbench.Call, f *workbench.Form, kind remedy.Kind) error {
	fact := remedy.Fact{Kind: kind, On: f.Date(ui.Field{Name: "on", Label: "日期"}), Text: f.Text("text"), Forum: f.Text("forum"), CaseNo: f.Text("case_no"), Summary: f.Checked("summary", "yes"), Head: f.Checked("head", "yes")}
	fact.Files, fact.Names = c.Enclosed(f)
	switch kind {
	case remedy.Prolonged, remedy.Opinion, remedy.Decided:
		fact.Until = f.Date(ui.Field{Name: "until", Label: "期限", Optional: kind != remedy.Prolonged})
	}
	if kind == remedy.Appealed {
		if fact.ByAgency = f.Text("by") == "agency"; f.Text("by") == "" {
			f.Add("by", "请选择谁上诉")
		}
	}
	id := remedy.ID(c.Path("id"))
	if kind == remedy.Decided {
		fact.Result, fact.Bucket, fact.Because = remedy.Result(f.Text("result")), remedy.Bucket(f.Text("bucket")), f.Text("because")
		fact.Ruling, fact.Redecide = f.Text("ruling") == "yes", f.Checked("redecide", "yes")
		if fact.Result == "" {
			fact.Result = remedy.Result(f.Text("other"))
		}
		if fact.Bucket == "" {
			v, err := p.look(c)
			if err != nil {
				return err
			}
			if usual, ok := v.Proceeding.UsualBucket(fact.Result); ok && usual != remedy.Pending {
				fact.Bucket = usual
			}
		}
	}
	if err := f.Err(); err != nil {
		return err
	}
	if err := p.Desk.AddRemedyFact(c.Context(), c.By, c.By.Agency, id, fact); err != nil {
		return err
	}
	return c.Done(remedyPath(string(id)), "已登记：%s", kind.Label())
}

func (p pages) strikeForm(c *workbench.Call, f *workbench.Form) (templ.Component, error) {
	v, err := p.look(c)
	if err != nil {
		return nil, err
	}
	x := v.Proceeding
	path := remedyPath(string(x.ID))
	title := "作废登记"
	if n, err := strconv.Atoi(c.Path("n")); err == nil && n > 0 && n <= len(x.Facts) {
		title += "：" + x.Facts[n-1].Kind.Label() + "（" + x.Facts[n-1].On.Chinese() + "）"
	}
	return sheet.Entry{Base: c.Base("作废登记", listCrumb, ui.Link{Text: x.Number, Href: path}), Head: ui.PageHead{Over: x.Number, Title: title, Lead: "登记不会删除，注明作废和理由，不再计算。"},
		Form: f, Compact: true, Submit: ui.Button{Text: "作废", Kind: ui.Destructive}, Cancel: path,
		Fields: []templ.Component{f.Area(ui.TextArea{Field: ui.Field{Name: "text", Label: "作废的理由"}, Rows: 3, Max: 500})}}.Page(), nil
}

func (p pages) strike(c *workbench.Call, f *workbench.Form) error {
	n, _ := strconv.Atoi(c.Path("n")) // zero is refused
	id := remedy.ID(c.Path("id"))
	if err := p.Desk.AddRemedyFact(c.Context(), c.By, c.By.Agency, id, remedy.Fact{Kind: remedy.Struck, On: c.Today(), Strikes: n, Text: f.Text("text")}); err != nil {
		return err
	}
	return c.Done(remedyPath(string(id)), "已作废")
}

func (p pages) unmaskForm(c *workbench.Call, f *workbench.Form) (templ.Component, error) {
	v, err := p.look(c)
	if err != nil {
		return nil, err
	}
	path := remedyPath(string(v.Proceeding.ID))
	return sheet.Entry{Base: c.Base("查看当事人", listCrumb, ui.Link{Text: v.Proceeding.Number, Href: path}), Head: ui.PageHead{Over: v.Proceeding.Number, Title: "查看完整的当事人信息", Lead: "每次查看连同事由记入台账。"},
		Form: f, Compact: true, Submit: ui.Button{Text: "查看", Kind: ui.Primary}, Cancel: path,
		Fields: []templ.Component{f.Line(ui.TextInput{Field: ui.Field{Name: "reason", Label: "事由", Hint: "如：核对答复书中的当事人"}, Width: "medium"})}}.Page(), nil
}

// unmask shows the name on the answer itself: no address leads to it.
func (p pages) unmask(c *workbench.Call, f *workbench.Form) error {
	id := remedy.ID(c.Path("id"))
	name, err := p.Desk.UnmaskParty(c.Context(), c.By, c.By.Agency, id, f.Text("reason"))
	if err != nil {
		return err
	}
	s := sheet.Sheet{Base: c.Base("当事人", listCrumb), Head: ui.PageHead{Title: "当事人", Lead: "离开本页后需要重新说明事由。"}}
	s.Buttons = []ui.Button{{Text: "返回案件", Href: c.URL(remedyPath(string(id)))}}
	s.Add("", ui.Facts{Items: []ui.Fact{{Name: "姓名或者名称", Text: name}}})
	return c.Show(s.Page())
}
