package complaint_test

import (
	"testing"

	"gongkai/agency"
	"gongkai/applicant"
	"gongkai/civil"
	"gongkai/complaint"
	"gongkai/workday"

	"pgregory.net/rapid"
)

var day = civil.MustParse

const today = "2026-11-20"

func TestPetitionCheck(t *testing.T) {
	record := complaint.Petition{Text: "登记的地址不对", Evidence: "户口簿", Name: "陈示例", Phone: "13800000001", Identity: applicant.Identity{Kind: applicant.ResidentCard, Number: "11010519491231002X"}}
	change := func(f func(*complaint.Petition)) complaint.Petition { in := record; f(&in); return in }
	for _, tt := range []struct {
		name  string
		kind  complaint.Kind
		in    complaint.Petition
		field string
	}{
		{"nobody must say who they are", complaint.NotPublished, complaint.Petition{Text: "半年没有更新"}, ""},
		{"nothing said", complaint.NotAnswered, complaint.Petition{}, "text"},
		{"no such kind", "x", complaint.Petition{Text: "x"}, "kind"},
		{"an address that is none", complaint.PageError, complaint.Petition{Text: "x", Email: "x"}, "email"},
		{"a record about oneself, complete", complaint.OwnRecord, record, ""},
		{"without proof", complaint.OwnRecord, change(func(in *complaint.Petition) { in.Evidence = "" }), "evidence"},
		{"without a name", complaint.OwnRecord, change(func(in *complaint.Petition) { in.Name = "" }), "name"},
		{"a number whose check digit is wrong", complaint.OwnRecord, change(func(in *complaint.Petition) { in.Identity.Number = "110105194912310021" }), "identity"},
		{"no way to answer", complaint.OwnRecord, change(func(in *complaint.Petition) { in.Phone = "" }), "phone"},
		{"an organisation", complaint.OwnRecord, change(func(in *complaint.Petition) {
			in.Identity = applicant.Identity{Kind: applicant.OrganisationID, Number: "11620602013932130J"}
		}), ""},
	} {
		got := tt.in.Check(tt.kind, day(today))
		if tt.field == "" != (len(got) == 0) || tt.field != "" && len(got) > 0 && got[0].Field != tt.field {
			t.Errorf("%s: %v, want %q", tt.name, got, tt.field)
		}
	}
}

func TestWhatStandsAgainstAFact(t *testing.T) {
	fact := func(kind complaint.FactKind, o complaint.Outcome) complaint.Fact {
		return complaint.Fact{Kind: kind, On: day("2026-11-10"), Text: "情况", Outcome: o}
	}
	founded, told := fact(complaint.Verified, complaint.Founded), fact(complaint.Told, "")
	for _, tt := range []struct {
		name  string
		kind  complaint.Kind
		facts []complaint.Fact
		next  complaint.Fact
		field string
	}{
		{"told before anything was found", complaint.NotPublished, nil, told, "kind"},
		{"found, then told", complaint.NotPublished, []complaint.Fact{founded}, told, ""},
		{"an order before anything was found", complaint.NotPublished, nil, fact(complaint.Ordered, ""), "kind"},
		{"an order although it was wrong", complaint.NotPublished, []complaint.Fact{fact(complaint.Verified, complaint.Unfounded)}, fact(complaint.Ordered, ""), "kind"},
		{"an order", complaint.NotPublished, []complaint.Fact{founded}, fact(complaint.Ordered, ""), ""},
		{"an agency orders itself nothing", complaint.PageError, []complaint.Fact{founded}, fact(complaint.Ordered, ""), "kind"},
		{"after it was told", complaint.NotPublished, []complaint.Fact{founded, told}, fact(complaint.Verified, complaint.Founded), "kind"},
		{"a note after it was told", complaint.NotPublished, []complaint.Fact{founded, told}, fact(complaint.Noted, ""), ""},
		{"an outcome of a correction for a complaint", complaint.NotPublished, nil, fact(complaint.Verified, complaint.Corrected), "outcome"},
		{"a correction made", complaint.OwnRecord, nil, fact(complaint.Concluded, complaint.Corrected), ""},
		{"a transfer to nobody", complaint.OwnRecord, nil, fact(complaint.Concluded, complaint.Transferred), "to"},
		{"a correction is not verified but concluded", complaint.OwnRecord, nil, founded, "kind"},
		{"mended without an order", complaint.NotPublished, []complaint.Fact{founded}, fact(complaint.Mended, ""), "kind"},
	} {
		c := complaint.Complaint{Kind: tt.kind, ArrivedOn: day("2026-11-02"), Facts: tt.facts}
		got := c.Refuses(tt.next, day(today))
		if tt.field == "" != (len(got) == 0) || tt.field != "" && len(got) > 0 && got[0].Field != tt.field {
			t.Errorf("%s: %v, want %q", tt.name, got, tt.field)
		}
	}
	// 2026-10-10 and twenty working days is 2026-11-06 by law.md's grid.
	if got := (complaint.Complaint{Kind: complaint.NotPublished, ArrivedOn: day("2026-10-10")}).DueOn(workday.National()); got != day("2026-11-06") {
		t.Error(got)
	}
}

