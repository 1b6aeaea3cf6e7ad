package demo_test

import (
	"maps"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"gongkai/agency"
	"gongkai/civil"
	"gongkai/internal/crypt"
	"gongkai/internal/database"
	"gongkai/internal/demo"
	"gongkai/internal/query"
	"gongkai/internal/store"
	"gongkai/internal/storetest"
	"gongkai/workday"
)

// situations are times at which somebody may start the demo, in Shanghai.
var situations = map[string]string{
	"平常的星期四":     "2026-11-26 09:30",
	"跨年夜":        "2026-12-31 23:40",
	"元旦零点过后":     "2027-01-01 00:00",
	"元旦上午":       "2027-01-01 09:00",
	"元旦后第一个工作日":  "2027-01-04 08:45",
	"年度报告正在编写":   "2027-01-10 09:00",
	"年度报告正在报送":   "2027-01-21 12:00",
	"春节假期":       "2026-02-18 11:00",
	"春节调休上班的星期六": "2026-02-28 09:00",
	"国庆假期":       "2026-10-03 09:00",
	"国庆调休上班的星期六": "2026-10-10 09:00",
	"三月一日零点过后":   "2027-03-01 00:05",
	"闰日深夜":       "2028-02-29 23:50",
	"四月一日":       "2027-04-01 08:31",
	"月末零点之前":     "2027-05-31 23:59",
	"次年节假日尚未公布":  "2027-02-08 09:00",
}

// On whatever day and hour the demo is started, it is built, and every screen has something to show.
func TestTheDemoHasSomethingToShowOnEveryDay(t *testing.T) {
	for _, name := range slices.Sorted(maps.Keys(situations)) {
		t.Run(name, func(t *testing.T) {
			at, err := time.ParseInLocation("2006-01-02 15:04", situations[name], civil.Shanghai)
			if err != nil {
				t.Fatal(err)
			}
			for _, lack := range lacksAt(t, at) {
				t.Error(lack)
			}
		})
	}
}

// The same for minutes drawn from three years. Whoever sees it fail adds the minute to the situations.
func TestTheDemoHasSomethingToShowAtAnyMinute(t *testing.T) {
	from := civil.MustParse("2026-01-01").Start()
	for range drawn {
		at := from.Add(time.Duration(rand.IntN(3*365*24*60)) * time.Minute).In(civil.Shanghai)
		t.Run(at.Format("2006-01-02 15:04"), func(t *testing.T) {
			for _, lack := range lacksAt(t, at) {
				t.Error(lack)
			}
		})
	}
}

// drawn is how many minutes are drawn: a demo takes half a second.
const drawn = 4

// lacksAt builds the demo at the time and says what is not there to be seen, or should not be there.
func lacksAt(t *testing.T, at time.Time) (lacks []string) {
	t.Helper()
	began := time.Now()
	clock := &demo.Clock{Present: func() time.Time { return at.Add(time.Since(began)) }}
	db := storetest.SQLite(t, storetest.Clock(clock.Now))
	file := filepath.Join(t.TempDir(), "keys")
	if _, err := crypt.CreateKeyFile(file, at); err != nil {
		t.Fatal(err)
	}
	keys, err := crypt.OpenKeyFile(file, crypt.Std)
	if err != nil {
		t.Fatal(err)
	}
	calendar := func(agency.ID) *workday.Calendar { return workday.National() }
	if _, err := demo.Build(t.Context(), demo.Parts{DB: db, Keys: keys, Calendar: calendar, Clock: clock}); err != nil {
		return []string{err.Error()}
	}
	proof, err := store.VerifyLedger(t.Context(), db)
	if err != nil || len(proof.Breaks) > 0 {
		lacks = append(lacks, "the ledger is broken")
	}
	v, today := db.View(t.Context()), civil.Of(at)
	soon, _ := workday.National().Add(today, agency.DefaultSettings(today).Periods.Amber)
	count := func(text string, args ...any) (n int) {
		t.Helper()
		if err := v.QueryRow(text, args...).Scan(&n); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		return n
	}
	for what, n := range map[string]int{
		"links of the ledger that are later than now":    count(`SELECT count(*) FROM ledger WHERE at > $1`, clock.Now()),
		"links of the ledger before the one they follow": count(`SELECT count(*) FROM ledger l JOIN ledger b ON b.chain = l.chain AND b.seq = l.seq - 1 WHERE b.at > l.at`),
		"facts of days to come":                          count(`SELECT count(*) FROM application_fact WHERE done_on > $1`, today),
		"records published on days to come":              count(`SELECT count(*) FROM publication WHERE published_on > $1`, today),
		"acts on reports on days to come":                count(`SELECT count(*) FROM annual_report_act WHERE done_on > $1`, today),
		"orders of days to come":                         count(`SELECT count(*) FROM mending_order WHERE issued_on > $1`, today),
	} {
		if n > 0 {
			lacks = append(lacks, what)
		}
	}
	for what, n := range shown(t, v, today, soon, count) {
		if n == 0 {
			lacks = append(lacks, "no "+what)
		}
	}
	slices.Sort(lacks)
	return lacks
}

