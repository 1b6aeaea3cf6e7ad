package application_test

import (
	"strings"
	"testing"

	"gongkai/application"
	"gongkai/civil"
	"gongkai/deadline"
	"gongkai/decision"
	"gongkai/fault"
	"gongkai/workday"

	"pgregory.net/rapid"
)

var day = civil.MustParse

func arrived(on string) application.Application {
	return application.Application{ID: "ap_1", Agency: "a", Channel: deadline.InPerson, ArrivedOn: day(on)}
}

func fact(kind application.Kind, on string) application.Fact {
	return application.Fact{Kind: kind, On: day(on), Text: "写明的内容", Workdays: 20, Approver: "p9", Party: "t1", Section: "s1",
		Outcome: decision.Disclosed, Method: application.ByPost, Number: "XA123", Until: day(on).AddDays(21), Basis: deadline.Reconsidered}
}

func TestRefuses(t *testing.T) {
	cal := workday.National()
	for _, tt := range []struct {
		name    string
		before  []application.Fact
		add     application.Fact
		message string // part of a problem; empty when it is allowed
		cited   bool
	}{
		{"a correction notice on the seventh workday (Wednesday 29 April)", nil, fact(application.CorrectionRequested, "2026-04-29"), "", false},
		{"a correction notice on the eighth (Thursday 30 April)", nil, fact(application.CorrectionRequested, "2026-04-30"), "补正", true},
		{"a second correction notice", []application.Fact{fact(application.CorrectionRequested, "2026-04-22"), fact(application.Corrected, "2026-04-24")},
			fact(application.CorrectionRequested, "2026-04-27"), "补正", true},
		{"a correction notice that is entered afterwards and would make the one on file the second", []application.Fact{fact(application.CorrectionRequested, "2026-04-24")},
			fact(application.CorrectionRequested, "2026-04-22"), "补正", true},
		{"an extension without the head's approval", nil, application.Fact{Kind: application.Extended, On: day("2026-05-06"), Workdays: 20, Text: "案情复杂"}, "负责人同意", true},
		{"an extension after the due date (Wednesday 20 May)", nil, fact(application.Extended, "2026-05-21"), "延", true},
		{"a late answer must still be given", nil, fact(application.Decided, "2026-06-01"), "", false},
		{"a second answer", []application.Fact{fact(application.Decided, "2026-05-06")}, fact(application.Decided, "2026-05-07"), "", false},
		{"archived before it was delivered", []application.Fact{fact(application.Decided, "2026-05-06")}, fact(application.Archived, "2026-05-08"), "尚未送达", false},
		{"archived", []application.Fact{fact(application.Decided, "2026-05-06"), fact(application.Delivered, "2026-05-07")}, fact(application.Archived, "2026-05-08"), "", false},
		{"delivered by a courier: no postal number", []application.Fact{fact(application.Decided, "2026-05-06")},
			application.Fact{Kind: application.Delivered, On: day("2026-05-07"), Method: application.ByPost}, "邮件号", true},
		{"delivered before it was decided", nil, fact(application.Delivered, "2026-05-07"), "尚未作出答复", false},
		{"reopened while it is open", nil, ordered("2026-05-07", ""), "尚未办结", false},
		{"an answer that was never given is ordered by a day", nil, ordered("2026-06-01", "2026-06-12"), "", false},
		{"ordered by a day before the order came", nil, ordered("2026-06-01", "2026-05-29"), "早于收到行政复议决定书之日", false},
		{"an extension of a day that is ordered", []application.Fact{ordered("2026-06-01", "2026-06-12")}, fact(application.Extended, "2026-06-02"), "不能延长", true},
		{"a correction notice where a day is ordered", []application.Fact{ordered("2026-06-01", "2026-06-12")}, fact(application.CorrectionRequested, "2026-06-02"), "不能再以补正中断期限", true},
		{"a fee where a day is ordered", []application.Fact{ordered("2026-06-01", "2026-06-12")}, fact(application.FeeNoticed, "2026-06-02"), "不能再以收费中断期限", true},
		{"the agency orders itself a day", []application.Fact{fact(application.Decided, "2026-05-06")},
			application.Fact{Kind: application.Reopened, On: day("2026-06-01"), Until: day("2026-06-12"), Text: "自行纠正", Basis: deadline.OwnMotion}, "只有行政复议决定", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := arrived("2026-04-20")
			a.Facts = tt.before
			got := a.Refuses(cal, deadline.Policy{}, tt.add)
			if tt.name == "a second answer" {
				if len(got) == 0 {
					t.Fatal("allowed")
				}
				return
			}
			if tt.message == "" {
				if len(got) > 0 {
					t.Fatalf("refused: %v", got)
				}
				return
			}
			if !mentions(got, tt.message, tt.cited) {
				t.Errorf("got %v, want a problem with %q (cited %v)", got, tt.message, tt.cited)
			}
		})
	}
}

