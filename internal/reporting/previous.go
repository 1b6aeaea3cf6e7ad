package reporting

import (
	"encoding/json"
	"slices"

	"gongkai/agency"
	"gongkai/annualreport"
	"gongkai/annualreport/extract"
	"gongkai/disclosure"
	"gongkai/internal/database"
	"gongkai/internal/query"
	"gongkai/internal/store"
)

// lastYear finds the report of the agency on a year as the public has it: the copy that was handed in, or the page that
// was published before the work was done here. nil when there is none that can be read.
func (d *Desk) lastYear(r database.Reader, of agency.ID, year int) (*annualreport.Report, error) {
	copies, err := store.ReportCopies(r, of, year)
	if err != nil {
		return nil, err
	}
	published, err := query.PublishedReports(r, of)
	if err != nil {
		return nil, err
	}
	return d.public(r, of, year, copies, published)
}

// public is the newest copy that went before the public or was read from there, else the published page, else the last
// copy at all.
func (d *Desk) public(r database.Reader, of agency.ID, year int, copies []Copy, published []query.PublishedReport) (*annualreport.Report, error) {
	for _, p := range slices.Backward(published) {
		if p.Year != year || p.Agency != string(of) {
			continue
		}
		record, err := store.Record(r, disclosure.ID(p.Record))
		if err != nil {
			return nil, err
		}
		digest := publishedDigest(record)
		for _, c := range slices.Backward(copies) {
			if c.RecordDigest != "" && c.RecordDigest == digest {
				c.Report.Published = p.PublishedOn
				return c.Report, nil
			}
		}
		report, err := read(r, p)
		if err != nil || report != nil {
			return report, err
		}
	}
	if n := len(copies); n > 0 {
		return copies[n-1].Report, nil
	}
	return nil, nil
}

// publishedDigest is the digest of the version that is before the public.
func publishedDigest(file store.RecordFile) string {
	for _, act := range slices.Backward(file.Publication.Acts) {
		if act.Kind == disclosure.Published || act.Kind == disclosure.Revised {
			return act.Digest
		}
	}
	return ""
}

// read takes the report out of a published page; nil where it cannot be read, as when it is a file alone.
func read(r database.Reader, p query.PublishedReport) (*annualreport.Report, error) {
	body, err := query.PublishedBody(r, p.Record, p.Version)
	if err != nil {
		return nil, err
	}
	var record disclosure.Record
	if err := json.Unmarshal([]byte(body), &record); err != nil {
		return nil, err
	}
	report, err := extract.File(p.IndexNo+".html", []byte("<html><head><meta charset=utf-8></head><body><h1>"+record.Title+"</h1>"+record.Body+"</body></html>"), extract.Options{})
	if err != nil {
		return nil, nil //nolint:nilerr // a page without tables is no report that can be compared
	}
	report.Published = p.PublishedOn
	if report.Year == 0 {
		report.Year = p.Year
	}
	return report, nil
}
