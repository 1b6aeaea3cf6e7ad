package publishing

import (
	"context"
	"slices"
	"strconv"

	"gongkai/agency"
	"gongkai/catalog"
	"gongkai/civil"
	"gongkai/disclosure"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/database"
	"gongkai/internal/query"
	"gongkai/internal/store"
	"gongkai/law"
	"gongkai/ledger"
)

func itoa(n int) string { return strconv.Itoa(n) }

// Remind tells the people of every agency, each state once, what is due: documents near their end or without their
// interpretation, columns stale or nearly so, what is kept back and has to be looked at again, drafts whose term is
// running out, and what could not be published on its day. It counts whom it told.
// 法源: 《条例》第十二条第一款、《条例》第十八条、《条例》第二十六条。
func (d *Desk) Remind(ctx context.Context) (told int, err error) {
	defer fault.Wrap(&err, "publishing.Remind")
	return store.EachOpenAgency(d.DB.View(ctx), func(a agency.Agency) (int, error) { return d.remindAgency(ctx, a) })
}

// A reminder is one state with those whom it concerns.
type reminder struct {
	store.Notice
	staff string // the one person whom it concerns; empty for those who keep the register
	about ledger.Subject
}

func (d *Desk) remindAgency(ctx context.Context, a agency.Agency) (told int, err error) {
	var list []reminder
	var keepers []auth.Account
	err = d.DB.Read(ctx, func(q *database.Query) error {
		today := civil.Of(d.DB.Now())
		if keepers, err = able(q, a.ID, auth.AlterCatalog); err != nil || len(keepers) == 0 {
			return err
		}
		for _, collect := range []func(database.Reader, agency.Agency, civil.Date) ([]reminder, error){d.dueDocuments, d.dueColumns, d.dueKept, d.dueDrafts, d.failedSchedules} {
			some, err := collect(q, a, today)
			if err != nil {
				return err
			}
			list = append(list, some...)
		}
		return nil
	})
	if err != nil || len(list) == 0 {
		return 0, err
	}
	by := ledger.Machine("remind")
	by.Agency = string(a.ID)
	err = d.DB.Write(ctx, by, func(tx *database.Tx) error {
		told = 0
		for _, r := range list {
			people := keepers
			if one := only(keepers, r.staff); one != nil {
				people = one
			} else if r.staff != "" {
				others, err := able(tx, a.ID, auth.DraftRecord)
				if err != nil {
					return err
				}
				if one := only(others, r.staff); one != nil {
					people = one
				}
			}
			r.Agency = string(a.ID)
			n, err := d.tell(tx, people, r.Notice, r.about)
			if err != nil {
				return err
			}
			told += n
		}
		enter(tx, a.ID, "remind", "agency", string(a.ID), nil, map[string]int{"told": told, "states": len(list)})
		return nil
	})
	return told, err
}

// dueDocuments are the normative documents near their end, and those without their interpretation.
func (d *Desk) dueDocuments(q database.Reader, a agency.Agency, today civil.Date) (list []reminder, err error) {
	for _, kind := range []disclosure.Kind{disclosure.Normative, disclosure.Rule} {
		reg, err := register(q, a.ID, kind, today.Year(), today, d.calendar(a.ID))
		if err != nil {
			return nil, err
		}
		for _, x := range reg.List("expiring") {
			until := x.Doc().ValidUntil(x.Effects)
			list = append(list, reminder{about: aboutRecord(disclosure.ID(x.Record)), Notice: store.Notice{Key: "expiring:" + x.Record + ":" + until.String(), Tone: "caution", Path: recordURL(disclosure.ID(x.Record)),
				Title: "“" + x.Title + "”有效期至" + until.Chinese(), Body: "请在到期前评估，决定继续有效、修改或者废止；到期没有宣布继续有效的，自动失效。"}})
		}
		for _, x := range reg.List("unexplained") {
			if x.ExplainBy.After(today.AddDays(1)) {
				continue
			}
			state, tone, words := "due", "caution", "请在"+x.ExplainBy.Chinese()+"前发布政策解读。"
			if x.ExplainBy.Before(today) {
				state, tone, words = "late", "bad", "应于"+x.ExplainBy.Chinese()+"前发布政策解读，已经超期。"
			}
			list = append(list, reminder{about: aboutRecord(disclosure.ID(x.Record)), Notice: store.Notice{Key: "explain:" + x.Record + ":" + state, Tone: tone, Path: recordURL(disclosure.ID(x.Record)),
				Title: "“" + x.Title + "”还没有解读", Body: words}})
		}
	}
	return list, nil
}

