package ledger_test

import (
	"crypto/sha256"
	"slices"
	"testing"
	"time"

	"gongkai/law"
	"gongkai/ledger"

	"pgregory.net/rapid"
)

var clerk = ledger.Actor{ID: "ac_1", Name: "经办人甲", Role: "officer", Agency: "ag_1", Address: "10.0.0.7"}

// chain makes a sound chain of n links.
func chain(n int) ([]ledger.Link, ledger.Head) {
	head := ledger.Head{Chain: "ag_1"}
	at := time.Date(2026, 11, 3, 1, 2, 3, 456_789_000, time.UTC)
	var links []ledger.Link
	for i := range n {
		var l ledger.Link
		l, head = ledger.Append(sha256.Sum256, head, ledger.Entry{
			Verb: "receive", Subject: ledger.Subject{Kind: "application", ID: string(rune('a' + i))},
			Before: "待确认", After: `{"stage":"办理中"}`, Cite: law.OGI.Art(30),
		}.By(clerk), at.Add(time.Duration(i)*time.Minute))
		links = append(links, l)
	}
	return links, head
}

func verify(links []ledger.Link, head *ledger.Head, anchors ...ledger.Head) *ledger.Break {
	return ledger.Verify(sha256.Sum256, "ag_1", slices.Values(links), head, anchors...)
}

func TestVerifyNamesTheFirstBrokenLink(t *testing.T) {
	for _, tt := range []struct {
		name   string
		tamper func(links []ledger.Link, head *ledger.Head) ([]ledger.Link, *ledger.Head)
		seq    int64
		defect ledger.Defect
	}{
		{"nothing was touched", func(l []ledger.Link, h *ledger.Head) ([]ledger.Link, *ledger.Head) { return l, h }, 0, ""},
		{"a new chain is sound", func([]ledger.Link, *ledger.Head) ([]ledger.Link, *ledger.Head) { return nil, nil }, 0, ""},
		{"a link is gone", func(l []ledger.Link, h *ledger.Head) ([]ledger.Link, *ledger.Head) {
			return slices.Delete(l, 2, 3), h
		}, 3, ledger.Missing},
		{"the first is gone", func(l []ledger.Link, h *ledger.Head) ([]ledger.Link, *ledger.Head) { return l[1:], h }, 1, ledger.Missing},
		{"the last two are gone", func(l []ledger.Link, h *ledger.Head) ([]ledger.Link, *ledger.Head) { return l[:3], h }, 4, ledger.Missing},
		{"all are gone", func(_ []ledger.Link, h *ledger.Head) ([]ledger.Link, *ledger.Head) { return nil, h }, 1, ledger.Missing},
		{"the head is gone", func(l []ledger.Link, _ *ledger.Head) ([]ledger.Link, *ledger.Head) { return l, nil }, 5, ledger.NoHead},
		{"the head was set back with the links left", func(l []ledger.Link, h *ledger.Head) ([]ledger.Link, *ledger.Head) {
			h.Seq--
			return l, h
		}, 5, ledger.BadHead},
		{"the hash of the head was changed", func(l []ledger.Link, h *ledger.Head) ([]ledger.Link, *ledger.Head) {
			h.Hash[7]++
			return l, h
		}, 5, ledger.BadHead},
		{"a name was changed", func(l []ledger.Link, h *ledger.Head) ([]ledger.Link, *ledger.Head) {
			l[1].Actor.Name = "经办人乙"
			return l, h
		}, 2, ledger.Changed},
		{"a character moved from one column to the next", func(l []ledger.Link, h *ledger.Head) ([]ledger.Link, *ledger.Head) {
			l[1].Verb, l[1].Subject.Kind = "receiv", "eapplication"
			return l, h
		}, 2, ledger.Changed},
		{"a link was made anew with a hash that fits", func(l []ledger.Link, h *ledger.Head) ([]ledger.Link, *ledger.Head) {
			forged, _ := ledger.Append(sha256.Sum256, ledger.Head{Chain: "ag_1", Seq: 2, Hash: l[1].Hash},
				ledger.Entry{Verb: "forge"}.By(clerk), l[2].At)
			l[2] = forged
			return l, h
		}, 3, ledger.Replaced},
		{"a link before the first", func(l []ledger.Link, h *ledger.Head) ([]ledger.Link, *ledger.Head) {
			early := l[0]
			early.Seq = 0
			return slices.Insert(l, 0, early), h
		}, 0, ledger.Extra},
	} {
		t.Run(tt.name, func(t *testing.T) {
			links, head := chain(5)
			tampered, h := tt.tamper(links, &head)
			got := verify(tampered, h)
			if (got == nil) != (tt.defect == "") {
				t.Fatalf("got %+v", got)
			}
			if got != nil && (got.Seq != tt.seq || got.Defect != tt.defect) {
				t.Errorf("got %d %s (%s), want %d %s", got.Seq, got.Defect, got.Text, tt.seq, tt.defect)
			}
		})
	}
}

