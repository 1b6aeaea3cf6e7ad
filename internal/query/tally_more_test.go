package query_test

import (
	"fmt"
	"testing"

	"gongkai/agency"
	"gongkai/annualreport"
	"gongkai/civil"
	"gongkai/disclosure"
	"gongkai/internal/database"
	"gongkai/internal/query"
	"gongkai/internal/storetest"
	"gongkai/remedy"
	"gongkai/tally"

	"pgregory.net/rapid"
)

// others are the registers beside the applications.
type others struct {
	matters   map[agency.ID][]tally.Matter
	documents map[agency.ID][]disclosure.Document
	decisions map[agency.ID]map[string]tally.Decisions // by month, as corrected last
}

func drawOthers(t *rapid.T) others {
	first := civil.MustParse("2019-06-01")
	o := others{map[agency.ID][]tally.Matter{}, map[agency.ID][]disclosure.Document{}, map[agency.ID]map[string]tally.Decisions{}}
	for i := range rapid.IntRange(0, 20).Draw(t, "matters") {
		m := tally.Matter{ID: fmt.Sprint("pr", i), Way: rapid.SampledFrom(remedy.Ways).Draw(t, "way").Way, FiledOn: first.AddDays(rapid.IntRange(0, 1200).Draw(t, "filed"))}
		if rapid.Bool().Draw(t, "ended") {
			m.ClosedOn = m.FiledOn.AddDays(rapid.IntRange(0, 500).Draw(t, "ended after"))
			m.Bucket = rapid.SampledFrom([]remedy.Bucket{remedy.Upheld, remedy.Corrected, remedy.OtherResult}).Draw(t, "bucket")
		}
		of := rapid.SampledFrom(bureaus).Draw(t, "agency")
		o.matters[of] = append(o.matters[of], m)
	}
	for i := range rapid.IntRange(0, 15).Draw(t, "documents") {
		formed := first.AddDays(rapid.IntRange(0, 1200).Draw(t, "formed"))
		d := disclosure.Document{Record: disclosure.Record{ID: disclosure.ID(fmt.Sprint("rc", i)), FormedOn: formed, EffectiveOn: formed,
			Kind: rapid.SampledFrom([]disclosure.Kind{disclosure.Rule, disclosure.Normative}).Draw(t, "kind")}}
		if rapid.Bool().Draw(t, "expires") {
			d.Record.ExpiresOn = formed.AddDays(rapid.IntRange(1, 700).Draw(t, "after"))
		}
		of := rapid.SampledFrom(bureaus).Draw(t, "agency")
		if list := o.documents[of]; len(list) > 0 && rapid.IntRange(0, 2).Draw(t, "repeals") == 0 {
			earlier := &list[rapid.IntRange(0, len(list)-1).Draw(t, "which")]
			earlier.Effects = append(earlier.Effects, disclosure.Effect{Relation: disclosure.Repeals, By: d.Record.ID, On: formed})
		}
		o.documents[of] = append(o.documents[of], d)
	}
	for range rapid.IntRange(0, 10).Draw(t, "months") {
		of := rapid.SampledFrom(bureaus).Draw(t, "agency")
		if o.decisions[of] == nil {
			o.decisions[of] = map[string]tally.Decisions{}
		}
		n := rapid.Int64Range(0, 50)
		month := fmt.Sprintf("%d-%02d", rapid.IntRange(2019, 2022).Draw(t, "year"), rapid.IntRange(1, 12).Draw(t, "month"))
		o.decisions[of][month] = tally.Decisions{Permits: n.Draw(t, "permits"), Penalties: n.Draw(t, "penalties"), Coercions: n.Draw(t, "coercions"), Fees: n.Draw(t, "fees")}
	}
	return o
}

