// Package database opens the store of gongkai, brings its schema up to date and is the only door through which
// anything is written.
//
// One SQL text serves SQLite (the embedded default) and PostgreSQL: placeholders are $1 … $n, instants are INTEGER
// milliseconds UTC, dates are TEXT 2026-11-03, truth values INTEGER 0 or 1. What differs between the engines stays in
// this package (sqlite.go, postgres.go) and in migrations named ….sqlite.sql and ….postgres.sql.
//
// A use-case owns one transaction: [DB.Write] runs its function, which may be run again when the database asks for
// it, and commits what changed together with the ledger entries that say so (《条例》第四十五条 asks for the register).
// A transaction that changed something and recorded nothing is refused. Reading goes through [DB.Read] and the query
// methods of [DB], which cannot write.
//
// Concurrency: SQLite has one writer at a time. On PostgreSQL transactions run at REPEATABLE READ; since every recorded
// transaction moves the head of its agency's chain, two of one agency conflict and one is run again, so that the
// writes of an agency are serial on both engines while agencies do not wait for each other.
package database
