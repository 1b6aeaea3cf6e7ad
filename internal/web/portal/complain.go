package portal

import (
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"gongkai/agency"
	"gongkai/applicant"
	"gongkai/complaint"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/blob"
	"gongkai/internal/database"
	"gongkai/internal/query"
	"gongkai/internal/receipt"
	"gongkai/internal/supervising"
	"gongkai/internal/web/ui"
)

// The addresses of complaints.
const (
	complainPath      = "/complain"
	complainTrackPath = "/complain/track"
	complainFilePath  = "/complain/file"
)

// complainPage is the form.
type complainPage struct {
	ui.Base
	Agencies []query.AgencyRow
	Values   url.Values
	Problems []fault.Problem
	Captcha  captcha
	Files    []enclosed // kept from an earlier try
	Takes    bool       // files are taken here
}

// complainedPage tells the number and the code, once.
type complainedPage struct {
	ui.Base
	Slip supervising.ComplaintSlip
	Code string
	Due  ui.Facts
}

// complaintTrackPage asks for number and code, and shows the course to whoever knows them.
type complaintTrackPage struct {
	ui.Base
	Number   string
	Problems []fault.Problem
	Facts    ui.Facts // empty until it was found
	Moments  ui.Timeline
	Code     string
	Told     []string // the names of the files that were told with the outcome
}

// complainRoutes are the addresses of complaints.
func (p *Portal) complainRoutes(get, post func(string, auth.Handler)) {
	if p.Complaints == nil {
		return
	}
	get(complainPath, func(w http.ResponseWriter, r *http.Request) error {
		return p.showComplain(w, r, r.URL.Query(), nil, nil)
	})
	post(complainPath, uploading(p.complainSend))
	post(complainFilePath, p.complainFile)
	get(complainTrackPath, p.page(func(r *http.Request, q *database.Query) (sheet, error) {
		page, err := p.complaintTrackPage(r, q, "")
		return sheet{body: page.Page(), canonical: complainTrackPath}, err
	}))
	post(complainTrackPath, p.complaintTrack)
}

// showComplain shows the form with what was typed. The question on it is drawn anew each time, so the page is not kept.
// 法源: 《条例》第四十一条、《条例》第四十七条第二款、《条例》第五十一条。
func (p *Portal) showComplain(w http.ResponseWriter, r *http.Request, values url.Values, files []enclosed, problems []fault.Problem) error {
	return p.answer(w, r, func(r *http.Request, q *database.Query) (sheet, error) {
		b, err := p.frame(r, q, "投诉举报、找错和更正", nil)
		if err != nil {
			return sheet{}, err
		}
		b.Nav = siteNav(complainPath)
		b.Crumbs = append(b.Crumbs, ui.Link{Text: "纠错和投诉", Href: correctPath})
		page := complainPage{Base: b, Values: values, Problems: problems, Captcha: p.captchas.draw(), Files: files, Takes: p.Keep != nil}
		all, err := query.PortalAgencies(q)
		for _, a := range all {
			if !a.Closed {
				page.Agencies = append(page.Agencies, a)
			}
		}
		s := sheet{body: page.Page(), canonical: complainPath}
		if len(problems) > 0 {
			s.status = http.StatusUnprocessableEntity
		}
		return s, err
	})
}

