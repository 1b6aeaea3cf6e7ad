package annualreport_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"gongkai/annualreport"

	"pgregory.net/rapid"
)

func TestShapeOfTheForms(t *testing.T) {
	for _, tt := range []struct {
		year                      int
		id                        annualreport.FormID
		results, sheet3, cells, x int
	}{{2019, annualreport.V2019, 19, 3 + 23, 10, 0}, {2020, annualreport.V2019, 19, 26, 10, 0}, {2021, annualreport.V2021, 21, 28, 10, 0}, {2025, annualreport.V2021, 21, 28, 10, 0}} {
		form, ok := annualreport.FormOf(tt.year)
		if !ok || form.ID != tt.id {
			t.Fatalf("%d: %v", tt.year, form)
		}
		results := 0
		for _, row := range form.Tables[annualreport.Three] {
			if row.IsResult() {
				results++
			}
			if err := row.Cite.Check(); err != nil {
				t.Errorf("%s: %v", row.ID, err)
			}
		}
		sheet := form.Sheet(annualreport.Three, nil)
		if results != tt.results || len(sheet) != tt.sheet3 {
			t.Errorf("%s: %d results on %d rows", form.ID, results, len(sheet))
		}
		for _, table := range []annualreport.TableNo{annualreport.Two, annualreport.Three, annualreport.Four} {
			for r, row := range form.Sheet(table, nil).Squares() {
				for c, square := range row {
					if square == nil {
						t.Errorf("%s table %d: nothing covers row %d column %d", form.ID, table, r, c)
					}
				}
			}
		}
	}
	if _, ok := annualreport.FormOf(2018); ok {
		t.Error("there was no national form for 2018")
	}
}

// The official merged cells: 三、本年度办理结果 spans 22 rows since 2021, 20 before.
func TestMergedCellsOfTableThree(t *testing.T) {
	for id, want := range map[annualreport.FormID]string{annualreport.V2021: `rowspan="22"`, annualreport.V2019: `rowspan="20"`} {
		out := annualreport.FormByID(id).Sheet(annualreport.Three, nil).HTML(annualreport.Three, nil)
		for _, part := range []string{want, `<th colspan="3" rowspan="3">（本列数据的勾稽关系为`, `<th colspan="5">法人或其他组织</th>`, `rowspan="8">（三）不予公开`, `rowspan="5">（五）不予处理`} {
			if !strings.Contains(out, part) {
				t.Errorf("%s lacks %s", id, part)
			}
		}
	}
}

// Figures of a city's report for 2025, as published.
func TestPublishedFiguresSatisfyTheIdentities(t *testing.T) {
	form, grid := annualreport.FormByID(annualreport.V2021), annualreport.FormByID(annualreport.V2021).NewGrid(annualreport.Three)
	set := func(row annualreport.RowID, values ...int64) {
		for i, v := range values {
			grid[row][i] = annualreport.N(v)
		}
	}
	set(annualreport.Received, 13612, 252, 0, 45, 128, 32, 14069)
	set(annualreport.CarriedIn, 560, 0, 0, 0, 0, 0, 560)
	set("O1", 13353, 252, 0, 45, 128, 32, 13810)
	set(annualreport.Total, 13353, 252, 0, 45, 128, 32, 13810)
	set(annualreport.CarriedOut, 819, 0, 0, 0, 0, 0, 819)
	for _, id := range form.Identities {
		if id.Table != annualreport.Three {
			continue
		}
		if failures, unknown := form.Assess(id, grid); len(failures) > 0 || len(unknown) > 0 {
			t.Errorf("%s: %v %v", id.ID, failures, unknown)
		}
	}
}

// balanced draws a report in which every identity holds.
func balanced(t *rapid.T) *annualreport.Report {
	r, _ := annualreport.New("甲区乙局", rapid.SampledFrom([]int{2019, 2020, 2021, 2025}).Draw(t, "year"))
	form := annualreport.FormByID(r.Form)
	for _, row := range form.Tables[annualreport.Two] {
		for i, c := range row.Columns {
			least := int64(0)
			if c.Kind == annualreport.Change {
				least = -50
			}
			r.Tables[annualreport.Two][row.ID][i] = annualreport.N(rapid.Int64Range(least, 99999).Draw(t, "two"))
		}
	}
	three := r.Tables[annualreport.Three]
	for column := range 6 {
		var total int64
		for _, row := range form.Tables[annualreport.Three] {
			if row.IsResult() {
				n := rapid.Int64Range(0, 40).Draw(t, "result")
				three[row.ID][column] = annualreport.N(n)
				total += n
			}
		}
		out := rapid.Int64Range(0, 20).Draw(t, "out")
		in := rapid.Int64Range(0, total+out).Draw(t, "in")
		three[annualreport.Total][column], three[annualreport.CarriedOut][column] = annualreport.N(total), annualreport.N(out)
		three[annualreport.CarriedIn][column], three[annualreport.Received][column] = annualreport.N(in), annualreport.N(total+out-in)
	}
	for _, row := range form.Tables[annualreport.Three] {
		addUp(three[row.ID])
	}
	for _, row := range form.Tables[annualreport.Four] {
		cells := r.Tables[annualreport.Four][row.ID]
		for i := range 4 {
			cells[i] = annualreport.N(rapid.Int64Range(0, 30).Draw(t, "four"))
		}
		addUp(cells)
	}
	return r
}

