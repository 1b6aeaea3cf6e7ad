package deadline_test

import (
	"slices"
	"testing"

	"gongkai/civil"
	"gongkai/deadline"
	"gongkai/law"
	"gongkai/workday"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

var (
	day = civil.MustParse
	cal = workday.National()
)

// history draws an application with events on days that all differ, lawful or not.
func history(t *rapid.T, types []deadline.Type) deadline.Input {
	received := day("2019-06-03").AddDays(rapid.IntRange(0, 2400).Draw(t, "received"))
	in := deadline.Input{Channel: deadline.InPerson, ArrivedOn: received}
	on := received
	for range rapid.IntRange(0, 8).Draw(t, "events") {
		on = on.AddDays(rapid.IntRange(1, 12).Draw(t, "gap"))
		e := deadline.Event{On: on, Type: rapid.SampledFrom(types).Draw(t, "type")}
		switch e.Type {
		case deadline.Extended:
			e.Workdays = rapid.IntRange(0, 24).Draw(t, "workdays")
		case deadline.ThirdPartyConsulted, deadline.AgencyConsulted:
			e.ReceivedOn = on.AddDays(rapid.IntRange(-1, 5).Draw(t, "after"))
		case deadline.CorrectionRequested, deadline.Delayed:
			e.Until = on.AddDays(rapid.IntRange(-1, 60).Draw(t, "until"))
		}
		in.Events = append(in.Events, e)
	}
	in.Today = on.AddDays(rapid.IntRange(1, 20).Draw(t, "today"))
	return in
}

// refused returns the days of events that are among the problems.
func refused(out deadline.Output, in deadline.Input) map[civil.Date]bool {
	days := map[civil.Date]bool{}
	for _, p := range out.Problems {
		if p.On != in.Today {
			days[p.On] = true
		}
	}
	return days
}

func TestCountedDaysOfTheTrailMakeUpTheTerm(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := history(t, deadline.Types)
		out := deadline.Compute(cal, in)
		if out.DueOn.IsZero() {
			return
		}
		bad, want := refused(out, in), law.On(law.ReplyTerm, out.ReceivedOn).Int()
		for _, e := range in.Events {
			if e.Type == deadline.Extended && !bad[e.On] {
				want += e.Workdays
			}
		}
		got := 0
		for _, s := range out.Trail {
			if got += s.Counted; s.Counted > 0 {
				if n, _ := cal.Count(s.From.AddDays(-1), s.To); n != s.Counted {
					t.Fatalf("%+v has %d working days", s, n)
				}
			}
			if s.To.Before(s.From) || s.Text == "" || s.Cite.Check() != nil {
				t.Fatalf("%+v", s)
			}
		}
		if got != want {
			t.Fatalf("the trail counts %d working days, the term has %d: %+v", got, want, out.Trail)
		}
	})
}

func TestTheOrderOfTheListDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := history(t, deadline.Types)
		want := deadline.Compute(cal, in)
		in.Events = rapid.Permutation(in.Events).Draw(t, "order")
		if diff := cmp.Diff(want, deadline.Compute(cal, in), cmp.Comparer(sameDate)); diff != "" {
			t.Fatal(diff)
		}
	})
}

func sameDate(a, b civil.Date) bool { return a == b }

func TestUnlawfulEventsLeaveTheClockAsItWas(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := history(t, deadline.Types)
		want := deadline.Compute(cal, in)
		bad := refused(want, in)
		in.Events = slices.DeleteFunc(slices.Clone(in.Events), func(e deadline.Event) bool {
			late := e.Type == deadline.Decided && want.Stage == deadline.Closed && e.On == closing(in)
			return bad[e.On] && !late // an answer given too late is an answer all the same
		})
		got := deadline.Compute(cal, in)
		want.Problems, got.Problems = nil, nil
		if diff := cmp.Diff(want, got, cmp.Comparer(sameDate)); diff != "" {
			t.Fatal(diff)
		}
	})
}

