package job

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"time"

	"gongkai/fault"

	"github.com/wneessen/go-mail"
)

// SMTP hands mail to a server.
type SMTP struct {
	Host     string
	Port     int    // 465 with TLS from the start, 587 or 25 with STARTTLS
	User     string // no authentication when empty
	Password string
	Plain    bool // without TLS, for a relay on the same machine
	From     string
	Timeout  time.Duration // 30 s if zero
}

// Repeatable says that a mail handed over twice arrives twice.
func (SMTP) Repeatable() bool { return false }

// Send hands the mail over. It is unsure when the connection broke after the text was sent and before the answer.
func (s SMTP) Send(ctx context.Context, p Parcel) error {
	message, err := compose(s.From, p)
	if err != nil {
		return Permanent(err)
	}
	client, err := mail.NewClient(s.Host, s.options()...)
	if err != nil {
		return Permanent(err)
	}
	session, err := client.DialToSMTPClientWithContext(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = client.CloseWithSMTPClient(session) }() // the answer to the text has been read
	err = client.SendWithSMTPClient(session, message)
	if err == nil || message.IsDelivered() {
		return nil
	}
	var send *mail.SendError
	switch {
	case !errors.As(err, &send):
		return Unsure(err)
	case send.ErrorCode() >= 500:
		return Permanent(err)
	case send.ErrorCode() == 0 && (send.Reason == mail.ErrSMTPDataClose || send.Reason == mail.ErrAmbiguous):
		return Unsure(err)
	}
	return err
}

func (s SMTP) options() []mail.Option {
	timeout := s.Timeout
	if timeout == 0 {
		timeout = 30 * time.Second
	}
	options := []mail.Option{mail.WithTimeout(timeout)}
	switch {
	case s.Plain:
		options = append(options, mail.WithTLSPolicy(mail.NoTLS))
	case s.Port == 465:
		options = append(options, mail.WithSSL())
	default:
		options = append(options, mail.WithTLSPolicy(mail.TLSMandatory))
	}
	if s.Port != 0 {
		options = append(options, mail.WithPort(s.Port))
	}
	if s.User != "" {
		options = append(options, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(s.User),
			mail.WithPassword(s.Password))
	}
	return options
}

// compose writes the mail with an id and a date that are the same at every attempt.
func compose(from string, p Parcel) (*mail.Msg, error) {
	m := mail.NewMsg(mail.WithNoDefaultUserAgent())
	if err := m.From(from); err != nil {
		return nil, fault.New(fault.Invalid, "发件人地址有误")
	}
	if err := m.To(p.To); err != nil {
		return nil, fault.New(fault.Invalid, "收件人地址有误")
	}
	_, domain, _ := strings.Cut(strings.TrimSuffix(from, ">"), "@")
	m.SetMessageIDWithValue(p.ID + "@" + domain)
	m.SetDateWithValue(p.CreatedAt)
	m.SetGenHeader("Auto-Submitted", "auto-generated")
	m.Subject(p.Subject)
	m.SetBodyString(mail.TypeTextPlain, p.Body)
	attach(m, p.Attachments)
	return m, nil
}

// Drop writes mail into a folder instead of sending it, for the demo and for networks without mail.
type Drop struct {
	Dir  string
	From string
}

// Repeatable says that the file of a mail is written once under its name.
func (Drop) Repeatable() bool { return true }

// Send writes the mail as ID.eml, whole or not at all.
func (d Drop) Send(_ context.Context, p Parcel) error {
	message, err := compose(d.From, p)
	if err != nil {
		return Permanent(err)
	}
	if err := os.MkdirAll(d.Dir, 0o700); err != nil {
		return err
	}
	part := filepath.Join(d.Dir, p.ID+".part")
	if err := message.WriteToFile(part); err != nil {
		return err
	}
	return os.Rename(part, filepath.Join(d.Dir, p.ID+".eml"))
}
