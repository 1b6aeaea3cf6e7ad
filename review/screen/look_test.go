package screen_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"gongkai/civil"
	"gongkai/review/screen"

	"pgregory.net/rapid"
)

var today = civil.MustParse("2026-11-03")

const somebody = "620602198001011238" // the last character is computed, not trusted

func number() string { return complete(somebody[:17]) }

func kinds(hits []screen.Hit) string {
	var list []string
	for _, h := range hits {
		list = append(list, string(h.Kind))
	}
	return strings.Join(list, " ")
}

func TestMendLeavesNothingToBlock(t *testing.T) {
	s := screen.New(screen.Options{Today: today, Words: screen.StartingWords})
	for _, tt := range []struct{ name, text, want string }{
		{"a number between names", "张三" + number() + "李四", "张三6206**********" + number()[14:] + "李四"},
		{"groups keep their spaces", "身份证 " + number()[:6] + " " + number()[6:14] + " " + number()[14:], "身份证 6206** ******** " + number()[14:]},
		{"full width", "手机：１３９１２３４５６７８。", "手机：139****5678。"},
		{"a card", "卡号 6228 4800 0000 0000 004", ""},
		{"a wrong word is replaced", "截止目前共3件", "截至目前共3件"},
		{"nothing to do", "第三十三条", "第三十三条"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, _ := s.Mend(screen.Piece{Text: tt.text})
			if tt.want != "" && got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			for _, h := range s.Look(screen.Piece{Text: got}) {
				if h.Write != "" {
					t.Errorf("%s still stands in %q", h.Kind, got)
				}
			}
		})
	}
}

func TestOnlyTheKindsAskedForAreMended(t *testing.T) {
	s := screen.New(screen.Options{Today: today})
	text := number() + "，13912345678"
	got, n := s.Mend(screen.Piece{Text: text}, screen.Mobile)
	if n != 1 || !strings.Contains(got, number()) || !strings.Contains(got, "139****5678") {
		t.Errorf("%d changes: %q", n, got)
	}
}

func TestTheQuoteShowsNoNumberOfItsNeighbours(t *testing.T) {
	s := screen.New(screen.Options{Today: today})
	text := "张三，" + number() + "，手机13912345678，卡6228480402564890018"
	for _, f := range s.Findings(screen.Piece{Text: text, Where: "第2段"}) {
		if strings.Contains(f.Masked, number()) || strings.Contains(f.Masked, "13912345678") || f.Where != "第2段" || f.Message == "" {
			t.Errorf("%+v", f)
		}
	}
	first := s.Findings(screen.Piece{Text: text})[0]
	if first.Kind != screen.IDCard || !strings.Contains(first.Masked, "张三") {
		t.Errorf("the name is gone: %+v", first)
	}
}

func TestAnAgencysOwnPhonesPass(t *testing.T) {
	for _, tt := range []struct{ phones, text, want string }{
		{"", "咨询电话：13909350001", "phone"},
		{"139 0935 0001", "咨询电话：13909350001", ""},
		{"0935-2212345、13909350001（值班）", "电话0935-2212345，13909350001", ""},
		{"0935-2212345", "电话：2212345", "telephone"},
		{"2212345", "电话：0935-2212345", ""},
		{"0935-2212345", "电话：0935-2212346", "telephone"},
	} {
		s := screen.New(screen.Options{Today: today, Phones: []string{tt.phones}})
		if got := kinds(s.Look(screen.Piece{Text: tt.text})); got != tt.want {
			t.Errorf("with %q: %q gives %q, want %q", tt.phones, tt.text, got, tt.want)
		}
	}
}

func TestLabelOfARecordForApplication(t *testing.T) {
	text := screen.Piece{Text: "（此件依申请公开）"}
	if got := kinds(screen.New(screen.Options{}).Look(text)); got != "label_mode" {
		t.Errorf("proactive: %q", got)
	}
	if got := kinds(screen.New(screen.Options{Upon: true}).Look(text)); got != "" {
		t.Errorf("upon application: %q", got)
	}
}

func TestChildrenAreNamedAsSuch(t *testing.T) {
	s := screen.New(screen.Options{Today: today})
	child := complete("62060220150607123")
	for _, f := range s.Findings(screen.Piece{Text: "学生身份证" + child}) {
		if !strings.Contains(f.Message, "不满十四周岁") {
			t.Errorf("%+v", f)
		}
	}
}

