package publishing_test

import (
	"strings"
	"testing"

	"gongkai/agency"
	"gongkai/catalog"
	"gongkai/civil"
	"gongkai/disclosure"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/database"
	"gongkai/internal/publishing"
	"gongkai/internal/store"
	"gongkai/internal/storetest"
	"gongkai/ledger"
	"gongkai/review"
)

const bureau, neighbour agency.ID = "ag_kjj", "ag_other"

// somebody is a person of the bureau with the roles.
func somebody(id string, roles ...agency.Role) auth.Actor {
	return auth.Actor{Staff: auth.StaffID(id), Name: "人员" + id, Agency: bureau, Roles: agency.RolesOf(roles...), Address: "127.0.0.1"}
}

var (
	clerk    = somebody("st_1", agency.RoleLiaison, agency.RoleOfficer)
	verifier = somebody("st_2", agency.RoleVerifier)
	secrecy  = somebody("st_3", agency.RoleSecrecy)
	signer   = somebody("st_4", agency.RoleSigner)
	office   = somebody("st_5", agency.RoleOffice)
)

// eachEngine runs f with a desk and a bureau that has its starting catalogue.
func eachEngine(t *testing.T, f func(t *testing.T, d *publishing.Desk, column string), options ...storetest.Option) {
	t.Helper()
	storetest.EachEngine(t, func(t *testing.T, db *database.DB) {
		err := db.Write(t.Context(), ledger.Machine("test"), func(tx *database.Tx) error {
			for _, a := range []agency.Agency{
				{ID: bureau, USCC: "11620602013932130J", Code: "kjj", Name: "凉州区科学技术局", Level: agency.County, Kind: agency.Department, Region: "620602"},
				{ID: neighbour, Code: "other", Name: "邻局", Level: agency.County, Kind: agency.Department, Region: "620602"},
			} {
				if err := store.InsertAgency(tx, a); err != nil {
					return err
				}
			}
			tx.Record(ledger.Entry{Chain: string(bureau), Verb: "set_up", Subject: ledger.Subject{Kind: "agency", ID: string(bureau)}})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		d := &publishing.Desk{DB: db}
		if err := d.StartCatalog(t.Context(), office, bureau); err != nil {
			t.Fatal(err)
		}
		columns, err := store.Columns(db.View(t.Context()), bureau)
		if err != nil || len(columns) != 22 {
			t.Fatalf("%d columns, %v", len(columns), err)
		}
		f(t, d, string(columns[0].ID))
		proof, err := store.VerifyLedger(t.Context(), db)
		if err != nil || len(proof.Breaks) > 0 {
			t.Errorf("the ledger is broken: %v %v", proof, err)
		}
	}, options...)
}

func draft(column string) disclosure.Record {
	return disclosure.Record{Agency: bureau, Column: catalog.ColumnID(column), Kind: disclosure.Plain, Title: "2025年度部门预算公开说明", FormedOn: civil.MustParse("2025-02-10"),
		Attribute: disclosure.Proactive, Body: `<p onclick="x()">正文<script>alert(1)</script></p><table><tr><td colspan="2">表</td></tr></table>`}
}

// pass takes the record through the whole review.
func pass(t *testing.T, d *publishing.Desk, id disclosure.ID) {
	t.Helper()
	for _, step := range []struct {
		stage review.Stage
		by    auth.Actor
	}{{review.SelfCheck, clerk}, {review.SectionOK, verifier}, {review.Secrecy, secrecy}, {review.Signature, signer}} {
		if err := sign(t, d, id, step.stage, step.by, review.Passed, ""); err != nil {
			t.Fatalf("%s: %v", step.stage, err)
		}
	}
}

func sign(t *testing.T, d *publishing.Desk, id disclosure.ID, stage review.Stage, by auth.Actor, verdict review.Verdict, opinion string) error {
	t.Helper()
	file, err := store.Record(d.DB.View(t.Context()), id)
	if err != nil {
		t.Fatal(err)
	}
	return d.SignOff(t.Context(), by, bureau, id, review.Signoff{Stage: stage, Verdict: verdict, Opinion: opinion, Digest: file.Digest})
}

func TestFromDraftToPage(t *testing.T) {
	eachEngine(t, func(t *testing.T, d *publishing.Desk, column string) {
		id, err := d.SaveDraft(t.Context(), clerk, draft(column))
		if err != nil {
			t.Fatal(err)
		}
		file, err := store.Record(d.DB.View(t.Context()), id)
		if err != nil || strings.Contains(file.Draft.Body, "script") || strings.Contains(file.Draft.Body, "onclick") || !strings.Contains(file.Draft.Body, `colspan="2"`) {
			t.Fatalf("body %q, %v", file.Draft.Body, err)
		}
		if _, err := d.Publish(t.Context(), clerk, bureau, id, ""); fault.KindOf(err) != fault.Unlawful && fault.KindOf(err) != fault.Forbidden {
			t.Fatalf("published without review: %v", err)
		}
		pass(t, d, id)
		index, err := d.Publish(t.Context(), clerk, bureau, id, "")
		if err != nil || !strings.HasPrefix(string(index), "11620602013932130J/") || !strings.HasSuffix(string(index), "-00001") {
			t.Fatalf("%q %v", index, err)
		}
		r := file.Draft
		r.Title = "2025年度部门预算公开说明（修订）"
		if _, err := d.SaveDraft(t.Context(), clerk, r); err != nil {
			t.Fatal(err)
		}
		if _, err := d.Publish(t.Context(), clerk, bureau, id, "更正"); fault.KindOf(err) != fault.Unlawful {
			t.Fatalf("an edited text went out on the old clearance: %v", err)
		}
		pass(t, d, id)
		again, err := d.Publish(t.Context(), clerk, bureau, id, "更正附件")
		if err != nil || again != index {
			t.Fatalf("the number changed from %s to %s, %v", index, again, err)
		}
		if err := d.Withdraw(t.Context(), office, bureau, id, "内容有误，另行公布"); err != nil {
			t.Fatal(err)
		}
		file, err = store.Record(d.DB.View(t.Context()), id)
		if err != nil || file.Publication.Visible() || file.Publication.Version() != 2 || len(file.Publication.Acts) != 3 {
			t.Fatalf("%+v %v", file.Publication, err)
		}
	})
}

func TestWhoMayNot(t *testing.T) {
	eachEngine(t, func(t *testing.T, d *publishing.Desk, column string) {
		id, err := d.SaveDraft(t.Context(), clerk, draft(column))
		if err != nil {
			t.Fatal(err)
		}
		stranger := clerk
		stranger.Agency = neighbour
		for name, err := range map[string]error{
			"the clerk signs":                  sign(t, d, id, review.Signature, clerk, review.Passed, ""),
			"the signature before the reviews": sign(t, d, id, review.Signature, signer, review.Passed, ""),
			"returned without a reason":        sign(t, d, id, review.SelfCheck, clerk, review.Returned, ""),
			"no such stage":                    sign(t, d, id, "x", clerk, review.Passed, ""),
			"a clerk of another bureau":        func() error { _, err := d.SaveDraft(t.Context(), stranger, draft(column)); return err }(),
			"a stale screen":                   d.SignOff(t.Context(), clerk, bureau, id, review.Signoff{Stage: review.SelfCheck, Verdict: review.Passed, Digest: "old"}),
		} {
			if err == nil {
				t.Errorf("%s: allowed", name)
			}
		}
		incomplete := draft(column)
		incomplete.FormedOn = civil.Date{}
		id, err = d.SaveDraft(t.Context(), clerk, incomplete)
		if err != nil {
			t.Fatalf("a draft may be incomplete: %v", err)
		}
		if err := sign(t, d, id, review.SelfCheck, clerk, review.Passed, ""); err == nil {
			t.Error("an incomplete record was handed in")
		}
	})
}

func TestNumbersHaveNoGap(t *testing.T) {
	eachEngine(t, func(t *testing.T, d *publishing.Desk, column string) {
		for i, want := range []string{"-00001", "-00002", "-00003"} {
			r := draft(column)
			r.Title += strings.Repeat("甲", i)
			id, err := d.SaveDraft(t.Context(), clerk, r)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := d.Publish(t.Context(), clerk, bureau, id, ""); err == nil {
				t.Fatal("published without review")
			}
			pass(t, d, id)
			if index, err := d.Publish(t.Context(), clerk, bureau, id, ""); err != nil || !strings.HasSuffix(string(index), want) {
				t.Fatalf("%q, want %s; %v", index, want, err)
			}
		}
	})
}
