package review_test

import (
	"strings"
	"testing"

	"gongkai/civil"
	"gongkai/fault"
	"gongkai/review"

	"pgregory.net/rapid"
)

var (
	wang = review.Person{ID: "p1", Name: "王"}
	li   = review.Person{ID: "p2", Name: "李"}
	zhao = review.Person{ID: "p3", Name: "赵"}
	qian = review.Person{ID: "p4", Name: "钱"}
	doc  = review.Subject{Kind: "record", ID: "r1", Digest: "d1", Author: wang}
	day  = civil.MustParse("2026-11-03")
)

func act(stage review.Stage, by review.Person, verdict review.Verdict) review.Signoff {
	s := review.Signoff{Stage: stage, By: by, On: day, Verdict: verdict, Digest: "d1"}
	if verdict != review.Passed {
		s.Opinion = "理由"
	}
	if verdict == review.Referred || verdict == review.Answered {
		s.Organ = "区保密局"
	}
	return s
}

func complete() []review.Signoff {
	return []review.Signoff{
		act(review.SelfCheck, wang, review.Passed), act(review.SectionOK, li, review.Passed),
		act(review.Secrecy, zhao, review.Passed), act(review.Signature, qian, review.Passed),
	}
}

func TestClear(t *testing.T) {
	firm := review.Finding{Kind: "secrecy_mark", Where: "第1页", Block: true, Firm: true, Waived: true, Because: "误报"}
	waivable := review.Finding{Kind: "id_card", Where: "第3段", Block: true}
	scan := review.Finding{Kind: "no_text", Where: "第1页", Look: true}
	looked := review.Finding{Kind: "no_text", Where: "第1页", Look: true, Waived: true, Because: "逐页看过"}
	unsaid := review.Finding{Kind: "no_text", Where: "第1页", Look: true, Waived: true}
	waived := review.Finding{Kind: "id_card", Where: "第3段", Block: true, Waived: true, Because: "是项目编号"}
	with := func(i int, change func(*review.Signoff)) []review.Signoff {
		acts := complete()
		change(&acts[i])
		return acts
	}
	for _, tt := range []struct {
		name     string
		acts     []review.Signoff
		findings []review.Finding
		want     string // part of a problem; empty when it clears
	}{
		{"every stage by another person", complete(), nil, ""},
		{"a scan that nobody has looked at", complete(), []review.Finding{scan}, "第1页有不得公开的内容"},
		{"a scan that somebody has looked at", complete(), []review.Finding{looked}, ""},
		{"a look without a word", complete(), []review.Finding{unsaid}, "第1页"},
		{"the signature is missing", complete()[:3], nil, "缺少“签发”"},
		{"the author signs", with(3, func(s *review.Signoff) { s.By = wang }), nil, "拟稿人不能"},
		{"one person reviews secrecy and signs", with(3, func(s *review.Signoff) { s.By = zhao }), nil, "不能再办理"},
		{"somebody else self-checks", with(0, func(s *review.Signoff) { s.By = li }), nil, "自审由拟稿人本人"},
		{"the text was edited after the secrecy review", with(2, func(s *review.Signoff) { s.Digest = "d0" }), nil, "缺少“保密审查”"},
		{"returned and then passed again", append([]review.Signoff{complete()[0], act(review.SectionOK, li, review.Returned)}, complete()...), nil, ""},
		{"returned and never handed in again", append(complete()[:2:2], act(review.Secrecy, zhao, review.Returned)), nil, "缺少“自审”"},
		{"referred and unanswered", append(complete()[:2:2], act(review.Secrecy, zhao, review.Referred)), nil, "尚未答复"},
		{"referred, answered, passed", append(append(complete()[:2:2], act(review.Secrecy, zhao, review.Referred), act(review.Secrecy, zhao, review.Answered)), complete()[2:]...), nil, ""},
		{"a secret mark cannot be waived", complete(), []review.Finding{firm}, "不得公开"},
		{"an ID number stands", complete(), []review.Finding{waivable}, "不得公开"},
		{"an ID number was waived with a reason", complete(), []review.Finding{waived}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			clearance, err := review.Clear(review.DefaultPlan, doc, tt.acts, tt.findings)
			if tt.want == "" {
				if err != nil || !clearance.Clears("record", "r1", "d1") || clearance.SignedOn() != day {
					t.Fatalf("not cleared: %v", err)
				}
				return
			}
			if clearance.Clears("record", "r1", "d1") {
				t.Fatal("cleared")
			}
			if !mentions(err, tt.want) {
				t.Errorf("got %v, want a problem with %q", err, tt.want)
			}
		})
	}
}

