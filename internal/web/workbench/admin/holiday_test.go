package admin

import (
	"strings"
	"testing"

	"gongkai/civil"
	"gongkai/workday"
)

func TestNoticeLines(t *testing.T) {
	rows, problems := noticeLines("元旦 2027-01-01 2027-01-03\n\n春节 2027-02-06 2027-02-12 放假\n春节 2027-02-14 上班\n国庆节 2027-10-01 2027-10-07\n", "", "国办发明电")
	if len(problems) > 0 || len(rows) != 3+7+1+7 {
		t.Fatalf("%d rows, %v", len(rows), problems)
	}
	calendar := workday.National().With(rows)
	if !calendar.Known(2027) {
		t.Error("the year of a loaded notice is not known")
	}
	if sunday := calendar.Kind(civil.MustParse("2027-02-14")); sunday.Kind != workday.MakeUp || sunday.Name != "春节" || sunday.Source != "国办发明电" {
		t.Errorf("the Sunday worked is %+v", sunday)
	}
	for text, part := range map[string]string{
		"元旦":                                 "应为",
		"元旦 2027-01-32":                      "日期写作",
		"元旦 2027-01-03 2027-01-01":           "结束日",
		"春节 2027-01-01 2027-12-31":           "结束日",
		"元旦 2027-01-01\n元旦 2027-01-01":       "已在第1行",
		"元旦 2150-01-01":                      "范围",
		"元旦 2027-01-01 2027-01-02 2027-01-3": "应为",
	} {
		if _, problems := noticeLines(text, "", "x"); len(problems) != 1 || !strings.Contains(problems[0], part) {
			t.Errorf("%q: %v, want a problem with %q", text, problems, part)
		}
	}
}

func FuzzNoticeLines(f *testing.F) {
	f.Add("元旦 2027-01-01 2027-01-03\n春节 2027-02-06 上班")
	f.Fuzz(func(t *testing.T, text string) {
		rows, problems := noticeLines(text, "", "x")
		days := map[civil.Date]bool{}
		for _, row := range rows {
			if days[row.On] && len(problems) == 0 {
				t.Fatalf("%s twice and nothing said", row.On)
			}
			days[row.On] = true
		}
	})
}
