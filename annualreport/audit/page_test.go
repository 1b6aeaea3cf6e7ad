package audit_test

import (
	"bytes"
	"encoding/csv"
	"flag"
	"os"
	"strings"
	"testing"

	"gongkai/annualreport"
	"gongkai/annualreport/audit"
)

var update = flag.Bool("update", false, "write docs/audit-rules.md anew")

func TestTheDocumentOfTheRulesIsCurrent(t *testing.T) {
	const name = "../../docs/audit-rules.md"
	if *update {
		if err := os.WriteFile(name, []byte(audit.RuleTable()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if text, err := os.ReadFile(name); err != nil || string(text) != audit.RuleTable() {
		t.Errorf("%s is not current (%v): go test ./annualreport/audit -update", name, err)
	}
}

func TestPageMarksTheFaultyCellAndEscapesEverything(t *testing.T) {
	r := sound()
	r.Agency = `<script>alert("甲")</script>`
	three(r)["O1"][6] = annualreport.N(8)
	three(r)["O5.1"][3] = annualreport.Cell{}
	page := audit.Page([]audit.Result{audit.Run(audit.Subject{Report: r}), audit.Run(audit.Subject{Report: sound()})})
	if strings.Contains(page, "<script") {
		t.Error("text of the file came through as markup")
	}
	if !strings.Contains(page, `<td class="error" title="表三“（一）予以公开”行`) {
		t.Error("the faulty cell is not marked")
	}
	if !strings.Contains(page, "无法判断") || !strings.Contains(page, "未发现问题") {
		t.Error("the page does not tell what is unknown, or what is fine")
	}
}

func TestSummaryCanBeReadAndHoldsNoFormula(t *testing.T) {
	r := sound()
	r.Agency = "=cmd|' /C calc'!A0"
	three(r)["O1"][6] = annualreport.N(8)
	var b bytes.Buffer
	if err := audit.WriteSummary(&b, []audit.Result{audit.Run(audit.Subject{Report: r})}); err != nil {
		t.Fatal(err)
	}
	lines, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(b.String(), "\uFEFF"))).ReadAll()
	if err != nil || len(lines) != 2 || !strings.HasPrefix(lines[1][1], "'=") || lines[1][4] == "0" {
		t.Errorf("%q %v", lines, err)
	}
}
