package supervision

import (
	"net/url"
	"strconv"

	"gongkai/applicant"
	"gongkai/complaint"
	"gongkai/internal/auth"
	"gongkai/internal/query"
	"gongkai/internal/supervising"
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"
	"gongkai/internal/web/workbench/sheet"

	"github.com/a-h/templ"
)

// The addresses of the pages of complaints.
const (
	complaintsPath = "/workbench/complaints"
	complaintPath  = complaintsPath + "/{id}"
)

var complaintCrumb = ui.Link{Text: "投诉和更正", Href: complaintsPath}

func (p pages) complaintPart() (routes []auth.Route) {
	b := p.bench
	routes = append(routes, b.Get(complaintsPath, auth.ViewComplaint, p.complaints), b.Get(complaintPath, auth.ViewComplaint, p.complaint),
		auth.Route{Method: "GET", Pattern: complaintPath + "/letters/{letter}/{form}", Action: auth.HandleComplaint, Handler: b.Act(p.printCorrection)},
		auth.Route{Method: "GET", Pattern: complaintPath + "/sent/{n}", Action: auth.HandleComplaint, Handler: b.Act(p.sentFile)},
		auth.Route{Method: "GET", Pattern: complaintPath + "/files/{hash}", Action: auth.ViewComplaint, Handler: b.Act(p.complaintFile)},
		auth.Route{Method: "GET", Pattern: complaintsPath + ".xlsx", Action: auth.ViewComplaint, Handler: b.Act(p.exportComplaints)})
	add := func(pattern string, action auth.Action, f sheet.FormPage) {
		routes = append(routes, f.Routes(b, pattern, action)...)
	}
	add(complaintsPath+"/new", auth.HandleComplaint, sheet.FormPage{Fill: p.newComplaint, Draw: p.complaintForm, Take: p.registerComplaint})
	add(complaintPath+"/unmask", auth.HandleComplaint, sheet.FormPage{Draw: p.unmaskForm, Take: p.unmask})
	add(correctionPath, auth.HandleComplaint, p.correction())
	for _, row := range complaint.FactKinds {
		if row.Kind != complaint.Ordered && row.Kind != complaint.Mended {
			add(complaintPath+"/do/"+string(row.Kind), auth.HandleComplaint, p.complaintFact(row.Kind))
		}
	}
	return routes
}

func complaintURL(id complaint.ID) string { return complaintsPath + "/" + string(id) }

// complaintTabs narrow the list.
var complaintTabs = []struct{ key, label string }{{"", "待办"}, {"closed", "已告知结果"}, {"all", "全部"}}

func wantedComplaints(c *workbench.Call) query.ComplaintList {
	l := query.ComplaintList{Agency: c.By.Agency, Kind: complaint.Kind(c.Query("kind")), Limit: perPage, Offset: (c.PageNumber() - 1) * perPage}
	l.Open, l.Closed = c.Query("state") == "", c.Query("state") == "closed"
	if year, err := strconv.Atoi(c.Query("year")); err == nil {
		l.Year = year
	}
	if code := c.Query("about"); code != "" {
		if a, ok := c.By.Tree.ByCode(code); ok {
			l.About = a.ID
		}
	}
	return l
}

// complaints lists what the caller's agency handles.
func (p pages) complaints(c *workbench.Call) (templ.Component, error) {
	l := wantedComplaints(c)
	list, total, err := p.Desk.ListComplaints(c.Context(), c.By, l)
	if err != nil {
		return nil, err
	}
	s := sheet.Sheet{Base: c.Base("投诉和更正"), Head: ui.PageHead{Title: "投诉举报、找错和更正", Lead: "按办理期限先后排列。反映人的信息加密保存。"}, Tabs: &ui.Tabs{Label: "状态"}}
	for _, t := range complaintTabs {
		s.Tabs.Items = append(s.Tabs.Items, ui.Tab{Link: ui.Link{Text: t.label, Href: c.With("state", t.key)}, Current: c.Query("state") == t.key})
	}
	if c.May(auth.HandleComplaint, c.By.Agency) {
		s.Buttons = append(s.Buttons, ui.Button{Text: "登记来人来信来电", Kind: ui.Primary, Href: c.URL(complaintsPath + "/new")})
	}
	s.Buttons = append(s.Buttons, ui.Button{Text: "导出台账", Href: c.URL(complaintsPath + ".xlsx?" + c.Request.URL.RawQuery)})
	form := workbench.Filled(url.Values{"kind": {string(l.Kind)}})
	s.Add("", sheet.Filter{Path: c.URL(complaintsPath), Hidden: [][2]string{{"state", c.Query("state")}}, Fields: []templ.Component{
		form.Select(ui.Select{Field: ui.Field{Name: "kind", Label: "事项", Optional: true}, Blank: "全部", Options: complaintKinds()})}}, p.complaintTable(c, list), c.Pagination(total, perPage))
	return s.Page(), nil
}

