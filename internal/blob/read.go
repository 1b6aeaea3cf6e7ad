package blob

import (
	"context"
	"hash"
	"io"

	"gongkai/fault"
	"gongkai/internal/crypt"
)

// A Blob is a file that is being read. Its content is checked: the last Read returns an error in place of io.EOF if
// what was read is not what the address says. Whoever passes bytes on while reading must pass that error on as well.
type Blob struct {
	Info
	plain  io.Reader
	closer io.Closer
	hash   hash.Hash
	err    error
}

// Open opens a file for reading, or returns an error of kind NotFound.
func (s *Store) Open(ctx context.Context, h Hash) (_ *Blob, err error) {
	defer fault.Wrap(&err, "blob.Open")
	o, info, err := s.find(ctx, h)
	if err != nil {
		return nil, err
	}
	return s.open(ctx, o, info)
}

func (s *Store) open(ctx context.Context, o object, info Info) (*Blob, error) {
	content, err := s.backend.open(ctx, o.key)
	if err != nil {
		return nil, err
	}
	b := &Blob{Info: info, plain: content, closer: content, hash: info.Hash.suite().NewHash()}
	if !info.Encrypted {
		return b, nil
	}
	if s.keys == nil {
		content.Close()
		return nil, fault.New(fault.Internal, "文件已加密，但没有配置密钥文件")
	}
	if b.plain, err = s.keys.OpenStream(crypt.Blobs, string(info.Hash), content); err != nil {
		content.Close()
		return nil, err
	}
	return b, nil
}

// Read reads and checks.
func (b *Blob) Read(p []byte) (int, error) {
	if b.err != nil {
		return 0, b.err
	}
	n, err := b.plain.Read(p)
	b.hash.Write(p[:n])
	if err == io.EOF && hashOf(b.Hash.suite(), b.hash.Sum(nil)) != b.Hash {
		err = fault.New(fault.Internal, "文件内容与摘要不符，可能已损坏或被改动：%s", b.Hash)
	}
	b.err = err
	return n, err
}

// Close ends the reading.
func (b *Blob) Close() error { return b.closer.Close() }

// Verify reads every file and calls report for each, with what is wrong with it or nil. It goes on after a broken
// file, and ends when report returns an error.
func (s *Store) Verify(ctx context.Context, report func(Info, error) error) (err error) {
	defer fault.Wrap(&err, "blob.Verify")
	for _, place := range []string{objects, bin} {
		err := s.backend.walk(ctx, place, func(o object) error {
			info, ok := infoOf(o)
			if !ok {
				return nil
			}
			return report(info, s.verify(ctx, o, info))
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) verify(ctx context.Context, o object, info Info) error {
	b, err := s.open(ctx, o, info)
	if err != nil {
		return err
	}
	defer b.Close()
	_, err = io.Copy(io.Discard, contextReader{ctx, b})
	return err
}
