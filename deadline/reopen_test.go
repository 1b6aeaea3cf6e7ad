package deadline_test

import (
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