func TestWordsTakeTheLongestAndTheirExceptions(t *testing.T) {
	s := screen.New(screen.Options{Words: []screen.Word{
		{Wrong: "帐", Level: screen.Warn}, {Wrong: "帐户", Right: "账户", Level: screen.Warn}, {Wrong: "布署", Right: "部署", Level: screen.Block, But: "公布署名"},
	}})
	for _, tt := range []struct{ text, want string }{
		{"银行帐户", "doubtful_word"}, {"统一布署", "wrong_word"}, {"公布署名文章", ""}, {"公布署名与布署", "wrong_word"}, {"帐", "doubtful_word"},
	} {
		if got := kinds(s.Look(screen.Piece{Text: tt.text})); got != tt.want {
			t.Errorf("%q gives %q, want %q", tt.text, got, tt.want)
		}
	}
}

func TestTheTableSaysEverything(t *testing.T) {
	seen := map[screen.Kind]bool{}
	for _, d := range screen.Detectors {
		if d.Kind == "" || d.Label == "" || d.Message == "" || d.Level != screen.Block && d.Level != screen.Warn || d.Cite.IsZero() || seen[d.Kind] {
			t.Errorf("row %+v is not complete", d)
		}
		if err := d.Cite.Check(); err != nil {
			t.Errorf("%s: %v", d.Kind, err)
		}
		for _, r := range d.Remedies {
			if r.Label() == "" {
				t.Errorf("%s: remedy %q has no words", d.Kind, r)
			}
		}
		seen[d.Kind] = true
	}
	for _, w := range screen.StartingWords {
		if p := w.Check(); len(p) > 0 {
			t.Errorf("%s: %v", w.Wrong, p)
		}
	}
}

// Whatever stands around it, a full number is found, and mending takes it out and nothing else.
func TestANumberIsFoundInAnySurroundings(t *testing.T) {
	s := screen.New(screen.Options{Today: today})
	around := rapid.StringOf(rapid.SampledFrom([]rune("张李王的，。：（）　 \n、；是号与和abc_")))
	rapid.Check(t, func(t *rapid.T) {
		left, right := around.Draw(t, "left"), around.Draw(t, "right")
		left, right = strings.TrimRight(left, "abc"), strings.TrimLeft(right, "abc")
		text := left + number() + right
		hits := s.Look(screen.Piece{Text: text})
		if kinds(hits) != "id_card" || text[hits[0].Start:hits[0].End] != number() {
			t.Fatalf("%q gives %v", text, hits)
		}
		got, _ := s.Mend(screen.Piece{Text: text})
		if !strings.HasPrefix(got, left) || !strings.HasSuffix(got, right) || strings.Contains(got, number()) {
			t.Fatalf("%q became %q", text, got)
		}
	})
}

func FuzzLook(f *testing.F) {
	for _, it := range []string{"身份证" + number(), "机密★10年", "１３９ 1234 5678", "电话：0935-2212345", "二〇二六年二月三十日", "甘H12345", "a@b.cc", "住址：凉州区金沙镇平庄村三组\xff", "62\u200b28"} {
		f.Add(it, 0)
		f.Add(it, 3)
	}
	s := screen.New(screen.Options{Today: today, Words: screen.StartingWords})
	f.Fuzz(func(t *testing.T, text string, role int) {
		p := screen.Piece{Text: text, Role: screen.Role(role)}
		end := 0
		for _, h := range s.Look(p) {
			if h.Start < end || h.End <= h.Start || h.End > len(text) {
				t.Fatalf("%+v of %d bytes", h, len(text))
			}
			end = h.End
		}
		for _, finding := range s.Findings(p) {
			if utf8.ValidString(text) && !utf8.ValidString(finding.Masked) {
				t.Fatalf("%q", finding.Masked)
			}
		}
		s.Mend(p)
	})
}

func BenchmarkLook(b *testing.B) {
	s := screen.New(screen.Options{Today: today, Words: screen.StartingWords})
	text := strings.Repeat("根据《中华人民共和国政府信息公开条例》第三十三条第二款，经本机关负责人同意，于2026年11月3日延长20个工作日，联系电话0935-2212345。", 13)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		s.Look(screen.Piece{Text: text})
	}
}
