package crypt

import (
	"bytes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"io"

	"gongkai/fault"
)

// A stream is a head followed by chunks of chunkSize plain bytes, each sealed with its number and whether it is the
// last (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár, as in age). Chunks cannot be changed,
// reordered or dropped, and a stream that was cut off has no last chunk.
const (
	chunkSize = 64 << 10
	saltSize  = 16
)

// The magic bytes of the two heads, the last being the version of the format.
const (
	keyMagic        = "GKS\x01" // sealed under a key of the key file
	passphraseMagic = "GKP\x01" // sealed under a passphrase
)

// streamHead is the length of the head of a stream under a key: magic, suite, key id, salt.
const streamHead = len(keyMagic) + 1 + 4 + saltSize

// StreamSize returns the length of the stream that holds size plain bytes, for streams under a key.
func StreamSize(size int64) int64 {
	chunks := max((size+chunkSize-1)/chunkSize, 1)
	return int64(streamHead) + size + chunks*tagSize
}

// StreamPlainSize returns the number of plain bytes in a stream of the given length, or -1 if none has that length.
func StreamPlainSize(length int64) int64 {
	body := length - int64(streamHead)
	if body < tagSize {
		return -1
	}
	chunks := (body + chunkSize + tagSize - 1) / (chunkSize + tagSize)
	size := body - chunks*tagSize
	if size < 0 || StreamSize(size) != length {
		return -1
	}
	return size
}

// SealStream returns a writer that encrypts to w under the active key. The stream opens only with the same purpose
// and label. Close writes the last chunk and does not close w; without it the stream counts as cut off.
func (k *Keyring) SealStream(purpose Purpose, label string, w io.Writer) (_ io.WriteCloser, err error) {
	defer fault.Wrap(&err, "crypt.SealStream")
	head := append([]byte(keyMagic), byte(k.suite))
	head = binary.BigEndian.AppendUint32(head, uint32(k.Active()))
	head = append(head, newSalt()...)
	aead, err := k.streamCipher(purpose, head)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(head); err != nil {
		return nil, err
	}
	return newSealer(w, aead, append(head, label...)), nil
}

// OpenStream returns a reader of the plain text of a stream under any key of the ring. Read fails at the first chunk
// that was changed, and at the end if the stream was cut off; what it returned before that was genuine.
func (k *Keyring) OpenStream(purpose Purpose, label string, r io.Reader) (_ io.Reader, err error) {
	defer fault.Wrap(&err, "crypt.OpenStream")
	head := make([]byte, streamHead)
	if _, err := io.ReadFull(r, head); err != nil {
		return nil, truncated(err)
	}
	if !bytes.HasPrefix(head, []byte(keyMagic)) || !Suite(head[4]).known() {
		return nil, fault.New(fault.Internal, "这不是加密文件，或格式版本不受支持")
	}
	if id := KeyID(binary.BigEndian.Uint32(head[5:])); !k.Has(id) {
		return nil, fault.New(fault.Internal, "密钥文件中没有密钥 %v，无法解开用它加密的文件", id)
	}
	aead, err := k.streamCipher(purpose, head)
	if err != nil {
		return nil, err
	}
	return newOpener(r, aead, append(head, label...)), nil
}

// streamCipher derives the key of one stream from its head.
func (k *Keyring) streamCipher(purpose Purpose, head []byte) (cipher.AEAD, error) {
	suite, id := Suite(head[4]), KeyID(binary.BigEndian.Uint32(head[5:]))
	key, err := suite.derive(k.keys().secret[id], head[9:], "stream/"+string(purpose), suite.keySize())
	if err != nil {
		return nil, err
	}
	return suite.aead(key)
}

func newSalt() []byte {
	salt := make([]byte, saltSize)
	rand.Read(salt)
	return salt
}

func truncated(err error) error {
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		return fault.New(fault.Internal, "加密文件不完整，可能在传输或写入时中断")
	}
	return err
}

// chunkNonce numbers the chunks of a stream; a stream has a key of its own, so that numbers suffice.
type chunkNonce [nonceSize]byte

func (n *chunkNonce) next(last bool) []byte {
	nonce := *n
	if last {
		nonce[nonceSize-1] = 1
	}
	binary.BigEndian.PutUint64(n[3:], binary.BigEndian.Uint64(n[3:])+1)
	return nonce[:]
}

type sealer struct {
	w      io.Writer
	aead   cipher.AEAD
	bound  []byte
	nonce  chunkNonce
	buf    []byte
	out    []byte
	closed bool
	err    error
}

func newSealer(w io.Writer, aead cipher.AEAD, bound []byte) *sealer {
	return &sealer{w: w, aead: aead, bound: bound, buf: make([]byte, 0, chunkSize),
		out: make([]byte, 0, chunkSize+tagSize)}
}

// Write encrypts p. A full chunk is held back until more follows, since it may be the last.
func (s *sealer) Write(p []byte) (n int, err error) {
	if s.closed {
		return 0, errors.New("crypt: write after close")
	}
	for len(p) > 0 && s.err == nil {
		if len(s.buf) == chunkSize {
			s.flush(false)
		}
		taken := min(len(p), chunkSize-len(s.buf))
		s.buf = append(s.buf, p[:taken]...)
		p = p[taken:]
		n += taken
	}
	return n, s.err
}

// Close writes the last chunk.
func (s *sealer) Close() error {
	if !s.closed && s.err == nil {
		s.flush(true)
	}
	s.closed = true
	return s.err
}

func (s *sealer) flush(last bool) {
	s.out = s.aead.Seal(s.out[:0], s.nonce.next(last), s.buf, s.bound)
	s.buf = s.buf[:0]
	_, s.err = s.w.Write(s.out)
}

type opener struct {
	r     io.Reader
	aead  cipher.AEAD
	bound []byte
	nonce chunkNonce
	in    []byte // one sealed chunk and the first byte of the next
	ahead int    // bytes of in that are read already
	plain []byte // what is open and not yet returned
	store []byte
	err   error
}

func newOpener(r io.Reader, aead cipher.AEAD, bound []byte) *opener {
	return &opener{r: r, aead: aead, bound: bound, in: make([]byte, chunkSize+tagSize+1), store: make([]byte, 0, chunkSize)}
}

// Read returns plain text of chunks that are proven genuine.
func (o *opener) Read(p []byte) (int, error) {
	for len(o.plain) == 0 && o.err == nil {
		o.fill()
	}
	n := copy(p, o.plain)
	o.plain = o.plain[n:]
	if n == 0 && len(p) > 0 {
		return 0, o.err
	}
	return n, nil
}

// fill opens the next chunk. It is the last if nothing follows it.
func (o *opener) fill() {
	n, err := io.ReadFull(o.r, o.in[o.ahead:])
	last := err == io.EOF || err == io.ErrUnexpectedEOF
	if err != nil && !last {
		o.err = err
		return
	}
	chunk := o.in[:o.ahead+n]
	if !last {
		chunk = chunk[:chunkSize+tagSize]
	}
	plain, err := o.aead.Open(o.store[:0], o.nonce.next(last), chunk, o.bound)
	switch {
	case err == nil && last:
		o.plain, o.err = plain, io.EOF
	case err == nil:
		o.plain = plain
		o.in[0], o.ahead = o.in[chunkSize+tagSize], 1
	case last:
		o.err = fault.New(fault.Internal, "加密文件不完整或被改动过，或者口令、密钥不对")
	default:
		o.err = fault.New(fault.Internal, "加密文件被改动过，或者口令、密钥不对")
	}
}
