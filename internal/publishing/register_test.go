package publishing_test

import (
	"testing"
	"time"

	"gongkai/agency"
	"gongkai/catalog"
	"gongkai/civil"
	"gongkai/disclosure"
	"gongkai/internal/auth"
	"gongkai/internal/database"
	"gongkai/internal/publishing"
	"gongkai/internal/store"
	"gongkai/internal/storetest"
	"gongkai/ledger"
	"gongkai/review"
)

var day = civil.MustParse

// rule is a normative document of the bureau.
func rule(column, title, formed string, change func(*disclosure.Record)) disclosure.Record {
	r := disclosure.Record{Agency: bureau, Column: catalog.ColumnID(column), Kind: disclosure.Normative, Title: title, DocNo: "凉科发〔2026〕1号", Issuer: "凉州区科学技术局",
		FormedOn: day(formed), EffectiveOn: day(formed), Attribute: disclosure.Proactive, Body: "<p>第一条</p>"}
	if change != nil {
		change(&r)
	}
	return r
}

func TestRegisterOfNormativeDocuments(t *testing.T) {
	now := time.Date(2026, 3, 10, 2, 0, 0, 0, time.UTC) // a Tuesday
	start := now
	eachEngine(t, func(t *testing.T, d *publishing.Desk, column string) {
		now = start
		out := func(r disclosure.Record) disclosure.ID {
			t.Helper()
			id, err := d.SaveDraft(t.Context(), clerk, r)
			if err != nil {
				t.Fatal(err)
			}
			pass(t, d, id)
			publish(t, d, id, "")
			return id
		}
		old := out(rule(column, "旧办法", "2021-05-01", nil))
		out(rule(column, "两年试行", "2024-06-01", func(r *disclosure.Record) { r.ExpiresOn = day("2026-05-31") }))
		fresh := out(rule(column, "新办法", "2026-03-02", nil))
		out(rule(column, "不作解读的", "2026-03-03", func(r *disclosure.Record) { r.Explained, r.Unexplained = disclosure.NotExplained, "内容简单" }))
		out(rule(column, "废止旧办法的决定", "2026-03-04", func(r *disclosure.Record) {
			r.Links = []disclosure.Link{{Relation: disclosure.Repeals, To: old, On: day("2026-04-01")}}
		}))
		count := func(when string, year int, want map[string]int) {
			t.Helper()
			reg, err := d.Register(t.Context(), clerk, bureau, disclosure.Normative, year)
			if err != nil {
				t.Fatal(err)
			}
			for name, n := range want {
				if got := reg.List(name); len(got) != n {
					var titles []string
					for _, x := range got {
						titles = append(titles, x.Title)
					}
					t.Errorf("%s, %s of %d: %v, want %d", when, name, year, titles, n)
				}
			}
		}
		count("before the repeal works", 2026, map[string]int{"made": 3, "ended": 0, "force": 5, "expiring": 2, "unexplained": 4, "all": 5})
		count("in the year before", 2025, map[string]int{"made": 0, "ended": 0, "force": 2})
		// The interpretation is due on the third workday after the publication, Friday the 13th.
		reg, err := d.Register(t.Context(), clerk, bureau, disclosure.Normative, 2026)
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range reg.List("all") {
			if want := day("2026-03-13"); x.Title == "新办法" && x.ExplainBy != want {
				t.Errorf("interpretation by %s, want %s", x.ExplainBy, want)
			}
		}
		interpretation := rule(column, "《新办法》解读", "2026-03-10", func(r *disclosure.Record) {
			r.Kind, r.Links = disclosure.Interpretation, []disclosure.Link{{Relation: disclosure.Interprets, To: fresh}}
		})
		out(interpretation)
		count("with an interpretation", 2026, map[string]int{"unexplained": 3})
		now = day("2026-06-01").Start().Add(time.Hour)
		count("after repeal and expiry", 2026, map[string]int{"made": 3, "ended": 2, "force": 3, "expiring": 0})
	}, storetest.Clock(func() time.Time { return now }))
}

