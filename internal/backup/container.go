package backup

import (
	"bufio"
	"bytes"
	"hash"
	"io"

	"github.com/klauspost/compress/zstd"

	"gongkai/fault"
	"gongkai/internal/crypt"
)

// plainMagic begins a backup without a passphrase; the suite of its digest follows.
const plainMagic = "GKB\x01"

const digestSize = 32

// sealFile returns a writer of what goes into the container and w gets the container. Close finishes it.
func sealFile(w io.Writer, suite crypt.Suite, passphrase string) (io.WriteCloser, error) {
	var outer io.WriteCloser
	if passphrase != "" {
		sealed, err := crypt.SealWithPassphrase(suite, passphrase, w)
		if err != nil {
			return nil, err
		}
		outer = sealed
	} else {
		summed := &sumWriter{w: w, hash: suite.NewHash()}
		if _, err := summed.Write(append([]byte(plainMagic), byte(suite))); err != nil {
			return nil, err
		}
		outer = summed
	}
	packed, err := zstd.NewWriter(outer, zstd.WithEncoderConcurrency(1), zstd.WithEncoderLevel(zstd.SpeedDefault))
	if err != nil {
		return nil, err
	}
	return &both{packed, outer}, nil
}

// both closes the compression and then the container.
type both struct {
	io.WriteCloser
	outer io.Closer
}

func (b *both) Close() error {
	if err := b.WriteCloser.Close(); err != nil {
		return err
	}
	return b.outer.Close()
}

// maxWindow bounds the memory that a backup can make the decompression use.
const maxWindow = 32 << 20

// openFile returns a reader of what is in the container. When it reports io.EOF the whole container has been read and
// is as it was written.
func openFile(r io.Reader, passphrase string) (io.ReadCloser, error) {
	buffered := bufio.NewReaderSize(r, 64<<10)
	magic, err := buffered.Peek(len(plainMagic) + 1)
	if err != nil && err != io.EOF {
		return nil, err
	}
	var inner io.Reader
	switch {
	case crypt.SealedWithPassphrase(magic):
		if passphrase == "" {
			return nil, fault.New(fault.Invalid, "备份文件已加密，请提供口令")
		}
		if inner, err = crypt.OpenWithPassphrase(passphrase, buffered); err != nil {
			return nil, err
		}
	case len(magic) > len(plainMagic) && bytes.HasPrefix(magic, []byte(plainMagic)):
		suite := crypt.Suite(magic[len(plainMagic)])
		if suite != crypt.Std && suite != crypt.GM {
			return nil, broken("摘要算法不明")
		}
		inner = &sumReader{r: buffered, hash: suite.NewHash(), skip: len(magic)}
	default:
		return nil, fault.New(fault.Invalid, "这不是备份文件，或格式版本不受支持")
	}
	unpacked, err := zstd.NewReader(inner, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(maxWindow))
	if err != nil {
		return nil, err
	}
	return &whole{unpacked, inner}, nil
}

// whole reads the container to its end before it says that there is nothing more.
type whole struct {
	unpacked *zstd.Decoder
	inner    io.Reader
}

func (w *whole) Read(p []byte) (int, error) {
	n, err := w.unpacked.Read(p)
	switch {
	case err == io.EOF:
		if rest, copied := io.Copy(io.Discard, w.inner); copied != nil {
			return n, copied
		} else if rest > 0 {
			return n, broken("结尾之后还有内容")
		}
	case err != nil && fault.KindOf(err) != fault.Invalid:
		// The container names what is wrong better than the compression, if it is the container.
		if _, inner := io.Copy(io.Discard, w.inner); inner != nil {
			return n, inner
		}
		return n, &fault.Error{Kind: fault.Invalid, Message: "备份文件已损坏：无法解压", Err: err}
	}
	return n, err
}

func (w *whole) Close() error {
	w.unpacked.Close()
	return nil
}

// sumWriter appends the digest of everything that was written.
type sumWriter struct {
	w    io.Writer
	hash hash.Hash
}

func (s *sumWriter) Write(p []byte) (int, error) {
	s.hash.Write(p)
	return s.w.Write(p)
}

func (s *sumWriter) Close() error {
	_, err := s.w.Write(s.hash.Sum(nil))
	return err
}

// sumReader returns everything but the digest at the end, and an error in place of io.EOF if that is wrong.
type sumReader struct {
	r    *bufio.Reader
	hash hash.Hash
	skip int // bytes of the beginning that belong to the container
	err  error
}

func (s *sumReader) Read(p []byte) (int, error) {
	if s.skip > 0 {
		head := make([]byte, s.skip)
		if _, err := io.ReadFull(s.r, head); err != nil {
			return 0, err
		}
		s.hash.Write(head)
		s.skip = 0
	}
	if s.err != nil || len(p) == 0 {
		return 0, s.err
	}
	ahead, err := s.r.Peek(digestSize + 1)
	switch {
	case err == io.EOF && !bytes.Equal(ahead, s.hash.Sum(nil)):
		s.err = broken("不完整或被改动过")
		return 0, s.err
	case err != nil:
		s.err = err
		return 0, err
	}
	n, err := s.r.Read(p[:min(len(p), s.r.Buffered()-digestSize)])
	s.hash.Write(p[:n])
	return n, err
}
