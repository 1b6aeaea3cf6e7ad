package portal

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"net/http"
	"strconv"
	"strings"
	"time"

	"gongkai/agency"
	"gongkai/application"
	"gongkai/deadline"
	"gongkai/decision"
	"gongkai/disclosure"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/casework"
	"gongkai/internal/database"
	"gongkai/internal/docgen"
	"gongkai/internal/query"
	"gongkai/internal/web/ui"
)

// trackPage asks for number and code.
type trackPage struct {
	ui.Base
	Number   string
	Problems []fault.Problem
}

// coursePage is the course of one application for whoever knows its code. Nothing on it says who applied or for what.
type coursePage struct {
	ui.Base
	Number, Code string
	Agency       string
	Contact      string
	Steps        ui.Steps
	Stage        string
	Deadline     ui.Deadline
	HasDeadline  bool
	Facts        ui.Facts
	Moments      ui.Timeline
	Trail        []string
	Letters      []letterLink
	Ask          string // what the applicant is asked for now: a correction or reasons; empty for nothing
	AskUntil     string
	AskText      string
	Act          string // the address of the answer
	Files        bool   // the answer may bring files
	Payment      ui.Facts
	Paying       bool
	Proposable   bool
	Proposed     string // what was suggested and not answered yet
	Withdrawable bool
	Problems     []fault.Problem
	Done         string  // what was just done
	Refused      sending // what was sent and not taken
	Once         string  // the key of its forms
}

// A letterLink is a letter or notice, with its file if it can be read here.
type letterLink struct {
	Text   string
	Letter string // the letter itself, printed anew; empty for a file
	File   int    // index of the fact plus one; zero for none
	Part   int
}

// trackForm asks for number and code.
func (p *Portal) trackForm(r *http.Request, q *database.Query) (sheet, error) {
	page, err := p.trackPage(r, q, "", nil)
	return sheet{body: page.Page(), canonical: "/track"}, err
}

func (p *Portal) trackPage(r *http.Request, q *database.Query, number string, problems []fault.Problem) (trackPage, error) {
	b, err := p.frame(r, q, "进度查询", nil)
	b.Nav = siteNav("/track")
	return trackPage{Base: b, Number: number, Problems: problems}, err
}

// longestNumber bounds what is looked up.
const longestNumber = 80

// lookUp finds the application by number and code. Every try counts against the caller's limit; a number that does not
// exist takes as long and gets the same answer as a wrong code. It returns nil after it has answered itself.
func (p *Portal) lookUp(w http.ResponseWriter, r *http.Request) (*query.TrackRow, error) {
	if err := r.ParseForm(); err != nil {
		return nil, fault.New(fault.Invalid, "提交的内容不完整，请返回重新提交")
	}
	number, code := strings.TrimSpace(r.PostForm.Get("number")), readCode(r.PostForm.Get("code"))
	if number == "" || code == "" {
		return nil, p.askAgain(w, r, number, "请填写申请编号和查询码")
	}
	if ok, wait := p.wrong.Allow(p.callerKey(r)); !ok {
		return nil, p.tooOften(w, r, wait)
	}
	if len(number) > longestNumber {
		number = number[:longestNumber]
	}
	rows, err := query.PortalApplications(p.DB.View(r.Context()), number)
	if err != nil {
		return nil, err
	}
	var match *query.TrackRow
	compared := append([]query.TrackRow{{QueryCode: strings.Repeat("-", 10)}}, rows...) // at least one comparison
	for i := range compared {
		if subtle.ConstantTimeCompare([]byte(compared[i].QueryCode), []byte(code)) == 1 {
			match = &compared[i]
		}
	}
	if match == nil || match.ID == "" {
		return nil, p.askAgain(w, r, number, "没有找到这件申请。请核对申请编号和查询码，查询码写在回执上")
	}
	return match, nil
}

// readCode reads a code as people write it: with spaces, in capitals, with the letters that look like digits.
func readCode(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == ' ' || r == '-' || r == '　' || r == '\t':
			return -1
		case r >= 'A' && r <= 'Z':
			return r - 'A' + 'a'
		}
		return r
	}, s)
}

