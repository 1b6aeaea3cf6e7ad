package fulltext_test

import (
	"strconv"
	"testing"

	"gongkai/internal/corpus"
	"gongkai/internal/fulltext"
)

// BenchmarkEnter makes the entries of generated records of about 850 characters.
func BenchmarkEnter(b *testing.B) {
	var sources []fulltext.Source
	for n := range 64 {
		r, on := corpus.Record(n, 64)
		sources = append(sources, fulltext.Source{Record: r, Index: strconv.Itoa(n), Year: on.Year()})
	}
	b.ReportAllocs()
	for n := 0; b.Loop(); n++ {
		fulltext.Enter(sources[n%len(sources)])
	}
}
