package database_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"gongkai/internal/database"
	"gongkai/internal/storetest"
)

// shelf is the index as it should be: number to words.
type shelf map[int64]struct{ order, more []string }

// holds scans a text for a phrase.
func (s shelf) holds(id int64, p database.Phrase) bool {
	fits := func(have, want string, last bool) bool {
		return have == want || last && p.Open && len(have) > len(want) && have[:len(want)] == want
	}
	text := s[id]
	if len(p.Words) == 1 && slices.ContainsFunc(text.more, func(w string) bool { return fits(w, p.Words[0], true) }) {
		return true
	}
	for i := 0; i+len(p.Words) <= len(text.order); i++ {
		all := true
		for k, w := range p.Words {
			all = all && text.order[i+k] != "" && fits(text.order[i+k], w, k == len(p.Words)-1)
		}
		if all {
			return true
		}
	}
	return false
}

func (s shelf) find(m database.TextMatch) []int64 {
	var ids []int64
	for id := range s {
		all, not := true, len(m.Not) > 0
		for _, p := range m.All {
			all = all && s.holds(id, p)
		}
		for _, p := range m.Not {
			not = not && s.holds(id, p)
		}
		if all && !not && id >= m.From && (m.To == 0 || id <= m.To) {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	slices.Reverse(ids)
	return ids
}

var lexicon = []string{"规划", "规划局", "局", "划局", "通知", "a", "2021", "\uE001规划", "\uE003xab", "𬭎"}

// TestTheIndexAnswersAsAScanDoes: after any entering and dropping, on both engines.
func TestTheIndexAnswersAsAScanDoes(t *testing.T) {
	for _, in := range []database.TextIndex{database.PublicText, database.RegisterText} {
		t.Run(string(in), func(t *testing.T) { answersAsAScan(t, in) })
	}
}

func answersAsAScan(t *testing.T, in database.TextIndex) {
	storetest.EachEngine(t, func(t *testing.T, db *database.DB) {
		state := shelf{}
		words := rapid.SliceOfN(rapid.SampledFrom(append([]string{""}, lexicon...)), 1, 12)
		phrases := rapid.Custom(func(t *rapid.T) database.Phrase {
			return database.Phrase{Words: rapid.SliceOfN(rapid.SampledFrom(lexicon), 1, 3).Draw(t, "words"), Open: rapid.Bool().Draw(t, "open")}
		})
		rapid.Check(t, func(t *rapid.T) {
			err := db.WriteUnrecorded(t.Context(), "test", func(tx *database.Tx) error {
				next := shelf{}
				for id, text := range state {
					next[id] = text
				}
				for range rapid.IntRange(1, 4).Draw(t, "edits") {
					id := rapid.Int64Range(1, 12).Draw(t, "id")
					if err := tx.DropText(in, id); err != nil {
						return err
					}
					delete(next, id)
					if rapid.IntRange(0, 3).Draw(t, "kind") == 0 {
						continue
					}
					text := next[id]
					text.order = words.Draw(t, "order")
					text.more = slices.DeleteFunc(words.Draw(t, "more"), func(w string) bool { return w == "" })
					if err := tx.PutText(in, id, text.order, text.more); err != nil {
						return err
					}
					next[id] = text
				}
				state = next
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			database.LookAtFew(db, rapid.SampledFrom([]int{1, 3, 1000}).Draw(t, "look at"))
			m := database.TextMatch{All: rapid.SliceOfN(phrases, 1, 3).Draw(t, "all"), Not: rapid.SliceOfN(phrases, 0, 2).Draw(t, "not"),
				From: rapid.Int64Range(0, 6).Draw(t, "from"), To: rapid.SampledFrom([]int64{0, 8, 11}).Draw(t, "to"), Rare: rapid.IntRange(0, 3).Draw(t, "rare") == 0}
			want := state.find(m)
			got, err := database.FindText(db.View(t.Context()), in, m, 100)
			if err != nil || !slices.Equal(got, want) {
				t.Fatalf("%+v: %v %v, want %v of %s", m, got, err, want, fmt.Sprint(state))
			}
			first, most := rapid.IntRange(1, 4).Draw(t, "first"), rapid.IntRange(1, 12).Draw(t, "most")
			head, total, err := database.HeadText(db.View(t.Context()), in, m, first, most)
			if err != nil || !slices.Equal(head, want[:min(first, len(want))]) || total != min(max(first, most), len(want)) {
				t.Fatalf("%+v: %v of %d %v, want %v", m, head, total, err, want)
			}
			if rapid.IntRange(0, 9).Draw(t, "tidy") == 0 {
				if err := db.TidyText(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
			if n, err := database.CountText(db.View(t.Context()), in, m, 3); err != nil || n != min(3, len(want)) {
				t.Fatalf("%+v: counted %d %v, want %d", m, n, err, len(want))
			}
			if few, err := database.FindText(db.View(t.Context()), in, m, 2); err != nil || !slices.Equal(few, want[:min(2, len(want))]) {
				t.Fatalf("%+v: the first two are %v %v, want of %v", m, few, err, want)
			}
		})
	})
}

// TestASearchWithinDaysEndsWithThem: on PostgreSQL the whole index, which may find any number of texts outside, is asked only where
// the texts of the range would take longer to look through; on SQLite it is walked within the range.
func TestASearchWithinDaysEndsWithThem(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, db *database.DB) {
		database.LookAtFew(db, 10)
		if err := db.WriteUnrecorded(t.Context(), "test", func(tx *database.Tx) error {
			for id := range int64(60) {
				if err := tx.PutText(database.RegisterText, id+1, []string{"验收", "报告"}, nil); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		report := []database.Phrase{{Words: []string{"报告"}}}
		for name, c := range map[string]struct {
			match     database.TextMatch
			questions int // on PostgreSQL
			whole     bool
		}{
			"fewer than are looked at":    {database.TextMatch{All: report, From: 3, To: 9}, 1, false},
			"some more, all of which fit": {database.TextMatch{All: report, From: 3, To: 39}, 2, false},
			"nothing in the range":        {database.TextMatch{All: report, From: 90, To: 99}, 1, false},
			"everything":                  {database.TextMatch{All: report}, 2, false},
			"few are known to match":      {database.TextMatch{All: report, From: 3, To: 39, Rare: true}, 1, true},
		} {
			asked, err := database.AskedFor(t.Context(), db, database.RegisterText, c.match, 100, 100)
			if err != nil {
				t.Fatal(err)
			}
			whole := strings.Contains(asked[len(asked)-1], "found AS MATERIALIZED")
			if db.Engine() == "sqlite" {
				c.questions, c.whole = 1, false
			}
			if len(asked) != c.questions || whole != c.whole {
				t.Errorf("%s: %d questions, the whole index %v, want %d, %v:\n%s", name, len(asked), whole, c.questions, c.whole, strings.Join(asked, "\n"))
			}
		}
	})
}
