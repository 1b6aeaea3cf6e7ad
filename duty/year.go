package duty

import (
	"strconv"
	"time"

	"gongkai/agency"
	"gongkai/catalog"
	"gongkai/civil"
	"gongkai/law"
	"gongkai/workday"
)

// A Mark says that a duty was done that no register shows.
type Mark struct {
	Kind Kind
	Key  string
	On   civil.Date
	Note string
}

// A Place is a column of the catalogue with what is in it.
type Place struct {
	ID        string
	Title     string
	Freshness catalog.Freshness
	Days      int        // a term of its own; zero for that of the class
	Records   int        // visible
	Updated   civil.Date // when the newest of them was published
	OpenedOn  civil.Date // from when an empty column has been waiting; zero if unknown
}

// A Piece is a record with the days that duties hang on.
type Piece struct {
	ID           string
	Title        string
	FormedOn     civil.Date
	PublishedOn  civil.Date // zero while it is not public
	Proactive    bool       // 公开属性 is 主动公开
	Normative    bool
	ExpiresOn    civil.Date
	ReviewOn     civil.Date // when a withheld one is looked at again
	InterpretsOn civil.Date // when the 解读 of a normative one was published; zero without
	Withdrawn    bool
}

// A Month is a month of a section that is not handed in.
type Month struct {
	Key     string // section and month
	Section string // its name
	Month   civil.Month
	DueOn   civil.Date
}

// Facts are what the year is computed from.
type Facts struct {
	Agency   agency.Agency
	Settings agency.Settings
	Since    civil.Date         // from when the agency keeps its registers here: nothing is asked for before it
	Guide    civil.Date         // when the guide was last reviewed; zero if never
	Reports  map[int]civil.Date // by the year reported on: when the report was published
	Columns  []Place
	Pieces   []Piece
	Marks    []Mark
	Months   []Month // of sections, not handed in
	Calendar *workday.Calendar
}

// Year lists the duties with a day in the year, first to last, as they stand with today's facts. Duties that repeat from
// the last time something was done (columns, guide) are listed with their next day only.
// 法源: 《条例》第十二条、《条例》第十八条、《条例》第二十六条、《条例》第四十八条、《条例》第四十九条。
func Year(f Facts, year int, today civil.Date) []Duty {
	return f.keep(today, []int{year}, func(d Duty) bool { return d.DueOn.Year() == year })
}

// Open lists the duties that are late or within their lead today, first to last: what a reminder speaks of.
func Open(f Facts, today civil.Date) []Duty {
	year := today.Year()
	return f.keep(today, []int{year - 1, year, year + 1}, func(d Duty) bool {
		state := d.StateOn(today)
		return state == Late || state == Now
	})
}

// keep computes every duty, those of a year for the years, and returns the wanted ones in order.
func (f Facts) keep(today civil.Date, years []int, wanted func(Duty) bool) []Duty {
	all := []Duty{f.guide()}
	for _, year := range years {
		all = append(all, f.report(year)...)
		all = append(all, f.yearly(CatalogReview, year, "复核公开目录的栏目、责任股室和更新要求", time.June, 30))
		all = append(all, f.yearly(Training, year, "组织政府信息公开工作人员培训", time.December, 31))
		all = append(all, f.holidays(year))
	}
	for _, c := range f.Columns {
		all = append(all, c.duty(f.Settings.Disclosure.Rhythm, today))
	}
	for _, p := range f.Pieces {
		all = append(all, p.duties(f.Calendar)...)
	}
	for _, m := range f.Months {
		all = append(all, Duty{Kind: Monthly, Key: m.Key, What: "填报" + m.Section + m.Month.String() + "的许可、处罚、强制、收费数据", DueOn: m.DueOn, Subject: m.Key})
	}
	kept := all[:0]
	for _, d := range all {
		if !d.DueOn.IsZero() && !d.DueOn.Before(f.Since) && wanted(d) {
			kept = append(kept, d)
		}
	}
	return order(kept)
}

// report is due on the day of the law, or on an earlier one that the locality has set. 公共企事业单位 have rules of
// their own (第五十五条).
// 法源: 《条例》第四十九条、《条例》第五十五条。
func (f Facts) report(year int) []Duty {
	if f.Agency.Kind == agency.PublicService {
		return nil
	}
	about := year - 1
	return []Duty{{Kind: Report, Key: strconv.Itoa(about), What: "公布" + strconv.Itoa(about) + "年度政府信息公开工作年度报告并报送主管部门",
		DueOn: f.Settings.ReportDue(f.Agency, about, civil.On(year, 1, 1)), DoneOn: f.Reports[about]}}
}

