package portal

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"gongkai/agency"
	"gongkai/disclosure"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/blob"
	"gongkai/internal/database"
	"gongkai/internal/query"
	"gongkai/internal/web/ui"
)

// recordPage is one record as the public reads it: what it is, what became of it, its text, its files, its relations.
type recordPage struct {
	ui.Base
	Title    string
	Notices  []ui.Notice
	Head     ui.Facts
	Body     string
	Files    ui.Files
	Related  []relatedGroup
	History  ui.Timeline
	Address  string // to be copied and printed
	Printed  string
	PDF, OFD string
	Code     string // the picture of its address, where that is complete
	DOCX     string
	HTML     string
	Linked   string    // schema.org data as JSON
	Versions []ui.Link // earlier versions
	Proof    string    // address of the proof in the transparency log
	Changes  ui.Diff   // against the version before, on the page of an earlier or later version
}

// A relatedGroup are the records that stand in one relation to this one.
type relatedGroup struct {
	Title string
	Links []relatedLink
}

type relatedLink struct {
	ui.Link
	Remark string
}

// withdrawnPage stands at the address of a record that was taken back.
type withdrawnPage struct {
	ui.Base
	Facts ui.Facts
}

var errNoRecord = fault.New(fault.NotFound, "没有这条信息。请核对索引号，或者在本站搜索")

// record answers every address below /records/.
func (p *Portal) record(w http.ResponseWriter, r *http.Request) error {
	at := parseRecord(r.PathValue("index"))
	var serve auth.Handler
	switch {
	case at.Paper == "svg":
		serve = p.recordCode(at)
	case at.Paper != "":
		serve = p.recordPaper(at)
	case at.File != "":
		serve = p.recordFile(at)
	default:
		serve = p.page(func(r *http.Request, q *database.Query) (sheet, error) { return p.recordSheet(r, q, at) })
	}
	return serve(w, r)
}

// published loads the record at the address, visible or withdrawn.
func published(q database.Reader, at recordAddress) (query.PublicationRow, error) {
	row, err := query.PortalRecord(q, at.Index)
	if database.NotFound(err) {
		return row, errNoRecord
	}
	return row, err
}

func (p *Portal) recordSheet(r *http.Request, q *database.Query, at recordAddress) (sheet, error) {
	row, err := published(q, at)
	if err != nil {
		return sheet{}, err
	}
	of, err := p.agencyAt(q, row.AgencyCode)
	if err != nil {
		return sheet{}, err
	}
	b, err := p.frame(r, q, row.Title, &of)
	if err != nil {
		return sheet{}, err
	}
	catalogPath := agencyPath(of.Code, "catalog")
	b.Nav = agencyNav(of.Code, catalogPath)
	b.Crumbs = append(b.Crumbs, ui.Link{Text: "法定主动公开内容", Href: catalogPath}, ui.Link{Text: row.ColumnTitle, Href: catalogPath + "?column=" + url.QueryEscape(row.ColumnID)})
	acts, err := query.PortalActs(q, row.Record)
	if err != nil {
		return sheet{}, err
	}
	if !row.Visible {
		return p.withdrawn(b, row, acts), nil
	}
	if at.Version > row.Version {
		return sheet{}, errNoRecord
	}
	page, err := p.recordPage(q, b, row, acts, at.Version)
	if err != nil {
		return sheet{}, err
	}
	return sheet{body: page.Page(), canonical: recordPath(row.IndexNo)}, nil
}

