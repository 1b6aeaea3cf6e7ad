package screening

import (
	"bytes"
	"context"
	"slices"
	"strings"

	"gongkai/disclosure"
	"gongkai/fault"
	"gongkai/internal/blob"
	"gongkai/internal/publishing"
	"gongkai/review/screen"
)

// A Choice is a remedy that somebody chose for one place of a record: the record's own text, an attachment, a picture in
// the body.
type Choice struct {
	Remedy screen.Remedy
	Kind   screen.Kind // what it is for; empty for all that the remedy helps against
	Hash   string      // of the attachment or picture; empty for the text
}

// A Mended is a record in which a remedy was taken. It is a draft like any other: it is saved, screened and reviewed
// anew.
type Mended struct {
	Record   disclosure.Record
	Pictures []publishing.Picture // new ones, to be noted before the record is saved
	What     string               // for people
}

// Mend takes the remedy. What was there before is left in the store for the versions that have it, and is not published
// with this one.
func (s *Screener) Mend(ctx context.Context, r disclosure.Record, c Choice) (m Mended, err error) {
	defer fault.Wrap(&err, "screening.Mend(%s, %s)", r.ID, c.Remedy)
	rules, _, err := s.Rules(ctx, r.Agency, r.Attribute)
	if err != nil {
		return m, err
	}
	var kinds []screen.Kind
	if c.Kind != "" {
		kinds = []screen.Kind{c.Kind}
	} else {
		kinds = kindsWith(c.Remedy)
	}
	m.Record = r.Clone()
	switch {
	case c.Hash == "":
		n := mendRecord(&m.Record, rules, kinds)
		if n == 0 {
			return m, fault.New(fault.Conflict, "没有可以“%s”的内容，请手工处理", c.Remedy.Label())
		}
		m.What = "正文和基本信息"
		return m, nil
	case slices.Contains(publishing.PicturesIn(r.Body), c.Hash):
		ref, err := s.mendFile(ctx, c.Hash, c.Remedy, rules, kinds)
		if err != nil {
			return m, err
		}
		m.Record.Body = strings.ReplaceAll(r.Body, publishing.PicturePath+c.Hash, publishing.PicturePath+string(ref.Hash))
		m.Pictures = []publishing.Picture{{Agency: r.Agency, Hash: string(ref.Hash), Type: string(ref.Type), Size: ref.Size}}
		m.What = "正文中的图片"
		return m, nil
	}
	for i, f := range m.Record.Files {
		if f.Hash != c.Hash {
			continue
		}
		ref, err := s.mendFile(ctx, f.Hash, c.Remedy, rules, kinds)
		if err != nil {
			return m, err
		}
		m.Record.Files[i] = disclosure.File{Name: f.Name, Hash: string(ref.Hash), Type: string(ref.Type), Size: ref.Size}
		m.What = "附件“" + f.Name + "”"
		return m, nil
	}
	return m, fault.New(fault.NotFound, "没有找到这个附件，可能已经处理")
}

// mendRecord masks and replaces in the text and metadata of a record.
func mendRecord(r *disclosure.Record, rules *screen.Screen, kinds []screen.Kind) int {
	total := 0
	for _, field := range []*string{&r.Title, &r.Summary, &r.Issuer, &r.DocNo, &r.Genre, &r.Audience} {
		text, n := rules.Mend(screen.Piece{Text: *field}, kinds...)
		*field, total = text, total+n
	}
	for i := range r.Keywords {
		text, n := rules.Mend(screen.Piece{Text: r.Keywords[i]}, kinds...)
		r.Keywords[i], total = text, total+n
	}
	for i := range r.Files { // the names that people see
		text, n := rules.Mend(screen.Piece{Text: r.Files[i].Name}, kinds...)
		r.Files[i].Name, total = text, total+n
	}
	body, n := MendPage(r.Body, rules, kinds...)
	r.Body = body
	return total + n
}

func (s *Screener) mendFile(ctx context.Context, hash string, remedy screen.Remedy, rules *screen.Screen, kinds []screen.Kind) (blob.Ref, error) {
	content, err := s.content(ctx, hash)
	if err != nil {
		return blob.Ref{}, err
	}
	mended, err := s.MendFile(content, remedy, rules, kinds...)
	if err != nil {
		return blob.Ref{}, err
	}
	return s.Files.Put(ctx, bytes.NewReader(mended), blob.Limits{})
}
