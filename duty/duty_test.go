package duty_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"gongkai/agency"
	"gongkai/catalog"
	"gongkai/civil"
	"gongkai/duty"
	"gongkai/law"
	"gongkai/workday"

	"github.com/google/go-cmp/cmp"
)

func on(s string) civil.Date { return civil.MustParse(s) }

// bureau is a department that has kept its registers here since 2020 and owes nothing but what every year brings.
func bureau() duty.Facts {
	return duty.Facts{
		Agency:   agency.Agency{Kind: agency.Department, Level: agency.County},
		Settings: agency.DefaultSettings(on("2026-01-01")),
		Since:    on("2020-01-01"), Guide: on("2026-01-10"), Reports: map[int]civil.Date{}, Calendar: workday.National(),
	}
}

func find(t *testing.T, duties []duty.Duty, kind duty.Kind) duty.Duty {
	t.Helper()
	i := slices.IndexFunc(duties, func(d duty.Duty) bool { return d.Kind == kind })
	if i < 0 {
		t.Fatalf("no duty %s in %+v", kind, duties)
	}
	return duties[i]
}

func TestDaysOfTheLaw(t *testing.T) {
	for _, tt := range []struct {
		name string
		year int
		set  func(*duty.Facts)
		kind duty.Kind
		due  string
	}{
		{"部门年报一月三十一日前", 2026, nil, duty.Report, "2026-01-31"},
		{"政府年报三月三十一日前", 2026, func(f *duty.Facts) { f.Agency.Kind = agency.Government }, duty.Report, "2026-03-31"},
		{"地方要求一月二十日前", 2026, func(f *duty.Facts) { f.Settings.Report.DueMonthDay = 120 }, duty.Report, "2026-01-20"},
		{"指南一年内复核", 2027, nil, duty.GuideReview, "2027-01-10"},
		{"指南六个月内复核", 2026, func(f *duty.Facts) { f.Settings.Periods.GuideReview = 6 }, duty.GuideReview, "2026-07-10"},
		{"没有指南的，自始欠缺", 2020, func(f *duty.Facts) { f.Guide = civil.Date{} }, duty.GuideReview, "2020-01-01"},
		{"国庆节前形成的信息，二十个工作日跨假期", 2026, func(f *duty.Facts) {
			f.Pieces = []duty.Piece{{ID: "a", Title: "甲", Proactive: true, FormedOn: on("2026-09-30")}}
		}, duty.Publication, "2026-11-03"},
		{"规范性文件三个工作日内解读", 2026, func(f *duty.Facts) {
			f.Pieces = []duty.Piece{{ID: "a", Title: "甲", Proactive: true, Normative: true, FormedOn: on("2026-11-01"), PublishedOn: on("2026-11-05")}}
		}, duty.Interpretation, "2026-11-10"},
		{"两周更新的栏目", 2026, func(f *duty.Facts) {
			f.Columns = []duty.Place{{ID: "c", Title: "动态", Freshness: catalog.TwoWeeks, Records: 3, Updated: on("2026-11-02")}}
		}, duty.Column, "2026-11-16"},
		{"本机关定为七天的栏目", 2026, func(f *duty.Facts) {
			f.Settings.Disclosure.Rhythm.TwoWeeks = 7
			f.Columns = []duty.Place{{ID: "c", Title: "动态", Freshness: catalog.TwoWeeks, Records: 3, Updated: on("2026-11-02")}}
		}, duty.Column, "2026-11-09"},
		{"另定三十天的栏目", 2026, func(f *duty.Facts) {
			f.Columns = []duty.Place{{ID: "c", Title: "动态", Freshness: catalog.Whenever, Days: 30, Records: 3, Updated: on("2026-11-02")}}
		}, duty.Column, "2026-12-02"},
		{"空白栏目自开设之日", 2026, func(f *duty.Facts) {
			f.Columns = []duty.Place{{ID: "c", Title: "动态", Freshness: catalog.Whenever, OpenedOn: on("2026-02-03")}}
		}, duty.Column, "2026-02-03"},
		{"不予公开信息按期评估", 2026, func(f *duty.Facts) { f.Pieces = []duty.Piece{{ID: "a", Title: "甲", ReviewOn: on("2026-12-01")}} }, duty.ReReview, "2026-12-01"},
		{"规范性文件期满", 2026, func(f *duty.Facts) {
			f.Pieces = []duty.Piece{{ID: "a", Title: "甲", Proactive: true, Normative: true, PublishedOn: on("2024-01-01"), ExpiresOn: on("2026-12-31")}}
		}, duty.Expiry, "2026-12-31"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := bureau()
			if tt.set != nil {
				tt.set(&f)
			}
			if got := find(t, duty.Year(f, tt.year, on("2026-11-23")), tt.kind); got.DueOn != on(tt.due) {
				t.Errorf("due %s, want %s", got.DueOn, tt.due)
			}
		})
	}
}

