package query

import (
	"gongkai/agency"
	"gongkai/annualreport"
	"gongkai/civil"
	"gongkai/disclosure"
	"gongkai/fault"
	"gongkai/internal/database"
	"gongkai/tally"
)

// Two counts table two, by agency: rules and normative documents from the public records, decisions and fees from the
// registers of the sections. What the form asks and no register holds is left out: it is blank, not zero.
// 法源: 《条例》第五十条第一款第一项、30号文。
func (t Tally) Two(r database.Reader, form *annualreport.Form) (_ map[agency.ID]annualreport.Grid, err error) {
	defer fault.Wrap(&err, "query.Tally.Two(%d, %s)", t.Year, t.Agency)
	documents, err := t.documents(r)
	if err != nil {
		return nil, err
	}
	decisions, err := t.Decisions(r)
	if err != nil {
		return nil, err
	}
	grids := map[agency.ID]annualreport.Grid{}
	for of, list := range documents {
		grids[of] = tally.Fit(form, tally.Two(t.Year, domain(list), decisions[of]))
	}
	if t.Agency != "" && grids[t.Agency] == nil {
		grids[t.Agency] = tally.Fit(form, tally.Two(t.Year, nil, decisions[t.Agency]))
	}
	for of, d := range decisions {
		if grids[of] == nil {
			grids[of] = tally.Fit(form, tally.Two(t.Year, nil, d))
		}
	}
	return grids, nil
}

// documents are the rules and normative documents that are public, by agency.
func (t Tally) documents(r database.Reader) (map[agency.ID][]Document, error) {
	all, err := PortalDocuments(r, string(t.Agency))
	byAgency := map[agency.ID][]Document{}
	for _, d := range all {
		byAgency[agency.ID(d.Agency)] = append(byAgency[agency.ID(d.Agency)], d)
	}
	return byAgency, err
}

// domain are the documents as package disclosure counts them.
func domain(list []Document) []disclosure.Document {
	documents := make([]disclosure.Document, 0, len(list))
	for _, d := range list {
		documents = append(documents, disclosure.Document{Record: d.Doc(), Effects: d.Effects})
	}
	return documents
}

// documentsBehind lists the documents of a cell in the first two rows of table two, or what the sections handed in.
func (t Tally) documentsBehind(r database.Reader, cell CellName) ([]TallyEntry, error) {
	kind, ok := map[annualreport.RowID]disclosure.Kind{"规章": disclosure.Rule, "行政规范性文件": disclosure.Normative}[cell.Row]
	if !ok {
		return t.decisionsBehind(r, cell)
	}
	documents, err := t.documents(r)
	if err != nil {
		return nil, err
	}
	var list []TallyEntry
	for _, docs := range documents {
		stock := disclosure.StockOf(kind, t.Year, domain(docs))
		ids, known := map[annualreport.ColumnID][]disclosure.ID{"本年制发件数": stock.Made, "本年废止件数": stock.Repealed, "现行有效件数": stock.InForce}[cell.Column]
		if !known {
			return nil, fault.New(fault.NotFound, "没有这一格")
		}
		list = append(list, entries(docs, ids, t.Year)...)
	}
	return list, nil
}

func entries(docs []Document, ids []disclosure.ID, year int) []TallyEntry {
	by := map[disclosure.ID]Document{}
	for _, d := range docs {
		by[disclosure.ID(d.Record)] = d
	}
	list := make([]TallyEntry, 0, len(ids))
	for _, id := range ids {
		d := by[id]
		list = append(list, TallyEntry{Agency: agency.ID(d.Agency), ID: d.Record, Number: d.DocNo, Title: d.Title, On: d.FormedOn,
			N: 1, Word: string(d.Doc().ValidityOn(civil.On(year, 12, 31), d.Effects))})
	}
	return list
}
