package deadline_test

import (
	"slices"
	"strings"
	"testing"

	"gongkai/deadline"

	"pgregory.net/rapid"
)

func TestATrailSaysWhyTheTermRunsAnew(t *testing.T) {
	for _, tt := range []struct {
		name  string
		on    string
		basis deadline.Basis
		want  string
	}{
		{"a 复议决定 came", "2026-03-06", deadline.Reconsidered, "2026年3月6日收到要求重新答复的行政复议决定，决定书一经送达即发生法律效力，答复期限自次日起重新计算（《行政复议法》第七十五条第二款）。"},
		{"a 复议决定 under the law of 2017", "2023-12-29", deadline.Reconsidered, "2023年12月29日收到要求重新答复的行政复议决定，决定书一经送达即发生法律效力，答复期限自次日起重新计算（《行政复议法（2017）》第三十一条第三款）。"},
		{"a judgment came", "2026-03-06", deadline.Judged, "2026年3月6日收到判令重新答复的裁判文书，答复期限自次日起重新计算（《行政诉讼法》第七十条）。"},
		{"the agency put it right by itself", "2026-03-06", deadline.OwnMotion, "2026年3月6日决定自行纠正原答复、重新答复，答复期限自次日起重新计算（《条例》第五十一条）。"},
		{"reopened before bases were told apart", "2026-03-06", "", "2026年3月6日重新办理，答复期限自次日起重新计算（《条例》第五十一条）。"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			out := deadline.Compute(cal, deadline.Input{Channel: deadline.InPerson, ArrivedOn: day("2023-11-10"), Today: day(tt.on), Reopening: deadline.Reopening{On: day(tt.on), Basis: tt.basis}})
			lines := out.Sentences()
			if len(lines) < 3 || lines[0] != "本件申请于2023年11月10日收到，办结后重新办理（《条例》第三十一条）。" || lines[1] != tt.want {
				t.Errorf("%s", strings.Join(lines, "\n"))
			}
			if out.ReceivedOn != day("2023-11-10") || out.ReopenedOn != day(tt.on) || len(out.Problems) > 0 {
				t.Errorf("%+v", out)
			}
		})
	}
}

// The day that a 复议决定 or a judgment sets is the due date, whatever the 《条例》 would give.
func TestAnOrderedDayIsTheDueDate(t *testing.T) {
	consulted := []deadline.Event{{On: day("2026-03-10"), Type: deadline.ThirdPartyConsulted, ReceivedOn: day("2026-03-11")}}
	for _, tt := range []struct {
		name       string
		basis      deadline.Basis
		on, until  string
		today      string
		events     []deadline.Event
		unanswered bool
		left       int
		trail      string
	}{
		{"a 复议决定 gives ten days", deadline.Reconsidered, "2026-03-06", "2026-03-16", "2026-03-09", nil, false, 5,
			"2026年3月6日收到要求重新答复的行政复议决定，要求在2026年3月16日前（含当日）答复（《行政复议法》第六十四条第一款）。"},
		{"an answer that was left undone is ordered", deadline.Reconsidered, "2026-03-06", "2026-03-20", "2026-03-09", nil, true, 9,
			"2026年3月6日收到责令答复的行政复议决定，要求在2026年3月20日前（含当日）答复（《行政复议法》第六十六条）。"},
		{"a judgment gives more than the 《条例》", deadline.Judged, "2026-03-06", "2026-05-15", "2026-05-14", nil, false, 1,
			"2026年3月6日收到判令重新答复的裁判文书，要求在2026年5月15日前（含当日）答复（《行政诉讼法》第七十条）。"},
		{"a judgment orders what was left undone", deadline.Judged, "2026-03-06", "2026-03-13", "2026-03-16", nil, true, -1,
			"2026年3月6日收到责令答复的裁判文书，要求在2026年3月13日前（含当日）答复（《行政诉讼法》第七十二条）。"},
		{"under the law of 2017", deadline.Reconsidered, "2023-12-01", "2023-12-29", "2023-12-28", nil, false, 1,
			"2023年12月1日收到要求重新答复的行政复议决定，要求在2023年12月29日前（含当日）答复（《行政复议法（2017）》第二十八条）。"},
		{"a consultation does not move it", deadline.Judged, "2026-03-06", "2026-03-20", "2026-03-13", consulted, false, 5,
			"2026年3月7日至2026年3月20日有10个工作日；答复期限以裁判文书确定的为准，不因征求意见、延期等改变（《行政诉讼法》第七十条）。"},
		{"a day on a weekend stays where it is", deadline.Reconsidered, "2026-03-06", "2026-03-15", "2026-03-13", nil, false, 0,
			"2026年3月7日至2026年3月15日有5个工作日；答复期限以行政复议决定书确定的为准，不因征求意见、延期等改变（《行政复议法》第六十四条第一款）。"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			out := deadline.Compute(cal, deadline.Input{Channel: deadline.InPerson, ArrivedOn: day("2023-11-10"), Today: day(tt.today), Events: tt.events,
				Reopening: deadline.Reopening{On: day(tt.on), Basis: tt.basis, Until: day(tt.until), Unanswered: tt.unanswered}})
			if out.DueOn != day(tt.until) || out.OrderedOn != day(tt.until) || out.WorkdaysLeft == nil || *out.WorkdaysLeft != tt.left || out.Paused || out.Provisional {
				t.Errorf("%+v", out)
			}
			if !slices.Contains(out.Sentences(), tt.trail) {
				t.Errorf("%s", strings.Join(out.Sentences(), "\n"))
			}
			for _, term := range out.Terms {
				if term.What == "reply_term" && term.Cite.String() == "《条例》第三十三条第二款" || term.What == deadline.ExtensionNotice {
					t.Errorf("%+v", term)
				}
			}
			if late := tt.left < 0; late != (len(out.Problems) > 0) {
				t.Errorf("%+v", out.Problems)
			}
		})
	}
}

