package admin

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"sort"
	"strconv"
	"strings"

	"gongkai/agency"
	"gongkai/application"
	"gongkai/civil"
	"gongkai/fault"
	"gongkai/internal/administering"
	"gongkai/internal/auth"
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"
	"gongkai/ledger"

	"github.com/a-h/templ"
)

const ledgerPath = "/workbench/ledger"

func (p pages) ledgerRoutes() []auth.Route {
	routes := []auth.Route{
		p.bench.Get(ledgerPath, auth.SearchLedger, p.searchLedger),
		p.bench.Get(ledgerPath+"/links/{chain}/{seq}", auth.SearchLedger, p.ledgerLink),
		p.bench.Post(ledgerPath+"/export", auth.ExportLedger, p.exportLedger),
	}
	return append(routes, p.form(ledgerPath+"/verify", auth.VerifyLedger, formPage{fill: blank, draw: p.askVerify, take: p.verifyLedger})...)
}

// ledgerPage is how many links a page of the ledger has.
const ledgerPage = 50

// asked reads the question from values; dates that are none are left out and told.
func asked(get func(string) string) (q administering.LedgerQuestion, problems []fault.Problem) {
	day := func(name, label string) civil.Date {
		text := get(name)
		if text == "" {
			return civil.Date{}
		}
		on, err := civil.Parse(text)
		if err != nil {
			problems = append(problems, fault.Problem{Field: name, Message: label + "应写成2026-11-03的形式"})
		}
		return on
	}
	q = administering.LedgerQuestion{Chain: get("chain"), Actor: get("actor"), Name: strings.TrimSpace(get("name")), Address: strings.TrimSpace(get("address")), Verb: get("verb"), After: get("after"),
		Subject: ledger.Subject{Kind: get("kind"), ID: strings.TrimSpace(get("subject"))}, From: day("from", "起始日期"), Until: day("until", "截止日期"), Limit: ledgerPage}
	return q, problems
}

// searchLedger shows what was done, newest first.
func (p pages) searchLedger(c *workbench.Call) (templ.Component, error) {
	q, problems := asked(c.Query)
	below, all := administering.Chains(c.By)
	if q.Chain == "" && !all {
		q.Chain = string(c.By.Agency)
	}
	page, err := p.Desk.SearchLedger(c.Context(), c.By, q)
	if err != nil {
		return nil, err
	}
	s := sheet{Base: c.Base("台账"), Head: ui.PageHead{Title: "台账", Lead: "谁、何时、在哪里、办了什么。只能追加，不能修改和删除；改动过的会在校验时发现。"}}
	s.Buttons = append(s.Buttons, ui.Button{Text: "校验台账", Href: c.URL(ledgerPath + "/verify")})
	if len(problems) > 0 {
		s.add("", ui.ErrorSummary{Problems: problems})
	}
	s.add("", p.ledgerFilter(c, q, below, all), p.exportButtons(c))
	t := ui.Table{Caption: "台账", Quiet: true, Columns: []ui.Column{{Title: "时间"}, {Title: "人员"}, {Title: "操作"}, {Title: "对象"}, {Title: "机关"}, {Title: "来源地址"}},
		Empty: ui.Empty{Title: "没有符合条件的记录", Action: ui.Link{Text: "清除条件", Href: c.URL(ledgerPath)}}}
	for _, l := range page.Links {
		tone := ui.Neutral
		if strings.HasSuffix(l.Verb, "_failed") {
			tone = ui.Caution
		}
		t.Rows = append(t.Rows, ui.Row{Tone: tone, Cells: []ui.Cell{
			{Text: when(l.At), Href: c.URL(fmt.Sprintf("%s/links/%s/%d", ledgerPath, l.Chain, l.Seq))}, {Text: who(l.Actor)},
			{Text: verbLabel(l.Verb)}, {Text: kindLabel(l.Subject.Kind)}, {Text: chainLabel(c.By.Tree, l.Chain)}, {Text: l.Actor.Address},
		}})
	}
	s.add("", t)
	var turn []templ.Component
	if q.After != "" {
		turn = append(turn, ui.Button{Text: "回到最新", Kind: ui.Quiet, Href: c.With("after", "")})
	}
	if page.Next != "" {
		turn = append(turn, ui.Button{Text: "更早的记录", Href: c.With("after", page.Next)})
	}
	s.add("", buttonRow(turn))
	return s.Page(), nil
}

