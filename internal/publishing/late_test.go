package publishing_test

import (
	"testing"

	"gongkai/disclosure"
	"gongkai/internal/publishing"
	"gongkai/internal/query"
	"gongkai/internal/store"
	"gongkai/workday"
)

func TestWhatWasPublishedLateIsListed(t *testing.T) {
	eachEngine(t, func(t *testing.T, d *publishing.Desk, column string) {
		now := today(d)
		out := func(title string, change func(*disclosure.Record)) disclosure.ID {
			t.Helper()
			r := draft(column)
			r.Title, r.FormedOn = title, now
			change(&r)
			id, err := d.SaveDraft(t.Context(), clerk, r)
			if err != nil {
				t.Fatal(err)
			}
			pass(t, d, id)
			publish(t, d, id, "")
			return id
		}
		out("按时", func(*disclosure.Record) {})
		late := out("逾期", func(r *disclosure.Record) { r.FormedOn = now.AddDays(-60) })
		out("早已形成、刚刚变更", func(r *disclosure.Record) { r.FormedOn, r.ChangedOn = now.AddDays(-60), now.AddDays(-1) })
		gone := out("逾期又撤下", func(r *disclosure.Record) { r.FormedOn = now.AddDays(-60) })
		if err := d.Withdraw(t.Context(), office, bureau, gone, "误发"); err != nil {
			t.Fatal(err)
		}
		// What was in time is changed, and the change comes out too late; a word put right later is no new lateness.
		changed := out("先按时、变更后逾期", func(r *disclosure.Record) { r.FormedOn, r.ChangedOn = now.AddDays(-90), now.AddDays(-2) })
		again := func(body string, change func(*disclosure.Record)) {
			t.Helper()
			file, err := store.Record(d.DB.View(t.Context()), changed)
			if err != nil {
				t.Fatal(err)
			}
			file.Draft.Body = body
			change(&file.Draft)
			if _, err := d.SaveDraft(t.Context(), clerk, file.Draft); err != nil {
				t.Fatal(err)
			}
			pass(t, d, changed)
			publish(t, d, changed, "更新")
		}
		again("<p>改过的内容。</p>", func(r *disclosure.Record) { r.ChangedOn = now.AddDays(-50) })
		again("<p>改过的内容，错字已改。</p>", func(*disclosure.Record) {})

		list, err := d.Late(t.Context(), clerk, bureau, now.Year())
		if err != nil || len(list) != 2 {
			t.Fatalf("%+v, %v", list, err)
		}
		got := map[disclosure.ID]disclosure.Late{}
		for _, l := range list {
			got[l.Record] = l
			want, _ := workday.National().Add(l.From, 20)
			if l.DueOn != want || l.PublishedOn != now || l.Index == "" || l.Days <= 0 {
				t.Errorf("%+v, due %s", l, want)
			}
		}
		if got[late].From != now.AddDays(-60) || got[late].Version != 1 || got[changed].From != now.AddDays(-50) || !got[changed].Changed || got[changed].Version != 2 {
			t.Errorf("%+v", got)
		}
		if other, err := d.Late(t.Context(), clerk, bureau, now.Year()-1); err != nil || len(other) != 0 {
			t.Errorf("of last year: %v, %v", other, err)
		}
		if _, err := d.Late(t.Context(), clerk, neighbour, now.Year()); err == nil {
			t.Error("the list of a neighbour is shown")
		}
		// The number of the board counts the same.
		found, err := query.LatePublic(d.DB.View(t.Context()), bureau, now.AddDays(-1), now, workday.National())
		if err != nil || len(found) != len(list) || found[0].Word != list[0].Why() {
			t.Errorf("%+v, %v", found, err)
		}
	})
}
