package portal

import (
	"net/http"
	"strings"

	"gongkai/disclosure"
	"gongkai/internal/database"
	"gongkai/internal/query"
	"gongkai/internal/web/ui"

	"github.com/a-h/templ"
)

// A Draft is a record that is not public yet, or not in this form.
type Draft struct {
	Record disclosure.Record
	Index  string // the 索引号, empty before the first publication
	Code   string // of the agency
	Linked map[disclosure.ID]query.TargetRow
	Back   string // complete address of the page in the workbench
	Files  string // complete address under which staff open attachments by their hash
	Images string // complete address under which staff see images of bodies
}

// Preview draws a draft on the page on which the public will read it, under a word that it is a draft.
func (p *Portal) Preview(r *http.Request, d Draft) (_ templ.Component, err error) {
	var page recordPage
	err = p.DB.Read(r.Context(), func(q *database.Query) error {
		of, err := query.PortalAgency(q, d.Code)
		if err != nil {
			return err
		}
		b, err := p.frame(r, q, d.Record.Title, &of)
		if err != nil {
			return err
		}
		settings, err := query.PortalSettings(q, d.Record.Agency, p.today())
		if err != nil {
			return err
		}
		b.Nav = agencyNav(of.Code, agencyPath(of.Code, "catalog"))
		rec := d.Record
		row := query.PublicationRow{Record: string(rec.ID), Agency: string(rec.Agency), AgencyCode: of.Code, AgencyName: of.Name, IndexNo: d.Index,
			Kind: string(rec.Kind), Title: rec.Title, FormedOn: rec.FormedOn, PublishedOn: p.today()}
		if row.IndexNo == "" {
			row.IndexNo = "发布时编定"
		}
		page = recordPage{Base: b, Title: rec.Title, Head: headFacts(rec, row, worthOf(rec, nil, p.today()), settings.Site.HeadFields),
			Body: strings.ReplaceAll(onScreen(rec.Body), `src="`+picturePath, `src="`+d.Images+picturePath)}
		page.Notices = []ui.Notice{{Tone: ui.Caution, Title: "预览", Text: "公众还看不到这个页面。发布后的样子与此相同。", Link: ui.Link{Text: "返回工作台", Href: d.Back}}}
		for _, f := range rec.Files {
			page.Files.Items = append(page.Files.Items, ui.File{Link: ui.Link{Text: f.Name, Href: d.Files + "/" + f.Hash}, Size: size(f.Size)})
		}
		page.Related = draftLinks(b, d)
		return nil
	})
	return page.Page(), err
}

// draftLinks are the records to which the draft leads.
func draftLinks(b ui.Base, d Draft) []relatedGroup {
	var links []query.LinkRow
	for _, l := range d.Record.Links {
		if target, ok := d.Linked[l.To]; ok {
			links = append(links, query.LinkRow{Relation: string(l.Relation), Outward: true, IndexNo: target.IndexNo, Title: target.Title, DocNo: target.DocNo})
		}
	}
	return related(b, links)
}

// Compare puts two versions of a record side by side, paragraph by paragraph.
func Compare(before, after disclosure.Record) ui.Diff { return differences(before, after, 2) }

// Address is the complete public address of the record with the 索引号.
func (p *Portal) Address(index string) string { return p.BasePath + recordPath(index) }
