package job_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/mail"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"gongkai/internal/database"
	"gongkai/internal/job"
	"gongkai/internal/store"
	"gongkai/ledger"
)

// post is a transport of the tests: it notes what it was given and answers what it is told.
type post struct {
	repeatable bool
	answers    []error // in turn, then nil
	got        []job.Parcel
}

func (p *post) Repeatable() bool { return p.repeatable }

func (p *post) Send(_ context.Context, parcel job.Parcel) error {
	p.got = append(p.got, parcel)
	if len(p.answers) == 0 {
		return nil
	}
	err := p.answers[0]
	p.answers = p.answers[1:]
	return err
}

func put(t *testing.T, o *job.Outbox, c store.Channel, l job.Letter) (id string) {
	t.Helper()
	err := o.DB.Write(t.Context(), clerk, func(tx *database.Tx) (err error) {
		about := ledger.Subject{Kind: "application", ID: "ap_1"}
		tx.Record(ledger.Entry{Verb: "notify", Subject: about})
		id, err = o.Put(tx, "ag_1", c, about, l)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func stage(t *testing.T, db *database.DB, id string) store.Sending {
	t.Helper()
	m, err := store.LoadMessage(db.View(t.Context()), id)
	if err != nil {
		t.Fatal(err)
	}
	return m.Stage
}

var letter = job.Letter{To: "张三@example.cn", Subject: "申请已受理", Body: "您的申请已收到。"}

func TestAMessageIsSentOnceWithOneIDAtEveryAttempt(t *testing.T) {
	for _, tt := range []struct {
		name       string
		repeatable bool
		answers    []error
		sends      int
		stage      store.Sending
		dead       int
	}{
		{"at once", false, nil, 1, store.Sent, 0},
		{"after two refusals", false, []error{errors.New("busy"), errors.New("busy")}, 3, store.Sent, 0},
		{"refused for good", false, []error{job.Permanent(errors.New("no such user 张三@example.cn"))}, 1, store.Failed, 1},
		{"perhaps arrived, and a second would arrive twice", false, []error{job.Unsure(errors.New("cut off"))}, 1, store.Unclear, 1},
		{"perhaps arrived, and a second does no harm", true, []error{job.Unsure(errors.New("cut off"))}, 2, store.Sent, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			eachEngine(t, func(t *testing.T, db *database.DB, c *clock, r *job.Runner) {
				p := &post{repeatable: tt.repeatable, answers: append([]error{}, tt.answers...)}
				o := &job.Outbox{DB: db, Mail: p}
				r.Handle(job.Deliver, o.Handler())
				id := put(t, o, store.Mail, letter)
				for range 5 {
					r.Step(t.Context())
					c.pass(time.Minute)
				}
				if len(p.got) != tt.sends || stage(t, db, id) != tt.stage {
					t.Errorf("%d sends, stage %s; want %d, %s", len(p.got), stage(t, db, id), tt.sends, tt.stage)
				}
				for _, parcel := range p.got {
					if parcel.ID != id || !reflect.DeepEqual(parcel.Letter, letter) || !parcel.CreatedAt.Equal(p.got[0].CreatedAt) {
						t.Errorf("sent %+v", parcel)
					}
				}
				list := failures(t, db)
				if len(list) != tt.dead {
					t.Fatalf("failures %+v", list)
				}
				for _, f := range list {
					if f.Masked != "张***@example.cn" || f.Stage != string(tt.stage) || f.TopicID != "ap_1" || strings.Contains(f.LastError, "张三") {
						t.Errorf("got %+v", f)
					}
				}
			})
		})
	}
}

// The machine dies with the message in hand, which is simulated by a runner that is never heard of again.
func TestAMessageCutOffByACrash(t *testing.T) {
	for _, tt := range []struct {
		name       string
		repeatable bool
		stage      store.Sending
		afterRetry store.Sending
		sends      int
	}{
		{"waits for a person where it might arrive twice", false, store.Unclear, store.Sent, 2},
		{"is sent again where that does no harm", true, store.Sent, store.Sent, 2},
	} {
		t.Run(tt.name, func(t *testing.T) {
			eachEngine(t, func(t *testing.T, db *database.DB, c *clock, r *job.Runner) {
				crashing := &stuck{handed: make(chan bool), repeatable: tt.repeatable}
				o := &job.Outbox{DB: db, Mail: crashing}
				r.Handle(job.Deliver, o.Handler())
				id := put(t, o, store.Mail, letter)
				r.Start(t.Context())
				<-crashing.handed
				if got := stage(t, db, id); got != store.Underway {
					t.Fatalf("in hand it is %s", got)
				}
				c.pass(2 * time.Minute)

				p := &post{repeatable: tt.repeatable}
				next := job.NewRunner(db, job.Options{})
				later := &job.Outbox{DB: db, Mail: p}
				next.Handle(job.Deliver, later.Handler())
				next.Step(t.Context())
				if got := stage(t, db, id); got != tt.stage {
					t.Errorf("after the crash it is %s, want %s", got, tt.stage)
				}
				for _, f := range failures(t, db) {
					err := db.Write(t.Context(), clerk, func(tx *database.Tx) error { return job.Retry(tx, "ag_1", f.ID) })
					if err != nil {
						t.Fatal(err)
					}
				}
				next.Step(t.Context())
				if got := stage(t, db, id); got != tt.afterRetry || 1+len(p.got) != tt.sends {
					t.Errorf("in the end it is %s after %d sends", got, 1+len(p.got))
				}
			})
		})
	}
}

// stuck takes a parcel and is never heard of again, until the test ends.
type stuck struct {
	handed     chan bool
	repeatable bool
}

func (s *stuck) Repeatable() bool { return s.repeatable }
func (s *stuck) Send(ctx context.Context, _ job.Parcel) error {
	s.handed <- true
	<-ctx.Done()
	return ctx.Err()
}

// The machine dies after the message was found unclear and before its job was given up: it is not sent by itself.
func TestAnUnclearMessageIsNotSentWithoutAPerson(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *database.DB, c *clock, r *job.Runner) {
		p := &post{}
		o := &job.Outbox{DB: db, Mail: p}
		r.Handle(job.Deliver, o.Handler())
		id := put(t, o, store.Mail, letter)
		err := db.WriteUnrecorded(t.Context(), "test", func(tx *database.Tx) error {
			return store.MoveMessage(tx, id, store.Unclear)
		})
		if err != nil {
			t.Fatal(err)
		}
		for range 3 {
			r.Step(t.Context())
			c.pass(time.Hour)
		}
		if list := failures(t, db); len(p.got) != 0 || len(list) != 1 || list[0].Stage != string(store.Unclear) {
			t.Errorf("%d sends, %+v", len(p.got), list)
		}
	})
}

