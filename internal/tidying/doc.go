// Package tidying takes away stored files that nothing refers to any more: what was handed in with a form that nobody
// sent, and what a crash left between a file and its row.
//
// GB/T 22239-2019 asks that personal data which is no longer needed does not stay. [Tidy] asks for every file that any
// row names, leads the rest by way of the bin of package blob out of the store, and enters in the ledger which files
// went, before they go. It errs towards keeping: every column of text and every sealed column is read unless [Silent]
// says, with a reason, that it names no file, so that a column made tomorrow is read too; and if a single value cannot
// be read, nothing is removed.
//
// The same list tells package backup's reader and gongkai verify which files must be there: [Missing].
//
// Left out: files inside archives that were handed out, and the ages after which whole records are destroyed.
package tidying
