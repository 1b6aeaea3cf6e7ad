package publishing

import (
	"context"
	"strings"

	"gongkai/disclosure"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/database"
	"gongkai/internal/store"
	"gongkai/law"
	"gongkai/ledger"
)

// A Handed is a document that another system hands in.
type Handed struct {
	Key      string // of the sender: the same document sent again has the same
	Digest   string // of everything that was sent
	Record   disclosure.Record
	Pictures []Picture
	Marked   disclosure.Attribute // what the document itself says, empty where it says nothing
	Notes    []string             // what reading it left open
}

// A Receipt is the answer to a sender.
type Receipt struct {
	Record disclosure.ID
	Again  bool // it had been handed in before
	Notes  []string
}

// TakeIn keeps a document from a channel as a draft of the channel's agency. It is never published by that: the person of
// the channel goes on with it, and it passes the whole review. The source has to say the 公开属性, as it decides it.
// 法源: 《条例》第五条、《条例》第十三条、《条例》第十七条第一款。
func (d *Desk) TakeIn(ctx context.Context, c Channel, h Handed) (out Receipt, err error) {
	defer fault.Wrap(&err, "publishing.TakeIn(%s)", c.ID)
	if err := checkHanded(h); err != nil {
		return out, err
	}
	by := ledger.Actor{ID: "channel:" + c.ID, Name: c.Name, Role: "machine", Agency: string(c.Agency)}
	err = d.DB.Write(ctx, by, func(tx *database.Tx) error {
		out = Receipt{}
		now, err := store.ChannelBy(tx, c.ID)
		if err != nil || !now.RevokedAt.IsZero() {
			return errNoChannel
		}
		before, again, err := store.IntakeReceiptOf(tx, c.ID, h.Key)
		if err != nil {
			return err
		}
		if again {
			if before.Digest != h.Digest {
				return fault.New(fault.Conflict, "这个幂等键已经用于另一份文件，请换一个")
			}
			out = Receipt{Record: before.Record, Again: true, Notes: before.Notes}
			return nil
		}
		out, err = d.keepHanded(tx, c, h)
		return err
	})
	return out, err
}

// checkHanded says what the sender has to mend.
func checkHanded(h Handed) error {
	var problems []fault.Problem
	wrong := func(field, message string, cite law.Citation) {
		problems = append(problems, fault.Problem{Field: field, Message: message, Cite: cite})
	}
	r := h.Record
	if h.Key == "" || len(h.Key) > 200 {
		wrong("key", "请给出幂等键（Idempotency-Key），不超过200字节", law.Citation{})
	}
	switch {
	case r.Attribute == "":
		wrong("attribute", "公文须标明公开属性：主动公开、依申请公开或者不予公开", law.OGI.Art(5))
	case r.Attribute != disclosure.Proactive && strings.TrimSpace(r.Because) == "":
		wrong("reason", "不主动公开的，须说明理由", law.OGI.Art(13).P(1))
	}
	if h.Marked != "" && r.Attribute != "" && h.Marked != r.Attribute {
		wrong("attribute", "文件上标注“"+string(h.Marked)+"”，报送的公开属性是“"+string(r.Attribute)+"”，两者不一致", law.OGI.Art(17).P(1))
	}
	if strings.TrimSpace(r.Title) == "" {
		wrong("title", "没有标题：文件中没有认出，报送时也没有写明", law.Citation{})
	}
	return fault.Of(problems)
}

// keepHanded stores the draft in the name of the person of the channel.
func (d *Desk) keepHanded(tx *database.Tx, c Channel, h Handed) (Receipt, error) {
	column, err := store.Column(tx, c.Column)
	if err != nil {
		return Receipt{}, err
	}
	author, err := store.Account(tx, auth.StaffID(c.Person))
	if err != nil {
		return Receipt{}, err
	}
	r := h.Record.Clone()
	r.ID, r.Agency, r.Column, r.Author = disclosure.ID(tx.NewID("rc")), c.Agency, c.Column, c.Person
	if r.Item == "" {
		r.Item = column.Item
	}
	if r.Kind == "" {
		r.Kind = disclosure.Plain
	}
	r.Body = policy.Sanitize(r.Body)
	for _, p := range h.Pictures {
		p.Agency = c.Agency
		if err := store.AddPicture(tx, p); err != nil {
			return Receipt{}, err
		}
	}
	file := store.RecordFile{Draft: r, Digest: Digest(r), AuthorName: author.Name}
	if err := store.SaveDraft(tx, file); err != nil {
		return Receipt{}, err
	}
	if err := restage(tx, c.Agency, r.ID); err != nil {
		return Receipt{}, err
	}
	rc := store.IntakeReceipt{Channel: c.ID, Mark: h.Key, Digest: h.Digest, Record: r.ID, Notes: h.Notes}
	if err := store.AddIntakeReceipt(tx, rc); err != nil {
		return Receipt{}, err
	}
	enter(tx, c.Agency, "take_in", "record", string(r.ID), nil, map[string]any{"channel": c.Name, "digest": file.Digest, "title": r.Title, "attribute": r.Attribute})
	return Receipt{Record: r.ID, Notes: h.Notes}, nil
}
