package publishing_test

import (
	"context"
	"testing"
	"time"

	"gongkai/civil"
	"gongkai/disclosure"
	"gongkai/fault"
	"gongkai/internal/publishing"
	"gongkai/internal/store"
	"gongkai/internal/storetest"
	"gongkai/review"
)

func today(d *publishing.Desk) civil.Date { return civil.Of(d.DB.Now()) }

// stage is how far lists say the record has come.
func stage(t *testing.T, d *publishing.Desk, id disclosure.ID) disclosure.Step {
	t.Helper()
	file, err := store.Record(d.DB.View(t.Context()), id)
	if err != nil {
		t.Fatal(err)
	}
	return file.Stage
}

// fresh is a draft made today, so that its term runs.
func fresh(d *publishing.Desk, column string) disclosure.Record {
	r := draft(column)
	r.FormedOn = today(d)
	return r
}

func TestAScheduledRecordGoesOutOnItsDay(t *testing.T) {
	now := time.Date(2026, 11, 4, 2, 0, 0, 0, time.UTC)
	start := now
	eachEngine(t, func(t *testing.T, d *publishing.Desk, column string) {
		now = start
		var ids []disclosure.ID
		for i := range 3 {
			r := fresh(d, column)
			r.Title += string(rune('甲' + i))
			id, err := d.SaveDraft(t.Context(), clerk, r)
			if err != nil {
				t.Fatal(err)
			}
			if err := d.Schedule(t.Context(), clerk, bureau, id, today(d).AddDays(2), ""); err == nil {
				t.Fatal("scheduled without review")
			}
			pass(t, d, id)
			ids = append(ids, id)
		}
		on := today(d).AddDays(2)
		if err := d.Schedule(t.Context(), clerk, bureau, ids[0], today(d), ""); err == nil {
			t.Error("scheduled for today")
		}
		if err := d.Schedule(t.Context(), clerk, bureau, ids[0], today(d).AddDays(60), ""); fault.Problems(err)[0].Cite.IsZero() {
			t.Errorf("scheduled for later than the law allows: %v", err)
		}
		for _, id := range ids {
			if err := d.Schedule(t.Context(), clerk, bureau, id, on, ""); err != nil {
				t.Fatal(err)
			}
			if got := stage(t, d, id); got != disclosure.StepScheduled {
				t.Errorf("stage %s", got)
			}
		}
		// The second is edited and so loses its day; screening finds something in the third on its day.
		file, err := store.Record(d.DB.View(t.Context()), ids[1])
		if err != nil {
			t.Fatal(err)
		}
		edited := file.Draft
		edited.Body += "<p>补充</p>"
		if _, err := d.SaveDraft(t.Context(), clerk, edited); err != nil {
			t.Fatal(err)
		}
		if _, ok, err := store.ScheduleOf(d.DB.View(t.Context()), ids[1]); ok || err != nil {
			t.Errorf("an edited record keeps its day: %v", err)
		}
		if n, err := d.PublishDue(t.Context()); n != 0 || err != nil {
			t.Fatalf("%d published before their day, %v", n, err)
		}
		now = on.Start().Add(time.Hour)
		d.Screen = func(_ context.Context, r disclosure.Record) ([]review.Finding, error) {
			return []review.Finding{{Kind: "word", Where: "标题", Block: r.ID == ids[2], Message: "禁用词"}}, nil
		}
		if n, err := d.PublishDue(t.Context()); n != 1 || err != nil {
			t.Fatalf("%d published, %v", n, err)
		}
		if got := stage(t, d, ids[0]); got != disclosure.StepPublished {
			t.Errorf("stage %s", got)
		}
		s, ok, err := store.ScheduleOf(d.DB.View(t.Context()), ids[2])
		if err != nil || !ok || s.Problem != "标题：禁用词" {
			t.Errorf("%+v %v", s, err)
		}
		if n, err := d.PublishDue(t.Context()); n != 0 || err != nil {
			t.Errorf("tried again at once: %d, %v", n, err)
		}
	}, storetest.Clock(func() time.Time { return now }))
}

func TestStagesOfAList(t *testing.T) {
	eachEngine(t, func(t *testing.T, d *publishing.Desk, column string) {
		id, err := d.SaveDraft(t.Context(), clerk, fresh(d, column))
		if err != nil {
			t.Fatal(err)
		}
		want := func(stages ...disclosure.Step) {
			t.Helper()
			if got := stage(t, d, id); got != stages[0] {
				t.Errorf("stage %s, want %s", got, stages[0])
			}
		}
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		want(disclosure.StepDraft)
		must(sign(t, d, id, review.SelfCheck, clerk, review.Passed, ""))
		want("section")
		must(sign(t, d, id, review.SectionOK, verifier, review.Returned, "请补充依据"))
		want(disclosure.StepReturned)
		must(sign(t, d, id, review.SelfCheck, clerk, review.Passed, ""))
		must(sign(t, d, id, review.SectionOK, verifier, review.Passed, ""))
		want("secrecy")
		file, err := store.Record(d.DB.View(t.Context()), id)
		must(err)
		must(d.SignOff(t.Context(), secrecy, bureau, id, review.Signoff{Stage: review.Secrecy, Verdict: review.Referred, Opinion: "拿不准", Organ: "区保密局", Digest: file.Digest}))
		want(disclosure.StepReferred)
		must(d.SignOff(t.Context(), secrecy, bureau, id, review.Signoff{Stage: review.Secrecy, Verdict: review.Answered, Opinion: "可以公开", Organ: "区保密局", Digest: file.Digest}))
		want("secrecy")
		must(sign(t, d, id, review.Secrecy, secrecy, review.Passed, ""))
		must(sign(t, d, id, review.Signature, signer, review.Passed, ""))
		want(disclosure.StepCleared)
		_, err = d.Publish(t.Context(), clerk, bureau, id, "")
		must(err)
		want(disclosure.StepPublished)
		must(d.Withdraw(t.Context(), office, bureau, id, "有误"))
		want(disclosure.StepWithdrawn)
	})
}

func TestWhatIsKeptBackIsReviewedAndNeverPublished(t *testing.T) {
	eachEngine(t, func(t *testing.T, d *publishing.Desk, column string) {
		r := draft(column)
		r.Attribute = disclosure.Withheld
		id, err := d.SaveDraft(t.Context(), clerk, r)
		if err != nil {
			t.Fatal(err)
		}
		if err := sign(t, d, id, review.SelfCheck, clerk, review.Passed, ""); len(fault.Problems(err)) != 3 {
			t.Errorf("handed in without ground, facts and day: %v", err)
		}
		r.ID, r.Ground, r.Because, r.ReviewOn = id, disclosure.Grounds()[3], "会议讨论记录", today(d).AddMonths(12)
		if _, err := d.SaveDraft(t.Context(), clerk, r); err != nil {
			t.Fatal(err)
		}
		pass(t, d, id)
		if got := stage(t, d, id); got != disclosure.StepKept {
			t.Errorf("stage %s", got)
		}
		if _, err := d.Publish(t.Context(), clerk, bureau, id, ""); err == nil {
			t.Error("published what is kept back")
		}
		// Another reason is another thing to review.
		r.Because = "磋商信函"
		if _, err := d.SaveDraft(t.Context(), clerk, r); err != nil {
			t.Fatal(err)
		}
		if got := stage(t, d, id); got != disclosure.StepDraft {
			t.Errorf("stage %s after the reason was changed", got)
		}
	})
}
