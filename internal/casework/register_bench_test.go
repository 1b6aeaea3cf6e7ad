package casework_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"gongkai/agency"
	"gongkai/applicant"
	"gongkai/application"
	"gongkai/civil"
	"gongkai/deadline"
	"gongkai/decision"
	"gongkai/internal/auth"
	"gongkai/internal/casework"
	"gongkai/internal/crypt"
	"gongkai/internal/database"
	"gongkai/internal/query"
	"gongkai/internal/store"
	"gongkai/internal/storetest"
	"gongkai/ledger"
	"gongkai/workday"
)

// registerSize is how many applications the register of the benchmarks holds: GONGKAI_BENCH_CASES, few by default.
func registerSize(b *testing.B) int {
	if text := os.Getenv("GONGKAI_BENCH_CASES"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil {
			b.Fatal(err)
		}
		return n
	}
	return 20_000
}

// The register of the benchmarks: sixty agencies, of which the first has a quarter of everything; two in a hundred
// applications are open.
const (
	benchAgencies = 60
	benchToday    = "2026-11-20"
	benchPast     = 2500 // days over which they arrived
)

func benchAgency(i int) agency.ID { return agency.ID(fmt.Sprintf("ag_%02d", i)) }

// A register is a filled database with a desk.
type register struct {
	*casework.Desk
	by   auth.Actor
	open []application.ID // of the first agency
}