func who(a ledger.Actor) string {
	if a.Role == "" {
		return a.Name
	}
	return a.Name + "（" + roleLabel(a.Role) + "）"
}

func (p pages) ledgerFilter(c *workbench.Call, q administering.LedgerQuestion, below []agency.ID, all bool) templ.Component {
	chains := []ui.Option{{Value: string(c.By.Agency), Text: chainLabel(c.By.Tree, string(c.By.Agency))}}
	for _, id := range below {
		chains = append(chains, ui.Option{Value: string(id), Text: chainLabel(c.By.Tree, string(id))})
	}
	blank := ""
	if all {
		blank, chains = "全部", append(chains, ui.Option{Value: ledger.SiteChain, Text: "全站（不属于任何机关的）"})
	}
	var does, things []ui.Option
	for _, row := range verbs {
		does = append(does, ui.Option{Value: row.verb, Text: row.label})
	}
	for _, row := range application.Kinds {
		does = append(does, ui.Option{Value: string(row.Kind), Text: row.Label})
	}
	for _, row := range kinds {
		things = append(things, ui.Option{Value: row.kind, Text: row.label})
	}
	choose := func(name, label, blank, value string, options []ui.Option) ui.Select {
		options = slices.Clone(options)
		for i := range options {
			options[i].Selected = options[i].Value == value
		}
		return ui.Select{Field: ui.Field{Name: name, Label: label, Optional: blank != ""}, Blank: blank, Options: options}
	}
	day := func(name, label string) ui.TextInput {
		return ui.TextInput{Field: ui.Field{Name: name, Label: label, Optional: true}, Value: c.Query(name), Width: "short", MaxLength: 10}
	}
	line := func(name, label string) ui.TextInput {
		return ui.TextInput{Field: ui.Field{Name: name, Label: label, Optional: true}, Value: c.Query(name), Width: "medium", MaxLength: 80}
	}
	fields := []templ.Component{
		choose("chain", "机关", blank, q.Chain, chains), choose("verb", "操作", "全部", q.Verb, does), choose("kind", "对象", "全部", q.Subject.Kind, things),
		line("name", "姓名"), line("address", "来源地址"), line("subject", "对象编号"), day("from", "自（年-月-日）"), day("until", "至（年-月-日）"),
	}
	if q.Actor != "" {
		fields = append(fields, hidden("actor", q.Actor))
	}
	return filter(c.URL(ledgerPath), fields...)
}

// exportButtons send the question of this page on as an export.
func (p pages) exportButtons(c *workbench.Call) templ.Component {
	var asked [][2]string
	for name, values := range c.Request.URL.Query() {
		if name != "after" {
			asked = append(asked, [2]string{name, values[0]})
		}
	}
	sort.Slice(asked, func(i, j int) bool { return asked[i][0] < asked[j][0] })
	button := func(text, format string) action {
		return action{Path: c.URL(ledgerPath + "/export"), Button: ui.Button{Text: text, Kind: ui.Quiet}, Hidden: append(slices.Clone(asked), [2]string{"format", format})}
	}
	return actions{[]action{button("导出表格（CSV）", string(administering.LedgerCSV)), button("导出存证文件（JSON，可离线校验）", string(administering.LedgerJSON))}}
}

