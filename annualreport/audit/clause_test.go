package audit

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestNumbersIn(t *testing.T) {
	for _, tt := range []struct {
		text string
		want []int64
	}{
		{"2021年我局共收到申请12件", []int64{12}},
		{"收到１２件", []int64{12}},
		{"主动公开信息11,398条", []int64{11398}},
		{"制发规范性文件二十三件", []int64{23}},
		{"收到申请两百零五件", []int64{205}},
		{"依据第20条第3项", nil},
		{"自2021年1月1日起", nil},
		{"20个工作日内答复", nil},
		{"占比98.5件", nil},
		{"7个栏目11项", []int64{7, 11}},
		{"十件", []int64{10}},
		{"一是加强学习", nil},
		{"未收到", nil},
		{"收到 3 件", []int64{3}},
		{"一次性告知", nil},
		{"与办公室一起答复", nil},
		{"二〇二一件", []int64{2021}},
		{"二十三份", []int64{23}},
		{"99999999999999999999件", nil},
	} {
		var got []int64
		for _, n := range numbersIn(tt.text) {
			got = append(got, n.value)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%q: %v, want %v", tt.text, got, tt.want)
		}
	}
}

func TestClauses(t *testing.T) {
	for sentence, want := range map[string][]string{
		"收到1,234件，办结1，200件":    {"收到1,234件", "办结1，200件"},
		"收到12件（含上年结转1件）,答复11件": {"收到12件", "含上年结转1件", "答复11件"},
		"分两类:一类3件，二类4件":        {"分两类", "一类3件", "二类4件"},
		"共3,4,5条":              {"共3", "4", "5条"},
	} {
		var got []string
		for _, c := range clausesOf("一", sentence) {
			got = append(got, c.text)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", sentence, got, want)
		}
	}
}

func FuzzClauses(f *testing.F) {
	f.Add("收到1,234件（其中网上3件）。未收到复议；共13条，其中概况3条")
	f.Fuzz(func(t *testing.T, s string) {
		for _, c := range clauses("一", []string{s}) {
			if !strings.HasPrefix(c.sent, c.before+c.text) {
				t.Errorf("%q: %q does not stand behind %q in %q", s, c.text, c.before, c.sent)
			}
			for _, n := range c.numbers {
				c.outside(n.at, 2021)
			}
		}
	})
}

func FuzzNumbersIn(f *testing.F) {
	for _, s := range []string{"共收到申请12件", "二十三件", "1,234,条", "1.2.3件", "零件", "\xff1件"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, n := range numbersIn(s) {
			if n.at < 0 || n.end <= n.at || n.end > len(s) || n.value < 0 {
				t.Errorf("%q: %+v", s, n)
			}
			if utf8.ValidString(s) && !utf8.ValidString(s[n.at:n.end]) {
				t.Errorf("%q cut inside a character: %+v", s, n)
			}
		}
	})
}
