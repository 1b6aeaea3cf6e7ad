package tidying

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"gongkai/fault"
	"gongkai/internal/blob"
	"gongkai/internal/crypt"
	"gongkai/internal/database"
	"gongkai/internal/rekeying"
)

// Silent are the tables, the columns, and the names of columns in any table, whose values name no file that has to be
// kept, with the reason. Everything else is read.
var Silent = map[string]string{
	"ledger":         "tells what happened; what it mentions may be gone",
	"ledger_head":    "heads of chains",
	"log_hash":       "hashes of the public log's tree",
	"log_head":       "signed heads of the public log",
	"log_key":        "keys of the public log",
	"file_text":      "the text of a file, made anew when it is needed",
	"screening":      "findings about a file, made anew when they are needed",
	"search_entry":   "follows from publications",
	"search_segment": "places of words in publications",
	"search_posting": "places of words in publications",
	"search_fresh":   "follows from publications",
	"session":        "ends within a day",
	"old_password":   "hashes of passwords",

	"*.digest":         "of a text",
	"*.id_digest":      "of an identity",
	"*.content_digest": "of a text",
	"*.record_digest":  "of a text",

	"staff.phone":            "sealed number",
	"staff.email":            "sealed address",
	"staff.factor":           "sealed key",
	"staff.next_factor":      "sealed key",
	"staff.password":         "hash of a password",
	"proceeding.party":       "sealed name",
	"letter_stamp.image":     "the image itself",
	"letter_setting.signing": "the key of a signature",
}

// silent says whether a column names no file.
func silent(table, column string) bool {
	for _, name := range []string{table, table + "." + column, "*." + column} {
		if Silent[name] != "" {
			return true
		}
	}
	return false
}

// address finds addresses of files, also where they stand in a URL. A quoted one, or one that is a whole value, stands
// for a file; within other words somebody may only have written it.
var address = regexp.MustCompile(`(sm3|sha256)(?::|%3[Aa])([0-9a-f]{64})`)

// A Naming is where a file is named.
type Naming struct {
	Column  string // table.column
	Certain bool   // it is the whole of a value; within other words somebody may only have written it
}

// Named returns the files that rows name at this moment, each with the first place where it is.
func Named(ctx context.Context, db *database.DB, keys *crypt.Keyring) (named map[blob.Hash]Naming, err error) {
	defer fault.Wrap(&err, "tidying.Named")
	named = map[blob.Hash]Naming{}
	err = db.Read(ctx, func(q *database.Query) error {
		tables, err := q.Tables()
		if err != nil {
			return err
		}
		for _, t := range tables {
			if err := readable(q, t, named); err != nil {
				return err
			}
		}
		for _, c := range rekeying.Columns {
			if silent(c.Table, c.Name) {
				continue
			}
			if err := sealed(q, c, keys, named); err != nil {
				return err
			}
		}
		return nil
	})
	return named, err
}

// readable reads the columns of text of a table.
func readable(q *database.Query, t database.Table, named map[blob.Hash]Naming) error {
	var columns, conditions []string
	for _, c := range t.Columns {
		if c.Type != "TEXT" || silent(t.Name, c.Name) {
			continue
		}
		columns = append(columns, c.Name)
		conditions = append(conditions, fmt.Sprintf(`%[1]q LIKE '%%sm3%%' OR %[1]q LIKE '%%sha256%%'`, c.Name))
	}
	if len(columns) == 0 {
		return nil
	}
	quoted := `"` + strings.Join(columns, `", "`) + `"`
	rows, err := q.Query(fmt.Sprintf(`SELECT %s FROM %q WHERE %s`, quoted, t.Name, strings.Join(conditions, " OR ")))
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	values := make([]string, len(columns))
	into := make([]any, len(columns))
	for i := range values {
		into[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		for i, text := range values {
			note(named, t.Name+"."+columns[i], text)
		}
	}
	return rows.Err()
}

// sealed opens a column of sealed values and reads what is in them.
func sealed(q *database.Query, c rekeying.Column, keys *crypt.Keyring, named map[blob.Hash]Naming) error {
	rows, err := q.Query(fmt.Sprintf(`SELECT %s, %s FROM %s WHERE length(%[2]s) > 0`, c.Key, c.Name, c.Table))
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var key string
		var value []byte
		if err := rows.Scan(&key, &value); err != nil {
			return err
		}
		plain, err := c.Open(keys, key, value)
		if err != nil {
			return err
		}
		note(named, c.Table+"."+c.Name, string(plain))
		clear(plain)
	}
	return rows.Err()
}

// note enters the files that a value names.
func note(named map[blob.Hash]Naming, column, text string) {
	for _, at := range address.FindAllStringSubmatchIndex(text, -1) {
		h := blob.Hash(text[at[2]:at[3]] + ":" + text[at[4]:at[5]])
		whole := at[0] == 0 && at[1] == len(text) || at[0] > 0 && at[1] < len(text) && text[at[0]-1] == '"' && text[at[1]] == '"'
		if was, ok := named[h]; !ok || whole && !was.Certain {
			named[h] = Naming{column, whole}
		}
	}
}

// A Loss is a file that a row names and that is not in the store.
type Loss struct {
	Hash   blob.Hash
	Column string
}

// Missing returns the files that rows name for certain and that are not in the store.
// 法源: GB/T 22239。
func Missing(ctx context.Context, db *database.DB, keys *crypt.Keyring, files *blob.Store) (all []Loss, err error) {
	defer fault.Wrap(&err, "tidying.Missing")
	named, err := Named(ctx, db, keys)
	if err != nil {
		return nil, err
	}
	if err := files.Walk(ctx, func(i blob.Info) error { delete(named, i.Hash); return nil }); err != nil {
		return nil, err
	}
	for h, n := range named {
		if n.Certain {
			all = append(all, Loss{h, n.Column})
		}
	}
	slices.SortFunc(all, func(a, b Loss) int { return strings.Compare(string(a.Hash), string(b.Hash)) })
	return all, nil
}
