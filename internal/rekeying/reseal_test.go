package rekeying_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"gongkai/agency"
	"gongkai/applicant"
	"gongkai/application"
	"gongkai/civil"
	"gongkai/deadline"
	"gongkai/internal/administering"
	"gongkai/internal/auth"
	"gongkai/internal/casework"
	"gongkai/internal/crypt"
	"gongkai/internal/database"
	"gongkai/internal/rekeying"
	"gongkai/internal/store"
	"gongkai/internal/storetest"
	"gongkai/workday"

	"github.com/alexedwards/argon2id"
	"github.com/pquerna/otp/totp"
)

var office = agency.Agency{USCC: "11620602013932130J", Code: "qzfb", Name: "武威市凉州区人民政府办公室", ShortName: "区政府办", Level: agency.County,
	Kind: agency.Department, Region: "620602", Competent: true}

var opened = time.Date(2026, 4, 20, 2, 0, 0, 0, time.UTC)

// A site is a running deployment with an administrator who has a second factor, and an application.
type site struct {
	file   string
	keys   *crypt.Keyring // as the running site has it open
	desk   *administering.Desk
	cases  *casework.Desk
	first  auth.Account
	clerk  auth.Actor
	secret string
	slip   casework.Slip
}

func open(t *testing.T, db *database.DB) *site {
	t.Helper()
	s := &site{file: filepath.Join(t.TempDir(), "keys")}
	if _, err := crypt.CreateKeyFile(s.file, opened); err != nil {
		t.Fatal(err)
	}
	var err error
	if s.keys, err = crypt.OpenKeyFile(s.file, crypt.GM); err != nil {
		t.Fatal(err)
	}
	hasher, err := auth.NewHasher(argon2id.Params{Memory: 64, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32}, 1)
	if err != nil {
		t.Fatal(err)
	}
	s.desk = &administering.Desk{DB: db, Hasher: hasher, Keys: s.keys, Site: "凉州区政府信息公开"}
	s.cases = &casework.Desk{DB: db, Keys: s.keys, Calendar: func(agency.ID) *workday.Calendar { return workday.National() }}
	if s.first, _, err = s.desk.CreateFirstAdministrator(t.Context(), administering.First{Agency: office, Login: "anquan", Name: "安全员甲"}); err != nil {
		t.Fatal(err)
	}
	tree, err := s.desk.Tree(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	security := s.first.Actor(tree, "10.0.0.7", auth.Nothing)
	id, _, err := s.desk.CreateAccount(t.Context(), security, administering.Person{Agency: s.first.Agency, Login: "jingban", Name: "经办人甲",
		Roles: agency.RolesOf(agency.RoleOfficer), Phone: "13800138000", Email: "jingban@example.cn"})
	if err != nil {
		t.Fatal(err)
	}
	account, err := store.Account(db.View(t.Context()), id)
	if err != nil {
		t.Fatal(err)
	}
	s.clerk = account.Actor(tree, "10.0.0.8", auth.Nothing)
	e, err := s.desk.BeginFactor(t.Context(), s.clerk)
	if err != nil {
		t.Fatal(err)
	}
	s.secret = e.Secret
	code, err := totp.GenerateCode(s.secret, opened)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.desk.ConfirmFactor(t.Context(), s.clerk, code); err != nil {
		t.Fatal(err)
	}
	s.slip = s.receive(t)
	return s
}

func (s *site) receive(t *testing.T) casework.Slip {
	t.Helper()
	slip, err := s.cases.Receive(t.Context(), s.clerk, s.clerk.Agency, casework.Intake{Channel: deadline.InPerson, ArrivedOn: civil.Of(opened),
		Applicant: applicant.Applicant{Category: applicant.Natural, Name: "李一凡", Identity: applicant.Identity{Kind: applicant.ResidentCard, Number: "11010519491231002X"},
			Phone: "13800001234", Address: "甘肃省武威市凉州区某路1号", Postcode: "733000"},
		Wanted: application.Wanted{Content: "2025年科技计划项目立项文件", Form: "paper", Route: "post"}})
	if err != nil {
		t.Fatal(err)
	}
	return slip
}

func TestKeysAreChangedWhileTheSiteRuns(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, db *database.DB) {
		s := open(t, db)
		reseal := func(ring *crypt.Keyring) int {
			t.Helper()
			n, err := rekeying.Reseal(t.Context(), db, ring, nil)
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		if n := reseal(s.keys); n != 0 {
			t.Errorf("%d values sealed anew without a new key", n)
		}
		old := s.keys.Active()
		if _, err := crypt.AddKey(s.file, opened); err != nil {
			t.Fatal(err)
		}
		other, err := crypt.OpenKeyFile(s.file, crypt.GM) // the command, another process
		if err != nil {
			t.Fatal(err)
		}
		changed := reseal(other)
		under, err := rekeying.Count(db.View(t.Context()))
		if err != nil || under[old] != 0 || under[other.Active()] != changed || changed < 4 {
			t.Errorf("%d changed, under the keys %v, %v", changed, under, err)
		}
		// The site, which still holds its old ring, reads what the command has written, and finds the same applicant.
		who, err := s.cases.Unmask(t.Context(), s.clerk, s.clerk.Agency, s.slip.ID, "核对邮寄地址")
		if err != nil || who.Name != "李一凡" {
			t.Errorf("%v %v", who, err)
		}
		if slip := s.receive(t); slip.ThisMonth != 2 {
			t.Errorf("%d applications this month, want 2", slip.ThisMonth)
		}
		account, err := store.Account(db.View(t.Context()), s.clerk.Staff)
		if err != nil {
			t.Fatal(err)
		}
		if phone, email, err := s.desk.Reach(account); err != nil || phone.Reveal() != "13800138000" || email.Reveal() != "jingban@example.cn" {
			t.Errorf("%v %v %v", phone, email, err)
		}
		code, err := totp.GenerateCode(s.secret, opened.Add(30*time.Second))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.desk.GiveCode(t.Context(), s.clerk.Staff, code, ""); err != nil {
			t.Errorf("the second factor after the change of keys: %v", err)
		}
		if n := reseal(other); n != 0 {
			t.Errorf("again: %d", n)
		}
		proof, err := store.VerifyLedger(t.Context(), db)
		if err != nil || len(proof.Breaks) > 0 {
			t.Errorf("the ledger is broken: %v %v", proof, err)
		}
	}, storetest.Clock(func() time.Time { return opened }))
}

