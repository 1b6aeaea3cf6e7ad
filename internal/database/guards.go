package database

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"gongkai/fault"
)

// made finds the triggers that a step of the schema makes.
var made = regexp.MustCompile(`(?m)^CREATE TRIGGER (\w+)`)

// MissingGuards names the triggers of the schema that keep append-only tables append-only and that are not there, or do
// not fire: somebody has taken them away to change what was written.
func (db *DB) MissingGuards(ctx context.Context) (missing []string, err error) {
	defer fault.Wrap(&err, "database.MissingGuards")
	steps, err := readMigrations(migrationFiles, db.engine.schema().suffix())
	if err != nil {
		return nil, err
	}
	var there []string
	if err := db.View(ctx).Select(&there, db.engine.probes().triggers); err != nil {
		return nil, err
	}
	for _, s := range steps {
		for _, m := range made.FindAllStringSubmatch(s.text, -1) {
			if !slices.ContainsFunc(there, func(name string) bool { return strings.EqualFold(name, m[1]) }) {
				missing = append(missing, m[1])
			}
		}
	}
	return missing, nil
}