// yearly is a duty once a year that somebody marks as done.
func (f Facts) yearly(kind Kind, year int, what string, month time.Month, day int) Duty {
	d := Duty{Kind: kind, Key: strconv.Itoa(year), What: what, DueOn: civil.On(year, month, day)}
	for _, m := range f.Marks {
		if m.Kind == kind && m.Key == d.Key {
			d.DoneOn, d.Note = m.On, m.Note
		}
	}
	return d
}

// guide is due again some months after it was last looked at; an agency without one owes it from its first day.
func (f Facts) guide() Duty {
	d := Duty{Kind: GuideReview, What: "复核并更新政府信息公开指南", DueOn: f.Since}
	if !f.Guide.IsZero() {
		d.DueOn, d.Note = f.Guide.AddMonths(f.Settings.Periods.GuideReview), "上次复核："+f.Guide.Chinese()
	}
	d.Key = d.DueOn.String()
	return d
}

// holidays is due before the year begins of which the notice says which days are working days.
func (f Facts) holidays(year int) Duty {
	d := Duty{Kind: HolidayNotice, Key: strconv.Itoa(year + 1), What: "载入" + strconv.Itoa(year+1) + "年放假安排，之前的期限只能暂定", DueOn: civil.On(year, 12, 31)}
	if f.Calendar.Known(year + 1) {
		return Duty{} // loaded: nothing to do
	}
	return d
}

// Rule is the term of the column.
func (c Place) Rule(r agency.Rhythm) catalog.FreshnessRule { return c.Freshness.Rule(c.Days, r) }

// duty of a column is its next update. An empty column has been due since it was opened.
func (c Place) duty(r agency.Rhythm, today civil.Date) Duty {
	rule := c.Rule(r)
	d := Duty{Kind: Column, Key: c.ID, Subject: c.ID, What: "更新栏目“" + c.Title + "”"}
	if c.Records == 0 {
		d.What, d.DueOn = "充实空白栏目“"+c.Title+"”", c.OpenedOn
		if d.DueOn.IsZero() {
			d.DueOn = today
		}
		return d
	}
	d.Lead = rule.Notice()
	if stale := rule.StaleOn(c.Updated); !stale.IsZero() {
		d.DueOn, d.Note = stale.AddDays(-1), "最近更新："+c.Updated.Chinese()
	}
	return d
}

// evaluateBefore is how long before a normative document expires it is evaluated: in the last six months of its life.
const evaluateBefore = 6

// duties of a record: to be public in time, to be explained, to be looked at again.
func (p Piece) duties(cal *workday.Calendar) []Duty {
	var all []Duty
	add := func(kind Kind, what string, due, done civil.Date, note string) {
		all = append(all, Duty{Kind: kind, Key: p.ID, Subject: p.ID, What: what, DueOn: due, DoneOn: done, Note: note})
	}
	if p.Proactive && !p.FormedOn.IsZero() && p.PublishedOn.IsZero() {
		due, provisional := cal.Add(p.FormedOn, law.On(law.PublishTerm, p.FormedOn).Int())
		add(Publication, "公开“"+p.Title+"”", due, civil.Date{}, said(p.FormedOn.Chinese()+"形成", provisional))
	}
	if p.Normative && !p.PublishedOn.IsZero() && !p.Withdrawn {
		due, provisional := cal.Add(p.PublishedOn, law.On(law.InterpretationTerm, p.PublishedOn).Int())
		add(Interpretation, "发布“"+p.Title+"”的政策解读", due, p.InterpretsOn, said(p.PublishedOn.Chinese()+"公开", provisional))
	}
	if p.Normative && !p.ExpiresOn.IsZero() && !p.PublishedOn.IsZero() && !p.Withdrawn {
		add(Expiry, "评估“"+p.Title+"”是否继续有效", p.ExpiresOn, civil.Date{}, "有效期至"+p.ExpiresOn.Chinese()+"，期满前"+strconv.Itoa(evaluateBefore)+"个月内评估")
	}
	if !p.Proactive && !p.ReviewOn.IsZero() {
		add(ReReview, "评估“"+p.Title+"”能否公开", p.ReviewOn, civil.Date{}, "")
	}
	return all
}

func said(note string, provisional bool) string {
	if provisional {
		note += "；放假安排未公布，日期暂定"
	}
	return note
}
