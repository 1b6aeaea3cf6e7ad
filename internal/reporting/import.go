package reporting

import (
	"bytes"
	"context"
	"slices"

	"gongkai/agency"
	"gongkai/annualreport"
	"gongkai/annualreport/extract"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/blob"
	"gongkai/internal/database"
	"gongkai/internal/store"
)

// A Reading is a report that was read from a file or a page, before anybody decides about it.
type Reading struct {
	Report *annualreport.Report
	Origin store.Origin
	Source string

	content []byte // as it came
}

// Read takes a report out of a file or a pasted page.
func (d *Desk) Read(name string, content []byte, pasted bool) (_ Reading, err error) {
	defer fault.Wrap(&err, "reporting.Read")
	report, err := extract.File(name, content, extract.Options{PDF: d.PDF})
	if err != nil {
		return Reading{}, err
	}
	reading := Reading{Report: report, Origin: store.FromUpload, Source: name, content: content}
	if pasted {
		reading.Origin = store.FromPage
	}
	return reading, nil
}

// Import takes the report of an agency that does not use the platform, as it was published. It waits for judgement like
// one that was submitted.
// 法源: 《条例》第四十九条第一款。
func (d *Desk) Import(ctx context.Context, by auth.Actor, of agency.ID, year int, r Reading) (err error) {
	defer fault.Wrap(&err, "reporting.Import(%s, %d)", of, year)
	if err := below(by, of); err != nil {
		return err
	}
	if err := auth.Can(by, auth.AuditReport, of); err != nil {
		return err
	}
	words := r.Source
	original, err := d.keepOriginal(ctx, r)
	if fault.KindOf(err) == fault.Invalid { // it could be read, which is what matters; the store of files takes no such file
		words, err = words+"（原件没有保存："+fault.Message(err)+"）", nil
	}
	if err != nil {
		return err
	}
	return d.act(ctx, by, auth.AuditReport, of, func(tx *database.Tx) error {
		v, err := d.view(tx, of, year, tx.Today())
		if err != nil {
			return err
		}
		var problems []fault.Problem
		if r.Report.Year != 0 && r.Report.Year != year {
			problems = append(problems, fault.Problem{Field: "file", Message: "这是" + itoa(r.Report.Year) + "年度的报告，不是" + itoa(year) + "年度的"})
		}
		if v.Version > 0 {
			problems = append(problems, fault.Problem{Message: v.Agency.Name + "正在平台上编制这一年度的年报，应由其报送"})
		}
		if err := fault.Of(problems); err != nil {
			return err
		}
		report := kept(r.Report)
		if report.Year == 0 {
			report.Year = year
		}
		report.Agency = v.Agency.Name
		seq, err := store.AddReportCopy(tx, Copy{Agency: of, Year: year, Origin: r.Origin, Report: report, Source: r.Source, FileHash: string(original.Hash), FileSize: original.Size})
		if err != nil {
			return err
		}
		return d.deal(tx, v, actImported, seq, words)
	})
}

// originals are the types of files in which a published report comes: a web page too, which is given out as a download
// and never shown.
var originals = append(slices.Clone(blob.Attachments), blob.HTML)

// keepOriginal stores the file from which a report was read, as it came.
func (d *Desk) keepOriginal(ctx context.Context, r Reading) (blob.Ref, error) {
	if len(r.content) == 0 || d.Blobs == nil {
		return blob.Ref{}, nil
	}
	return d.Blobs.Put(ctx, bytes.NewReader(r.content), blob.Limits{Types: originals})
}

// Original finds the file from which a collected report was read, for whoever may judge it.
// 法源: 《条例》第四十七条第一款。
func (d *Desk) Original(ctx context.Context, by auth.Actor, of agency.ID, year, seq int) (c Copy, err error) {
	defer fault.Wrap(&err, "reporting.Original(%s, %d, %d)", of, year, seq)
	if err := below(by, of); err != nil {
		return c, err
	}
	if err := auth.Can(by, auth.AuditReport, of); err != nil {
		return c, err
	}
	copies, err := store.ReportCopies(d.DB.View(ctx), of, year)
	if err != nil {
		return c, err
	}
	for _, c := range copies {
		if c.Seq == seq && c.FileHash != "" {
			return c, nil
		}
	}
	return c, fault.New(fault.NotFound, "没有保存这份报告的原件")
}
