package crypt

import (
	"bytes"
	"crypto/cipher"
	"encoding/binary"
	"io"

	"golang.org/x/crypto/argon2"

	"gongkai/fault"
)

// What argon2id costs for a new stream: RFC 9106's second recommended choice (64 MiB, three passes). The head of the
// stream names them, so that they can be raised.
const (
	argonPasses  = 3
	argonMemory  = 64 << 10 // KiB
	argonThreads = 4
)

// What a head may ask for at most, so that a forged one cannot exhaust the machine.
const (
	maxArgonPasses  = 10
	maxArgonMemory  = 512 << 10 // KiB
	maxArgonThreads = 16
)

// passphraseHead is the length of the head: magic, suite, passes, memory, threads, salt.
const passphraseHead = len(passphraseMagic) + 1 + 1 + 4 + 1 + saltSize

// MinPassphrase is the least number of characters of a passphrase for a file that leaves the machine.
const MinPassphrase = 12

// SealWithPassphrase returns a writer that encrypts to w under a key made from the passphrase by argon2id. Close
// writes the last chunk and does not close w.
func SealWithPassphrase(suite Suite, passphrase string, w io.Writer) (_ io.WriteCloser, err error) {
	defer fault.Wrap(&err, "crypt.SealWithPassphrase")
	if !suite.known() {
		return nil, fault.New(fault.Invalid, "没有选定密码套件")
	}
	if len([]rune(passphrase)) < MinPassphrase {
		return nil, fault.New(fault.Invalid, "口令太短，至少 %d 个字符", MinPassphrase)
	}
	head := append([]byte(passphraseMagic), byte(suite), argonPasses)
	head = binary.BigEndian.AppendUint32(head, argonMemory)
	head = append(head, argonThreads)
	head = append(head, newSalt()...)
	aead, err := passphraseCipher(passphrase, head)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(head); err != nil {
		return nil, err
	}
	return newSealer(w, aead, head), nil
}

// SealedWithPassphrase says whether a file that begins so needs a passphrase; four bytes suffice.
func SealedWithPassphrase(beginning []byte) bool {
	return bytes.HasPrefix(beginning, []byte(passphraseMagic))
}

// OpenWithPassphrase returns a reader of the plain text. A wrong passphrase shows at the first Read.
func OpenWithPassphrase(passphrase string, r io.Reader) (_ io.Reader, err error) {
	defer fault.Wrap(&err, "crypt.OpenWithPassphrase")
	head := make([]byte, passphraseHead)
	if _, err := io.ReadFull(r, head); err != nil {
		return nil, truncated(err)
	}
	if !SealedWithPassphrase(head) || !Suite(head[4]).known() {
		return nil, fault.New(fault.Invalid, "这不是用口令加密的文件，或格式版本不受支持")
	}
	aead, err := passphraseCipher(passphrase, head)
	if err != nil {
		return nil, err
	}
	return newOpener(r, aead, head), nil
}

func passphraseCipher(passphrase string, head []byte) (cipher.AEAD, error) {
	suite, passes, memory, threads := Suite(head[4]), head[5], binary.BigEndian.Uint32(head[6:]), head[10]
	if passes == 0 || passes > maxArgonPasses || memory > maxArgonMemory || threads == 0 || threads > maxArgonThreads {
		return nil, fault.New(fault.Invalid, "加密文件的口令参数超出范围，文件可能被改动过")
	}
	master := argon2.IDKey([]byte(passphrase), head[11:], uint32(passes), memory, threads, 32)
	key, err := suite.derive(master, nil, "passphrase", suite.keySize())
	if err != nil {
		return nil, err
	}
	return suite.aead(key)
}
