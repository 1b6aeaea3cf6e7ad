package database_test

import (
	"flag"
	"os"
	"regexp"
	"sync"
	"testing"

	"gongkai/fault"
	"gongkai/internal/database"
	"gongkai/internal/storetest"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write schema.sql anew")

func TestSchemaDumpIsCurrent(t *testing.T) {
	got, err := database.DumpSchema(t.Context(), storetest.SQLite(t))
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile("schema.sql", []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(database.Schema, got); diff != "" {
		t.Errorf("schema.sql is not what the migrations make; run go test ./internal/database -update\n%s", diff)
	}
}

func TestMigrateOnceFromManyProcesses(t *testing.T) {
	for _, tt := range []struct {
		name    string
		options func(t *testing.T) database.Options
	}{
		{"sqlite", func(t *testing.T) database.Options { return database.Options{Dir: t.TempDir()} }},
		{"postgres", func(t *testing.T) database.Options { return database.Options{URL: storetest.EmptyPostgres(t)} }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := tt.options(t)
			var mu sync.Mutex
			var wg sync.WaitGroup
			taken := map[string]int{}
			for range 4 { // each with connections of its own, as processes have
				wg.Go(func() {
					db, err := database.Open(t.Context(), o)
					if err != nil {
						t.Error(err)
						return
					}
					defer func() { _ = db.Close() }()
					steps, err := database.Migrate(t.Context(), db)
					if err != nil {
						t.Error(err)
					}
					mu.Lock()
					defer mu.Unlock()
					for _, s := range steps {
						taken[s.Name]++
					}
				})
			}
			wg.Wait()
			db, err := database.Open(t.Context(), o)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = db.Close() }()
			status, err := database.Status(t.Context(), db)
			if err != nil || len(status) == 0 {
				t.Fatal(status, err)
			}
			for _, s := range status {
				if !s.Applied || taken[s.Name] != 1 {
					t.Errorf("%s: applied %t, taken %d times", s.Name, s.Applied, taken[s.Name])
				}
			}
		})
	}
}

func TestAnInterruptedMigrationIsMadeUpForOutOfOrder(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, db *database.DB) {
		err := db.WriteUnrecorded(t.Context(), "test", func(tx *database.Tx) error {
			_, _ = tx.Exec(`DROP TABLE counter`)
			_, err := tx.Exec(`DELETE FROM schema_version WHERE version_id = 2`)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		steps, err := database.Migrate(t.Context(), db)
		if err != nil || len(steps) != 1 || steps[0].Name != "0002_create_counter" {
			t.Errorf("got %v (%v)", steps, err)
		}
	})
}

func TestADatabaseOfANewerProgramIsLeftAlone(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, db *database.DB) {
		if wrong, err := database.Check(t.Context(), db); err != nil || len(wrong) != 0 {
			t.Errorf("a fresh database: %v (%v)", wrong, err)
		}
		err := db.WriteUnrecorded(t.Context(), "test", func(tx *database.Tx) error {
			_, err := tx.Exec(`INSERT INTO schema_version (version_id, is_applied) SELECT 9999, is_applied FROM schema_version LIMIT 1`)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := database.Migrate(t.Context(), db); fault.KindOf(err) != fault.Invalid {
			t.Errorf("got %v", err)
		}
	})
}

func TestCheckFindsWhatIsMissingOrDamaged(t *testing.T) {
	dir := t.TempDir()
	db, err := database.Open(t.Context(), database.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	wrong, err := database.Check(t.Context(), db)
	if err != nil || len(wrong) == 0 {
		t.Errorf("an empty database: %v (%v)", wrong, err)
	}
	if _, err := database.Migrate(t.Context(), db); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	file, err := os.OpenFile(dir+"/gongkai.db", os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := file.WriteAt([]byte("damage of a page that is no b-tree"), 4*4096); err != nil {
		t.Fatal(err)
	}
	_ = file.Close()
	db, err = database.Open(t.Context(), database.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	if wrong, err := database.Check(t.Context(), db); err == nil && len(wrong) == 0 {
		t.Error("a damaged file passes")
	}
}

var (
	fileName  = regexp.MustCompile(`^\d{4}_[a-z]+(_[a-z0-9]+)+(\.(sqlite|postgres))?\.sql$`)
	lowerType = regexp.MustCompile(`(?m)^\s+\w+\s+(text|integer|blob|Text|Integer|Blob|VARCHAR|BIGINT|BOOLEAN|REAL|TIMESTAMP)\b`)
)

func TestMigrationsAreWrittenForBothEngines(t *testing.T) {
	files, err := os.ReadDir("migrate")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		text, err := os.ReadFile("migrate/" + f.Name())
		if err != nil {
			t.Fatal(err)
		}
		if !fileName.MatchString(f.Name()) {
			t.Errorf("%s: name it NNNN_verb_noun.sql", f.Name())
		}
		if found := lowerType.FindString(string(text)); found != "" {
			t.Errorf("%s: %q is not TEXT, INTEGER or BLOB", f.Name(), found)
		}
	}
}

func TestTheFileLiesInItsFolderWhateverTheFolderIsCalled(t *testing.T) {
	dir := t.TempDir() + "/数据 ?a=1#b%41&c"
	db, err := database.Open(t.Context(), database.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	if _, err := database.Migrate(t.Context(), db); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"gongkai.db", "gongkai.lock"} {
		if _, err := os.Stat(dir + "/" + name); err != nil {
			t.Error(err)
		}
	}
}

func TestOpenSaysWhatIsWrong(t *testing.T) {
	for _, tt := range []struct {
		name string
		o    database.Options
	}{
		{"nothing is named", database.Options{}},
		{"another kind of database", database.Options{URL: "mysql://localhost/x"}},
		{"an address that is none", database.Options{URL: "postgres://%%%"}},
		{"a server that is not there", database.Options{URL: "postgres://nobody@/x?host=" + t.TempDir()}},
		{"a folder that cannot be made", database.Options{Dir: "/dev/null/data"}},
	} {
		db, err := database.Open(t.Context(), tt.o)
		if err == nil {
			_ = db.Close()
			t.Errorf("%s: opened", tt.name)
		}
		if kind := fault.KindOf(err); kind == fault.Internal {
			t.Errorf("%s: taken for a defect of the program: %v", tt.name, err)
		}
	}
}
