package blob

import (
	"context"
	"errors"
	"io"
	"os"
	"slices"

	"gongkai/fault"
	"gongkai/internal/crypt"
)

// Put stores what r gives and returns when it is durable. It refuses what is empty, too large, or of a type that the
// limits do not allow; nothing is left of it then.
func (s *Store) Put(ctx context.Context, r io.Reader, limits Limits) (_ Ref, err error) {
	defer fault.Wrap(&err, "blob.Put")
	if limits.Size == 0 {
		limits.Size = DefaultSize
	}
	if limits.Types == nil {
		limits.Types = Attachments
	}
	file, err := s.newSpool(s.kept && s.keys == nil)
	if err != nil {
		return Ref{}, err
	}
	defer discard(file)

	h := s.suite.NewHash()
	size, err := io.Copy(io.MultiWriter(file, h), io.LimitReader(contextReader{ctx, r}, limits.Size+1))
	switch {
	case err != nil:
		return Ref{}, err
	case size == 0:
		return Ref{}, fault.New(fault.Invalid, "文件是空的")
	case size > limits.Size:
		return Ref{}, fault.New(fault.Invalid, "文件超过 %s 的限制", sizeText(limits.Size))
	}
	kind, err := Detect(file, size)
	if err != nil {
		return Ref{}, err
	}
	if !slices.Contains(limits.Types, kind) {
		return Ref{}, fault.New(fault.Invalid, "这里不接受%s文件，可接受：%s", kind.Label(), labels(limits.Types))
	}
	ref := Ref{hashOf(s.suite, h.Sum(nil)), size, kind}
	return ref, s.keep(ctx, file, ref.Hash)
}

// PutExact stores content that must have the given address, as when a backup is restored: no limits, no detection.
func (s *Store) PutExact(ctx context.Context, r io.Reader, want Hash) (err error) {
	defer fault.Wrap(&err, "blob.PutExact")
	if _, err := ParseHash(string(want)); err != nil {
		return err
	}
	file, err := s.newSpool(s.kept && s.keys == nil)
	if err != nil {
		return err
	}
	defer discard(file)
	h := want.suite().NewHash()
	if _, err := io.Copy(io.MultiWriter(file, h), contextReader{ctx, r}); err != nil {
		return err
	}
	if got := hashOf(want.suite(), h.Sum(nil)); got != want {
		return fault.New(fault.Invalid, "文件内容与摘要不符：应为 %s，实为 %s", want, got)
	}
	return s.keep(ctx, file, want)
}

// keep hands the spooled plain content to the backend, encrypted if the store has keys.
func (s *Store) keep(ctx context.Context, file *os.File, h Hash) error {
	if s.keys == nil {
		return s.backend.adopt(ctx, file, keyOf(objects, h, false))
	}
	sealed, err := s.newSpool(s.kept)
	if err != nil {
		return err
	}
	defer discard(sealed)
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	w, err := s.keys.SealStream(crypt.Blobs, string(h), sealed)
	if err != nil {
		return err
	}
	if _, err := io.Copy(w, file); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	return s.backend.adopt(ctx, sealed, keyOf(objects, h, true))
}

// newSpool makes a temporary file. Unless it is to keep its name it has none from the start, so that no crash leaves
// plain text behind.
func (s *Store) newSpool(named bool) (*os.File, error) {
	file, err := os.CreateTemp(s.spool, "upload-*")
	if err != nil || named {
		return file, err
	}
	if err := os.Remove(file.Name()); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file, nil
}

// discard closes the spooled file and removes its name, if it still has one: a kept file was renamed, and the name of
// an unnamed one may be another's by now.
func discard(file *os.File) {
	defer file.Close()
	mine, err := file.Stat()
	if err != nil {
		return
	}
	if named, err := os.Lstat(file.Name()); err == nil && os.SameFile(mine, named) {
		os.Remove(file.Name())
	}
}

// contextReader ends an upload when its request ends.
type contextReader struct {
	ctx context.Context
	r   io.Reader
}

func (c contextReader) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}
