package application_test

import (
	"testing"

	"gongkai/application"
	"gongkai/civil"
	"gongkai/deadline"
	"gongkai/decision"
	"gongkai/workday"

	"pgregory.net/rapid"
)

// TestNothingIsEverWithoutANextStep lets random things happen to an application on random days. What the law forbids is
// refused and changes nothing; whatever is left has a next step with a day, or is filed away with an outcome.
func TestNothingIsEverWithoutANextStep(t *testing.T) {
	cal := workday.National()
	rapid.Check(t, func(t *rapid.T) {
		on := civil.On(2026, 1, 5)
		a := application.Application{ID: "ap_1", Channel: rapid.SampledFrom(deadline.Channels).Draw(t, "channel"), ArrivedOn: on}
		if rapid.Bool().Draw(t, "confirmed") {
			a.ConfirmedOn = on
		}
		for range rapid.IntRange(0, 12).Draw(t, "facts") {
			on = on.AddDays(rapid.IntRange(0, 12).Draw(t, "days"))
			kind := rapid.SampledFrom(application.Kinds).Draw(t, "kind").Kind
			until, _ := cal.Add(on, rapid.IntRange(1, 30).Draw(t, "until"))
			f := application.Fact{Kind: kind, On: on, Text: "说明", Until: until, Workdays: rapid.IntRange(0, 25).Draw(t, "workdays"), Party: "第三方甲",
				Approver: "st_5", Section: "se_1", Outcome: decision.Disclosed, Method: application.InPerson, Number: "1", Files: []string{"x"}, Amount: 100, Basis: rapid.SampledFrom(deadline.Bases).Draw(t, "basis").Basis}
			before := a.Clock(cal, deadline.Policy{}, on)
			if len(a.Refuses(cal, deadline.Policy{}, f)) > 0 {
				continue
			}
			a = a.With(f)
			after := a.Clock(cal, deadline.Policy{}, on)
			if before.Stage == deadline.Closed && after.Stage != deadline.Closed && kind != application.Reopened {
				t.Fatalf("%s opened a closed application", kind)
			}
			if late := len(after.Problems) - len(before.Problems); late > 0 && kind != application.Decided {
				t.Fatalf("%s was let through against the law: %v", kind, after.Problems)
			}
		}
		due := a.Due(a.Clock(cal, deadline.Policy{}, on))
		decided, answered := a.Decision()
		_, withdrawn := a.Withdrawal()
		switch {
		case due.Step != application.NoStep && due.On.IsZero():
			t.Fatalf("%s has no day: %+v", due.Step, a.Facts)
		case due.Step == application.NoStep && !withdrawn && (!answered || decided.Outcome == ""):
			t.Fatalf("filed away without an outcome: %+v", a.Facts)
		}
	})
}

func TestWhatComesNext(t *testing.T) {
	cal, day := workday.National(), civil.MustParse
	in := application.Application{Channel: deadline.InPerson, ArrivedOn: day("2026-04-20")}
	asked := in.With(application.Fact{Kind: application.CorrectionRequested, On: day("2026-04-22"), Until: day("2026-05-15"), Text: "时间范围"})
	decided := in.With(application.Fact{Kind: application.Decided, On: day("2026-05-06"), Outcome: decision.Disclosed})
	sent := decided.With(application.Fact{Kind: application.Delivered, On: day("2026-05-07"), Method: application.InPerson})
	filed := sent.With(application.Fact{Kind: application.Archived, On: day("2026-05-08")})
	again := filed.With(application.Fact{Kind: application.Reopened, On: day("2026-09-30"), Text: "复议决定书"})
	for name, c := range map[string]struct {
		a    application.Application
		step application.Step
		on   string
	}{
		"a letter that nobody has confirmed":     {application.Application{Channel: deadline.OrdinaryMail, ArrivedOn: day("2026-04-20")}, application.ToConfirm, "2026-04-20"},
		"handed in at the counter":               {in, application.ToAnswer, "2026-05-20"},
		"the applicant is to correct":            {asked, application.ToCorrect, "2026-05-15"},
		"answered in time, to go out within it":  {decided, application.ToDeliver, "2026-05-20"},
		"delivered":                              {sent, application.ToArchive, "2027-06-30"},
		"reopened after a 复议: a term of its own": {again, application.ToAnswer, "2026-11-03"},
		"the second answer has not gone out":     {again.With(application.Fact{Kind: application.Decided, On: day("2026-10-20"), Outcome: decision.Partial}), application.ToDeliver, "2026-11-03"},
	} {
		due := c.a.Due(c.a.Clock(cal, deadline.Policy{}, day("2026-11-03")))
		if due.Step != c.step || due.On != day(c.on) {
			t.Errorf("%s: %s by %s, want %s by %s", name, due.Step, due.On, c.step, c.on)
		}
	}
	if due := filed.Due(filed.Clock(cal, deadline.Policy{}, day("2026-06-01"))); due.Step != application.NoStep || !due.On.IsZero() {
		t.Errorf("filed away, and still: %+v", due)
	}
}
