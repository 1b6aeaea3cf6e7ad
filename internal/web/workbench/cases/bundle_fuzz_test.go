package cases

import (
	"testing"

	"gongkai/civil"
)

// Whatever lies in a file, no row is made of nothing and no field is filled that the form does not have.
func FuzzReadLetters(f *testing.F) {
	f.Add([]byte("姓名或者名称,申请的信息,到达日期\n甲,乙路,2026-11-20\n,,\n"))
	f.Add([]byte("类别,姓名,申请内容,渠道\n公民,甲,\"乙\n路\",传真\n"))
	f.Fuzz(func(t *testing.T, content []byte) {
		rows, err := readLetters(content)
		if err != nil && len(rows) > 0 {
			t.Fatal("rows beside an error")
		}
		known := map[string]bool{}
		for _, column := range bundleHead {
			known[column.name] = true
		}
		for _, row := range rows {
			if len(row.values)+len(row.dates)+len(row.problems) == 0 || row.line < 2 {
				t.Fatalf("%+v", row)
			}
			for name, value := range row.values {
				if !known[name] || value == "" {
					t.Fatalf("%s %q", name, value)
				}
			}
		}
	})
}

func TestDaysOfTables(t *testing.T) {
	for text, want := range map[string]string{"2026-11-20": "2026-11-20", "2026/1/5": "2026-01-05", "2026年1月5日": "2026-01-05", "20260105": "2026-01-05", "46027": "2026-01-05",
		"2026.1.5 09:30": "2026-01-05", "2026-01-05T00:00:00": "2026-01-05", "上周": "", "2026-13-01": "", "7": "", "1-2": "", "": ""} {
		on, ok := readDay(text)
		if ok != (want != "") || ok && on != civil.MustParse(want) {
			t.Errorf("%q is %s %t, want %q", text, on, ok, want)
		}
	}
}
