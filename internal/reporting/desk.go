// Package reporting holds the use-cases of the 年度报告: one file per verb. They are the only writers of reports, of their
// copies and of what passes between an agency and its 主管部门.
//
// 《条例》第四十九条 asks every agency to hand its report to the 主管部门 and to publish it by 31 January, governments by 31
// March; 第五十条 says what it holds.
//
// A report is reviewed, signed and published as a record: a hand-in turns it into one, with its files, and from then on
// it is in the hands of package publishing, so that there is one review and one way out. Counting is left to
// internal/query and tally, judging to annualreport/audit, writing to annualreport/draft.
package reporting

import (
	"context"
	"encoding/hex"
	"encoding/json"

	"gongkai/agency"
	"gongkai/annualreport"
	"gongkai/annualreport/draft"
	"gongkai/civil"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/blob"
	"gongkai/internal/database"
	"gongkai/internal/docgen"
	"gongkai/internal/publishing"
	"gongkai/internal/store"
	"gongkai/internal/telling"
	"gongkai/law"
	"gongkai/ledger"

	"github.com/emmansun/gmsm/sm3"
)

// A Desk is what the use-cases work with.
type Desk struct {
	DB    *database.DB
	Press *publishing.Desk
	Blobs *blob.Store
	// Attach are the formats of the files that go with a handed-in report; nil for DOCX, PDF and XLSX.
	Attach []Format
	// PDF reads the text of the pages of a PDF; nil refuses PDF files.
	PDF func(content []byte) ([]string, error)
	// Fonts are those of PDF files; nil for the ones that come with the program.
	Fonts func() (*docgen.Fonts, error)
	// Voice tells the staff; the zero one in the workbench alone.
	Voice telling.Voice
	Web   // how published reports are read from addresses
}

// print writes the report in the format with the fonts of the desk.
func (d *Desk) print(r *annualreport.Report, f Format) ([]byte, error) {
	if d.Fonts == nil {
		return Write(r, f)
	}
	return write(r, f, d.Fonts)
}

// act asks whether the actor may, and runs f in a transaction of the actor.
func (d *Desk) act(ctx context.Context, by auth.Actor, action auth.Action, target agency.ID, f func(tx *database.Tx) error) error {
	return store.Act(ctx, d.DB, by, action, target, f)
}

// enter writes the act into the chain of the agency whose report it is.
func enter(tx *database.Tx, of agency.ID, verb string, year int, after any, cite law.Citation) {
	body, err := json.Marshal(after)
	if err != nil {
		panic(err) // only our own structs are recorded
	}
	tx.Record(ledger.Entry{Chain: string(of), Verb: verb, Subject: ledger.Subject{Kind: "report", ID: string(of) + "/" + itoa(year)}, After: string(body), Cite: cite})
}

// digestOf names the exact content of a draft.
func digestOf(d draft.Draft) string {
	body, err := json.Marshal(d)
	if err != nil {
		panic(err) // only our own structs are digested
	}
	sum := sm3.Sum(body)
	return "sm3-" + hex.EncodeToString(sum[:])
}

// formOf is the form of a year, or a refusal.
func formOf(year int) (*annualreport.Form, error) {
	form, ok := annualreport.FormOf(year)
	if !ok {
		return nil, fault.New(fault.NotFound, "%d年度没有统一的年报格式", year)
	}
	return form, nil
}

// load loads the report, or the one with which the work begins: version 0 has not been stored.
func load(r database.Reader, of agency.ID, year int) (store.ReportFile, error) {
	if _, err := formOf(year); err != nil {
		return store.ReportFile{}, err
	}
	file, err := store.Report(r, of, year)
	if database.NotFound(err) {
		d, _ := draft.New(year)
		return store.ReportFile{Agency: of, Year: year, Draft: d, Digest: digestOf(d)}, nil
	}
	return file, err
}

func today(db *database.DB) civil.Date { return civil.Of(db.Now()) }