func (p *Portal) askAgain(w http.ResponseWriter, r *http.Request, number, message string) error {
	return p.answer(w, r, func(r *http.Request, q *database.Query) (sheet, error) {
		page, err := p.trackPage(r, q, number, []fault.Problem{{Field: "number", Message: message}})
		return sheet{body: page.Page(), status: http.StatusUnprocessableEntity}, err
	})
}

// tooOften answers a caller beyond the limit.
func (p *Portal) tooOften(w http.ResponseWriter, r *http.Request, wait time.Duration) error {
	w.Header().Set("Retry-After", strconv.Itoa(int(wait.Seconds())+1))
	return p.answer(w, r, func(r *http.Request, q *database.Query) (sheet, error) {
		b, err := p.frame(r, q, "操作太频繁", nil)
		if err != nil {
			return sheet{}, err
		}
		b.Path, b.Crumbs = "/", nil
		page := ui.ErrorPage{Base: b, Status: http.StatusTooManyRequests, Text: "为了保护申请人的信息，请过" + strconv.Itoa(int(wait.Minutes())+1) + "分钟再试。也可以打电话向受理机关查询。"}
		return sheet{body: page, status: http.StatusTooManyRequests}, nil
	})
}

// track shows the course of an application.
// 法源: 《条例》第四十五条。
func (p *Portal) track(w http.ResponseWriter, r *http.Request) error {
	row, err := p.lookUp(w, r)
	if err != nil || row == nil {
		return err
	}
	return p.showCourse(w, r, *row, "", sending{})
}

func (p *Portal) showCourse(w http.ResponseWriter, r *http.Request, row query.TrackRow, done string, refused sending) error {
	return p.answer(w, r, func(r *http.Request, q *database.Query) (sheet, error) {
		page, err := p.course(r, q, row)
		page.Done, page.Problems, page.Refused = done, refused.Problems, refused
		s := sheet{body: page.Page()}
		if len(refused.Problems) > 0 {
			s.status = http.StatusUnprocessableEntity
		}
		return s, err
	})
}

// course gathers what the applicant sees.
func (p *Portal) course(r *http.Request, q *database.Query, row query.TrackRow) (coursePage, error) {
	b, err := p.frame(r, q, "申请进度", nil)
	if err != nil {
		return coursePage{}, err
	}
	b.Path, b.Nav = "/track", siteNav("/track")
	b.Crumbs = append(b.Crumbs, ui.Link{Text: "进度查询", Href: "/track"})
	app, err := query.PortalFacts(q, row)
	if err != nil {
		return coursePage{}, err
	}
	guide, err := query.PortalGuide(q, agency.ID(row.Agency))
	if err != nil {
		return coursePage{}, err
	}
	settings, err := query.PortalSettings(q, agency.ID(row.Agency), p.today())
	if err != nil {
		return coursePage{}, err
	}
	clock := app.Clock(p.Calendar(app.Agency), casework.Reading(settings), p.today())
	issued, err := p.Cases.LettersTo(r.Context(), app.ID)
	if err != nil {
		return coursePage{}, err
	}
	page := coursePage{Base: b, Once: rand.Text(), Number: row.Number, Code: row.QueryCode, Agency: row.AgencyName, Contact: guide.Phone, Stage: stageWords(app, clock), Steps: courseSteps(clock, app),
		Moments: moments(row, app), Letters: letters(app, issued), Withdrawable: clock.Stage != deadline.Closed}
	page.Deadline, page.HasDeadline = lightOf(clock, settings.Periods)
	page.Facts = courseFacts(row, clock, app)
	if clock.Stage != deadline.Unconfirmed {
		page.Trail = clock.Sentences()
	}
	page.asks(app, clock)
	page.Files = p.Keep != nil
	page.pays(app, clock, settings.Fee)
	if late := app.SentLate(p.Calendar(app.Agency), clock); late > 0 {
		page.Facts.Items = append(page.Facts.Items, ui.Fact{Name: "逾期", Text: "答复在期限届满后" + strconv.Itoa(late) + "个工作日才送出"})
	}
	page.Proposable = clock.Stage != deadline.Unconfirmed && app.Proposal() == nil
	if proposal := app.Proposal(); proposal != nil {
		page.Proposed = proposal.On.Chinese() + "提出，等待受理机关审核"
	}
	return page, nil
}