// shown counts what the screens of the demo are there to show.
func shown(t *testing.T, v *database.Query, today, soon civil.Date, count func(text string, args ...any) int) map[string]int {
	t.Helper()
	year := today.Year() - 1
	const open = `SELECT count(*) FROM application WHERE step IN ('answer', 'explain', 'deliver') AND `
	all := map[string]int{
		"overdue application":                  count(open+`due_on < $1`, today),
		"application that is due soon":         count(open+`due_on >= $1 AND due_on <= $2`, today, soon),
		"application with time left":           count(open+`due_on > $1`, soon),
		"unconfirmed application":              count(`SELECT count(*) FROM application WHERE step = 'confirm' AND received_on = ''`),
		"withdrawn application":                count(`SELECT count(*) FROM application_fact WHERE kind = 'withdrawn'`),
		"extended application":                 count(`SELECT count(*) FROM application_fact WHERE kind = 'extended'`),
		"third party that was asked":           count(`SELECT count(*) FROM application_fact WHERE kind = 'third_party_consulted' AND done_on >= $1`, today.AddDays(-40)),
		"decision under review":                count(`SELECT count(*) FROM decision_draft d JOIN application a ON a.id = d.application WHERE a.closed_on = ''`),
		"outcome of five sorts":                max(0, count(`SELECT count(DISTINCT outcome) FROM application WHERE outcome <> ''`)-4),
		"application that came last year":      count(`SELECT count(*) FROM application WHERE arrived_on >= $1 AND arrived_on < $2`, today.AddMonths(-12), today.AddMonths(-1)),
		"withdrawn record":                     count(`SELECT count(*) FROM publication WHERE visible = 0`),
		"normative document that ends soon":    count(`SELECT count(*) FROM publication WHERE visible = 1 AND kind = 'normative' AND published_on > $1`, today.AddDays(-400)),
		"open complaint":                       count(`SELECT count(*) FROM complaint WHERE closed_on = ''`),
		"complaint that was concluded":         count(`SELECT count(*) FROM complaint WHERE closed_on <> ''`),
		"overdue order":                        count(`SELECT count(*) FROM mending_order WHERE stage = 'waiting' AND due_on < $1`, today),
		"order to be judged":                   count(`SELECT count(*) FROM mending_order WHERE stage = 'judging'`),
		"复议 that asks for something":           count(`SELECT count(*) FROM proceeding WHERE closed_on = '' AND due_on <> ''`),
		"suit under way":                       count(`SELECT count(*) FROM proceeding WHERE way LIKE 'litigation%' AND closed_on = ''`),
		"复议 that was lost":                     count(`SELECT count(*) FROM proceeding WHERE closed_on <> '' AND bucket <> '结果维持'`),
		"corrected month":                      count(`SELECT count(*) FROM monthly_entry WHERE reason <> ''`),
		"month that was handed in lately":      count(`SELECT count(*) FROM monthly_entry WHERE month = $1`, today.Month().First().AddDays(-1).Month().String()),
		"unseen notice of the 经办人":             count(`SELECT count(*) FROM notice n JOIN staff s ON s.id = n.staff WHERE s.login = 'szj-jingban' AND n.seen_at IS NULL`),
		"unseen notice of the 主管部门":            count(`SELECT count(*) FROM notice n JOIN staff s ON s.id = n.staff WHERE s.login = 'zhuguan' AND n.seen_at IS NULL`),
		"report on last year that was read in": count(`SELECT count(*) FROM annual_report_copy WHERE year = $1`, year),
		"accepted report on last year":         count(`SELECT count(*) FROM annual_report_act WHERE year = $1 AND kind = 'accepted'`, year),
		"returned report on last year":         count(`SELECT count(*) FROM annual_report_act WHERE year = $1 AND kind = 'returned'`, year),
	}
	for _, step := range []string{"draft", "returned", "referred", "cleared", "scheduled", "kept", "published", "section", "secrecy", "sign"} {
		all["record at the step "+step] = count(`SELECT count(*) FROM record WHERE stage = $1`, step)
	}
	var lively agency.ID
	if err := v.QueryRow(`SELECT id FROM agency WHERE code = 'szj'`).Scan(&lively); err != nil {
		t.Fatal(err)
	}
	late, err := query.LateActs(v, lively, today.AddDays(-30), today, workday.National())
	if err != nil {
		t.Fatal(err)
	}
	kept, err := query.KeptDue(v, lively, today)
	if err != nil {
		t.Fatal(err)
	}
	all["late record"], all["record kept back that is to be looked at again"] = len(late), len(kept)
	return all
}
