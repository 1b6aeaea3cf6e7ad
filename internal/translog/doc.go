// Package translog is the public log of everything that agencies publish, revise, withdraw and restore: an append-only
// Merkle tree (RFC 6962, as golang.org/x/mod/sumdb/tlog builds it) whose head is signed.
//
// 《条例》第六条第一款 asks for information that is accurate and in time; 第四十七条 puts publication under supervision. A
// page that was changed or taken away in silence is neither, and nobody outside could show it. Every public act adds a
// leaf — 索引号, version, digest of the content, act and day — in the transaction of the act, so that log and site cannot
// part. Anybody can keep a signed head and ask later whether the log still contains it, and a page's content.
//
// The package appends leaves, signs heads, gives proofs, and checks the whole log against the records. It leaves to
// internal/logaudit what an outsider does with them, and to package ledger who did what inside the agency.
package translog

import (
	"encoding/hex"
	"encoding/json"

	"gongkai/civil"
	"gongkai/disclosure"
	"gongkai/fault"

	"github.com/emmansun/gmsm/sm3"
)

// A Leaf is one public act. Its JSON, with the members in this order and nothing between them, is what the tree hashes.
type Leaf struct {
	Act     disclosure.ActKind `json:"act"`
	Day     civil.Date         `json:"day"`
	Digest  string             `json:"digest"`           // of the content of the version, see [Digest]
	Entered civil.Date         `json:"entered,omitzero"` // the day on which an act from before the log was entered; zero for one entered with the act
	Index   string             `json:"index"`            // 索引号
	Version int                `json:"version"`
}

// Bytes are the leaf as it is hashed.
func (l Leaf) Bytes() []byte {
	b, err := json.Marshal(l)
	if err != nil {
		panic(err) // strings and numbers only
	}
	return b
}

// ParseLeaf reads a leaf and refuses what is not written exactly as [Leaf.Bytes] writes it.
func ParseLeaf(b []byte) (Leaf, error) {
	var l Leaf
	if err := json.Unmarshal(b, &l); err != nil || string(l.Bytes()) != string(b) {
		return Leaf{}, fault.New(fault.Invalid, "日志条目的格式不对")
	}
	return l, nil
}

// Digest names an exact content: that which [disclosure.Record.Canonical] writes.
func Digest(content []byte) string {
	sum := sm3.Sum(content)
	return "sm3-" + hex.EncodeToString(sum[:])
}
