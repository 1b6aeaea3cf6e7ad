package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"gongkai/agency"
	"gongkai/internal/query"
)

// An Agency is a 行政机关 that publishes here.
type Agency struct {
	Code    string `json:"code" doc:"机关代码，用于网址" example:"kjj"`
	Name    string `json:"name" example:"凉州区科学技术局"`
	USCC    string `json:"uscc,omitempty" doc:"统一社会信用代码"`
	Level   string `json:"level" doc:"层级" example:"县级"`
	Records int    `json:"records" doc:"现在公开的信息条数"`
	Newest  string `json:"newest_on,omitempty" doc:"最近一条的公开日期"`
	Page    string `json:"page" doc:"公开平台的网址"`
}

// A Guide is the contact part of the 公开指南.
// 法源: 《条例》第十二条第二款。
type Guide struct {
	Office      string `json:"office,omitempty" doc:"政府信息公开工作机构"`
	Address     string `json:"address,omitempty"`
	Postcode    string `json:"postcode,omitempty"`
	Hours       string `json:"hours,omitempty"`
	Phone       string `json:"phone,omitempty"`
	Fax         string `json:"fax,omitempty"`
	Internet    string `json:"internet,omitempty"`
	Supervision string `json:"supervision_phone,omitempty" doc:"监督电话"`
}

// A Column is one column of the catalogue.
type Column struct {
	ID      string `json:"id"`
	Parent  string `json:"parent,omitempty"`
	Title   string `json:"title" example:"规划信息"`
	Item    string `json:"item,omitempty" doc:"《条例》第二十条、第二十一条的项"`
	Records int    `json:"records"`
	Newest  string `json:"newest_on,omitempty"`
}

type agencyPath struct {
	Code string `path:"code" maxLength:"64" doc:"机关代码"`
}

func (a *API) describeAgencies(h huma.API) {
	type list struct {
		Body struct {
			Agencies []Agency `json:"agencies"`
		}
	}
	get(a, h, "/agencies", "listAgencies", "本站的全部机关", func(ctx context.Context, _ *struct{}) (*list, error) {
		rows, err := query.PortalAgencies(a.DB.View(ctx))
		out := &list{}
		out.Body.Agencies = make([]Agency, 0, len(rows))
		for _, row := range rows {
			out.Body.Agencies = append(out.Body.Agencies, a.agency(row))
		}
		return out, err
	})

	type one struct {
		Body struct {
			Agency
			Guide   Guide    `json:"guide"`
			Columns []Column `json:"columns"`
		}
	}
	get(a, h, "/agencies/{code}", "getAgency", "一个机关：公开指南的联系信息和公开目录", func(ctx context.Context, in *agencyPath) (*one, error) {
		r := a.DB.View(ctx)
		row, err := query.PortalAgency(r, in.Code)
		if err != nil {
			return nil, err
		}
		guide, err := query.PortalGuide(r, agency.ID(row.ID))
		if err != nil {
			return nil, err
		}
		columns, err := query.PortalColumns(r, agency.ID(row.ID))
		if err != nil {
			return nil, err
		}
		out := &one{}
		out.Body.Guide = Guide{guide.OfficeName, guide.Address, guide.Postcode, guide.Hours, guide.Phone, guide.Fax, guide.Internet, guide.SupervisionPhone}
		out.Body.Columns = make([]Column, 0, len(columns))
		for _, c := range columns {
			out.Body.Columns = append(out.Body.Columns, Column{c.ID, c.Parent, c.Title, c.Item, c.Records, c.Newest.String()})
			row.Records += c.Records
			if c.Newest.After(row.Newest) {
				row.Newest = c.Newest
			}
		}
		out.Body.Agency = a.agency(row)
		return out, nil
	})
}

func (a *API) agency(row query.AgencyRow) Agency {
	return Agency{Code: row.Code, Name: row.Name, USCC: row.USCC, Level: agency.Level(row.Level).String(),
		Records: row.Records, Newest: row.Newest.String(), Page: a.page("/agencies/" + row.Code + "/")}
}

// page is the address for people of what an answer is about.
func (a *API) page(path string) string { return a.URL + a.BasePath + path }