// ledgerLink shows one link with what was before and after.
func (p pages) ledgerLink(c *workbench.Call) (templ.Component, error) {
	seq, err := strconv.ParseInt(c.Path("seq"), 10, 64)
	if err != nil {
		return nil, fault.New(fault.NotFound, "台账中没有这一条")
	}
	l, err := p.Desk.LedgerLink(c.Context(), c.By, c.Path("chain"), seq)
	if err != nil {
		return nil, err
	}
	title := fmt.Sprintf("%s 第%d条", chainLabel(c.By.Tree, l.Chain), l.Seq)
	s := sheet{Base: c.Base(title, ui.Link{Text: "台账", Href: ledgerPath}), Head: ui.PageHead{Over: title, Title: verbLabel(l.Verb)}}
	same := func(name, value string) string {
		return c.URL(ledgerPath) + "?" + name + "=" + value + "&chain=" + l.Chain
	}
	s.add("", ui.Facts{Items: []ui.Fact{
		{Name: "时间", Text: when(l.At)}, {Name: "人员", Body: link(who(l.Actor), same("actor", l.Actor.ID))},
		{Name: "所在机关", Text: chainLabel(c.By.Tree, l.Actor.Agency)}, {Name: "来源地址", Text: l.Actor.Address},
		{Name: "对象", Body: link(kindLabel(l.Subject.Kind)+" "+l.Subject.ID, same("kind", l.Subject.Kind)+"&subject="+l.Subject.ID)}, {Name: "依据", Text: l.Cite},
	}})
	p.addChanges(&s, l)
	s.add("校验值", ui.Facts{Items: []ui.Fact{{Name: "本条", Text: hex.EncodeToString(l.Hash[:])}, {Name: "上一条", Text: hex.EncodeToString(l.Prev[:])}}})
	return s.Page(), nil
}

// addChanges shows what was changed, and behind it what was not.
func (p pages) addChanges(s *sheet, l ledger.Link) {
	columns := []ui.Column{{Title: "项目"}, {Title: "操作前"}, {Title: "操作后"}}
	changed := ui.Table{Caption: "内容", Quiet: true, Columns: columns}
	same := ui.Table{Caption: "没有变化的内容", Quiet: true, Columns: columns}
	for _, c := range compare(l.Before, l.After) {
		row := ui.Row{Cells: []ui.Cell{{Text: valueLabel(l.Subject.Kind, c.name)}, {Text: c.before}, {Text: c.after}}}
		if c.before == c.after {
			same.Rows = append(same.Rows, row)
		} else {
			changed.Rows = append(changed.Rows, row)
		}
	}
	if len(changed.Rows) > 0 {
		s.add("内容", changed)
	}
	if len(same.Rows) > 0 {
		s.add("", folded(fmt.Sprintf("没有变化的%d项", len(same.Rows)), same))
	}
}

// A change is one line of what was before and after.
type change struct{ name, before, after string }

// compare lays the two texts beside each other, line by line where they are objects of JSON.
func compare(before, after string) []change {
	if before == "" && after == "" {
		return nil
	}
	was, is := flatten(before), flatten(after)
	names := map[string]bool{}
	for name := range was {
		names[name] = true
	}
	for name := range is {
		names[name] = true
	}
	var all []change
	for name := range names {
		all = append(all, change{name, was[name], is[name]})
	}
	sort.Slice(all, func(i, j int) bool { return all[i].name < all[j].name })
	return all
}

// flatten writes an object of JSON as names and values; a text that is none is one value.
func flatten(text string) map[string]string {
	flat := map[string]string{}
	if text == "" {
		return flat
	}
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		flat["内容"] = text
		return flat
	}
	var walk func(name string, v any)
	walk = func(name string, v any) {
		switch v := v.(type) {
		case map[string]any:
			for key, inner := range v {
				walk(strings.TrimPrefix(name+"."+key, "."), inner)
			}
		case []any:
			for i, inner := range v {
				walk(fmt.Sprintf("%s[%d]", name, i+1), inner)
			}
		case nil:
		default:
			flat[or(name, "内容")] = fmt.Sprint(v)
		}
	}
	walk("", value)
	return flat
}

