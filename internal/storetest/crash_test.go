package storetest_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"gongkai/internal/database"
	"gongkai/internal/job"
	"gongkai/internal/store"
	"gongkai/internal/storetest"
	"gongkai/ledger"
)

// kills is how often the writing process is killed on each engine, serverKills how often PostgreSQL itself is.
const (
	kills       = 50
	serverKills = 5
)

// TestMain runs the tests, or, when this is the child of the crash test, writes until it is killed.
func TestMain(m *testing.M) {
	if os.Getenv("GONGKAI_CRASH_DROP") != "" {
		if err := writeUntilKilled(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(2)
		}
		return
	}
	os.Exit(m.Run())
}

// newRunner makes a runner whose jobs leave their effect in the ledger, and the outbox that drops mail into a folder.
func newRunner(db *database.DB, drop string) (*job.Runner, *job.Outbox) {
	r := job.NewRunner(db, job.Options{Workers: 2, Poll: 5 * time.Millisecond, Lease: 300 * time.Millisecond})
	o := &job.Outbox{DB: db, Mail: job.Drop{Dir: drop, From: "a@example.gov.cn"}}
	r.Handle(job.Deliver, o.Handler())
	r.Handle("effect", func(ctx context.Context, j *job.Job) error {
		var id string
		if err := j.Payload(&id); err != nil {
			return err
		}
		return db.Write(ctx, ledger.Machine("effect"), func(tx *database.Tx) error {
			tx.Record(ledger.Entry{Chain: j.Agency, Verb: "effect", Subject: ledger.Subject{Kind: "case", ID: id}})
			return j.Finish(tx)
		})
	})
	return r, o
}

// writeUntilKilled is the child: three agencies write as fast as they can and say what was acknowledged.
func writeUntilKilled() error {
	ctx := context.Background()
	db, err := database.Open(ctx, database.Options{URL: os.Getenv("GONGKAI_CRASH_URL"), Dir: os.Getenv("GONGKAI_CRASH_DIR")})
	if err != nil {
		return err
	}
	r, o := newRunner(db, os.Getenv("GONGKAI_CRASH_DROP"))
	go func() { _ = r.Run(ctx) }()
	var wg sync.WaitGroup
	for a := range 3 {
		by := ledger.Actor{ID: "ac_1", Agency: fmt.Sprintf("ag_%d", a)}
		wg.Go(func() {
			for {
				id, err := openCase(ctx, db, o, by)
				if err != nil { // the server is being killed: go on when it is back
					time.Sleep(10 * time.Millisecond)
					continue
				}
				_, _ = io.WriteString(os.Stdout, id+"\n")
			}
		})
	}
	wg.Wait()
	return nil
}

// openCase does what a use-case does: draws a number, records it, asks for a job and sometimes for a mail.
func openCase(ctx context.Context, db *database.DB, o *job.Outbox, by ledger.Actor) (id string, err error) {
	err = db.Write(ctx, by, func(tx *database.Tx) error {
		n, err := store.Next(tx, "case", by.Agency, "2026")
		if err != nil {
			return err
		}
		id = fmt.Sprintf("%s/%d", by.Agency, n)
		about := ledger.Subject{Kind: "case", ID: id}
		tx.Record(ledger.Entry{Verb: "open", Subject: about})
		if _, err = job.Enqueue(tx, job.New{Kind: "effect", Agency: by.Agency, Payload: id}); err == nil && n%10 == 0 {
			_, err = o.Put(tx, by.Agency, store.Mail, about, job.Letter{To: "a@example.cn", Subject: id, Body: id})
		}
		return err
	})
	return id, err
}

// child is a writing process.
type child struct {
	cmd   *exec.Cmd
	first chan struct{} // closed at the first acknowledgement
	done  chan []string // every acknowledgement, once the process is dead
}

func startChild(t *testing.T, o database.Options, drop string) *child {
	t.Helper()
	c := &child{cmd: exec.Command(os.Args[0]), first: make(chan struct{}), done: make(chan []string, 1)}
	c.cmd.Env = append(os.Environ(), "GONGKAI_CRASH_URL="+o.URL, "GONGKAI_CRASH_DIR="+o.Dir, "GONGKAI_CRASH_DROP="+drop)
	c.cmd.Stderr = os.Stderr
	out, err := c.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		var acknowledged []string
		lines := bufio.NewReader(out)
		for {
			line, err := lines.ReadString('\n')
			if err != nil { // half a line acknowledges nothing
				break
			}
			if acknowledged = append(acknowledged, strings.TrimSpace(line)); len(acknowledged) == 1 {
				close(c.first)
			}
		}
		c.done <- acknowledged
	}()
	return c
}

// kill waits for the first acknowledgement, then a random while, kills with SIGKILL and returns what was acknowledged.
func (c *child) kill(t *testing.T, during func()) []string {
	t.Helper()
	select {
	case <-c.first:
	case <-time.After(20 * time.Second):
		t.Error("the child acknowledged nothing")
	}
	during()
	_ = c.cmd.Process.Kill()
	acknowledged := <-c.done
	_ = c.cmd.Wait()
	return acknowledged
}

