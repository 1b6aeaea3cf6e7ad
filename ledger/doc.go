// Package ledger is the 台账 of everything that was done: who, when, what, from where, and what it was before and after.
//
// Organs register what happens to applications (《条例》第四十五条), and government applications keep their logs at least
// for the period of [law.LogRetention] (《政务应用安全规定》第二十条). A ledger that can be edited proves nothing, so every [Link] carries the hash of the one
// before it, and a changed, removed or inserted row breaks the chain at a place that [Verify] names.
//
// The package decides the form of an entry, the bytes that are hashed and what a sound chain is. One chain per agency
// keeps the writers of different agencies apart. Storing, searching and exporting belong to internal/database and
// internal/store; which hash is used is injected (SM3 in production), and a keyed hash may be injected as well.
package ledger
