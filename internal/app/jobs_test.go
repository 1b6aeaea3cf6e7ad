package app_test

import (
	"path/filepath"
	"testing"

	"gongkai/internal/app"
	"gongkai/internal/config"
	"gongkai/internal/web/workbench/admin"
)

// Whoever looks at what failed reads what it was, not the name that programmers gave it.
func TestEveryJobHasANameForAdministrators(t *testing.T) {
	a, err := app.Open(t.Context(), load(t, filepath.Join(t.TempDir(), "data")), silent)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = a.Close() }()
	for _, kind := range a.Runner.Kinds() {
		if admin.JobLabel(string(kind)) == string(kind) {
			t.Errorf("the kind %s has no name", kind)
		}
	}
	list, err := a.Runner.Occurrences(a.DB.View(t.Context()), a.DB.Now())
	if err != nil || len(list) < 10 {
		t.Fatalf("%+v, %v", list, err)
	}
	for _, o := range list {
		if admin.ScheduleLabel(o.Name) == o.Name {
			t.Errorf("the schedule %s has no name", o.Name)
		}
	}
}

// What the demo did is told in words, also where the name of a deed is put together.
func TestEveryDeedOfTheDemoHasAName(t *testing.T) {
	c, err := config.Load(config.Sources{Env: []string{"GONGKAI_DATA=" + filepath.Join(t.TempDir(), "data"), "GONGKAI_DEMO=true"}})
	if err != nil {
		t.Fatal(err)
	}
	a, err := app.Open(t.Context(), c, silent)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = a.Close() }()
	var deeds []struct{ Verb, Kind string }
	if err := a.DB.View(t.Context()).Select(&deeds, `SELECT DISTINCT verb, subject_kind AS kind FROM ledger`); err != nil {
		t.Fatal(err)
	}
	if len(deeds) < 40 {
		t.Errorf("only %d deeds", len(deeds))
	}
	for _, d := range deeds {
		if admin.VerbLabel(d.Verb) == d.Verb || admin.KindLabel(d.Kind) == d.Kind {
			t.Errorf("%s of %s: %s, %s", d.Verb, d.Kind, admin.VerbLabel(d.Verb), admin.KindLabel(d.Kind))
		}
	}
}
