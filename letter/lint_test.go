package letter_test

import (
	"slices"
	"strings"
	"testing"

	"gongkai/decision"
	"gongkai/fault"
	"gongkai/letter"

	"pgregory.net/rapid"
)

type problem = fault.Problem

func TestWhatTheLintFinds(t *testing.T) {
	replace := func(old, with string) func(*letter.Letter) {
		return func(l *letter.Letter) { l.Body = strings.ReplaceAll(l.Body, old, with) }
	}
	for _, tt := range []struct {
		name   string
		kind   letter.ID
		edit   func(*letter.Letter)
		blocks bool
		want   string
	}{
		{"no recipient", "L14", func(l *letter.Letter) { l.Recipient = "" }, true, "缺少主送"},
		{"somebody else", "L14", func(l *letter.Letter) { l.Recipient = "王五" }, true, "主送与登记的收件人不一致"},
		{"short name in the title", "L14", func(l *letter.Letter) { l.Title = "区科技局\n政府信息公开申请答复书" }, true, "标题应当写明机关全称"},
		{"another title", "L14", func(l *letter.Letter) { l.Title = "武威市凉州区科学技术局\n告知书" }, true, "标题应当以“政府信息公开申请答复书”结尾"},
		{"no day", "L14", func(l *letter.Letter) { l.DatedOn = day("0001-01-01").AddDays(-1); l.DatedOn = letter.Letter{}.DatedOn }, true, "缺少成文日期"},
		{"no phone", "L14", replace("0935-2200000", ""), true, "联系电话"},
		{"day of receipt lost", "L14", replace("2026年10月4日收到", "近日收到"), true, "收到申请的日期"},
		{"content lost", "L14", replace("2025年度区级科技计划项目的立项文件", "有关信息"), true, "申请的内容"},
		{"only the article, not the paragraph", "L14", replace("第十六条第二款", "第十六条"), true, "依据《条例》第十六条第二款"},
		{"item in brackets is fine", "L14", replace("第三十六条第三项", "第三十六条第（三）项"), false, ""},
		{"item lost", "L14", replace("第三十六条第三项", "第三十六条"), true, "依据《条例》第三十六条第三项"},
		{"reason lost", "L14", replace("所申请的会议纪要是内部讨论的记录，尚未形成正式决定", "依法"), true, "没有写明登记的事实和理由"},
		{"sue at once", "L14", replace("先向武威市凉州区人民政府申请行政复议", "向武威市凉州区人民政府申请行政复议，或者6个月内向武威市凉州区人民法院提起行政诉讼"), true, "复议前置的决定不能写可以直接提起行政诉讼"},
		{"organ lost", "L14", replace("武威市凉州区人民政府", "区政府"), true, "缺少行政复议机关“武威市凉州区人民政府”"},
		{"court lost", "L16", replace("武威市凉州区人民法院", "人民法院"), true, "缺少管辖法院“武威市凉州区人民法院”"},
		{"term lost", "L16", replace("6个月内", "法定期限内"), true, "缺少提起行政诉讼的期限（6个月）"},
		{"first 复议 where it is not", "L16", replace("60日内向", "60日内先向"), true, "不是复议前置的情形"},
		{"upper department", "L16", replace("武威市凉州区人民政府", "武威市凉州区人民政府或者上一级主管部门"), true, "不能再写向上一级主管部门申请复议"},
		{"three months", "L16", replace("6个月内", "3个月内"), true, "“三个月”是旧法的期限"},
		{"special need", "L16", func(l *letter.Letter) {
			l.Body += "\n申请应当符合自身生产、生活、科研等特殊需要。"
		}, true, "特殊需要"},
		{"article of 2007", "L16", func(l *letter.Letter) { l.Body += "\n依据《政府信息公开条例》第二十一条。" }, true, "2007年条例的条文"},
		{"placeholder", "L16", func(l *letter.Letter) { l.Body += "\n【请填写：检索情况】" }, true, "没有填写的内容"},
		{"braces", "L16", func(l *letter.Letter) { l.Body += "{{.机关}}" }, true, "大括号"},
		{"empty", "L16", func(l *letter.Letter) { l.Body = "" }, true, "正文是空的"},
		{"remedies in a notice", "L06", func(l *letter.Letter) { l.Body += "\n可以申请行政复议。" }, false, "不需要告知复议和诉讼"},
		{"no new due date", "L06", replace("2026年11月23日", "近期"), true, "延长后的期限"},
		{"correction without consequence", "L04", replace("视为放弃申请", "不予受理"), true, "逾期不补正的后果"},
		{"correction without period", "L04", replace("2026年10月29日", "近期"), true, "合理期限"},
		{"the applicant named to a third party", "L07a", func(l *letter.Letter) { l.Body += "\n申请人是李一凡。" }, true, "不得写明申请人的身份"},
		{"third party without term", "L07a", replace("15个工作日", "尽快"), true, "十五个工作日的期限"},
		{"fee without amount", "L11", replace("4300.00元", "若干"), true, "应当写明金额"},
		{"unknown kind", "L14", func(l *letter.Letter) { l.Kind = "L99" }, true, "没有这种文书"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			k, _ := letter.KindOf(tt.kind)
			f := full(day("2026-11-03"))
			if tt.kind == "L16" {
				f.Answer = letter.Answer{Outcome: decision.UnableNotHeld, Sub: decision.DoesNotExist, Reason: "本机关没有制作该项目的验收意见"}
			}
			l, problems := letter.Draft(k, f)
			if len(problems) > 0 || len(letter.Lint(l, f)) > 0 {
				t.Fatalf("not clean before: %v %v", problems, letter.Lint(l, f))
			}
			before := l
			tt.edit(&l)
			if l.Body == before.Body && l.Title == before.Title && l.Recipient == before.Recipient && l.DatedOn == before.DatedOn && l.Kind == before.Kind {
				t.Fatalf("the edit changed nothing:\n%s", l.Body)
			}
			remarks := letter.Lint(l, f)
			if tt.want == "" {
				if len(remarks) > 0 {
					t.Errorf("%v", remarks)
				}
				return
			}
			if !slices.ContainsFunc(remarks, func(r letter.Remark) bool { return r.Blocks == tt.blocks && strings.Contains(r.Message, tt.want) }) {
				t.Errorf("%v, want %q\n%s", remarks, tt.want, l.Body)
			}
		})
	}
}