func addUp(cells []annualreport.Cell) {
	var sum int64
	for _, c := range cells[:len(cells)-1] {
		sum += c.Value
	}
	cells[len(cells)-1] = annualreport.N(sum)
}

func TestEachIdentityFindsAnySingleChangedCell(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := balanced(t)
		form := annualreport.FormByID(r.Form)
		for _, id := range form.Identities {
			if failures, unknown := form.Assess(id, r.Tables[id.Table]); len(failures)+len(unknown) > 0 {
				t.Fatalf("%s fails on a balanced report: %v", id.ID, failures)
			}
		}
		id := rapid.SampledFrom(form.Identities).Draw(t, "identity")
		rows := form.Tables[id.Table]
		covered := slices.Concat(id.Left, id.Right)
		row := rapid.SampledFrom(rows).Filter(func(r annualreport.Row) bool {
			return id.Axis == annualreport.PerRow || slices.Contains(covered, string(r.ID))
		}).Draw(t, "row")
		column := rapid.IntRange(0, len(row.Columns)-1).Draw(t, "column")
		cells := r.Tables[id.Table][row.ID]
		cells[column] = annualreport.N(cells[column].Value + rapid.Int64Range(1, 500).Draw(t, "by"))
		if failures, _ := form.Assess(id, r.Tables[id.Table]); len(failures) == 0 {
			t.Fatalf("%s does not see the change of %s column %d", id.ID, row.ID, column)
		}
		cells[column] = annualreport.Cell{State: annualreport.Slash, Raw: "/"}
		if failures, unknown := form.Assess(id, r.Tables[id.Table]); len(failures) > 0 || len(unknown) == 0 {
			t.Fatalf("%s takes a stroke for a number: %v %v", id.ID, failures, unknown)
		}
	})
}

func TestJSONKeepsEveryCell(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := balanced(t)
		r.Tables[annualreport.Three]["O1"][2] = annualreport.Cell{}
		text, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		var back annualreport.Report
		if err := json.Unmarshal(text, &back); err != nil {
			t.Fatal(err)
		}
		for table, grid := range r.Tables {
			for id, cells := range grid {
				for i, c := range cells {
					if !back.Tables[table][id][i].Same(c) {
						t.Fatalf("table %d %s column %d: %v became %v", table, id, i, c, back.Tables[table][id][i])
					}
				}
			}
		}
		if again, _ := json.Marshal(&back); string(again) != string(text) {
			t.Fatalf("%s\nbecame\n%s", text, again)
		}
	})
}

func TestJSONShape(t *testing.T) {
	r, _ := annualreport.New("甲局", 2021)
	r.Tables[annualreport.Two]["行政事业性收费"][0] = annualreport.N(25100000)
	r.Tables[annualreport.Three]["O6.1"][0] = annualreport.Cell{State: annualreport.Unreadable, Raw: "若干"}
	text, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"form":"V2021"`, `"规章":[0,0,0]`, `"行政许可":0`, `"行政事业性收费":"25.10"`, `"O6.1":[null,0,0,0,0,0,0]`,
		`"reconsideration":[0,0,0,0,0]`, `"litigation_after_reconsideration":[0,0,0,0,0]`, `{"number":"一","title":"总体情况"}`, `"problems":[]`} {
		if !strings.Contains(string(text), want) {
			t.Errorf("%s is not in %s", want, text)
		}
	}
	for _, bad := range []string{`{"form":"V2021","table3":{"O9":[1,2,3,4,5,6,7]}}`, `{"form":"V2021","table3":{"O1":[1]}}`, `{"form":"V1","table3":{"O1":[1,2,3,4,5,6,7]}}`, `{"form":"V2021","table3":{"O1":[1.5,2,3,4,5,6,7]}}`} {
		if err := json.Unmarshal([]byte(bad), &annualreport.Report{}); err == nil {
			t.Errorf("%s was accepted", bad)
		}
	}
}

func TestRenderings(t *testing.T) {
	r, _ := annualreport.New("甲局", 2021)
	r.Tables[annualreport.Three]["O2"][6] = annualreport.N(77)
	sheet := annualreport.FormByID(r.Form).Sheet(annualreport.Three, r.Tables[annualreport.Three])
	if md := sheet.Markdown(); strings.Count(md, "\n") != 29 || strings.Count(md, "77") != 1 || strings.Count(md, "本年度办理结果") != 1 {
		t.Errorf("markdown:\n%s", md)
	}
	text := sheet.Text()
	for line := range strings.Lines(text) {
		if strings.Contains(line, "（二）部分公开") && !strings.HasSuffix(strings.TrimSpace(line), "77") {
			t.Errorf("terminal line %q", line)
		}
	}
	marked := sheet.HTML(annualreport.Three, func(table annualreport.TableNo, row annualreport.RowID, column annualreport.ColumnID) (annualreport.Mark, bool) {
		return annualreport.Mark{Class: "bad", Note: `应为"0"`}, row == "O2" && column == annualreport.Sum
	})
	if !strings.Contains(marked, `<td class="bad" title="应为&#34;0&#34;">77</td>`) {
		t.Error("the mark is lost")
	}
}
