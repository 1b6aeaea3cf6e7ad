// Package filetext reads what attachments say, so that they are found by their words, and keeps the search index in step
// with what is published (《条例》第二十四条).
//
// The index itself is written by every public act in its transaction. What cannot be done there is done here: reading
// files takes time and may fail, and a new dictionary, or a restored backup, asks for the whole index to be made again.
// All of it can be interrupted at any moment and goes on where it was.
package filetext

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"

	"gongkai/disclosure"
	"gongkai/fault"
	"gongkai/internal/blob"
	"gongkai/internal/database"
	"gongkai/internal/docread"
	"gongkai/internal/docread/pdftext"
	"gongkai/internal/store"
)

// Files opens attachments.
type Files interface {
	Open(ctx context.Context, h blob.Hash) (*blob.Blob, error)
}

// An Indexer fills what the index lacks.
type Indexer struct {
	DB    *database.DB
	Files Files // nil: attachments are not read
	Log   *slog.Logger

	Readers     string       // names what the readers can do; empty for [docread.Version]
	LeastFolded int          // records before they are folded into segments; zero for the usual
	BeforeStep  func() error // before each transaction of folding, which ends with its error; nil for nothing
}

// Sizes of the steps: a step is one transaction.
const (
	recordsAtOnce = 100
	entriesAtOnce = 500
	filesAtOnce   = 20
	mostText      = 400_000 // bytes of one file
)

// Run brings the index in step: records that it lacks, files that nobody has read, records whose files have been read.
func (x *Indexer) Run(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "filetext.Run")
	in, err := store.InStep(x.DB.View(ctx))
	if err != nil {
		return err
	}
	if !in {
		if err := x.Remake(ctx); err != nil {
			return err
		}
	}
	if err := x.reread(ctx); err != nil {
		return err
	}
	return x.fill(ctx)
}

func (x *Indexer) readers() string {
	if x.Readers != "" {
		return x.Readers
	}
	return docread.Version
}

// reread lets what lesser readers could not read be read again: first the records that name it are marked, then the failures
// are forgotten. Broken off in between it begins anew.
func (x *Indexer) reread(ctx context.Context) error {
	if x.Files == nil {
		return nil
	}
	hashes, err := store.Unread(x.DB.View(ctx), x.readers())
	if err != nil || len(hashes) == 0 {
		return err
	}
	wanted := map[string]bool{}
	for _, h := range hashes {
		wanted[h] = true
	}
	for after := int64(0); ; {
		entries, last, err := store.EntriesNaming(x.DB.View(ctx), wanted, after, entriesAtOnce)
		if err != nil {
			return err
		}
		if len(entries) > 0 {
			if err := x.DB.WriteUnrecorded(ctx, "search", func(tx *database.Tx) error { return store.AwaitFiles(tx, entries) }); err != nil {
				return err
			}
		}
		if last == 0 {
			break
		}
		after = last
	}
	x.Log.InfoContext(ctx, "filetext: files that could not be read are read again", "files", len(hashes))
	return x.DB.WriteUnrecorded(ctx, "search", func(tx *database.Tx) error { return store.ForgetUnread(tx, x.readers()) })
}

// Remake enters every visible record that the index lacks or has otherwise than it should.
func (x *Indexer) Remake(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "filetext.Remake")
	after, done := "", 0
	for {
		records, err := store.Stale(x.DB.View(ctx), after, recordsAtOnce)
		if err != nil || len(records) == 0 {
			if done > 0 {
				x.Log.InfoContext(ctx, "filetext: index made again", "records", done)
			}
			return err
		}
		if err := x.index(ctx, records); err != nil {
			return err
		}
		after, done = records[len(records)-1], done+len(records)
	}
}

func (x *Indexer) index(ctx context.Context, records []string) error {
	return x.DB.WriteUnrecorded(ctx, "search", func(tx *database.Tx) error { return store.Index(tx, records) })
}

// fill reads files until none is left, and enters their records again.
func (x *Indexer) fill(ctx context.Context) error {
	if x.Files == nil {
		return nil
	}
	var pdf pdftext.Reader
	defer func() { _ = pdf.Close() }() // its memory is needed only now
	for {
		files, err := store.WaitingFiles(x.DB.View(ctx), filesAtOnce)
		if err != nil {
			return err
		}
		for _, f := range files {
			text, err := x.read(ctx, &pdf, f)
			if ctx.Err() != nil {
				return ctx.Err()
			}
			t := store.FileText{Hash: f.Hash, Outcome: "read", Text: text, Reader: x.readers()}
			if err != nil {
				if fault.KindOf(err) == fault.Unavailable {
					return err // the store or the reader is down: later
				}
				t.Outcome = fault.Message(err)
			}
			if err := x.DB.WriteUnrecorded(ctx, "search", func(tx *database.Tx) error { return store.AddFileText(tx, t) }); err != nil {
				return err
			}
		}
		ready, err := store.Ready(x.DB.View(ctx), recordsAtOnce)
		if err != nil {
			return err
		}
		if len(ready) > 0 {
			if err := x.index(ctx, ready); err != nil {
				return err
			}
		}
		if len(files) == 0 && len(ready) == 0 {
			return nil
		}
	}
}

// read opens a file and gives its text.
func (x *Indexer) read(ctx context.Context, pdf *pdftext.Reader, f disclosure.File) (string, error) {
	b, err := x.Files.Open(ctx, blob.Hash(f.Hash))
	if err != nil {
		return "", err
	}
	defer func() { _ = b.Close() }()
	content, err := io.ReadAll(io.LimitReader(b, docread.MaxBytes+1))
	if err != nil {
		return "", err
	}
	return Text(content, pdf)
}

// Text is what a file says, as plain text. pdf reads PDF files.
func Text(content []byte, pdf *pdftext.Reader) (_ string, err error) {
	defer func() { // a reader that fails over a broken file must not stop the others
		if p := recover(); p != nil {
			err = errors.Join(fault.New(fault.Invalid, "文件读不出来"), fmt.Errorf("%v", p))
		}
	}()
	kind, err := docread.Sniff(content)
	if err != nil {
		return "", err
	}
	if kind == docread.PDF {
		pages, err := pdf.Pages(content)
		return clip(strings.Join(pages, "\n")), err
	}
	doc, err := docread.Read(content)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	for _, block := range doc.Blocks {
		if b.Len() > mostText {
			break
		}
		b.WriteString(block.Text + "\n")
		if block.Grid == nil {
			continue
		}
		for _, row := range block.Grid.Rows {
			for _, cell := range row {
				b.WriteString(cell.Text + " ")
			}
			b.WriteByte('\n')
		}
	}
	return clip(b.String()), nil
}

// clip keeps a text small and clean enough to be stored.
func clip(text string) string {
	text = strings.ReplaceAll(strings.ToValidUTF8(text, ""), "\x00", "")
	if len(text) > mostText {
		text = strings.ToValidUTF8(text[:mostText], "")
	}
	return text
}
