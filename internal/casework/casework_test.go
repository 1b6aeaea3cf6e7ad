package casework_test

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gongkai/agency"
	"gongkai/applicant"
	"gongkai/application"
	"gongkai/civil"
	"gongkai/deadline"
	"gongkai/decision"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/casework"
	"gongkai/internal/crypt"
	"gongkai/internal/database"
	"gongkai/internal/store"
	"gongkai/internal/storetest"
	"gongkai/ledger"
	"gongkai/review"
	"gongkai/workday"
)

const bureau agency.ID = "ag_kjj"

func somebody(id string, roles ...agency.Role) auth.Actor {
	return auth.Actor{Staff: auth.StaffID(id), Name: "人员" + id, Agency: bureau, Roles: agency.RolesOf(roles...), Address: "127.0.0.1"}
}

var (
	clerk    = somebody("st_1", agency.RoleOfficer)
	verifier = somebody("st_2", agency.RoleVerifier)
	secrecy  = somebody("st_3", agency.RoleSecrecy)
	signer   = somebody("st_4", agency.RoleSigner)
	head     = somebody("st_5", agency.RoleOffice)
)

// A world is a desk with a clock that the test moves.
type world struct {
	*casework.Desk
	t   *testing.T
	now *time.Time
}

func eachEngine(t *testing.T, f func(t *testing.T, w *world)) {
	t.Helper()
	now := time.Time{}
	storetest.EachEngine(t, func(t *testing.T, db *database.DB) {
		now = time.Date(2026, 4, 20, 2, 0, 0, 0, time.UTC)
		file := filepath.Join(t.TempDir(), "keys")
		if _, err := crypt.CreateKeyFile(file, now); err != nil {
			t.Fatal(err)
		}
		keys, err := crypt.OpenKeyFile(file, crypt.Std)
		if err != nil {
			t.Fatal(err)
		}
		err = db.Write(t.Context(), ledger.Machine("test"), func(tx *database.Tx) error {
			tx.Record(ledger.Entry{Chain: string(bureau), Verb: "set_up", Subject: ledger.Subject{Kind: "agency", ID: string(bureau)}})
			if err := store.InsertAgency(tx, agency.Agency{ID: bureau, USCC: "11620602013932130J", Code: "kjj", Name: "凉州区科学技术局", Level: agency.County, Kind: agency.Department, Region: "620602"}); err != nil {
				return err
			}
			if err := store.SaveGuide(tx, agency.Guide{Agency: bureau, OfficeName: "区科技局办公室", Address: "凉州区示例路1号", Phone: "0935-2200000"}); err != nil {
				return err
			}
			settings := agency.DefaultSettings(civil.MustParse("2026-04-20"))
			settings.Remedies.Organs, settings.Remedies.Court = []string{"武威市凉州区人民政府"}, "武威市凉州区人民法院"
			settings.Numbers.Word = "凉科公开"
			return store.SaveSettings(tx, bureau, settings)
		})
		if err != nil {
			t.Fatal(err)
		}
		f(t, &world{&casework.Desk{DB: db, Keys: keys, Calendar: func(agency.ID) *workday.Calendar { return workday.National() }}, t, &now})
		proof, err := store.VerifyLedger(t.Context(), db)
		if err != nil || len(proof.Breaks) > 0 {
			t.Errorf("the ledger is broken: %v %v", proof, err)
		}
	}, storetest.Clock(func() time.Time { return now }))
}

// on moves the clock to the morning of a day.
func (w *world) on(day string) { *w.now = civil.MustParse(day).Start().Add(9 * time.Hour) }

func intake(arrived string) casework.Intake {
	return casework.Intake{Channel: deadline.InPerson, ArrivedOn: civil.MustParse(arrived),
		Applicant: applicant.Applicant{Category: applicant.Natural, Name: "李一凡", Identity: applicant.Identity{Kind: applicant.ResidentCard, Number: "11010519491231002X"},
			Phone: "13800001234", Address: "甘肃省武威市凉州区某路1号", Postcode: "733000"},
		Wanted: application.Wanted{Content: "2025年科技计划项目立项文件", Form: "paper", Route: "post"}}
}

