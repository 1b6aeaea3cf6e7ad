package store_test

import (
	"crypto/sha256"
	"strings"
	"testing"

	"gongkai/internal/store"
	"gongkai/ledger"
)

// Whatever the file, the proof ends, and what it calls sound has at most the links that it has lines.
func FuzzVerifyLedgerExport(f *testing.F) {
	f.Add(`{"chain":"ag_1","seq":1,"hash":"00"}` + "\n" + `{"head":true,"chain":"ag_1","seq":1,"hash":"00"}`)
	f.Add(`{"head":true,"chain":"ag_1","seq":0}`)
	f.Add(`{"chain":`)
	anchor := ledger.Head{Chain: "ag_1", Seq: 1, Hash: ledger.Sum{1}}
	f.Fuzz(func(t *testing.T, file string) {
		proof, err := store.VerifyLedgerExport(strings.NewReader(file), sha256.Sum256, anchor)
		if err == nil && len(proof.Breaks) == 0 {
			t.Errorf("%q passes although the anchor is not in it", file)
		}
		if proof.Links > int64(strings.Count(file, "{")) {
			t.Errorf("%q has %d links", file, proof.Links)
		}
	})
}
