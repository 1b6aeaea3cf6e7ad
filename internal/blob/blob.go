package blob

import (
	"context"
	"encoding/hex"
	"errors"
	"io"
	"net/url"
	"os"
	"strings"
	"time"

	"gongkai/fault"
	"gongkai/internal/crypt"
)

// A Hash is the address of a file: the name of the hash, a colon and 64 hexadecimal digits, as in sm3:66c7….
type Hash string

// ParseHash checks an address.
func ParseHash(s string) (Hash, error) {
	name, digits, _ := strings.Cut(s, ":")
	if _, err := hashSuite(name); err != nil || len(digits) != 64 || strings.Trim(digits, "0123456789abcdef") != "" {
		return "", fault.New(fault.Invalid, "文件摘要 %.80q 的写法不对，应为 sm3: 或 sha256: 加 64 位十六进制数字", s)
	}
	return Hash(s), nil
}

// suite returns the suite whose hash the address names.
func (h Hash) suite() crypt.Suite {
	name, _, _ := strings.Cut(string(h), ":")
	suite, _ := hashSuite(name)
	return suite
}

func hashSuite(name string) (crypt.Suite, error) {
	for _, suite := range []crypt.Suite{crypt.Std, crypt.GM} {
		if suite.HashName() == name {
			return suite, nil
		}
	}
	return 0, errors.New("blob: no such hash")
}

func hashOf(suite crypt.Suite, sum []byte) Hash {
	return Hash(suite.HashName() + ":" + hex.EncodeToString(sum))
}

// A Ref is what a row keeps of a file.
type Ref struct {
	Hash Hash  `json:"hash"`
	Size int64 `json:"size"` // bytes
	Type Type  `json:"type"`
}

// Info is what the store knows of a file.
type Info struct {
	Hash      Hash
	Size      int64     // bytes of the plain content; of an encrypted file with a broken length, -1
	StoredAt  time.Time // when it was last handed in
	Encrypted bool      // at rest
	Binned    bool      // waits in the bin of [Store.Collect]
}

// Limits are what [Store.Put] takes.
type Limits struct {
	Size  int64  // bytes; 0 means DefaultSize
	Types []Type // nil means Attachments
}

// DefaultSize is the size limit where none is given.
const DefaultSize = 100 << 20

// Options are what a store needs beside its address.
type Options struct {
	Suite crypt.Suite      // whose hash makes new addresses
	Keys  *crypt.Keyring   // nil: files are not encrypted at rest
	Spool string           // folder for files on their way to S3; empty: the system's
	Now   func() time.Time // nil: time.Now
}

// A Store keeps files. It may be used by many at once, and a folder or bucket by many processes.
type Store struct {
	backend backend
	suite   crypt.Suite
	keys    *crypt.Keyring
	spool   string
	kept    bool // a spooled file keeps its name, because the backend renames it
	now     func() time.Time
}

// backend keeps objects by key. An object is never seen half written.
type backend interface {
	// adopt makes the content of the file durable under the key, in place of what may be there.
	adopt(ctx context.Context, file *os.File, key string) error
	// open returns the content, or an error of kind NotFound.
	open(ctx context.Context, key string) (io.ReadCloser, error)
	// stat returns size and time, or an error of kind NotFound.
	stat(ctx context.Context, key string) (object, error)
	// walk calls visit for each object whose key begins with the prefix, which ends in a slash.
	walk(ctx context.Context, prefix string, visit func(object) error) error
	// remove takes the object away; that there is none is no error.
	remove(ctx context.Context, key string) error
}

// sweeper is a backend that may hold remains of uploads that were broken off.
type sweeper interface {
	sweep(ctx context.Context, before time.Time) error
}

type object struct {
	key  string
	size int64
	at   time.Time
}

// New opens the store at the address: a folder (path or file:///path, created if missing), or
// s3://key:secret@host/bucket/prefix?region=…&insecure=1, whose key may come from AWS_ACCESS_KEY_ID and
// AWS_SECRET_ACCESS_KEY instead.
func New(ctx context.Context, address string, o Options) (_ *Store, err error) {
	defer fault.Wrap(&err, "blob.New")
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Suite == 0 {
		return nil, fault.New(fault.Invalid, "没有选定密码套件")
	}
	s := &Store{suite: o.Suite, keys: o.Keys, spool: o.Spool, now: o.Now}
	if u, err := url.Parse(address); err == nil && u.Scheme == "s3" {
		s.backend, err = newS3(ctx, u, o.Now)
		return s, err
	}
	local, err := newFolder(strings.TrimPrefix(address, "file://"))
	if err != nil {
		return nil, err
	}
	s.backend, s.spool, s.kept = local, local.spool(), true
	return s, nil
}

// Keys of objects: files in objects/, what Collect may take away in bin/; the suffix marks encryption.
const (
	objects   = "objects/"
	bin       = "bin/"
	encSuffix = ".enc"
)

func keyOf(place string, h Hash, encrypted bool) string {
	name, digits, _ := strings.Cut(string(h), ":")
	key := place + name + "/" + digits[:2] + "/" + digits
	if encrypted {
		key += encSuffix
	}
	return key
}

// infoOf reads an object's key; ok is false for what is not one of ours.
func infoOf(o object) (info Info, ok bool) {
	rest, binned := strings.CutPrefix(o.key, bin)
	rest = strings.TrimPrefix(rest, objects)
	rest, encrypted := strings.CutSuffix(rest, encSuffix)
	parts := strings.Split(rest, "/")
	if len(parts) != 3 {
		return Info{}, false
	}
	h, err := ParseHash(parts[0] + ":" + parts[2])
	if err != nil {
		return Info{}, false
	}
	info = Info{Hash: h, Size: o.size, StoredAt: o.at, Encrypted: encrypted, Binned: binned}
	if encrypted {
		info.Size = crypt.StreamPlainSize(o.size)
	}
	return info, true
}

// find looks for the file where it may be, the likeliest place first.
func (s *Store) find(ctx context.Context, h Hash) (object, Info, error) {
	if _, err := ParseHash(string(h)); err != nil {
		return object{}, Info{}, err
	}
	for _, place := range []string{objects, bin} {
		for _, encrypted := range []bool{s.keys != nil, s.keys == nil} {
			o, err := s.backend.stat(ctx, keyOf(place, h, encrypted))
			if fault.KindOf(err) == fault.NotFound {
				continue
			}
			if err != nil {
				return object{}, Info{}, err
			}
			info, _ := infoOf(o)
			return o, info, nil
		}
	}
	return object{}, Info{}, fault.New(fault.NotFound, "文件不存在：%s", h)
}

// Stat returns what is known of a file, or an error of kind NotFound.
func (s *Store) Stat(ctx context.Context, h Hash) (_ Info, err error) {
	defer fault.Wrap(&err, "blob.Stat")
	_, info, err := s.find(ctx, h)
	return info, err
}

// Walk calls visit for every file, binned ones too. A file that is stored plain and encrypted is visited twice.
func (s *Store) Walk(ctx context.Context, visit func(Info) error) (err error) {
	defer fault.Wrap(&err, "blob.Walk")
	for _, place := range []string{objects, bin} {
		err := s.backend.walk(ctx, place, func(o object) error {
			if info, ok := infoOf(o); ok {
				return visit(info)
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// Encrypted says whether the store encrypts what it is given.
func (s *Store) Encrypted() bool { return s.keys != nil }