// closing returns the day on which the application was closed: the first end that can have happened.
func closing(in deadline.Input) civil.Date {
	for _, e := range in.Events {
		if e.Type == deadline.Decided || e.Type == deadline.Withdrawn {
			return e.On
		}
	}
	return civil.Date{}
}

var consultations = []deadline.Type{deadline.ThirdPartyConsulted, deadline.ThirdPartyAnswered, deadline.AgencyConsulted, deadline.AgencyAnswered}

func TestConsultationsNeverMakeItDueEarlier(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := history(t, consultations)
		with := deadline.Compute(cal, in)
		in.Events = nil
		if without := deadline.Compute(cal, in); with.DueOn.Before(without.DueOn) {
			t.Fatalf("due %s, without consultations %s", with.DueOn, without.DueOn)
		}
	})
}

// The oracle walks day by day and asks of each whether any consultation covers it.
func TestOverlappingPausesAreTheirUnion(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		received := day("2019-06-03").AddDays(rapid.IntRange(0, 2400).Draw(t, "received"))
		in := deadline.Input{Channel: deadline.RegisteredMail, ArrivedOn: received, Today: received.AddDays(200),
			Policy: deadline.Policy{FromSending: rapid.Bool().Draw(t, "from"), BeforeAnswer: rapid.Bool().Draw(t, "to")}}
		excluded := map[civil.Date]bool{}
		sent := received
		for range rapid.IntRange(1, 5).Draw(t, "consultations") {
			sent = sent.AddDays(rapid.IntRange(0, 3).Draw(t, "gap"))
			answered := sent.AddDays(rapid.IntRange(0, 15).Draw(t, "days")) // within the term of any consultation
			in.Events = append(in.Events, deadline.Event{On: sent, Type: deadline.ThirdPartyConsulted, ReceivedOn: sent})
			sent = answered // the next is sent when this is answered, so answers meet their questions
			in.Events = append(in.Events, deadline.Event{On: answered, Type: deadline.ThirdPartyAnswered})
			from, to := in.Events[len(in.Events)-2].On, answered
			if in.Policy.FromSending {
				from = from.AddDays(-1)
			}
			if in.Policy.BeforeAnswer {
				to = to.AddDays(-1)
			}
			for d := from.AddDays(1); !d.After(to); d = d.AddDays(1) {
				excluded[d] = true
			}
			length := rapid.IntRange(0, 20).Draw(t, "agency")
			end := from
			if length > 0 { // an agency is asked on the same day and answers by itself
				end = in.Events[len(in.Events)-2].On.AddDays(length)
				in.Events = append(in.Events, deadline.Event{On: in.Events[len(in.Events)-2].On, Type: deadline.AgencyConsulted, ReceivedOn: end},
					deadline.Event{On: end, Type: deadline.AgencyAnswered})
				sent = maxDate(sent, end)
				if in.Policy.BeforeAnswer {
					end = end.AddDays(-1)
				}
			}
			for d := from.AddDays(1); !d.After(end); d = d.AddDays(1) {
				excluded[d] = true
			}
		}
		out := deadline.Compute(cal, in)
		if len(refused(out, in)) > 0 {
			t.Skip("a consultation after the term")
		}
		due, left := received, 20
		for left > 0 {
			if due = due.AddDays(1); cal.Is(due) && !excluded[due] {
				left--
			}
		}
		if out.DueOn != due {
			t.Fatalf("due %s, want %s; %+v", out.DueOn, due, out.Trail)
		}
	})
}

func maxDate(a, b civil.Date) civil.Date {
	if a.After(b) {
		return a
	}
	return b
}

