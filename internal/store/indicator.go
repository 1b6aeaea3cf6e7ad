package store

import (
	"encoding/json"

	"gongkai/agency"
	"gongkai/fault"
	"gongkai/internal/database"
	"gongkai/scorecard"
)

// Indicators loads the set of the 主管部门; the shipped one where it has set none.
func Indicators(r database.Reader, of agency.ID) (set scorecard.Set, err error) {
	defer fault.Wrap(&err, "store.Indicators(%s)", of)
	var body string
	err = r.QueryRow(`SELECT body FROM indicator_set WHERE agency = $1`, string(of)).Scan(&body)
	if database.NotFound(err) {
		return append(scorecard.Set{}, scorecard.Shipped...), nil
	}
	if err != nil {
		return nil, err
	}
	return set, json.Unmarshal([]byte(body), &set)
}

// SaveIndicators stores the set of the 主管部门.
func SaveIndicators(tx *database.Tx, of agency.ID, set scorecard.Set) (err error) {
	defer fault.Wrap(&err, "store.SaveIndicators(%s)", of)
	body, err := json.Marshal(set)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO indicator_set (agency, body, altered_at) VALUES ($1, $2, $3) ON CONFLICT (agency) DO UPDATE SET body = $2, altered_at = $3`, string(of), string(body), tx.Now())
	return err
}
