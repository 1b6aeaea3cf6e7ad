package job

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"time"
	"unicode/utf8"

	"gongkai/fault"
	"gongkai/internal/database"
	"gongkai/internal/store"
	"gongkai/ledger"
)

// Deliver is the kind of the jobs that hand messages over.
const Deliver Kind = "deliver"

// A Letter is one message to be sent: an e-mail, or the body of a webhook. Who it goes to and what it says are personal
// data and never logged.
type Letter struct {
	To      string `json:"to"` // an address of mail, or an https URL
	Subject string `json:"subject,omitempty"`
	Body    string `json:"body"` // plain text, or JSON for a webhook

	Attachments []Attachment `json:"attachments,omitempty"` // of mail
}

// A Parcel is a letter on its way, as a transport gets it.
type Parcel struct {
	Letter
	ID        string    // the same at every attempt: receivers know a repetition by it
	CreatedAt time.Time // likewise
}

// A Transport hands parcels over. An error that is [Permanent] is not tried again; one that is [Unsure] leaves open
// whether the parcel arrived.
type Transport interface {
	Send(ctx context.Context, p Parcel) error
	Repeatable() bool // whether handing the same parcel over twice does no harm
}

// unsureError is a failure after which the parcel may have arrived all the same.
type unsureError struct{ error }

func (e unsureError) Unwrap() error { return e.error }

// Unsure marks a failure after which the parcel may have arrived all the same.
func Unsure(err error) error { return unsureError{err} }

func unsure(err error) bool {
	var u unsureError
	return errors.As(err, &u)
}

// An Outbox sends what use-cases put into it, once each and after they committed. Before a parcel is handed over the
// outbox writes down that it is underway, afterwards that it was sent, so that a crash in between is known. Then a
// repeatable transport tries again with the same id, while a parcel of another waits, as unclear, for a person.
type Outbox struct {
	DB      *database.DB
	Mail    Transport                    // nil: mail is not sent and waits as failed
	Webhook Transport                    // nil likewise
	Seal    func([]byte) ([]byte, error) // encrypts what is stored; nil stores it open
	Open    func([]byte) ([]byte, error)
	File    func(ctx context.Context, hash string) ([]byte, error) // reads an attachment from the store of files
}

// Put puts the letter into the outbox; it leaves when tx has committed. about says what it concerns.
func (o *Outbox) Put(tx *database.Tx, agency string, c store.Channel, about ledger.Subject, l Letter) (id string, err error) {
	defer fault.Wrap(&err, "job.Outbox.Put")
	if err := Fits(l.Attachments); err != nil {
		return "", err
	}
	content, err := json.Marshal(l)
	if err != nil {
		return "", err
	}
	if o.Seal != nil {
		if content, err = o.Seal(content); err != nil {
			return "", err
		}
	}
	id = tx.NewID("ms")
	err = store.AddMessage(tx, store.Message{
		ID: id, Agency: agency, Channel: c, TopicKind: about.Kind, TopicID: about.ID, Masked: mask(c, l.To), Content: content,
	})
	if err != nil {
		return "", err
	}
	_, err = Enqueue(tx, New{Kind: Deliver, Agency: agency, Key: "deliver:" + id, Payload: id})
	return id, err
}

// Handler is the handler of [Deliver] jobs.
func (o *Outbox) Handler() Handler { return o.deliver }

func (o *Outbox) deliver(ctx context.Context, j *Job) error {
	var id string
	if err := j.Payload(&id); err != nil {
		return Permanent(err)
	}
	m, err := o.begin(ctx, id)
	if err != nil || m == nil {
		return err
	}
	parcel, err := o.open(*m)
	if err != nil {
		return errors.Join(o.end(ctx, j, id, store.Failed), Permanent(err))
	}
	if err = o.fetch(ctx, parcel.Attachments); err == nil {
		err = o.transport(m.Channel).Send(ctx, parcel)
	}
	switch {
	case err == nil:
		return o.end(ctx, j, id, store.Sent)
	case unsure(err) && !o.transport(m.Channel).Repeatable():
		return errors.Join(o.end(ctx, j, id, store.Unclear), Permanent(err))
	case permanent(err), j.Last() && ctx.Err() == nil:
		return errors.Join(o.end(ctx, j, id, store.Failed), Permanent(err))
	}
	return errors.Join(o.end(ctx, j, id, store.Queued), err)
}

// begin writes down that the message is underway. A message that was underway already was cut off by a crash.
// It returns nil when there is nothing to do any more.
func (o *Outbox) begin(ctx context.Context, id string) (m *store.Message, err error) {
	var cutOff bool
	err = o.DB.WriteUnrecorded(ctx, house, func(tx *database.Tx) error {
		m, cutOff = nil, false
		loaded, err := store.LoadMessage(tx, id)
		if err != nil {
			return err
		}
		t := o.transport(loaded.Channel)
		switch {
		case loaded.Stage == store.Sent || loaded.Stage == store.Discarded:
			return nil
		case t == nil:
			cutOff = true
			return store.MoveMessage(tx, id, store.Failed)
		case loaded.Stage == store.Unclear, loaded.Stage == store.Failed:
			cutOff = true // after that was written down and before its job was; a person's retry would have queued it
			return nil
		case loaded.Stage == store.Underway && !t.Repeatable():
			cutOff = true
			return store.MoveMessage(tx, id, store.Unclear)
		}
		m = &loaded
		return store.MoveMessage(tx, id, store.Underway)
	})
	switch {
	case database.NotFound(err):
		return nil, Permanent(err)
	case err == nil && cutOff:
		return nil, Permanent(errors.New("发送中断或未配置发送方式，请人工确认后重试或放弃"))
	}
	return m, err
}

// end writes down how far the message has got; sent, in one commit with the end of its job.
func (o *Outbox) end(ctx context.Context, j *Job, id string, to store.Sending) error {
	return o.DB.WriteUnrecorded(context.WithoutCancel(ctx), house, func(tx *database.Tx) error {
		if to == store.Sent {
			if err := j.Finish(tx); err != nil && fault.KindOf(err) != fault.Conflict {
				return err
			}
		}
		return store.MoveMessage(tx, id, to)
	})
}

func (o *Outbox) transport(c store.Channel) Transport {
	if c == store.Webhook {
		return o.Webhook
	}
	return o.Mail
}

// open unseals a message.
func (o *Outbox) open(m store.Message) (Parcel, error) {
	content, err := m.Content, error(nil)
	if o.Open != nil {
		if content, err = o.Open(content); err != nil {
			return Parcel{}, err
		}
	}
	p := Parcel{ID: m.ID, CreatedAt: m.CreatedAt.Time}
	err = json.Unmarshal(content, &p.Letter)
	return p, err
}

// mask keeps of a recipient what lets a clerk recognise it: 张***@example.cn, https://host/***.
func mask(c store.Channel, to string) string {
	if c == store.Webhook {
		scheme, rest, _ := strings.Cut(to, "://")
		host, _, _ := strings.Cut(rest, "/")
		return scheme + "://" + host + "/***"
	}
	name, domain, _ := strings.Cut(to, "@")
	_, size := utf8.DecodeRuneInString(name)
	return name[:size] + "***@" + domain
}
