package records

import (
	"net/url"
	"strconv"

	"gongkai/disclosure"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/publishing"
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"
	"gongkai/internal/web/workbench/sheet"
	"gongkai/law"
	"gongkai/review"

	"github.com/a-h/templ"
)

// signPage is the page on which one stage of the review is done.
func (p pages) signPage(stage review.Stage) sheet.FormPage {
	return sheet.FormPage{
		Fill: func(c *workbench.Call) (*workbench.Form, error) {
			v, err := p.look(c)
			if err != nil {
				return nil, err
			}
			return workbench.Filled(url.Values{"verdict": {string(review.Passed)}, "digest": {v.Digest}}), nil
		},
		Draw: func(c *workbench.Call, f *workbench.Form) (templ.Component, error) { return p.signForm(c, f, stage) },
		Take: func(c *workbench.Call, f *workbench.Form) error { return p.sign(c, f, stage) },
	}
}

// signForm shows what is signed, what was found in it, and the question of the stage.
func (p pages) signForm(c *workbench.Call, f *workbench.Form, stage review.Stage) (templ.Component, error) {
	v, err := p.look(c)
	if err != nil {
		return nil, err
	}
	found, err := p.findings(c, v)
	if err != nil {
		return nil, err
	}
	e := sheet.Entry{Base: c.Base(stage.Label(), crumbs(v)...), Form: f, Compact: true, Cancel: recordPath(v.Record.ID),
		Head:  ui.PageHead{Over: v.Record.Title, Title: stage.Label()},
		Above: []templ.Component{progress(v), found}}
	if len(v.Acts) > 0 {
		e.Above = append(e.Above, signoffs(v))
	}
	if stage != review.SelfCheck {
		e.Above = append(e.Above, fold{Title: "正文和基本信息", Open: true, Fields: []templ.Component{p.facts(c, v), p.fileList(c, v), bodyText{p.onDesk(v.Record.Body, c)}}})
	}
	e.Fields = append([]templ.Component{sheet.Hidden{Name: "digest", Value: f.Text("digest")}}, p.question(f, v, stage)...)
	e.Submit = ui.Button{Text: "签署", Kind: ui.Primary}
	switch {
	case v.Review.Referral != nil:
		e.Submit.Text = "登记答复"
	case stage == review.SelfCheck:
		e.Submit.Text = "自审通过，送审"
	case stage == review.Signature:
		e.Submit.Text = "签发"
	}
	return e.Page(), nil
}

// question are the fields of the stage.
func (p pages) question(f *workbench.Form, v publishing.View, stage review.Stage) []templ.Component {
	opinion := func(label, hint string, optional bool) templ.Component {
		return f.Area(ui.TextArea{Field: ui.Field{Name: "opinion", Label: label, Hint: hint, Optional: optional}, Rows: 3, Max: 500})
	}
	if asked := v.Review.Referral; asked != nil {
		return []templ.Component{
			ui.Notice{Tone: ui.Info, Title: "登记" + asked.Organ + "的答复", Text: "原请示：" + asked.Opinion, Cite: law.OGI.Art(17).P(3)},
			sheet.Hidden{Name: "verdict", Value: string(review.Answered)}, sheet.Hidden{Name: "organ", Value: asked.Organ},
			opinion("答复的内容", "写明答复的日期、文号和结论", false),
		}
	}
	if stage == review.SelfCheck {
		return []templ.Component{
			sheet.Hidden{Name: "verdict", Value: string(review.Passed)},
			ui.Notice{Tone: ui.Info, Title: "送审前请确认", Text: "内容准确，没有国家秘密、工作秘密、商业秘密和个人隐私，公开属性恰当。", Cite: law.OGI.Art(17).P(2)},
			opinion("自审意见", "可以不填", true),
		}
	}
	return []templ.Component{
		f.Radios(ui.Radios{Field: ui.Field{Name: "verdict", Label: "结论"}, Options: []ui.Option{
			{Value: string(review.Passed), Text: "同意"},
			{Value: string(review.Returned), Text: "退回修改", Hint: "写明需要修改什么，拟稿人修改后重新送审"},
			{Value: string(review.Referred), Text: "不能确定，报请主管部门或者保密行政管理部门确定", Hint: "收到答复之前不能继续"},
		}}),
		opinion("意见", "退回、报请的必填", true),
		f.Line(ui.TextInput{Field: ui.Field{Name: "organ", Label: "报请的机关", Hint: "选择“报请”时填写", Optional: true}, Width: "medium"}),
	}
}

func (p pages) sign(c *workbench.Call, f *workbench.Form, stage review.Stage) error {
	id := disclosure.ID(c.Path("id"))
	act := review.Signoff{Stage: stage, Verdict: review.Verdict(f.Text("verdict")), Opinion: f.Text("opinion"), Organ: f.Text("organ"), Digest: f.Text("digest")}
	switch act.Verdict {
	case review.Passed, review.Returned:
		act.Organ = ""
	case review.Referred, review.Answered:
	default:
		f.Add("verdict", "请选择结论")
		return f.Err()
	}
	if err := p.Desk.SignOff(c.Context(), c.By, c.By.Agency, id, act); err != nil {
		return err
	}
	v, err := p.look(c)
	if err != nil {
		return err
	}
	words := "已" + verdicts[act.Verdict] + "，" + v.Step.Label()
	if stage == review.SelfCheck {
		words = "已送审，" + v.Step.Label()
	}
	return c.Done(recordPath(id), "%s", words)
}

