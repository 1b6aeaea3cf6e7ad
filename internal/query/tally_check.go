package query

import (
	"cmp"
	"slices"

	"gongkai/agency"
	"gongkai/fault"
	"gongkai/internal/database"
	"gongkai/tally"
)

// The questions that count the register anew by the keys of its applications. SQLite answers each from one index
// alone, which a test holds.
const (
	received = `SELECT received_key, count(*) FROM application GROUP BY received_key`
	answered = `SELECT counted_key, count(*) FROM application GROUP BY counted_key`
)

// A Miscount is an agency and year whose counts are not those of the register.
type Miscount struct {
	Agency         agency.ID
	Year           int
	Kept, Register string // as [tally.Counts] writes them
}

type agencyYear struct {
	of   string
	year int
}

// Miscounts counts the register anew and lists where the counts kept for the annual report are not the same.
func Miscounts(r database.Reader) (wrong []Miscount, err error) {
	defer fault.Wrap(&err, "query.Miscounts")
	register, err := recounted(r)
	if err != nil {
		return nil, err
	}
	kept := map[agencyYear]tally.Counts{}
	rows, err := r.Query(`SELECT agency, year, counts FROM application_count`)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var at agencyYear
		var text string
		if err := rows.Scan(&at.of, &at.year, &text); err != nil {
			return nil, err
		}
		kept[at] = tally.ParseCounts(text)
		if register[at] == nil {
			register[at] = tally.Counts{}
		}
	}
	for at, counts := range register {
		if have, want := kept[at].String(), counts.String(); have != want {
			wrong = append(wrong, Miscount{agency.ID(at.of), at.year, have, want})
		}
	}
	slices.SortFunc(wrong, func(x, y Miscount) int { return cmp.Or(cmp.Compare(x.Agency, y.Agency), cmp.Compare(x.Year, y.Year)) })
	return wrong, rows.Err()
}

// recounted counts the register by the keys of its applications.
func recounted(r database.Reader) (map[agencyYear]tally.Counts, error) {
	all := map[agencyYear]tally.Counts{}
	for _, question := range []string{received, answered} {
		if err := func() error {
			rows, err := r.Query(question)
			if err != nil {
				return err
			}
			defer func() { _ = rows.Close() }()
			for rows.Next() {
				var key string
				var n int64
				if err := rows.Scan(&key, &n); err != nil {
					return err
				}
				if key == "" {
					continue
				}
				year, of, part := tally.Split(key)
				at := agencyYear{of, year}
				if all[at] == nil {
					all[at] = tally.Counts{}
				}
				all[at][part] += n
			}
			return rows.Err()
		}(); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// Miskeyed counts the applications whose keys do not follow from their own columns. Every application is read.
func Miskeyed(r database.Reader) (n int, err error) {
	defer fault.Wrap(&err, "query.Miskeyed")
	err = r.QueryRow(`SELECT count(*) FROM application WHERE received_key <> CASE WHEN received_on = '' THEN '' ELSE substr(received_on, 1, 4) || ' ' || agency || ' ' || category END
		OR counted_key <> CASE WHEN received_on = '' OR counted_on = '' THEN '' ELSE substr(counted_on, 1, 4) || ' ' || agency || ' ' || counted_as || ' ' || category END`).Scan(&n)
	return n, err
}