func (w *world) receive(arrived string) casework.Slip {
	w.t.Helper()
	slip, err := w.Receive(w.t.Context(), clerk, bureau, intake(arrived))
	if err != nil {
		w.t.Fatal(err)
	}
	return slip
}

func (w *world) add(by auth.Actor, id application.ID, f application.Fact) error {
	w.t.Helper()
	return w.AddFact(w.t.Context(), by, bureau, id, f)
}

func (w *world) sign(id application.ID, stage review.Stage, by auth.Actor) error {
	w.t.Helper()
	seen, err := w.Look(w.t.Context(), clerk, bureau, id)
	if err != nil {
		w.t.Fatal(err)
	}
	return w.SignOff(w.t.Context(), by, bureau, id, review.Signoff{Stage: stage, Verdict: review.Passed, Digest: seen.Digest})
}

func TestFromTheCounterToTheArchive(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *world) {
		slip := w.receive("2026-04-20")
		if slip.Number != "20260420-0001" || slip.Clock.DueOn != civil.MustParse("2026-05-20") || len(slip.QueryCode) != 10 || slip.ThisMonth != 1 {
			t.Fatalf("%+v", slip)
		}
		w.on("2026-05-18")
		if err := w.add(clerk, slip.ID, application.Fact{Kind: application.Extended, On: civil.MustParse("2026-05-18"), Workdays: 10, Text: "需要汇总多个年度"}); fault.KindOf(err) != fault.Forbidden {
			t.Fatalf("a clerk extended: %v", err)
		}
		if err := w.add(head, slip.ID, application.Fact{Kind: application.Extended, On: civil.MustParse("2026-05-18"), Workdays: 10, Text: "需要汇总多个年度"}); err != nil {
			t.Fatal(err)
		}
		draft := casework.Draft{Decision: decision.Draft{Outcome: decision.UnableNotHeld, Sub: decision.DoesNotExist, Reason: "经检索未制作该信息"}}
		if err := w.SaveDecision(t.Context(), clerk, bureau, slip.ID, draft); err != nil {
			t.Fatal(err)
		}
		if err := w.sign(slip.ID, review.SelfCheck, clerk); err == nil {
			t.Fatal("handed in without a search log")
		}
		if err := w.add(clerk, slip.ID, application.Fact{Kind: application.Filed, On: civil.MustParse("2026-05-18"), Evidence: decision.SearchLog, Text: "检索档案室和OA，关键词：立项"}); err != nil {
			t.Fatal(err)
		}
		if err := w.sign(slip.ID, review.SelfCheck, clerk); err == nil || !strings.Contains(err.Error(), "没有填写的内容") {
			t.Fatalf("handed in with a letter that was written before the search: %v", err)
		}
		if err := w.SaveDecision(t.Context(), clerk, bureau, slip.ID, draft); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Issue(t.Context(), clerk, bureau, slip.ID); err == nil {
			t.Fatal("issued without review")
		}
		for _, step := range []struct {
			stage review.Stage
			by    auth.Actor
		}{{review.SelfCheck, clerk}, {review.SectionOK, verifier}, {review.Secrecy, secrecy}, {review.Signature, signer}} {
			if err := w.sign(slip.ID, step.stage, step.by); err != nil {
				t.Fatalf("%s: %v", step.stage, err)
			}
		}
		number, err := w.Issue(t.Context(), clerk, bureau, slip.ID)
		if err != nil || !strings.Contains(number, "〔2026〕1号") {
			t.Fatalf("%q %v", number, err)
		}
		w.on("2026-05-20")
		for _, f := range []application.Fact{
			{Kind: application.Delivered, On: civil.MustParse("2026-05-19"), Method: application.ByPost, Number: "XA00112233"},
			{Kind: application.Archived, On: civil.MustParse("2026-05-20")},
		} {
			if err := w.add(clerk, slip.ID, f); err != nil {
				t.Fatalf("%s: %v", f.Kind, err)
			}
		}
		var outcome string
		var closed civil.Date
		if err := w.DB.View(t.Context()).QueryRow(`SELECT outcome, closed_on FROM application WHERE id = $1`, string(slip.ID)).Scan(&outcome, &closed); err != nil || outcome != "O4.1" || closed != civil.MustParse("2026-05-18") {
			t.Errorf("%s %s %v", outcome, closed, err)
		}
	})
}

