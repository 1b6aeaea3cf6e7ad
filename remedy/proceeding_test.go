package remedy_test

import (
	"fmt"
	"testing"

	"gongkai/civil"
	"gongkai/remedy"
	"gongkai/workday"

	"pgregory.net/rapid"
)

const today = "2026-11-20"

func fact(kind remedy.Kind, on string) remedy.Fact {
	return remedy.Fact{Kind: kind, On: day(on), Text: "说明", Forum: "凉州区人民政府"}
}

func result(on string, r remedy.Result, b remedy.Bucket) remedy.Fact {
	f := fact(remedy.Decided, on)
	f.Result, f.Bucket = r, b
	return f
}

// made plays facts that must all be lawful.
func made(t *testing.T, way remedy.Way, facts ...remedy.Fact) remedy.Proceeding {
	t.Helper()
	p := remedy.Proceeding{Way: way}
	for _, f := range facts {
		if problems := p.Refuses(f, day(today)); len(problems) > 0 {
			t.Fatalf("%s on %s: %v", f.Kind, f.On, problems)
		}
		p = p.With(f)
	}
	return p
}

func summary(f remedy.Fact) remedy.Fact { f.Summary = true; return f }

// Days by hand from law.md and the calendar: the notice of 2026 has 国庆 1st to 7th October, 10th October a working day.
func TestDuties(t *testing.T) {
	cal := workday.National()
	accepted := fact(remedy.Accepted, "2026-04-15")
	for _, tt := range []struct {
		name  string
		way   remedy.Way
		facts []remedy.Fact
		want  []string
	}{
		{"复议: ten workdays over National Day 2026", remedy.Reconsideration, []remedy.Fact{accepted, fact(remedy.Served, "2026-09-30")}, []string{"提出书面答复并提交证据、依据 2026-10-20"}},
		{"复议, summary: five workdays", remedy.Reconsideration, []remedy.Fact{summary(accepted), fact(remedy.Served, "2026-04-20")}, []string{"提出书面答复并提交证据、依据 2026-04-27"}},
		{"复议, turned to the ordinary procedure: ten", remedy.Reconsideration, []remedy.Fact{summary(accepted), fact(remedy.Served, "2026-04-20"), fact(remedy.Turned, "2026-04-21")}, []string{"提出书面答复并提交证据、依据 2026-05-07"}},
		{"suit: fifteen days that end in a holiday", remedy.LitigationDirect, []remedy.Fact{accepted, fact(remedy.Served, "2026-09-18")}, []string{"提交答辩状和证据 2026-10-08"}},
		{"answered", remedy.LitigationDirect, []remedy.Fact{accepted, fact(remedy.Served, "2026-09-18"), fact(remedy.Answered, "2026-09-20")}, nil},
		{"lost in court: an appeal may be brought within fifteen days", remedy.LitigationDirect, []remedy.Fact{accepted, result("2026-09-01", "撤销", remedy.Corrected)}, []string{"决定是否上诉 2026-09-16"}},
		{"upheld: nothing is owed", remedy.LitigationDirect, []remedy.Fact{accepted, result("2026-09-01", "驳回诉讼请求", remedy.Upheld)}, nil},
		{"appealed by the other side: the answer to the appeal", remedy.LitigationAfter, []remedy.Fact{accepted, result("2026-09-01", "驳回诉讼请求", remedy.Upheld), fact(remedy.Appealed, "2026-09-10"), fact(remedy.Served, "2026-10-12")}, []string{"提交二审答辩状 2026-10-27"}},
		{"own appeal: nothing to answer", remedy.LitigationAfter, []remedy.Fact{accepted, result("2026-09-01", "撤销", remedy.Corrected), own(fact(remedy.Appealed, "2026-09-10")), fact(remedy.Served, "2026-10-12")}, nil},
		{"to decide anew, no day set: the term of an answer runs anew", remedy.Reconsideration, []remedy.Fact{accepted, anew(result("2026-09-18", "撤销", remedy.Corrected), "")}, []string{"按照结果重新作出处理 2026-10-22"}},
		{"to decide anew by the day that the organ has set", remedy.Reconsideration, []remedy.Fact{accepted, anew(result("2026-09-18", "撤销", remedy.Corrected), "2026-09-28")}, []string{"按照结果重新作出处理 2026-09-28"}},
		{"decided anew", remedy.Reconsideration, []remedy.Fact{accepted, anew(result("2026-09-18", "撤销", remedy.Corrected), ""), fact(remedy.Redecided, "2026-10-09")}, nil},
		{"an opinion: sixty days", remedy.Reconsideration, []remedy.Fact{accepted, fact(remedy.Opinion, "2026-09-01")}, []string{"反馈意见书、司法建议的落实情况 2026-11-02"}},
		{"an opinion that was answered", remedy.Reconsideration, []remedy.Fact{accepted, fact(remedy.Opinion, "2026-09-01"), fact(remedy.FedBack, "2026-09-20")}, nil},
	} {
		var got []string
		for _, d := range made(t, tt.way, tt.facts...).Duties(cal) {
			got = append(got, d.What+" "+d.DueOn.String())
			if d.Cite.Check() != nil {
				t.Errorf("%s: %v", tt.name, d.Cite)
			}
		}
		if fmt.Sprint(got) != fmt.Sprint(tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}

func own(f remedy.Fact) remedy.Fact { f.ByAgency = true; return f }

func anew(f remedy.Fact, by string) remedy.Fact {
	f.Redecide = true
	if by != "" {
		f.Until = day(by)
	}
	return f
}

func TestExpected(t *testing.T) {
	cal := workday.National()
	for _, tt := range []struct {
		name  string
		way   remedy.Way
		facts []remedy.Fact
		want  string
	}{
		{"复议: sixty days", remedy.Reconsideration, []remedy.Fact{fact(remedy.Accepted, "2026-03-02")}, "2026-05-06"}, // 1st May to 5th are days off
		{"复议, summary: thirty days", remedy.Reconsideration, []remedy.Fact{summary(fact(remedy.Accepted, "2026-03-02"))}, "2026-04-01"},
		{"court: six months", remedy.LitigationDirect, []remedy.Fact{fact(remedy.Accepted, "2026-03-02")}, "2026-09-02"},
		{"court, summary: forty-five days", remedy.LitigationDirect, []remedy.Fact{summary(fact(remedy.Accepted, "2026-03-02"))}, "2026-04-16"},
	} {
		got, cite, ok := made(t, tt.way, tt.facts...).Expected(cal)
		if !ok || got.String() != tt.want || cite.Check() != nil {
			t.Errorf("%s: %s %v, want %s", tt.name, got, cite, tt.want)
		}
	}
}

func TestWhatStandsAgainstAFact(t *testing.T) {
	accepted := fact(remedy.Accepted, "2026-03-02")
	upheld, lost := result("2026-04-20", "驳回诉讼请求", remedy.Upheld), result("2026-04-20", "撤销", remedy.Corrected)
	because := func(f remedy.Fact, why string) remedy.Fact { f.Because = why; return f }
	strike := func(n int) remedy.Fact { f := fact(remedy.Struck, "2026-05-06"); f.Strikes = n; return f }
	for _, tt := range []struct {
		name  string
		way   remedy.Way
		facts []remedy.Fact
		next  remedy.Fact
		field string // "" for none
	}{
		{"not yet accepted", remedy.Reconsideration, nil, fact(remedy.Served, "2026-03-04"), "kind"},
		{"accepted twice", remedy.Reconsideration, []remedy.Fact{accepted}, accepted, "kind"},
		{"tomorrow", remedy.Reconsideration, []remedy.Fact{accepted}, fact(remedy.Served, "2026-11-21"), "on"},
		{"before it was accepted", remedy.Reconsideration, []remedy.Fact{accepted}, fact(remedy.Served, "2026-03-01"), "on"},
		{"answered before the copy came", remedy.Reconsideration, []remedy.Fact{accepted}, fact(remedy.Answered, "2026-03-10"), "kind"},
		{"answered on a day before the copy came", remedy.Reconsideration, []remedy.Fact{accepted, fact(remedy.Served, "2026-03-10")}, fact(remedy.Answered, "2026-03-09"), "on"},
		{"the usual bucket", remedy.LitigationDirect, []remedy.Fact{accepted}, upheld, ""},
		{"another bucket without a reason", remedy.LitigationDirect, []remedy.Fact{accepted}, result("2026-04-20", "驳回诉讼请求", remedy.OtherResult), "because"},
		{"another bucket with a reason", remedy.LitigationDirect, []remedy.Fact{accepted}, because(result("2026-04-20", "驳回诉讼请求", remedy.OtherResult), "部分驳回"), ""},
		{"a result in one's own words", remedy.LitigationDirect, []remedy.Fact{accepted}, result("2026-04-20", "移送其他法院", remedy.OtherResult), ""},
		{"a result counted as pending", remedy.LitigationDirect, []remedy.Fact{accepted}, result("2026-04-20", "撤销", remedy.Pending), "bucket"},
		{"an appeal in a 复议", remedy.Reconsideration, []remedy.Fact{accepted, result("2026-04-20", "维持", remedy.Upheld)}, fact(remedy.Appealed, "2026-04-25"), "kind"},
		{"an appeal before the judgment", remedy.LitigationDirect, []remedy.Fact{accepted}, fact(remedy.Appealed, "2026-04-25"), "kind"},
		{"an appeal against an appeal", remedy.LitigationDirect, []remedy.Fact{accepted, upheld, fact(remedy.Appealed, "2026-04-25"), result("2026-06-01", remedy.AppealDismissed, remedy.Upheld)}, fact(remedy.Appealed, "2026-06-02"), "kind"},
		{"an appeal dismissed counts as the first instance did", remedy.LitigationDirect, []remedy.Fact{accepted, lost, fact(remedy.Appealed, "2026-04-25")}, result("2026-06-01", remedy.AppealDismissed, remedy.Upheld), "because"},
		{"an appeal that changes counts the other way", remedy.LitigationDirect, []remedy.Fact{accepted, lost, fact(remedy.Appealed, "2026-04-25")}, result("2026-06-01", remedy.AppealChanged, remedy.Upheld), ""},
		{"feedback without an opinion", remedy.Reconsideration, []remedy.Fact{accepted}, fact(remedy.FedBack, "2026-04-25"), "kind"},
		{"decided anew without an order", remedy.Reconsideration, []remedy.Fact{accepted, result("2026-04-20", "维持", remedy.Upheld)}, fact(remedy.Redecided, "2026-04-25"), "kind"},
		{"striking the registration", remedy.Reconsideration, []remedy.Fact{accepted}, strike(1), "strikes"},
		{"striking what others rest on", remedy.Reconsideration, []remedy.Fact{accepted, fact(remedy.Served, "2026-03-10"), fact(remedy.Answered, "2026-03-12")}, strike(2), "strikes"},
		{"striking the last", remedy.Reconsideration, []remedy.Fact{accepted, fact(remedy.Served, "2026-03-10")}, strike(2), ""},
		{"striking twice", remedy.Reconsideration, []remedy.Fact{accepted, fact(remedy.Served, "2026-03-10"), strike(2)}, strike(2), "strikes"},
		{"the summary procedure before there was one", remedy.Reconsideration, nil, summary(fact(remedy.Accepted, "2023-03-02")), "summary"},
	} {
		got := made(t, tt.way, tt.facts...).Refuses(tt.next, day(today))
		if tt.field == "" != (len(got) == 0) || tt.field != "" && len(got) > 0 && got[0].Field != tt.field {
			t.Errorf("%s: %v, want %q", tt.name, got, tt.field)
		}
	}
}

// A suit through both instances, a remand and a second appeal.
func TestASuitThroughAllItsInstances(t *testing.T) {
	p := made(t, remedy.LitigationDirect, fact(remedy.Accepted, "2025-03-03"), result("2025-06-02", "驳回诉讼请求", remedy.Upheld),
		fact(remedy.Appealed, "2025-06-10"), result("2025-09-01", remedy.AppealRemanded, ""), result("2026-01-12", "撤销", remedy.Corrected),
		own(fact(remedy.Appealed, "2026-01-20")), result("2026-04-20", remedy.AppealChanged, remedy.Upheld))
	var stages []remedy.Stage
	for _, i := range p.Instances() {
		stages = append(stages, i.Stage)
	}
	if fmt.Sprint(stages) != "[一审 二审 重审一审 重审二审]" {
		t.Error(stages)
	}
	for on, want := range map[string]remedy.Bucket{
		"2025-05-31": remedy.Pending, "2025-06-05": remedy.Upheld, "2025-12-31": remedy.Pending, "2026-01-15": remedy.Corrected, "2026-03-01": remedy.Pending, "2026-12-31": remedy.Upheld,
	} {
		if got := p.BucketOn(day(on)); got != want {
			t.Errorf("on %s: %s, want %s", on, got, want)
		}
	}
	if p.FiledOn() != day("2025-03-03") || p.ClosedOn() != day("2026-04-20") || p.Lost() {
		t.Error(p.FiledOn(), p.ClosedOn(), p.Lost())
	}
}

// Whatever is lawfully entered, a proceeding is pending exactly as long as it is not closed, the bucket of its last day
// is its bucket, and whatever may be struck leaves facts that can be played again.
func TestAnyLawfulHistoryHolds(t *testing.T) {
	kinds := remedy.Kinds
	rapid.Check(t, func(t *rapid.T) {
		p := remedy.Proceeding{Way: rapid.SampledFrom(remedy.Ways).Draw(t, "way").Way}
		on := civil.On(2024, 1, 1)
		for range rapid.IntRange(1, 40).Draw(t, "tries") {
			on = on.AddDays(rapid.IntRange(0, 30).Draw(t, "later"))
			f := remedy.Fact{Kind: rapid.SampledFrom(kinds).Draw(t, "kind").Kind, On: on, Text: "t", Forum: "f", Summary: rapid.Bool().Draw(t, "summary"),
				Result: rapid.SampledFrom(append(remedy.ResultsOf(p.Way, remedy.First), remedy.Appeals...)).Draw(t, "result"), Bucket: rapid.SampledFrom(remedy.Buckets).Draw(t, "bucket"),
				Because: "b", Redecide: rapid.Bool().Draw(t, "redecide"), Until: on.AddDays(20), Strikes: rapid.IntRange(0, 10).Draw(t, "strikes")}
			if len(p.Refuses(f, on)) > 0 {
				continue
			}
			p = p.With(f)
			if (p.Bucket() == remedy.Pending) != p.ClosedOn().IsZero() {
				t.Fatalf("%s and closed on %s after %s", p.Bucket(), p.ClosedOn(), f.Kind)
			}
			if p.BucketOn(on) != p.Bucket() {
				t.Fatalf("on the day of the last fact %s, now %s", p.BucketOn(on), p.Bucket())
			}
			for _, kind := range p.May(on) {
				if kind == remedy.Accepted {
					t.Fatal("a proceeding is accepted once")
				}
			}
			if n := len(p.Instances()); n > 0 && p.FiledOn() != p.Instances()[0].FiledOn {
				t.Fatal("filed on another day than the first instance")
			}
		}
	})
}
