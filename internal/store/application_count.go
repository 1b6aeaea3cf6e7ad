package store

import (
	"cmp"
	"slices"

	"gongkai/application"
	"gongkai/decision"
	"gongkai/fault"
	"gongkai/internal/database"
	"gongkai/tally"
)

// count is what one application adds to or takes from the counts of an agency and year.
type count struct {
	agency string
	year   int
	part   string
	n      int64
}

// moves are the changes of the counts when an application counted under the keys before and counts under those after.
func moves(before, after tally.Keys) []count {
	var list []count
	for _, pair := range [][2]string{{before.Received, after.Received}, {before.Answered, after.Answered}} {
		if pair[0] == pair[1] {
			continue
		}
		for i, n := range []int64{-1, 1} {
			if pair[i] != "" {
				year, of, part := tally.Split(pair[i])
				list = append(list, count{of, year, part, n})
			}
		}
	}
	slices.SortStableFunc(list, func(x, y count) int { return cmp.Or(cmp.Compare(x.agency, y.agency), cmp.Compare(x.year, y.year)) })
	return list
}

// moveCounts brings the counts for the annual report in step with an application whose keys have changed.
func moveCounts(tx *database.Tx, before, after tally.Keys) error {
	list := moves(before, after)
	for len(list) > 0 {
		of, year := list[0].agency, list[0].year
		var text string
		err := tx.QueryRow(`SELECT counts FROM application_count WHERE agency = $1 AND year = $2`, of, year).Scan(&text)
		if err != nil && !database.NotFound(err) {
			return err
		}
		counts := tally.ParseCounts(text)
		for len(list) > 0 && list[0].agency == of && list[0].year == year {
			counts[list[0].part] += list[0].n
			list = list[1:]
		}
		if _, err := tx.Exec(`INSERT INTO application_count (agency, year, counts) VALUES ($1, $2, $3) ON CONFLICT (agency, year) DO UPDATE SET counts = $3`,
			of, year, counts.String()); err != nil {
			return err
		}
	}
	return nil
}

// keysAfter are the keys under which the application counts as it is stored, and those once its conclusions are s: the
// first answer stays what counts.
func keysAfter(r database.Reader, id application.ID, s Standing) (before, after tally.Keys, err error) {
	var of string
	var c tally.Case
	if err := r.QueryRow(`SELECT agency, category, counted_on, counted_as, received_key, counted_key FROM application WHERE id = $1`, string(id)).
		Scan(&of, &c.Category, &c.ClosedOn, &c.Outcome, &before.Received, &before.Answered); err != nil {
		return before, after, err
	}
	c.ReceivedOn = s.ReceivedOn
	if c.ClosedOn.IsZero() {
		c.ClosedOn, c.Outcome = s.ClosedOn, decision.Outcome(s.Outcome)
	}
	return before, c.Keys(of), nil
}

// recount makes the counts from the keys of the register, in one statement for either engine.
const recount = `INSERT INTO application_count (agency, year, counts)
	SELECT agency, CAST(year AS INTEGER), string_agg(part || '=' || n, ';') FROM (
		SELECT agency, substr(received_key, 1, 4) AS year, category AS part, count(*) AS n FROM application WHERE received_key <> '' GROUP BY agency, substr(received_key, 1, 4), category
		UNION ALL
		SELECT agency, substr(counted_key, 1, 4), counted_as || ' ' || category, count(*) FROM application WHERE counted_key <> ''
			GROUP BY agency, substr(counted_key, 1, 4), counted_as || ' ' || category) counted
	GROUP BY agency, year`

// RecountApplications makes the keys of every application and the counts for the annual report anew, from the register.
func RecountApplications(tx *database.Tx) (err error) {
	defer fault.Wrap(&err, "store.RecountApplications")
	for _, statement := range []string{rekeyReceived, rekeyAnswered, `DELETE FROM application_count`, recount} {
		if _, err := tx.Exec(statement); err != nil {
			return err
		}
	}
	return nil
}

// The statements that write the keys of package tally where they do not follow from the other columns of the row.
const (
	rekeyReceived = `UPDATE application SET received_key = CASE WHEN received_on = '' THEN '' ELSE substr(received_on, 1, 4) || ' ' || agency || ' ' || category END
		WHERE received_key <> CASE WHEN received_on = '' THEN '' ELSE substr(received_on, 1, 4) || ' ' || agency || ' ' || category END`
	rekeyAnswered = `UPDATE application SET counted_key = CASE WHEN received_on = '' OR counted_on = '' THEN '' ELSE substr(counted_on, 1, 4) || ' ' || agency || ' ' || counted_as || ' ' || category END
		WHERE counted_key <> CASE WHEN received_on = '' OR counted_on = '' THEN '' ELSE substr(counted_on, 1, 4) || ' ' || agency || ' ' || counted_as || ' ' || category END`
)