func TestADiscardedMessageIsNotSent(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *database.DB, c *clock, r *job.Runner) {
		p := &post{answers: []error{job.Permanent(errors.New("no"))}}
		o := &job.Outbox{DB: db, Mail: p}
		r.Handle(job.Deliver, o.Handler())
		id := put(t, o, store.Mail, letter)
		r.Step(t.Context())
		err := db.Write(t.Context(), clerk, func(tx *database.Tx) error {
			return job.Discard(tx, "ag_1", failures(t, db)[0].ID)
		})
		if err != nil {
			t.Fatal(err)
		}
		c.pass(time.Hour)
		r.Step(t.Context())
		if len(p.got) != 1 || stage(t, db, id) != store.Discarded {
			t.Errorf("%d sends, %s", len(p.got), stage(t, db, id))
		}
	})
}

func TestContentIsSealedAndLogsNameNobody(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *database.DB, _ *clock, _ *job.Runner) {
		var log bytes.Buffer
		r := job.NewRunner(db, job.Options{Logger: slog.New(slog.NewTextHandler(&log, nil))})
		p := &post{answers: []error{errors.New("550 <li.si@example.cn> unknown, call 13800000000")}}
		flip := func(b []byte) ([]byte, error) {
			out := bytes.Clone(b)
			for i := range out {
				out[i] ^= 0x5a
			}
			return out, nil
		}
		o := &job.Outbox{DB: db, Mail: p, Seal: flip, Open: flip}
		r.Handle(job.Deliver, o.Handler())
		id := put(t, o, store.Mail, job.Letter{To: "li.si@example.cn", Subject: "s", Body: "secret"})
		r.Step(t.Context())
		m, err := store.LoadMessage(db.View(t.Context()), id)
		if err != nil || bytes.Contains(m.Content, []byte("secret")) || bytes.Contains(m.Content, []byte("li.si")) {
			t.Errorf("stored open: %q (%v)", m.Content, err)
		}
		if len(p.got) != 1 || p.got[0].Body != "secret" {
			t.Errorf("sent %+v", p.got)
		}
		if s := log.String(); !strings.Contains(s, "job: failed") || strings.Contains(s, "li.si") || strings.Contains(s, "13800000000") {
			t.Errorf("the log says %s", s)
		}
	})
}

