package query

import (
	"encoding/json"
	"slices"

	"gongkai/agency"
	"gongkai/catalog"
	"gongkai/civil"
	"gongkai/disclosure"
	"gongkai/fault"
	"gongkai/internal/database"
	"gongkai/workday"
)

// atOnce is how many records are read in one go.
const atOnce = 100

// publicAct is a publication or a revision of a record that is public.
type publicAct struct {
	Record   string     `db:"record"`
	Index    string     `db:"index_no"`
	Kind     string     `db:"kind"`
	On       civil.Date `db:"done_on"`
	Version  int        `db:"version"`
	FormedOn civil.Date `db:"formed_on"`
}

// LateActs lists what the agency published or revised between two days after its term, the last first. Withdrawn records
// are left out.
// 法源: 《条例》第二十六条。
func LateActs(r database.Reader, of agency.ID, from, to civil.Date, cal *workday.Calendar) (list []disclosure.Late, err error) {
	defer fault.Wrap(&err, "query.LateActs(%s)", of)
	var acts []publicAct
	if err := r.Select(&acts, `SELECT a.record, p.index_no, a.kind, a.done_on, a.version, p.formed_on FROM publication p JOIN record_act a ON a.record = p.record
		WHERE p.agency = $1 AND p.visible = 1 AND a.kind IN ('published', 'revised') AND a.done_on >= $2 AND a.done_on <= $3 ORDER BY a.done_on DESC, a.record, a.seq DESC`,
		string(of), from, to); err != nil {
		return nil, err
	}
	var maybe []publicAct
	for _, a := range acts {
		// No term is shorter than twenty natural days, and a change comes after the making: what is younger cannot be late.
		if a.Kind == string(disclosure.Revised) || a.Version > 1 || a.On.After(a.FormedOn.AddDays(shortestTerm)) {
			maybe = append(maybe, a)
		}
	}
	for len(maybe) > 0 {
		some := maybe[:min(atOnce, len(maybe))]
		maybe = maybe[len(some):]
		bodies, err := versionsOf(r, some)
		if err != nil {
			return nil, err
		}
		for _, a := range some {
			version := bodies[versionKey{a.Record, a.Version}]
			var before *disclosure.Record
			if b, ok := bodies[versionKey{a.Record, a.Version - 1}]; ok && a.Kind == string(disclosure.Revised) {
				before = &b
			}
			if l, late := version.LateOn(a.On, before, cal); late {
				l.Index, l.Version = catalog.IndexNo(a.Index), a.Version
				list = append(list, l)
			}
		}
	}
	return list, nil
}

// shortestTerm is that of 预算、决算, in natural days.
const shortestTerm = 20

type versionKey struct {
	record  string
	version int
}

// versionsOf loads every version of the records of the acts.
func versionsOf(r database.Reader, acts []publicAct) (map[versionKey]disclosure.Record, error) {
	var ids []string
	for _, a := range acts {
		ids = append(ids, a.Record)
	}
	slices.Sort(ids)
	marks, args := placeholders(slices.Compact(ids))
	rows, err := r.Query(`SELECT record, version, body FROM record_version WHERE record IN (`+marks+`)`, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	bodies := map[versionKey]disclosure.Record{}
	for rows.Next() {
		var key versionKey
		var body string
		if err := rows.Scan(&key.record, &key.version, &body); err != nil {
			return nil, err
		}
		var rec disclosure.Record
		if err := json.Unmarshal([]byte(body), &rec); err != nil {
			return nil, err
		}
		bodies[key] = rec
	}
	return bodies, rows.Err()
}