// Whatever happens in a round with an ordered day, its due date stays that day, and the clock never stands still.
func TestNothingMovesAnOrderedDay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := history(t, deadline.Types)
		until := in.ArrivedOn.AddDays(rapid.IntRange(0, 60).Draw(t, "until"))
		in.Reopening = deadline.Reopening{On: in.ArrivedOn, Basis: rapid.SampledFrom([]deadline.Basis{deadline.Reconsidered, deadline.Judged}).Draw(t, "basis"), Until: until, Unanswered: rapid.Bool().Draw(t, "unanswered")}
		out := deadline.Compute(cal, in)
		if out.Stage == deadline.Correcting || out.Stage == deadline.Paying || out.Paused {
			t.Fatalf("stands still: %+v", out)
		}
		if out.DueOn != until {
			t.Fatalf("due %s, ordered %s: %+v", out.DueOn, until, out)
		}
	})
}

func TestAnOrderedDayThatCannotBeIsAProblem(t *testing.T) {
	for name, r := range map[string]deadline.Reopening{
		"before the order came":       {On: day("2026-03-10"), Until: day("2026-03-09"), Basis: deadline.Judged},
		"set by the agency itself":    {On: day("2026-03-10"), Until: day("2026-03-19"), Basis: deadline.OwnMotion},
		"beyond every calendar known": {On: day("2026-03-10"), Until: day("2399-03-19"), Basis: deadline.Judged},
	} {
		out := deadline.Compute(cal, deadline.Input{Channel: deadline.InPerson, ArrivedOn: day("2026-03-02"), Today: day("2026-04-01"), Reopening: r})
		if len(out.Problems) == 0 || out.Stage != deadline.Unconfirmed {
			t.Errorf("%s: %+v", name, out)
		}
	}
}

// A round that is reopened has the term that an application handed in on that day would have, and the receipt it had.
func TestAReopenedRoundRunsLikeOneReceivedThatDay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := history(t, deadline.Types)
		want := deadline.Compute(cal, in)
		again := in
		again.Reopening = deadline.Reopening{On: in.ArrivedOn, Basis: rapid.SampledFrom(deadline.Bases).Draw(t, "basis").Basis}
		again.Channel = rapid.SampledFrom(deadline.Channels).Draw(t, "channel")
		again.ArrivedOn = day("2019-05-15").AddDays(-rapid.IntRange(0, 400).Draw(t, "before"))
		again.ConfirmedOn = again.ArrivedOn
		got := deadline.Compute(cal, again)
		if got.DueOn != want.DueOn || got.Stage != want.Stage || got.Paused != want.Paused || len(got.Problems) != len(want.Problems) {
			t.Fatalf("due %s in stage %s, want %s in %s", got.DueOn, got.Stage, want.DueOn, want.Stage)
		}
		if got.ReceivedOn != again.ArrivedOn || got.ReopenedOn != in.ArrivedOn {
			t.Fatalf("received %s, reopened %s", got.ReceivedOn, got.ReopenedOn)
		}
	})
}

func TestAReopeningThatCannotBeIsAProblem(t *testing.T) {
	for name, on := range map[string]string{"before the receipt": "2026-03-01", "after today": "2026-05-01", "outside the calendar": "1949-10-01"} {
		out := deadline.Compute(cal, deadline.Input{Channel: deadline.InPerson, ArrivedOn: day("2026-03-02"), Today: day("2026-04-01"), Reopening: deadline.Reopening{On: day(on), Basis: deadline.Judged}})
		if len(out.Problems) == 0 || out.Stage != deadline.Unconfirmed || !out.DueOn.IsZero() {
			t.Errorf("%s: %+v", name, out)
		}
	}
}