// recordPage gathers what the page shows. A version other than zero shows that version beside the one before it.
func (p *Portal) recordPage(q *database.Query, b ui.Base, row query.PublicationRow, acts []query.ActRow, version int) (recordPage, error) {
	shown := row.Version
	if version > 0 {
		shown = version
	}
	rec, err := query.PortalVersion(q, row.Record, shown)
	if err != nil {
		return recordPage{}, err
	}
	links, err := query.PortalLinks(q, row.Record)
	if err != nil {
		return recordPage{}, err
	}
	settings, err := p.settingsOf(q, agency.ID(row.Agency))
	if err != nil {
		return recordPage{}, err
	}
	stand := worthOf(rec, query.Effects(links, row.Record), p.today())
	page := recordPage{Base: b, Title: rec.Title, Head: headFacts(rec, row, stand, settings.Site.HeadFields), Body: p.outward(row.IndexNo, p.withPictures(onScreen(rec.Body))),
		Files: p.recordFiles(row, rec), Related: related(b, links), Address: p.absolute(recordPath(row.IndexNo)), Printed: p.today().Chinese(),
		History: history(acts), Versions: versionLinks(b, row, shown)}
	page.Base.Title = rec.Title
	page.Base.Article = &ui.ArticleMeta{Title: rec.Title, Source: source(rec, row), PublishedAt: row.PublishedOn.Start(), Keywords: strings.Join(rec.Keywords, ","),
		Author: row.AgencyName, Description: rec.Summary, URL: page.Address}
	page.Notices = append(page.Notices, stand.notices(b, links)...)
	if version > 0 && version < row.Version {
		page.Notices = append(page.Notices, ui.Notice{Tone: ui.Caution, Title: "这是第" + strconv.Itoa(version) + "版，已经修订", Text: "以现在的版本为准。", Link: ui.Link{Text: "查看现在的版本", Href: b.URL(recordPath(row.IndexNo))}})
	}
	if version > 1 {
		before, err := query.PortalVersion(q, row.Record, version-1)
		if err != nil {
			return recordPage{}, err
		}
		page.Changes = differences(before, rec, version)
	}
	if version == 0 {
		at := b.URL(recordPath(row.IndexNo))
		page.PDF, page.OFD, page.DOCX, page.HTML = at+".pdf", at+".ofd", at+".docx", at+".html"
		if complete(page.Address) {
			page.Code = b.URL(recordPath(row.IndexNo) + ".svg")
		}
		page.Linked = linkedData(rec, row, page.Address)
		if p.Log != nil {
			page.Proof = b.URL(proofPath(row.IndexNo))
		}
	}
	return page, nil
}

func source(rec disclosure.Record, row query.PublicationRow) string {
	if rec.Issuer != "" {
		return rec.Issuer
	}
	return row.AgencyName
}