func TestWhatIsDoneIsNoLongerOwed(t *testing.T) {
	today := on("2026-11-23")
	f := bureau()
	f.Reports[2025] = on("2026-02-03")
	f.Marks = []duty.Mark{{Kind: duty.Training, Key: "2026", On: on("2026-05-06"), Note: "全员培训一次"}}
	f.Pieces = []duty.Piece{{ID: "a", Title: "甲", Proactive: true, Normative: true, PublishedOn: on("2026-03-02"), InterpretsOn: on("2026-03-03")}}
	year := duty.Year(f, 2026, today)
	report, training, words := find(t, year, duty.Report), find(t, year, duty.Training), find(t, year, duty.Interpretation)
	if report.StateOn(today) != duty.Done || !report.DoneLate() {
		t.Errorf("a report published after its day: %+v", report)
	}
	if training.StateOn(today) != duty.Done || training.DoneLate() || training.Note != "全员培训一次" {
		t.Errorf("%+v", training)
	}
	if words.StateOn(today) != duty.Done || words.DoneLate() {
		t.Errorf("%+v", words)
	}
	for _, d := range duty.Open(f, today) {
		if d.Key == report.Key && d.Kind == duty.Report || d.Kind == duty.Training && d.Key == "2026" || d.Kind == duty.Interpretation {
			t.Errorf("still owed: %+v", d)
		}
	}
}

func TestWhatIsNotOwed(t *testing.T) {
	for _, tt := range []struct {
		name string
		set  func(*duty.Facts)
		kind duty.Kind
	}{
		{"公共企事业单位不编制条例的年报", func(f *duty.Facts) { f.Agency.Kind = agency.PublicService }, duty.Report},
		{"放假安排已载入", func(f *duty.Facts) { f.Calendar = everyYear() }, duty.HolidayNotice},
		{"启用本系统之前的年份", func(f *duty.Facts) { f.Since = on("2027-01-01") }, duty.Report},
		{"依申请公开的信息没有公开期限", func(f *duty.Facts) { f.Pieces = []duty.Piece{{ID: "a", FormedOn: on("2026-01-05")}} }, duty.Publication},
		{"已撤回的文件不评估", func(f *duty.Facts) {
			f.Pieces = []duty.Piece{{ID: "a", Proactive: true, Normative: true, PublishedOn: on("2026-01-05"), ExpiresOn: on("2026-06-01"), Withdrawn: true}}
		}, duty.Expiry},
		{"不定期更新的栏目有内容即可", func(f *duty.Facts) {
			f.Columns = []duty.Place{{ID: "c", Freshness: catalog.Whenever, Records: 1, Updated: on("2020-01-01")}}
		}, duty.Column},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := bureau()
			tt.set(&f)
			for _, d := range duty.Year(f, 2026, on("2026-11-23")) {
				if d.Kind == tt.kind {
					t.Errorf("%+v", d)
				}
			}
		})
	}
}

// everyYear is a calendar whose next notice is loaded.
func everyYear() *workday.Calendar {
	return workday.National().With([]workday.Row{{On: on("2027-10-01"), Off: true, Name: "国庆节", Notice: "2027年通知"}})
}

func TestDutiesOfTheYearTurnUpBeforeTheyAreLate(t *testing.T) {
	f := bureau()
	before, within, after := on("2025-12-20"), on("2026-01-05"), on("2026-02-01")
	states := map[civil.Date]duty.State{before: duty.Later, within: duty.Now, after: duty.Late}
	for day, want := range states {
		if got := find(t, duty.Year(f, 2026, day), duty.Report).StateOn(day); got != want {
			t.Errorf("on %s: %s, want %s", day, got, want)
		}
	}
	// At the end of December the report on the year that ends is open already, beside those never published.
	var about []string
	for _, d := range duty.Open(f, on("2026-12-31")) {
		if d.Kind == duty.Report {
			about = append(about, d.Key)
		}
	}
	if diff := cmp.Diff([]string{"2024", "2025", "2026"}, about); diff != "" {
		t.Error(diff)
	}
}

// TestEveryOpenDutyIsInItsYear holds for random facts: nothing is owed that no year lists, and no list repeats itself.
func TestEveryOpenDutyIsInItsYear(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	day := func() civil.Date { return on("2024-01-01").AddDays(random.IntN(1000)) }
	for range 300 {
		f := bureau()
		for i := range random.IntN(6) {
			p := duty.Piece{ID: string(rune('a' + i)), Title: "甲", Proactive: random.IntN(2) == 0, Normative: random.IntN(2) == 0, FormedOn: day()}
			if random.IntN(2) == 0 {
				p.PublishedOn = day()
			}
			p.ExpiresOn, p.ReviewOn = day(), day()
			f.Pieces = append(f.Pieces, p)
		}
		today := day()
		years := map[duty.Duty]bool{}
		for year := 2020; year <= 2028; year++ {
			for _, d := range duty.Year(f, year, today) {
				if years[d] {
					t.Fatalf("twice: %+v", d)
				}
				years[d] = true
			}
		}
		for _, d := range duty.Open(f, today) {
			if !years[d] {
				t.Fatalf("open, and in no year: %+v", d)
			}
		}
	}
}

func TestEverySortCitesAPlaceOfTheLawOrNone(t *testing.T) {
	seen := map[duty.Kind]bool{}
	for _, s := range duty.Sorts {
		if seen[s.Kind] || s.Label == "" || s.Lead <= 0 {
			t.Errorf("%+v", s)
		}
		seen[s.Kind] = true
		if s.Cite.IsZero() {
			continue
		}
		if back, err := law.ParseCitation(s.Cite.String()); err != nil || back != s.Cite {
			t.Error(cmp.Diff(s.Cite, back), err)
		}
	}
}
