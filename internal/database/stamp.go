package database

import (
	"os"
	"time"
)

// A Stamp tells whether anything may have been committed since another one was taken, by this process or any other,
// without asking the database.
type Stamp struct {
	files   [2]fileStamp
	settled bool // the files had been at rest long enough that a later change must show in their times
}

type fileStamp struct {
	size int64
	at   int64
}

// rest is how long a file must not have been written for its time to be trusted: clocks of file systems are coarse.
const rest = 100 * time.Millisecond

// Stamp looks at the files of SQLite. On PostgreSQL, and while somebody writes, no two stamps are alike.
func (db *DB) Stamp() (s Stamp) {
	names, ok := db.engine.(interface{ files(db *DB) [2]string })
	if !ok {
		return Stamp{}
	}
	s.settled = true
	now := time.Now()
	for i, name := range names.files(db) {
		info, err := os.Stat(name)
		if err != nil { // there is no log right after it was taken over
			if !os.IsNotExist(err) {
				return Stamp{}
			}
			continue
		}
		s.files[i] = fileStamp{info.Size(), info.ModTime().UnixNano()}
		s.settled = s.settled && now.Sub(info.ModTime()) > rest
	}
	return s
}

// Same reports whether nothing was committed between two stamps, the older first.
func (s Stamp) Same(later Stamp) bool { return s.settled && s.files == later.files }

// files are the database and its log, which every commit writes.
func (sqliteEngine) files(db *DB) [2]string { return [2]string{db.file, db.file + "-wal"} }
