package reporting

import (
	"bytes"
	"context"
	"strings"

	"gongkai/agency"
	"gongkai/annualreport"
	"gongkai/annualreport/audit"
	"gongkai/catalog"
	"gongkai/disclosure"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/blob"
	"gongkai/internal/database"
	"gongkai/internal/store"
	"gongkai/law"
	"gongkai/review"
)

// HandIn gives the report into the review: it becomes a record with its text, its tables and its files in DOCX, PDF and
// XLSX, signed by the one who wrote it. Numbers and text are kept as they are now. A report that the audit calls wrong
// is not handed in.
// 法源: 《条例》第十七条第一款、《条例》第五十条。
func (d *Desk) HandIn(ctx context.Context, by auth.Actor, of agency.ID, year int, opinion string) (err error) {
	defer fault.Wrap(&err, "reporting.HandIn(%s, %d)", of, year)
	if err := auth.Can(by, auth.CompileReport, of); err != nil {
		return err
	}
	v, err := d.Look(ctx, by, of, year)
	if err != nil {
		return err
	}
	if err := v.mayHandIn(); err != nil {
		return err
	}
	record, err := d.record(ctx, v)
	if err != nil {
		return err
	}
	id, err := d.Press.SaveReport(ctx, by, record)
	if err != nil {
		return err
	}
	if err := d.keepHandedIn(ctx, by, v, id); err != nil {
		return err
	}
	file, err := store.Record(d.DB.View(ctx), id)
	if err != nil {
		return err
	}
	if opinion == "" {
		opinion = "同意"
	}
	if len(v.Plan) > 0 && v.Plan[0] != review.SelfCheck {
		return nil // the agency's review begins with somebody else
	}
	return d.Press.SignOff(ctx, by, of, id, review.Signoff{Stage: review.SelfCheck, Verdict: review.Passed, Opinion: opinion, Digest: file.Digest})
}

// mayHandIn is nil where nothing is missing and nothing is wrong.
func (v View) mayHandIn() error {
	problems := v.Missing
	if v.Version == 0 {
		problems = append(problems, fault.Problem{Message: "年报还没有编写"})
	}
	for _, f := range v.Audit.Findings {
		if f.Severity == audit.Error {
			problems = append(problems, fault.Problem{Message: f.Message, Cite: f.Cite})
		}
	}
	return fault.Of(problems)
}

// record is the report as a record, with its files stored.
func (d *Desk) record(ctx context.Context, v View) (disclosure.Record, error) {
	view := d.DB.View(ctx)
	columns, err := store.Columns(view, v.Agency.ID)
	if err != nil {
		return disclosure.Record{}, err
	}
	column, ok := reportColumn(columns)
	if !ok {
		return disclosure.Record{}, fault.New(fault.Invalid, "本机关的目录没有“政府信息公开年报”栏目，请先在目录中设置")
	}
	r := disclosure.Record{Agency: v.Agency.ID, Column: column.ID, Item: column.Item, Kind: disclosure.AnnualReport, Title: v.Report.Title,
		Issuer: v.Agency.Name, FormedOn: v.Today, Attribute: disclosure.Proactive, Genre: "年报", Channels: []string{"政府网站"}, Body: Body(v.Report)}
	if v.Record.Draft.ID != "" {
		r = v.Record.Draft
		r.Title, r.Body, r.Files = v.Report.Title, Body(v.Report), nil
		r.FormedOn = v.Today
	}
	formats := d.Attach
	if formats == nil {
		formats = []Format{DOCX, PDF, XLSX}
	}
	for _, format := range formats {
		content, err := d.print(v.Report, format)
		if err != nil {
			return disclosure.Record{}, err
		}
		ref, err := d.Blobs.Put(ctx, bytes.NewReader(content), blob.Limits{})
		if err != nil {
			return disclosure.Record{}, err
		}
		r.Files = append(r.Files, disclosure.File{Name: v.Report.Title + "." + string(format), Hash: string(ref.Hash), Type: string(ref.Type), Size: ref.Size})
	}
	return r, nil
}

// reportColumn is the column 政府信息公开年报, or the one for the item of the law.
func reportColumn(columns []catalog.Column) (catalog.Column, bool) {
	var found catalog.Column
	for _, c := range columns {
		if c.Closed {
			continue
		}
		if strings.Contains(c.Title, "年报") || strings.Contains(c.Title, "年度报告") {
			return c, true
		}
		if c.Item == reportItem && found.ID == "" {
			found = c
		}
	}
	return found, found.ID != ""
}

// reportItem is the item of the catalogue under which annual reports stand.
const reportItem catalog.ItemCode = "FD-15"

// keepHandedIn keeps the report as it was handed in, with the digest of the record that carries it.
func (d *Desk) keepHandedIn(ctx context.Context, by auth.Actor, v View, id disclosure.ID) error {
	return d.act(ctx, by, auth.CompileReport, v.Agency.ID, func(tx *database.Tx) error {
		file, err := store.Record(tx, id)
		if err != nil {
			return err
		}
		if err := store.SetReportRecord(tx, v.Agency.ID, v.Year, id); err != nil {
			return err
		}
		seq, err := store.AddReportCopy(tx, Copy{Agency: v.Agency.ID, Year: v.Year, Origin: store.FromRegisters, Report: kept(v.Report), RecordDigest: file.Digest})
		if err != nil {
			return err
		}
		enter(tx, v.Agency.ID, "hand_in_report", v.Year, map[string]any{"copy": seq, "record": id, "digest": file.Digest, "version": v.Version}, law.OGI.Art(17).P(1))
		return nil
	})
}

// kept is the report without what belongs to a file.
func kept(r *annualreport.Report) *annualreport.Report {
	c := *r
	c.File = ""
	return &c
}

// SignOff adds one act to the review of the report.
// 法源: 《条例》第十七条。
func (d *Desk) SignOff(ctx context.Context, by auth.Actor, of agency.ID, year int, act review.Signoff) (err error) {
	defer fault.Wrap(&err, "reporting.SignOff(%s, %d)", of, year)
	if act.Stage == review.Signature {
		if err := auth.Can(by, auth.SignReport, of); err != nil {
			return err
		}
	}
	file, err := store.Report(d.DB.View(ctx), of, year)
	if err != nil {
		return err
	}
	if file.Record == "" {
		return fault.New(fault.Invalid, "年报还没有送审")
	}
	return d.Press.SignOff(ctx, by, of, file.Record, act)
}

// Publish puts the signed report before the public, with its files, in the column of annual reports.
// 法源: 《条例》第四十九条第一款。
func (d *Desk) Publish(ctx context.Context, by auth.Actor, of agency.ID, year int, reason string) (index catalog.IndexNo, err error) {
	defer fault.Wrap(&err, "reporting.Publish(%s, %d)", of, year)
	if err := auth.Can(by, auth.PublishReport, of); err != nil {
		return "", err
	}
	v, err := d.Look(ctx, by, of, year)
	if err != nil {
		return "", err
	}
	switch {
	case v.Record.Draft.ID == "":
		return "", fault.New(fault.Unlawful, "年报还没有送审和签发，不能公布")
	case v.Settings.Report.AcceptFirst && lastDealing(v.Dealings) != "accepted":
		return "", fault.New(fault.Invalid, "本机关设置为主管部门同意后公布，主管部门尚未同意")
	}
	return d.Press.PublishReport(ctx, by, of, v.Record.Draft.ID, reason)
}
