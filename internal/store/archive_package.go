package store

import (
	"gongkai/agency"
	"gongkai/application"
	"gongkai/civil"
	"gongkai/fault"
	"gongkai/internal/database"
)

// An ArchivePackage is a 归档包 in the store of files.
type ArchivePackage struct {
	Seq    int        `db:"seq"`
	Facts  int        `db:"facts"` // how many facts it holds
	Hash   string     `db:"hash"`
	Size   int64      `db:"size"`
	Author string     `db:"author"`
	On     civil.Date `db:"made_on"`
}

// ArchivePackages lists the packages of an application, the first first.
func ArchivePackages(r database.Reader, of agency.ID, id application.ID) (all []ArchivePackage, err error) {
	defer fault.Wrap(&err, "store.ArchivePackages(%s)", id)
	err = r.Select(&all, `SELECT seq, facts, hash, size, author, made_on FROM archive_package WHERE agency = $1 AND application = $2 ORDER BY seq`, string(of), string(id))
	return all, err
}

// AddArchivePackage stores where the next package is.
func AddArchivePackage(tx *database.Tx, of agency.ID, id application.ID, p ArchivePackage) (err error) {
	defer fault.Wrap(&err, "store.AddArchivePackage(%s)", id)
	_, err = tx.Exec(`INSERT INTO archive_package (agency, application, seq, facts, hash, size, author, made_on) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		string(of), string(id), p.Seq, p.Facts, p.Hash, p.Size, p.Author, p.On)
	return err
}
