package storetest_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"gongkai/internal/blob"
	"gongkai/internal/crypt"
	"gongkai/internal/database"
	"gongkai/internal/job"
	"gongkai/internal/store"
	"gongkai/internal/storetest"
	"gongkai/internal/tidying"
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

// A deployment is what the child works with and what is looked at afterwards.
type deployment struct {
	db     *database.DB
	keys   *crypt.Keyring
	files  *blob.Store
	runner *job.Runner
	outbox *job.Outbox
}

// How soon a file is old enough to be taken away, in place of days, and how long its row may take.
const (
	fileWaits = 3 * time.Second
	rowWaits  = fileWaits / 4
)

// A paper is the payload of a job: a case, and for some the file that goes with it, which only this row names.
type paper struct{ Case, File string }

// openDeployment opens the database, a store of files that ages fast, a runner whose jobs leave their effect in the
// ledger, and the outbox that drops mail into a folder.
func openDeployment(ctx context.Context, o database.Options, drop string) (d *deployment, err error) {
	d = &deployment{}
	if d.keys, err = crypt.OpenKeyFile(filepath.Join(drop, "keys"), crypt.Std); err != nil {
		return nil, err
	}
	if d.db, err = database.Open(ctx, o); err != nil {
		return nil, err
	}
	soon := func() time.Time { return d.db.Now().Add(blob.MinGrace - fileWaits) }
	if d.files, err = blob.New(ctx, filepath.Join(drop, "files"), blob.Options{Suite: crypt.Std, Keys: d.keys, Now: soon}); err != nil {
		return nil, err
	}
	place := crypt.Place{Table: "outbox", Column: "content"}
	d.outbox = &job.Outbox{DB: d.db, Mail: job.Drop{Dir: drop, From: "a@example.gov.cn"},
		Seal: func(plain []byte) ([]byte, error) { return d.keys.Seal(crypt.Fields, place, plain) },
		Open: func(sealed []byte) ([]byte, error) { return d.keys.Open(crypt.Fields, place, sealed) }}
	d.runner = job.NewRunner(d.db, job.Options{Workers: 2, Poll: 5 * time.Millisecond, Lease: 300 * time.Millisecond})
	d.runner.Handle(job.Deliver, d.outbox.Handler())
	d.runner.Handle("effect", func(ctx context.Context, j *job.Job) error {
		var p paper
		if err := j.Payload(&p); err != nil {
			return err
		}
		return d.db.Write(ctx, ledger.Machine("effect"), func(tx *database.Tx) error {
			tx.Record(ledger.Entry{Chain: j.Agency, Verb: "effect", Subject: ledger.Subject{Kind: "case", ID: p.Case}})
			return j.Finish(tx)
		})
	})
	return d, nil
}

// writeUntilKilled is the child: three agencies write as fast as they can and say what was acknowledged, while files
// that nothing refers to are taken away.
func writeUntilKilled() error {
	ctx := context.Background()
	d, err := openDeployment(ctx, database.Options{URL: os.Getenv("GONGKAI_CRASH_URL"), Dir: os.Getenv("GONGKAI_CRASH_DIR")}, os.Getenv("GONGKAI_CRASH_DROP"))
	if err != nil {
		return err
	}
	go func() { _ = d.runner.Run(ctx) }()
	go func() {
		for {
			_, _ = tidying.Tidy(ctx, d.db, d.keys, d.files, blob.MinGrace) // fails while the server is being killed
			time.Sleep(30 * time.Millisecond)
		}
	}()
	var wg sync.WaitGroup
	for a := range 3 {
		by := ledger.Actor{ID: "ac_1", Agency: fmt.Sprintf("ag_%d", a)}
		wg.Go(func() {
			for {
				p, err := d.openCase(ctx, by)
				if err != nil { // the server is being killed: go on when it is back
					time.Sleep(10 * time.Millisecond)
					continue
				}
				_, _ = io.WriteString(os.Stdout, p.Case+" "+p.File+"\n")
			}
		})
	}
	wg.Wait()
	return nil
}

// errLate is a file that waited too long for its row.
var errLate = errors.New("the file is too old")

