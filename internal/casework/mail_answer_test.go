package casework_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"gongkai/agency"
	"gongkai/application"
	"gongkai/civil"
	"gongkai/decision"
	"gongkai/fault"
	"gongkai/internal/casework"
	"gongkai/internal/crypt"
	"gongkai/internal/database"
	"gongkai/internal/job"
	"gongkai/internal/store"
	"gongkai/ledger"
)

// letterbox takes what the outbox sends.
type letterbox struct{ got []job.Parcel }

func (*letterbox) Repeatable() bool { return true }
func (l *letterbox) Send(_ context.Context, p job.Parcel) error {
	l.got = append(l.got, p)
	return nil
}

// mailing gives the desk an outbox whose mails end in the box that is returned, when send is called.
func (w *world) mailing() (box *letterbox, send func()) {
	place := crypt.Place{Table: "outbox", Column: "content"}
	box = &letterbox{}
	out := &job.Outbox{DB: w.DB, Mail: box,
		Seal: func(plain []byte) ([]byte, error) { return w.Keys.Seal(crypt.Fields, place, plain) },
		Open: func(sealed []byte) ([]byte, error) { return w.Keys.Open(crypt.Fields, place, sealed) },
		File: func(_ context.Context, hash string) ([]byte, error) { return []byte("file " + hash), nil }}
	w.Post = func(tx *database.Tx, of agency.ID, about ledger.Subject, m casework.Mail) error {
		_, err := out.Put(tx, string(of), store.Mail, about, job.Letter{To: m.To, Subject: m.Subject, Body: m.Body, Attachments: m.Attachments})
		return err
	}
	w.Mailing = &casework.Mailing{PDF: func(p casework.Print) ([]byte, error) { return []byte("%PDF " + p.Letter.Plain()), nil },
		Size: func(_ context.Context, hash string) (int64, error) {
			if hash == "sm3-huge" {
				return job.LetterLimit, nil
			}
			return int64(len("file " + hash)), nil
		}}
	return box, func() {
		r := job.NewRunner(w.DB, job.Options{Poll: 5 * time.Millisecond})
		r.Handle(job.Deliver, out.Handler())
		ctx, stop := context.WithTimeout(w.t.Context(), time.Minute)
		ended := make(chan error, 1)
		go func() { ended <- r.Run(ctx) }()
		for waiting := 1; waiting > 0 && ctx.Err() == nil; time.Sleep(5 * time.Millisecond) {
			if err := w.DB.View(ctx).QueryRow(`SELECT count(*) FROM outbox WHERE stage IN ('queued', 'sending')`).Scan(&waiting); err != nil {
				w.t.Error(err)
				break
			}
		}
		stop()
		<-ended
	}
}

// refused receives an application of somebody with the address and refuses it on 6 May.
func (w *world) refused(email string) (id application.ID, number string) {
	w.t.Helper()
	w.on("2026-04-20")
	in := intake("2026-04-20")
	in.Applicant.Email = email
	in.Wanted.Content += email // not the same again
	slip, err := w.Receive(w.t.Context(), clerk, bureau, in)
	if err != nil {
		w.t.Fatal(err)
	}
	w.on("2026-05-06")
	if err := w.add(clerk, slip.ID, application.Fact{Kind: application.Filed, On: civil.MustParse("2026-05-06"), Evidence: decision.KindStatement, Text: "属于讨论记录"}); err != nil {
		w.t.Fatal(err)
	}
	return slip.ID, w.answered(slip.ID, casework.Draft{Decision: decision.Draft{Outcome: decision.Deliberative, Grounds: []decision.Ground{decision.GroundDeliberative}, Withholds: true, Reason: "会议纪要是内部讨论的记录，尚未形成决定"}})
}

func byEmail(files ...string) application.Fact {
	f := application.Fact{Kind: application.Delivered, On: civil.MustParse("2026-05-06"), Method: application.ByEmail, Files: files}
	for _, hash := range files {
		f.Names = append(f.Names, hash+".pdf")
	}
	return f
}

func (w *world) delivered(id application.ID) bool {
	w.t.Helper()
	v, err := w.Look(w.t.Context(), clerk, bureau, id)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, f := range v.Application.Facts {
		if f.Kind == application.Delivered {
			return true
		}
	}
	return false
}