// headFacts is the head of the record. Agencies may order it in their own way; what is empty is left out but for the
// facts that the catalogue must show.
// 法源: 《条例》第十二条第三款。
func headFacts(rec disclosure.Record, row query.PublicationRow, stand worth, order []string) ui.Facts {
	must := map[string]bool{"索引号": true, "发布机构": true, "生成日期": true, "发布日期": true}
	values := map[string]string{
		"索引号": row.IndexNo, "发布机构": row.AgencyName, "生成日期": date(row.FormedOn), "发布日期": date(row.PublishedOn), "文号": rec.DocNo,
		"主题分类": strings.ReplaceAll(string(rec.Theme), `\`, " / "), "体裁": rec.Genre, "公开方式": string(rec.Attribute), "统一登记号": rec.Register,
		"施行日期": date(rec.EffectiveOn), "失效日期": date(stand.until), "内容概述": rec.Summary, "效力": string(stand.validity), "来源": sourceIfOther(rec, row),
	}
	if values["体裁"] == "" {
		values["体裁"] = rec.Kind.Label()
	}
	if len(order) == 0 {
		order = []string{"索引号", "发布机构", "生成日期", "发布日期", "文号", "主题分类", "体裁", "效力", "统一登记号", "施行日期", "失效日期", "来源", "内容概述"}
	}
	var facts ui.Facts
	for _, name := range order {
		if values[name] == "" && !must[name] {
			continue
		}
		fact := ui.Fact{Name: name, Text: values[name]}
		switch name {
		case "效力":
			fact.Body = ui.Badge{Tone: validityTone(stand.validity), Text: values[name]}
		case "失效日期":
			fact.Name = stand.untilName()
		}
		facts.Items = append(facts.Items, fact)
	}
	return facts
}

func sourceIfOther(rec disclosure.Record, row query.PublicationRow) string {
	if rec.Issuer == row.AgencyName {
		return ""
	}
	return rec.Issuer
}

// related groups the linked records under the words of their relation, as seen from this page.
func related(b ui.Base, links []query.LinkRow) []relatedGroup {
	var groups []relatedGroup
	for _, outward := range []bool{false, true} {
		for _, relation := range disclosure.Relations {
			group := relatedGroup{Title: relation.There}
			if outward {
				group.Title = relation.Here
			}
			for _, l := range links {
				if l.Outward == outward && l.Relation == string(relation.Relation) {
					group.Links = append(group.Links, relatedLink{ui.Link{Text: l.Title, Href: b.URL(recordPath(l.IndexNo))}, strings.TrimSpace(l.DocNo + " " + l.PublishedOn.String())})
				}
			}
			if len(group.Links) > 0 {
				groups = append(groups, group)
			}
		}
	}
	return groups
}

// history tells the public acts upon the record; one that was published and never touched again has none to tell.
func history(acts []query.ActRow) ui.Timeline {
	var t ui.Timeline
	if len(acts) < 2 {
		return t
	}
	words := map[string]string{string(disclosure.Published): "首次公开", string(disclosure.Revised): "修订", string(disclosure.Recalled): "撤回", string(disclosure.Restored): "恢复公开"}
	for _, act := range acts {
		m := ui.Moment{When: act.On.String(), Title: words[act.Kind], Text: act.Reason}
		if act.Version > 0 && act.Kind != string(disclosure.Recalled) {
			m.Title += "（第" + strconv.Itoa(act.Version) + "版）"
		}
		t.Moments = append(t.Moments, m)
	}
	return t
}

func versionLinks(b ui.Base, row query.PublicationRow, shown int) []ui.Link {
	var links []ui.Link
	for v := row.Version; v >= 1 && row.Version > 1; v-- {
		if v != shown {
			links = append(links, ui.Link{Text: "第" + strconv.Itoa(v) + "版", Href: b.URL(versionPath(row.IndexNo, v))})
		}
	}
	return links
}

// recordFiles lists the attachments.
func (p *Portal) recordFiles(row query.PublicationRow, rec disclosure.Record) ui.Files {
	var files ui.Files
	for _, f := range rec.Files {
		files.Items = append(files.Items, ui.File{Link: ui.Link{Text: f.Name, Href: p.BasePath + filePath(row.IndexNo, f.Hash, url.PathEscape(f.Name))},
			Kind: kindOf(f), Size: size(f.Size)})
	}
	return files
}

// kindOf is the format of a file as people know it: PDF, DOCX.
func kindOf(f disclosure.File) string {
	kind := f.Type
	if strings.Contains(kind, "/") {
		kind = strings.TrimPrefix(blob.Type(kind).Ext(), ".")
	}
	return strings.ToUpper(kind)
}

// size writes a number of bytes as people read it.
func size(n int64) string {
	switch {
	case n >= 1<<20:
		return strconv.FormatInt((n+1<<19)>>20, 10) + " MB"
	case n >= 1<<10:
		return strconv.FormatInt((n+1<<9)>>10, 10) + " KB"
	}
	return strconv.FormatInt(n, 10) + " 字节"
}

// linkedData describes the record in the vocabulary of schema.org, for search engines.
func linkedData(rec disclosure.Record, row query.PublicationRow, at string) string {
	text, err := json.Marshal(map[string]any{
		"@context": "https://schema.org", "@type": "DigitalDocument", "name": rec.Title,
		"identifier": row.IndexNo, "url": at, "inLanguage": "zh-CN", "datePublished": row.PublishedOn.String(), "dateCreated": row.FormedOn.String(),
		"dateModified": row.AlteredOn.String(), "publisher": map[string]string{"@type": "GovernmentOrganization", "name": row.AgencyName},
	})
	if err != nil { // strings only: cannot be
		return ""
	}
	return string(text)
}

// withdrawn is the page of a record that was taken back: it stays, says why, and shows nothing of the content, not even
// its title, which may be what was wrong.
// 法源: 《条例》第六条第一款。
func (p *Portal) withdrawn(b ui.Base, row query.PublicationRow, acts []query.ActRow) sheet {
	facts := ui.Facts{Items: []ui.Fact{{Name: "索引号", Text: row.IndexNo}, {Name: "发布机构", Text: row.AgencyName}, {Name: "发布日期", Text: date(row.PublishedOn)}}}
	for _, act := range acts {
		if act.Kind == string(disclosure.Recalled) {
			facts.Items = append(facts.Items[:3], ui.Fact{Name: "撤回日期", Text: date(act.On)}, ui.Fact{Name: "撤回理由", Text: act.Reason})
		}
	}
	b.Title = "该信息已经撤回"
	return sheet{status: http.StatusGone, body: withdrawnPage{Base: b, Facts: facts}.Page(), canonical: recordPath(row.IndexNo)}
}

func relatedID(i int) string { return "related-" + strconv.Itoa(i+1) }
