package corpus_test

import (
	"testing"
	"unicode/utf8"

	"gongkai/internal/corpus"
	"gongkai/internal/fulltext"
)

func TestTheSameNumberGivesTheSameRecord(t *testing.T) {
	total, titles := 0, map[string]bool{}
	const n = 400
	for i := range n {
		a, on := corpus.Record(i, n)
		b, again := corpus.Record(i, n)
		if a.Body != b.Body || a.Title != b.Title || on != again {
			t.Fatalf("record %d is not always the same", i)
		}
		if problems := a.Check(on.AddDays(1)); len(problems) > 0 && a.Kind == "plain" {
			t.Fatalf("record %d: %v", i, problems)
		}
		total += utf8.RuneCountInString(fulltext.Plain(a.Body))
		titles[a.Title] = true
	}
	if mean := total / n; mean < 700 || mean > 1000 {
		t.Errorf("%d characters on average", mean)
	}
	if len(titles) < n*9/10 {
		t.Errorf("%d titles of %d records", len(titles), n)
	}
}
