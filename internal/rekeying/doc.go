// Package rekeying brings what is sealed in the database under a new key.
//
// GB/T 22239-2019 and GB/T 39786 ask for keys that can be changed. [Columns] lists every column of sealed values; a test
// holds it against the schema, so that a new one cannot be forgotten. [Reseal] goes through them in small transactions,
// each with its entry in the ledger, beside the running site and as often as one likes: what is under the active key
// already is passed over.
//
// Left out: files. They are encrypted one by one under keys of their own, derived from the key that was active when they
// came in; that key stays in the key file.
package rekeying