func mentions(problems []fault.Problem, part string, cited bool) bool {
	for _, p := range problems {
		if strings.Contains(p.Message, part) && (!cited || !p.Cite.IsZero()) {
			return true
		}
	}
	return false
}

// ordered is a 复议决定 that asks for an answer, by a day or by none.
func ordered(on, until string) application.Fact {
	f := application.Fact{Kind: application.Reopened, On: day(on), Text: "复议决定书", Basis: deadline.Reconsidered}
	if until != "" {
		f.Until = day(until)
	}
	return f
}

// What was left undone may be ordered, and the page offers to enter that; while the term runs there is nothing to order.
func TestAnOrderIsOfferedOnceTheTermIsOver(t *testing.T) {
	for on, want := range map[string]bool{"2026-05-20": false, "2026-05-21": true} {
		for _, o := range arrived("2026-04-20").Next(workday.National(), deadline.Policy{}, day(on)) {
			if o.Kind == application.Reopened && (len(o.Why) == 0) != want {
				t.Errorf("%s: %v", on, o.Why)
			}
		}
	}
}

func TestReopeningStartsAClockOfItsOwn(t *testing.T) {
	a := arrived("2026-04-20")
	a.Facts = []application.Fact{fact(application.Decided, "2026-05-06"), fact(application.Delivered, "2026-05-07"), ordered("2026-09-30", "")}
	clock := a.Clock(workday.National(), deadline.Policy{}, day("2026-10-08"))
	if clock.Stage != deadline.Open || clock.DueOn != day("2026-11-03") {
		t.Errorf("%s, due %s; want open, due 2026-11-03", clock.Stage, clock.DueOn)
	}
}

func TestWantedAsksForNoMoreThanTheLaw(t *testing.T) {
	if got := (application.Wanted{}).Check(); len(got) != 3 {
		t.Errorf("%v, want content, form and route", got)
	}
	w := application.Wanted{Content: "2025年科技计划项目名单", Form: "paper", Route: "post"}
	if got := w.Check(); len(got) != 0 {
		t.Error(got)
	}
}

// Whatever is tried, a history of accepted facts leaves the application with a due date, a closing, or somebody to wait
// for; and what Next calls allowed is accepted.
func TestNoAcceptedHistoryLosesTheApplication(t *testing.T) {
	cal := workday.National()
	rapid.Check(t, func(t *rapid.T) {
		a, today := arrived("2026-01-05"), day("2026-01-05")
		for range rapid.IntRange(0, 14).Draw(t, "steps") {
			today = today.AddDays(rapid.IntRange(0, 9).Draw(t, "days"))
			options := a.Next(cal, deadline.Policy{}, today)
			o := options[rapid.IntRange(0, len(options)-1).Draw(t, "option")]
			f := fact(o.Kind, today.String())
			f.Workdays = rapid.IntRange(1, 20).Draw(t, "workdays")
			if refused := a.Refuses(cal, deadline.Policy{}, f); len(refused) == 0 {
				a.Facts = append(a.Facts, f)
			}
			clock := a.Clock(cal, deadline.Policy{}, today)
			waiting := clock.Stage == deadline.Correcting || clock.Stage == deadline.Paying
			if clock.DueOn.IsZero() && clock.Stage != deadline.Closed && !waiting && !clock.Paused {
				t.Fatalf("no due date in stage %s after %v", clock.Stage, a.Facts)
			}
		}
	})
}
