package importing

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"

	"gongkai/civil"
	"gongkai/disclosure"
	"gongkai/fault"
	"gongkai/internal/blob"
	"gongkai/internal/intake"
	"gongkai/internal/publishing"
)

// A Submission is a document that another system, or a folder, hands in. What is said of it stands over what the document
// says of itself.
type Submission struct {
	Key         string
	Name        string // of the document's file
	Content     []byte
	Attachments []Attachment

	Attribute disclosure.Attribute
	Because   string // why not 主动公开
	Title     string
	DocNo     string
	Issuer    string
	Summary   string
	FormedOn  civil.Date
	IssuedOn  civil.Date
}

// An Attachment is a file that comes with a document.
type Attachment struct {
	Name    string
	Content []byte
}

// digest names everything that was sent.
func (s Submission) digest() string {
	text, err := json.Marshal(s)
	if err != nil {
		panic(err) // texts and bytes only
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// Hand reads a submission, puts its files into the store, and returns what the use-case takes.
func (f Files) Hand(ctx context.Context, s Submission) (h publishing.Handed, err error) {
	defer fault.Wrap(&err, "importing.Hand(%s)", s.Name)
	draft, err := intake.Read(ctx, s.Name, s.Content, f.Read)
	if err != nil {
		return h, err
	}
	rec := draft.Record
	h = publishing.Handed{Key: s.Key, Digest: s.digest(), Marked: rec.Attribute, Notes: draft.Notes}
	if s.Attribute != "" {
		rec.Attribute = s.Attribute
	}
	rec.Because = s.Because
	for _, t := range []struct {
		to    *string
		given string
	}{{&rec.Title, s.Title}, {&rec.DocNo, intake.DocNo(s.DocNo)}, {&rec.Issuer, s.Issuer}, {&rec.Summary, s.Summary}} {
		if t.given = strings.TrimSpace(t.given); t.given != "" {
			*t.to = t.given
		}
	}
	if !s.FormedOn.IsZero() {
		rec.FormedOn = s.FormedOn
	}
	if !s.IssuedOn.IsZero() {
		rec.IssuedOn = s.IssuedOn
	}
	return f.storeHanded(ctx, h, draft, rec, s)
}

// Receive takes a file that lay in a folder: nothing is said of it but what it says itself. It becomes a draft of the
// channel's agency, and is published by nothing but its review. The report says what became of it.
func (f Files) Receive(ctx context.Context, desk *publishing.Desk, channel publishing.Channel, s Submission) (report []string, err error) {
	handed, err := f.Hand(ctx, s)
	if err != nil {
		return nil, err
	}
	if handed.Record.Attribute != "" && handed.Record.Attribute != disclosure.Proactive {
		handed.Record.Because = "来文标注“" + string(handed.Marked) + "”"
	}
	receipt, err := desk.TakeIn(ctx, channel, handed)
	if err != nil {
		return nil, err
	}
	return append([]string{"已成为草稿，编号 " + string(receipt.Record)}, receipt.Notes...), nil
}

// storeHanded puts pictures and attachments into the store.
func (f Files) storeHanded(ctx context.Context, h publishing.Handed, draft intake.Draft, rec disclosure.Record, s Submission) (publishing.Handed, error) {
	old := publishing.OldRecord{Record: rec}
	r := row{}
	addresses := map[string]string{}
	for _, file := range draft.Files {
		if !file.Body {
			if err := f.keep(ctx, &r, &old, file.Name, file.Data); err != nil {
				return h, err
			}
			continue
		}
		address, err := f.picture(ctx, &old, file.Data)
		if err != nil && fault.KindOf(err) != fault.Invalid {
			return h, err
		}
		if err != nil {
			h.Notes = append(h.Notes, "有一幅图片没有带入："+fault.Message(err))
		}
		addresses[file.Name] = address
	}
	for _, a := range s.Attachments {
		if err := f.keep(ctx, &r, &old, a.Name, a.Content); err != nil {
			return h, err
		}
	}
	if err := fault.Of(r.problems); err != nil {
		return h, err
	}
	draft.Record.Body = old.Record.Body
	draft.PlacePictures(addresses)
	old.Record.Body = draft.Record.Body
	h.Record, h.Pictures = old.Record, old.Pictures
	return h, nil
}

// LargestDocument is the most that a document or an attachment may have.
const LargestDocument = blob.DefaultSize
