package tidying_test

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"gongkai/internal/blob"
	"gongkai/internal/crypt"
	"gongkai/internal/database"
	"gongkai/internal/rekeying"
	"gongkai/internal/storetest"
	"gongkai/internal/tidying"
	"gongkai/ledger"
)

func keyring(t *testing.T) *crypt.Keyring {
	t.Helper()
	file := filepath.Join(t.TempDir(), "keys")
	if _, err := crypt.CreateKeyFile(file, time.Now()); err != nil {
		t.Fatal(err)
	}
	keys, err := crypt.OpenKeyFile(file, crypt.GM)
	if err != nil {
		t.Fatal(err)
	}
	return keys
}

// hashOf makes the address of a file that was never stored.
func hashOf(n int) blob.Hash { return blob.Hash(fmt.Sprintf("sm3:%064x", n)) }

// legal reads from the schema which columns take only some values, and one of those.
func legal(t *testing.T) map[string]string {
	t.Helper()
	text, err := os.ReadFile("../database/schema.sql")
	if err != nil {
		t.Fatal(err)
	}
	values, table := map[string]string{}, ""
	begins, chosen := regexp.MustCompile(`^CREATE TABLE (\w+)`), regexp.MustCompile(`^\s+(\w+) .*CHECK \(\w+ IN \('(\w+)'`)
	for line := range strings.Lines(string(text)) {
		if m := begins.FindStringSubmatch(line); m != nil {
			table = m[1]
		}
		if m := chosen.FindStringSubmatch(line); m != nil {
			values[table+"."+m[1]] = m[2]
		}
	}
	return values
}

// A planted row has a file's address in every column that could hold one.
type planted map[blob.Hash]string

// unbound runs f with a way to write rows whose references lead nowhere.
func unbound(t *testing.T, db *database.DB, f func(exec func(query string, values ...any) error)) {
	t.Helper()
	if db.Engine() == "postgres" {
		err := db.WriteUnrecorded(t.Context(), "test", func(tx *database.Tx) error {
			if _, err := tx.Exec(`SET LOCAL session_replication_role = replica`); err != nil {
				return err
			}
			f(func(query string, values ...any) error { _, err := tx.Exec(query, values...); return err })
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return
	}
	var file string
	if err := db.View(t.Context()).Get(&file, `SELECT file FROM pragma_database_list WHERE name = 'main'`); err != nil {
		t.Fatal(err)
	}
	raw, err := sql.Open("sqlite", file) // without foreign keys
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = raw.Close() }()
	f(func(query string, values ...any) error { _, err := raw.Exec(query, values...); return err })
}

// plant writes a row into the table whose every column of text, and every sealed column, names a file of its own.
func (all planted) plant(t *testing.T, exec func(string, ...any) error, keys *crypt.Keyring, table database.Table, legal map[string]string) {
	t.Helper()
	names, marks, values := []string(nil), []string(nil), []any(nil)
	key := "row"
	address := func(column string) string {
		h := hashOf(len(all) + 1)
		all[h] = table.Name + "." + column
		return string(h)
	}
	for _, c := range table.Columns {
		var value any
		sealed := slices.IndexFunc(rekeying.Columns, func(r rekeying.Column) bool { return r.Table == table.Name && r.Name == c.Name })
		switch {
		case legal[table.Name+"."+c.Name] != "":
			value = legal[table.Name+"."+c.Name]
		case c.Type == "TEXT" && slices.ContainsFunc(rekeying.Columns, func(r rekeying.Column) bool { return r.Table == table.Name && r.Key == c.Name }):
			value = key
		case c.Type == "TEXT":
			value = `{"files":[{"name":"附件.pdf","hash":"` + address(c.Name) + `"}]}`
		case c.Type == "INTEGER":
			value = 1
		case sealed >= 0:
			r := rekeying.Columns[sealed]
			purpose := r.Purpose
			if purpose == "" {
				purpose = crypt.Fields
			}
			var err error
			if value, err = keys.Seal(purpose, r.Place(key), []byte(`["`+address(c.Name)+`"]`)); err != nil {
				t.Fatal(err)
			}
		case c.Type == "BLOB":
			value = make([]byte, 32)
		default: // the engine's own
			continue
		}
		names, marks, values = append(names, `"`+c.Name+`"`), append(marks, fmt.Sprintf("$%d", len(values)+1)), append(values, value)
	}
	if err := exec(fmt.Sprintf(`INSERT INTO %q (%s) VALUES (%s)`, table.Name, strings.Join(names, ", "), strings.Join(marks, ", ")), values...); err != nil {
		t.Fatalf("%s: %v", table.Name, err)
	}
}

// Whatever column of whatever table names a file, the file is kept: the tables are those of the schema, so that a column
// made tomorrow is planted too. What is silent must be named in the list.
func TestEveryColumnOfTheSchemaKeepsTheFileItNames(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, db *database.DB) {
		keys, all := keyring(t), planted{}
		allowed := legal(t)
		var tables []database.Table
		err := db.Read(t.Context(), func(q *database.Query) (err error) { tables, err = q.Tables(); return err })
		if err != nil {
			t.Fatal(err)
		}
		unbound(t, db, func(exec func(string, ...any) error) {
			for _, table := range tables {
				if table.Name != "search_entry" && !strings.HasSuffix(table.Name, "_index") { // the engine's own kinds of columns
					all.plant(t, exec, keys, table, allowed)
				}
			}
		})
		named, err := tidying.Named(t.Context(), db, keys)
		if err != nil {
			t.Fatal(err)
		}
		if len(all) < 200 {
			t.Errorf("only %d columns were planted", len(all))
		}
		for h, column := range all {
			table, name, _ := strings.Cut(column, ".")
			silent := tidying.Silent[table] != "" || tidying.Silent[column] != "" || tidying.Silent["*."+name] != ""
			if found, ok := named[h]; ok == silent || ok && (found.Column != column || !found.Certain) {
				t.Errorf("%s: named %v as %+v, silent %v", column, ok, found, silent)
			}
		}
	})
}

