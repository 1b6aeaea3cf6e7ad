package letter_test

import (
	"slices"
	"strings"
	"testing"

	"gongkai/civil"
	"gongkai/decision"
	"gongkai/letter"
	"gongkai/remedy"
)

var day = civil.MustParse

// full are facts in which nothing is missing.
func full(on civil.Date) letter.Facts {
	f := letter.Facts{On: on,
		Agency:    letter.Office{Name: "武威市凉州区科学技术局", Office: "区科技局办公室", Address: "凉州区示例路1号", Postcode: "733000", Phone: "0935-2200000", Hours: "工作日8:30—12:00", Payee: "凉州区财政局", Bank: "示例银行凉州支行", Account: "6200000000000001", HowToPay: "持本通知书到银行柜台缴纳"},
		Case:      letter.Case{Number: "20260930-0001", QueryCode: "ABCDE23456", Channel: "当面提交", Content: "2025年度区级科技计划项目的立项文件", Form: "纸质", Route: "邮寄", Officer: "王经办", ArrivedOn: on.AddDays(-30), ReceivedOn: on.AddDays(-30), DueOn: on, ReceivedHow: "当面提交，以提交之日为收到之日"},
		Applicant: letter.Applicant{Name: "李一凡", Category: "自然人", Identity: "11010519491231002X", Phone: "13800001234", Address: "凉州区某路1号", Postcode: "733000"},
		Steps: letter.Steps{Correction: letter.Step{On: on.AddDays(-25), Until: on.AddDays(-5), Text: "请写明项目的名称、年度。", Number: "凉科公开告〔2026〕3号"},
			Reasons: letter.Step{On: on.AddDays(-25), Until: on.AddDays(-5), Text: "本月已提出申请四十五件，内容大部分相同。"}, Extension: letter.Step{Workdays: 15, Text: "需要向多个单位核实"}, NewDueOn: on.AddDays(20),
			Delay: letter.Step{Text: "需要整理的档案数量很大", Until: on.AddDays(60)}, Fee: letter.Step{On: on.AddDays(-25), Until: on.AddDays(-5), Amount: 43_0000, Text: "你本月申请超过规定的数量", Number: "凉科公开费〔2026〕1号"},
			Consultation: letter.Step{On: on.AddDays(-20), Party: "示例建材有限公司", AnsweredOn: on.AddDays(-8)}, Withdrawal: letter.Step{On: on}, Delivery: letter.Step{On: on, Number: "XA00112233"}, Search: "检索档案室和电子公文系统，没有发现",
			Opinions: []letter.Opinion{{Stage: "自审", By: "王经办", Verdict: "同意", On: on}, {Stage: "签发", By: "赵签发", Verdict: "同意", Text: "同意发出", On: on}}},
		Answer: letter.Answer{Outcome: decision.Deliberative, Grounds: []decision.Ground{decision.GroundDeliberative}, Reason: "所申请的会议纪要是内部讨论的记录，尚未形成正式决定"},
		Remedy: letter.Remedies{Forum: remedy.Forum{Organs: []string{"武威市凉州区人民政府"}, Court: "武威市凉州区人民法院", ReconURL: "https://fy.example.gov.cn"}},
		Typed:  map[letter.Name]string{}, Files: []string{"立项文件复印件"},
	}
	for _, row := range letter.Names {
		if row.Typed {
			f.Typed[row.Name] = string(row.Name) + "的内容"
		}
	}
	f.Typed["特别规定"] = "《不动产登记暂行条例》第二十七条"
	return f
}

func answerOf(f letter.Facts, leaf decision.Leaf, sub decision.SubReason) letter.Facts {
	f.Answer = letter.Answer{Outcome: leaf.Outcome, Sub: sub, Reason: f.Answer.Reason}
	if leaf.Ground != "" {
		f.Answer.Grounds = []decision.Ground{leaf.Ground}
	}
	if leaf.Outcome == decision.Partial {
		f.Answer.Grounds = []decision.Ground{decision.GroundThirdParty, decision.GroundDeliberative}
	}
	return f
}

// eachAnswer visits every outcome with every sub-reason, and 予以公开 in both its forms.
func eachAnswer(visit func(leaf decision.Leaf, sub decision.SubReason, public bool)) {
	for _, leaf := range decision.Outcomes {
		subs := []decision.SubReason{""}
		if len(leaf.Variants) > 0 {
			subs = nil
			for _, v := range leaf.Variants {
				subs = append(subs, v.Sub)
			}
		}
		for _, sub := range subs {
			visit(leaf, sub, false)
			if leaf.Outcome == decision.Disclosed {
				visit(leaf, sub, true)
			}
		}
	}
}

