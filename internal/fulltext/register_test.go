package fulltext_test

import (
	"slices"
	"strings"
	"testing"

	"gongkai/civil"
	"gongkai/internal/database"
	"gongkai/internal/fulltext"
	"gongkai/internal/segment"

	"pgregory.net/rapid"
)

// stands scans an entry for a phrase.
func stands(e fulltext.Entry, p database.Phrase) bool {
	if len(p.Words) == 1 && slices.Contains(e.More, p.Words[0]) {
		return true
	}
	for i := 0; i+len(p.Words) <= len(e.Order); i++ {
		if slices.Equal(e.Order[i:i+len(p.Words)], p.Words) {
			return true
		}
	}
	return false
}

// Whatever piece of a text somebody types, however they write it, the first tier finds it, and nothing that is not there.
func TestAnyPieceOfAnApplicationIsFound(t *testing.T) {
	letters := rapid.SliceOfN(rapid.SampledFrom([]rune("北街道路工程验收ABz19７，、 〔〕-。\n𬭎")), 1, 40)
	rapid.Check(t, func(t *rapid.T) {
		text := string(letters.Draw(t, "text"))
		e := fulltext.EnterLodged(fulltext.Lodged{Agency: "ag_1", Texts: []string{text}})
		runes := []rune(text)
		from := rapid.IntRange(0, len(runes)-1).Draw(t, "from")
		to := rapid.IntRange(from+1, len(runes)).Draw(t, "to")
		typed := string(runes[from:to])
		if tiers := fulltext.ReadRegister(typed); len(tiers) > 0 {
			for _, p := range tiers[0] {
				if !stands(e, p) {
					t.Fatalf("%q does not find %q in %q: %v", typed, p.Words, text, e.Order)
				}
			}
		}
		other := strings.TrimSpace(string(letters.Draw(t, "other")))
		if strings.ContainsAny(other, "，、 〔〕-。\n") || other == "" {
			return
		}
		tiers := fulltext.ReadRegister(other)
		if len(tiers) == 0 {
			t.Fatalf("there is nothing to look for in %q", other)
		}
		found := true
		for _, p := range tiers[0] {
			found = found && stands(e, p)
		}
		if want := strings.Contains(segment.Fold(text), segment.Fold(other)); found != want {
			t.Fatalf("%q in %q: found %t, stands there %t", other, text, found, want)
		}
	})
}

func TestWhatNothingCanBeLookedForBy(t *testing.T) {
	for _, text := range []string{"", " ", "，。", "——", "〔〕"} {
		if tiers := fulltext.ReadRegister(text); tiers != nil {
			t.Errorf("%q looks for %v", text, tiers)
		}
	}
	if tiers := fulltext.ReadRegister("北街 验收报告"); len(tiers) != 2 || len(tiers[0]) != 2 || len(tiers[0][1].Words) != 3 {
		t.Errorf("%v", tiers)
	}
	if tiers := fulltext.ReadRegister("“北街道路验收报告”"); len(tiers[0]) != 1 || len(tiers[1]) != 1 {
		t.Errorf("what stands in quotes is cut: %v", tiers)
	}
}

// A range of days is a range of numbers.
func TestNumbersGrowWithTheDayOfArrival(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day := civil.On(2008, 5, 1).AddDays(rapid.IntRange(0, 20000).Draw(t, "day"))
		n := fulltext.LodgedNumber(day, rapid.String().Draw(t, "id"))
		if n < fulltext.FirstLodged(day) || n >= fulltext.FirstLodged(day.AddDays(1)) || n <= 0 {
			t.Fatalf("%s has %d", day, n)
		}
	})
}
