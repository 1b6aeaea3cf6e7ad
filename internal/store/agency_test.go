package store_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gongkai/agency"
	"gongkai/civil"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/database"
	"gongkai/internal/store"
	"gongkai/internal/storetest"
	"gongkai/ledger"
)

var bureau = agency.Agency{
	ID: "ag_1", USCC: "11620602013932130J", Code: "kjj", Name: "武威市凉州区科学技术局", ShortName: "区科技局", Level: agency.County,
	Kind: agency.Department, Region: "620602", Parent: "ag_gov", Superior: "ag_office", Competent: true, Closed: true,
}

// write runs f with an entry in the ledger.
func write(t *testing.T, db *database.DB, f func(tx *database.Tx) error) error {
	t.Helper()
	return db.Write(t.Context(), clerk, func(tx *database.Tx) error {
		tx.Record(ledger.Entry{Verb: "test"})
		return f(tx)
	})
}

func must(t *testing.T, db *database.DB, f func(tx *database.Tx) error) {
	t.Helper()
	if err := write(t, db, f); err != nil {
		t.Fatal(err)
	}
}

func TestAgencyIsReadBackWhole(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, db *database.DB) {
		view := db.View(t.Context())
		must(t, db, func(tx *database.Tx) error { return store.InsertAgency(tx, bureau) })
		for name, load := range map[string]func() (agency.Agency, error){
			"by id":   func() (agency.Agency, error) { return store.Agency(view, "ag_1") },
			"by code": func() (agency.Agency, error) { return store.AgencyByCode(view, "kjj") },
			"all":     func() (agency.Agency, error) { all, err := store.Agencies(view); return all[0], err },
		} {
			got, err := load()
			if diff := cmp.Diff(bureau, got); diff != "" || err != nil {
				t.Error(name, diff, err)
			}
		}
		changed := bureau
		changed.USCC, changed.Name, changed.Competent, changed.Closed, changed.Superior = "", "改名", false, false, ""
		must(t, db, func(tx *database.Tx) error { return store.UpdateAgency(tx, changed) })
		if got, err := store.Agency(view, "ag_1"); err != nil || got != changed {
			t.Error(got, err)
		}
		// Two bodies without 统一社会信用代码 may stand side by side, two with one may not.
		must(t, db, func(tx *database.Tx) error {
			return store.InsertAgency(tx, agency.Agency{ID: "ag_2", Code: "two", USCC: bureau.USCC})
		})
		for name, a := range map[string]agency.Agency{
			"same USCC": {ID: "ag_3", Code: "three", USCC: bureau.USCC}, "same code": {ID: "ag_3", Code: "two"}, "same id": {ID: "ag_2", Code: "three"},
		} {
			if err := write(t, db, func(tx *database.Tx) error { return store.InsertAgency(tx, a) }); fault.KindOf(err) != fault.Conflict {
				t.Errorf("%s: %v", name, err)
			}
		}
		must(t, db, func(tx *database.Tx) error { return store.InsertAgency(tx, agency.Agency{ID: "ag_4", Code: "four"}) })
		if err := write(t, db, func(tx *database.Tx) error { return store.UpdateAgency(tx, agency.Agency{ID: "ag_x"}) }); fault.KindOf(err) != fault.NotFound {
			t.Errorf("an agency that is not there: %v", err)
		}
		if _, err := store.Agency(view, "ag_x"); fault.KindOf(err) != fault.NotFound {
			t.Errorf("got %v", err)
		}
	})
}

func TestGuideAndSectionsAreReadBackWhole(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, db *database.DB) {
		view := db.View(t.Context())
		must(t, db, func(tx *database.Tx) error {
			if err := store.InsertAgency(tx, agency.Agency{ID: "ag_2", Code: "two"}); err != nil {
				return err
			}
			return store.InsertAgency(tx, bureau)
		})
		g := agency.Guide{
			Agency: "ag_1", OfficeName: "办公室", Address: "凉州区", Postcode: "733000", Hours: "工作日", Phone: "1", Fax: "无", Internet: "a@b.cn",
			SupervisionPhone: "2", ReviewedOn: civil.MustParse("2026-11-23"), Channels: []agency.Channel{{Kind: agency.ChannelOnline, Open: true, How: "网上"}},
		}
		must(t, db, func(tx *database.Tx) error { return store.SaveGuide(tx, agency.Guide{Agency: "ag_1"}) })
		if empty, err := store.Guide(view, "ag_1"); err != nil || !empty.ReviewedOn.IsZero() || len(empty.Channels) != 0 {
			t.Errorf("%+v, %v", empty, err)
		}
		must(t, db, func(tx *database.Tx) error { return store.SaveGuide(tx, g) })
		got, err := store.Guide(view, "ag_1")
		if diff := cmp.Diff(g, got, cmp.Comparer(func(a, b civil.Date) bool { return a == b })); diff != "" || err != nil {
			t.Error(diff, err)
		}
		s := agency.Section{ID: "se_1", Agency: "ag_1", Name: "办公室", Office: true}
		must(t, db, func(tx *database.Tx) error { return store.SaveSection(tx, s) })
		stolen := s
		stolen.Agency = "ag_2"
		if err := write(t, db, func(tx *database.Tx) error { return store.SaveSection(tx, stolen) }); fault.KindOf(err) != fault.NotFound {
			t.Errorf("a section moved to another agency: %v", err)
		}
		if all, err := store.Sections(view, "ag_1"); err != nil || len(all) != 1 || all[0] != s {
			t.Error(all, err)
		}
	})
}

