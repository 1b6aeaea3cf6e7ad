package remedies

import (
	"slices"
	"strconv"

	"gongkai/internal/auth"
	"gongkai/internal/query"
	"gongkai/internal/supervising"
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"
	"gongkai/internal/web/workbench/sheet"
	"gongkai/remedy"

	"github.com/a-h/templ"
)

func (p pages) look(c *workbench.Call) (supervising.RemedyView, error) {
	a, err := c.Agency()
	if err != nil {
		return supervising.RemedyView{}, err
	}
	return p.Desk.LookRemedy(c.Context(), c.By, a.ID, remedy.ID(c.Path("id")))
}

// one shows a proceeding: what is owed, how it stands, what may be entered, what happened.
func (p pages) one(c *workbench.Call) (templ.Component, error) {
	v, err := p.look(c)
	if err != nil {
		return nil, err
	}
	x := v.Proceeding
	own := x.Agency == c.By.Agency
	crumb := listCrumb
	if !own {
		crumb.Href = "/workbench/agencies/" + c.Path("agency") + "/remedies"
	}
	s := sheet.Sheet{Base: c.Base(x.Number, crumb), Head: ui.PageHead{Over: x.Way.Label() + " " + x.Number, Title: short(x.Subject), Lead: p.standing(x)}}
	s.Add("", p.duties(c, v))
	if own && c.May(auth.RecordRemedy, x.Agency) {
		s.Add("登记进展", p.acts(c, v))
	}
	s.Add("案件", p.facts(c, v, own))
	s.Add("各审级", p.instances(v))
	s.Add("办理经过", p.course(c, x, own))
	if list := papers(x).Files(c, at(c, x, own)); len(list.Items) > 0 {
		s.Add("材料", list)
	}
	return s.Page(), nil
}

// standing says in a line where the proceeding stands.
func (p pages) standing(x remedy.Proceeding) string {
	now, ok := x.Now()
	switch {
	case !ok:
		return ""
	case now.ClosedOn.IsZero():
		return string(now.Stage) + "正在审理，" + now.Forum
	}
	words := string(now.Stage) + "已于" + now.ClosedOn.Chinese() + "审结：" + string(now.Result)
	if order, done, ok := x.Redecision(); ok {
		if done.IsZero() {
			return words + "，应当重新作出处理"
		}
		return words + "，已于" + done.Chinese() + "重新作出处理" + map[bool]string{true: "，晚于期限"}[!order.RedecideBy.IsZero() && done.After(order.RedecideBy)]
	}
	return words
}

func (p pages) duties(c *workbench.Call, v supervising.RemedyView) templ.Component {
	var parts []templ.Component
	for _, d := range v.Duties {
		days := d.DueOn.DaysSince(c.Today())
		n := ui.Notice{Tone: ui.Info, Title: d.What + "，不迟于" + d.DueOn.Chinese(), Cite: d.Cite}
		switch {
		case days < 0:
			n.Tone, n.Text = ui.Bad, "已逾期"+strconv.Itoa(-days)+"天。逾期不提出答复、不提交证据的，视为没有证据。"
		case days <= soon:
			n.Tone, n.Text = ui.Caution, "还剩"+strconv.Itoa(days)+"天。"
		default:
			n.Text = "还剩" + strconv.Itoa(days) + "天。"
		}
		if d.Provisional {
			n.Text += "放假安排未公布，日期暂定。"
		}
		parts = append(parts, n)
	}
	if !v.Expected.IsZero() {
		words := "按法定审理期限，应于" + v.Expected.Chinese() + "前审结。"
		if v.Expected.Before(c.Today()) {
			words = "法定审理期限已于" + v.Expected.Chinese() + "届满，请向审理机关了解情况，有延长的请登记。"
		}
		parts = append(parts, ui.Notice{Tone: ui.Neutral, Title: "审理期限", Text: words, Cite: v.ExpectedBy})
	}
	return templ.Join(parts...)
}

// words say when each entry is made.
var words = map[remedy.Kind]string{
	remedy.Served: "答复期限自收到之日起算。", remedy.Answered: "登记已经提出答复、提交证据。", remedy.Turned: "简易程序转为普通程序，答复期限随之改变。",
	remedy.Prolonged: "复议机关、法院延长审理期限的，登记延长到哪一天。", remedy.Heard: "登记听取意见、听证、开庭的情况。", remedy.Decided: "登记决定书、判决书、裁定书的结果，计入年报表四。",
	remedy.Appealed: "任何一方上诉的，进入二审。", remedy.Opinion: "收到复议意见书、司法建议的，按期反馈落实情况。", remedy.FedBack: "登记已经反馈。",
	remedy.Redecided: "登记重新作出的处理。", remedy.Noted: "记一条备注。", remedy.Restated: "受理机关、案号、日期填错的，在这里更正，原来的登记保留。",
}

func (p pages) acts(c *workbench.Call, v supervising.RemedyView) templ.Component {
	var cards sheet.Cards
	seldom := func(k remedy.Kind) int { return map[remedy.Kind]int{remedy.Noted: 1, remedy.Restated: 2}[k] } // what moves the case stands first
	for _, kind := range slices.SortedStableFunc(slices.Values(v.May), func(x, y remedy.Kind) int { return seldom(x) - seldom(y) }) {
		cards.Items = append(cards.Items, ui.Card{Link: ui.Link{Text: kind.Label(), Href: c.URL(remedyPath(string(v.Proceeding.ID)) + "/do/" + string(kind))}, Words: words[kind]})
	}
	return cards
}

