package database

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"gongkai/fault"

	"github.com/pressly/goose/v3"
)

//go:embed migrate/*.sql
var migrationFiles embed.FS

// versionTable is where the steps that were taken are written down.
const versionTable = "schema_version"

// schemaEngine is what differs between the engines in bringing a schema up to date.
type schemaEngine interface {
	dialect() goose.Dialect
	suffix() string // of file names that are for this engine alone, before .sql
	translate(text string) string
	options() []goose.ProviderOption
	lock(ctx context.Context, db *DB) (unlock func(), err error)
	apply(ctx context.Context, tx *sql.Tx, text string) error
}

// A Migration is one step of the schema and whether the database has taken it.
type Migration struct {
	Number  int64
	Name    string // 0001_create_ledger
	Applied bool
}

// Migrate brings the schema up to date under a lock and returns the steps it took. Steps run forward only, in the
// order of their numbers; a step that is new but has a lower number than one taken is made up for.
func Migrate(ctx context.Context, db *DB) (taken []Migration, err error) {
	defer fault.Wrap(&err, "database.Migrate")
	engine := db.engine.schema()
	unlock, err := engine.lock(ctx, db)
	if err != nil {
		return nil, unavailable(err, "数据库正在由另一个进程升级，请稍后再试")
	}
	defer unlock()
	provider, names, err := newProvider(db, engine)
	if err != nil {
		return nil, err
	}
	if err := refuseNewer(ctx, db, provider, names); err != nil {
		return nil, err
	}
	results, err := provider.Up(ctx)
	for _, r := range results {
		taken = append(taken, Migration{Number: r.Source.Version, Name: names[r.Source.Version], Applied: true})
		db.log.DebugContext(ctx, "database: step", "step", names[r.Source.Version], "took", r.Duration)
	}
	if len(taken) > 0 {
		db.log.InfoContext(ctx, "database: migrated", "steps", len(taken), "last", taken[len(taken)-1].Name)
	}
	return taken, err
}

// refuseNewer fails when the database has taken a step that this program does not know: then a newer program has
// brought it up to date, and this one could not keep its rules.
func refuseNewer(ctx context.Context, db *DB, provider *goose.Provider, names map[int64]string) error {
	if _, err := provider.GetDBVersion(ctx); err != nil { // makes the table of versions where it is missing
		return err
	}
	var taken []int64
	if err := db.View(ctx).Select(&taken, `SELECT version_id FROM `+versionTable+` WHERE version_id > 0`); err != nil {
		return err
	}
	for _, number := range taken {
		if names[number] == "" {
			return fault.New(fault.Invalid, "数据库已由较新版本的程序升级（第 %d 步），请改用新版本，或恢复升级前的备份", number)
		}
	}
	return nil
}

// Check looks for what is wrong with the database and returns it in Chinese, for gongkai doctor: steps of the schema
// that were not taken, damage in the file of SQLite.
func Check(ctx context.Context, db *DB) (wrong []string, err error) {
	defer fault.Wrap(&err, "database.Check")
	steps, err := Status(ctx, db)
	if err != nil {
		return nil, err
	}
	for _, s := range steps {
		if !s.Applied {
			wrong = append(wrong, fmt.Sprintf("数据库结构未升级到 %s，请运行 gongkai migrate", s.Name))
		}
	}
	var damage []string
	if err := db.View(ctx).Select(&damage, db.engine.sound()); err != nil {
		return nil, err
	}
	for _, d := range damage {
		wrong = append(wrong, "数据库文件损坏，请从备份恢复："+d)
	}
	return wrong, nil
}

// Status lists every step and whether it was taken.
func Status(ctx context.Context, db *DB) (_ []Migration, err error) {
	defer fault.Wrap(&err, "database.Status")
	provider, names, err := newProvider(db, db.engine.schema())
	if err != nil {
		return nil, err
	}
	status, err := provider.Status(ctx)
	if err != nil {
		return nil, err
	}
	var all []Migration
	for _, s := range status {
		all = append(all, Migration{
			Number: s.Source.Version, Name: names[s.Source.Version], Applied: s.State == goose.StateApplied,
		})
	}
	return all, nil
}

// newProvider gives goose the embedded texts, translated for the engine, and returns the names by number.
func newProvider(db *DB, engine schemaEngine) (*goose.Provider, map[int64]string, error) {
	steps, err := readMigrations(migrationFiles, engine.suffix())
	if err != nil {
		return nil, nil, err
	}
	names := map[int64]string{}
	var migrations []*goose.Migration
	for _, s := range steps {
		names[s.number] = s.name
		text := s.text
		if s.common {
			text = engine.translate(text)
		}
		migrations = append(migrations, goose.NewGoMigration(s.number, &goose.GoFunc{
			RunTx: func(ctx context.Context, tx *sql.Tx) error { return engine.apply(ctx, tx, text) },
		}, nil))
	}
	options := append(engine.options(), goose.WithGoMigrations(migrations...), goose.WithAllowOutofOrder(true),
		goose.WithDisableGlobalRegistry(true), goose.WithLogger(goose.NopLogger()), goose.WithTableName(versionTable))
	provider, err := goose.NewProvider(engine.dialect(), db.write, nil, options...)
	return provider, names, err
}

// step is one migration file.
type step struct {
	number int64
	name   string
	text   string
	common bool // for every engine
}

// readMigrations reads NNNN_verb_noun.sql for every engine and NNNN_verb_noun.ENGINE.sql for the one with the suffix.
func readMigrations(files fs.FS, suffix string) ([]step, error) {
	found, err := fs.Glob(files, "migrate/*.sql")
	if err != nil {
		return nil, err
	}
	var steps []step
	for _, file := range found {
		name := strings.TrimSuffix(path.Base(file), ".sql")
		base, own := strings.CutSuffix(name, suffix)
		if name = base; !own && strings.Contains(name, ".") {
			continue // for the other engine
		}
		digits, _, _ := strings.Cut(name, "_")
		number, err := strconv.ParseInt(digits, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("migration %s does not begin with a number", file)
		}
		if slices.ContainsFunc(steps, func(s step) bool { return s.number == number }) {
			return nil, fmt.Errorf("migration %s takes a number twice", file)
		}
		text, err := fs.ReadFile(files, file)
		if err != nil {
			return nil, err
		}
		steps = append(steps, step{number, name, string(text), !own})
	}
	return steps, nil
}
