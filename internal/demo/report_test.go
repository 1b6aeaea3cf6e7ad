package demo_test

import (
	"encoding/json"
	"testing"

	"gongkai/annualreport"
	"gongkai/annualreport/audit"
	"gongkai/annualreport/extract"
	"gongkai/disclosure"
	"gongkai/internal/database"
	"gongkai/internal/query"
	"gongkai/internal/reporting"
)

// published2021 are the figures that the bureau published for 2021: every cell but this one is zero.
var published2021 = map[annualreport.RowID][3]int64{"行政规范性文件": {0, 0, 20}}

// checkReport: 科技局's report on 2021 comes from its registers with the published figures in every cell, and its page
// passes the audit, those of its own registers included, with nothing to say.
func checkReport(t *testing.T, db *database.DB) {
	t.Helper()
	desk := &reporting.Desk{DB: db}
	content, findings, err := desk.Compile(t.Context(), "11620602013932130J", 2021, reporting.JSON)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range findings {
		if f.Severity != audit.Info {
			t.Errorf("compiled: %s %s", f.Rule, f.Message)
		}
	}
	var compiled annualreport.Report
	if err := json.Unmarshal(content, &compiled); err != nil {
		t.Fatal(err)
	}
	page := publishedPage(t, db)
	for name, r := range map[string]*annualreport.Report{"compiled": &compiled, "published": page} {
		if r.Form != annualreport.V2021 || r.Form2 != annualreport.V2021 {
			t.Errorf("%s: forms %s and %s", name, r.Form, r.Form2)
		}
		cells := 0
		for table, rows := range annualreport.FormByID(annualreport.V2021).Tables {
			for _, row := range rows {
				for i, column := range row.Columns {
					want := int64(0)
					if figures, ok := published2021[row.ID]; ok && table == annualreport.Two {
						want = figures[i]
					}
					if got := r.Cell(table, row.ID, column.ID); !got.Known() || got.Value != want {
						t.Errorf("%s: %s %s is %v, want %d", name, row.Label, column.Label, got, want)
					}
					cells++
				}
			}
		}
		if cells != 10+25*7+15 {
			t.Errorf("%s: %d cells", name, cells)
		}
	}
	for _, f := range audit.Run(audit.Subject{Report: page, Names: []string{"武威市凉州区科学技术局"}}).Findings {
		t.Errorf("published: %s %s %s", f.Rule, f.Severity, f.Message)
	}
}

// publishedPage reads the report from the page that the public sees.
func publishedPage(t *testing.T, db *database.DB) *annualreport.Report {
	t.Helper()
	var id string
	view := db.View(t.Context())
	if err := view.QueryRow(`SELECT id FROM agency WHERE code = 'kjj'`).Scan(&id); err != nil {
		t.Fatal(err)
	}
	list, err := query.PublishedReports(view, "")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range list {
		if p.Agency != id || p.Year != 2021 {
			continue
		}
		if p.PublishedOn.String() != "2022-01-17" {
			t.Errorf("published on %s", p.PublishedOn)
		}
		body, err := query.PublishedBody(view, p.Record, p.Version)
		if err != nil {
			t.Fatal(err)
		}
		var record disclosure.Record
		if err := json.Unmarshal([]byte(body), &record); err != nil {
			t.Fatal(err)
		}
		r, err := extract.File("page.html", []byte("<html><head><meta charset=utf-8></head><body><h1>"+record.Title+"</h1>"+record.Body+"</body></html>"), extract.Options{})
		if err != nil {
			t.Fatal(err)
		}
		r.Published = p.PublishedOn
		return r
	}
	t.Fatal("the report on 2021 is not public")
	return nil
}