// fill makes the register: the rows that use-cases would have left, written in bulk.
func fill(b *testing.B, db *database.DB, n int) *register {
	b.Helper()
	file := filepath.Join(b.TempDir(), "keys")
	if _, err := crypt.CreateKeyFile(file, time.Now()); err != nil {
		b.Fatal(err)
	}
	keys, err := crypt.OpenKeyFile(file, crypt.Std)
	if err != nil {
		b.Fatal(err)
	}
	r := &register{Desk: &casework.Desk{DB: db, Keys: keys, Calendar: func(agency.ID) *workday.Calendar { return workday.National() }}, by: auth.Actor{Staff: "st_1", Name: "经办", Agency: benchAgency(0), Roles: agency.RolesOf(agency.RoleOfficer)}}
	err = db.Write(b.Context(), ledger.Machine("bench"), func(tx *database.Tx) error {
		tx.Record(ledger.Entry{Chain: "ag_00", Verb: "set_up", Subject: ledger.Subject{Kind: "agency", ID: "ag_00"}})
		for i := range benchAgencies {
			a := agency.Agency{ID: benchAgency(i), Code: fmt.Sprintf("a%02d", i), Name: fmt.Sprintf("机关%02d", i), Level: agency.County, Kind: agency.Department, Region: "620602"}
			if err := store.InsertAgency(tx, a); err != nil {
				return err
			}
		}
		return store.InsertAccount(tx, auth.Account{Staff: "st_1", Agency: benchAgency(0), Login: "jingban", Name: "经办", Roles: r.by.Roles, Password: "x"})
	})
	if err != nil {
		b.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	for from := 0; from < n; from += benchChunk {
		if err := db.WriteUnrecorded(b.Context(), "bench", func(tx *database.Tx) error {
			return r.insert(tx, random, from, min(from+benchChunk, n), n)
		}); err != nil {
			b.Fatal(err)
		}
	}
	if _, err := r.IndexRegister(b.Context()); err != nil {
		b.Fatal(err)
	}
	return r
}

const (
	benchChunk = 5_000
	benchRows  = 20 // of one INSERT: SQLite looks for each of its named parameters among all others
)

// insert writes the applications numbered from to until.
func (r *register) insert(tx *database.Tx, random *rand.Rand, from, until, n int) error {
	apps, facts := bulk{tx: tx, head: `INSERT INTO application (id, agency, number, query_code, channel, arrived_on, confirmed_on, category, helped, particulars, id_digest,
		content, doc_no, form, route, received_on, closed_on, outcome, facts, created_at, step, due_on, section, officer, source, content_digest, provisional) VALUES `},
		bulk{tx: tx, head: `INSERT INTO application_fact (application, seq, kind, done_on, body, added_at) VALUES `}
	facts.first = &apps
	today := civil.MustParse(benchToday)
	for i := from; i < until; i++ {
		of := 0
		if i%4 != 0 {
			of = 1 + i%(benchAgencies-1)
		}
		on := today.AddDays(-benchPast + int(int64(i)*benchPast/int64(n)))
		a := application.Application{ID: application.ID(fmt.Sprintf("ap_%012d", i)), Agency: benchAgency(of), Number: fmt.Sprintf("%s-%07d", strings.ReplaceAll(on.String(), "-", ""), i), Channel: deadline.InPerson, ArrivedOn: on,
			Applicant: applicant.Applicant{Category: applicant.Natural, Name: "某人", Phone: "13800000000"}, Wanted: application.Wanted{Content: fmt.Sprintf("%d年第%d号道路工程的验收报告和竣工图纸", on.Year(), i%5000), Form: "paper", Route: "post"}}
		if i < n-n/50 {
			done := on.AddDays(random.IntN(20))
			a.Facts = []application.Fact{{Kind: application.Decided, On: done, Outcome: decision.Outcomes[random.IntN(len(decision.Outcomes))].Outcome, Number: "1"}, {Kind: application.Delivered, On: done, Method: application.ByPost, Number: "XA12345678912"}, {Kind: application.Archived, On: done}}
		} else if of == 0 {
			r.open = append(r.open, a.ID)
		}
		if err := r.row(tx, &apps, &facts, a, random.IntN(n/3+1)); err != nil {
			return err
		}
	}
	if err := apps.flush(); err != nil {
		return err
	}
	return facts.flush()
}

// row adds one application and its facts to the bulk.
func (r *register) row(tx *database.Tx, apps, facts *bulk, a application.Application, person int) error {
	plain, err := json.Marshal(a.Applicant)
	if err != nil {
		return err
	}
	sealed, err := r.Keys.Seal(crypt.Fields, crypt.Place{Table: "application", Column: "particulars", Row: string(a.ID)}, plain)
	if err != nil {
		return err
	}
	clock := a.Clock(r.Calendar(a.Agency), deadline.Policy{}, tx.Today())
	due := a.Due(clock)
	closed, outcome := civil.Date{}, ""
	if d, ok := a.Decision(); ok {
		closed, outcome = d.On, string(d.Outcome)
	}
	if err := apps.add(string(a.ID), string(a.Agency), a.Number, "abcdefghjk", string(a.Channel), a.ArrivedOn, "", "natural", 0, sealed, fmt.Sprintf("d%07d", person), a.Wanted.Content, "", "paper", "post",
		clock.ReceivedOn, closed, outcome, len(a.Facts), tx.Now(), string(due.Step), due.On, "", "", "", fmt.Sprintf("c%06d", person%100_000), 0); err != nil {
		return err
	}
	for i, f := range a.Facts {
		body, err := json.Marshal(f)
		if err != nil {
			return err
		}
		if err := facts.add(string(a.ID), i+1, string(f.Kind), f.On, string(body), tx.Now()); err != nil {
			return err
		}
	}
	return nil
}

// bulk gathers rows into INSERTs of many.
type bulk struct {
	tx   *database.Tx
	head string
	rows int
	args []any

	first *bulk // what these rows refer to
}

func (k *bulk) add(args ...any) error {
	k.rows, k.args = k.rows+1, append(k.args, args...)
	if k.rows < benchRows {
		return nil
	}
	return k.flush()
}

func (k *bulk) flush() error {
	if k.rows == 0 {
		return nil
	}
	if k.first != nil {
		if err := k.first.flush(); err != nil {
			return err
		}
	}
	var text strings.Builder
	text.WriteString(k.head)
	width := len(k.args) / k.rows
	for i := range k.rows {
		if i > 0 {
			text.WriteByte(',')
		}
		for j := range width {
			text.WriteString(map[bool]string{true: "($", false: ",$"}[j == 0] + strconv.Itoa(i*width+j+1))
		}
		text.WriteByte(')')
	}
	_, err := k.tx.Exec(text.String(), k.args...)
	k.rows, k.args = 0, k.args[:0]
	return err
}

// BenchmarkRegister is a day's work of the 经办人 of the largest agency in a large register, on both engines with full
// durability.
func BenchmarkRegister(b *testing.B) {
	n := registerSize(b)
	at := civil.MustParse(benchToday).Start().Add(9 * time.Hour)
	clock := storetest.Clock(func() time.Time { return at })
	for name, open := range map[string]func(testing.TB, ...storetest.Option) *database.DB{"sqlite": storetest.DurableSQLite, "postgres": storetest.DurablePostgres} {
		b.Run(name, func(b *testing.B) {
			db := open(b, clock)
			r := fill(b, db, n)
			r.bench(b)
		})
	}
}

func (r *register) bench(b *testing.B) {
	list := func(l query.CaseList) func(b *testing.B) {
		l.Agency, l.Limit = benchAgency(0), 20
		return func(b *testing.B) {
			for b.Loop() {
				if rows, _, err := r.List(b.Context(), r.by, l); err != nil || len(rows) == 0 {
					b.Fatal(len(rows), err)
				}
			}
		}
	}
	b.Run("my-work", list(query.CaseList{State: query.CasesMine, Officer: "st_1"}))
	b.Run("overdue", list(query.CaseList{State: query.CasesOpen, Due: true, DueTo: civil.MustParse(benchToday).AddDays(-1)}))
	b.Run("closed", list(query.CaseList{State: query.CasesClosed}))
	b.Run("all", list(query.CaseList{State: query.CasesAll}))
	b.Run("month", list(query.CaseList{State: query.CasesAll, From: civil.MustParse("2026-05-01"), To: civil.MustParse("2026-05-31")}))
	b.Run("outcome", list(query.CaseList{State: query.CasesClosed, Outcome: string(decision.Disclosed), Closed: [2]civil.Date{civil.MustParse("2026-01-01"), civil.MustParse("2026-12-31")}}))
	b.Run("words", list(query.CaseList{State: query.CasesAll, Text: "第4320号"}))
	b.Run("words-many", list(query.CaseList{State: query.CasesAll, Text: "验收报告"}))
	b.Run("words-open", list(query.CaseList{State: query.CasesOpen, Text: "竣工图纸"}))
	b.Run("words-month", list(query.CaseList{State: query.CasesAll, Text: "验收报告", From: civil.MustParse("2026-05-01"), To: civil.MustParse("2026-05-31")}))
	b.Run("counts", func(b *testing.B) {
		for b.Loop() {
			if _, err := r.DueCount(b.Context(), r.by, benchAgency(0)); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("page", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			if _, err := r.Look(b.Context(), r.by, benchAgency(0), r.open[i%len(r.open)]); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("statistics", func(b *testing.B) {
		for b.Loop() {
			if _, err := r.Statistics(b.Context(), r.by, benchAgency(0), civil.MustParse("2026-01-01"), civil.MustParse("2026-12-31")); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("step", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			f := application.Fact{Kind: application.Noted, On: civil.MustParse(benchToday), Text: "备注"}
			if err := r.AddFact(b.Context(), r.by, benchAgency(0), r.open[i%len(r.open)], f); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("restate", func(b *testing.B) {
		for b.Loop() {
			if _, err := r.Restate(b.Context()); err != nil {
				b.Fatal(err)
			}
		}
	})
}
