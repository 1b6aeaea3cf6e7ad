package ledger

import (
	"time"

	"gongkai/law"
)

// Size is the number of bytes of a hash (SM3 and SHA-256 alike).
const Size = 32

// A Sum is the hash of a link.
type Sum [Size]byte

// A Hash is the function by which links are chained.
type Hash func([]byte) [Size]byte

// SiteChain is the chain of what belongs to no agency: accounts of administrators, settings of the whole site.
const SiteChain = "site"

// An Actor is who does something: a person in a role of an agency at an address, or the machine itself.
type Actor struct {
	ID      string // internal id of the account; "machine:…" for the program itself
	Name    string // as shown in the ledger
	Role    string // the role used for this act, as package auth names it
	Agency  string // internal id of the agency; empty for administrators of the site
	Address string // network address the act came from; empty for the machine
}

// Machine is the program acting for itself, as the named part of it: Machine("job").
func Machine(part string) Actor { return Actor{ID: "machine:" + part, Name: "系统", Role: "machine"} }

// IsZero reports whether a names nobody.
func (a Actor) IsZero() bool { return a.ID == "" }

// A Subject is what was acted upon.
type Subject struct {
	Kind string // the noun of the glossary: "application", "record", "account"
	ID   string // its internal id
}

// An Entry is what a use-case says about one act. Before and After hold what changed as text or JSON in which personal
// data are already masked; either may be empty.
type Entry struct {
	Chain   string // the agency whose affair it is; empty means the actor's own, or [SiteChain] if the actor has none
	Actor   Actor  // empty means the actor of the transaction
	Verb    string // what was done, as the use-case is named: "receive", "issue", "unmask"
	Subject Subject
	Before  string
	After   string
	Cite    law.Citation // the rule under which it was done, where there is one
}

// A Link is an Entry as it stands in its chain. Cite is the text of the citation as it was written, so that a later
// edition of the index of the law cannot change what was hashed.
type Link struct {
	Chain   string
	Seq     int64     // 1, 2, 3 … within the chain, without gaps
	At      time.Time // UTC, whole milliseconds
	Actor   Actor
	Verb    string
	Subject Subject
	Before  string
	After   string
	Cite    string
	Prev    Sum // the hash of the link before; zero for the first
	Hash    Sum // of everything above
}

// A Head is the end of a chain. It is kept apart from the links, so that links cut off at the end are missed too.
// Exported to another place it becomes an anchor: whoever rewrites the whole chain cannot rewrite that.
type Head struct {
	Chain string
	Seq   int64 // number of links
	Hash  Sum   // of the last link; zero for an empty chain
}

// Append makes the link for e that follows head, done by the actor at the instant, and the new head.
// The instant is cut to whole milliseconds, as databases keep it.
func Append(hash Hash, head Head, e Entry, at time.Time) (Link, Head) {
	l := Link{
		Chain: head.Chain, Seq: head.Seq + 1, At: at.UTC().Truncate(time.Millisecond), Actor: e.Actor, Verb: e.Verb,
		Subject: e.Subject, Before: e.Before, After: e.After, Cite: e.Cite.String(), Prev: head.Hash,
	}
	l.Hash = hash(l.encode())
	return l, Head{Chain: head.Chain, Seq: l.Seq, Hash: l.Hash}
}

// By returns e with actor and chain filled in where the use-case left them empty.
func (e Entry) By(by Actor) Entry {
	if e.Actor.IsZero() {
		e.Actor = by
	}
	if e.Chain == "" {
		e.Chain = e.Actor.Agency
	}
	if e.Chain == "" {
		e.Chain = SiteChain
	}
	return e
}
