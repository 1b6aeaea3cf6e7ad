// Package blob keeps files: attachments of records and applications, letters as issued, scans.
//
// A file is stored under the hash of its content (SM3 or SHA-256, by the suite of package crypt; the address names
// it), once however often it is handed in, and is checked against that hash whenever it is read (GB/T 22239-2019
// 数据完整性). What kind of file it is follows from its content, never from its name; programs, scripts, macros,
// encrypted archives and files that are two things at once are refused in words for the person who sent them.
//
// Order of writing: the file first, then the row that refers to it. A file is acknowledged when it is durable; a crash
// between file and row leaves a file to which nothing refers, and [Store.Collect] removes it after a time of grace,
// in two steps with a bin between them, so that a file referred to in the meantime is never lost.
//
// Two backends keep the bytes, a local folder and an S3-compatible service; both may encrypt them at rest. The name of
// an encrypted file is still the hash of its plain content: who can list the store can tell whether it holds a file
// that he already has.
//
// Left out: file names and who may read (internal/store and the use-cases), what a file says (package review/screen).
package blob
