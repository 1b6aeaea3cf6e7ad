package draft_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"gongkai/annualreport"
	"gongkai/annualreport/draft"

	"pgregory.net/rapid"
)

// Where the field of a chart stands, the chart stands, after what its line says beside it.
func TestAChartStandsWhereItsFieldStands(t *testing.T) {
	form, _ := annualreport.FormOf(2025)
	three := form.NewGrid(annualreport.Three)
	three[annualreport.Received][0], three[annualreport.Received][6] = annualreport.N(7), annualreport.N(7)
	f := draft.Facts{Agency: "甲县乙局", Year: 2025, Earlier: []draft.Past{{Year: 2023, Received: 2}, {Year: 2024}}, Tables: map[annualreport.TableNo]annualreport.Grid{
		annualreport.Two: form.NewGrid(annualreport.Two), annualreport.Three: three, annualreport.Four: form.NewGrid(annualreport.Four)}}
	const chart = "图：近年收到的政府信息公开申请：2023年2件，2024年0件，2025年7件"
	for _, tt := range []struct {
		name, text string
		want       []string
	}{
		{"alone on its line", "前文。\n{{图：近年申请}}\n后文。", []string{"前文。", chart, "后文。"}},
		{"alone with a full stop", "{{ 图：近年申请 }}。", []string{chart}},
		{"led up to", "近年情况如下：{{图：近年申请}}。", []string{"近年情况如下：", chart}},
		{"within a sentence", "近年申请见{{图：近年申请}}，其中今年{{本年新收}}。", []string{"近年申请见下图，其中今年7件。", chart}},
		{"two on a line", "{{图：近年申请}}{{图：申请人构成}}", []string{chart, "图：新收申请的申请人构成：自然人7件"}},
		{"nothing to draw", "{{图：办理结果}}", []string{"本年度没有需要答复的申请"}},
		{"the first line", "{{图：近年申请}}\n后文。", []string{chart, "后文。"}},
	} {
		d, _ := draft.New(2025)
		d.Texts["三"] = tt.text
		r := d.Report(f)
		if got := r.Sections[2].Lines(); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
		d.Texts[draft.Preamble] = tt.text
		if got := strings.Join(d.Report(f).Preamble, ""); strings.Contains(got, "{{") || strings.Contains(got, "下图") {
			t.Errorf("%s: the preamble reads %q", tt.name, got)
		}
	}
}

// The figures of a chart are those of the tables, whatever the registers hold and whoever overrode a cell, and a kept
// report keeps them.
func TestAChartIsAsTrueAsTheTables(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := facts(t)
		d, _ := draft.New(f.Year)
		d.Texts["三"] = "{{图：申请人构成}}\n{{图：办理结果}}\n{{图：近年申请}}"
		d.Texts["一"] = "{{图：主动公开构成}}"
		r := d.Report(f)
		sum := func(c annualreport.Chart) (n int64) {
			for _, b := range c.Bars {
				n += b.Value
			}
			return n
		}
		for _, c := range r.Sections[2].Charts {
			want := r.Cell(annualreport.Three, annualreport.Received, annualreport.Sum).Value
			if strings.Contains(c.Title, "办理结果") {
				want = r.Cell(annualreport.Three, annualreport.Total, annualreport.Sum).Value
			}
			if sum(c) != want {
				t.Fatalf("%s has %d, the table %d", c.Title, sum(c), want)
			}
		}
		for _, c := range r.Sections[0].Charts {
			if sum(c) != f.Published {
				t.Fatalf("%s has %d of %d", c.Title, sum(c), f.Published)
			}
		}
		kept, err := draft.Keep(r)
		if err != nil {
			t.Fatal(err)
		}
		if again, err := draft.Kept(kept); err != nil || !reflect.DeepEqual(r, again) {
			t.Fatalf("%v\n%+v\n%+v", err, r, again)
		}
	})
}
