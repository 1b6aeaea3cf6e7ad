package crypt

import (
	"context"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/rand"
	"encoding/binary"
	"iter"
	"sync"
	"sync/atomic"
	"time"

	"gongkai/fault"
)

// A Purpose is what a key is used for. Each has a key of its own, so that a value made for one means nothing to another.
type Purpose string

// The purposes that the platform knows; a package may add its own.
const (
	Fields      Purpose = "fields"      // personal data in columns
	Search      Purpose = "search"      // keyed digests for exact search
	Sessions    Purpose = "sessions"    // signing of cookies and links
	Credentials Purpose = "credentials" // second-factor secrets of staff
	Blobs       Purpose = "blobs"       // files at rest
)

// A Place says where a sealed value belongs. A value opens only in the place for which it was sealed.
type Place struct {
	Table  string
	Column string
	Row    string // the row's id
}

// bytes writes the place so that no two places give the same bytes.
func (p Place) bytes() []byte {
	b := make([]byte, 0, 12+len(p.Table)+len(p.Column)+len(p.Row))
	for _, part := range []string{p.Table, p.Column, p.Row} {
		b = binary.BigEndian.AppendUint32(b, uint32(len(part)))
		b = append(b, part...)
	}
	return b
}

// A sealed value is: format (1), suite (1), key id (4), nonce (12), ciphertext, tag (16).
const (
	sealFormat = 1
	headSize   = 6
	nonceSize  = 12
	tagSize    = 16
)

// Overhead is by how many bytes a sealed value is longer than the plain one.
const Overhead = headSize + nonceSize + tagSize

// A Keyring seals and opens with the keys of one key file and may be used by many at once. A key added to the file
// while the program runs is taken up by itself, see [Keyring.keys].
// One key and purpose is good for 2³² sealed values (random nonces of 96 bits, NIST SP 800-38D); rotate before.
type Keyring struct {
	suite Suite
	file  watchedFile
	ring  atomic.Pointer[ring]

	mu    sync.RWMutex
	aeads map[keyUse]cipher.AEAD
	macs  map[keyUse][]byte
}

type keyUse struct {
	id      KeyID
	suite   Suite
	purpose Purpose
}

// OpenKeyFile reads the key file; suite is used for new values. It refuses a file that others than its owner may read.
func OpenKeyFile(path string, suite Suite) (_ *Keyring, err error) {
	defer fault.Wrap(&err, "crypt.OpenKeyFile")
	keys, err := readKeys(path)
	if err != nil {
		return nil, err
	}
	k, err := newKeyring(keys, suite)
	if err == nil {
		k.file.path = path
		k.file.changed(time.Now())
	}
	return k, err
}

func newKeyring(keys keyFile, suite Suite) (*Keyring, error) {
	if !suite.known() {
		return nil, fault.New(fault.Invalid, "没有选定密码套件")
	}
	k := &Keyring{suite: suite, aeads: map[keyUse]cipher.AEAD{}, macs: map[keyUse][]byte{}}
	k.ring.Store(newRing(keys))
	return k, nil
}

// Suite returns the suite for new values.
func (k *Keyring) Suite() Suite { return k.suite }

// Active returns the key for new values.
func (k *Keyring) Active() KeyID { return k.keys().active }

// Derive returns n secret bytes for the purpose, always the same for the same active key and suite. It is for
// libraries that want a key of their own; label tells several such keys of one purpose apart.
func (k *Keyring) Derive(purpose Purpose, label string, n int) ([]byte, error) {
	keys := k.keys()
	return k.suite.derive(keys.secret[keys.active], nil, "derive/"+string(purpose)+"/"+label, n)
}

func (k *Keyring) aeadFor(use keyUse) (cipher.AEAD, error) {
	k.mu.RLock()
	aead := k.aeads[use]
	k.mu.RUnlock()
	if aead != nil {
		return aead, nil
	}
	key, err := use.suite.derive(k.keys().secret[use.id], nil, "seal/"+string(use.purpose), use.suite.keySize())
	if err != nil {
		return nil, err
	}
	if aead, err = use.suite.aead(key); err != nil {
		return nil, err
	}
	k.mu.Lock()
	k.aeads[use] = aead
	k.mu.Unlock()
	return aead, nil
}

func (k *Keyring) macKey(use keyUse) ([]byte, error) {
	k.mu.RLock()
	key := k.macs[use]
	k.mu.RUnlock()
	if key != nil {
		return key, nil
	}
	key, err := use.suite.derive(k.keys().secret[use.id], nil, "mac/"+string(use.purpose), 32)
	if err != nil {
		return nil, err
	}
	k.mu.Lock()
	k.macs[use] = key
	k.mu.Unlock()
	return key, nil
}

