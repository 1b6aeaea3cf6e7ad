package job

import (
	"bytes"
	"context"
	"fmt"
	"unicode/utf8"

	"gongkai/fault"

	"github.com/wneessen/go-mail"
)

// LetterLimit is how much the attachments of one letter may hold together. Servers take 30 MB and more, and in a mail
// every three bytes become four.
const LetterLimit = 20 << 20

// An Attachment is a file that goes with a letter: its content, or the hash of a file in the store of files, which is
// read when the letter leaves.
type Attachment struct {
	Name    string `json:"name"`
	Type    string `json:"type,omitempty"` // media type; by the name if empty
	Content []byte `json:"content,omitempty"`
	Blob    string `json:"blob,omitempty"`
	Size    int64  `json:"size,omitempty"` // of the blob
}

// weight is the size of the attachment in the mail before it is coded.
func (a Attachment) weight() int64 { return max(int64(len(a.Content)), a.Size) }

// Fits says what is wrong with the attachments: too much together, or one without name or content.
func Fits(all []Attachment) error {
	var sum int64
	for _, a := range all {
		if a.Name == "" || !utf8.ValidString(a.Name) || a.weight() == 0 {
			return fault.New(fault.Invalid, "附件没有名称或者没有内容")
		}
		sum += a.weight()
	}
	if sum > LetterLimit {
		return fault.New(fault.Invalid, "附件共%s，一封邮件的附件最多%s，请改用其他方式送达，或者减少、压缩文件", megabytes(sum), megabytes(LetterLimit))
	}
	return nil
}

// megabytes rounds up, so that what is too much never reads as what is allowed.
func megabytes(n int64) string {
	tenths := (n*10 + (1 << 20) - 1) >> 20
	if tenths%10 == 0 {
		return fmt.Sprintf("%d MB", tenths/10)
	}
	return fmt.Sprintf("%d.%d MB", tenths/10, tenths%10)
}

// fetch reads the attachments that are held in the store of files.
func (o *Outbox) fetch(ctx context.Context, all []Attachment) error {
	for i, a := range all {
		if a.Blob == "" {
			continue
		}
		if o.File == nil {
			return Permanent(fault.New(fault.Invalid, "没有设置文件存储，不能发送附件"))
		}
		content, err := o.File(ctx, a.Blob)
		switch {
		case err != nil && fault.KindOf(err) == fault.NotFound:
			return Permanent(fault.New(fault.NotFound, "附件的文件已经不在"))
		case err != nil:
			return err
		case int64(len(content)) != a.Size:
			return Permanent(fault.New(fault.Invalid, "附件的大小与放入时不一致"))
		}
		all[i].Content = content
	}
	return nil
}

// attach adds the attachments to the mail.
func attach(m *mail.Msg, all []Attachment) {
	for _, a := range all {
		var options []mail.FileOption
		if a.Type != "" {
			options = append(options, mail.WithFileContentType(mail.ContentType(a.Type)))
		}
		m.AttachReadSeeker(a.Name, bytes.NewReader(a.Content), options...)
	}
}
