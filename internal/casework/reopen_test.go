package casework_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"gongkai/annualreport"
	"gongkai/application"
	"gongkai/civil"
	"gongkai/deadline"
	"gongkai/decision"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/casework"
	"gongkai/internal/database"
	"gongkai/internal/query"
	"gongkai/ledger"
	"gongkai/letter"
	"gongkai/review"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// answer gives the application an answer, from the draft to its number.
func (w *world) answer(t interface{ Fatal(...any) }, id application.ID, outcome decision.Outcome) {
	d := decision.Draft{Outcome: outcome, Discloses: outcome == decision.Disclosed, Reason: "可以公开"}
	typed := map[letter.Name]string{"提供内容": "文件复印件一份"}
	proof := decision.Supply
	if outcome == decision.UnableNotHeld {
		d, proof = decision.Draft{Outcome: outcome, Sub: decision.DoesNotExist, Reason: "没有形成"}, decision.SearchLog
	}
	if err := w.add(clerk, id, application.Fact{Kind: application.Filed, On: civil.Of(*w.now), Evidence: proof, Text: "检索档案室，关键词：立项"}); err != nil {
		t.Fatal(err)
	}
	if err := w.SaveDecision(w.t.Context(), clerk, bureau, id, casework.Draft{Decision: d, Typed: typed}); err != nil {
		t.Fatal(err)
	}
	for i, stage := range review.DefaultPlan {
		if err := w.sign(id, stage, []auth.Actor{clerk, verifier, secrecy, signer}[i]); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := w.Issue(w.t.Context(), clerk, bureau, id); err != nil {
		t.Fatal(err)
	}
}

// tables are table three of every year that can be touched.
func (w *world) tables(t *rapid.T) map[int]annualreport.Grid {
	form, all := annualreport.FormByID(annualreport.V2021), map[int]annualreport.Grid{}
	for year := 2023; year <= 2028; year++ {
		grids, err := query.Tally{Year: year, Agency: bureau}.Three(w.DB.View(w.t.Context()), form)
		if err != nil {
			t.Fatal(err)
		}
		all[year] = grids[bureau]
	}
	return all
}

// TestReopeningNeverChangesTableThree closes applications with an answer or a withdrawal, opens them again on a later day,
// often of another year, and answers them otherwise: the tables of all years stay what they were after the first answer.
func TestReopeningNeverChangesTableThree(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *world) {
		rapid.Check(t, func(t *rapid.T) {
			on := day("2024-11-01").AddDays(rapid.IntRange(0, 90).Draw(t, "received"))
			*w.now = on.Start().Add(9 * time.Hour)
			in := intake(on.String())
			in.Channel = rapid.SampledFrom([]deadline.Channel{deadline.InPerson, deadline.RegisteredMail, deadline.Online}).Draw(t, "channel")
			slip, err := w.Receive(w.t.Context(), clerk, bureau, in)
			if err != nil {
				t.Fatal(err)
			}
			later := func(label string, least, most int) civil.Date {
				on = on.AddDays(rapid.IntRange(least, most).Draw(t, label))
				*w.now = on.Start().Add(9 * time.Hour)
				return on
			}
			if in.Channel == deadline.Online {
				if err := w.Confirm(w.t.Context(), clerk, bureau, slip.ID, later("confirmed", 0, 5)); err != nil {
					t.Fatal(err)
				}
			}
			received := load(t, w, slip.ID).Clock(w.Calendar(bureau), deadline.Policy{}, on).ReceivedOn
			later("answered", 0, 60)
			if rapid.Bool().Draw(t, "withdrawn") {
				if err := w.add(clerk, slip.ID, application.Fact{Kind: application.Withdrawn, On: on, Text: "撤回"}); err != nil {
					t.Fatal(err)
				}
			} else {
				w.answer(t, slip.ID, decision.UnableNotHeld)
			}
			want := w.tables(t)
			hold := func(after string) {
				if diff := cmp.Diff(want, w.tables(t)); diff != "" {
					t.Fatalf("%s table three is another:\n%s", after, diff)
				}
			}
			for range rapid.IntRange(1, 2).Draw(t, "rounds") {
				again := later("reopened", 1, 500)
				basis := rapid.SampledFrom(deadline.Bases).Draw(t, "basis").Basis
				err := w.DB.Write(w.t.Context(), ledger.Machine("test"), func(tx *database.Tx) error {
					return w.Reopen(tx, bureau, string(slip.ID), again, civil.Date{}, basis, "st_1", "复议决定书")
				})
				if err != nil {
					t.Fatal(err)
				}
				hold("reopened,")
				clock := load(t, w, slip.ID).Clock(w.Calendar(bureau), deadline.Policy{}, on)
				if clock.ReceivedOn != received || clock.ReopenedOn != again {
					t.Fatalf("received %s and reopened %s, want %s and %s", clock.ReceivedOn, clock.ReopenedOn, received, again)
				}
				later("answered anew", 0, 30)
				w.answer(t, slip.ID, decision.Disclosed)
				hold("answered anew,")
			}
			spans, err := query.Spans(w.DB.View(w.t.Context()), bureau, on, on)
			if err != nil || !slices.ContainsFunc(spans, func(s query.Span) bool {
				return s.BeganOn == load(t, w, slip.ID).Clock(w.Calendar(bureau), deadline.Policy{}, on).ReopenedOn
			}) {
				t.Fatalf("the new term is not measured from the reopening: %v %v", spans, err)
			}
		})
	})
}