func complaintKinds() []ui.Option {
	var options []ui.Option
	for _, row := range complaint.Kinds {
		options = append(options, ui.Option{Value: string(row.Kind), Text: row.Label, Hint: row.Words})
	}
	return options
}

func (p pages) complaintTable(c *workbench.Call, list []query.ListedComplaint) ui.Table {
	t := ui.Table{Caption: "投诉举报、找错和更正", Quiet: true, Columns: []ui.Column{{Title: "编号"}, {Title: "事项"}, {Title: "反映的机关"}, {Title: "收到"}, {Title: "结论"}, {Title: "期限"}},
		Empty: ui.Empty{Title: "没有待办的投诉", Text: "网上提交的和登记的都出现在这里。"}}
	for _, x := range list {
		state := ui.Badge{Text: "已告知", Tone: ui.Neutral}
		row := ui.Row{}
		if x.ClosedOn.IsZero() {
			days := x.DueOn.DaysSince(c.Today())
			state = ui.Badge{Text: x.DueOn.String() + "前", Tone: ui.Info}
			if days < 0 {
				state, row.Tone = ui.Badge{Text: "已逾期" + strconv.Itoa(-days) + "天", Tone: ui.Bad}, ui.Bad
			} else if days <= 5 {
				state, row.Tone = ui.Badge{Text: "剩" + strconv.Itoa(days) + "天", Tone: ui.Caution}, ui.Caution
			}
		}
		row.Cells = []ui.Cell{{Text: x.Number, Href: c.URL(complaintURL(complaint.ID(x.ID)))}, {Text: x.Kind.Label()}, {Text: x.AboutName}, {Text: x.ArrivedOn.String()}, {Text: x.Outcome.Label()}, {Body: state}}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func (p pages) exportComplaints(c *workbench.Call) error {
	l := wantedComplaints(c)
	l.Limit, l.Offset = mostExported, 0
	list, _, err := p.Desk.ListComplaints(c.Context(), c.By, l)
	if err != nil {
		return err
	}
	rows := [][]any{{"编号", "事项", "反映的机关", "渠道", "涉及信息的索引号", "收到日期", "办理期限", "结论", "告知日期"}}
	for _, x := range list {
		rows = append(rows, []any{x.Number, x.Kind.Label(), x.AboutName, x.Channel.Label(), x.Record, x.ArrivedOn.String(), x.DueOn.String(), x.Outcome.Label(), x.ClosedOn.String()})
	}
	return sheet.Download(c, "投诉举报台账", rows)
}

// mostExported bounds a table that is taken away.
const mostExported = 20_000

func (p pages) complaint(c *workbench.Call) (templ.Component, error) {
	v, err := p.Desk.LookComplaint(c.Context(), c.By, c.By.Agency, complaint.ID(c.Path("id")))
	if err != nil {
		return nil, err
	}
	x := v.Complaint
	s := sheet.Sheet{Base: c.Base(x.Number, complaintCrumb), Head: ui.PageHead{Over: x.Number, Title: x.Kind.Label() + "：" + or(v.About.ShortName, v.About.Name), Lead: complaintStanding(v)}}
	if c.May(auth.HandleComplaint, x.Agency) {
		s.Add("现在可以办理", p.complaintActs(c, v))
		if parts := correctionParts(c, v); len(parts) > 0 {
			s.Add("文书", parts...)
		}
	}
	facts := ui.Facts{Items: []ui.Fact{{Name: "反映的情况", Text: v.Text}}}
	add := func(name, text string) {
		if text != "" {
			facts.Items = append(facts.Items, ui.Fact{Name: name, Text: text})
		}
	}
	add("证据", v.Evidence)
	add("涉及的信息", x.Record)
	add("渠道", x.Channel.Label()+"，"+x.ArrivedOn.Chinese())
	add("反映人", v.Name)
	add("证明号码", v.Identity)
	add("联系方式", v.Reach)
	parts := []templ.Component{facts}
	if len(v.Files) > 0 {
		parts = append(parts, p.sentFiles(c, v))
	}
	if (v.Name+v.Reach != "" || len(v.Files) > 0) && c.May(auth.HandleComplaint, x.Agency) {
		parts = append(parts, ui.Button{Text: "查看完整的反映人信息", Kind: ui.Quiet, Href: c.URL(complaintURL(x.ID) + "/unmask")})
	}
	s.Add("反映的内容", parts...)
	if len(v.Orders) > 0 {
		s.Add("责令整改", p.orderTable(c, v.Orders, false))
	}
	t := ui.Timeline{}
	for i := len(x.Facts) - 1; i >= 0; i-- {
		f := x.Facts[i]
		words := f.Text
		if f.Outcome != "" {
			words = f.Outcome.Label() + "。" + words
		}
		if f.To != "" {
			words += "（" + f.To + "）"
		}
		t.Moments = append(t.Moments, ui.Moment{When: f.On.Chinese(), Title: f.Kind.Label(), Text: words})
	}
	t.Moments = append(t.Moments, ui.Moment{When: x.ArrivedOn.Chinese(), Title: "收到", Text: x.Channel.Label()})
	s.Add("办理经过", t)
	if list := complaintPapers(x).Files(c, complaintURL(x.ID)); len(list.Items) > 0 {
		s.Add("办理材料", list)
	}
	return s.Page(), nil
}

func complaintStanding(v supervising.ComplaintView) string {
	x := v.Complaint
	if on := x.ClosedOn(); !on.IsZero() {
		return x.Outcome().Label() + "，已于" + on.Chinese() + "告知结果"
	}
	return "应于" + v.DueOn.Chinese() + "前告知结果" + map[bool]string{true: "（" + x.Outcome().Label() + "）"}[x.Outcome() != ""]
}

// complaintWords say what each step is.
var complaintWords = map[complaint.FactKind]string{
	complaint.Verified: "核实反映的情况，登记结论。", complaint.Ordered: "核实属实的，向该机关发出责令整改通知书，限期整改并反馈。", complaint.Concluded: "更正、转送有权更正的机关，或者告知向谁提出。",
	complaint.Noted: "记一条备注。", complaint.Told: "登记已经告知的结果，反映人凭编号和查询码也能看到。",
}

func (p pages) complaintActs(c *workbench.Call, v supervising.ComplaintView) templ.Component {
	var cards sheet.Cards
	for _, kind := range v.May {
		path := complaintURL(v.Complaint.ID) + "/do/" + string(kind)
		switch kind {
		case complaint.Mended:
			continue
		case complaint.Ordered:
			if !c.May(auth.OrderMending, v.Complaint.About) {
				continue
			}
			path = ordersPath + "/new?to=" + v.About.Code + "&complaint=" + string(v.Complaint.ID)
		}
		cards.Items = append(cards.Items, ui.Card{Link: ui.Link{Text: kind.Label(), Href: c.URL(path)}, Words: complaintWords[kind]})
	}
	if len(cards.Items) == 0 {
		return ui.Empty{Title: "没有需要办理的事项"}
	}
	return cards
}

// complaintFact is the page on which a fact of the kind is entered.
func (p pages) complaintFact(kind complaint.FactKind) sheet.FormPage {
	return sheet.FormPage{Fill: p.today,
		Draw: func(c *workbench.Call, f *workbench.Form) (templ.Component, error) {
			return p.complaintFactForm(c, f, kind)
		},
		Take: func(c *workbench.Call, f *workbench.Form) error {
			fact := complaint.Fact{Kind: kind, On: f.Date(ui.Field{Name: "on", Label: "日期"}), Text: f.Text("text"), Outcome: complaint.Outcome(f.Text("outcome")), To: f.Text("to")}
			fact.Files, fact.Names = c.Enclosed(f)
			if err := f.Err(); err != nil {
				return err
			}
			id := complaint.ID(c.Path("id"))
			if err := p.Desk.AddComplaintFact(c.Context(), c.By, c.By.Agency, id, fact); err != nil {
				return err
			}
			return c.Done(complaintURL(id), "已登记：%s", kind.Label())
		}}
}

func (p pages) complaintFactForm(c *workbench.Call, f *workbench.Form, kind complaint.FactKind) (templ.Component, error) {
	v, err := p.Desk.LookComplaint(c.Context(), c.By, c.By.Agency, complaint.ID(c.Path("id")))
	if err != nil {
		return nil, err
	}
	x := v.Complaint
	entry := sheet.Entry{Base: c.Base(kind.Label(), complaintCrumb, ui.Link{Text: x.Number, Href: complaintURL(x.ID)}), Head: ui.PageHead{Over: x.Number, Title: kind.Label(), Lead: complaintWords[kind]},
		Form: f, Files: true, Submit: ui.Button{Text: "登记", Kind: ui.Primary}, Cancel: complaintURL(x.ID)}
	about := ui.Facts{Items: []ui.Fact{{Name: "反映的情况", Text: v.Text}, {Name: "反映的机关", Text: v.About.Name}}}
	if v.Evidence != "" {
		about.Items = append(about.Items, ui.Fact{Name: "证据", Text: v.Evidence})
	}
	if !v.DueOn.IsZero() && x.ClosedOn().IsZero() {
		about.Items = append(about.Items, ui.Fact{Name: "告知结果的期限", Text: v.DueOn.Chinese()})
	}
	entry.Above = append(entry.Above, about)
	entry.Fields = []templ.Component{f.DateInput(ui.Field{Name: "on", Label: "日期"})}
	if kind == complaint.Verified || kind == complaint.Concluded {
		var options []ui.Option
		for _, row := range complaint.Outcomes {
			if row.Correction == (kind == complaint.Concluded) {
				options = append(options, ui.Option{Value: string(row.Outcome), Text: row.Label})
			}
		}
		entry.Fields = append(entry.Fields, f.Radios(ui.Radios{Field: ui.Field{Name: "outcome", Label: "结论"}, Options: options}))
	}
	if kind == complaint.Concluded {
		entry.Fields = append(entry.Fields, f.Line(ui.TextInput{Field: ui.Field{Name: "to", Label: "有权更正的机关", Hint: "转送或者告知向其提出的", Optional: true}, Width: "medium"}))
	}
	label := map[complaint.FactKind]string{complaint.Verified: "核实的情况", complaint.Concluded: "处理的情况和理由", complaint.Noted: "备注", complaint.Told: "告知反映人的内容"}[kind]
	entry.Fields = append(entry.Fields, f.Area(ui.TextArea{Field: ui.Field{Name: "text", Label: label}, Rows: 5, Max: 3000}),
		c.Enclosures(f, map[bool]string{true: "随告知交给反映人的文件（凭查询码可以下载）", false: "附件"}[kind == complaint.Told]))
	return entry.Page(), nil
}

func (p pages) newComplaint(c *workbench.Call) (*workbench.Form, error) {
	form := workbench.Filled(url.Values{"channel": {string(complaint.ByPhone)}, "about": {c.Query("about")}})
	form.SetDate("arrived_on", c.Today())
	return form, nil
}

// reportable are the agencies about which something can be reported here.
func reportable(c *workbench.Call) []ui.Option {
	var options []ui.Option
	for _, a := range c.By.Tree.All() {
		if !a.Closed && (a.ID == c.By.Agency || c.By.Relation(a.ID) == auth.Below) {
			options = append(options, ui.Option{Value: a.Code, Text: a.Name})
		}
	}
	return options
}

func (p pages) complaintForm(c *workbench.Call, f *workbench.Form) (templ.Component, error) {
	var channels []ui.Option
	for _, row := range complaint.Channels[1:] {
		channels = append(channels, ui.Option{Value: string(row.Channel), Text: row.Label})
	}
	var kinds []ui.Option
	for _, row := range applicant.IdentityKinds {
		kinds = append(kinds, ui.Option{Value: string(row.Kind), Text: row.Label})
	}
	return sheet.Entry{Base: c.Base("登记投诉", complaintCrumb), Head: ui.PageHead{Title: "登记投诉举报、找错、更正", Lead: "反映的内容和反映人的信息加密保存。登记后把编号和查询码告诉反映人。"},
		Form: f, Files: true, Submit: ui.Button{Text: "登记", Kind: ui.Primary}, Cancel: complaintsPath,
		Fields: []templ.Component{
			f.Radios(ui.Radios{Field: ui.Field{Name: "kind", Label: "反映的事项"}, Options: complaintKinds()}),
			f.Select(ui.Select{Field: ui.Field{Name: "about", Label: "反映的机关"}, Blank: "请选择", Options: reportable(c)}),
			f.Line(ui.TextInput{Field: ui.Field{Name: "record", Label: "涉及信息的索引号", Optional: true}, Width: "medium"}),
			f.Radios(ui.Radios{Field: ui.Field{Name: "channel", Label: "渠道"}, Inline: true, Options: channels}),
			f.DateInput(ui.Field{Name: "arrived_on", Label: "收到日期"}),
			f.Area(ui.TextArea{Field: ui.Field{Name: "text", Label: "反映的情况"}, Rows: 5, Max: 3000}),
			c.Enclosures(f, "反映人提供的材料"),
			sheet.Group{Fieldset: ui.Fieldset{Legend: "反映人", Hint: "投诉举报可以不留姓名；更正本人信息的，应当登记姓名、身份证明、联系方式和证据。"}, Fields: []templ.Component{
				f.Line(ui.TextInput{Field: ui.Field{Name: "name", Label: "姓名或者名称", Optional: true}, Width: "medium"}),
				f.Line(ui.TextInput{Field: ui.Field{Name: "phone", Label: "电话", Optional: true}, Width: "medium", Type: "tel"}),
				f.Line(ui.TextInput{Field: ui.Field{Name: "email", Label: "电子邮箱", Optional: true}, Width: "medium", Type: "email"}),
				f.Line(ui.TextInput{Field: ui.Field{Name: "address", Label: "通信地址", Optional: true}}),
				f.Select(ui.Select{Field: ui.Field{Name: "identity_kind", Label: "身份证明", Optional: true}, Blank: "没有提供", Options: kinds}),
				f.Line(ui.TextInput{Field: ui.Field{Name: "identity", Label: "证明号码", Optional: true}, Width: "medium"}),
				f.Area(ui.TextArea{Field: ui.Field{Name: "evidence", Label: "记录不准确的证据", Optional: true}, Rows: 3, Max: 3000}),
			}},
		}}.Page(), nil
}

func (p pages) registerComplaint(c *workbench.Call, f *workbench.Form) error {
	in := supervising.NewComplaint{Kind: complaint.Kind(f.Text("kind")), Record: f.Text("record"), Channel: complaint.Channel(f.Text("channel")), ArrivedOn: f.Date(ui.Field{Name: "arrived_on", Label: "收到日期"}),
		Petition: complaint.Petition{Text: f.Text("text"), Evidence: f.Text("evidence"), Name: f.Text("name"), Phone: f.Text("phone"), Email: f.Text("email"), Address: f.Text("address"),
			Identity: applicant.Identity{Kind: applicant.IdentityKind(f.Text("identity_kind")), Number: f.Text("identity")}}}
	hashes, names := c.Enclosed(f)
	for i, hash := range hashes {
		in.Petition.Files = append(in.Petition.Files, complaint.File{Hash: hash, Name: names[i]})
	}
	if a, ok := c.By.Tree.ByCode(f.Text("about")); ok {
		in.About = a.ID
	}
	if err := f.Err(); err != nil {
		return err
	}
	id, slip, err := p.Desk.RegisterComplaint(c.Context(), c.By, c.By.Agency, in)
	if err != nil {
		return err
	}
	return c.Done(complaintURL(id), "已登记。请告诉反映人：编号 %s，查询码 %s", slip.Number, slip.QueryCode)
}

func (p pages) unmaskForm(c *workbench.Call, f *workbench.Form) (templ.Component, error) {
	id := complaint.ID(c.Path("id"))
	v, err := p.Desk.LookComplaint(c.Context(), c.By, c.By.Agency, id)
	if err != nil {
		return nil, err
	}
	return sheet.Entry{Base: c.Base("查看反映人", complaintCrumb, ui.Link{Text: v.Complaint.Number, Href: complaintURL(id)}), Head: ui.PageHead{Over: v.Complaint.Number, Title: "查看完整的反映人信息", Lead: "每次查看连同事由记入台账。不得把反映人的信息透露给被反映的机关。"},
		Form: f, Compact: true, Submit: ui.Button{Text: "查看", Kind: ui.Primary}, Cancel: complaintURL(id),
		Fields: []templ.Component{f.Line(ui.TextInput{Field: ui.Field{Name: "reason", Label: "事由", Hint: "如：电话告知办理结果"}, Width: "medium"})}}.Page(), nil
}

// unmask shows who reported on the answer itself: no address leads to it.
func (p pages) unmask(c *workbench.Call, f *workbench.Form) error {
	id := complaint.ID(c.Path("id"))
	in, err := p.Desk.UnmaskComplaint(c.Context(), c.By, c.By.Agency, id, f.Text("reason"))
	if err != nil {
		return err
	}
	s := sheet.Sheet{Base: c.Base("反映人", complaintCrumb), Head: ui.PageHead{Title: "反映人", Lead: "离开本页后需要重新说明事由。"}, Buttons: []ui.Button{{Text: "返回", Href: c.URL(complaintURL(id))}}}
	facts := ui.Facts{}
	for _, row := range [][2]string{{"姓名或者名称", in.Name}, {"证明号码", in.Identity.Number}, {"电话", in.Phone}, {"电子邮箱", in.Email}, {"通信地址", in.Address}} {
		if row[1] != "" {
			facts.Items = append(facts.Items, ui.Fact{Name: row[0], Text: row[1]})
		}
	}
	for i, file := range in.Files {
		facts.Items = append(facts.Items, ui.Fact{Name: file.Label(i + 1), Text: file.Name})
	}
	s.Add("", facts)
	return c.Show(s.Page())
}
