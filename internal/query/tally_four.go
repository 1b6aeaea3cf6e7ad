package query

import (
	"gongkai/agency"
	"gongkai/annualreport"
	"gongkai/fault"
	"gongkai/internal/database"
	"gongkai/tally"
)

// Four counts table four, by agency.
// 法源: 《条例》第五十条第一款第三项、30号文。
func (t Tally) Four(r database.Reader, form *annualreport.Form) (_ map[agency.ID]annualreport.Grid, err error) {
	defer fault.Wrap(&err, "query.Tally.Four(%d, %s)", t.Year, t.Agency)
	rows, err := t.matters(r)
	if err != nil {
		return nil, err
	}
	matters := map[agency.ID][]tally.Matter{}
	for _, row := range rows {
		of := agency.ID(row.Agency)
		matters[of] = append(matters[of], row.matter())
	}
	grids := map[agency.ID]annualreport.Grid{}
	for of, list := range matters {
		grids[of] = tally.Four(form, t.Year, list)
	}
	return grids, nil
}

// mattersBehind lists the proceedings of a cell of table four.
func (t Tally) mattersBehind(r database.Reader, cell CellName) ([]TallyEntry, error) {
	rows, err := t.matters(r)
	if err != nil {
		return nil, err
	}
	list := []TallyEntry{}
	for _, row := range rows {
		if !row.matter().In(cell.Row, cell.Column, t.Year) {
			continue
		}
		list = append(list, TallyEntry{Agency: agency.ID(row.Agency), ID: row.ID, Number: row.Number, Title: row.Subject, On: row.FiledOn, Until: row.ClosedOn, Word: row.Result, N: 1})
	}
	return list, nil
}
