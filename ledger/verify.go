package ledger

import (
	"fmt"
	"iter"
)

// A Defect is the way in which a chain is not what it was.
type Defect string

// The defects, each with how it shows.
const (
	Missing  Defect = "missing"  // a link between others, or those at the end, are gone
	Changed  Defect = "changed"  // what a link says does not give its hash
	Replaced Defect = "replaced" // the next link was chained to something else
	Extra    Defect = "extra"    // a link where none can be
	NoHead   Defect = "no_head"  // links without the head of their chain
	BadHead  Defect = "bad_head" // the head does not fit the last link
	Rewound  Defect = "rewound"  // an anchor kept elsewhere is not in the chain
	Unread   Defect = "unread"   // a row that cannot be read as a link
)

// A Break is the first place at which a chain is broken.
type Break struct {
	Chain  string `json:"chain"`
	Seq    int64  `json:"seq"` // the link concerned
	Defect Defect `json:"defect"`
	Text   string `json:"text"` // in Chinese, for the audit administrator
}

// Verify follows the links of one chain in the order of their numbers and returns the first place that is not as it
// was written, or nil. head is the end of the chain as stored, nil if there is none; anchors are heads of this chain
// that were kept elsewhere. Links that were cut off at the end are missed by the head; whoever can rewrite links and
// head together is found by an anchor, or kept out by a keyed hash.
func Verify(hash Hash, chain string, links iter.Seq[Link], head *Head, anchors ...Head) *Break {
	last := Head{Chain: chain}
	for l := range links {
		if b := follow(hash, last, &l); b != nil {
			return b
		}
		last.Seq, last.Hash = l.Seq, l.Hash
		for _, a := range anchors {
			if a.Seq == l.Seq && a.Hash != l.Hash {
				return broken(chain, l.Seq, Rewound, "第 %d 条与另行保存的链尾不符，该条及以前的记录被整体改写过", l.Seq)
			}
		}
	}
	if b := ending(last, head); b != nil {
		return b
	}
	for _, a := range anchors {
		if a.Seq > last.Seq {
			return broken(chain, last.Seq+1, Rewound, "另行保存的链尾为第 %d 条，现在只有 %d 条", a.Seq, last.Seq)
		}
	}
	return nil
}

// follow checks that l comes after last.
func follow(hash Hash, last Head, l *Link) *Break {
	next := last.Seq + 1
	switch {
	case l.Seq < next:
		return broken(last.Chain, l.Seq, Extra, "多出编号为 %d 的记录", l.Seq)
	case l.Seq > next:
		return broken(last.Chain, next, Missing, "缺少第 %d 条至第 %d 条", next, l.Seq-1)
	case l.Chain != last.Chain || hash(l.encode()) != l.Hash:
		return broken(last.Chain, l.Seq, Changed, "第 %d 条的内容与其校验值不符，被改动过", l.Seq)
	case l.Prev != last.Hash && last.Seq == 0:
		return broken(last.Chain, l.Seq, Replaced, "第 1 条之前应没有记录")
	case l.Prev != last.Hash:
		return broken(last.Chain, last.Seq, Replaced, "第 %d 条不是第 %d 条写入时所接的那一条，被整条替换过", last.Seq, l.Seq)
	}
	return nil
}

// ending checks that the chain ends where its head says.
func ending(last Head, head *Head) *Break {
	switch {
	case head == nil && last.Seq == 0:
		return nil
	case head == nil:
		return broken(last.Chain, last.Seq, NoHead, "缺少链尾登记，无法确认第 %d 条之后没有被删除的记录", last.Seq)
	case head.Seq > last.Seq:
		return broken(last.Chain, last.Seq+1, Missing, "缺少第 %d 条至第 %d 条（末尾被删除）", last.Seq+1, head.Seq)
	case *head != last:
		return broken(last.Chain, last.Seq, BadHead, "链尾登记与第 %d 条不符", last.Seq)
	}
	return nil
}

func broken(chain string, seq int64, d Defect, format string, args ...any) *Break {
	return &Break{Chain: chain, Seq: seq, Defect: d, Text: fmt.Sprintf(format, args...)}
}