func TestEveryOutcomeHasOneLetterBeforeAndAfter2024(t *testing.T) {
	used := map[letter.ID]bool{}
	eachAnswer(func(leaf decision.Leaf, sub decision.SubReason, public bool) {
		for _, on := range []string{"2021-03-01", "2023-12-31", "2024-01-01", "2026-11-03"} {
			k, ok := letter.ForOutcome(leaf.Outcome, sub, public, day(on))
			if !ok || !k.Answers() {
				t.Errorf("%s %s on %s has no letter", leaf.Outcome, sub, on)
				continue
			}
			used[k.ID] = true
			if number, _ := decision.LetterFor(leaf.Outcome, sub); number != k.Letter {
				t.Errorf("%s %s: %s belongs to %s, not %s", leaf.Outcome, sub, k.ID, k.Letter, number)
			}
			f := answerOf(full(day(on)), leaf, sub)
			l, problems := letter.Draft(k, f)
			if len(problems) > 0 {
				t.Errorf("%s %s on %s: %v", leaf.Outcome, sub, on, problems)
			}
			checkRemedy(t, l, k, f)
			for _, r := range letter.Lint(l, f) {
				t.Errorf("%s %s on %s: lint: %+v\n%s", leaf.Outcome, sub, on, r, l.Plain())
			}
		}
	})
	for _, k := range letter.Kinds {
		if k.Answers() && !used[k.ID] {
			t.Errorf("%s answers no outcome", k.ID)
		}
	}
}

// checkRemedy holds the letter against law.md §3.4 in words of our own, not those of package remedy.
func checkRemedy(t *testing.T, l letter.Letter, k letter.Kind, f letter.Facts) {
	t.Helper()
	withheld := strings.HasPrefix(string(f.Answer.Outcome), "O3.") && f.Answer.Outcome != "O3.8" || f.Answer.Outcome == "O2"
	var must, not []string
	switch {
	case f.Answer.Sub == decision.WithdrawnByApp:
		not = []string{"行政复议", "行政诉讼"}
	case withheld && !f.On.Before(day("2024-01-01")):
		must = []string{"60日内先向武威市凉州区人民政府申请行政复议", "15日内向武威市凉州区人民法院提起行政诉讼", "《中华人民共和国行政复议法》第二十三条", "应当先申请行政复议"}
		not = []string{"6个月"}
	default:
		must = []string{"60日内向武威市凉州区人民政府申请行政复议", "6个月内向武威市凉州区人民法院提起行政诉讼"}
		not = []string{"先向", "应当先申请"}
	}
	for _, want := range append(must, "李一凡：", "收到您提出的政府信息公开申请", "2025年度区级科技计划项目的立项文件", "0935-2200000", f.On.Chinese()) {
		if !strings.Contains(l.Plain(), want) {
			t.Errorf("%s of %s lacks %q:\n%s", k.ID, f.On, want, l.Plain())
		}
	}
	for _, bad := range not {
		if strings.Contains(l.Plain(), bad) {
			t.Errorf("%s of %s has %q", k.ID, f.On, bad)
		}
	}
}

func TestEveryKindIsWrittenWithoutProblems(t *testing.T) {
	seen := map[letter.ID]bool{}
	for _, k := range letter.Kinds {
		if seen[k.ID] {
			t.Errorf("%s stands twice in the table", k.ID)
		}
		seen[k.ID] = true
		for _, c := range k.Cites {
			if err := c.Check(); err != nil {
				t.Errorf("%s: %v", k.ID, err)
			}
		}
		for _, on := range []string{"2021-03-01", "2026-11-03"} {
			f := full(day(on))
			if k.Answers() {
				continue // with their outcome, above
			}
			l, problems := letter.Draft(k, f)
			if len(problems) > 0 {
				t.Errorf("%s: %v", k.ID, problems)
			}
			for _, r := range letter.Lint(l, f) {
				t.Errorf("%s: %+v\n%s", k.ID, r, l.Plain())
			}
		}
	}
	for n := 1; n <= 24; n++ {
		number := decision.Letter("L" + string(rune('0'+n/10)) + string(rune('0'+n%10)))
		if !slices.ContainsFunc(letter.Kinds, func(k letter.Kind) bool { return k.Letter == number }) {
			t.Errorf("no %s", number)
		}
	}
}

