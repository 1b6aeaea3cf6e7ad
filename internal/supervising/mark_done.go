package supervising

import (
	"context"
	"strings"
	"unicode/utf8"

	"gongkai/agency"
	"gongkai/civil"
	"gongkai/duty"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/database"
	"gongkai/internal/store"
)

// longestNote bounds what is said about a duty that was done, in characters.
const longestNote = 500

// MarkDone enters that a duty was done which no register shows: a training, a look through the catalogue. What the
// registers show cannot be marked.
// 法源: 《条例》第十二条第一款、《条例》第四十八条。
func (d *Desk) MarkDone(ctx context.Context, by auth.Actor, of agency.ID, m duty.Mark) (err error) {
	defer fault.Wrap(&err, "supervising.MarkDone(%s %s)", m.Kind, m.Key)
	return d.act(ctx, by, auth.MarkDuty, of, func(tx *database.Tx) error {
		f, err := d.facts(tx, of, tx.Today())
		if err != nil {
			return err
		}
		if err := fault.Of(mistakes(f, m, tx.Today())); err != nil {
			return err
		}
		if err := store.SaveDutyMark(tx, of, string(by.Staff), m); err != nil {
			return err
		}
		enter(tx, of, "mark_duty", "duty", string(m.Kind)+"/"+m.Key, m, m.Kind.Sort().Cite)
		return nil
	})
}

func mistakes(f duty.Facts, m duty.Mark, today civil.Date) []fault.Problem {
	var problems []fault.Problem
	wrong := func(field, message string) {
		problems = append(problems, fault.Problem{Field: field, Message: message})
	}
	if !m.Kind.Sort().Marked {
		wrong("", "这项职责的完成情况由登记簿得出，不能手工标记")
		return problems
	}
	known := false
	for _, year := range []int{today.Year() - 1, today.Year(), today.Year() + 1} {
		for _, x := range duty.Year(f, year, today) {
			known = known || x.Kind == m.Kind && x.Key == m.Key
		}
	}
	if !known {
		wrong("", "没有这项职责，或者不在可以标记的年份内")
	}
	if m.On.IsZero() || m.On.After(today) {
		wrong("on", "请填写完成日期，不能晚于今天")
	}
	switch n := utf8.RuneCountInString(strings.TrimSpace(m.Note)); {
	case n == 0:
		wrong("note", "请写明怎样完成，如培训的时间、内容和人数")
	case n > longestNote:
		wrong("note", "说明请控制在500字以内")
	}
	return problems
}
