package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"gongkai/catalog"
	"gongkai/disclosure"
	"gongkai/fault"
	"gongkai/internal/query"
)

// A Record is a published piece of information as lists give it.
type Record struct {
	ID          string `json:"id" doc:"内部编号，永远不变"`
	IndexNo     string `json:"index_no" doc:"索引号"`
	Title       string `json:"title"`
	Agency      string `json:"agency" doc:"发布机关的机关代码"`
	AgencyName  string `json:"agency_name"`
	Column      string `json:"column" doc:"栏目编号"`
	ColumnTitle string `json:"column_title"`
	Kind        string `json:"kind" doc:"plain、normative、rule、interpretation、guide、regime、annual_report、clarification、budget、penalty"`
	DocNo       string `json:"doc_no,omitempty" doc:"文号"`
	FormedOn    string `json:"formed_on,omitempty" doc:"生成日期"`
	PublishedOn string `json:"published_on" doc:"公开日期"`
	AlteredOn   string `json:"altered_on,omitempty" doc:"最近修订或者撤回的日期"`
	Version     int    `json:"version"`
	Page        string `json:"page" doc:"网页的网址"`
}

// A Detail is a record with everything that its page says.
type Detail struct {
	Record
	Withdrawn   bool     `json:"withdrawn" doc:"已撤回的信息只说明撤回的日期和理由"`
	Validity    string   `json:"validity,omitempty" doc:"规章和规范性文件今日的效力" example:"现行有效"`
	EffectiveOn string   `json:"effective_on,omitempty"`
	ExpiresOn   string   `json:"expires_on,omitempty"`
	Issuer      string   `json:"issuer,omitempty" doc:"发文机关"`
	Register    string   `json:"register_no,omitempty" doc:"统一登记号"`
	Theme       string   `json:"theme,omitempty" doc:"主题分类"`
	Genre       string   `json:"genre,omitempty" doc:"体裁"`
	Summary     string   `json:"summary,omitempty"`
	Keywords    []string `json:"keywords,omitempty"`
	Body        string   `json:"body,omitempty" doc:"正文，HTML片段"`
	Files       []File   `json:"files,omitempty"`
	Acts        []Act    `json:"acts" doc:"公开、修订、撤回的经过"`
	Links       []Link   `json:"links,omitempty"`
}

// A File is an attachment with the digest by which a copy can be checked.
type File struct {
	Name   string `json:"name"`
	Type   string `json:"type"`
	Size   int64  `json:"size" doc:"字节"`
	Digest string `json:"digest" example:"sm3:66c7f0f4…"`
}

// An Act is one public act upon a record.
type Act struct {
	Kind    string `json:"kind"`
	On      string `json:"on"`
	Version int    `json:"version"`
	Reason  string `json:"reason,omitempty"`
}

// A Link leads to another published record.
type Link struct {
	Relation string `json:"relation" doc:"interprets、amends、repeals、lapses、continues、answers、related"`
	Outward  bool   `json:"outward" doc:"真：本件对彼件；假：彼件对本件"`
	IndexNo  string `json:"index_no"`
	Title    string `json:"title"`
}

// Paging asks for one page of a list.
type Paging struct {
	Page int `query:"page" minimum:"1" maximum:"100000" default:"1" doc:"第几页"`
	Per  int `query:"per_page" minimum:"1" maximum:"100" default:"20" doc:"每页几条"`
}

func (p Paging) offset() int { return (p.Page - 1) * p.Per }

type wanted struct {
	Paging
	Agency  string `query:"agency" maxLength:"64" doc:"机关代码"`
	Column  string `query:"column" maxLength:"64" doc:"栏目编号"`
	Kind    string `query:"kind" maxLength:"32" doc:"信息种类"`
	Year    int    `query:"year" minimum:"0" maximum:"9999" doc:"公开的年份"`
	IndexNo string `query:"index_no" maxLength:"200" doc:"索引号，完整的"`
}

type found struct {
	Body struct {
		Total   int      `json:"total" doc:"符合条件的全部条数；搜索最多数到一千"`
		Records []Record `json:"records"`
	}
}

type recordPath struct {
	ID string `path:"id" maxLength:"64" doc:"内部编号"`
}

type detail struct{ Body Detail }