// findings shows what screening found in the record as it stands, with a way for reviewers to say why it is no matter.
func (p pages) findings(c *workbench.Call, v publishing.View) (templ.Component, error) {
	found, err := p.Desk.Examine(c.Context(), c.By, v.Record)
	if err != nil {
		if fault.KindOf(err) != fault.Unavailable {
			return nil, err
		}
		return ui.Notice{Tone: ui.Caution, Title: "暂时不能筛查", Text: fault.Message(err)}, nil
	}
	may := c.May(auth.WaiveFinding, c.By.Agency) && !v.Wrote(c.By)
	list := p.findingList(c, v.Record.ID, v.Digest, found, may)
	if len(found) == 0 || !c.May(auth.DraftRecord, c.By.Agency) {
		return list, nil
	}
	mend := ui.Button{Text: "逐项处理", Kind: ui.Secondary, Href: c.URL(recordPath(v.Record.ID) + "/screening")}
	return templ.Join(list, sheet.Buttons{Items: []ui.Button{mend}}), nil
}

func (p pages) findingList(c *workbench.Call, id disclosure.ID, digest string, found []review.Finding, may bool) findingList {
	list := findingList{Nothing: "没有发现敏感内容。"}
	for _, f := range found {
		item := foundItem{Finding: f}
		if may && f.Stands() && !f.Firm {
			q := url.Values{"kind": {f.Kind}, "where": {f.Where}, "digest": {digest}}
			item.WaiveHref = c.URL(recordPath(id) + "/waive?" + q.Encode())
		}
		list.Items = append(list.Items, item)
	}
	return list
}

// waiveForm asks why a finding is no matter.
func (p pages) waiveForm(c *workbench.Call, f *workbench.Form) (templ.Component, error) {
	v, err := p.look(c)
	if err != nil {
		return nil, err
	}
	found, err := p.Desk.Examine(c.Context(), c.By, v.Record)
	if err != nil {
		return nil, err
	}
	kind, where := c.Query("kind"), c.Query("where")
	for _, x := range found {
		if x.Kind != kind || x.Where != where {
			continue
		}
		if x.Look {
			return lookEntry(c, f, v, x, found).Page(), nil
		}
		return sheet.Entry{Base: c.Base("说明可以公开", crumbs(v)...), Form: f, Compact: true, Cancel: recordPath(v.Record.ID),
			Head:  ui.PageHead{Over: v.Record.Title, Title: "说明为什么可以公开", Lead: "理由记入审查记录，只对这一稿有效；内容修改后须重新判断。"},
			Above: []templ.Component{findingList{Items: []foundItem{{Finding: x}}}},
			Fields: []templ.Component{
				f.Area(ui.TextArea{Field: ui.Field{Name: "because", Label: "理由", Hint: "如：是设备编号，不是身份证号；公示依法须载明"}, Rows: 3, Max: 300}),
			},
			Submit: ui.Button{Text: "确认可以公开", Kind: ui.Primary}}.Page(), nil
	}
	return nil, fault.New(fault.NotFound, "没有找到这一项提示，可能已经处理")
}

// lookEntry asks whoever has looked at pictures and scans to say so.
func lookEntry(c *workbench.Call, f *workbench.Form, v publishing.View, x review.Finding, found []review.Finding) sheet.Entry {
	e := sheet.Entry{Base: c.Base("确认已经人工审查", crumbs(v)...), Form: f, Compact: true, Cancel: recordPath(v.Record.ID),
		Head:  ui.PageHead{Over: v.Record.Title, Title: "确认已经人工审查", Lead: "程序不能识别图像里的文字，请逐页打开看过：身份证号、手机号、银行卡号、住址、人脸和印章、密级标志、内部文件标识。确认的人和说明记入审查记录，只对这一稿有效。"},
		Above: []templ.Component{findingList{Items: []foundItem{{Finding: x}}}},
		Fields: []templ.Component{
			f.Area(ui.TextArea{Field: ui.Field{Name: "because", Label: "怎样看的，结果如何", Hint: "如：逐页看过，没有个人信息和密级标志"}, Rows: 3, Max: 300}),
		},
		Submit: ui.Button{Text: "确认已经看过", Kind: ui.Primary}}
	others := 0
	for _, o := range found {
		if o.Look && o.Stands() && o.Where != x.Where {
			others++
		}
	}
	if others > 0 {
		e.Fields = append(e.Fields, f.Checkboxes(ui.Checkboxes{Field: ui.Field{Name: "all", Label: "其余图像", Optional: true},
			Options: []ui.Option{{Value: "yes", Text: "本件其余" + strconv.Itoa(others) + "处图像也已逐一看过"}}}))
	}
	return e
}

func (p pages) waive(c *workbench.Call, f *workbench.Form) error {
	id := disclosure.ID(c.Path("id"))
	w := review.Waiver{Digest: c.Query("digest"), Kind: c.Query("kind"), Where: c.Query("where"), Because: f.Text("because")}
	if err := p.Desk.Waive(c.Context(), c.By, c.By.Agency, id, w); err != nil {
		return err
	}
	if !f.Checked("all", "yes") {
		return c.Done(recordPath(id), "已记录")
	}
	v, err := p.look(c)
	if err != nil {
		return err
	}
	found, err := p.Desk.Examine(c.Context(), c.By, v.Record)
	if err != nil {
		return err
	}
	for _, x := range found {
		if !x.Look || !x.Stands() {
			continue
		}
		w.Kind, w.Where = x.Kind, x.Where
		if err := p.Desk.Waive(c.Context(), c.By, c.By.Agency, id, w); err != nil {
			return err
		}
	}
	return c.Done(recordPath(id), "已记录，本件的图像都已确认")
}
