package draft_test

import (
	"reflect"
	"strings"
	"testing"

	"gongkai/annualreport"
	"gongkai/annualreport/audit"
	"gongkai/annualreport/draft"
	"gongkai/money"

	"pgregory.net/rapid"
)

// facts draws registers in which every identity holds.
func facts(t *rapid.T) draft.Facts {
	year := rapid.IntRange(2021, 2026).Draw(t, "year")
	form, _ := annualreport.FormOf(year)
	count := rapid.OneOf(rapid.Just(int64(0)), rapid.Int64Range(0, 60))
	three, fours, two := form.NewGrid(annualreport.Three), form.NewGrid(annualreport.Four), form.NewGrid(annualreport.Two)
	add := func(row annualreport.RowID, c int, n int64) {
		three[row][c].Value += n
		three[row][6].Value += n
	}
	for c := range 6 {
		var total int64
		for _, row := range form.Tables[annualreport.Three] {
			if row.IsResult() {
				n := count.Draw(t, string(row.ID))
				add(row.ID, c, n)
				total += n
			}
		}
		add(annualreport.Total, c, total)
		out := count.Draw(t, "carried out")
		in := rapid.Int64Range(0, total+out).Draw(t, "carried in")
		add(annualreport.CarriedIn, c, in)
		add(annualreport.CarriedOut, c, out)
		add(annualreport.Received, c, total+out-in)
	}
	for _, row := range form.Tables[annualreport.Four] {
		for i := range 4 {
			n := count.Draw(t, string(row.ID))
			fours[row.ID][i].Value, fours[row.ID][4].Value = n, fours[row.ID][4].Value+n
		}
	}
	for _, cells := range two {
		for i := range cells {
			cells[i].Value = count.Draw(t, "two")
		}
	}
	f := draft.Facts{Agency: "甲县乙局", Year: year, Fee: money.Fen(count.Draw(t, "fee") * 100), Contact: "办公室，电话0000-0000000",
		Tables: map[annualreport.TableNo]annualreport.Grid{annualreport.Two: two, annualreport.Three: three, annualreport.Four: fours}}
	for _, label := range []string{"政策文件", "财政预决算", "机构职能"} {
		n := count.Draw(t, label)
		f.Records = append(f.Records, draft.Sort{Label: label, N: n})
		f.Published += n
	}
	if rapid.Bool().Draw(t, "trained") {
		f.Trainings = []string{"组织培训一次，参加三十人"}
	}
	return f
}

// The text with which every report begins stays true: whatever the registers hold, the report that comes of it passes
// every rule, those against the registers among them.
func TestTheOpeningTextIsAlwaysTrue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := facts(t)
		d, _ := draft.New(f.Year)
		d.Texts["五"] = "专职人员不足。将在明年配备一名专职人员，由办公室负责。"
		if problems := d.Check(f, draft.Limits{Overview: 1000}); len(problems) > 0 {
			t.Fatalf("%v", problems)
		}
		r := d.Report(f)
		result := audit.Run(audit.Subject{Report: r, Registers: &audit.Registers{Tables: f.Tables, Fee: f.Fee}, Names: []string{"甲县乙局"}})
		for _, finding := range result.Findings {
			t.Errorf("%s: %s (%s)", finding.Rule, finding.Message, finding.Quote)
		}
		if strings.Contains(strings.Join(append(r.Preamble, text(r)), ""), "{{") {
			t.Errorf("a field stayed: %s", text(r))
		}
	})
}

func text(r *annualreport.Report) string {
	var b strings.Builder
	for _, s := range r.Sections {
		b.WriteString(strings.Join(s.Paragraphs, ""))
	}
	return b.String()
}

// Each field is filled in for registers that are empty and for those that are not, and no two have one name.
func TestEveryFieldIsFilled(t *testing.T) {
	seen := map[string]bool{}
	for _, field := range draft.Fields {
		if seen[field.Name] || field.Hint == "" || draft.GuideOf(field.Part).Lead == "" {
			t.Errorf("%s: twice, or without a hint or a part", field.Name)
		}
		seen[field.Name] = true
		empty := draft.Facts{Year: 2021}
		if got := empty.Fill("{{ " + field.Name + " }}"); strings.Contains(got, "{{") {
			t.Errorf("%s stays %q", field.Name, got)
		}
	}
}

func TestOverridesStandOverTheRegisters(t *testing.T) {
	d, _ := draft.New(2021)
	form := d.FormOf()
	registers := map[annualreport.TableNo]annualreport.Grid{annualreport.Three: form.NewGrid(annualreport.Three), annualreport.Four: form.NewGrid(annualreport.Four), annualreport.Two: form.NewGrid(annualreport.Two)}
	d.Put(audit.Override{Table: annualreport.Three, Row: "O1", Column: annualreport.Natural, Value: 3, Because: "纸质台账漏登"})
	d.Put(audit.Override{Table: annualreport.Three, Row: "O1", Column: annualreport.Natural, Value: 4, Because: "纸质台账漏登"})
	if got := d.Tables(registers)[annualreport.Three]["O1"][0].Value; got != 4 || len(d.Overrides) != 1 {
		t.Errorf("%d, %d overrides", got, len(d.Overrides))
	}
	if registers[annualreport.Three]["O1"][0].Value != 0 {
		t.Error("the register was changed")
	}
	d.Lift(annualreport.Three, "O1", annualreport.Natural)
	if got := d.Tables(registers)[annualreport.Three]["O1"][0].Value; got != 0 {
		t.Errorf("%d after the override was lifted", got)
	}
}

func TestWhatIsMissingIsSaidAtOnce(t *testing.T) {
	d, _ := draft.New(2020)
	d.Texts["一"] = strings.Repeat("字", 20) + "{{不存在}}"
	form := d.FormOf()
	f := draft.Facts{Agency: "甲局", Year: 2020, Tables: map[annualreport.TableNo]annualreport.Grid{annualreport.Three: form.NewGrid(annualreport.Three), annualreport.Four: form.NewGrid(annualreport.Four)}}
	var messages []string
	for _, p := range d.Check(f, draft.Limits{Overview: 20}) {
		messages = append(messages, p.Message)
	}
	all := strings.Join(messages, "\n")
	for _, want := range []string{"不认识的字段“{{不存在}}”", "第五部分没有内容", "超过了设置的20字", "表二“政府集中采购”的“采购总金额”没有数字"} {
		if !strings.Contains(all, want) {
			t.Errorf("%q is not in\n%s", want, all)
		}
	}
}

func TestAKeptReportIsTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := facts(t)
		d, _ := draft.New(f.Year)
		r := d.Report(f)
		kept, err := draft.Keep(r)
		if err != nil {
			t.Fatal(err)
		}
		again, err := draft.Kept(kept)
		if err != nil || !reflect.DeepEqual(r, again) {
			t.Fatalf("%v\n%+v\n%+v", err, r, again)
		}
	})
}
