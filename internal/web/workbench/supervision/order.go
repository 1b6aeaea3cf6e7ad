package supervision

import (
	"net/url"
	"strconv"

	"gongkai/complaint"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/docgen"
	"gongkai/internal/dossier"
	"gongkai/internal/query"
	"gongkai/internal/supervising"
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"
	"gongkai/internal/web/workbench/sheet"
	"gongkai/law"

	"github.com/a-h/templ"
)

// The addresses of the pages of orders.
const (
	ordersPath = "/workbench/orders"
	orderPath  = ordersPath + "/{id}"
)

var orderCrumb = ui.Link{Text: "督办整改", Href: ordersPath}

func (p pages) orderPart() (routes []auth.Route) {
	b := p.bench
	routes = append(routes, b.Get(ordersPath, auth.ViewBoard, p.orders), b.Get(orderPath, auth.ViewBoard, p.order),
		auth.Route{Method: "GET", Pattern: ordersPath + ".xlsx", Action: auth.ViewBoard, Handler: b.Act(p.exportOrders)},
		auth.Route{Method: "GET", Pattern: orderPath + "/files/{hash}", Action: auth.ViewBoard, Handler: b.Act(p.orderFile)})
	for _, form := range docgen.Forms {
		routes = append(routes, auth.Route{Method: "GET", Pattern: orderPath + "/paper." + string(form), Action: auth.ViewBoard, Handler: b.Act(func(c *workbench.Call) error { return p.orderPaper(c, form) })})
	}
	add := func(pattern string, action auth.Action, f sheet.FormPage) {
		routes = append(routes, f.Routes(b, pattern, action)...)
	}
	add(ordersPath+"/new", auth.Oversee, sheet.FormPage{Fill: p.newOrder, Draw: p.orderForm, Take: p.giveOrder})
	for _, row := range complaint.OrderFactKinds {
		action := auth.Oversee
		if row.Below {
			action = auth.AnswerMending
		}
		add(orderPath+"/do/"+string(row.Kind), action, p.orderFact(row.Kind))
	}
	return routes
}

func orderURL(id string) string { return ordersPath + "/" + id }

// orderTabs narrow the list.
var orderTabs = []struct{ key, label string }{{"", "未销号"}, {"all", "全部"}}

// wantedOrders are those that the caller's agency gave, for the 主管部门, and else those that it was given.
func wantedOrders(c *workbench.Call) query.OrderList {
	l := query.OrderList{To: c.By.Agency, Open: c.Query("state") == "", Stage: complaint.OrderStage(c.Query("stage")), Limit: perPage, Offset: (c.PageNumber() - 1) * perPage}
	if c.May(auth.Oversee, c.By.Agency) {
		l.To, l.From = "", c.By.Agency
		if a, ok := c.By.Tree.ByCode(c.Query("to")); ok {
			l.To = a.ID
		}
	}
	return l
}

// orders lists orders: those given, or those to be obeyed.
func (p pages) orders(c *workbench.Call) (templ.Component, error) {
	l := wantedOrders(c)
	list, total, err := p.Desk.ListOrders(c.Context(), c.By, l)
	if err != nil {
		return nil, err
	}
	s := sheet.Sheet{Base: c.Base("督办整改"), Head: ui.PageHead{Title: "督办和责令整改", Lead: "按反馈期限先后排列。"}, Tabs: &ui.Tabs{Label: "状态"}}
	for _, t := range orderTabs {
		s.Tabs.Items = append(s.Tabs.Items, ui.Tab{Link: ui.Link{Text: t.label, Href: c.With("state", t.key)}, Current: c.Query("state") == t.key})
	}
	if l.From != "" {
		s.Buttons = append(s.Buttons, ui.Button{Text: "发出督办", Kind: ui.Primary, Href: c.URL(ordersPath + "/new")})
	}
	s.Buttons = append(s.Buttons, ui.Button{Text: "导出台账", Href: c.URL(ordersPath + ".xlsx?" + c.Request.URL.RawQuery)})
	s.Add("", p.orderTable(c, list, l.From == ""), c.Pagination(total, perPage))
	return s.Page(), nil
}