// What holds bytes is sealed and read, or silent, or one of the few that hold no secret.
func TestEveryColumnOfBytesIsReadOrSilent(t *testing.T) {
	db := storetest.SQLite(t)
	there := map[string]bool{}
	err := db.Read(t.Context(), func(q *database.Query) error {
		tables, err := q.Tables()
		for _, table := range tables {
			there[table.Name] = true
			for _, c := range table.Columns {
				column := table.Name + "." + c.Name
				there[column], there["*."+c.Name] = true, true
				sealed := slices.ContainsFunc(rekeying.Columns, func(r rekeying.Column) bool { return r.Table+"."+r.Name == column })
				if c.Type == "BLOB" && !sealed && tidying.Silent[table.Name] == "" && tidying.Silent[column] == "" {
					t.Errorf("%s is read by nobody: seal it, or say in tidying.Silent why it names no file", column)
				}
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, reason := range tidying.Silent {
		if !there[name] || reason == "" {
			t.Errorf("%s: is it in the schema, and why is it silent?", name)
		}
	}
}

func TestWhatNobodyNamesGoesByWayOfTheBinAndTheLedgerSaysSo(t *testing.T) {
	var now time.Time
	clock := func() time.Time { return now }
	storetest.EachEngine(t, func(t *testing.T, db *database.DB) {
		now = time.Now()
		keys := keyring(t)
		files, err := blob.New(t.Context(), t.TempDir(), blob.Options{Suite: crypt.GM, Keys: keys, Now: clock})
		if err != nil {
			t.Fatal(err)
		}
		put := func(text string) blob.Hash {
			t.Helper()
			ref, err := files.Put(t.Context(), strings.NewReader("%PDF-1.7\n"+text+"\n%%EOF\n"), blob.Limits{})
			if err != nil {
				t.Fatal(err)
			}
			return ref.Hash
		}
		kept, left, late := put("公开"), put("没有提交的表单"), put("稍后提交")
		name := func(h blob.Hash, id string) {
			t.Helper()
			err := db.WriteUnrecorded(t.Context(), "test", func(tx *database.Tx) error {
				_, err := tx.Exec(`INSERT INTO job_schedule (name, next_at) VALUES ($1, 1)`, id+string(h))
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		name(kept, "1 ")
		step := func(what string, wait time.Duration, want tidying.Done) {
			t.Helper()
			now = now.Add(wait)
			got, err := tidying.Tidy(t.Context(), db, keys, files, tidying.Grace)
			if err != nil || got != want {
				t.Errorf("%s: %+v, %v; want %+v", what, got, err, want)
			}
		}
		step("a form is still being filled in", 9*24*time.Hour, tidying.Done{})
		step("nobody sent it", 2*24*time.Hour, tidying.Done{Binned: 2})
		name(late, "2 ")
		step("one was sent at the last moment", tidying.Grace, tidying.Done{Removed: 1, Restored: 1})
		step("nothing is left to do", 10*tidying.Grace, tidying.Done{})
		for h, there := range map[blob.Hash]bool{kept: true, late: true, left: false} {
			if _, err := files.Stat(t.Context(), h); (err == nil) != there {
				t.Errorf("%s: there %v, %v", h, there, err)
			}
		}
		var told []struct{ Verb, After string }
		if err := db.View(t.Context()).Select(&told, `SELECT verb, after FROM ledger ORDER BY seq`); err != nil {
			t.Fatal(err)
		}
		var removed bool
		for _, entry := range told {
			removed = removed || entry.Verb == "remove_files" && strings.Contains(entry.After, string(left))
		}
		if len(told) != 3 || !removed {
			t.Errorf("the ledger: %+v", told)
		}
		if lost, err := tidying.Missing(t.Context(), db, keys, files); err != nil || len(lost) > 0 {
			t.Errorf("lost: %+v, %v", lost, err)
		}
	})
}

func TestAFileThatARowNamesAndNobodyHasIsFound(t *testing.T) {
	db, keys := storetest.SQLite(t), keyring(t)
	files, err := blob.New(t.Context(), t.TempDir(), blob.Options{Suite: crypt.GM})
	if err != nil {
		t.Fatal(err)
	}
	err = db.WriteUnrecorded(t.Context(), "test", func(tx *database.Tx) error {
		for _, text := range []string{string(hashOf(1)), `{"hash":"` + string(hashOf(2)) + `"}`, `{"words":"somebody writes of ` + string(hashOf(3)) + ` here"}`} {
			if _, err := tx.Exec(`INSERT INTO job_schedule (name, next_at) VALUES ($1, 1)`, text); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	lost, err := tidying.Missing(t.Context(), db, keys, files)
	want := []tidying.Loss{{Hash: hashOf(1), Column: "job_schedule.name"}, {Hash: hashOf(2), Column: "job_schedule.name"}}
	if err != nil || !slices.Equal(lost, want) {
		t.Errorf("%+v, %v", lost, err)
	}
}

// A sealed value that does not open may name any file: nothing is removed.
func TestNothingIsRemovedWhenAValueCannotBeRead(t *testing.T) {
	db, keys := storetest.SQLite(t), keyring(t)
	later := func() time.Time { return time.Now().Add(3 * tidying.Grace) }
	files, err := blob.New(t.Context(), t.TempDir(), blob.Options{Suite: crypt.GM, Now: later})
	if err != nil {
		t.Fatal(err)
	}
	ref, err := files.Put(t.Context(), strings.NewReader("%PDF-1.7\nx\n%%EOF\n"), blob.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	err = db.Write(t.Context(), ledger.Machine("test"), func(tx *database.Tx) error {
		tx.Record(ledger.Entry{Verb: "test"})
		_, err := tx.Exec(`INSERT INTO outbox (id, agency, channel, topic_kind, topic_id, masked, content, stage, created_at) VALUES ('1', '', 'mail', '', '', '', $1, 'sent', 1)`, []byte("not sealed"))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tidying.Tidy(context.Background(), db, keys, files, tidying.Grace); err == nil {
		t.Error("no error")
	}
	if info, err := files.Stat(t.Context(), ref.Hash); err != nil || info.Binned {
		t.Errorf("%+v, %v", info, err)
	}
}
