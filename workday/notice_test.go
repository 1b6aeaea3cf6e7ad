package workday_test

import (
	"strings"
	"testing"

	"gongkai/fault"
	"gongkai/workday"

	"github.com/google/go-cmp/cmp"
)

const header = "date,kind,name,notice\n"

func TestReadReportsEverythingThatIsWrongWithItsLine(t *testing.T) {
	_, err := workday.Read(strings.NewReader(header +
		"2027-01-01,off,元旦,通知\n" +
		"2027-02-30,off,春节,通知\n" +
		"2027-01-01,work,元旦,通知\n" +
		"2027-1-3,holiday,,通知\n" +
		"2027-05-01,off,劳动节\n" +
		"2100-01-01,off,元旦,通知\n" +
		"2027-10-01,off, 国庆节,\"通\n知\"\n"))
	var got []string
	for _, p := range fault.Problems(err) {
		got = append(got, p.Message)
	}
	want := []string{
		"第3行：没有 2027-02-30 这一天",
		"第4行：2027年1月1日已在第2行写过",
		"第5行：日期 \"2027-1-3\" 应写成 2026-11-03 的形式",
		"第5行：kind 应为 off（放假）或者 work（调休上班），不能是“holiday”",
		"第5行：name（节日名称）不能空，前后也不能有空格",
		"第6行：应有4列，实有3列",
		"第7行：2100年1月1日不在1990年至2099年之间",
		"第8行：name（节日名称）不能空，前后也不能有空格",
		"第8行：notice（依据的通知）太长或者含有换行",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestReadRefusesWhatIsNotAFileOfRows(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"empty", "", "第1行应为表头 date,kind,name,notice（各地自己的放假安排加一列 region）"},
		{"other header", "日期,类型,名称,通知\n", "第1行应为表头 date,kind,name,notice（各地自己的放假安排加一列 region）"},
		{"header alone", header, "放假安排文件里没有日期"},
		{"GB18030", "date,kind,name,notice\n2027-01-01,off,\xd4\xaa\xb5\xa9,x\n", "放假安排文件不是UTF-8编码，请另存为UTF-8编码的CSV"},
		{"open quote", header + "2027-01-01,off,\"元旦,通知\n", "第2行：引号不成对，不是合格的CSV"},
		{"too large", header + strings.Repeat("x", 1<<20), "放假安排文件超过1MB，不像一份放假安排"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if rows, err := workday.Read(strings.NewReader(tt.text)); fault.Message(err) != tt.want || rows != nil {
				t.Errorf("%v %q, want %q", rows, fault.Message(err), tt.want)
			}
		})
	}
}

func TestReadTakesTheMarkThatSpreadsheetsWrite(t *testing.T) {
	rows, err := workday.Read(strings.NewReader("\ufeffdate,kind,name,notice\r\n2027-01-01,off,元旦,通知\r\n"))
	want := []workday.Row{{On: day("2027-01-01"), Off: true, Name: "元旦", Notice: "通知"}}
	if err != nil || !cmp.Equal(rows, want, cmp.Comparer(func(a, b workday.Row) bool { return a == b })) {
		t.Error(rows, err)
	}
}

func TestReadTakesTheDaysOfPlaces(t *testing.T) {
	rows, err := workday.Read(strings.NewReader("date,kind,name,notice,region\n2026-03-20,off,开斋节,宁政办发,640000\n2026-03-20,off,开斋节,州政办发,622900\n2026-03-20,off,三八节,国务院通知,\n"))
	if err != nil || len(rows) != 3 || rows[0].Region != "640000" || rows[1].Region != "622900" || rows[2].Region != "" {
		t.Error(rows, err)
	}
	_, err = workday.Read(strings.NewReader("date,kind,name,notice,region\n2026-03-20,off,开斋节,宁政办发,64\n2026-03-20,off,开斋节,宁政办发,宁夏\n2026-03-20,off,开斋节,宁政办发,640000\n2026-03-20,off,开斋节,宁政办发,640000\n"))
	var got []string
	for _, p := range fault.Problems(err) {
		got = append(got, p.Message)
	}
	want := []string{"第2行：region 应为6位或者9位行政区划代码，全国的不填，不能是“64”", "第3行：region 应为6位或者9位行政区划代码，全国的不填，不能是“宁夏”", "第5行：2026年3月20日已在第4行写过"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(header + "2027-01-01,off,元旦,通知\n2027-10-01,work,国庆节,通知\n")
	f.Add(header + "2027-02-30,,\"\n")
	f.Add("date,kind,name,notice,region\n2026-03-20,off,开斋节,通知,640000\n2026-03-20,off,节,通知,\n")
	f.Fuzz(func(t *testing.T, text string) {
		rows, err := workday.Read(strings.NewReader(text))
		if (err == nil) != (len(rows) > 0) {
			t.Fatalf("%d rows and %v", len(rows), err)
		}
		if err != nil {
			return
		}
		var b strings.Builder
		b.WriteString("date,kind,name,notice,region\n")
		seen := map[string]bool{}
		for _, r := range rows {
			if r.Name == "" || r.Notice == "" || seen[r.Region+r.On.String()] {
				t.Fatalf("%+v was accepted", r)
			}
			seen[r.Region+r.On.String()] = true
			kind := map[bool]string{true: "off", false: "work"}[r.Off]
			quote := func(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }
			b.WriteString(strings.Join([]string{r.On.String(), kind, quote(r.Name), quote(r.Notice), r.Region}, ",") + "\n")
		}
		again, err := workday.Read(strings.NewReader(b.String()))
		if err != nil || len(again) != len(rows) {
			t.Fatalf("what was read cannot be read again: %v", err)
		}
	})
}
