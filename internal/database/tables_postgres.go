package database

import "context"

func (postgres) tables(ctx context.Context, on querier) ([]Table, error) {
	return gather(ctx, on, `SELECT c.relname, a.attname, format_type(a.atttypid, NULL)
		FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
		WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
		AND c.relname <> 'schema_version' AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
		AND format_type(a.atttypid, NULL) <> 'tsvector'
		ORDER BY c.relname COLLATE "C", a.attnum`, postgresWord)
}

// postgresWord translates a type back into the word of the migrations.
func postgresWord(name string) string {
	switch name {
	case "bigint", "integer", "smallint":
		return "INTEGER"
	case "text", "character varying":
		return "TEXT"
	case "bytea":
		return "BLOB"
	}
	return name
}

// suspend takes the foreign keys away; to add them again checks every row at once. Both belong to the transaction.
func (postgres) suspend(tx *Tx) (resume func() error, err error) {
	var keys []struct{ Table, Name, Definition string }
	err = tx.Select(&keys, `SELECT conrelid::regclass::text AS table, quote_ident(conname) AS name,
		pg_get_constraintdef(oid) AS definition
		FROM pg_constraint WHERE contype = 'f' AND connamespace = current_schema()::regnamespace
		ORDER BY conrelid, conname`)
	if err != nil {
		return nil, err
	}
	for _, key := range keys {
		if _, err := tx.Exec("ALTER TABLE " + key.Table + " DROP CONSTRAINT " + key.Name); err != nil {
			return nil, err
		}
	}
	return func() error {
		for _, key := range keys {
			if _, err := tx.Exec("ALTER TABLE " + key.Table + " ADD CONSTRAINT " + key.Name + " " + key.Definition); err != nil {
				return err
			}
		}
		return resetSequences(tx)
	}, nil
}

// resetSequences moves every sequence of a column behind the highest number in it.
func resetSequences(tx *Tx) error {
	var columns []struct{ Table, Name, Sequence string }
	err := tx.Select(&columns, `SELECT s.relation AS table, quote_ident(s.attname) AS name, s.sequence FROM (
		SELECT c.oid::regclass::text AS relation, a.attname,
			pg_get_serial_sequence(c.oid::regclass::text, a.attname) AS sequence
		FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
		WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')
		AND c.relname <> 'schema_version' AND a.attnum > 0 AND NOT a.attisdropped) AS s
		WHERE s.sequence IS NOT NULL`)
	if err != nil {
		return err
	}
	for _, column := range columns {
		var next int64
		err := tx.QueryRow("SELECT setval($1::text::regclass, coalesce(max("+column.Name+"), 0) + 1, false) FROM "+column.Table,
			column.Sequence).Scan(&next)
		if err != nil {
			return err
		}
	}
	return nil
}