func (p pages) facts(c *workbench.Call, v supervising.RemedyView, own bool) templ.Component {
	x := v.Proceeding
	facts := ui.Facts{Items: []ui.Fact{{Name: "争议事项", Text: x.Subject}}}
	link := func(name, text, path string) {
		cell := ui.Fact{Name: name, Text: text}
		if own && path != "" {
			cell.Text, cell.Body = "", sheet.Anchor{Text: text, Href: c.URL(path)}
		}
		facts.Items = append(facts.Items, cell)
	}
	if a := v.Application; a != nil {
		link("针对的申请", a.Number+" "+short(a.Title), "/workbench/cases/"+a.ID)
	}
	if r := v.Record; r != nil {
		link("针对的信息", r.Number+" "+short(r.Title), "/records/"+r.Number)
	}
	if b := v.Before; b != nil {
		link("在先的行政复议", b.Number+" "+b.Result, remedyPath(b.ID))
	}
	for _, l := range v.Later {
		link("之后的诉讼", l.Number+" "+l.Bucket, remedyPath(l.ID))
	}
	if v.Party != "" {
		facts.Items = append(facts.Items, ui.Fact{Name: map[bool]string{true: "原告", false: "复议申请人"}[x.Way.Suit()], Text: v.Party})
	}
	parts := []templ.Component{facts}
	if own && v.Party != "" && c.May(auth.Unmask, x.Agency) {
		parts = append(parts, ui.Button{Text: "查看完整的当事人信息", Kind: ui.Quiet, Href: c.URL(remedyPath(string(x.ID)) + "/unmask")})
	}
	if now, ok := x.Now(); own && ok && x.Way == remedy.Reconsideration && !now.ClosedOn.IsZero() && c.May(auth.RecordRemedy, x.Agency) {
		parts = append(parts, ui.Button{Text: "登记复议后的诉讼", Kind: ui.Secondary, Href: c.URL(listPath + "/new?after=" + string(x.ID))})
	}
	return templ.Join(parts...)
}

func (p pages) instances(v supervising.RemedyView) templ.Component {
	t := ui.Table{Caption: "各审级", Quiet: true, Columns: []ui.Column{{Title: "审级"}, {Title: "机关"}, {Title: "案号"}, {Title: "受理、上诉"}, {Title: "收到副本"}, {Title: "提交答复"}, {Title: "结果"}, {Title: "计入"}}}
	for _, i := range v.Proceeding.Instances() {
		result, counted := "审理中", ""
		if !i.ClosedOn.IsZero() {
			result, counted = i.ClosedOn.String()+" "+string(i.Result), string(i.Bucket)
			if i.Because != "" {
				counted += "（" + i.Because + "）"
			}
		}
		stage := string(i.Stage)
		if i.Summary {
			stage += "（简易）"
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: stage}, {Text: i.Forum}, {Text: i.CaseNo}, {Text: i.FiledOn.String()}, {Text: i.ServedOn.String()}, {Text: i.AnsweredOn.String()}, {Text: result}, {Text: counted}}})
	}
	return t
}

// course is everything that was entered, the latest first; struck entries stay, and say so.
func (p pages) course(c *workbench.Call, x remedy.Proceeding, own bool) templ.Component {
	t := ui.Timeline{}
	var strikes sheet.Buttons
	for i := len(x.Facts) - 1; i >= 0; i-- {
		f := x.Facts[i]
		m := ui.Moment{When: f.On.Chinese(), Title: f.Kind.Label(), Text: f.Words()}
		if x.IsStruck(i + 1) {
			m.Title, m.Tone = m.Title+"（已作废）", ui.Neutral
		} else if own && i > 0 && f.Kind != remedy.Struck && len(strikes.Items) == 0 && c.May(auth.RecordRemedy, x.Agency) {
			strikes.Items = append(strikes.Items, ui.Button{Text: "作废最近一条登记：" + f.Kind.Label(), Kind: ui.Quiet, Href: c.URL(remedyPath(string(x.ID)) + "/strike/" + strconv.Itoa(i+1))})
		}
		t.Moments = append(t.Moments, m)
	}
	return templ.Join(t, strikes)
}

// Panel shows the proceedings about one application or record, for its page; nil when there are none.
func Panel(c *workbench.Call, desk *supervising.Desk, application, record string) (templ.Component, error) {
	if !c.May(auth.ViewRemedy, c.By.Agency) || application+record == "" {
		return nil, nil
	}
	list, total, err := desk.ListRemedies(c.Context(), c.By, query.RemedyList{Agency: c.By.Agency, Application: application, Record: record})
	if err != nil {
		return nil, err
	}
	var parts []templ.Component
	if total > 0 {
		parts = append(parts, pages{}.table(c, list, listPath))
	}
	if c.May(auth.RecordRemedy, c.By.Agency) {
		path := listPath + "/new?case=" + application
		if record != "" {
			path = listPath + "/new?record=" + record
		}
		parts = append(parts, sheet.Buttons{Items: []ui.Button{{Text: "登记复议、诉讼", Kind: ui.Quiet, Href: c.URL(path)}}})
	}
	if len(parts) == 0 {
		return nil, nil
	}
	return templ.Join(parts...), nil
}
