package fulltext_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"gongkai/disclosure"
	"gongkai/internal/database"
	"gongkai/internal/fulltext"
)

func TestDocNoInEveryBracket(t *testing.T) {
	for typed, want := range map[string]string{
		"凉科发〔2021〕15号": "凉科发〔2021〕15号", "凉科发[2021]15号": "凉科发〔2021〕15号", "凉科发（2021）15号": "凉科发〔2021〕15号",
		"凉科发(2021)15": "凉科发〔2021〕15号", "凉科发【2021】第015号": "凉科发〔2021〕15号", "凉科发2021年第15号": "凉科发〔2021〕15号",
		"凉科发［２０２１］１５号": "凉科发〔2021〕15号", " 凉政办发 〔2022〕 3 号 ": "凉政办发〔2022〕3号",
		"〔2021〕15号": "", "2021年15号": "", "部门预算2023": "", "凉科发〔2021〕号": "", "农村公路": "", "凉科发〔1821〕15号": "",
	} {
		if got, ok := fulltext.ParseDocNo(typed); got != want || ok != (want != "") {
			t.Errorf("%q: %q %v, want %q", typed, got, ok, want)
		}
	}
}

func TestPlainText(t *testing.T) {
	got := fulltext.Plain(`<h2>第一章</h2><p>为了<b>保障</b>公民&amp;法人</p><script>bad()</script><table><tr><td>甲</td><td>乙</td></tr></table>`)
	if got != "第一章\n为了保障公民&法人\n甲\n乙" {
		t.Errorf("%q", got)
	}
}

// TestTiersHoldEachOther: what is found in a better place is found in a worse one, so that counting the last counts all.
func TestTiersHoldEachOther(t *testing.T) {
	words := []string{"农村公路", "养护", "规划局", "管理办法", "的", "2021", "凉州区", "通知", "《管理办法》", "“农村公路养护”", "凉科发〔2021〕15号"}
	rapid.Check(t, func(t *rapid.T) {
		some := func(name string) string {
			return strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 0, 6).Draw(t, name), "")
		}
		entry := fulltext.Enter(fulltext.Source{Record: disclosure.Record{Title: some("title"), Summary: some("summary"), DocNo: "凉科发[2021]15号",
			Body: "<p>" + some("body") + "</p>"}, Year: 2021})
		typed := strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 1, 3).Draw(t, "typed"), " ")
		plan := fulltext.Read(typed)
		before := false
		for i, tier := range plan.Tiers {
			all := true
			for _, p := range tier {
				all = all && holds(entry, p)
			}
			if before && !all {
				t.Fatalf("%q: tier %d loses what the one before holds: %+v", typed, i, plan.Tiers)
			}
			before = before || all
		}
	})
}

func holds(e fulltext.Entry, p database.Phrase) bool {
	fits := func(have []string) bool {
		for i, w := range p.Words {
			if have[i] != w && !(p.Open && i == len(p.Words)-1 && strings.HasPrefix(have[i], w)) {
				return false
			}
		}
		return true
	}
	if len(p.Words) == 1 && slices.ContainsFunc(e.More, func(w string) bool { return fits([]string{w}) }) {
		return true
	}
	for i := 0; i+len(p.Words) <= len(e.Order); i++ {
		if fits(e.Order[i : i+len(p.Words)]) {
			return true
		}
	}
	return false
}

func TestHighlightKeepsTheText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		marks := rapid.SliceOf(rapid.StringN(0, 3, -1)).Draw(t, "marks")
		var b strings.Builder
		for _, s := range fulltext.Highlight(text, marks) {
			b.WriteString(s.Text)
		}
		if want := string([]rune(text)); b.String() != want {
			t.Fatalf("%q became %q", want, b.String())
		}
	})
}

func TestSnippetShowsWhereTheWordsStand(t *testing.T) {
	text := strings.Repeat("前言说了很多别的事情。", 30) + "本办法适用于农村公路的养护。" + strings.Repeat("后面还有别的。", 30)
	spans, found := fulltext.Snippet(text, []string{"农村公路", "养护"})
	var marked []string
	length := 0
	for _, s := range spans {
		length += len([]rune(s.Text))
		if s.Marked {
			marked = append(marked, s.Text)
		}
	}
	if !found || !slices.Equal(marked, []string{"农村公路", "养护"}) || length > 120 || spans[0].Text != "…" {
		t.Errorf("%v %v of %d", found, spans, length)
	}
	if _, found := fulltext.Snippet(text, []string{"没有的词"}); found {
		t.Error("found what is not there")
	}
}

func FuzzRead(f *testing.F) {
	for _, text := range []string{"农村公路 养护", `“农村公路”`, `"a`, "《", "凉科发〔2021〕15号", "\uE001x", "' OR 1", `a" AND "b`, "的", "*", ":* & !"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, tier := range fulltext.Read(text).Tiers {
			for _, p := range tier {
				for _, w := range p.Words {
					if w == "" || strings.ContainsAny(w, "\" '\\*:&|!()") {
						t.Errorf("%q looks for %q", text, w)
					}
				}
			}
		}
		fulltext.Open(text)
	})
}
