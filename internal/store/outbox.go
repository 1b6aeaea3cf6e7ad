package store

import (
	"time"

	"gongkai/fault"
	"gongkai/internal/database"
	"gongkai/ledger"
)

// A Channel is a way out of the house.
type Channel string

// The channels.
const (
	Mail    Channel = "mail"
	Webhook Channel = "webhook"
)

// A Sending is how far a message has got. Between Sending and what follows, the machine may have died with the
// message half handed over; only the channel knows whether it may then be handed over again.
type Sending string

// The stages of a message.
const (
	Queued    Sending = "queued"    // 待发送
	Underway  Sending = "sending"   // 发送中
	Sent      Sending = "sent"      // 已发送
	Unclear   Sending = "unclear"   // 是否送达不明，待人工确认
	Failed    Sending = "failed"    // 发送失败
	Discarded Sending = "discarded" // 已放弃
)

// A Message is what leaves the house, as the outbox keeps it. Content is sealed by whoever writes it; Masked is what
// lists may show of the recipient.
type Message struct {
	ID        string
	Agency    string
	Channel   Channel
	TopicKind string // what it is about, as a ledger.Subject
	TopicID   string
	Masked    string
	Content   []byte
	Stage     Sending
	CreatedAt database.Instant
}

// AddMessage puts a message into the outbox, queued.
func AddMessage(tx *database.Tx, m Message) (err error) {
	defer fault.Wrap(&err, "store.AddMessage(%s)", m.ID)
	_, err = tx.Exec(`INSERT INTO outbox (id, agency, channel, topic_kind, topic_id, masked, content, stage, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, 'queued', $8)`,
		m.ID, m.Agency, string(m.Channel), m.TopicKind, m.TopicID, m.Masked, m.Content, tx.Now())
	return err
}

// LoadMessage loads a message.
func LoadMessage(r database.Reader, id string) (m Message, err error) {
	defer fault.Wrap(&err, "store.LoadMessage(%s)", id)
	err = r.Get(&m, `SELECT id, agency, channel, topic_kind, topic_id, masked, content, stage, created_at
		FROM outbox WHERE id = $1`, id)
	return m, err
}

// MoveMessage writes down how far the message has got.
func MoveMessage(tx *database.Tx, id string, to Sending) (err error) {
	defer fault.Wrap(&err, "store.MoveMessage(%s, %s)", id, to)
	var sentAt time.Time
	if to == Sent {
		sentAt = tx.Now()
	}
	n, err := tx.Exec(`UPDATE outbox SET stage = $2, sent_at = $3 WHERE id = $1`, id, string(to), database.At(sentAt))
	if err == nil && n == 0 {
		err = fault.New(fault.NotFound, "没有这封待发的消息")
	}
	return err
}

// Topic is what the message is about.
func (m Message) Topic() ledger.Subject { return ledger.Subject{Kind: m.TopicKind, ID: m.TopicID} }

// A Sendable is a message as lists show it: without its content.
type Sendable struct {
	ID        string
	Agency    string
	Channel   Channel
	TopicKind string
	Masked    string
	Stage     Sending
	CreatedAt database.Instant
	SentAt    database.Instant
}

// RecentMessages lists the newest messages of the agency; with everybody set, those of all.
func RecentMessages(r database.Reader, agency string, everybody bool, limit int) (list []Sendable, err error) {
	defer fault.Wrap(&err, "store.RecentMessages")
	err = r.Select(&list, `SELECT id, agency, channel, topic_kind, masked, stage, created_at, sent_at FROM outbox
		WHERE agency = $1 OR $2 = 1 ORDER BY created_at DESC, id DESC LIMIT $3`, agency, everybody, limit)
	return list, err
}