// asks finds what the applicant has been asked for and has not given.
// 法源: 《条例》第三十条、《条例》第三十五条。
func (p *coursePage) asks(app application.Application, clock deadline.Output) {
	for _, f := range app.Facts {
		switch {
		case f.Kind == application.CorrectionRequested && clock.Stage == deadline.Correcting:
			p.Ask, p.Act = "请补正申请内容", "/track/correct"
		case f.Kind == application.ReasonsRequested && clock.Stage == deadline.Explaining:
			p.Ask, p.Act = "请说明申请的理由", "/track/reasons"
		default:
			continue
		}
		p.AskText = f.Text
		if p.AskUntil = ""; !f.Until.IsZero() {
			p.AskUntil = f.Until.Chinese()
		}
	}
}

// pays finds what is to be paid, and to whom.
// 法源: 109号文第六条。
func (p *coursePage) pays(app application.Application, clock deadline.Output, to agency.Payee) {
	noticed, ok := app.Noticed()
	if clock.Stage != deadline.Paying || !ok {
		return
	}
	p.Paying = true
	add := func(name, text string) {
		if text != "" {
			p.Payment.Items = append(p.Payment.Items, ui.Fact{Name: name, Text: text})
		}
	}
	if noticed.Amount > 0 {
		add("应缴金额", noticed.Amount.String()+"元")
	}
	add("计算", noticed.Text)
	add("缴费期限", noticed.Until.Chinese())
	add("收款单位", to.Name)
	add("开户银行", to.Bank)
	add("账号", to.Account)
	add("缴费方式", to.How)
	add("通知文号", noticed.Number)
	for _, f := range app.Facts {
		if f.Kind == application.PaymentShown {
			add("已提交凭证", f.On.Chinese()+"，等待核实")
		}
	}
}

func stageWords(app application.Application, clock deadline.Output) string {
	if clock.Paused {
		return "正在征求第三方或者其他机关的意见，这段时间不计入期限"
	}
	switch clock.Stage {
	case deadline.Unconfirmed:
		return "已经提交，等待受理机关与您确认"
	case deadline.Correcting:
		return "等待您补正申请内容"
	case deadline.Explaining:
		return "等待您说明理由"
	case deadline.Paying:
		return "等待您缴纳信息处理费"
	case deadline.Closed:
		if decided, ok := app.Decision(); ok {
			if leaf, known := decision.LeafOf(decided.Outcome); known {
				return "已经答复：" + leaf.Short
			}
			return "已经答复"
		}
		return "申请人已经撤回"
	}
	return "正在办理"
}

func courseSteps(clock deadline.Output, app application.Application) ui.Steps {
	at := map[deadline.Stage]int{deadline.Unconfirmed: 1, deadline.Closed: 3}[clock.Stage]
	if at == 0 {
		at = 2
	}
	delivered := false
	for _, f := range app.Facts {
		delivered = delivered || f.Kind == application.Delivered
	}
	if _, withdrawn := app.Withdrawal(); delivered || (withdrawn && clock.Stage == deadline.Closed) {
		at = 4
	}
	s := ui.Steps{Label: "办理进度"}
	for i, text := range []string{"提交", "确认收到", "办理", "答复"} {
		s.Items = append(s.Items, ui.Step{Text: text, Done: i < at, Current: i == at})
	}
	return s
}

// lightOf shows how much time is left, as the agency's own lists do.
func lightOf(clock deadline.Output, periods agency.Periods) (ui.Deadline, bool) {
	switch {
	case clock.Stage == deadline.Closed || clock.Stage == deadline.Unconfirmed:
		return ui.Deadline{}, false
	case clock.DueOn.IsZero() || clock.WorkdaysLeft == nil:
		return ui.Deadline{Light: ui.Paused}, true
	}
	left := *clock.WorkdaysLeft
	d := ui.Deadline{Left: left, Due: "最晚" + clock.DueOn.Chinese() + "答复", Provisional: clock.Provisional, Light: ui.Green}
	switch {
	case clock.Paused:
		d.Light = ui.Paused
	case left < 0:
		d.Light, d.Left = ui.Overdue, -left
	case left <= periods.Red:
		d.Light = ui.Red
	case left <= periods.Amber:
		d.Light = ui.Amber
	}
	return d, true
}