func TestAccountIsReadBackWhole(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, db *database.DB) {
		view := db.View(t.Context())
		at := time.Date(2026, 11, 23, 1, 2, 3, 4e6, time.UTC)
		a := auth.Account{
			Staff: "st_1", Agency: "ag_1", Section: "se_1", Login: "clerk", Name: "某人", Roles: agency.RolesOf(agency.RoleOfficer, agency.RoleOffice),
			Disabled: true, Password: "$argon2id$…", PasswordAt: at, MustChange: true, Failures: 3, LockedTill: at.Add(time.Hour),
			Phone: []byte{1, 0, 2}, Email: []byte{3}, Factor: []byte{4, 0xff}, NextFactor: []byte{5}, FactorStep: 1 << 40,
			Recovery: []string{"aa", "bb"}, Subject: "https://sso.example#u", LastLogin: at.Add(-time.Hour),
		}
		must(t, db, func(tx *database.Tx) error {
			if err := store.InsertAgency(tx, bureau); err != nil {
				return err
			}
			return store.InsertAccount(tx, a)
		})
		for name, load := range map[string]func() (auth.Account, error){
			"by id":    func() (auth.Account, error) { return store.Account(view, "st_1") },
			"by login": func() (auth.Account, error) { return store.AccountByLogin(view, "clerk") },
			"by subject": func() (auth.Account, error) {
				return store.AccountBySubject(view, auth.Identity{Issuer: "https://sso.example", Subject: "u"})
			},
			"of agency": func() (auth.Account, error) { all, err := store.Accounts(view, "ag_1"); return all[0], err },
		} {
			got, err := load()
			if diff := cmp.Diff(a, got); diff != "" || err != nil {
				t.Error(name, diff, err)
			}
		}
		bare := auth.Account{Staff: "st_1", Agency: "ag_1", Login: "clerk", Name: "某人", Roles: agency.RolesOf(agency.RoleOffice)}
		must(t, db, func(tx *database.Tx) error { return store.UpdateAccount(tx, bare) })
		got, err := store.Account(view, "st_1")
		if err != nil || !got.PasswordAt.IsZero() || !got.LockedTill.IsZero() || len(got.Factor) != 0 || len(got.Recovery) != 0 {
			t.Errorf("%+v, %v", got, err)
		}
		for role, want := range map[agency.Role]int{agency.RoleOffice: 1, agency.RoleOfficer: 0} {
			if all, err := store.AccountsWith(view, role); err != nil || len(all) != want {
				t.Errorf("%s: %d, %v", role, len(all), err)
			}
		}
		moved := bare
		moved.Agency = "ag_2"
		if err := write(t, db, func(tx *database.Tx) error { return store.UpdateAccount(tx, moved) }); fault.KindOf(err) != fault.NotFound {
			t.Errorf("a person moved to another agency: %v", err)
		}
	})
}

func TestOnlyTheNewestPasswordsAreKept(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, db *database.DB) {
		at := time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)
		must(t, db, func(tx *database.Tx) error {
			if err := store.InsertAgency(tx, bureau); err != nil {
				return err
			}
			if err := store.InsertAccount(tx, auth.Account{Staff: "st_1", Agency: "ag_1", Login: "clerk"}); err != nil {
				return err
			}
			for i, hash := range []string{"one", "two", "three", "four"} {
				if err := store.KeepPassword(tx, "st_1", hash, at.Add(time.Duration(i)*time.Hour), 3); err != nil {
					return err
				}
			}
			return nil
		})
		for n, want := range map[int][]string{2: {"four", "three"}, 9: {"four", "three", "two"}} {
			if got, err := store.OldPasswords(db.View(t.Context()), "st_1", n); err != nil || !cmp.Equal(got, want) {
				t.Errorf("%v, %v", got, err)
			}
		}
	})
}
