package app_test

import (
	"path/filepath"
	"testing"

	"gongkai/internal/app"
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