func TestRemindersAreGivenOnce(t *testing.T) {
	now := time.Date(2026, 3, 10, 2, 0, 0, 0, time.UTC)
	start := now
	eachEngine(t, func(t *testing.T, d *publishing.Desk, column string) {
		now = start
		err := d.DB.Write(t.Context(), ledger.Machine("test"), func(tx *database.Tx) error {
			tx.Record(ledger.Entry{Chain: string(bureau), Verb: "set_up", Subject: ledger.Subject{Kind: "agency", ID: string(bureau)}})
			return store.InsertAccount(tx, auth.Account{Staff: clerk.Staff, Agency: bureau, Login: "clerk", Name: "经办", Roles: agency.RolesOf(agency.RoleOfficer, agency.RoleLiaison)})
		})
		if err != nil {
			t.Fatal(err)
		}
		id, err := d.SaveDraft(t.Context(), clerk, rule(column, "将到期的办法", "2026-03-02", func(r *disclosure.Record) { r.ExpiresOn = day("2026-06-30") }))
		if err != nil {
			t.Fatal(err)
		}
		pass(t, d, id)
		publish(t, d, id, "")
		late := draft(column)
		late.FormedOn = day("2026-01-05")
		if _, err := d.SaveDraft(t.Context(), clerk, late); err != nil {
			t.Fatal(err)
		}
		kept := draft(column)
		kept.Attribute, kept.Ground, kept.Because, kept.ReviewOn = disclosure.Withheld, disclosure.Grounds()[3], "讨论记录", day("2026-03-10")
		if id, err = d.SaveDraft(t.Context(), clerk, kept); err != nil {
			t.Fatal(err)
		}
		pass(t, d, id)
		remind := func(want int) {
			t.Helper()
			if n, err := d.Remind(t.Context()); err != nil || n != want {
				notices, _, _ := store.Notices(d.DB.View(t.Context()), string(clerk.Staff), 20, 0)
				for _, x := range notices {
					t.Log(x.Title, x.Body)
				}
				t.Errorf("on %s: told %d, want %d, %v", today(d), n, want, err)
			}
		}
		remind(3) // the document near its end, the late draft, what is kept back
		remind(0)
		now = day("2026-03-16").Start().Add(time.Hour)
		remind(1) // no interpretation on the third workday
		now = day("2026-09-11").Start().Add(time.Hour)
		remind(1) // the column of policies was not updated for six months
	}, storetest.Clock(func() time.Time { return now }))
}

func TestTheNextReviewerIsTold(t *testing.T) {
	eachEngine(t, func(t *testing.T, d *publishing.Desk, column string) {
		err := d.DB.Write(t.Context(), ledger.Machine("test"), func(tx *database.Tx) error {
			tx.Record(ledger.Entry{Chain: string(bureau), Verb: "set_up", Subject: ledger.Subject{Kind: "agency", ID: string(bureau)}})
			for i, who := range []auth.Actor{clerk, verifier, secrecy} {
				if err := store.InsertAccount(tx, auth.Account{Staff: who.Staff, Agency: bureau, Login: "login" + itoa(i), Name: who.Name, Roles: who.Roles}); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		told := func(who auth.Actor) int {
			t.Helper()
			_, n, err := store.Notices(d.DB.View(t.Context()), string(who.Staff), 1, 0)
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		id, err := d.SaveDraft(t.Context(), clerk, draft(column))
		if err != nil {
			t.Fatal(err)
		}
		if err := sign(t, d, id, review.SelfCheck, clerk, review.Passed, ""); err != nil {
			t.Fatal(err)
		}
		if told(verifier) != 1 || told(secrecy) != 0 || told(clerk) != 0 {
			t.Errorf("handed in: %d %d %d", told(verifier), told(secrecy), told(clerk))
		}
		if err := sign(t, d, id, review.SectionOK, verifier, review.Returned, "请补充"); err != nil {
			t.Fatal(err)
		}
		if told(clerk) != 1 || told(verifier) != 1 {
			t.Errorf("returned: %d %d", told(clerk), told(verifier))
		}
	})
}

func itoa(n int) string { return string(rune('0' + n)) }

func TestNobodyEndsTheDocumentOfAnother(t *testing.T) {
	eachEngine(t, func(t *testing.T, d *publishing.Desk, column string) {
		var foreign catalog.ColumnID
		err := d.DB.Write(t.Context(), ledger.Machine("test"), func(tx *database.Tx) error {
			foreign = catalog.ColumnID(tx.NewID("co"))
			tx.Record(ledger.Entry{Chain: string(neighbour), Verb: "set_up", Subject: ledger.Subject{Kind: "agency", ID: string(neighbour)}})
			return store.SaveColumn(tx, catalog.Column{ID: foreign, Agency: neighbour, Title: "政策", Freshness: catalog.Whenever})
		})
		if err != nil {
			t.Fatal(err)
		}
		theirs := somebody("st_8", agency.RoleOfficer)
		theirs.Agency = neighbour
		r := rule(string(foreign), "邻局的办法", "2026-03-02", nil)
		r.Agency = neighbour
		other, err := d.SaveDraft(t.Context(), theirs, r)
		if err != nil {
			t.Fatal(err)
		}
		for relation, allowed := range map[disclosure.Relation]bool{disclosure.Repeals: false, disclosure.Amends: false, disclosure.LapsesIt: false, disclosure.Continues: false,
			disclosure.Related: true, disclosure.Interprets: true} {
			id, err := d.SaveDraft(t.Context(), clerk, rule(column, "决定"+string(relation), "2026-03-02", func(r *disclosure.Record) {
				r.Links = []disclosure.Link{{Relation: relation, To: other}}
			}))
			if err != nil {
				t.Fatal(err)
			}
			if err := sign(t, d, id, review.SelfCheck, clerk, review.Passed, ""); (err == nil) != allowed {
				t.Errorf("%s: %v", relation, err)
			}
		}
	})
}
