package disclosure_test

import (
	"bytes"
	"strings"
	"testing"

	"gongkai/civil"
	"gongkai/disclosure"
	"gongkai/fault"
	"gongkai/law"
	"gongkai/review"
	"gongkai/workday"

	"pgregory.net/rapid"
)

var day = civil.MustParse

func good() disclosure.Record {
	return disclosure.Record{
		ID: "rc_1", Agency: "a", Column: "c", Kind: disclosure.Normative, Title: "科技创新券管理办法", Issuer: "区科学技术局",
		DocNo: "凉科发〔2026〕12号", FormedOn: day("2026-03-02"), IssuedOn: day("2026-03-03"), EffectiveOn: day("2026-04-01"),
		Attribute: disclosure.Proactive, Item: "FD-01", Theme: `科技、教育\科技`, Body: "<p>第一条</p>",
	}
}

func TestCheckSaysEverythingAtOnce(t *testing.T) {
	today := day("2026-11-03")
	for _, tt := range []struct {
		name   string
		change func(*disclosure.Record)
		fields string
	}{
		{"a complete normative document", func(*disclosure.Record) {}, ""},
		{"nothing filled in", func(r *disclosure.Record) { *r = disclosure.Record{} }, "title kind column body formed_on attribute"},
		{"made tomorrow, issued before it was made", func(r *disclosure.Record) { r.FormedOn = day("2026-11-04") }, "formed_on issued_on"},
		{"a normative document without number and effective date", func(r *disclosure.Record) { r.DocNo, r.EffectiveOn = "", civil.Date{} }, "doc_no effective_on"},
		{"an interpretation of nothing", func(r *disclosure.Record) { r.Kind = disclosure.Interpretation }, "links"},
		{"kept back", func(r *disclosure.Record) { r.Attribute = disclosure.Withheld }, "attribute"},
		{"a theme of somebody's own", func(r *disclosure.Record) { r.Theme = "科技" }, "theme"},
		{"a file alone will do", func(r *disclosure.Record) { r.Body = ""; r.Files = []disclosure.File{{Name: "a.pdf", Hash: "h"}} }, ""},
		{"expired before it began", func(r *disclosure.Record) { r.ExpiresOn = day("2026-03-31") }, "expires_on"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := good()
			tt.change(&r)
			var got []string
			for _, p := range r.Check(today) {
				got = append(got, p.Field)
			}
			if strings.Join(got, " ") != tt.fields {
				t.Errorf("problems with %v, want %s", got, tt.fields)
			}
		})
	}
}

func TestWhatIsKeptBackNeedsGroundFactsAndADayToLookAgain(t *testing.T) {
	r := good()
	r.Attribute = disclosure.Withheld
	if got := r.CheckKeptBack(); len(got) != 3 {
		t.Errorf("%v, want facts, ground and date", got)
	}
	r.Ground, r.Because, r.ReviewOn = law.OGI.Art(16).P(2), "会议讨论记录", day("2027-11-03")
	if got := r.CheckKeptBack(); len(got) != 0 {
		t.Error(got)
	}
	r.Ground = law.OGI.Art(20)
	if got := r.CheckKeptBack(); len(got) != 1 {
		t.Errorf("第二十条 was taken for a ground: %v", got)
	}
}

func TestDueOn(t *testing.T) {
	cal := workday.National()
	for _, tt := range []struct {
		name                   string
		kind                   disclosure.Kind
		formed, changed, wants string
	}{
		{"made before the Spring Festival of 2026", disclosure.Plain, "2026-02-10", "", "2026-03-16"},
		{"changed later: the change counts", disclosure.Plain, "2026-02-10", "2026-04-20", "2026-05-20"},
		{"a budget: twenty natural days", disclosure.Budget, "2026-03-03", "", "2026-03-23"},
		{"a budget whose last day is in the National Day holiday", disclosure.Budget, "2026-09-12", "", "2026-10-08"},
	} {
		r := disclosure.Record{Kind: tt.kind, FormedOn: day(tt.formed)}
		if tt.changed != "" {
			r.ChangedOn = day(tt.changed)
		}
		if due, provisional, cite := r.DueOn(cal); due != day(tt.wants) || provisional || cite.Check() != nil {
			t.Errorf("%s: %s (provisional %v, %s), want %s", tt.name, due, provisional, cite, tt.wants)
		}
	}
}