func mentions(err error, part string) bool {
	for _, p := range fault.Problems(err) {
		if strings.Contains(p.Message, part) {
			return true
		}
	}
	return false
}

func TestAClearanceIsForOneContentOnly(t *testing.T) {
	c, err := review.Clear(review.DefaultPlan, doc, complete(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if c.Clears("record", "r1", "d2") || c.Clears("letter", "r1", "d1") || c.Clears("record", "r2", "d1") {
		t.Error("it clears something else")
	}
	if (review.Clearance{}).Clears("", "", "") {
		t.Error("the zero clearance clears")
	}
	if len(c.Signoffs()) != 4 {
		t.Error("the acts are lost")
	}
}

func TestPlans(t *testing.T) {
	for _, tt := range []struct {
		name string
		plan review.Plan
		ok   bool
	}{
		{"the default", review.DefaultPlan, true},
		{"all stages", review.Plan{review.SelfCheck, review.SectionOK, review.Legal, review.Secrecy, review.Office, review.Signature}, true},
		{"no secrecy review", review.Plan{review.SelfCheck, review.SectionOK, review.Office, review.Signature}, false},
		{"three people", review.Plan{review.SelfCheck, review.Secrecy, review.Signature}, true},
		{"two people only", review.Plan{review.SelfCheck, review.Signature}, false},
		{"two stages of others", review.Plan{review.Secrecy, review.Signature}, false},
		{"signed before the review", review.Plan{review.SectionOK, review.Signature, review.Secrecy}, false},
		{"twice the same", review.Plan{review.SectionOK, review.SectionOK, review.Secrecy, review.Signature}, false},
		{"empty", nil, false},
		{"unknown", review.Plan{"x", review.SectionOK, review.Secrecy, review.Signature}, false},
	} {
		if got := tt.plan.Check(); (len(got) == 0) != tt.ok {
			t.Errorf("%s: %v", tt.name, got)
		}
	}
}

// Whatever acts are offered, as long as each passed May, a clearance rests on distinct people and no author.
func TestFourEyesHoldForEveryHistory(t *testing.T) {
	people := []review.Person{wang, li, zhao, qian}
	verdicts := []review.Verdict{review.Passed, review.Passed, review.Passed, review.Returned, review.Referred, review.Answered}
	cleared := 0
	rapid.Check(t, func(t *rapid.T) {
		var acts []review.Signoff
		for range rapid.IntRange(0, 30).Draw(t, "n") {
			a := act(rapid.SampledFrom(review.DefaultPlan).Draw(t, "stage"), rapid.SampledFrom(people).Draw(t, "by"), rapid.SampledFrom(verdicts).Draw(t, "verdict"))
			if len(review.May(review.DefaultPlan, doc, acts, a)) == 0 {
				acts = append(acts, a)
			}
		}
		if rapid.Bool().Draw(t, "finish") { // the usual people go on from where chance has led
			for _, a := range complete() {
				if len(review.May(review.DefaultPlan, doc, acts, a)) == 0 {
					acts = append(acts, a)
				}
			}
		}
		c, err := review.Clear(review.DefaultPlan, doc, acts, nil)
		if err != nil {
			return
		}
		cleared++
		by := map[string]bool{}
		for _, s := range c.Signoffs() {
			if s.Verdict != review.Passed {
				continue
			}
			if by[s.By.ID] || (s.By == wang) != (s.Stage == review.SelfCheck) {
				t.Fatalf("acts %v cleared", acts)
			}
			by[s.By.ID] = true
		}
	})
	if cleared == 0 {
		t.Error("no history was ever cleared: the property says nothing")
	}
}