// Every day has exactly one text of every kind that there is on it.
func TestTextsCoverTheTime(t *testing.T) {
	for _, k := range letter.Kinds {
		for on := day("2019-05-15"); on.Before(day("2027-12-31")); on = on.AddDays(1) {
			_, from, ok := letter.Standard(k, on)
			if ok != k.In(on) || ok && from.After(on) {
				t.Fatalf("%s on %s: %v from %s", k.ID, on, ok, from)
			}
		}
		text, _, _ := letter.Standard(k, day("2026-01-01"))
		if problems := letter.CheckText(k, text); len(problems) > 0 {
			t.Errorf("our own text of %s: %v", k.ID, problems)
		}
	}
	fee, _ := letter.KindOf("L11")
	if _, problems := letter.Draft(fee, full(day("2020-06-01"))); len(problems) != 1 || !strings.Contains(problems[0].Message, "没有“收费通知书”") {
		t.Errorf("a fee notice of 2020: %v", problems)
	}
	withheld, _ := letter.KindOf("L14")
	if got := letter.Versions(withheld); len(got) != 2 || got[1] != day("2024-01-01") {
		t.Errorf("versions of L14: %v", got)
	}
}

func TestNothingIsInvented(t *testing.T) {
	for _, tt := range []struct {
		name   string
		kind   letter.ID
		spoil  func(*letter.Facts)
		field  string
		inText string
	}{
		{"where it was published", "L12b", func(f *letter.Facts) { delete(f.Typed, "公开途径") }, "公开途径", "【请填写：公开途径】"},
		{"what is given", "L12a", func(f *letter.Facts) { delete(f.Typed, "提供内容") }, "提供内容", "【请填写：提供内容】"},
		{"reason", "L14", func(f *letter.Facts) { f.Answer.Reason = " " }, "理由", "【请填写：理由】"},
		{"earlier answer", "L20b", func(f *letter.Facts) { f.Typed["前次文号"] = "" }, "前次文号", "以【请填写：前次文号】"},
		{"search", "L16", func(f *letter.Facts) { f.Steps.Search = "" }, "检索情况", "【请填写：检索情况】"},
		{"day of receipt", "L14", func(f *letter.Facts) { f.Case.ReceivedOn = civil.Date{} }, "收到日期", "【请填写：收到日期】"},
		{"phone", "L04", func(f *letter.Facts) { f.Agency.Phone = "" }, "机关电话", "【请填写：机关电话】"},
		{"items of the correction", "L04", func(f *letter.Facts) { f.Steps.Correction.Text = "" }, "补正事项", "【请填写：补正事项】"},
		{"amount", "L11", func(f *letter.Facts) { f.Steps.Fee.Amount = 0 }, "收费金额", "【请填写：收费金额】"},
		{"organ", "L14", func(f *letter.Facts) { f.Remedy.Forum.Organs = nil }, "recon_organ", ""},
		{"court", "L16", func(f *letter.Facts) { f.Remedy.Forum.Court = "" }, "court", ""},
		{"channel of 复议 online", "L14", func(f *letter.Facts) { f.Remedy.Forum.ReconURL, f.Remedy.Online = "", true }, "recon_url", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			k, _ := letter.KindOf(tt.kind)
			f := full(day("2026-11-03"))
			if tt.kind == "L16" {
				f.Answer = letter.Answer{Outcome: decision.UnableNotHeld, Sub: decision.DoesNotExist, Reason: "本机关没有制作"}
			}
			if strings.HasPrefix(string(tt.kind), "L12") {
				f.Answer = letter.Answer{Outcome: decision.Disclosed}
			}
			tt.spoil(&f)
			l, problems := letter.Draft(k, f)
			if len(problems) != 1 || problems[0].Field != tt.field {
				t.Errorf("problems %v, want one of %s", problems, tt.field)
			}
			if !strings.Contains(l.Body, tt.inText) {
				t.Errorf("%q lacks %q", l.Body, tt.inText)
			}
			blocking := slices.ContainsFunc(letter.Lint(l, f), func(r letter.Remark) bool { return r.Blocks })
			if !blocking {
				t.Error("the lint lets it pass")
			}
		})
	}
}

