package job_test

import (
	"bytes"
	"context"
	"io"
	"mime"
	"mime/multipart"
	"net/mail"
	"strings"
	"testing"
	"time"

	"encoding/base64"

	"gongkai/fault"
	"gongkai/internal/database"
	"gongkai/internal/job"
	"gongkai/internal/store"
	"gongkai/ledger"
)

// attached reads a mail as a reader of the standard library sees it: the names and contents of its attachments.
func attached(t *testing.T, text string) map[string]string {
	t.Helper()
	m, err := mail.ReadMessage(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	media, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil || media != "multipart/mixed" {
		t.Fatalf("the mail is %s (%v)", media, err)
	}
	files := map[string]string{}
	parts := multipart.NewReader(m.Body, params["boundary"])
	for {
		part, err := parts.NextPart()
		if err == io.EOF {
			return files
		}
		if err != nil {
			t.Fatal(err)
		}
		_, params, _ := mime.ParseMediaType(part.Header.Get("Content-Disposition"))
		if params["filename"] == "" {
			continue
		}
		name, err := new(mime.WordDecoder).DecodeHeader(params["filename"])
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(base64.NewDecoder(base64.StdEncoding, part))
		if err != nil {
			t.Fatal(err)
		}
		files[name] = part.Header.Get("Content-Type") + "|" + string(content)
	}
}

func TestAMailCarriesItsAttachments(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *database.DB, c *clock, r *job.Runner) {
		port, text := smtpServer(t, "250 ok", "250 queued")
		flip := func(b []byte) ([]byte, error) {
			out := bytes.Clone(b)
			for i := range out {
				out[i] ^= 0x5a
			}
			return out, nil
		}
		released := []byte("第1列,第2列\r\n1,2\r\n")
		o := &job.Outbox{DB: db, Mail: job.SMTP{Host: "127.0.0.1", Port: port, Plain: true, From: "no-reply@example.gov.cn", Timeout: 5 * time.Second}, Seal: flip, Open: flip,
			File: func(_ context.Context, hash string) ([]byte, error) {
				if hash != "sm3-1" {
					t.Errorf("asked for %s", hash)
				}
				return released, nil
			}}
		r.Handle(job.Deliver, o.Handler())
		id := put(t, o, store.Mail, job.Letter{To: "a@example.cn", Subject: "答复", Body: "见附件。", Attachments: []job.Attachment{
			{Name: "答复书 凉科公开〔2026〕1号.pdf", Type: "application/pdf", Content: []byte("%PDF-1.7 答复")}, {Name: "支出明细.csv", Type: "text/csv", Blob: "sm3-1", Size: int64(len(released))}}})
		m, err := store.LoadMessage(db.View(t.Context()), id)
		if err != nil || bytes.Contains(m.Content, []byte("答复书")) || bytes.Contains(m.Content, []byte("JVBERi0")) {
			t.Errorf("an attachment is readable in the database (%v)", err)
		}
		r.Step(t.Context())
		if got := stage(t, db, id); got != store.Sent {
			t.Fatalf("the mail is %s", got)
		}
		files := attached(t, text())
		pdf, csv := files["答复书 凉科公开〔2026〕1号.pdf"], files["支出明细.csv"]
		if len(files) != 2 || !strings.HasPrefix(pdf, "application/pdf") || !strings.HasSuffix(pdf, "|%PDF-1.7 答复") || !strings.HasPrefix(csv, "text/csv") || !strings.HasSuffix(csv, "|"+string(released)) {
			t.Errorf("the mail carries %q", files)
		}
	})
}

func TestAttachmentsThatDoNotFit(t *testing.T) {
	for _, c := range []struct {
		name string
		all  []job.Attachment
		says string // nothing: they fit
	}{
		{"none", nil, ""},
		{"just as much as goes", []job.Attachment{{Name: "a", Blob: "x", Size: job.LetterLimit - 1}, {Name: "b", Content: []byte("1")}}, ""},
		{"a byte too much", []job.Attachment{{Name: "a", Blob: "x", Size: job.LetterLimit}, {Name: "b", Content: []byte("1")}}, "附件共20.1 MB，一封邮件的附件最多20 MB"},
		{"without a name", []job.Attachment{{Content: []byte("1")}}, "没有名称"},
		{"without content", []job.Attachment{{Name: "a"}}, "没有内容"},
	} {
		err := job.Fits(c.all)
		if (err == nil) != (c.says == "") || err != nil && (!strings.Contains(err.Error(), c.says) || fault.KindOf(err) != fault.Invalid) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	eachEngine(t, func(t *testing.T, db *database.DB, _ *clock, _ *job.Runner) {
		o := &job.Outbox{DB: db, Mail: &post{}}
		err := db.Write(t.Context(), clerk, func(tx *database.Tx) error {
			about := ledger.Subject{Kind: "application", ID: "ap_1"}
			tx.Record(ledger.Entry{Verb: "notify", Subject: about})
			_, err := o.Put(tx, "ag_1", store.Mail, about, job.Letter{To: "a@example.cn", Attachments: []job.Attachment{{Name: "a", Blob: "x", Size: job.LetterLimit + 1}}})
			return err
		})
		if fault.KindOf(err) != fault.Invalid {
			t.Errorf("a letter too big was taken: %v", err)
		}
	})
}

// A file that has gone is said to a person at once; a store that does not answer is asked again.
func TestAnAttachmentThatCannotBeRead(t *testing.T) {
	for _, c := range []struct {
		name  string
		err   error
		stage store.Sending
	}{{"gone", fault.New(fault.NotFound, "没有这个文件"), store.Failed}, {"not now", io.ErrUnexpectedEOF, store.Queued}} {
		eachEngine(t, func(t *testing.T, db *database.DB, _ *clock, r *job.Runner) {
			p := &post{}
			o := &job.Outbox{DB: db, Mail: p, File: func(context.Context, string) ([]byte, error) { return nil, c.err }}
			r.Handle(job.Deliver, o.Handler())
			id := put(t, o, store.Mail, job.Letter{To: "a@example.cn", Attachments: []job.Attachment{{Name: "a", Blob: "x", Size: 1}}})
			r.Step(t.Context())
			if got := stage(t, db, id); got != c.stage || len(p.got) != 0 {
				t.Errorf("%s: the mail is %s after %d sends", c.name, got, len(p.got))
			}
		})
	}
}