func TestPoliciesMoveTheEndsOfAPause(t *testing.T) {
	in := deadline.Input{Channel: deadline.InPerson, ArrivedOn: day("2026-09-30"), Today: day("2026-10-20"), Events: []deadline.Event{
		{On: day("2026-10-12"), Type: deadline.ThirdPartyConsulted, ReceivedOn: day("2026-10-13")},
		{On: day("2026-10-16"), Type: deadline.ThirdPartyAnswered},
	}}
	for _, tt := range []struct {
		policy deadline.Policy
		due    string
	}{
		{deadline.Policy{}, "2026-11-09"},                                      // 13, 14, 15, 16 October
		{deadline.Policy{FromSending: true}, "2026-11-10"},                     // 12 to 16
		{deadline.Policy{BeforeAnswer: true}, "2026-11-06"},                    // 13 to 15
		{deadline.Policy{FromSending: true, BeforeAnswer: true}, "2026-11-09"}, // 12 to 15
	} {
		in.Policy = tt.policy
		if out := deadline.Compute(cal, in); out.DueOn != day(tt.due) {
			t.Errorf("%+v: due %s, want %s", tt.policy, out.DueOn, tt.due)
		}
	}
}

func TestWhatCannotBeIsAProblemAndNoCrash(t *testing.T) {
	for name, in := range map[string]deadline.Input{
		"nothing at all":        {},
		"no arrival":            {Channel: deadline.Online},
		"unknown channel":       {Channel: "pigeon", ArrivedOn: day("2026-09-30")},
		"before the calendar":   {Channel: deadline.InPerson, ArrivedOn: day("1949-10-01")},
		"at its end":            {Channel: deadline.InPerson, ArrivedOn: day("2099-12-30")},
		"arrives tomorrow":      {Channel: deadline.InPerson, ArrivedOn: day("2026-10-01"), Today: day("2026-09-30")},
		"unknown event":         {Channel: deadline.InPerson, ArrivedOn: day("2026-09-30"), Events: []deadline.Event{{On: day("2026-10-08"), Type: "lost"}}},
		"event without day":     {Channel: deadline.InPerson, ArrivedOn: day("2026-09-30"), Events: []deadline.Event{{Type: deadline.Decided}}},
		"delayed without end":   {Channel: deadline.InPerson, ArrivedOn: day("2026-09-30"), Events: []deadline.Event{{On: day("2026-10-08"), Type: deadline.Delayed}}},
		"reasons asked in 2018": {Channel: deadline.InPerson, ArrivedOn: day("2018-09-25"), Events: []deadline.Event{{On: day("2018-10-08"), Type: deadline.ReasonsRequested}}},
		"paid without notice":   {Channel: deadline.InPerson, ArrivedOn: day("2026-09-30"), Events: []deadline.Event{{On: day("2026-10-08"), Type: deadline.FeePaid}}},
		"reasons unasked":       {Channel: deadline.InPerson, ArrivedOn: day("2026-09-30"), Events: []deadline.Event{{On: day("2026-10-08"), Type: deadline.ReasonsGiven}}},
	} {
		t.Run(name, func(t *testing.T) {
			out := deadline.Compute(cal, in)
			if len(out.Problems) == 0 {
				t.Errorf("no problem: %+v", out)
			}
			for _, p := range out.Problems {
				if p.Message == "" || (!p.Cite.IsZero() && p.Cite.Check() != nil) {
					t.Errorf("%+v", p)
				}
			}
		})
	}
}

func BenchmarkCompute(b *testing.B) {
	in := deadline.Input{Channel: deadline.InPerson, ArrivedOn: day("2026-09-30"), Today: day("2026-10-20"), Events: []deadline.Event{
		{On: day("2026-10-12"), Type: deadline.ThirdPartyConsulted, ReceivedOn: day("2026-10-13")},
		{On: day("2026-10-16"), Type: deadline.ThirdPartyAnswered},
		{On: day("2026-10-19"), Type: deadline.Extended, Workdays: 20},
	}}
	for b.Loop() {
		deadline.Compute(cal, in)
	}
}