func courseFacts(row query.TrackRow, clock deadline.Output, app application.Application) ui.Facts {
	facts := ui.Facts{Items: []ui.Fact{{Name: "受理机关", Text: row.AgencyName}, {Name: "申请编号", Text: row.Number}, {Name: "提交日期", Text: row.ArrivedOn.Chinese()}}}
	if !clock.ReceivedOn.IsZero() {
		facts.Items = append(facts.Items, ui.Fact{Name: "收到申请之日", Text: clock.ReceivedOn.Chinese()})
	}
	if !clock.ReopenedOn.IsZero() {
		facts.Items = append(facts.Items, ui.Fact{Name: "重新办理之日", Text: clock.ReopenedOn.Chinese()})
	}
	if !clock.OrderedOn.IsZero() {
		facts.Items = append(facts.Items, ui.Fact{Name: "责令答复的日期", Text: clock.OrderedOn.Chinese() + "（含当日）"})
	}
	if decided, ok := app.Decision(); ok {
		facts.Items = append(facts.Items, ui.Fact{Name: "答复日期", Text: decided.On.Chinese()})
	} else if !clock.DueOn.IsZero() && clock.Stage != deadline.Closed {
		text := clock.DueOn.Chinese()
		if clock.Provisional {
			text += "（暂定，下一年放假安排公布后重新计算）"
		}
		facts.Items = append(facts.Items, ui.Fact{Name: "最晚答复日期", Text: text})
	}
	return facts
}

// told are the facts that concern the applicant, with whether what was written is meant for them. What an agency does
// within itself, and whom it consults, is not shown.
var told = map[application.Kind]bool{
	application.CorrectionRequested: true, application.Corrected: false, application.ThirdPartyConsulted: false, application.ThirdPartyAnswered: false,
	application.AgencyConsulted: false, application.AgencyAnswered: false, application.Extended: false, application.ReasonsRequested: true, application.ReasonsGiven: false,
	application.Delayed: false, application.FeeNoticed: true, application.FeePaid: false, application.Decided: false, application.Withdrawn: false, application.Issued: false,
	application.Delivered: false, application.Reopened: false, application.PaymentShown: false, application.Proposed: true, application.ProposalTold: true,
	application.MadePublic: false,
}

func moments(row query.TrackRow, app application.Application) ui.Timeline {
	t := ui.Timeline{Moments: []ui.Moment{{When: row.ArrivedOn.String(), Title: "提交申请"}}}
	if !row.ConfirmedOn.IsZero() && row.ConfirmedOn != row.ArrivedOn {
		t.Moments = append(t.Moments, ui.Moment{When: row.ConfirmedOn.String(), Title: "双方确认收到"})
	}
	for _, f := range app.Facts {
		words, shown := told[f.Kind]
		if !shown {
			continue
		}
		m := ui.Moment{When: f.On.String(), Title: f.Kind.Label()}
		if words {
			m.Text = f.Text
		}
		switch {
		case f.Kind == application.Extended:
			m.Text = "延长" + strconv.Itoa(f.Workdays) + "个工作日"
		case f.Kind == application.Issued:
			m.Title, m.Text = "答复文书编号", f.Number
		case f.Kind == application.Delivered:
			m.Text = methods[f.Method]
		}
		t.Moments = append(t.Moments, m)
	}
	return t
}

var methods = map[application.Method]string{application.ByPost: "邮寄", application.InPerson: "当面领取", application.OnLine: "网上", application.ByEmail: "电子邮件", application.OwnEmail: "电子邮件"}

// letters lists what was written to the applicant: the letters themselves, and the files that were delivered here. A 文号
// without a letter is that of an answer on paper.
func letters(app application.Application, issued []casework.Print) []letterLink {
	var list []letterLink
	written := map[string]bool{}
	for _, l := range issued {
		written[l.Number] = true
		list = append(list, letterLink{Text: oneLine(l.Letter.Title) + " " + l.Number, Letter: l.ID})
	}
	for i, f := range app.Facts {
		switch {
		case f.Kind == application.Issued && !written[f.Number]:
			list = append(list, letterLink{Text: "答复 " + f.Number})
		case f.Kind == application.Delivered && f.Method == application.OnLine:
			for part := range f.Files {
				list = append(list, letterLink{Text: "文书 " + strconv.Itoa(part+1), File: i + 1, Part: part})
			}
		}
	}
	return list
}