func TestBefore2024TheUpperDepartmentWasRight(t *testing.T) {
	k, _ := letter.KindOf("L14")
	f := full(day("2023-06-01"))
	f.Remedy.Forum.Organs = []string{"武威市凉州区人民政府", "武威市科学技术局"}
	l, _ := letter.Draft(k, f)
	if !strings.Contains(l.Body, "武威市凉州区人民政府或者武威市科学技术局申请行政复议") {
		t.Error(l.Body)
	}
	l.Body = strings.ReplaceAll(l.Body, "武威市科学技术局", "武威市科学技术局（上一级主管部门）")
	for _, r := range letter.Lint(l, f) {
		if strings.Contains(r.Message, "上一级") {
			t.Error(r)
		}
	}
}

func TestPartialMayBeReadAsNotReconFirst(t *testing.T) {
	k, _ := letter.KindOf("L13")
	f := full(day("2026-11-03"))
	f.Answer.Outcome = decision.Partial
	f.Remedy.Reading.PartialNotReconFirst = true
	l, problems := letter.Draft(k, f)
	if len(problems) > 0 || strings.Contains(l.Body, "应当先申请") || !strings.Contains(l.Body, "6个月内") || len(letter.Lint(l, f)) > 0 {
		t.Errorf("%v %v\n%s", problems, letter.Lint(l, f), l.Body)
	}
}

// No text whatever makes the lint or the reader of paragraphs fail, and a body survives being read and written.
func TestAnyTextCanBeRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k := rapid.SampledFrom(letter.Kinds).Draw(t, "kind")
		f := full(day("2026-11-03"))
		f.Case.Content = rapid.String().Draw(t, "content")
		f.Answer.Reason = rapid.String().Draw(t, "reason")
		l, _ := letter.Draft(k, f)
		l.Body = rapid.OneOf(rapid.Just(l.Body), rapid.String()).Draw(t, "body")
		letter.Lint(l, f)
		for _, p := range letter.Paragraphs(l.Body) {
			if p.Style == "row" && len(p.Cells) == 0 {
				t.Fatalf("a row without cells in %q", l.Body)
			}
		}
		l.Plain()
	})
}

func FuzzCheckText(f *testing.F) {
	k, _ := letter.KindOf("L14")
	text, _, _ := letter.Standard(k, day("2026-01-01"))
	f.Add(text)
	f.Add("{{define \"开头\"}}{{end}}{{with .机关}}{{.}}{{else}}{{$.机关}}{{end}}")
	f.Fuzz(func(t *testing.T, text string) {
		if len(letter.CheckText(k, text)) > 0 {
			return
		}
		facts := full(day("2026-11-03"))
		facts.Text = text
		if _, problems := letter.Draft(k, facts); slices.ContainsFunc(problems, func(p problem) bool { return p.Field == "text" }) {
			t.Errorf("accepted and then not written: %v", problems)
		}
	})
}
