package casework_test

import (
	"strings"
	"testing"

	"gongkai/application"
	"gongkai/civil"
	"gongkai/fault"
	"gongkai/internal/database"
	"gongkai/internal/query"
	"gongkai/internal/storetest"
)

func TestTheRegisterIsWorkedThroughByItsDays(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *world) {
		w.on("2026-04-30")
		late, soon, corrected := w.receive("2026-04-20"), w.receive("2026-04-27"), w.receive("2026-04-28")
		f := application.Fact{Kind: application.CorrectionRequested, On: civil.MustParse("2026-04-30"), Until: civil.MustParse("2026-05-08"), Text: "时间范围"}
		if err := w.add(clerk, corrected.ID, f); err != nil {
			t.Fatal(err)
		}
		list := func(l query.CaseList) (ids []application.ID) {
			t.Helper()
			l.Agency, l.Limit = bureau, 10
			rows, total, err := w.List(t.Context(), clerk, l)
			if err != nil || total != len(rows) {
				t.Fatalf("%d of %d: %v", len(rows), total, err)
			}
			for _, row := range rows {
				ids = append(ids, row.ID)
			}
			return ids
		}
		if got := list(query.CaseList{State: query.CasesOpen}); len(got) != 3 || got[0] != corrected.ID || got[1] != late.ID || got[2] != soon.ID {
			t.Errorf("listed %v", got)
		}
		if got := list(query.CaseList{State: query.CasesOpen, Step: application.ToCorrect}); len(got) != 1 || got[0] != corrected.ID {
			t.Errorf("those to be corrected: %v", got)
		}
		if got := list(query.CaseList{State: query.CasesOpen, DueTo: civil.MustParse("2026-05-20")}); len(got) != 2 {
			t.Errorf("those due: %v", got)
		}
		w.on("2026-05-21")
		if n, err := w.DueCount(t.Context(), clerk, bureau); err != nil || n.Open != 3 || n.Overdue != 1 || n.Soon != 1 {
			t.Errorf("%+v %v", n, err)
		}
	})
}

func TestAnExtensionIsAskedForAndGrantedBySomebodyElse(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *world) {
		slip := w.receive("2026-04-20")
		ask := application.Fact{Kind: application.ExtensionAsked, On: civil.MustParse("2026-04-20"), Workdays: 21, Text: "需要汇总"}
		if err := w.add(clerk, slip.ID, ask); err == nil {
			t.Error("more days were asked for than the law gives")
		}
		ask.Workdays = 10
		if err := w.add(clerk, slip.ID, ask); err != nil {
			t.Fatal(err)
		}
		if err := w.add(clerk, slip.ID, ask); err == nil {
			t.Error("asked for twice")
		}
		waiting, err := w.Waiting(t.Context(), head)
		if err != nil || len(waiting) != 1 || waiting[0].ID != slip.ID {
			t.Fatalf("the head sees %v %v", waiting, err)
		}
		grant := ask
		grant.Kind = application.Extended
		if err := w.add(clerk, slip.ID, grant); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("the clerk granted it: %v", err)
		}
		if err := w.add(head, slip.ID, grant); err != nil {
			t.Fatal(err)
		}
		if waiting, err := w.Waiting(t.Context(), head); err != nil || len(waiting) != 0 {
			t.Errorf("still waits: %v %v", waiting, err)
		}
	})
}

// Rows from before the columns, or under an older calendar, get their step and day from the facts.
func TestDaysAreComputedAnew(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *world) {
		slip := w.receive("2026-04-20")
		err := w.DB.WriteUnrecorded(t.Context(), "test", func(tx *database.Tx) error {
			_, err := tx.Exec(`UPDATE application SET step = '', due_on = ''`)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range []int{1, 0} {
			if n, err := w.Restate(t.Context()); err != nil || n.Changed != want {
				t.Errorf("changed %d, want %d: %v", n, want, err)
			}
		}
		var step string
		var due civil.Date
		if err := w.DB.View(t.Context()).QueryRow(`SELECT step, due_on FROM application WHERE id = $1`, string(slip.ID)).Scan(&step, &due); err != nil || step != "answer" || due != civil.MustParse("2026-05-20") {
			t.Errorf("%s %s %v", step, due, err)
		}
	})
}

// The lists of every day are read from their indexes, in their order.
func TestTheRegisterUsesItsIndexes(t *testing.T) {
	db := storetest.SQLite(t)
	for index, question := range map[string]string{
		"application_due":      `SELECT id FROM application p WHERE p.agency = 'a' AND p.due_on <> '' ORDER BY p.due_on, p.id LIMIT 20`,
		"application_officer":  `SELECT id FROM application p WHERE p.agency = 'a' AND p.due_on <> '' AND p.officer = 'st_1' ORDER BY p.due_on, p.id LIMIT 20`,
		"application_same":     `SELECT id FROM application p WHERE p.agency = 'a' AND p.content_digest = 'c' AND p.content_digest <> '' ORDER BY p.arrived_on DESC, p.id DESC LIMIT 20`,
		"application_ended":    `SELECT id FROM application p WHERE p.agency = 'a' AND p.closed_on <> '' AND p.outcome = 'O1' AND p.closed_on >= '2026-01-01' AND p.closed_on <= '2026-12-31' ORDER BY p.closed_on DESC, p.received_on DESC, p.id DESC LIMIT 20`,
		"application_channel":  `SELECT substr(arrived_on, 1, 7) AS month, channel, count(*) AS count FROM application WHERE agency = 'a' AND arrived_on >= '2026-01-01' AND arrived_on <= '2026-12-31' GROUP BY substr(arrived_on, 1, 7), channel`,
		"application_open":     `SELECT id FROM application p WHERE p.agency = 'a' AND p.closed_on <> '' ORDER BY p.closed_on DESC, p.received_on DESC, p.id DESC LIMIT 20`,
		"application_register": `SELECT id, content FROM application p WHERE p.agency = 'a' ORDER BY p.arrived_on DESC, p.id DESC LIMIT 20`,
	} {
		var plan []struct {
			ID, Parent, Notused int
			Detail              string
		}
		if err := db.View(t.Context()).Select(&plan, `EXPLAIN QUERY PLAN `+question); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(plan[0].Detail, index) || index != "application_channel" && len(plan) != 1 {
			t.Errorf("%s is not used alone: %+v", index, plan)
		}
	}
}

// What an officer writes down for somebody who cannot is read to them before it is registered, and the file says so.
func TestWhatIsWrittenDownForSomebodyIsReadToThem(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *world) {
		in := intake("2026-04-20")
		in.Applicant.Helped = true
		_, err := w.Receive(t.Context(), clerk, bureau, in)
		problems := fault.Problems(err)
		if len(problems) != 1 || problems[0].Field != "read_back" || problems[0].Cite.String() != "《条例》第二十九条第一款" {
			t.Fatalf("registered without reading it back: %v", problems)
		}
		in.ReadBack = true
		slip, err := w.Receive(t.Context(), clerk, bureau, in)
		if err != nil {
			t.Fatal(err)
		}
		v, err := w.Look(t.Context(), clerk, bureau, slip.ID)
		if err != nil || !v.Applicant.Helped || len(v.Application.Facts) != 1 || !strings.Contains(v.Application.Facts[0].Text, "已向申请人宣读全部内容") {
			t.Errorf("%+v %v", v.Application.Facts, err)
		}
	})
}