func randomWhile() { time.Sleep(rand.N(80 * time.Millisecond)) }

// check compares the database with everything that was ever acknowledged.
func check(t *testing.T, db *database.DB, acknowledged map[string]bool) {
	t.Helper()
	proof, err := store.VerifyLedger(t.Context(), db)
	if err != nil || len(proof.Breaks) > 0 {
		t.Fatalf("the ledger is broken: %+v (%v)", proof.Breaks, err)
	}
	err = db.Read(t.Context(), func(q *database.Query) error {
		var opened []string
		if err := q.Select(&opened, `SELECT subject_id FROM ledger WHERE verb = 'open'`); err != nil {
			return err
		}
		there := map[string]bool{}
		for _, id := range opened {
			if there[id] {
				t.Errorf("%s was given twice", id)
			}
			there[id] = true
		}
		for id := range acknowledged {
			if !there[id] {
				t.Errorf("%s was acknowledged and is lost", id)
			}
		}
		var drawn, asked int
		if err := q.Get(&drawn, `SELECT coalesce(sum(last), 0) FROM counter`); err != nil {
			return err
		}
		if err := q.Get(&asked, `SELECT count(*) FROM job WHERE kind = 'effect'`); err != nil {
			return err
		}
		if len(opened) != drawn || len(opened) != asked {
			t.Errorf("%d cases, %d numbers, %d jobs: a transaction was kept in part", len(opened), drawn, asked)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// settle lets a runner of an hour later do what is left and checks that everything took effect once.
func settle(t *testing.T, o database.Options, drop string) {
	t.Helper()
	o.Now = func() time.Time { return time.Now().Add(time.Hour) }
	db, err := database.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	ctx, stop := context.WithTimeout(t.Context(), 30*time.Second)
	defer stop()
	r, _ := newRunner(db, drop)
	ended := make(chan error, 1)
	go func() { ended <- r.Run(ctx) }()
	for {
		h, err := job.Inspect(db.View(ctx), db.Now())
		if err != nil {
			t.Fatal(err)
		}
		if h.Ready+h.Waiting+h.Running == 0 {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	var opened, effects, different, sent, messages, dead int
	for dst, question := range map[*int]string{
		&opened:    `SELECT count(*) FROM ledger WHERE verb = 'open'`,
		&effects:   `SELECT count(*) FROM ledger WHERE verb = 'effect'`,
		&different: `SELECT count(DISTINCT subject_id) FROM ledger WHERE verb = 'effect'`,
		&messages:  `SELECT count(*) FROM outbox`,
		&sent:      `SELECT count(*) FROM outbox WHERE stage = 'sent'`,
		&dead:      `SELECT count(*) FROM job WHERE state = 'dead'`,
	} {
		if err := db.View(t.Context()).Get(dst, question); err != nil {
			t.Fatal(err)
		}
	}
	files, err := os.ReadDir(drop)
	if err != nil {
		t.Fatal(err)
	}
	mails := 0
	for _, f := range files {
		if strings.HasSuffix(f.Name(), ".eml") {
			mails++
		}
	}
	if effects != opened || different != opened || dead != 0 {
		t.Errorf("%d cases had %d effects, %d of them different; %d jobs are dead", opened, effects, different, dead)
	}
	if sent != messages || mails != messages {
		t.Errorf("of %d messages %d are marked sent and %d lie in the folder", messages, sent, mails)
	}
	t.Logf("%d cases, %d mails", opened, mails)
}

func crash(t *testing.T, o database.Options, rounds []func()) {
	drop := t.TempDir()
	acknowledged := map[string]bool{}
	for _, during := range rounds {
		for _, id := range startChild(t, o, drop).kill(t, during) {
			acknowledged[id] = true
		}
		db, err := database.Open(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		check(t, db, acknowledged)
		_ = db.Close()
	}
	if len(acknowledged) < len(rounds) {
		t.Errorf("only %d writes were acknowledged in %d rounds", len(acknowledged), len(rounds))
	}
	settle(t, o, drop)
}

func repeat(n int, f func()) (rounds []func()) {
	for range n {
		rounds = append(rounds, f)
	}
	return rounds
}

// Whatever was acknowledged is there after the process was killed, nothing is there in part, the ledger verifies, and
// every job takes effect exactly once in the end.
func TestNothingAcknowledgedIsLostWhenTheProcessIsKilled(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) {
		o := database.Options{Dir: t.TempDir()}
		db, err := database.Open(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := database.Migrate(t.Context(), db); err != nil {
			t.Fatal(err)
		}
		_ = db.Close()
		crash(t, o, repeat(kills, randomWhile))
	})
	t.Run("postgres", func(t *testing.T) {
		server := storetest.DurableServer(t)
		serverDies := func() {
			randomWhile()
			if err := server.Crash(); err != nil {
				t.Error(err)
			}
			randomWhile()
		}
		rounds := append(repeat(kills, randomWhile), repeat(serverKills, serverDies)...)
		crash(t, database.Options{URL: server.NewDatabase(t)}, rounds)
	})
}