// openCase does what a use-case does: stores a file, draws a number, records it, asks for a job and sometimes for a mail.
func (d *deployment) openCase(ctx context.Context, by ledger.Actor) (p paper, err error) {
	stored := time.Now()
	if rand.N(3) == 0 {
		ref, err := d.files.Put(ctx, strings.NewReader(fmt.Sprintf("%%PDF-1.7\n%d\n%%%%EOF\n", rand.Uint64())), blob.Limits{})
		if err != nil {
			return p, err
		}
		p.File = string(ref.Hash)
	}
	if rand.N(5) == 0 {
		return p, errors.New("the form is never sent")
	}
	err = d.db.Write(ctx, by, func(tx *database.Tx) error {
		if time.Since(stored) > rowWaits {
			return errLate
		}
		n, err := store.Next(tx, "case", by.Agency, "2026")
		if err != nil {
			return err
		}
		p.Case = fmt.Sprintf("%s/%d", by.Agency, n)
		about := ledger.Subject{Kind: "case", ID: p.Case}
		tx.Record(ledger.Entry{Verb: "open", Subject: about})
		if _, err = job.Enqueue(tx, job.New{Kind: "effect", Agency: by.Agency, Payload: p}); err == nil && n%10 == 0 {
			_, err = d.outbox.Put(tx, by.Agency, store.Mail, about, job.Letter{To: "a@example.cn", Subject: p.Case, Body: p.Case})
		}
		return err
	})
	return p, err
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
			if acknowledged = append(acknowledged, strings.TrimSuffix(line, "\n")); len(acknowledged) == 1 {
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
	case <-time.After(time.Minute):
		t.Error("the child acknowledged nothing")
	}
	during()
	_ = c.cmd.Process.Kill()
	acknowledged := <-c.done
	_ = c.cmd.Wait()
	return acknowledged
}

func randomWhile() { time.Sleep(rand.N(80 * time.Millisecond)) }

// check compares the database and the store of files with everything that was ever acknowledged.
func check(t *testing.T, d *deployment, acknowledged map[string]string) {
	t.Helper()
	db := d.db
	for id, file := range acknowledged {
		if file == "" {
			continue
		}
		if _, err := d.files.Stat(t.Context(), blob.Hash(file)); err != nil {
			t.Errorf("the file of %s was acknowledged and is lost: %v", id, err)
		}
	}
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
	d, err := openDeployment(t.Context(), o, drop)
	if err != nil {
		t.Fatal(err)
	}
	db := d.db
	defer func() { _ = db.Close() }()
	ctx, stop := context.WithTimeout(t.Context(), 30*time.Second)
	defer stop()
	ended := make(chan error, 1)
	go func() { ended <- d.runner.Run(ctx) }()
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
	t.Logf("%d cases, %d mails, %d files", opened, mails, orphans(t, d))
}

// orphans takes away what nothing refers to and proves that every other file is there and whole; it returns how many.
func orphans(t *testing.T, d *deployment) (left int) {
	t.Helper()
	for range 2 { // into the bin, and out of it
		if _, err := tidying.Tidy(t.Context(), d.db, d.keys, d.files, blob.MinGrace); err != nil {
			t.Fatal(err)
		}
	}
	named, err := tidying.Named(t.Context(), d.db, d.keys)
	if err != nil {
		t.Fatal(err)
	}
	err = d.files.Verify(t.Context(), func(i blob.Info, wrong error) error {
		left++
		if _, ok := named[i.Hash]; !ok || wrong != nil || i.Binned {
			t.Errorf("%+v: named %v, %v", i, ok, wrong)
		}
		delete(named, i.Hash)
		return nil
	})
	if err != nil || len(named) > 0 {
		t.Errorf("%d files that rows name are not there (%v)", len(named), err)
	}
	if left == 0 {
		t.Error("no file was handed in")
	}
	return left
}

func crash(t *testing.T, o database.Options, rounds []func()) {
	drop := t.TempDir()
	if _, err := crypt.CreateKeyFile(filepath.Join(drop, "keys"), time.Now()); err != nil {
		t.Fatal(err)
	}
	acknowledged := map[string]string{} // cases and their files
	for _, during := range rounds {
		for _, line := range startChild(t, o, drop).kill(t, during) {
			id, file, _ := strings.Cut(line, " ")
			acknowledged[id] = file
		}
		d, err := openDeployment(t.Context(), o, drop)
		if err != nil {
			t.Fatal(err)
		}
		check(t, d, acknowledged)
		_ = d.db.Close()
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
// every job takes effect exactly once in the end; no file that a row names is missing, no other is left.
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
