package backup

import (
	"cmp"
	"slices"
	"time"

	"gongkai/fault"
	"gongkai/internal/blob"
	"gongkai/internal/database"
)

// format names what a backup looks like inside; it changes when an older gongkai could not read a newer one.
const format = "gongkai-backup/1"

// A Manifest says what a backup holds. It stands at its end.
type Manifest struct {
	CreatedAt time.Time `json:"created_at"`
	Engine    string    `json:"engine"`  // where it was taken; for people to read
	Schema    []string  `json:"schema"`  // the migrations applied
	Tables    []Table   `json:"tables"`  // in the order of their names
	Blobs     []File    `json:"blobs"`   // in the order of their hashes
	Damaged   []Damage  `json:"damaged"` // files that could not be read and are missing
	KeyFile   *Digest   `json:"key_file,omitempty"`
}

// A Table is a table in a backup.
type Table struct {
	database.Table
	Rows   int64  `json:"rows"`
	Digest Digest `json:"digest"`
}

// A File is a stored file in a backup.
type File struct {
	Hash blob.Hash `json:"hash"`
	Size int64     `json:"size"`
}

// Damage is a file which a row refers to and which could not be read.
type Damage struct {
	Hash   blob.Hash `json:"hash"`
	Reason string    `json:"reason"`
}

// Digest is the hash of a part of a backup, written like the address of a file.
type Digest = blob.Hash

// fits says why the backup cannot be restored into a database of these steps and tables, or nil.
func (m *Manifest) fits(steps []string, tables []database.Table) error {
	var problems []fault.Problem
	if !slices.Equal(m.Schema, steps) {
		problems = append(problems, fault.Problem{Message: "备份的数据库结构版本与当前程序不同：备份到 " + last(m.Schema) +
			"，当前到 " + last(steps) + "；请用制作备份的版本恢复，再升级"})
	}
	for _, t := range m.Tables {
		there := slices.IndexFunc(tables, func(other database.Table) bool { return other.Name == t.Name })
		if there < 0 || !sameColumns(tables[there].Columns, t.Columns) {
			problems = append(problems, fault.Problem{Message: "备份中的表 " + t.Name + " 与当前数据库中的不同"})
		}
	}
	return fault.Of(problems)
}

// sameColumns compares columns in whatever order.
func sameColumns(a, b []database.Column) bool {
	byName := func(x, y database.Column) int { return cmp.Compare(x.Name, y.Name) }
	return slices.Equal(slices.SortedFunc(slices.Values(a), byName), slices.SortedFunc(slices.Values(b), byName))
}

func last(steps []string) string {
	if len(steps) == 0 {
		return "（空）"
	}
	return steps[len(steps)-1]
}
