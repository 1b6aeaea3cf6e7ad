package scorecard_test

import (
	"testing"

	"gongkai/scorecard"

	"pgregory.net/rapid"
)

func TestTheShippedSetIsWhole(t *testing.T) {
	if problems := scorecard.Shipped.Check(); len(problems) > 0 {
		t.Fatal(problems)
	}
	perfect := scorecard.Shipped.Mark(map[scorecard.Measure]int64{scorecard.Trainings: 1})
	if perfect.Tenths != 1000 || perfect.Vetoed || perfect.Grade() != "良好" {
		t.Error(perfect)
	}
}

func TestMark(t *testing.T) {
	one := func(full, none, veto int64) scorecard.Set {
		return scorecard.Set{{Measure: scorecard.StaleColumns, Weight: 100, Full: full, None: none, Veto: veto, Source: "s"}}
	}
	for _, tt := range []struct {
		name   string
		set    scorecard.Set
		value  int64
		points string
		grade  string
	}{
		{"nothing found", one(0, 10, 10), 0, "100", "良好"},
		{"three of ten", one(0, 10, 10), 3, "70", "合格"},
		{"a third is rounded down", one(0, 3, 0), 1, "66.6", "合格"},
		{"at the bound of failing", one(0, 10, 0), 4, "60", "合格"},
		{"below it", one(0, 10, 0), 5, "50", "不合格"},
		{"vetoed", one(0, 10, 5), 5, "50", "单项否决"},
		{"far beyond", one(0, 10, 0), 500, "0", "不合格"},
		{"more is better, enough", one(2, 0, 0), 2, "100", "良好"},
		{"more is better, half", one(2, 0, 0), 1, "50", "不合格"},
		{"more is better, nothing", one(2, 0, 0), 0, "0", "不合格"},
	} {
		card := tt.set.Mark(map[scorecard.Measure]int64{scorecard.StaleColumns: tt.value})
		if got := scorecard.Points(card.Tenths); got != tt.points || card.Grade() != tt.grade {
			t.Errorf("%s: %s %s, want %s %s", tt.name, got, card.Grade(), tt.points, tt.grade)
		}
	}
}

func TestCheck(t *testing.T) {
	for name, change := range map[string]func(scorecard.Set) scorecard.Set{
		"a weight too many": func(s scorecard.Set) scorecard.Set { s[0].Weight++; return s },
		"one left out":      func(s scorecard.Set) scorecard.Set { return s[1:] },
		"no source":         func(s scorecard.Set) scorecard.Set { s[0].Source = " "; return s },
		"bounds the same":   func(s scorecard.Set) scorecard.Set { s[0].None = s[0].Full; return s },
		"twice":             func(s scorecard.Set) scorecard.Set { s[1].Measure = s[0].Measure; return s },
		"unknown":           func(s scorecard.Set) scorecard.Set { s[0].Measure = "x"; return s },
	} {
		if got := change(append(scorecard.Set{}, scorecard.Shipped...)).Check(); len(got) == 0 {
			t.Errorf("%s: nothing wrong", name)
		}
	}
}

// More of what is bad never earns more, and points stay within the weight.
func TestMarksFallAsValuesRise(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		i := rapid.SampledFrom(scorecard.Shipped).Draw(t, "indicator")
		set := scorecard.Set{i}
		a := rapid.Int64Range(0, 30).Draw(t, "a")
		b := a + rapid.Int64Range(0, 30).Draw(t, "more")
		x, y := set.Mark(map[scorecard.Measure]int64{i.Measure: a}).Tenths, set.Mark(map[scorecard.Measure]int64{i.Measure: b}).Tenths
		if i.Full > i.None {
			x, y = y, x
		}
		if y > x || x > i.Weight*10 || y < 0 {
			t.Fatalf("%s: %d earns %d, %d earns %d", i.Measure, a, x, b, y)
		}
	})
}