func TestAValueThatDoesNotOpenEndsTheChange(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, db *database.DB) {
		s := open(t, db)
		err := db.WriteUnrecorded(t.Context(), "test", func(tx *database.Tx) error {
			_, err := tx.Exec(`UPDATE application SET particulars = $1`, []byte("gibberish that is long enough to be a sealed value"))
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := crypt.AddKey(s.file, opened); err != nil {
			t.Fatal(err)
		}
		ring, err := crypt.OpenKeyFile(s.file, crypt.GM)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := rekeying.Reseal(t.Context(), db, ring, nil); err == nil {
			t.Error("a damaged value was passed over")
		}
	}, storetest.Clock(func() time.Time { return opened }))
}

var table = regexp.MustCompile(`(?s)CREATE TABLE (\w+) \((.*?)\) STRICT(?:, WITHOUT ROWID)?;`)

func TestEveryColumnOfBytesIsListed(t *testing.T) {
	schema, err := os.ReadFile("../database/schema.sql")
	if err != nil {
		t.Fatal(err)
	}
	listed := map[string]bool{}
	for _, c := range rekeying.Columns {
		listed[c.Table+"."+c.Name] = true
	}
	found := 0
	for _, m := range table.FindAllStringSubmatch(string(schema), -1) {
		for _, line := range strings.Split(m[2], "\n") {
			words := strings.Fields(line)
			if len(words) < 2 || words[1] != "BLOB" {
				continue
			}
			found++
			name := m[1] + "." + words[0]
			if listed[name] == (rekeying.Plain[name] != "") {
				t.Errorf("%s: say in Columns that it is sealed, or in Plain why it is not", name)
			}
		}
	}
	if found < len(listed) {
		t.Errorf("%d columns of bytes found, %d listed", found, len(listed))
	}
}
