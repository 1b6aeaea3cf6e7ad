package app_test

import (
	"os"
	"path/filepath"
	"testing"

	"gongkai/agency"
	"gongkai/civil"
	"gongkai/internal/app"
	"gongkai/internal/config"
	"gongkai/internal/database"
	"gongkai/internal/store"
	"gongkai/internal/storetest"
	"gongkai/ledger"
)

// Every agency counts by the days of its place, also one that was made a moment ago; those of files and those of the
// workbench lie over each other.
func TestTheCalendarOfAnAgencyIsThatOfItsPlace(t *testing.T) {
	for name, url := range map[string]string{"sqlite": "", "postgres": storetest.EmptyPostgres(t)} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			file := filepath.Join(dir, "days.csv")
			if err := os.WriteFile(file, []byte("date,kind,name,notice,region\n2026-05-20,off,县庆,县政府决定,620623\n2026-05-21,off,全国,国务院决定,\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			env := []string{"GONGKAI_DATA=" + filepath.Join(dir, "data"), "GONGKAI_CALENDARS=" + file}
			if url != "" {
				env = append(env, "GONGKAI_DATABASE="+url)
			}
			if err := os.Mkdir(filepath.Join(dir, "data"), 0o700); err != nil {
				t.Fatal(err)
			}
			c, err := config.Load(config.Sources{Env: env})
			if err != nil {
				t.Fatal(err)
			}
			a, err := app.Open(t.Context(), c, silent)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = a.Close() }()
			add := func(x agency.Agency) {
				t.Helper()
				if err := a.DB.Write(t.Context(), ledger.Machine("test"), func(tx *database.Tx) error {
					tx.Record(ledger.Entry{Chain: string(x.ID), Verb: "set_up", Subject: ledger.Subject{Kind: "agency", ID: string(x.ID)}})
					return store.InsertAgency(tx, x)
				}); err != nil {
					t.Fatal(err)
				}
			}
			add(agency.Agency{ID: "ag_tz", Code: "tz", Name: "天祝县某局", Level: agency.County, Kind: agency.InternalBody, Region: "620623"})
			add(agency.Agency{ID: "ag_lz", Code: "lz", Name: "凉州区某局", Level: agency.County, Kind: agency.InternalBody, Region: "620602"})
			county, everywhere := civil.MustParse("2026-05-20"), civil.MustParse("2026-05-21")
			for of, want := range map[agency.ID]bool{"ag_tz": false, "ag_lz": true, "": true, "ag_unknown": true} {
				if got := a.Calendar(of).Is(county); got != want || a.Calendar(of).Is(everywhere) {
					t.Errorf("%s: the day of the county is worked %v, that of the country %v", of, got, a.Calendar(of).Is(everywhere))
				}
			}
			if day := a.Calendar("ag_tz").Kind(county); day.String() != "行政区划620623县庆放假" || day.Source != "县政府决定" {
				t.Errorf("%+v", day)
			}
			first := a.Calendar("ag_tz")
			if again := a.Calendar("ag_tz"); a.Calendar("ag_lz") != a.Calendar("") || again != first {
				t.Error("calendars are made anew")
			}
		})
	}
}

func BenchmarkCalendarOfAnAgency(b *testing.B) {
	dir := b.TempDir()
	file := filepath.Join(dir, "days.csv")
	if err := os.WriteFile(file, []byte("date,kind,name,notice,region\n2026-05-20,off,县庆,县政府决定,620000\n"), 0o600); err != nil {
		b.Fatal(err)
	}
	c, err := config.Load(config.Sources{Env: []string{"GONGKAI_DATA=" + filepath.Join(dir, "data"), "GONGKAI_CALENDARS=" + file, "GONGKAI_DEMO=true"}})
	if err != nil {
		b.Fatal(err)
	}
	a, err := app.Open(b.Context(), c, silent)
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = a.Close() }()
	all, err := store.Agencies(a.DB.View(b.Context()))
	if err != nil || len(all) == 0 {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		a.Calendar(all[i%len(all)].ID)
	}
}