// dueColumns are the columns that are stale or will be within days. Empty ones stand on the board: nobody is told of
// them every day from the first.
func (d *Desk) dueColumns(q database.Reader, a agency.Agency, today civil.Date) (list []reminder, err error) {
	cat, err := catalogue(q, a.ID, today)
	if err != nil {
		return nil, err
	}
	for _, s := range cat.Shelves {
		if s.Closed || s.Condition != catalog.Stale && s.Condition != catalog.Due {
			continue
		}
		n := store.Notice{Key: "column:" + string(s.ID) + ":" + s.StaleOn.String() + ":" + string(s.Condition), Tone: "caution", Path: "/workbench/catalog?state=" + string(s.Condition),
			Title: "栏目“" + s.Title + "”即将超期未更新", Body: "最近更新" + s.Newest.Chinese() + "，请在" + s.StaleOn.AddDays(-1).Chinese() + "前更新。"}
		if s.Condition == catalog.Stale {
			n.Tone, n.Title, n.Body = "bad", "栏目“"+s.Title+"”超期未更新", "最近更新"+s.Newest.Chinese()+"。"
		}
		list = append(list, reminder{Notice: n, staff: s.Person, about: ledger.Subject{Kind: "column", ID: string(s.ID)}})
	}
	return list, nil
}

// dueKept are the records that are kept back and have to be looked at again.
func (d *Desk) dueKept(q database.Reader, a agency.Agency, today civil.Date) (list []reminder, err error) {
	due, err := query.KeptDue(q, a.ID, today)
	for _, r := range due {
		list = append(list, reminder{about: aboutRecord(r.ID), Notice: store.Notice{Key: "kept:" + string(r.ID) + ":" + r.ReviewOn.String(), Tone: "caution", Path: recordURL(r.ID),
			Title: "“" + r.Title + "”到了重新评估的日期", Body: "现为" + string(r.Attribute) + "。因情势变化可以公开的，应当公开；仍不公开的，请填写新的评估日期。"}})
	}
	return list, err
}

// dueDrafts are the records whose term of publication is running out.
func (d *Desk) dueDrafts(q database.Reader, a agency.Agency, today civil.Date) (list []reminder, err error) {
	due, err := d.due(q, a.ID, today)
	for _, x := range due {
		r := x.Record
		state, tone, words := "late", "bad", "应当不迟于"+x.DueOn.Chinese()+"公开（"+x.Cite.String()+"），已经超期。"
		if !x.Late {
			state, tone, words = "due", "caution", "应当不迟于"+x.DueOn.Chinese()+"公开（"+x.Cite.String()+"），还剩"+itoa(x.Left)+"个工作日。"
		}
		list = append(list, reminder{about: aboutRecord(r.ID), staff: r.Author, Notice: store.Notice{Key: "publish:" + string(r.ID) + ":" + x.DueOn.String() + ":" + state, Tone: tone, Path: recordURL(r.ID),
			Title: "“" + r.Title + "”还没有公开", Body: words}})
	}
	return list, err
}

// A DueRecord is a record that is to be published and whose term is running out, or has.
type DueRecord struct {
	disclosure.Record
	DueOn       civil.Date
	Provisional bool
	Cite        law.Citation
	Late        bool
	Left        int // workdays, or passed if late
}

// Due lists the records of the agency whose term of publication is running out or has, the longest due first.
// 法源: 《条例》第二十六条。
func (d *Desk) Due(ctx context.Context, by auth.Actor, of agency.ID) (list []DueRecord, err error) {
	defer fault.Wrap(&err, "publishing.Due(%s)", of)
	if err := auth.Can(by, auth.ViewRecord, of); err != nil {
		return nil, err
	}
	return d.due(d.DB.View(ctx), of, civil.Of(d.DB.Now()))
}

func (d *Desk) due(q database.Reader, of agency.ID, today civil.Date) (list []DueRecord, err error) {
	settings, err := store.Settings(q, of, today)
	if err != nil {
		return nil, err
	}
	drafts, err := query.Unpublished(q, of)
	if err != nil {
		return nil, err
	}
	cal := d.calendar(of)
	for _, r := range drafts {
		if r.FormedOn.IsZero() {
			continue
		}
		x := DueRecord{Record: r}
		x.DueOn, x.Provisional, x.Cite = r.DueOn(cal)
		if x.Late = x.DueOn.Before(today); x.Late {
			x.Left, _ = cal.Count(x.DueOn, today)
		} else if x.Left, _ = cal.Count(today, x.DueOn); x.Left > settings.Periods.Amber {
			continue
		}
		list = append(list, x)
	}
	slices.SortStableFunc(list, func(x, y DueRecord) int { return x.DueOn.Compare(y.DueOn) })
	return list, nil
}

// failedSchedules are the records that could not be published on their day.
func (d *Desk) failedSchedules(q database.Reader, a agency.Agency, _ civil.Date) (list []reminder, err error) {
	rows, err := query.Schedules(q, a.ID)
	for _, x := range rows {
		if x.Problem != "" {
			list = append(list, reminder{about: aboutRecord(disclosure.ID(x.Record)), Notice: store.Notice{Key: "schedule:" + x.Record + ":" + x.DueOn.String(), Tone: "bad", Path: recordURL(disclosure.ID(x.Record)),
				Title: "“" + x.Title + "”没有能够按时发布", Body: x.Problem}})
		}
	}
	return list, err
}