// complainSend hands a complaint in.
func (p *Portal) complainSend(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return fault.New(fault.Invalid, "提交的内容不完整，请返回重新提交")
	}
	v := r.PostForm
	read := func(name string) string { return strings.TrimSpace(strings.ReplaceAll(v.Get(name), "\r\n", "\n")) }
	in := supervising.NewComplaint{Kind: complaint.Kind(read("kind")), Record: read("record"), Petition: complaint.Petition{Text: read("text"), Evidence: read("evidence"),
		Name: read("name"), Phone: read("phone"), Email: read("email"), Address: read("address")}}
	if read("identity") != "" || in.Kind == complaint.OwnRecord {
		in.Petition.Identity = applicant.Identity{Kind: applicant.IdentityKind(read("identity_kind")), Number: read("identity")}
	}
	files, wrong := p.enclose(r, p.unseal(v["file"]))
	for _, f := range files {
		in.Petition.Files = append(in.Petition.Files, complaint.File{Hash: f.Hash, Name: f.Name})
	}
	problems := append(in.Petition.Check(in.Kind, p.today()), wrong...)
	of, err := query.PortalAgency(p.DB.View(r.Context()), read("agency"))
	if database.NotFound(err) {
		problems = append([]fault.Problem{{Field: "agency", Message: "请选择反映的机关"}}, problems...)
	} else if err != nil {
		return err
	}
	in.About = agency.ID(of.ID)
	if len(problems) > 0 {
		return p.showComplain(w, r, v, files, problems)
	}
	var slip supervising.ComplaintSlip
	h, err := p.handIn(r, "complain", func() (string, error) {
		slip, err = p.Complaints.Complain(r.Context(), in, p.Caller(r).String())
		return string(slip.ID), err
	})
	switch kind := fault.KindOf(err); {
	case err != nil && (kind == fault.Invalid || kind == fault.Unlawful):
		return p.showComplain(w, r, v, files, fault.Problems(err))
	case err != nil:
		return err
	case h.wrong:
		return p.showComplain(w, r, v, files, wrongCaptcha)
	case h.wait > 0:
		return p.tooOften(w, r, h.wait)
	case h.again:
		if slip, err = p.Complaints.ComplaintSlipOf(r.Context(), complaint.ID(h.id)); err != nil {
			return err
		}
	}
	return p.answer(w, r, func(r *http.Request, q *database.Query) (sheet, error) {
		b, err := p.frame(r, q, "已经提交", nil)
		page := complainedPage{Base: b, Slip: slip, Code: receipt.Spaced(slip.QueryCode), Due: ui.Facts{Items: []ui.Fact{
			{Name: "由谁办理", Text: slip.Handler}, {Name: "告知结果", Text: "不迟于" + slip.DueOn.Chinese() + "，凭编号和查询码也能查看"}}}}
		return sheet{body: page.Page()}, err
	})
}

func (p *Portal) complaintTrackPage(r *http.Request, q *database.Query, number string) (complaintTrackPage, error) {
	b, err := p.frame(r, q, "投诉和更正的办理结果", nil)
	b.Nav = siteNav(complainTrackPath)
	b.Crumbs = append(b.Crumbs, ui.Link{Text: "纠错和投诉", Href: correctPath})
	return complaintTrackPage{Base: b, Number: number}, err
}

// complaintTrack shows the course of a complaint. Every try counts against the caller's limit.
// 法源: 《条例》第四十七条第二款。
func (p *Portal) complaintTrack(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return fault.New(fault.Invalid, "提交的内容不完整，请返回重新提交")
	}
	number, code := strings.TrimSpace(r.PostForm.Get("number")), readCode(r.PostForm.Get("code"))
	var course supervising.ComplaintCourse
	problem := ""
	switch {
	case number == "" || code == "":
		problem = "请填写编号和查询码"
	case len(number) > longestNumber:
		problem = "没有找到。请核对编号和查询码"
	default:
		if ok, wait := p.wrong.Allow(p.callerKey(r)); !ok {
			return p.tooOften(w, r, wait)
		}
		var err error
		if course, err = p.Complaints.TrackComplaint(r.Context(), number, code); fault.KindOf(err) == fault.NotFound {
			problem = "没有找到。请核对编号和查询码，查询码在提交后显示"
		} else if err != nil {
			return err
		}
	}
	return p.answer(w, r, func(r *http.Request, q *database.Query) (sheet, error) {
		page, err := p.complaintTrackPage(r, q, number)
		if problem != "" {
			page.Problems = []fault.Problem{{Field: "number", Message: problem}}
			return sheet{body: page.Page(), status: http.StatusUnprocessableEntity}, err
		}
		page.show(course)
		page.Code = code
		return sheet{body: page.Page()}, err
	})
}

// show puts the course on the page. What was written and who wrote it is not on it; of what was done only that it was,
// and the words meant for the person.
func (page *complaintTrackPage) show(v supervising.ComplaintCourse) {
	c := v.Complaint
	state := "正在办理，不迟于" + v.DueOn.Chinese() + "告知结果"
	if on := c.ClosedOn(); !on.IsZero() {
		state = "已于" + on.Chinese() + "办结"
	}
	page.Facts = ui.Facts{Items: []ui.Fact{{Name: "编号", Text: c.Number}, {Name: "事项", Text: c.Kind.Label()}, {Name: "反映的机关", Text: v.About}, {Name: "办理机关", Text: v.Handler}, {Name: "状态", Text: state}}}
	if c.Outcome() != "" && !c.ClosedOn().IsZero() {
		page.Facts.Items = append(page.Facts.Items, ui.Fact{Name: "结论", Text: c.Outcome().Label()})
	}
	for i := len(c.Facts) - 1; i >= 0; i-- {
		f := c.Facts[i]
		m := ui.Moment{When: f.On.Chinese(), Title: f.Kind.Label()}
		switch f.Kind {
		case complaint.Noted:
			continue
		case complaint.Told:
			m.Text = f.Text
		}
		page.Moments.Moments = append(page.Moments.Moments, m)
	}
	page.Moments.Moments = append(page.Moments.Moments, ui.Moment{When: c.ArrivedOn.Chinese(), Title: "收到"})
	for _, f := range v.Told() {
		page.Told = append(page.Told, f.Name)
	}
}

