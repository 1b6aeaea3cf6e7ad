package translog

import (
	"encoding/base64"

	"gongkai/disclosure"
	"gongkai/fault"
	"gongkai/internal/database"

	"golang.org/x/mod/sumdb/tlog"
)

// A Proof is everything that an outsider needs to check a record: every leaf that the log has of it with its place in
// the tree, the content that is public now, and the signed head to which the proofs lead.
type Proof struct {
	Index      string       `json:"index"`
	Checkpoint string       `json:"checkpoint"`
	Key        string       `json:"key"`
	Leaves     []ProvenLeaf `json:"leaves"`
	Content    string       `json:"content,omitempty"` // as package disclosure writes it; absent while withdrawn
}

// A ProvenLeaf is a leaf with its inclusion proof.
type ProvenLeaf struct {
	Seq   int64    `json:"seq"`
	Leaf  string   `json:"leaf"`
	Proof []string `json:"proof"`
}

// A Steps is a consistency proof.
type Steps struct {
	From  int64    `json:"from"`
	To    int64    `json:"to"`
	Proof []string `json:"proof"`
}

// A Page is a run of leaves.
type Page struct {
	From    int64    `json:"from"`
	Size    int64    `json:"size"` // of the log
	Entries []string `json:"entries"`
}

// Prove gathers the proof of a record.
func (k *Keeper) Prove(r database.Reader, index string) (p Proof, err error) {
	defer fault.Wrap(&err, "translog.Prove(%s)", index)
	list, err := Of(r, index)
	if err != nil {
		return p, err
	}
	if len(list) == 0 {
		return p, fault.New(fault.NotFound, "公开日志中没有这个索引号")
	}
	head, err := k.Head(r)
	if err != nil {
		return p, err
	}
	p = Proof{Index: index, Checkpoint: head.Note, Key: k.verifier}
	var last Leaf
	for _, s := range list {
		proof, err := Inclusion(r, head.Tree.N, s.Seq)
		if err != nil {
			return p, err
		}
		p.Leaves = append(p.Leaves, ProvenLeaf{Seq: s.Seq, Leaf: s.Body, Proof: Texts(proof)})
		if last, err = s.Leaf(); err != nil {
			return p, err
		}
	}
	if last.Act == disclosure.Recalled {
		return p, nil
	}
	_, content, err := Content(r, list[len(list)-1].Record, last.Version)
	if database.NotFound(err) { // somebody has taken it out: what is left proves that it was there
		return p, nil
	}
	p.Content = string(content)
	return p, err
}

// Texts writes the hashes of a proof.
func Texts[P ~[]tlog.Hash](proof P) []string {
	out := make([]string, 0, len(proof))
	for _, h := range proof {
		out = append(out, base64.StdEncoding.EncodeToString(h[:]))
	}
	return out
}

// Hashes reads what [Texts] wrote.
func Hashes(texts []string) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, 0, len(texts))
	for _, s := range texts {
		h, err := tlog.ParseHash(s)
		if err != nil || len(out) > 128 {
			return nil, fault.New(fault.Invalid, "证明的格式不对")
		}
		out = append(out, h)
	}
	return out, nil
}
