package administering_test

import (
	"fmt"
	"testing"

	"github.com/alexedwards/argon2id"

	"gongkai/agency"
	"gongkai/internal/administering"
	"gongkai/internal/auth"
	"gongkai/internal/database"
	"gongkai/internal/store"
	"gongkai/internal/storetest"
	"gongkai/ledger"
)

// BenchmarkWho is what every click of the workbench costs before its page: the account, the tree, the settings, in a
// county of sixty agencies.
func BenchmarkWho(b *testing.B) {
	db := storetest.SQLite(b)
	hasher, err := auth.NewHasher(argon2id.Params{Memory: 64, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32}, 2)
	if err != nil {
		b.Fatal(err)
	}
	d := &administering.Desk{DB: db, Hasher: hasher}
	err = db.Write(b.Context(), ledger.Machine("bench"), func(tx *database.Tx) error {
		tx.Record(ledger.Entry{Verb: "bench"})
		for i := range 60 {
			a := agency.Agency{ID: agency.ID(fmt.Sprintf("ag_%d", i)), Code: fmt.Sprintf("code-%d", i), Name: "某局", Competent: i == 0}
			if i > 0 {
				a.Superior = "ag_0"
			}
			if err := store.InsertAgency(tx, a); err != nil {
				return err
			}
		}
		return store.InsertAccount(tx, auth.Account{Staff: "st_1", Agency: "ag_1", Login: "clerk", Roles: agency.RolesOf(agency.RoleOfficer)})
	})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := d.Who(b.Context(), auth.LogIn{Staff: "st_1"}, "10.0.0.7"); err != nil {
			b.Fatal(err)
		}
	}
}
