package database

import (
	"context"
	_ "embed"
	"strings"

	"gongkai/fault"
)

// Schema is the whole schema as the migrations make it, for reading. It is generated: go test ./internal/database
// -update.
//
//go:embed schema.sql
var Schema string

// dumpSchema writes every table with its indexes as SQLite keeps them, in alphabetical order of the tables.
func dumpSchema(ctx context.Context, db *DB) (_ string, err error) {
	defer fault.Wrap(&err, "database.dumpSchema")
	var statements []string
	err = db.View(ctx).Select(&statements, `SELECT sql FROM sqlite_master
		WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' AND tbl_name <> 'schema_version'
		AND tbl_name NOT IN (SELECT name || suffix FROM sqlite_master, (SELECT '_data' AS suffix UNION ALL SELECT '_idx'
			UNION ALL SELECT '_content' UNION ALL SELECT '_docsize' UNION ALL SELECT '_config')
			WHERE sql LIKE 'CREATE VIRTUAL%')
		ORDER BY tbl_name, CASE type WHEN 'table' THEN 0 WHEN 'index' THEN 1 ELSE 2 END, name`)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	b.WriteString("-- Generated from internal/database/migrate by go test ./internal/database -update. For reading only.\n")
	for _, s := range statements {
		if strings.HasPrefix(s, "CREATE TABLE") || strings.HasPrefix(s, "CREATE VIRTUAL") {
			b.WriteString("\n")
		}
		b.WriteString(s + ";\n")
	}
	return b.String(), nil
}