func TestDropWritesMailThatReadersUnderstand(t *testing.T) {
	dir := t.TempDir()
	d := job.Drop{Dir: dir, From: "政务公开 <no-reply@example.gov.cn>"}
	p := job.Parcel{Letter: job.Letter{To: "zhang@example.cn", Subject: "申请已受理", Body: "您的申请已收到。"}, ID: "ms_1",
		CreatedAt: time.Date(2026, 11, 3, 0, 0, 0, 0, time.UTC)}
	for range 2 { // the same mail twice is one file
		if err := d.Send(t.Context(), p); err != nil {
			t.Fatal(err)
		}
	}
	files, err := os.ReadDir(dir)
	if err != nil || len(files) != 1 {
		t.Fatal(files, err)
	}
	f, err := os.Open(filepath.Join(dir, "ms_1.eml"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	m, err := mail.ReadMessage(f)
	if err != nil {
		t.Fatal(err)
	}
	at, err := m.Header.Date()
	if m.Header.Get("Message-Id") != "<ms_1@example.gov.cn>" || err != nil || !at.Equal(p.CreatedAt) {
		t.Errorf("header %v", m.Header)
	}
	if err := d.Send(t.Context(), job.Parcel{Letter: job.Letter{To: "nobody"}}); err == nil {
		t.Error("an address without a host was taken")
	}
}

// smtpServer answers one session as told: what it says after the text of the mail, or "" to hang up instead.
func smtpServer(t *testing.T, afterRcpt, afterText string) (port int, text func() string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	var got strings.Builder
	done := make(chan struct{})
	go func() {
		defer close(done)
		conn, err := listener.Accept()
		if err != nil {
			return
		}
		defer func() { _ = conn.Close() }()
		_, _ = fmt.Fprint(conn, "220 test\r\n")
		lines := bufio.NewScanner(conn)
		for lines.Scan() {
			answer := "250 ok"
			switch word, _, _ := strings.Cut(strings.ToUpper(lines.Text()), " "); word {
			case "RCPT":
				answer = afterRcpt
			case "DATA":
				_, _ = fmt.Fprint(conn, "354 go on\r\n")
				for lines.Scan() && lines.Text() != "." {
					got.WriteString(lines.Text() + "\n")
				}
				if answer = afterText; answer == "" {
					return
				}
			case "QUIT":
				_, _ = fmt.Fprint(conn, "221 bye\r\n")
				return
			}
			_, _ = fmt.Fprint(conn, answer+"\r\n")
		}
	}()
	return listener.Addr().(*net.TCPAddr).Port, func() string { <-done; return got.String() }
}

func TestSMTPKnowsWhatTheServerSaid(t *testing.T) {
	for _, tt := range []struct {
		name, rcpt, text string
		permanent        bool
		unsure           bool
		sent             bool
	}{
		{"taken", "250 ok", "250 queued", false, false, true},
		{"no such mailbox", "550 no such user", "250 queued", true, false, false},
		{"come back later", "450 greylisted", "250 queued", false, false, false},
		{"refused after the text", "250 ok", "554 spam", true, false, false},
		{"hung up after the text", "250 ok", "", false, true, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			port, text := smtpServer(t, tt.rcpt, tt.text)
			s := job.SMTP{Host: "127.0.0.1", Port: port, Plain: true, From: "no-reply@example.gov.cn", Timeout: 5 * time.Second}
			err := s.Send(t.Context(), job.Parcel{Letter: job.Letter{To: "a@example.cn", Subject: "你好", Body: "内容"}, ID: "ms_7"})
			if (err == nil) != tt.sent || job.IsPermanent(err) != tt.permanent || job.IsUnsure(err) != tt.unsure {
				t.Errorf("got %v (permanent %t, unsure %t)", err, job.IsPermanent(err), job.IsUnsure(err))
			}
			if tt.sent && !strings.Contains(text(), "Message-ID: <ms_7@example.gov.cn>") {
				t.Errorf("the mail was %s", text())
			}
		})
	}
	t.Run("nobody listens", func(t *testing.T) {
		s := job.SMTP{Host: "127.0.0.1", Port: 1, Plain: true, From: "a@example.cn", Timeout: time.Second}
		err := s.Send(t.Context(), job.Parcel{Letter: job.Letter{To: "a@example.cn"}})
		if err == nil || job.IsPermanent(err) || job.IsUnsure(err) {
			t.Errorf("got %v, want a failure to be tried again", err)
		}
	})
}

func TestWebhooksAreSigned(t *testing.T) {
	secret := []byte("shared")
	answer := http.StatusOK
	var got http.Header
	var body bytes.Buffer
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got = r.Header
		body.Reset()
		_, _ = body.ReadFrom(r.Body)
		w.WriteHeader(answer)
	}))
	defer server.Close()
	h := job.HTTP{Secret: func(url string) []byte { return map[string][]byte{server.URL: secret}[url] }, Now: newClock().now}
	p := job.Parcel{Letter: job.Letter{To: server.URL, Body: `{"n":1}`}, ID: "ms_9"}
	for _, tt := range []struct {
		code      int
		ok, final bool
	}{{200, true, false}, {204, true, false}, {302, false, true}, {404, false, true}, {410, false, true},
		{408, false, false}, {429, false, false}, {500, false, false}, {503, false, false}} {
		answer = tt.code
		err := h.Send(t.Context(), p)
		if (err == nil) != tt.ok || job.IsPermanent(err) != tt.final {
			t.Errorf("%d: got %v", tt.code, err)
		}
	}
	if got.Get("Webhook-Id") != "ms_9" || body.String() != `{"n":1}` ||
		got.Get("Webhook-Signature") != job.Sign(secret, "ms_9", got.Get("Webhook-Timestamp"), body.String()) {
		t.Errorf("got %v with %s", got, body.String())
	}
	// echo -n 'msg_1.1614265330.{"test": 2432232314}' | openssl dgst -sha256 -hmac key -binary | base64
	if got, want := job.Sign([]byte("key"), "msg_1", "1614265330", `{"test": 2432232314}`), "v1,JYEBfyq5bxCpG1AwdnAXovrjhgNdJUQo9x0/izmGveQ="; got != want {
		t.Errorf("signed %s, want %s", got, want)
	}
	if err := h.Send(t.Context(), job.Parcel{Letter: job.Letter{To: server.URL + "/other"}}); !job.IsPermanent(err) {
		t.Errorf("sent without a secret: %v", err)
	}
}
