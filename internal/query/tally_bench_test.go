package query_test

import (
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"gongkai/agency"
	"gongkai/annualreport"
	"gongkai/applicant"
	"gongkai/civil"
	"gongkai/decision"
	"gongkai/internal/database"
	"gongkai/internal/query"
	"gongkai/internal/store"
	"gongkai/internal/storetest"
	"gongkai/tally"

	_ "github.com/jackc/pgx/v5/stdlib"
)

// The county of the benchmark: so many agencies, over five years.
const benchAgencies, benchYears = 200, 5

// casesOfBench is how many applications the benchmark counts: GONGKAI_BENCH_CASES, or a hundred thousand.
func casesOfBench(tb testing.TB) int {
	text := os.Getenv("GONGKAI_BENCH_CASES")
	if text == "" {
		return 100_000
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		tb.Fatalf("GONGKAI_BENCH_CASES: %v", err)
	}
	return n
}

// generate stores n applications: received evenly over the years, answered within some weeks, one in fifty still open.
func generate(tb testing.TB, db *database.DB, n int) {
	tb.Helper()
	random := rand.New(rand.NewPCG(1, 2))
	first := civil.On(2019, 1, 1)
	for done := 0; done < n; {
		err := db.WriteUnrecorded(tb.Context(), "bench", func(tx *database.Tx) error {
			for i := range benchAgencies {
				if err := insertAgency(tx, agency.ID(fmt.Sprintf("ag_%03d", i))); done == 0 && err != nil {
					return err
				}
			}
			for end := min(done+20_000, n); done < end; {
				var values strings.Builder
				var args []any
				for range min(100, end-done) {
					c := tally.Case{ID: fmt.Sprintf("ap_%08d", done), Category: applicant.Categories[random.IntN(len(applicant.Categories))].Category,
						ReceivedOn: first.AddDays(random.IntN(365 * benchYears))}
					if random.IntN(50) > 0 {
						c.ClosedOn, c.Outcome = c.ReceivedOn.AddDays(1+random.IntN(45)), decision.Outcomes[random.IntN(len(decision.Outcomes))].Outcome
					}
					if values.Len() > 0 {
						values.WriteString(", ")
					}
					k := len(args)
					fmt.Fprintf(&values, "($%d, $%d, $%d, '', 'online', $%d, '', $%d, 0, $%d, '', '', '', 'paper', 'post', $%d, $%d, $%d, 1, 0, $%d, $%d, $%d, $%d)", k+1, k+2, k+1, k+3, k+4, k+5, k+3, k+6, k+7, k+6, k+7, k+8, k+9)
					of := fmt.Sprintf("ag_%03d", random.IntN(benchAgencies))
					keys := c.Keys(of)
					args = append(args, c.ID, of, c.ReceivedOn, string(c.Category), []byte{1}, c.ClosedOn, string(c.Outcome), keys.Received, keys.Answered)
					done++
				}
				if _, err := tx.Exec(`INSERT INTO application (id, agency, number, query_code, channel, arrived_on, confirmed_on, category, helped, particulars, id_digest,
					content, doc_no, form, route, received_on, closed_on, outcome, facts, created_at, counted_on, counted_as, received_key, counted_key) VALUES `+values.String(), args...); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			tb.Fatal(err)
		}
	}
	if err := db.WriteUnrecorded(tb.Context(), "bench", store.RecountApplications); err != nil {
		tb.Fatal(err)
	}
}

func open(tb testing.TB, url string) *database.DB {
	tb.Helper()
	db, err := database.Open(tb.Context(), database.Options{URL: url})
	if err != nil {
		tb.Fatal(err)
	}
	return db
}

// engines open either engine with n applications in it, the statistics fresh.
var engines = map[string]func(tb testing.TB, n int) *database.DB{
	"sqlite": func(tb testing.TB, n int) *database.DB {
		db := storetest.SQLite(tb)
		generate(tb, db, n)
		return db
	},
	"postgres": func(tb testing.TB, n int) *database.DB {
		url := storetest.EmptyPostgres(tb)
		db := open(tb, url)
		if _, err := database.Migrate(tb.Context(), db); err != nil {
			tb.Fatal(err)
		}
		generate(tb, db, n)
		if err := db.Close(); err != nil { // an open connection would keep the rows from being marked visible to all
			tb.Fatal(err)
		}
		raw, err := sql.Open("pgx", url)
		if err != nil {
			tb.Fatal(err)
		}
		defer func() { _ = raw.Close() }()
		for range 2 { // the second writes down what the first found visible to all
			if _, err := raw.ExecContext(tb.Context(), `VACUUM (FREEZE, ANALYZE) application`); err != nil {
				tb.Fatal(err)
			}
		}
		db = open(tb, url)
		tb.Cleanup(func() { _ = db.Close() })
		return db
	},
}

// spent is the processor time of this process so far: what others on the machine take is not in it.
func spent() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkTableThree counts table three of one agency, of all agencies and of every year over the whole register.
func BenchmarkTableThree(b *testing.B) {
	n := casesOfBench(b)
	form, _ := annualreport.FormOf(2022)
	for name, engine := range engines {
		b.Run(fmt.Sprintf("%s-%d", name, n), func(b *testing.B) {
			view := engine(b, n).View(b.Context())
			count := func(b *testing.B, t query.Tally) {
				if grids, err := t.Three(view, form); err != nil || len(grids) == 0 {
					b.Fatal(len(grids), err)
				}
			}
			b.Run("agency", func(b *testing.B) {
				var times []time.Duration
				began := spent()
				for i := 0; b.Loop(); i++ {
					at := time.Now()
					count(b, query.Tally{Year: 2022, Agency: agency.ID(fmt.Sprintf("ag_%03d", i%benchAgencies))})
					times = append(times, time.Since(at))
				}
				b.ReportMetric(float64((spent()-began).Microseconds())/float64(len(times)), "cpu-µs/op")
				slices.Sort(times)
				b.ReportMetric(float64(times[len(times)/2].Microseconds()), "p50-µs")
				b.ReportMetric(float64(times[len(times)*99/100].Microseconds()), "p99-µs")
			})
			b.Run("county", func(b *testing.B) {
				began := spent()
				for b.Loop() {
					count(b, query.Tally{Year: 2022})
				}
				b.ReportMetric(float64((spent()-began).Microseconds())/float64(b.N), "cpu-µs/op")
			})
			b.Run("five-years", func(b *testing.B) {
				for b.Loop() {
					for year := 2019; year < 2019+benchYears; year++ {
						count(b, query.Tally{Year: year})
					}
				}
			})
		})
	}
}
