package database

import (
	"crypto/rand"
	"encoding/base32"
	"encoding/binary"
	"time"
)

// idAlphabet orders as its bytes do and leaves out letters that are easily misread.
var idAlphabet = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// NewID makes an internal id: the prefix, then 48 bits of the time in milliseconds and 80 random bits, so that ids
// order by time and cannot be guessed.
func NewID(prefix string, at time.Time) string {
	var b [16]byte
	binary.BigEndian.PutUint64(b[:8], uint64(at.UnixMilli())<<16)
	_, _ = rand.Read(b[6:]) // never fails
	return prefix + "_" + idAlphabet.EncodeToString(b[:])
}

// NewID makes an internal id of the transaction's time: tx.NewID("ap") is "ap_…".
func (tx *Tx) NewID(prefix string) string { return NewID(prefix, tx.now) }