func TestValidity(t *testing.T) {
	r := good() // in force from 2026-04-01
	expiring := good()
	expiring.ExpiresOn = day("2028-03-31")
	effect := func(relation disclosure.Relation, on string) disclosure.Effect {
		return disclosure.Effect{Relation: relation, By: "other", On: day(on)}
	}
	for _, tt := range []struct {
		name    string
		record  disclosure.Record
		on      string
		effects []disclosure.Effect
		want    disclosure.Validity
	}{
		{"the day before it takes effect", r, "2026-03-31", nil, disclosure.NotYet},
		{"the day it takes effect", r, "2026-04-01", nil, disclosure.InForce},
		{"amended", r, "2026-06-01", []disclosure.Effect{effect(disclosure.Amends, "2026-06-01")}, disclosure.Amended},
		{"repealed from tomorrow", r, "2026-06-01", []disclosure.Effect{effect(disclosure.Repeals, "2026-06-02")}, disclosure.InForce},
		{"repealed from today", r, "2026-06-02", []disclosure.Effect{effect(disclosure.Repeals, "2026-06-02")}, disclosure.Repealed},
		{"its last day", expiring, "2028-03-31", nil, disclosure.InForce},
		{"the day after its last", expiring, "2028-04-01", nil, disclosure.Lapsed},
		{"continued in time", expiring, "2028-04-01", []disclosure.Effect{effect(disclosure.Continues, "2028-03-01")}, disclosure.InForce},
		{"continued too late", expiring, "2028-05-01", []disclosure.Effect{effect(disclosure.Continues, "2028-04-20")}, disclosure.Lapsed},
		{"repealed before it ever took effect", r, "2026-03-20", []disclosure.Effect{effect(disclosure.Repeals, "2026-03-15")}, disclosure.Repealed},
		{"a notice has no validity", disclosure.Record{Kind: disclosure.Plain, FormedOn: day("2020-01-01")}, "2026-01-01", nil, disclosure.NoneSaid},
	} {
		if got := tt.record.ValidityOn(day(tt.on), tt.effects); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

// X-2 of the report audit: stock = last year's stock + made − ended, as long as nothing comes into force later than the
// year in which it was made.
func TestStockCarriesOver(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var docs []disclosure.Document
		for range rapid.IntRange(0, 12).Draw(t, "n") {
			formed := day("2020-01-01").AddDays(rapid.IntRange(0, 2000).Draw(t, "formed"))
			r := disclosure.Record{ID: "r", Kind: disclosure.Normative, FormedOn: formed, EffectiveOn: formed}
			d := disclosure.Document{Record: r}
			if rapid.Bool().Draw(t, "ends") {
				d.Effects = append(d.Effects, disclosure.Effect{Relation: disclosure.Repeals, On: formed.AddDays(rapid.IntRange(0, 1500).Draw(t, "after"))})
			}
			docs = append(docs, d)
		}
		before := len(disclosure.StockOf(disclosure.Normative, 2019, docs).InForce)
		for year := 2020; year <= 2030; year++ {
			s := disclosure.StockOf(disclosure.Normative, year, docs)
			if len(s.InForce) != before+len(s.Made)-len(s.Repealed) {
				t.Fatalf("%d: %d + %d - %d is not %d", year, before, len(s.Made), len(s.Repealed), len(s.InForce))
			}
			before = len(s.InForce)
		}
	})
}

func cleared(t *testing.T, digest string) review.Clearance {
	t.Helper()
	person := func(id string) review.Person { return review.Person{ID: id} }
	subject := review.Subject{Kind: disclosure.ReviewKind, ID: "rc_1", Digest: digest, Author: person("a")}
	var acts []review.Signoff
	for i, stage := range review.DefaultPlan {
		acts = append(acts, review.Signoff{Stage: stage, By: person(string(rune('a' + i))), On: day("2026-11-02"), Verdict: review.Passed, Digest: digest})
	}
	c, err := review.Clear(review.DefaultPlan, subject, acts, nil)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestPublicLife(t *testing.T) {
	on, r := day("2026-11-03"), good()
	var p disclosure.Publication
	if _, err := disclosure.Publish(r, "d1", review.Clearance{}, p, on, ""); fault.KindOf(err) != fault.Unlawful {
		t.Fatalf("published without review: %v", err)
	}
	if _, err := disclosure.Publish(r, "d2", cleared(t, "d1"), p, on, ""); fault.KindOf(err) != fault.Unlawful {
		t.Fatalf("published an edited text under an old clearance: %v", err)
	}
	first, err := disclosure.Publish(r, "d1", cleared(t, "d1"), p, on, "")
	if err != nil || first.Version != 1 || first.Kind != disclosure.Published {
		t.Fatal(first, err)
	}
	p.Acts = append(p.Acts, first)
	if _, err := disclosure.Publish(r, "d2", cleared(t, "d2"), p, on, ""); err == nil {
		t.Error("revised without a public reason")
	}
	second, err := disclosure.Publish(r, "d2", cleared(t, "d2"), p, on, "更正附件")
	if err != nil || second.Version != 2 || second.Kind != disclosure.Revised {
		t.Fatal(second, err)
	}
	p.Acts = append(p.Acts, second)
	if _, err := disclosure.Withdraw(p, on, " "); err == nil {
		t.Error("withdrawn without a reason")
	}
	gone, err := disclosure.Withdraw(p, on, "处罚决定已被撤销")
	if err != nil {
		t.Fatal(err)
	}
	if p.Acts = append(p.Acts, gone); p.Visible() || p.Version() != 2 {
		t.Error("still visible")
	}
	if _, err := disclosure.Withdraw(p, on, "再撤"); err == nil {
		t.Error("withdrawn twice")
	}
}

// The canonical form tells apart any two records that a reader could tell apart, even where text moves between fields.
func TestCanonicalForm(t *testing.T) {
	a, b := good(), good()
	a.Title, a.Summary = "甲", "乙丙"
	b.Title, b.Summary = "甲乙", "丙"
	if bytes.Equal(a.Canonical(), b.Canonical()) {
		t.Error("text moved between fields unnoticed")
	}
	if c := a.Clone(); !bytes.Equal(a.Canonical(), c.Canonical()) {
		t.Error("a clone differs")
	}
}

func TestEveryStageOfAReviewIsAStepWithItsWords(t *testing.T) {
	for _, row := range review.Stages {
		if row.Stage != review.SelfCheck && disclosure.Step(row.Stage).Label() == disclosure.StepDraft.Label() {
			t.Errorf("%s is no step", row.Stage)
		}
	}
}