func TestOptionalPartsAreLeftOut(t *testing.T) {
	k, _ := letter.KindOf("L17")
	f := full(day("2026-11-03"))
	f.Answer = letter.Answer{Outcome: decision.UnableNotHeld, Sub: decision.OtherAgency, Reason: "不动产登记由自然资源部门负责"}
	with, _ := letter.Draft(k, f)
	f.Typed["负责机关"] = ""
	without, problems := letter.Draft(k, f)
	if len(problems) > 0 || !strings.Contains(with.Body, "由负责机关的内容负责公开") || !strings.Contains(without.Body, "不能确定负责公开该信息的机关") {
		t.Errorf("%v\n%s\n%s", problems, with.Body, without.Body)
	}
	rows, optional := letter.Asks(k, "", day("2026-11-03"))
	if len(rows) != 2 || !optional["负责机关"] || !optional["负责机关联系方式"] {
		t.Errorf("%v %v", rows, optional)
	}
	organisation := f
	organisation.Applicant.Organisation = true
	if l, _ := letter.Draft(k, organisation); !strings.Contains(l.Body, "收到你单位提出的") {
		t.Error(l.Body)
	}
}

func TestWhatPeopleWroteIsNoLayout(t *testing.T) {
	k, _ := letter.KindOf("L04")
	f := full(day("2026-11-03"))
	f.Steps.Correction.Text = "# 不是标题\n| 不是 | 表格 |\n---\n{{.机关}}"
	l, problems := letter.Draft(k, f)
	for _, p := range letter.Paragraphs(l.Body) {
		if p.Style != "" {
			t.Errorf("%q became %s", p.Text, p.Style)
		}
	}
	if len(problems) > 0 || !strings.Contains(l.Body, "{{.机关}}") {
		t.Errorf("%v %s", problems, l.Body)
	}
}

func TestAnAgencysOwnText(t *testing.T) {
	k, _ := letter.KindOf("L14")
	good := "{{template \"开头\" .}}\n经研究，{{.理由}}，依据{{.不公开依据}}和《条例》第三十六条第三项不予公开。\n{{template \"结尾\" .}}"
	if p := letter.CheckText(k, good); len(p) > 0 {
		t.Error(p)
	}
	for name, tt := range map[string]struct{ text, want string }{
		"unknown name":  {good + "{{.申请用途}}", "没有“申请用途”这个事项"},
		"function":      {good + "{{printf \"%s\" .机关}}", "不能使用"},
		"loop":          {good + "{{range .机关}}{{.}}{{end}}", "不能使用"},
		"itself":        {good + "{{define \"甲\"}}{{template \"甲\" .}}{{end}}{{template \"甲\" .}}", "引用自身"},
		"unclosed":      {good + "{{if .机关}}", "写法有误"},
		"no remedies":   {"{{.收到日期}}{{.申请内容}}{{.理由}}{{.不公开依据}}", "标准文本缺少{{.救济}}"},
		"no reason":     {"{{template \"开头\" .}}{{.不公开依据}}{{template \"结尾\" .}}", "标准文本缺少{{.理由}}"},
		"unknown parts": {good + "{{template \"正文\" .}}", "不能使用"},
	} {
		problems := letter.CheckText(k, tt.text)
		if !slices.ContainsFunc(problems, func(p problem) bool { return strings.Contains(p.Message, tt.want) }) {
			t.Errorf("%s: %v, want %q", name, problems, tt.want)
		}
	}
	f := full(day("2026-11-03"))
	f.Text = good
	l, problems := letter.Draft(k, f)
	if len(problems) > 0 || !strings.Contains(l.Body, "经研究，所申请的会议纪要") {
		t.Errorf("%v %s", problems, l.Body)
	}
}

func TestBracketsAreFilledWhenTheFactIsKnown(t *testing.T) {
	k, _ := letter.KindOf("L07a")
	f := full(day("2026-11-03"))
	f.Typed["信息概述"] = ""
	l, problems := letter.Draft(k, f)
	if len(problems) != 1 || letter.Fill(k, f, l.Body) != l.Body {
		t.Fatalf("%v", problems)
	}
	edited := l.Body + "\n另，本机关可以派人说明。"
	f.Typed["信息概述"] = "# 合同的单价"
	got := letter.Fill(k, f, edited)
	if !strings.Contains(got, "合同的单价") || !strings.HasSuffix(got, "派人说明。") || strings.Contains(got, "【请填写") || strings.Contains(got, "\n# ") {
		t.Error(got)
	}
}
