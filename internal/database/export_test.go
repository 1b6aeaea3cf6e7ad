package database

// DumpSchema lets the test of the generated file write it.
var DumpSchema = dumpSchema

// LookAtFew has a search look through so few of the newest texts on PostgreSQL before it asks the index.
func LookAtFew(db *DB, newest int) {
	if _, ok := db.engine.(postgres); ok {
		db.engine = postgres{newest: newest}
	}
}