func TestWhoTheApplicantIsStaysSealed(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *world) {
		slip := w.receive("2026-04-20")
		rows, err := w.DB.View(t.Context()).Query(`SELECT particulars, content, id_digest FROM application`)
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		for rows.Next() {
			var sealed []byte
			var content, digest string
			if err := rows.Scan(&sealed, &content, &digest); err != nil {
				t.Fatal(err)
			}
			for _, secret := range []string{"李一凡", "11010519491231002X", "13800001234"} {
				if strings.Contains(string(sealed)+content+digest, secret) {
					t.Errorf("%s is readable in the database", secret)
				}
			}
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Unmask(t.Context(), clerk, bureau, slip.ID, ""); err == nil {
			t.Error("unmasked without a reason")
		}
		if _, err := w.Unmask(t.Context(), verifier, bureau, slip.ID, "核对"); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("a verifier unmasked: %v", err)
		}
		who, err := w.Unmask(t.Context(), clerk, bureau, slip.ID, "电话联系补正事项")
		if err != nil || who.Name != "李一凡" || who.Identity.Number != "11010519491231002X" {
			t.Errorf("%v %v", who, err)
		}
	})
}

func TestTheSameApplicantIsCounted(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *world) {
		for n := 1; n <= 3; n++ {
			if slip := w.receive("2026-04-20"); slip.ThisMonth != n {
				t.Errorf("counted %d, want %d", slip.ThisMonth, n)
			}
		}
		other := intake("2026-04-20")
		other.Applicant.Identity.Number = "110101199003077758"
		if slip, err := w.Receive(t.Context(), clerk, bureau, other); err == nil && slip.ThisMonth != 1 {
			t.Errorf("another applicant was counted as the same: %d", slip.ThisMonth)
		}
	})
}

func TestAnOnlineApplicationRunsFromItsConfirmation(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *world) {
		in := intake("2026-04-18")
		in.Channel = deadline.Online
		slip, err := w.Receive(t.Context(), clerk, bureau, in)
		if err != nil || slip.Clock.Stage != deadline.Unconfirmed || !slip.Clock.DueOn.IsZero() {
			t.Fatalf("%+v %v", slip.Clock, err)
		}
		for name, on := range map[string]string{"before it arrived": "2026-04-17", "tomorrow": "2026-04-21"} {
			if err := w.Confirm(t.Context(), clerk, bureau, slip.ID, civil.MustParse(on)); err == nil {
				t.Errorf("%s: confirmed", name)
			}
		}
		if err := w.Confirm(t.Context(), clerk, bureau, slip.ID, civil.MustParse("2026-04-20")); err != nil {
			t.Fatal(err)
		}
		if err := w.Confirm(t.Context(), clerk, bureau, slip.ID, civil.MustParse("2026-04-20")); fault.KindOf(err) != fault.Conflict {
			t.Errorf("confirmed twice: %v", err)
		}
		file, err := store.Application(w.DB.View(t.Context()), slip.ID)
		if err != nil || file.Application.Clock(workday.National(), deadline.Policy{}, civil.MustParse("2026-04-20")).DueOn != civil.MustParse("2026-05-20") {
			t.Errorf("%v %v", file.Application, err)
		}
	})
}

func TestEverythingWrongIsSaidAtOnce(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *world) {
		_, err := w.Receive(t.Context(), clerk, bureau, casework.Intake{})
		if n := len(fault.Problems(err)); n < 6 {
			t.Errorf("%d problems: %v", n, err)
		}
		if err := w.add(clerk, w.receive("2026-04-20").ID, application.Fact{Kind: application.Decided, On: civil.MustParse("2026-04-20"), Outcome: decision.Disclosed}); err == nil {
			t.Error("a decision was entered by hand, past the review")
		}
	})
}