func TestHandler(t *testing.T) {
	tree := map[agency.ID]agency.Agency{"office": {ID: "office", Competent: true}, "bureau": {ID: "bureau", Superior: "office"}, "station": {ID: "station", Superior: "bureau"}, "alone": {ID: "alone"}, "round": {ID: "round", Superior: "round"}}
	find := func(id agency.ID) (agency.Agency, bool) { a, ok := tree[id]; return a, ok }
	for _, tt := range []struct {
		kind  complaint.Kind
		about agency.ID
		want  agency.ID
	}{
		{complaint.NotPublished, "bureau", "office"}, {complaint.NotAnswered, "station", "office"}, {complaint.OtherBreach, "alone", "alone"}, {complaint.NotPublished, "office", "office"},
		{complaint.PageError, "bureau", "bureau"}, {complaint.OwnRecord, "station", "station"}, {complaint.NotPublished, "round", "round"},
	} {
		if got := complaint.Handler(tt.kind, tree[tt.about], find); got != tt.want {
			t.Errorf("%s about %s: %s, want %s", tt.kind, tt.about, got, tt.want)
		}
	}
}

// Whatever lawfully happens with an order: it ends at most once, and its day never goes back by a prolongation.
func TestAnOrderEndsOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		on := day("2026-01-05")
		o := complaint.Order{From: "office", To: "bureau", Kind: complaint.Mend, Subject: "s", Demand: "d", IssuedOn: on, Until: on.AddDays(15)}
		if problems := o.Check(on); len(problems) > 0 {
			t.Fatal(problems)
		}
		ends := 0
		for range rapid.IntRange(1, 20).Draw(t, "tries") {
			on = on.AddDays(rapid.IntRange(0, 9).Draw(t, "later"))
			f := complaint.OrderFact{Kind: rapid.SampledFrom(complaint.OrderFactKinds).Draw(t, "kind").Kind, On: on, Text: "t", Until: on.AddDays(rapid.IntRange(0, 40).Draw(t, "until"))}
			if len(o.Refuses(f, on)) > 0 {
				continue
			}
			before := o.DueOn()
			o = o.With(f)
			if f.Kind == complaint.Prolonged && !o.DueOn().After(before) {
				t.Fatalf("prolonged from %s to %s", before, o.DueOn())
			}
			if f.Kind == complaint.Settled || f.Kind == complaint.Lifted {
				ends++
			}
		}
		if stage := o.Stage(); ends > 1 || (ends == 1) != (stage == complaint.Done || stage == complaint.Dropped) {
			t.Fatalf("%d ends and %s", ends, stage)
		}
	})
}