func (p pages) askVerify(c *workbench.Call, f *workbench.Form) (templ.Component, error) {
	q := question{title: "校验台账", text: "逐条核对全部台账的校验值，找出被改动、删除或者插入的记录。记录很多时需要几分钟。", submit: "开始校验", back: ledgerPath}
	return q.page(c, f, ui.Link{Text: "台账", Href: ledgerPath}), nil
}

func (p pages) verifyLedger(c *workbench.Call, _ *workbench.Form) error {
	proof, err := p.Desk.VerifyLedger(c.Context(), c.By)
	if err != nil {
		return err
	}
	s := sheet{Base: c.Base("校验结果", ui.Link{Text: "台账", Href: ledgerPath}), Head: ui.PageHead{Title: "校验结果", Lead: fmt.Sprintf("核对了%d条链上的%d条记录。", proof.Chains, proof.Links)}}
	if len(proof.Breaks) == 0 {
		s.add("", ui.Notice{Tone: ui.Good, Title: "台账完整", Text: "没有发现改动、缺少或者插入的记录。"})
		return c.Show(s.Page())
	}
	s.add("", ui.Notice{Tone: ui.Bad, Title: fmt.Sprintf("%d条链不完整", len(proof.Breaks)), Text: "请保留现场，不要重启或者恢复备份，立即报告本机关负责人。"})
	t := ui.Table{Caption: "断点", Columns: []ui.Column{{Title: "机关"}, {Title: "第几条", Numeric: true}, {Title: "问题"}}}
	for _, b := range proof.Breaks {
		t.Rows = append(t.Rows, ui.Row{Tone: ui.Bad, Cells: []ui.Cell{{Text: chainLabel(c.By.Tree, b.Chain)}, {Text: strconv.FormatInt(b.Seq, 10)}, {Text: b.Text}}})
	}
	s.add("", t)
	return c.Show(s.Page())
}

// exportLedger sends the links that match as a file.
func (p pages) exportLedger(c *workbench.Call) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	q, problems := asked(f.Text)
	if err := fault.Of(problems); err != nil {
		return err
	}
	if _, all := administering.Chains(c.By); q.Chain == "" && !all {
		q.Chain = string(c.By.Agency)
	}
	q.After, q.Limit = "", 0
	format, media := administering.LedgerCSV, "text/csv; charset=utf-8"
	if f.Text("format") == string(administering.LedgerJSON) {
		format, media = administering.LedgerJSON, "application/x-ndjson"
	}
	w := &lateHead{call: c, media: media, name: "台账-" + c.Today().String() + "." + string(format)}
	if err := p.Desk.ExportLedger(c.Context(), c.By, q, format, administering.LedgerWords{Verb: verbLabel, Kind: kindLabel}, w); err != nil {
		if w.begun {
			panic(errBrokenOff) // the caller must see that the file is not whole
		}
		return err
	}
	return w.end()
}

// errBrokenOff ends the connection of a download that cannot be finished.
var errBrokenOff error = fault.New(fault.Unavailable, "导出中断")

// lateHead sends the head of a download with its first byte, so that what fails before is an error page.
type lateHead struct {
	call        *workbench.Call
	media, name string
	begun       bool
	first       bytes.Buffer
}

// enough is how much is collected before the download begins.
const enough = 32 << 10

func (w *lateHead) Write(b []byte) (int, error) {
	if w.begun {
		return w.call.Writer().Write(b)
	}
	if w.first.Write(b); w.first.Len() >= enough {
		return len(b), w.end()
	}
	return len(b), nil
}

func (w *lateHead) end() error {
	if w.begun {
		return nil
	}
	w.begun = true
	h := w.call.Writer().Header()
	h.Set("Content-Type", w.media)
	h.Set("Content-Disposition", attachment(w.name))
	_, err := io.Copy(w.call.Writer(), &w.first)
	return err
}
