package supervising_test

import (
	"strings"
	"testing"

	"gongkai/agency"
	"gongkai/civil"
	"gongkai/complaint"
	"gongkai/internal/query"
	"gongkai/internal/supervising"
	"gongkai/remedy"
	"gongkai/workday"
)

// A notice that moves days moves those of open complaints and of what is owed to courts, in the lists that people work from;
// those who handle them are told, and what is over stays as it was. When the notice is taken back, so are the days.
func TestANoticeMovesTheDaysOfComplaintsAndRemedies(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		complain := func() complaint.ID {
			t.Helper()
			_, err := w.Complain(ctx, supervising.NewComplaint{Kind: complaint.NotPublished, About: w.bureau, Petition: complaint.Petition{Text: "半年没有更新"}}, "192.0.2.1")
			w.ok(err)
			list, _, err := w.ListComplaints(ctx, w.upper, query.ComplaintList{Agency: w.competent, Open: true})
			w.ok(err)
			return complaint.ID(list[0].ID)
		}
		over := complain()
		w.ok(w.AddComplaintFact(ctx, w.upper, w.competent, over, complaint.Fact{Kind: complaint.Verified, On: day("2026-04-20"), Outcome: complaint.Unfounded, Text: "不属实"}))
		w.ok(w.AddComplaintFact(ctx, w.upper, w.competent, over, complaint.Fact{Kind: complaint.Told, On: day("2026-04-20"), Text: "已告知"}))
		open := complain()
		w.answered("ap_1", "20260301-0001", "2026-03-02")
		id, err := w.RegisterRemedy(ctx, w.clerk, w.bureau, supervising.NewRemedy{Application: "20260301-0001", Way: remedy.Reconsideration, Subject: "不服答复",
			Accepted: remedy.Fact{On: day("2026-04-17"), Forum: "区人民政府"}, ServedOn: day("2026-04-20")})
		w.ok(err)

		stored := func() (days [3]civil.Date) {
			t.Helper()
			for i, sql := range []string{`SELECT due_on FROM complaint WHERE id = $1`, `SELECT due_on FROM complaint WHERE id = $1`, `SELECT due_on FROM proceeding WHERE id = $1`} {
				w.ok(w.DB.View(ctx).QueryRow(sql, []string{string(open), string(over), string(id)}[i]).Scan(&days[i]))
			}
			return days
		}
		before := stored()
		if n, err := w.Restate(ctx); n != 0 || err != nil {
			t.Fatalf("nothing has come and %d days moved: %v", n, err)
		}
		rows := []workday.Row{{On: day("2026-04-22"), Off: true, Name: "测试", Notice: "测试的决定"}}
		moved := workday.NewAlmanac(workday.National(), rows).National()
		w.Calendar = func(agency.ID) *workday.Calendar { return moved }
		n, err := w.Restate(ctx)
		w.ok(err)
		after := stored()
		want, _ := moved.Add(day("2026-04-20"), mustCount(t, before[0]))
		if after[0] != want || !after[0].After(before[0]) || after[1] != before[1] {
			t.Errorf("%v became %v, want %s and the closed one as it was", before, after, want)
		}
		changed := 1
		if after[2] != before[2] {
			changed++
		}
		if n != changed {
			t.Errorf("%d days moved, said %d", changed, n)
		}
		var told int
		var body string
		w.ok(w.DB.View(ctx).QueryRow(`SELECT count(*), max(body) FROM notice WHERE path = $1 AND title LIKE $2`, "/workbench/complaints/"+string(open), "%重新计算").Scan(&told, &body))
		if told != 1 || !strings.Contains(body, before[0].Chinese()) || !strings.Contains(body, after[0].Chinese()) {
			t.Errorf("told %d times: %s", told, body)
		}
		w.Calendar = func(agency.ID) *workday.Calendar { return workday.National() }
		if _, err := w.Restate(ctx); err != nil || stored() != before {
			t.Errorf("taken back, and the days are %v, not %v: %v", stored(), before, err)
		}
	})
}

// mustCount is how many working days after 20 April the day is.
func mustCount(t *testing.T, on civil.Date) int {
	t.Helper()
	n, _ := workday.National().Count(day("2026-04-20"), on)
	if n < 2 {
		t.Fatalf("a term of %d days shows nothing", n)
	}
	return n
}
