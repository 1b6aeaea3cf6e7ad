package query

import (
	"encoding/json"

	"gongkai/agency"
	"gongkai/application"
	"gongkai/civil"
	"gongkai/deadline"
	"gongkai/fault"
	"gongkai/internal/database"
)

// A TrackRow is an application as whoever holds its number and code may see it: nothing in it says who applied or for
// what.
type TrackRow struct {
	ID          string     `db:"id"`
	Agency      string     `db:"agency"`
	AgencyName  string     `db:"agency_name"`
	AgencyCode  string     `db:"agency_code"`
	Number      string     `db:"number"`
	QueryCode   string     `db:"query_code"`
	Channel     string     `db:"channel"`
	ArrivedOn   civil.Date `db:"arrived_on"`
	ConfirmedOn civil.Date `db:"confirmed_on"`
}

// PortalApplications returns the applications with the number: one in each agency at most. The caller compares codes.
func PortalApplications(r database.Reader, number string) (rows []TrackRow, err error) {
	defer fault.Wrap(&err, "query.PortalApplications")
	err = r.Select(&rows, `SELECT p.id, p.agency, a.name AS agency_name, a.code AS agency_code, p.number, p.query_code, p.channel, p.arrived_on, p.confirmed_on
		FROM application p JOIN agency a ON a.id = p.agency WHERE p.number = $1 ORDER BY p.id`, number)
	return rows, err
}

// PortalFacts returns the application with its facts in order, to compute its clock.
func PortalFacts(r database.Reader, row TrackRow) (a application.Application, err error) {
	defer fault.Wrap(&err, "query.PortalFacts(%s)", row.ID)
	a = application.Application{ID: application.ID(row.ID), Agency: agency.ID(row.Agency), Number: row.Number,
		Channel: deadline.Channel(row.Channel), ArrivedOn: row.ArrivedOn, ConfirmedOn: row.ConfirmedOn}
	var bodies []string
	if err := r.Select(&bodies, `SELECT body FROM application_fact WHERE application = $1 ORDER BY seq`, row.ID); err != nil {
		return a, err
	}
	for _, body := range bodies {
		var f application.Fact
		if err := json.Unmarshal([]byte(body), &f); err != nil {
			return a, err
		}
		a.Facts = append(a.Facts, f)
	}
	return a, nil
}
