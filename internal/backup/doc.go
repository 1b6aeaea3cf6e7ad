// Package backup writes everything that a deployment holds into one file and builds a deployment from it
// (GB/T 22239-2019 备份; 互联网政务应用安全管理规定 asks that logs be backed up).
//
// A backup is taken while the platform runs and shows one moment: every table in one read-only transaction, and the
// files to which its rows refer. It does not depend on the engine, so that a deployment moves from SQLite to PostgreSQL
// and back by it. Restoring reads the whole file first and refuses it if a single byte is wrong or the end is missing;
// then everything happens in one transaction, into a database without rows.
//
// The file: a container (plain, with a digest of everything at its end, or encrypted under a passphrase, package
// crypt), in it zstd, in it a tar of one JSON Lines file per table, the files, the key file if asked for, and a manifest
// with rows and digest of each, last. A plain backup of a store that encrypts its files is refused, since it would
// hold them in plain text; so is a key file in a plain backup.
//
// Left out: tables that follow from others (search indexes; named by the caller, who builds them anew afterwards), and
// moving between versions: a backup is restored by the version that made it and migrated then.
package backup
