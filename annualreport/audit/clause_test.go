package audit

import (
	"slices"
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