func fillOthers(t *rapid.T, db *database.DB, o others) {
	err := db.WriteUnrecorded(t.Context(), "test", func(tx *database.Tx) error {
		for _, table := range []string{"proceeding", "publication_link", "publication", "record", "monthly_entry", "section", "catalog_column"} {
			if _, err := tx.Exec(`DELETE FROM ` + table); err != nil {
				return err
			}
		}
		for _, of := range bureaus {
			if err := insertOthers(tx, of, o); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func insertOthers(tx *database.Tx, of agency.ID, o others) error {
	if err := insertAgency(tx, of); err != nil {
		return err
	}
	column := "co_" + string(of)
	if _, err := tx.Exec(`INSERT INTO catalog_column (id, agency, parent, title, item, genre, freshness, section, person, place, closed)
		VALUES ($1, $2, '', '政策', '', '', '', '', '', 1, 0)`, column, string(of)); err != nil {
		return err
	}
	if _, err := tx.Exec(`INSERT INTO section (agency, id, name, office, closed) VALUES ($1, $2, '业务股', 0, 0)`, string(of), "se_"+string(of)); err != nil {
		return err
	}
	for _, m := range o.matters[of] {
		bucket := m.Bucket
		if m.ClosedOn.IsZero() {
			bucket = remedy.Pending
		}
		if _, err := tx.Exec(`INSERT INTO proceeding (agency, id, number, application, record, after_id, way, subject, party, created_at, facts, filed_on, closed_on, bucket, result, forum, case_no, due_on, due_what)
			VALUES ($1, $2, $2, '', '', '', $3, '', $4, 0, 0, $5, $6, $7, '', '', '', '', '')`, string(of), m.ID, string(m.Way), []byte{1}, m.FiledOn, m.ClosedOn, string(bucket)); err != nil {
			return err
		}
	}
	for _, d := range o.documents[of] {
		r := d.Record
		if _, err := tx.Exec(`INSERT INTO record (id, agency, column_id, kind, title, doc_no, author, author_name, draft, digest, index_no, version, visible, published_on, altered_at)
			VALUES ($1, $2, $3, $4, '规定', '', '', '', '{}', '', $1, 1, 1, $5, 0)`, string(r.ID), string(of), column, string(r.Kind), r.FormedOn); err != nil {
			return err
		}
		if _, err := tx.Exec(`INSERT INTO publication (record, agency, column_id, kind, index_no, title, doc_no, formed_on, effective_on, expires_on, published_on, altered_on, version, visible)
			VALUES ($1, $2, $3, $4, $1, '规定', '', $5, $6, $7, $5, $5, 1, 1)`, string(r.ID), string(of), column, string(r.Kind), r.FormedOn, r.EffectiveOn, r.ExpiresOn); err != nil {
			return err
		}
	}
	for _, d := range o.documents[of] {
		for _, e := range d.Effects {
			if _, err := tx.Exec(`INSERT INTO publication_link (record, relation, target, works_on) VALUES ($1, $2, $3, $4)`, string(e.By), string(e.Relation), string(d.Record.ID), e.On); err != nil {
				return err
			}
		}
	}
	for month, d := range o.decisions[of] {
		for seq, permits := range []int64{d.Permits + 7, d.Permits} { // the first was wrong and was corrected
			if _, err := tx.Exec(`INSERT INTO monthly_entry (agency, section, month, seq, permits, penalties, coercions, fees, reason, source, staff, staff_name, entered_on, entered_at)
				VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '', 'form', '', '', $9, 0)`, string(of), "se_"+string(of), month, seq+1, permits, d.Penalties, d.Coercions, d.Fees, month+"-01"); err != nil {
				return err
			}
		}
	}
	return nil
}

// Tables two and four from the database are those that package tally defines, for one agency and for all, and every
// cell opens to entries that make up its number.
func TestTablesTwoAndFourCountAsTallyDefines(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, db *database.DB) {
		rapid.Check(t, func(t *rapid.T) {
			o := drawOthers(t)
			fillOthers(t, db, o)
			view := db.View(t.Context())
			for year := 2019; year <= 2022; year++ {
				form, _ := annualreport.FormOf(2021)
				for _, of := range bureaus {
					var sum tally.Decisions
					for month, d := range o.decisions[of] {
						if month[:4] == fmt.Sprint(year) {
							sum = tally.Decisions{Permits: sum.Permits + d.Permits, Penalties: sum.Penalties + d.Penalties, Coercions: sum.Coercions + d.Coercions, Fees: sum.Fees + d.Fees}
						}
					}
					want := map[annualreport.TableNo]annualreport.Grid{annualreport.Two: tally.Two(year, o.documents[of], sum), annualreport.Four: tally.Four(form, year, o.matters[of])}
					for _, scope := range []agency.ID{of, ""} {
						count := query.Tally{Year: year, Agency: scope}
						two, err := count.Two(view, form)
						if err != nil {
							t.Fatal(err)
						}
						four, err := count.Four(view, form)
						if err != nil {
							t.Fatal(err)
						}
						for table, grids := range map[annualreport.TableNo]map[agency.ID]annualreport.Grid{annualreport.Two: two, annualreport.Four: four} {
							grid := grids[of]
							if grid == nil {
								grid = form.NewGrid(table)
							}
							same(t, fmt.Sprintf("%d table %d of %s", year, table, of), grid, want[table])
						}
					}
					openOthers(t, view, form, year, of, want)
				}
			}
		})
	})
}

func openOthers(t *rapid.T, view *database.Query, form *annualreport.Form, year int, of agency.ID, want map[annualreport.TableNo]annualreport.Grid) {
	for _, table := range []annualreport.TableNo{annualreport.Two, annualreport.Four} {
		row := rapid.SampledFrom(form.Tables[table]).Draw(t, "row")
		i := rapid.IntRange(0, len(row.Columns)-1).Draw(t, "column")
		list, err := query.Tally{Year: year, Agency: of}.Behind(view, form, query.CellName{Table: table, Row: row.ID, Column: row.Columns[i].ID})
		if err != nil {
			t.Fatal(err)
		}
		var n int64
		for _, entry := range list {
			n += entry.N
		}
		if n != want[table][row.ID][i].Value {
			t.Fatalf("%d %s %s: %d behind %d", year, row.ID, row.Columns[i].ID, n, want[table][row.ID][i].Value)
		}
	}
}