// mac returns the keyed hash of the message, 32 bytes.
func (k *Keyring) mac(use keyUse, message []byte) ([]byte, error) {
	key, err := k.macKey(use)
	if err != nil {
		return nil, err
	}
	h := hmac.New(use.suite.NewHash, key)
	h.Write(message)
	return h.Sum(nil), nil
}

// Seal encrypts plain for its place with the active key. The same value sealed twice looks different.
func (k *Keyring) Seal(purpose Purpose, at Place, plain []byte) (_ []byte, err error) {
	defer fault.Wrap(&err, "crypt.Seal")
	active := k.Active()
	aead, err := k.aeadFor(keyUse{active, k.suite, purpose})
	if err != nil {
		return nil, err
	}
	sealed := make([]byte, headSize+nonceSize, Overhead+len(plain))
	sealed[0], sealed[1] = sealFormat, byte(k.suite)
	binary.BigEndian.PutUint32(sealed[2:], uint32(active))
	rand.Read(sealed[headSize:])
	return aead.Seal(sealed, sealed[headSize:], plain, bind(sealed, at)), nil
}

// Open decrypts a value sealed for the same purpose and place by any key of the ring.
func (k *Keyring) Open(purpose Purpose, at Place, sealed []byte) (_ []byte, err error) {
	defer fault.Wrap(&err, "crypt.Open")
	head, err := parseHead(sealed)
	if err != nil {
		return nil, err
	}
	if !k.Has(head.id) {
		return nil, fault.New(fault.Internal, "密钥文件中没有密钥 %v，无法解开用它加密的数据", head.id)
	}
	aead, err := k.aeadFor(keyUse{head.id, head.suite, purpose})
	if err != nil {
		return nil, err
	}
	nonce, rest := sealed[headSize:headSize+nonceSize], sealed[headSize+nonceSize:]
	plain, err := aead.Open(nil, nonce, rest, bind(sealed, at))
	if err != nil {
		return nil, fault.New(fault.Internal, "加密数据被改动过，或不属于 %s.%s 的这一行", at.Table, at.Column)
	}
	return plain, nil
}

// bind returns what is authenticated beside the value: how it was sealed, and for which place.
func bind(sealed []byte, at Place) []byte {
	return append(at.bytes(), sealed[:headSize]...)
}

type sealHead struct {
	suite Suite
	id    KeyID
}

func parseHead(sealed []byte) (sealHead, error) {
	if len(sealed) < Overhead || sealed[0] != sealFormat || !Suite(sealed[1]).known() {
		return sealHead{}, fault.New(fault.Internal, "这不是加密数据，或格式版本不受支持")
	}
	return sealHead{Suite(sealed[1]), KeyID(binary.BigEndian.Uint32(sealed[2:]))}, nil
}

// Current says whether the value was sealed by the active key with the chosen suite.
func (k *Keyring) Current(sealed []byte) bool {
	head, err := parseHead(sealed)
	return err == nil && head == sealHead{k.suite, k.Active()}
}

// KeyOf returns which key sealed the value.
func KeyOf(sealed []byte) (KeyID, error) {
	head, err := parseHead(sealed)
	return head.id, err
}

// A SealedValue is one value of the database, for [Keyring.Reseal].
type SealedValue struct {
	Purpose Purpose
	Place   Place
	Sealed  []byte
}

// Reseal walks values after a rotation and hands those which are not yet under the active key and suite to put,
// sealed anew. Put stores the value and, where the column has one, its new digest, which needs the plain text; it
// must not keep plain. A value that does not open ends the walk: nothing may be lost by a rotation.
func (k *Keyring) Reseal(ctx context.Context, values iter.Seq2[SealedValue, error],
	put func(v SealedValue, plain []byte) error) (changed int, err error) {
	defer fault.Wrap(&err, "crypt.Reseal")
	for v, err := range values {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return changed, err
		}
		if k.Current(v.Sealed) {
			continue
		}
		plain, err := k.Open(v.Purpose, v.Place, v.Sealed)
		if err != nil {
			return changed, err
		}
		if v.Sealed, err = k.Seal(v.Purpose, v.Place, plain); err != nil {
			return changed, err
		}
		if err = put(v, plain); err != nil {
			return changed, err
		}
		clear(plain)
		changed++
	}
	return changed, nil
}
