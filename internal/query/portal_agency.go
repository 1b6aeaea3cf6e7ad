package query

import (
	"encoding/json"

	"gongkai/agency"
	"gongkai/civil"
	"gongkai/fault"
	"gongkai/internal/database"
)

// An AgencyRow is an agency as the portal lists it.
type AgencyRow struct {
	ID        string     `db:"id"`
	USCC      string     `db:"uscc"`
	Code      string     `db:"code"`
	Name      string     `db:"name"`
	ShortName string     `db:"short_name"`
	Level     int        `db:"level"`
	Kind      string     `db:"kind"`
	Region    string     `db:"region"`
	Parent    string     `db:"parent"`
	Superior  string     `db:"superior"`
	Competent bool       `db:"competent"`
	Closed    bool       `db:"closed"`
	Records   int        `db:"records"` // visible ones
	Newest    civil.Date `db:"newest"`  // when the last of them was published
}

// Agency returns the row as package agency knows it.
func (r AgencyRow) Agency() agency.Agency {
	return agency.Agency{
		ID: agency.ID(r.ID), USCC: agency.USCC(r.USCC), Code: r.Code, Name: r.Name, ShortName: r.ShortName, Level: agency.Level(r.Level),
		Kind: agency.Kind(r.Kind), Region: agency.RegionCode(r.Region), Parent: agency.ID(r.Parent), Superior: agency.ID(r.Superior),
		Competent: r.Competent, Closed: r.Closed,
	}
}

const portalAgency = `SELECT a.id, a.uscc, a.code, a.name, a.short_name, a.level, a.kind, a.region, a.parent, a.superior, a.competent, a.closed`

// PortalAgencies lists every agency, governments first, with how much each has published.
func PortalAgencies(r database.Reader) (rows []AgencyRow, err error) {
	defer fault.Wrap(&err, "query.PortalAgencies")
	err = r.Select(&rows, portalAgency+`, count(p.record) AS records, coalesce(max(p.published_on), '') AS newest
		FROM agency a LEFT JOIN publication p ON p.agency = a.id AND p.visible = 1
		GROUP BY a.id, a.uscc, a.code, a.name, a.short_name, a.level, a.kind, a.region, a.parent, a.superior, a.competent, a.closed
		ORDER BY a.level, CASE a.kind WHEN 'government' THEN 0 ELSE 1 END, a.code`)
	return rows, err
}

// PortalAgency loads the agency with the public address; its counts stay empty.
func PortalAgency(r database.Reader, code string) (row AgencyRow, err error) {
	defer fault.Wrap(&err, "query.PortalAgency(%s)", code)
	err = r.Get(&row, portalAgency+`, 0 AS records, '' AS newest FROM agency a WHERE a.code = $1`, code)
	return row, err
}

// PortalHost loads the agency whose site this is: the highest government, or where there is none the highest agency.
// It is [fault.NotFound] while no agency has been set up.
func PortalHost(r database.Reader) (row AgencyRow, err error) {
	defer fault.Wrap(&err, "query.PortalHost")
	err = r.Get(&row, portalAgency+`, 0 AS records, '' AS newest FROM agency a
		ORDER BY CASE a.kind WHEN 'government' THEN 0 ELSE 1 END, a.level, a.code LIMIT 1`)
	return row, err
}

// PortalGuide loads the facts of the 公开指南; an agency that has saved none has an empty one.
func PortalGuide(r database.Reader, of agency.ID) (g agency.Guide, err error) {
	defer fault.Wrap(&err, "query.PortalGuide(%s)", of)
	var channels string
	g.Agency = of
	err = r.QueryRow(`SELECT office_name, address, postcode, hours, phone, fax, internet, supervision_phone, channels, reviewed_on
		FROM guide WHERE agency = $1`, string(of)).Scan(&g.OfficeName, &g.Address, &g.Postcode, &g.Hours, &g.Phone, &g.Fax, &g.Internet,
		&g.SupervisionPhone, &channels, &g.ReviewedOn)
	if database.NotFound(err) {
		return agency.Guide{Agency: of}, nil
	}
	if err != nil {
		return agency.Guide{}, err
	}
	return g, json.Unmarshal([]byte(channels), &g.Channels)
}

// PortalSettings loads the settings of the agency over the defaults of the day.
func PortalSettings(r database.Reader, of agency.ID, on civil.Date) (_ agency.Settings, err error) {
	defer fault.Wrap(&err, "query.PortalSettings(%s)", of)
	var body string
	if err := r.QueryRow(`SELECT body FROM settings WHERE agency = $1`, string(of)).Scan(&body); err != nil && !database.NotFound(err) {
		return agency.Settings{}, err
	}
	return agency.ReadSettings([]byte(body), on)
}