func TestAnAnchorFindsAChainRewrittenAsAWhole(t *testing.T) {
	links, head := chain(5)
	anchor := ledger.Head{Chain: "ag_1", Seq: 3, Hash: links[2].Hash}
	if b := verify(links, &head, anchor, head); b != nil {
		t.Fatalf("a sound chain with its anchors: %+v", b)
	}
	other := ledger.Head{Chain: "ag_1"}
	var forged []ledger.Link
	for range 5 {
		var l ledger.Link
		l, other = ledger.Append(sha256.Sum256, other, ledger.Entry{Verb: "forge"}.By(clerk), links[0].At)
		forged = append(forged, l)
	}
	if b := verify(forged, &other); b != nil {
		t.Fatalf("the forged chain should fit together: %+v", b)
	}
	if b := verify(forged, &other, anchor); b == nil || b.Defect != ledger.Rewound || b.Seq != 3 {
		t.Errorf("got %+v", b)
	}
	cut := ledger.Head{Chain: "ag_1", Seq: 2, Hash: links[1].Hash}
	if b := verify(links[:2], &cut, anchor); b == nil || b.Defect != ledger.Rewound || b.Seq != 3 {
		t.Errorf("cut off with its head: got %+v", b)
	}
}

func TestByFillsWhoAndWhere(t *testing.T) {
	site := ledger.Actor{ID: "ac_9"}
	for _, tt := range []struct {
		name  string
		entry ledger.Entry
		by    ledger.Actor
		chain string
		actor string
	}{
		{"the actor's agency", ledger.Entry{}, clerk, "ag_1", "ac_1"},
		{"another agency's affair", ledger.Entry{Chain: "ag_2"}, clerk, "ag_2", "ac_1"},
		{"an administrator of the site", ledger.Entry{}, site, ledger.SiteChain, "ac_9"},
		{"on behalf of somebody else", ledger.Entry{Actor: site}, clerk, ledger.SiteChain, "ac_9"},
	} {
		got := tt.entry.By(tt.by)
		if got.Chain != tt.chain || got.Actor.ID != tt.actor {
			t.Errorf("%s: got %s by %s", tt.name, got.Chain, got.Actor.ID)
		}
	}
}

// Any change of any field of any link is found at that link, or at the one that names it.
func TestAnyEditIsFound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		links, head := chain(rapid.IntRange(1, 8).Draw(t, "links"))
		i := rapid.IntRange(0, len(links)-1).Draw(t, "link")
		l := &links[i]
		texts := []*string{&l.Chain, &l.Actor.ID, &l.Actor.Name, &l.Actor.Role, &l.Actor.Agency, &l.Actor.Address,
			&l.Verb, &l.Subject.Kind, &l.Subject.ID, &l.Before, &l.After, &l.Cite}
		switch field := rapid.IntRange(0, len(texts)+2).Draw(t, "field"); field {
		case len(texts):
			l.At = l.At.Add(time.Duration(rapid.IntRange(1, 1<<40).Draw(t, "ms")) * time.Millisecond)
		case len(texts) + 1:
			l.Prev[rapid.IntRange(0, 31).Draw(t, "at")] ^= byte(rapid.IntRange(1, 255).Draw(t, "bits"))
		case len(texts) + 2:
			l.Hash[rapid.IntRange(0, 31).Draw(t, "at")] ^= byte(rapid.IntRange(1, 255).Draw(t, "bits"))
		default:
			was := *texts[field]
			*texts[field] = rapid.String().Filter(func(s string) bool { return s != was }).Draw(t, "text")
		}
		b := verify(links, &head)
		if b == nil || b.Seq != int64(i+1) || b.Defect != ledger.Changed {
			t.Fatalf("link %d was edited, got %+v", i+1, b)
		}
	})
}

func BenchmarkAppend(b *testing.B) {
	head := ledger.Head{Chain: "ag_1"}
	e := ledger.Entry{Verb: "receive", Subject: ledger.Subject{Kind: "application", ID: "ap_1"}, After: "办理中"}.By(clerk)
	at := time.Date(2026, 11, 3, 0, 0, 0, 0, time.UTC)
	for b.Loop() {
		_, head = ledger.Append(sha256.Sum256, head, e, at)
	}
}