// letter prints a letter for the applicant.
// 法源: 《条例》第四十条。
func (p *Portal) letter(w http.ResponseWriter, r *http.Request) error {
	row, err := p.lookUp(w, r)
	if err != nil || row == nil {
		return err
	}
	issued, err := p.Cases.LettersTo(r.Context(), application.ID(row.ID))
	if err != nil {
		return err
	}
	for _, l := range issued {
		if l.ID != r.PostForm.Get("letter") {
			continue
		}
		var seal *docgen.Image
		if len(l.Stamp) > 0 {
			seal = &docgen.Image{Data: l.Stamp, Width: float64(l.Width) / tenths, Height: float64(l.Height) / tenths}
		}
		paper := docgen.OfLetter(l.Letter, seal)
		paper.Letterhead = l.Letterhead
		form := wantedForm(r)
		content, err := p.write(r.Context(), string(form), paper)
		if err != nil {
			return err
		}
		w.Header().Set("Cache-Control", "no-store")
		send(w, form.MediaType(), oneLine(l.Letter.Title)+"."+string(form), content)
		return nil
	}
	return fault.New(fault.NotFound, "没有这份文书")
}

// tenths are the parts of a millimetre in which seals are measured.
const tenths = 10

// letterFile hands out a letter that was delivered online.
func (p *Portal) letterFile(w http.ResponseWriter, r *http.Request) error {
	row, err := p.lookUp(w, r)
	if err != nil || row == nil {
		return err
	}
	app, err := query.PortalFacts(p.DB.View(r.Context()), *row)
	if err != nil {
		return err
	}
	fact, _ := strconv.Atoi(r.PostForm.Get("file"))
	part, _ := strconv.Atoi(r.PostForm.Get("part"))
	for _, l := range letters(app, nil) {
		if l.File > 0 && l.File == fact && l.Part == part {
			w.Header().Set("Cache-Control", "no-store")
			return p.attachment(w, r, disclosure.File{Name: l.Text + ".pdf", Hash: app.Facts[fact-1].Files[part]})
		}
	}
	return fault.New(fault.NotFound, "没有这份文书")
}

// trackAct lets the applicant do one thing, after the code was checked.
func (p *Portal) trackAct(done string, act func(ctx context.Context, of agency.ID, id application.ID, code, text, address string, files ...casework.Enclosure) error) auth.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		row, err := p.lookUp(w, r)
		if err != nil || row == nil {
			return err
		}
		text := strings.TrimSpace(strings.ReplaceAll(r.PostForm.Get("text"), "\r\n", "\n"))
		files, problems := p.enclose(r, p.unseal(r.PostForm["file"]))
		sent := sending{Path: r.URL.Path, Text: text, Files: files, Problems: problems}
		if len(problems) > 0 {
			return p.showCourse(w, r, *row, "", sent)
		}
		err = p.once(r, func() error {
			return act(r.Context(), agency.ID(row.Agency), application.ID(row.ID), row.QueryCode, text, p.Caller(r).String(), enclosures(files)...)
		})
		if kind := fault.KindOf(err); err != nil && (kind == fault.Invalid || kind == fault.Unlawful || kind == fault.Conflict) {
			sent.Problems = fault.Problems(err)
			return p.showCourse(w, r, *row, "", sent)
		}
		if err != nil {
			return err
		}
		return p.showCourse(w, r, *row, done, sending{})
	}
}

// askWithdraw asks once more before the application is withdrawn.
func (p *Portal) askWithdraw(w http.ResponseWriter, r *http.Request) error {
	row, err := p.lookUp(w, r)
	if err != nil || row == nil {
		return err
	}
	return p.answer(w, r, func(r *http.Request, q *database.Query) (sheet, error) {
		page, err := p.course(r, q, *row)
		page.Base.Title = "撤回申请"
		return sheet{body: page.Withdraw()}, err
	})
}

// oneLine is a title that is set in lines on paper.
func oneLine(title string) string { return strings.Join(strings.Fields(title), "") }