func TestTheSameTextIsReviewedAnewAfterAReopening(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *world) {
		slip := w.receive("2026-04-20")
		w.on("2026-05-18")
		w.decide(slip.ID)
		if err := w.add(clerk, slip.ID, application.Fact{Kind: application.Reopened, On: day("2026-05-18"), Basis: deadline.Judged, Text: "判决重新答复"}); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Issue(t.Context(), clerk, bureau, slip.ID); fault.KindOf(err) != fault.Unlawful && fault.KindOf(err) != fault.Forbidden {
			t.Errorf("the old review let the new answer out: %v", err)
		}
		w.decide(slip.ID)
		v, err := w.Look(t.Context(), clerk, bureau, slip.ID)
		if err != nil || v.Clock.Stage != deadline.Closed {
			t.Errorf("the new answer on the same day with the same text: %s, %v", v.Clock.Stage, err)
		}
	})
}

// A court ordered an answer to a letter that nobody had confirmed: who confirms it then cannot make it arrive afterwards.
func TestAConfirmationDoesNotComeAfterTheReopening(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *world) {
		w.on("2026-04-20")
		in := intake("2026-04-20")
		in.Channel = deadline.OrdinaryMail
		slip, err := w.Receive(t.Context(), clerk, bureau, in)
		if err != nil {
			t.Fatal(err)
		}
		w.on("2026-06-10")
		err = w.DB.Write(t.Context(), ledger.Machine("test"), func(tx *database.Tx) error {
			tx.Record(ledger.Entry{Chain: string(bureau), Verb: "enter", Subject: ledger.Subject{Kind: "proceeding", ID: "pr_1"}})
			return w.Reopen(tx, bureau, string(slip.ID), civil.MustParse("2026-06-05"), civil.MustParse("2026-07-10"), deadline.Bases[0].Basis, "st_1", "决定书")
		})
		if err != nil {
			t.Fatal(err)
		}
		err = w.ConfirmBy(t.Context(), clerk, bureau, slip.ID, civil.MustParse("2026-06-10"), "电话联系")
		problems := fault.Problems(err)
		if len(problems) != 1 || problems[0].Field != "on" || !strings.Contains(problems[0].Message, "早于收到申请之日") {
			t.Fatalf("confirmed after the reopening: %v", err)
		}
		if err := w.ConfirmBy(t.Context(), clerk, bureau, slip.ID, civil.MustParse("2026-06-05"), "电话联系"); err != nil {
			t.Error(err)
		}
	})
}
