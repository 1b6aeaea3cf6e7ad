package publishing

import (
	"context"
	"strings"

	"gongkai/agency"
	"gongkai/civil"
	"gongkai/disclosure"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/database"
	"gongkai/internal/store"
	"gongkai/law"
	"gongkai/ledger"
)

// Schedule sets the day on which a cleared record is published by the program. On that day the clearance must still
// hold: whoever edits the record in between takes the day away.
// 法源: 《条例》第十七条第一款、《条例》第二十六条。
func (d *Desk) Schedule(ctx context.Context, by auth.Actor, of agency.ID, id disclosure.ID, on civil.Date, reason string) (err error) {
	defer fault.Wrap(&err, "publishing.Schedule(%s, %s)", id, on)
	seen, err := d.screen(ctx, by, auth.PublishRecord, of, id)
	if err != nil {
		return err
	}
	return d.act(ctx, by, auth.PublishRecord, of, func(tx *database.Tx) error {
		if err := notOfTheWorkshop(tx, of, id); err != nil {
			return err
		}
		file, clearance, err := cleared(tx, of, id, seen)
		if err != nil {
			return err
		}
		if !on.After(tx.Today()) {
			return fault.Of([]fault.Problem{{Field: "on", Message: "定时发布的日期应晚于今天；今天发布请选择“现在发布”"}})
		}
		if due, _, cite := file.Draft.DueOn(d.calendar(file.Draft.Agency)); len(file.Publication.Acts) == 0 && on.After(due) && !due.Before(tx.Today()) {
			return fault.Of([]fault.Problem{{Field: "on", Message: "应当不迟于" + due.Chinese() + "公开，定时发布的日期不能晚于这一天", Cite: cite}})
		}
		if _, err := disclosure.Publish(file.Draft, file.Digest, clearance, file.Publication, tx.Today(), reason); err != nil {
			return err
		}
		s := store.Schedule{Record: id, Agency: of, DueOn: on, Digest: file.Digest, Reason: reason, Person: string(by.Staff), PersonName: by.Name}
		if err := store.SaveSchedule(tx, s); err != nil {
			return err
		}
		if err := restage(tx, of, id); err != nil {
			return err
		}
		enter(tx, of, "schedule", "record", string(id), nil, map[string]any{"on": on, "digest": file.Digest})
		return nil
	})
}

// Unschedule takes the day away again.
func (d *Desk) Unschedule(ctx context.Context, by auth.Actor, of agency.ID, id disclosure.ID) (err error) {
	defer fault.Wrap(&err, "publishing.Unschedule(%s)", id)
	return d.act(ctx, by, auth.PublishRecord, of, func(tx *database.Tx) error {
		s, ok, err := store.ScheduleOf(tx, id)
		if err != nil {
			return err
		}
		if !ok || s.Agency != of {
			return fault.New(fault.NotFound, "这条信息没有设定发布日期")
		}
		if err := store.DropSchedule(tx, id); err != nil {
			return err
		}
		if err := restage(tx, of, id); err != nil {
			return err
		}
		enter(tx, of, "unschedule", "record", string(id), s, nil)
		return nil
	})
}

// PublishDue publishes every record whose day has come, for the person who set the day. One that cannot go out any more
// keeps its row with the reason, to be told to its keeper; the others are not held up by it.
// 法源: 《条例》第十七条第一款。
func (d *Desk) PublishDue(ctx context.Context) (published int, err error) {
	defer fault.Wrap(&err, "publishing.PublishDue")
	due, err := store.DueSchedules(d.DB.View(ctx), civil.Of(d.DB.Now()))
	if err != nil {
		return 0, err
	}
	for _, s := range due {
		err := d.publishScheduled(ctx, s)
		if err == nil {
			published++
			continue
		}
		switch fault.KindOf(err) {
		case fault.Unlawful, fault.Invalid, fault.Conflict, fault.NotFound:
			if err := d.noteProblem(ctx, s, messages(err)); err != nil {
				return published, err
			}
		default:
			return published, err
		}
	}
	return published, nil
}

// machine is the program acting for the person who set the day.
func machine(s store.Schedule) ledger.Actor {
	by := ledger.Machine("schedule")
	by.Agency = string(s.Agency)
	return by
}

func (d *Desk) publishScheduled(ctx context.Context, s store.Schedule) error {
	seen, err := d.screenFor(ctx, s.Agency, s.Record)
	if err != nil {
		return err
	}
	return d.DB.Write(ctx, machine(s), func(tx *database.Tx) error {
		now, ok, err := store.ScheduleOf(tx, s.Record)
		if err != nil || !ok || now != s {
			return err // taken away or changed meanwhile
		}
		file, clearance, err := cleared(tx, s.Agency, s.Record, seen)
		if err != nil {
			return err
		}
		if file.Digest != s.Digest {
			return fault.Of([]fault.Problem{{Message: "设定发布日期之后内容已被修改，不能发布", Cite: law.OGI.Art(17).P(1)}})
		}
		_, err = publish(tx, file, clearance, s.Reason)
		return err
	})
}

// messages are all that is wrong in one line.
func messages(err error) string {
	var list []string
	for _, p := range fault.Problems(err) {
		list = append(list, p.Message)
	}
	return strings.Join(list, "；")
}

func (d *Desk) noteProblem(ctx context.Context, s store.Schedule, problem string) error {
	return d.DB.Write(ctx, machine(s), func(tx *database.Tx) error {
		before := s
		s.Problem = problem
		if err := store.SaveSchedule(tx, s); err != nil {
			return err
		}
		enter(tx, s.Agency, "schedule_failed", "record", string(s.Record), before, s)
		return nil
	})
}