func (p pages) orderTable(c *workbench.Call, list []query.ListedOrder, received bool) ui.Table {
	t := ui.Table{Caption: "督办和责令整改", Quiet: true, Columns: []ui.Column{{Title: "文号"}, {Title: "种类"}, {Title: map[bool]string{true: "发出机关", false: "办理机关"}[received]}, {Title: "事由"}, {Title: "状态"}, {Title: "反馈期限"}},
		Empty: ui.Empty{Title: "没有未销号的督办", Text: "发出的督办和责令整改出现在这里。"}}
	for _, x := range list {
		badge := map[complaint.OrderStage]ui.Badge{complaint.Waiting: {Text: "待反馈", Tone: ui.Info}, complaint.Judging: {Text: "已反馈，待认可", Tone: ui.Caution}, complaint.Done: {Text: "已销号", Tone: ui.Good}, complaint.Dropped: {Text: "已撤销", Tone: ui.Neutral}}[x.Stage]
		row := ui.Row{}
		if x.Stage == complaint.Waiting && x.DueOn.Before(c.Today()) {
			badge, row.Tone = ui.Badge{Text: "逾期" + strconv.Itoa(c.Today().DaysSince(x.DueOn)) + "天未反馈", Tone: ui.Bad}, ui.Bad
		}
		who := x.ToName
		if received {
			who = x.FromName
		}
		row.Cells = []ui.Cell{{Text: x.Number, Href: c.URL(orderURL(x.ID))}, {Text: x.Kind.Label()}, {Text: who}, {Text: x.Subject}, {Body: badge}, {Text: x.DueOn.String()}}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func (p pages) exportOrders(c *workbench.Call) error {
	l := wantedOrders(c)
	l.Limit, l.Offset = mostExported, 0
	list, _, err := p.Desk.ListOrders(c.Context(), c.By, l)
	if err != nil {
		return err
	}
	rows := [][]any{{"文号", "种类", "发出机关", "办理机关", "事由", "发出日期", "反馈期限", "状态"}}
	for _, x := range list {
		rows = append(rows, []any{x.Number, x.Kind.Label(), x.FromName, x.ToName, x.Subject, x.IssuedOn.String(), x.DueOn.String(), x.Stage.Label()})
	}
	return sheet.Download(c, "督办整改台账", rows)
}

func (p pages) lookOrder(c *workbench.Call) (supervising.OrderView, error) {
	return p.Desk.LookOrder(c.Context(), c.By, complaint.OrderID(c.Path("id")))
}

// order shows one order with its course.
func (p pages) order(c *workbench.Call) (templ.Component, error) {
	v, err := p.lookOrder(c)
	if err != nil {
		return nil, err
	}
	o := v.Order
	s := sheet.Sheet{Base: c.Base(o.Number, orderCrumb), Head: ui.PageHead{Over: o.Kind.Label() + " " + o.Number, Title: o.Subject, Lead: o.Stage().Label() + "，反馈期限" + o.DueOn().Chinese()},
		Buttons: []ui.Button{{Text: "下载" + o.Kind.Paper() + "（PDF）", Href: c.URL(orderURL(string(o.ID)) + "/paper.pdf")}, {Text: "OFD", Kind: ui.Quiet, Href: c.URL(orderURL(string(o.ID)) + "/paper.ofd")}, {Text: "Word", Kind: ui.Quiet, Href: c.URL(orderURL(string(o.ID)) + "/paper.docx")}}}
	if o.Stage() == complaint.Waiting && o.DueOn().Before(c.Today()) {
		s.Add("", ui.Notice{Tone: ui.Bad, Title: "已逾期" + strconv.Itoa(c.Today().DaysSince(o.DueOn())) + "天未反馈", Cite: law.OGI.Art(47).P(1)})
	}
	var cards sheet.Cards
	for _, kind := range v.May {
		cards.Items = append(cards.Items, ui.Card{Link: ui.Link{Text: kind.Label(), Href: c.URL(orderURL(string(o.ID)) + "/do/" + string(kind))}, Words: orderWords[kind]})
	}
	if len(cards.Items) > 0 {
		s.Add("现在可以办理", cards)
	}
	facts := ui.Facts{Items: []ui.Fact{{Name: "办理机关", Text: v.To.Name}, {Name: "发出机关", Text: v.From.Name}, {Name: "发现的问题和要求", Text: o.Demand}, {Name: "发出日期", Text: o.IssuedOn.Chinese()}}}
	if o.Complaint != "" && o.From == c.By.Agency {
		facts.Items = append(facts.Items, ui.Fact{Name: "来源", Body: sheet.Anchor{Text: "投诉举报", Href: c.URL(complaintURL(o.Complaint))}})
	}
	s.Add("内容", facts)
	t := ui.Timeline{}
	for i := len(o.Facts) - 1; i >= 0; i-- {
		f := o.Facts[i]
		words := f.Text
		if !f.Until.IsZero() {
			words += "（期限至" + f.Until.Chinese() + "）"
		}
		t.Moments = append(t.Moments, ui.Moment{When: f.On.Chinese(), Title: f.Kind.Label(), Text: words})
	}
	t.Moments = append(t.Moments, ui.Moment{When: o.IssuedOn.Chinese(), Title: "发出" + o.Kind.Paper()})
	s.Add("办理经过", t)
	if list := orderPapers(o).Files(c, orderURL(string(o.ID))); len(list.Items) > 0 {
		s.Add("材料", list)
	}
	return s.Page(), nil
}

// orderWords say what each step is.
var orderWords = map[complaint.OrderFactKind]string{
	complaint.Replied: "写明整改了什么、结果如何。", complaint.SentBack: "整改不到位的退回，重新确定期限。", complaint.Prolonged: "确有理由的，延长反馈期限。", complaint.Settled: "整改到位，办结销号。", complaint.Lifted: "发出有误或者不再需要的，撤销。",
}

func (p pages) orderFact(kind complaint.OrderFactKind) sheet.FormPage {
	dated := kind == complaint.SentBack || kind == complaint.Prolonged
	return sheet.FormPage{
		Draw: func(c *workbench.Call, f *workbench.Form) (templ.Component, error) {
			v, err := p.lookOrder(c)
			if err != nil {
				return nil, err
			}
			path := orderURL(string(v.Order.ID))
			entry := sheet.Entry{Base: c.Base(kind.Label(), orderCrumb, ui.Link{Text: v.Order.Number, Href: path}), Head: ui.PageHead{Over: v.Order.Number + " " + v.Order.Subject, Title: kind.Label(), Lead: orderWords[kind]},
				Form: f, Files: true, Submit: ui.Button{Text: kind.Label(), Kind: ui.Primary}, Cancel: path}
			if dated {
				entry.Fields = append(entry.Fields, f.DateInput(ui.Field{Name: "until", Label: "新的期限"}))
			}
			label := map[complaint.OrderFactKind]string{complaint.Replied: "整改情况", complaint.Settled: "认可的意见"}[kind]
			entry.Fields = append(entry.Fields, f.Area(ui.TextArea{Field: ui.Field{Name: "text", Label: or(label, "理由")}, Rows: 5, Max: 3000}),
				c.Enclosures(f, map[bool]string{true: "整改的佐证材料", false: "附件"}[kind == complaint.Replied]))
			return entry.Page(), nil
		},
		Take: func(c *workbench.Call, f *workbench.Form) error {
			fact := complaint.OrderFact{Kind: kind, Text: f.Text("text")}
			fact.Files, fact.Names = c.Enclosed(f)
			if dated {
				fact.Until = f.Date(ui.Field{Name: "until", Label: "新的期限"})
			}
			if err := f.Err(); err != nil {
				return err
			}
			id := complaint.OrderID(c.Path("id"))
			if err := p.Desk.AddOrderFact(c.Context(), c.By, id, fact); err != nil {
				return err
			}
			return c.Done(orderURL(string(id)), "已登记：%s", kind.Label())
		}}
}

// orderPapers are the papers of an order, the latest first: those that came with it stand last.
func orderPapers(o complaint.Order) workbench.Papers {
	var list workbench.Papers
	for i := len(o.Facts) - 1; i >= 0; i-- {
		f := o.Facts[i]
		list = list.With(f.Kind.Label(), f.On.String(), f.Files, f.Names)
	}
	for _, f := range o.Files {
		list = list.With("随"+o.Kind.Paper(), o.IssuedOn.String(), []string{f.Hash}, []string{f.Name})
	}
	return list
}

// orderFile gives out one paper of an order to those who see it.
func (p pages) orderFile(c *workbench.Call) error {
	v, err := p.lookOrder(c)
	if err != nil {
		return err
	}
	return c.GivePaper(orderPapers(v.Order))
}

// newOrder proposes what the address says: to whom, from which complaint or for which number of the board.
func (p pages) newOrder(c *workbench.Call) (*workbench.Form, error) {
	form := workbench.Filled(url.Values{"kind": {string(complaint.FollowUp)}, "to": {c.Query("to")}, "subject": {c.Query("subject")}, "topic": {c.Query("topic")}, "demand": {c.Query("demand")}})
	until, _ := p.Desk.Calendar(c.By.Agency).Add(c.Today(), law.On(law.MendingTerm, c.Today()).Int())
	form.SetDate("until", until)
	if id := c.Query("complaint"); id != "" {
		v, err := p.Desk.LookComplaint(c.Context(), c.By, c.By.Agency, complaint.ID(id))
		if err != nil {
			return nil, err
		}
		form.Values.Set("kind", string(complaint.Mend))
		form.Values.Set("complaint", id)
		form.Values.Set("subject", v.Complaint.Kind.Label()+"（"+v.Complaint.Number+"）")
	}
	return form, nil
}

func (p pages) orderForm(c *workbench.Call, f *workbench.Form) (templ.Component, error) {
	var to, kinds []ui.Option
	for _, a := range overseen(c) {
		to = append(to, ui.Option{Value: a.Code, Text: a.Name})
	}
	for _, row := range complaint.OrderKinds {
		kinds = append(kinds, ui.Option{Value: string(row.Kind), Text: row.Label, Hint: map[complaint.OrderKind]string{complaint.Mend: "依法责令整改，出具" + row.Paper, complaint.FollowUp: "提醒、催办，要求反馈"}[row.Kind]})
	}
	entry := sheet.Entry{Base: c.Base("发出督办", orderCrumb), Head: ui.PageHead{Title: "发出督办、责令整改", Lead: "写明发现的问题、要求和期限。不写投诉人的任何信息。发出时自动编排文号、盖章存档，之后不能修改。"},
		Form: f, Files: true, Submit: ui.Button{Text: "发出", Kind: ui.Primary, Name: "do", Value: doIssue}, Others: []ui.Button{{Text: "预览文书", Name: "do", Value: doShow}}, Cancel: ordersPath,
		Fields: []templ.Component{
			f.Radios(ui.Radios{Field: ui.Field{Name: "kind", Label: "种类"}, Options: kinds}),
			f.Select(ui.Select{Field: ui.Field{Name: "to", Label: "办理机关"}, Blank: "请选择", Options: to}),
			f.Line(ui.TextInput{Field: ui.Field{Name: "subject", Label: "事由"}}),
			f.Area(ui.TextArea{Field: ui.Field{Name: "demand", Label: "发现的问题和要求"}, Rows: 5, Max: 3000}),
			f.DateInput(ui.Field{Name: "until", Label: "反馈期限"}),
			c.Enclosures(f, "证据材料（办理机关看得到，不附投诉人的材料）"),
			sheet.Hidden{Name: "complaint", Value: f.Text("complaint")}, sheet.Hidden{Name: "topic", Value: f.Text("topic")},
		}}
	if f.Text("do") == doShow {
		shown, err := p.orderPreview(c, f)
		if err != nil {
			return nil, err
		}
		entry.Above = append(entry.Above, shown...)
	}
	return entry.Page(), nil
}

// orderPreview is the paper as it would go out, with what stands against it.
func (p pages) orderPreview(c *workbench.Call, f *workbench.Form) (parts []templ.Component, err error) {
	to, ok := c.By.Tree.ByCode(f.Text("to"))
	if !ok {
		return []templ.Component{ui.Notice{Tone: ui.Caution, Title: "还不能预览", Text: "请选择办理机关"}}, nil
	}
	o := orderOf(f)
	o.To = to.ID
	_, names := c.Enclosed(f)
	for _, name := range names {
		o.Files = append(o.Files, complaint.File{Name: name})
	}
	l, err := p.Desk.PreviewOrder(c.Context(), c.By, o)
	if kind := fault.KindOf(err); err != nil && (kind == fault.Invalid || kind == fault.Unlawful) {
		return []templ.Component{ui.Notice{Tone: ui.Caution, Title: "还不能预览", Text: fault.Problems(err)[0].Message}}, nil
	} else if err != nil {
		return nil, err
	}
	for _, problem := range l.Stands {
		parts = append(parts, ui.Notice{Tone: ui.Caution, Title: "还不能发出", Text: problem.Message, Cite: problem.Cite})
	}
	for _, remark := range l.Remarks {
		parts = append(parts, ui.Notice{Tone: ui.Caution, Title: "请核对", Text: remark.Message, Cite: remark.Cite})
	}
	return append(parts, sheet.Preview{Title: "文书内容（文号在发出时由系统编排）", Text: l.Letter.Plain()}), nil
}

// orderOf is the order in the form, without its files and to whom it goes.
func orderOf(f *workbench.Form) complaint.Order {
	return complaint.Order{Kind: complaint.OrderKind(f.Text("kind")), Subject: f.Text("subject"), Demand: f.Text("demand"), Complaint: complaint.ID(f.Text("complaint")), Topic: f.Text("topic"), Until: f.Date(ui.Field{Name: "until", Label: "反馈期限"})}
}

func (p pages) giveOrder(c *workbench.Call, f *workbench.Form) error {
	if f.Text("do") == doShow {
		page, err := p.orderForm(c, f)
		if err != nil {
			return err
		}
		return c.Show(page)
	}
	o := orderOf(f)
	hashes, names := c.Enclosed(f)
	for i, hash := range hashes {
		o.Files = append(o.Files, complaint.File{Hash: hash, Name: names[i]})
	}
	to, ok := c.By.Tree.ByCode(f.Text("to"))
	if !ok {
		f.Add("to", "请选择办理机关")
	}
	if err := f.Err(); err != nil {
		return err
	}
	o.To = to.ID
	id, err := p.Desk.OrderMending(c.Context(), c.By, o)
	if err != nil {
		return err
	}
	return c.Done(orderURL(string(id)), "已发出，%s将在工作台看到", or(to.ShortName, to.Name))
}

// orderPaper gives out the paper of an order as it went out.
func (p pages) orderPaper(c *workbench.Call, form docgen.Form) error {
	v, err := p.lookOrder(c)
	if err != nil {
		return err
	}
	document := oldPaper(v)
	if v.Kept != nil {
		document = dossier.Document(*v.Kept)
	}
	content, err := form.Write(document, p.Fonts)
	if err != nil {
		return err
	}
	h := c.Writer().Header()
	h.Set("Content-Type", form.MediaType())
	h.Set("Content-Disposition", "attachment; filename*=UTF-8''"+url.PathEscape(v.Order.Kind.Paper()+" "+v.Order.Number+"."+string(form)))
	h.Set("Content-Length", strconv.Itoa(len(content)))
	_, _ = c.Writer().Write(content) // a caller who is gone needs no answer
	return nil
}

// oldPaper writes the paper of an order from before papers were kept, from the order itself.
func oldPaper(v supervising.OrderView) docgen.Document {
	o := v.Order
	d := docgen.Document{Letterhead: v.From.Name, Number: o.Number, Title: o.Kind.Paper(), Recipient: v.To.Name, Author: v.From.Name, Signer: v.From.Name, Date: o.IssuedOn.Chinese(), Seal: dossier.Seal(v.Seal), Blocks: []docgen.Block{
		docgen.Paragraph{Text: o.Demand},
		docgen.Paragraph{Text: "请于" + o.Until.Chinese() + "前整改到位，并通过政府信息公开平台反馈整改情况。"},
	}}
	if o.Kind == complaint.Mend {
		d.Blocks = append(d.Blocks, docgen.Paragraph{Text: "以上根据" + law.OGI.Art(47).Full() + "作出。"})
	}
	return d
}