func TestAnAnswerDeliveredByEmailIsSent(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *world) {
		box, send := w.mailing()
		id, number := w.refused("li.yifan@example.cn")
		if err := w.add(clerk, id, byEmail("sm3-table")); err != nil {
			t.Fatal(err)
		}
		if !w.delivered(id) {
			t.Error("the delivery is not on file")
		}
		if send(); len(box.got) != 1 {
			t.Fatalf("%d mails", len(box.got))
		}
		m := box.got[0]
		if m.To != "li.yifan@example.cn" || !strings.Contains(m.Subject, "答复书") || !strings.Contains(m.Body, "凉州区科学技术局") || !strings.Contains(m.Body, "0935-2200000") || strings.Contains(m.Body, "立项") {
			t.Errorf("the mail is %+v", m.Letter)
		}
		if len(m.Attachments) != 2 || !strings.HasSuffix(m.Attachments[0].Name, number+".pdf") || !strings.Contains(string(m.Attachments[0].Content), "李一凡：") || !strings.Contains(string(m.Attachments[0].Content), number) ||
			m.Attachments[1].Name != "sm3-table.pdf" || string(m.Attachments[1].Content) != "file sm3-table" {
			t.Errorf("the attachments are %+v", m.Attachments)
		}
		var log bytes.Buffer
		if err := store.ExportLedgerJSON(w.DB.View(t.Context()), &log, store.LedgerFilter{Chain: string(bureau)}); err != nil {
			t.Fatal(err)
		}
		if s := log.String(); !strings.Contains(s, "mail_answer") || strings.Contains(s, "li.yifan") || strings.Contains(s, "李一凡") {
			t.Error("the ledger lacks the mail, or names the applicant")
		}
		var content []byte
		if err := w.DB.View(t.Context()).QueryRow(`SELECT content FROM outbox WHERE id = $1`, m.ID).Scan(&content); err != nil || bytes.Contains(content, []byte("li.yifan")) || json.Valid(content) {
			t.Errorf("the mail is readable in the database (%v)", err)
		}
	})
}

func TestAnAnswerThatCannotBeSentByEmail(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *world) {
		box, send := w.mailing()
		with, post := w.Mailing, w.Post
		for _, c := range []struct {
			name, email string
			fact        application.Fact
			before      func(id application.ID)
			says        string
		}{
			{"no address", "", byEmail(), nil, "申请人没有留电子邮箱"},
			{"no mail server", "a@example.cn", byEmail(), func(application.ID) { w.Mailing = nil }, "没有设置发信的邮件服务器"},
			{"too big", "b@example.cn", byEmail("sm3-huge"), nil, "一封邮件的附件最多20 MB"},
			{"the day is past", "c@example.cn", byEmail(), func(application.ID) { w.on("2026-05-07") }, "日期应为今天"},
			{"the outbox fails", "d@example.cn", byEmail(), func(application.ID) {
				w.Post = func(*database.Tx, agency.ID, ledger.Subject, casework.Mail) error { return errors.New("disk full") }
			}, "disk full"},
		} {
			w.Mailing, w.Post = with, post
			id, _ := w.refused(c.email)
			if c.before != nil {
				c.before(id)
			}
			if err := w.add(clerk, id, c.fact); err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%s: %v", c.name, err)
			}
			if w.delivered(id) {
				t.Errorf("%s: it is on file as delivered", c.name)
			}
			if err := w.add(verifier, id, c.fact); fault.KindOf(err) != fault.Forbidden {
				t.Errorf("%s: a verifier delivered: %v", c.name, err)
			}
			own := byEmail()
			own.Method = application.OwnEmail
			if err := w.add(clerk, id, own); err != nil || !w.delivered(id) {
				t.Errorf("%s: what was sent from the agency's own mailbox cannot be entered: %v", c.name, err)
			}
		}
		w.Mailing, w.Post = with, post
		w.on("2026-04-20")
		early := w.receive("2026-04-20")
		f := byEmail()
		f.On = civil.MustParse("2026-04-20")
		if err := w.add(clerk, early.ID, f); err == nil {
			t.Error("sent before there was an answer")
		}
		if send(); len(box.got) != 0 {
			t.Errorf("%d mails left all the same", len(box.got))
		}
	})
}
