package crypt

import (
	"os"
	"sync"
	"time"
)

// A ring is what one state of the key file holds. It does not change.
type ring struct {
	active KeyID
	order  []KeyID // newest first
	secret map[KeyID][]byte
}

func newRing(keys keyFile) *ring {
	r := &ring{secret: map[KeyID][]byte{}}
	for i := len(keys.Keys) - 1; i >= 0; i-- {
		key := keys.Keys[i]
		id := idOf(key.Secret)
		r.order = append(r.order, id)
		r.secret[id] = key.Secret
		if key.ID == keys.Active {
			r.active = id
		}
	}
	return r
}

// A watchedFile is looked at now and then to see whether somebody has replaced it.
type watchedFile struct {
	path string

	mu     sync.Mutex
	looked time.Time
	was    os.FileInfo
}

// lookEvery is how long a key that was added by another process may stay unnoticed.
const lookEvery = time.Second

// changed reports whether the file is another one than at the last look. It looks at most once in lookEvery.
func (f *watchedFile) changed(now time.Time) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.path == "" || now.Sub(f.looked) < lookEvery {
		return false
	}
	f.looked = now
	is, err := os.Stat(f.path)
	if err != nil {
		return false // the keys that were read stay good; the next start says what is wrong
	}
	was := f.was
	f.was = is
	return was != nil && !(os.SameFile(was, is) && was.ModTime().Equal(is.ModTime()) && was.Size() == is.Size())
}

// keys returns the keys as the file has them now, so that a rotation works while the site runs. A file that cannot be
// read, or that lacks a key which was there, is passed over: what is open stays open.
func (k *Keyring) keys() *ring {
	now := k.ring.Load()
	if !k.file.changed(time.Now()) {
		return now
	}
	read, err := readKeys(k.file.path)
	if err != nil {
		return now
	}
	next := newRing(read)
	for id := range now.secret {
		if next.secret[id] == nil {
			return now
		}
	}
	k.ring.Store(next)
	return next
}

// Has reports whether the ring has the key. An unknown key may have been added within the last moment.
func (k *Keyring) Has(id KeyID) bool {
	if k.keys().secret[id] != nil {
		return true
	}
	k.file.mu.Lock()
	k.file.looked = time.Time{}
	k.file.mu.Unlock()
	return k.keys().secret[id] != nil
}

// A Key is one key of the file, for lists; its secret is not in it.
type Key struct {
	ID        KeyID
	CreatedAt time.Time
	Active    bool
}

// Keys lists the keys of the file, oldest first.
func Keys(path string) ([]Key, error) {
	file, err := readKeys(path)
	if err != nil {
		return nil, err
	}
	var all []Key
	for _, k := range file.Keys {
		all = append(all, Key{ID: idOf(k.Secret), CreatedAt: k.CreatedAt, Active: k.ID == file.Active})
	}
	return all, nil
}
