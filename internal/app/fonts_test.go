package app_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"gongkai/agency"
	"gongkai/internal/app"
	"gongkai/internal/auth"
	"gongkai/internal/database"
	"gongkai/internal/reporting"
	"gongkai/internal/store"
	"gongkai/ledger"
)

// An agency that bought fonts has its annual report printed in them, and one that did not in those of the program.
func TestTheAgencysFontsAreInTheAnnualReport(t *testing.T) {
	if _, err := exec.LookPath("pdffonts"); err != nil {
		t.Skip("pdffonts is not installed")
	}
	packed, err := os.ReadFile("../docgen/fonts/GKKaiSC-Regular.ttf.gz")
	if err != nil {
		t.Fatal(err)
	}
	unpacked, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	font, err := io.ReadAll(unpacked)
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "simfang.ttf"), font, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, fonts := range map[string]string{"a folder of fonts": folder, "none": ""} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			c := load(t, filepath.Join(dir, "data"))
			c.Fonts = fonts
			a, err := app.Open(t.Context(), c, silent)
			if err != nil {
				t.Fatal(err)
			}
			defer a.Close()
			err = a.DB.Write(t.Context(), ledger.Machine("test"), func(tx *database.Tx) error {
				tx.Record(ledger.Entry{Chain: "ag_1", Verb: "set_up", Subject: ledger.Subject{Kind: "agency", ID: "ag_1"}})
				return store.InsertAgency(tx, agency.Agency{ID: "ag_1", Code: "kjj", Name: "甲县科技局", Level: agency.County, Kind: agency.Department, Region: "620602"})
			})
			if err != nil {
				t.Fatal(err)
			}
			by := auth.Actor{Staff: "st_1", Name: "王经办", Agency: "ag_1", Roles: agency.RolesOf(agency.RoleOfficer)}
			_, content, err := a.Reports().Export(t.Context(), by, "ag_1", 2025, reporting.PDF)
			if err != nil {
				t.Fatal(err)
			}
			paper := filepath.Join(dir, "report.pdf")
			if err := os.WriteFile(paper, content, 0o600); err != nil {
				t.Fatal(err)
			}
			list, err := exec.Command("pdffonts", paper).Output()
			if err != nil || strings.Contains(string(list), "simfang") != (fonts != "") {
				t.Errorf("%v\n%s", err, list)
			}
		})
	}
}
