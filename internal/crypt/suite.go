package crypt

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"hash"

	"github.com/emmansun/gmsm/sm3"
	"github.com/emmansun/gmsm/sm4"

	"gongkai/fault"
)

// A Suite is a set of algorithms that are used together. Its number stands in every ciphertext and never changes.
type Suite byte

// The suites.
const (
	Std Suite = 1 // AES-256-GCM, SHA-256, HMAC-SHA-256
	GM  Suite = 2 // SM4-GCM, SM3, HMAC-SM3 (GB/T 32907, GB/T 32905, RFC 8998)
)

// ParseSuite reads the name used in configuration: std or gm.
func ParseSuite(name string) (Suite, error) {
	for _, s := range []Suite{Std, GM} {
		if s.String() == name {
			return s, nil
		}
	}
	return 0, fault.New(fault.Invalid, "密码套件 %q 不存在，可选 std（国际算法）或 gm（国密算法）", name)
}

// String returns the name used in configuration.
func (s Suite) String() string {
	switch s {
	case Std:
		return "std"
	case GM:
		return "gm"
	}
	return "unknown"
}

// HashName returns the name of the suite's hash as it stands in addresses: sha256 or sm3.
func (s Suite) HashName() string {
	if s == GM {
		return "sm3"
	}
	return "sha256"
}

// NewHash returns the suite's hash; its sums are 32 bytes long.
func (s Suite) NewHash() hash.Hash {
	if s == GM {
		return sm3.New()
	}
	return sha256.New()
}

// known says whether s is one of the suites, for numbers read from a ciphertext.
func (s Suite) known() bool { return s == Std || s == GM }

// keySize is the length of a key of the suite's cipher in bytes.
func (s Suite) keySize() int {
	if s == GM {
		return sm4.BlockSize
	}
	return 32
}

// aead returns the suite's cipher in Galois/Counter Mode with nonces of 12 and tags of 16 bytes.
func (s Suite) aead(key []byte) (cipher.AEAD, error) {
	newCipher := aes.NewCipher
	if s == GM {
		newCipher = sm4.NewCipher
	}
	block, err := newCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

// derive returns n bytes made from secret for one use, by HKDF with the suite's hash.
func (s Suite) derive(secret, salt []byte, use string, n int) ([]byte, error) {
	return hkdf.Key(s.NewHash, secret, salt, "gongkai/1/"+s.String()+"/"+use, n)
}
