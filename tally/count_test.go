package tally_test

import (
	"maps"
	"testing"

	"gongkai/tally"

	"pgregory.net/rapid"
)

// Counts are read back as they were written; zeros are left out.
func TestCountsAreReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		counts := tally.Counts(rapid.MapOf(rapid.StringMatching(`([A-Z][0-9](\.[0-9])? )?[a-z_]{1,9}`), rapid.Int64Range(0, 1_000_000)).Draw(t, "counts"))
		got := tally.ParseCounts(counts.String())
		maps.DeleteFunc(counts, func(_ string, n int64) bool { return n == 0 })
		if !maps.Equal(got, counts) {
			t.Fatalf("%v, want %v", got, counts)
		}
	})
}

func FuzzParseCounts(f *testing.F) {
	for _, text := range []string{"natural=3;O1 natural=2", "", ";", "=", "a=b;c=1;", "O1 =1", "natural=-1", "natural=3;natural=4"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		counts := tally.ParseCounts(text)
		if again := tally.ParseCounts(counts.String()); again.String() != counts.String() {
			t.Errorf("%q: %q and then %q", text, counts, again)
		}
	})
}