func (a *API) describeRecords(h huma.API) {
	get(a, h, "/records", "listRecords", "公开的信息，新的在前", a.list)
	get(a, h, "/records/{id}", "getRecord", "一条信息的全部内容", a.record)
	type wish struct {
		Paging
		Text     string `query:"q" required:"true" minLength:"1" maxLength:"200" doc:"词、“精确短语”、文号或者索引号"`
		Agency   string `query:"agency" maxLength:"64" doc:"机关代码"`
		Column   string `query:"column" maxLength:"64" doc:"栏目编号"`
		Kind     string `query:"kind" maxLength:"32" doc:"信息种类"`
		Theme    string `query:"theme" maxLength:"64" doc:"主题分类"`
		Year     int    `query:"year" minimum:"0" maximum:"9999" doc:"公开的年份"`
		Validity string `query:"validity" enum:"现行有效,已修改,尚未生效,废止,失效," doc:"今日的效力；只有规章和规范性文件才有"`
		Sort     string `query:"sort" enum:"relevance,newest," doc:"relevance：标题中有这些词的在前；newest：新的在前"`
	}
	get(a, h, "/search", "search", "搜索公开的信息", func(ctx context.Context, in *wish) (*found, error) {
		of, err := a.agencyID(ctx, in.Agency)
		if err != nil {
			return nil, err
		}
		found, err := query.PortalSearch(a.DB.View(ctx), query.Wish{Text: in.Text, Agency: of, Column: in.Column, Kind: disclosure.Kind(in.Kind), Theme: in.Theme,
			Year: in.Year, Validity: disclosure.Validity(in.Validity), Today: a.today(), Newest: in.Sort == "newest", Limit: in.Per, Offset: in.offset()})
		return a.found(found.Rows, found.Total), err
	})
	type documents struct {
		Agency   string `query:"agency" maxLength:"64" doc:"机关代码"`
		Validity string `query:"validity" enum:"现行有效,已修改,尚未生效,废止,失效," doc:"今日的效力；不写为全部"`
	}
	type register struct {
		Body struct {
			Documents []Detail `json:"documents"`
		}
	}
	get(a, h, "/normative", "listNormative", "规章和行政规范性文件，连同今日的效力", func(ctx context.Context, in *documents) (*register, error) {
		of, err := a.agencyID(ctx, in.Agency)
		if err != nil {
			return nil, err
		}
		rows, err := query.PortalDocuments(a.DB.View(ctx), of)
		out := &register{}
		out.Body.Documents = make([]Detail, 0, len(rows))
		for _, row := range rows {
			validity := string(row.Doc().ValidityOn(a.today(), row.Effects))
			if in.Validity == "" || in.Validity == validity {
				out.Body.Documents = append(out.Body.Documents, Detail{Record: a.row(row.PublicationRow), Validity: validity,
					EffectiveOn: row.EffectiveOn.String(), ExpiresOn: row.ExpiresOn.String(), Acts: []Act{}})
			}
		}
		return out, err
	})
}

// agencyID finds the agency with the public code; no code is every agency.
func (a *API) agencyID(ctx context.Context, code string) (string, error) {
	if code == "" {
		return "", nil
	}
	row, err := query.PortalAgency(a.DB.View(ctx), code)
	return row.ID, err
}

func (a *API) list(ctx context.Context, in *wanted) (*found, error) {
	r := a.DB.View(ctx)
	if in.IndexNo != "" {
		row, err := query.PortalRecord(r, catalog.IndexNo(in.IndexNo))
		if fault.KindOf(err) == fault.NotFound {
			return a.found(nil, 0), nil
		}
		return a.found([]query.PublicationRow{row}, 1), err
	}
	of, err := a.agencyID(ctx, in.Agency)
	if err != nil {
		return nil, err
	}
	rows, total, err := query.PortalList(r, query.List{Agency: of, Column: in.Column, Kind: disclosure.Kind(in.Kind), Year: in.Year, Limit: in.Per, Offset: in.offset()})
	return a.found(rows, total), err
}

func (a *API) found(rows []query.PublicationRow, total int) *found {
	out := &found{}
	out.Body.Total, out.Body.Records = total, make([]Record, 0, len(rows))
	for _, row := range rows {
		out.Body.Records = append(out.Body.Records, a.row(row))
	}
	return out
}

func (a *API) row(p query.PublicationRow) Record {
	return Record{ID: p.Record, IndexNo: p.IndexNo, Title: p.Title, Agency: p.AgencyCode, AgencyName: p.AgencyName, Column: p.ColumnID,
		ColumnTitle: p.ColumnTitle, Kind: p.Kind, DocNo: p.DocNo, FormedOn: p.FormedOn.String(), PublishedOn: p.PublishedOn.String(),
		AlteredOn: p.AlteredOn.String(), Version: p.Version, Page: a.page("/records/" + p.IndexNo)}
}

// record answers with one record. Of a withdrawn one only what its page says: that it was there, and why it went.
func (a *API) record(ctx context.Context, in *recordPath) (*detail, error) {
	r := a.DB.View(ctx)
	row, err := query.PortalPublication(r, in.ID)
	if err != nil {
		return nil, err
	}
	acts, err := query.PortalActs(r, in.ID)
	if err != nil {
		return nil, err
	}
	d := Detail{Record: a.row(row), Withdrawn: !row.Visible, Acts: make([]Act, 0, len(acts))}
	for _, act := range acts {
		d.Acts = append(d.Acts, Act{act.Kind, act.On.String(), act.Version, act.Reason})
	}
	if d.Withdrawn {
		return &detail{d}, nil
	}
	links, err := query.PortalLinks(r, in.ID)
	if err != nil {
		return nil, err
	}
	for _, l := range links {
		d.Links = append(d.Links, Link{l.Relation, l.Outward, l.IndexNo, l.Title})
	}
	version, err := query.PortalVersion(r, in.ID, row.Version)
	if err != nil {
		return nil, err
	}
	d.Validity = string(row.Doc().ValidityOn(a.today(), query.Effects(links, in.ID)))
	fill(&d, version)
	return &detail{d}, nil
}

// fill adds what the version says of itself.
func fill(d *Detail, v disclosure.Record) {
	d.EffectiveOn, d.ExpiresOn = v.EffectiveOn.String(), v.ExpiresOn.String()
	d.Issuer, d.Register, d.Theme, d.Genre = v.Issuer, v.Register, string(v.Theme), v.Genre
	d.Summary, d.Keywords, d.Body = v.Summary, v.Keywords, v.Body
	for _, f := range v.Files {
		d.Files = append(d.Files, File{f.Name, f.Type, f.Size, f.Hash})
	}
}
