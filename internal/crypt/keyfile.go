package crypt

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"gongkai/fault"
)

const (
	keyFormat  = "gongkai-keys/1"
	secretSize = 32      // bytes of a key's secret
	maxKeyFile = 1 << 20 // bytes; a key is about 150
)

// A KeyID names a key. It is made from the key's secret, so that a damaged key file is noticed when it is read.
type KeyID uint32

// String returns eight hexadecimal digits.
func (id KeyID) String() string { return fmt.Sprintf("%08x", uint32(id)) }

// keyFile is what stands in the file.
type keyFile struct {
	Format string      `json:"format"`
	Active string      `json:"active"`
	Keys   []keyRecord `json:"keys"`
}

type keyRecord struct {
	ID        string    `json:"id"`
	CreatedAt time.Time `json:"created_at"`
	Secret    []byte    `json:"secret"`
}

// CreateKeyFile writes a new key file with one random key, readable by its owner only. It never overwrites.
func CreateKeyFile(path string, now time.Time) (id KeyID, err error) {
	defer fault.Wrap(&err, "crypt.CreateKeyFile")
	record := newKey(now)
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return 0, fault.New(fault.Conflict, "密钥文件已存在，不会覆盖：%s", path)
	}
	if err != nil {
		return 0, err
	}
	if err := writeKeys(file, keyFile{Format: keyFormat, Active: record.ID, Keys: []keyRecord{record}}); err != nil {
		return 0, errors.Join(err, os.Remove(path))
	}
	return idOf(record.Secret), syncDir(filepath.Dir(path))
}

// AddKey adds a random key to the file and makes it the active one. The older keys stay, to open what they sealed;
// a running server takes the new key up within a second.
func AddKey(path string, now time.Time) (id KeyID, err error) {
	defer fault.Wrap(&err, "crypt.AddKey")
	keys, err := readKeys(path)
	if err != nil {
		return 0, err
	}
	// The new file is also the lock: two rotations at once must not lose a key.
	next := path + ".new"
	file, err := os.OpenFile(next, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return 0, fault.New(fault.Conflict, "另一个进程正在更换密钥；如果没有，请删除 %s 后重试", next)
	}
	if err != nil {
		return 0, err
	}
	record := newKey(now)
	keys.Keys = append(keys.Keys, record)
	keys.Active = record.ID
	if err := writeKeys(file, keys); err != nil {
		return 0, errors.Join(err, os.Remove(next))
	}
	if err := os.Rename(next, path); err != nil {
		return 0, errors.Join(err, os.Remove(next))
	}
	return idOf(record.Secret), syncDir(filepath.Dir(path))
}

func newKey(now time.Time) keyRecord {
	secret := make([]byte, secretSize)
	rand.Read(secret) // never fails: crypto/rand ends the program instead
	return keyRecord{ID: idOf(secret).String(), CreatedAt: now.UTC().Truncate(time.Second), Secret: secret}
}

func idOf(secret []byte) KeyID {
	sum := sha256.Sum256(append([]byte("gongkai/1/key-id/"), secret...))
	return KeyID(binary.BigEndian.Uint32(sum[:]))
}

func writeKeys(file *os.File, keys keyFile) error {
	text, err := json.MarshalIndent(keys, "", "  ")
	if err == nil {
		_, err = file.Write(append(text, '\n'))
	}
	if err == nil {
		err = file.Sync()
	}
	return errors.Join(err, file.Close())
}

func readKeys(path string) (keyFile, error) {
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return keyFile{}, fault.New(fault.NotFound, "找不到密钥文件：%s", path)
	}
	if err != nil {
		return keyFile{}, err
	}
	defer file.Close()
	facts, err := file.Stat()
	if err != nil {
		return keyFile{}, err
	}
	if open := facts.Mode().Perm() & 0o077; open != 0 {
		return keyFile{}, fault.New(fault.Forbidden,
			"密钥文件 %s 的权限是 %04o，其他用户可以读取；请改为 0600（chmod 600）", path, facts.Mode().Perm())
	}
	text, err := io.ReadAll(io.LimitReader(file, maxKeyFile))
	if err != nil {
		return keyFile{}, err
	}
	return parseKeys(text)
}

func parseKeys(text []byte) (keyFile, error) {
	var keys keyFile
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&keys); err != nil || keys.Format != keyFormat {
		return keyFile{}, fault.New(fault.Invalid, "密钥文件的格式不对，应为 %s", keyFormat)
	}
	active := false
	seen := map[string]bool{}
	for _, key := range keys.Keys {
		if len(key.Secret) != secretSize || idOf(key.Secret).String() != key.ID || seen[key.ID] {
			return keyFile{}, fault.New(fault.Invalid, "密钥文件中的密钥 %.8q 已损坏或重复", key.ID)
		}
		seen[key.ID] = true
		active = active || key.ID == keys.Active
	}
	if !active {
		return keyFile{}, fault.New(fault.Invalid, "密钥文件中没有当前密钥 %.8q", keys.Active)
	}
	return keys, nil
}

// syncDir makes a created or renamed name in the folder durable.
func syncDir(folder string) error {
	dir, err := os.Open(folder)
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}

// ReadKeyFile returns the content of the key file, checked, for a backup that is itself encrypted.
func ReadKeyFile(path string) (_ []byte, err error) {
	defer fault.Wrap(&err, "crypt.ReadKeyFile")
	keys, err := readKeys(path)
	if err != nil {
		return nil, err
	}
	return json.Marshal(keys)
}

// WriteKeyFile makes a key file of what ReadKeyFile returned. It never overwrites.
func WriteKeyFile(path string, content []byte) (err error) {
	defer fault.Wrap(&err, "crypt.WriteKeyFile")
	keys, err := parseKeys(content)
	if err != nil {
		return err
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return fault.New(fault.Conflict, "密钥文件已存在，不会覆盖：%s", path)
	}
	if err != nil {
		return err
	}
	if err := writeKeys(file, keys); err != nil {
		return errors.Join(err, os.Remove(path))
	}
	return syncDir(filepath.Dir(path))
}
