package database

import "sync"

// Kept returns what is kept in memory beside the database of the reader for as long as it is open: made at the first call
// with the key, the same at every other. As with the values of a context, a key is of a type that its package keeps to itself.
func Kept[T any](r Reader, key any, make func() T) T {
	_, db, _ := within(r)
	if have, ok := db.kept.Load(key); ok {
		return have.(T)
	}
	have, _ := db.kept.LoadOrStore(key, make())
	return have.(T)
}

// kept are values by their keys.
type kept struct{ sync.Map }