// complainFile gives a file that was told with the outcome to whoever knows the code. Every try counts against the
// caller's limit.
func (p *Portal) complainFile(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return fault.New(fault.Invalid, "提交的内容不完整，请返回重新提交")
	}
	if ok, wait := p.wrong.Allow(p.callerKey(r)); !ok {
		return p.tooOften(w, r, wait)
	}
	n, err := strconv.Atoi(r.PostForm.Get("n"))
	if err != nil || p.Files == nil {
		return fault.New(fault.NotFound, "没有找到这份材料")
	}
	f, err := p.Complaints.ToldPaper(r.Context(), strings.TrimSpace(r.PostForm.Get("number")), readCode(r.PostForm.Get("code")), n)
	if err != nil {
		return err
	}
	content, err := p.Files.Open(r.Context(), blob.Hash(f.Hash))
	if err != nil {
		return err
	}
	defer func() { _ = content.Close() }()
	h := w.Header()
	h.Set("Content-Type", "application/octet-stream") // never shown by the browser: it may hold anything
	h.Set("Content-Disposition", disposition(f.Name))
	h.Set("Cache-Control", "no-store")
	if _, err := io.Copy(w, content); err != nil {
		panic(http.ErrAbortHandler) // a file that is half sent must not look whole
	}
	return nil
}

// filesKept are the files of an earlier try; one that is not wanted any more is unticked.
func (p complainPage) filesKept() ui.Checkboxes { return keptFiles(p.Files) }

func (p complainPage) fileInput() ui.FileInput {
	return ui.FileInput{Field: p.field("files", "证据材料", "照片、截图、文件："+enclosedKinds+"。加密保存，只有办理的机关能看到", true), Multiple: true}
}

// The fields of the form, each with what was entered and what is wrong with it.

func (p complainPage) field(name, label, hint string, optional bool) ui.Field {
	return ui.Field{Name: name, Label: label, Hint: hint, Optional: optional, Error: ui.FieldError(p.Problems, name)}
}

func (p complainPage) line(name, label, hint, kind, autocomplete string, optional bool) ui.TextInput {
	return ui.TextInput{Field: p.field(name, label, hint, optional), Value: p.Values.Get(name), Type: kind, Autocomplete: autocomplete, Width: "medium"}
}

func (p complainPage) area(name, label, hint string, optional bool) ui.TextArea {
	return ui.TextArea{Field: p.field(name, label, hint, optional), Value: p.Values.Get(name), Rows: 6, Max: 3000}
}

func (p complainPage) kinds() ui.Radios {
	r := ui.Radios{Field: p.field("kind", "反映什么", "", false)}
	for _, row := range complaint.Kinds {
		r.Options = append(r.Options, ui.Option{Value: string(row.Kind), Text: row.Label, Hint: row.Words, Selected: p.Values.Get("kind") == string(row.Kind)})
	}
	return r
}

func (p complainPage) agencies() ui.Select {
	s := ui.Select{Field: p.field("agency", "反映哪个机关", "", false), Blank: "请选择"}
	for _, a := range p.Agencies {
		s.Options = append(s.Options, ui.Option{Value: a.Code, Text: a.Name, Selected: p.Values.Get("agency") == a.Code})
	}
	return s
}

func (p complainPage) identityKinds() ui.Select {
	s := ui.Select{Field: p.field("identity_kind", "身份证明", "只有更正本人信息的需要", true), Blank: "不需要"}
	for _, k := range applicant.IdentityKinds {
		s.Options = append(s.Options, ui.Option{Value: string(k.Kind), Text: k.Label, Selected: p.Values.Get("identity_kind") == string(k.Kind)})
	}
	return s
}

func (p complainPage) captchaInput() ui.TextInput {
	return ui.TextInput{Field: p.field("captcha", "验证问题："+p.Captcha.Question, "防止程序自动提交。可以写数字，也可以写汉字", false), Width: "short", Inputmode: "numeric", Autocomplete: "off"}
}

func (p complaintTrackPage) field(name, label string) ui.TextInput {
	t := ui.TextInput{Field: ui.Field{Name: name, Label: label, Error: ui.FieldError(p.Problems, name)}, Width: "medium", Autocomplete: "off"}
	if name == "number" {
		t.Value = p.Number
	}
	return t
}
