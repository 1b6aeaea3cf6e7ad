package posting_test

import (
	"cmp"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"gongkai/internal/posting"
)

// text is a text as a scan sees it.
type text struct {
	words map[string]posting.Level
	lines [][]string // of units
}

// lexicon are the words of the tests, the first in nearly every text.
var lexicon = []string{"的", "通知", "公路", "养护", "规划", "标", "记"}

func someText(t *rapid.T) text {
	x := text{words: map[string]posting.Level{}}
	for i, w := range lexicon {
		if rapid.IntRange(0, 2*i+1).Draw(t, w) <= 1 {
			x.words[w] = posting.Level(rapid.IntRange(1, 3).Draw(t, "level"))
		}
	}
	x.words["有"] = posting.Anywhere // no text has no word
	for range rapid.IntRange(1, 3).Draw(t, "lines") {
		line := rapid.SliceOfN(rapid.SampledFrom(units), 0, 8).Draw(t, "line")
		if rapid.IntRange(0, 15).Draw(t, "long") == 0 {
			line = append(slices.Repeat([]string{"丁"}, rapid.IntRange(100, 300).Draw(t, "lead")), line...)
		}
		x.lines = append(x.lines, line)
	}
	return x
}

// units are what the texts of the tests are made of: few, so that phrases stand often, and nearly.
var units = []string{"甲", "乙", "丙", "1", "11", "a"}

func isRun(unit string) bool { return unit[0] < 0x80 }

func written(lines ...[]string) posting.Units {
	var w posting.UnitWriter
	for i, line := range lines {
		if i > 0 {
			w.Break()
		}
		for _, unit := range line {
			w.Unit(unit, isRun(unit))
		}
	}
	return w.Units()
}

// holds looks for a phrase unit by unit.
func holds(line, phrase []string) (at int) {
	for i := 0; i+len(phrase) <= len(line); i++ {
		if slices.Equal(line[i:i+len(phrase)], phrase) {
			return i
		}
	}
	return -1
}

// phrase is a phrase as a scan looks for it.
type phrase struct{ units, words []string }

func (x text) level(p phrase) posting.Level {
	if at := holds(x.lines[0], p.units); at >= 0 && at < 256 {
		return posting.Title
	}
	if !slices.ContainsFunc(x.lines, func(line []string) bool { return holds(line, p.units) >= 0 }) {
		return posting.Absent
	}
	if slices.ContainsFunc(p.words, func(w string) bool { return x.words[w] < posting.Topic }) {
		return posting.Anywhere
	}
	return posting.Topic
}

func (x text) list() (list []posting.Word) {
	for w, level := range x.words {
		list = append(list, posting.Word{Text: w, Level: level})
	}
	return list
}

// stored is a segment as a database would keep it.
type stored struct {
	numbers, gone []byte
	texts         int
	lists         map[string][]byte
}

func build(texts map[int64]text) stored {
	var numbers []int64
	for n := range texts {
		numbers = append(numbers, n)
	}
	slices.SortFunc(numbers, func(x, y int64) int { return cmp.Compare(y, x) })
	b := posting.NewBuilder()
	for _, n := range numbers {
		b.Add(n, texts[n].list(), written(texts[n].lines...))
	}
	s := stored{numbers: posting.NewNumbers(b.Numbers()), texts: b.Len(), lists: map[string][]byte{}, gone: posting.NewSet(nil, b.Len())}
	b.Rows(func(r posting.Row) bool { s.lists[r.Word] = r.List; return true })
	return s
}

type fataler interface {
	Helper()
	Fatal(...any)
}

func must[T any](t fataler) func(T, error) T {
	return func(x T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return x
	}
}

func (s stored) segment(t fataler, q posting.Question) posting.Segment {
	t.Helper()
	seg := posting.Segment{Numbers: must[posting.Numbers](t)(posting.ReadNumbers(s.numbers)), Gone: must[posting.Set](t)(posting.ReadSet(s.gone, s.texts))}
	for _, w := range q.All() {
		var l posting.List
		if data, ok := s.lists[w]; ok {
			l = must[posting.List](t)(posting.ReadList(data, s.texts))
		}
		seg.Lists = append(seg.Lists, l)
	}
	for _, pair := range q.Pairs() {
		var p posting.Places
		if data, ok := s.lists[pair]; ok {
			p = must[posting.Places](t)(posting.ReadPlaces(data, s.texts))
		}
		seg.Places = append(seg.Places, p)
	}
	return seg
}

// drop takes numbers out of a segment.
func (s *stored) drop(t fataler, numbers ...int64) {
	t.Helper()
	all := must[posting.Numbers](t)(posting.ReadNumbers(s.numbers))
	gone := must[posting.Set](t)(posting.ReadSet(s.gone, s.texts)).Ordinals()
	for _, n := range numbers {
		if o, ok := all.Ordinal(n); ok && !slices.Contains(gone, uint16(o)) {
			gone = append(gone, uint16(o))
		}
	}
	slices.Sort(gone)
	s.gone = posting.NewSet(gone, s.texts)
}

func merge(t fataler, list []stored) stored {
	t.Helper()
	var sources []posting.Source
	parts := map[string][]posting.Part{}
	for i, s := range list {
		sources = append(sources, posting.Source{Numbers: must[posting.Numbers](t)(posting.ReadNumbers(s.numbers)), Gone: must[posting.Set](t)(posting.ReadSet(s.gone, s.texts))})
		for w, data := range s.lists {
			parts[w] = append(parts[w], posting.Part{Source: i, List: data})
		}
	}
	m := posting.NewMerge(sources)
	s := stored{numbers: posting.NewNumbers(m.Numbers()), texts: len(m.Numbers()), lists: map[string][]byte{}, gone: posting.NewSet(nil, len(m.Numbers()))}
	for w, p := range parts {
		if data := must[[]byte](t)(m.List(w, p)); data != nil {
			s.lists[w] = data
		}
	}
	return s
}

// scan is the truth.
func scan(q posting.Question, phrases []phrase, all map[int64]text) (numbers []int64) {
	level := map[int64]posting.Level{}
	for n, x := range all {
		worst := posting.Title
		for _, w := range q.Words {
			worst = min(worst, x.words[w])
		}
		for _, w := range q.Marks {
			if x.words[w] == posting.Absent {
				worst = posting.Absent
			}
		}
		for _, p := range phrases {
			worst = min(worst, x.level(p))
		}
		if worst > posting.Absent && n >= q.From && (q.To == 0 || n <= q.To) {
			numbers = append(numbers, n)
			if level[n] = worst; q.Newest {
				level[n] = posting.Anywhere
			}
		}
	}
	slices.SortFunc(numbers, func(x, y int64) int { return cmp.Or(cmp.Compare(level[y], level[x]), cmp.Compare(y, x)) })
	return numbers
}

// TestFindAnswersAsAScanDoes: over segments whose numbers interlock, with texts gone, changed and fresh, merged or not.
func TestFindAnswersAsAScanDoes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := map[int64]text{}
		var segments []stored
		var fresh []posting.Fresh
		for range rapid.IntRange(0, 4).Draw(t, "segments") {
			these := map[int64]text{}
			for range rapid.IntRange(1, 120).Draw(t, "texts") {
				n := rapid.Int64Range(1, 1<<rapid.IntRange(3, 40).Draw(t, "far")).Draw(t, "number")
				if _, ok := all[n]; !ok {
					these[n] = someText(t)
					all[n] = these[n]
				}
			}
			if len(these) > 0 {
				segments = append(segments, build(these))
			}
		}
		var numbers []int64
		for n := range all {
			numbers = append(numbers, n)
		}
		slices.Sort(numbers)
		if len(numbers) > 0 {
			for i, n := range rapid.SliceOfDistinct(rapid.SampledFrom(numbers), rapid.ID).Draw(t, "changed") {
				switch i % 3 {
				case 0: // dropped and folded
					delete(all, n)
					for i := range segments {
						segments[i].drop(t, n)
					}
				case 1:
					delete(all, n)
					fresh = append(fresh, posting.Fresh{Number: n, Folded: true})
				default:
					all[n] = someText(t)
					fresh = append(fresh, posting.Fresh{Number: n, Folded: true, Words: posting.NewWords(all[n].list()), Units: written(all[n].lines...)})
				}
			}
		}
		for i := range rapid.IntRange(0, 5).Draw(t, "new") {
			n := int64(1<<41 + i)
			all[n] = someText(t)
			fresh = append(fresh, posting.Fresh{Number: n, Words: posting.NewWords(all[n].list()), Units: written(all[n].lines...)})
		}
		if len(segments) > 1 && rapid.Bool().Draw(t, "merge") {
			segments = append(segments[2:], merge(t, segments[:2]))
		}
		q := posting.Question{Words: rapid.SliceOfNDistinct(rapid.SampledFrom(append(lexicon[:5:5], "没有")), 0, 3, rapid.ID).Draw(t, "words"),
			Marks: rapid.SliceOfNDistinct(rapid.SampledFrom(lexicon[5:]), 0, 2, rapid.ID).Draw(t, "marks"), Newest: rapid.Bool().Draw(t, "newest")}
		if len(numbers) > 0 && rapid.Bool().Draw(t, "bounded") {
			q.From, q.To = rapid.SampledFrom(numbers).Draw(t, "from"), rapid.SampledFrom(numbers).Draw(t, "to")+rapid.Int64Range(0, 2).Draw(t, "beyond")
		}
		var phrases []phrase
		least := 0
		if len(q.Words) == 0 {
			least = 1
		}
		for range rapid.IntRange(least, 2).Draw(t, "phrases") {
			p := phrase{rapid.SliceOfN(rapid.SampledFrom(units), 2, 5).Draw(t, "phrase"), rapid.SliceOfN(rapid.SampledFrom(lexicon[:4]), 0, 2).Draw(t, "about")}
			made, ok := posting.NewPhrase(written(p.units), p.words)
			if !ok {
				t.Fatalf("%v is no phrase", p)
			}
			phrases, q.Phrases = append(phrases, p), append(q.Phrases, made)
		}
		var asked []posting.Segment
		for _, s := range segments {
			asked = append(asked, s.segment(t, q))
		}
		want := scan(q, phrases, all)
		offset, limit := rapid.IntRange(0, 30).Draw(t, "offset"), rapid.IntRange(1, 300).Draw(t, "limit")
		got, total := posting.Find(q, asked, fresh, offset, limit)
		from := min(offset, len(want))
		if total != len(want) || !slices.Equal(got, want[from:min(from+limit, len(want))]) {
			t.Fatalf("%+v from %d: %v of %d, want %v", q, offset, got, total, want)
		}
	})
}

// TestSetsOfEverySize: sparse and dense, to the last ordinal that there is.
func TestSetsOfEverySize(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		texts := rapid.SampledFrom([]int{1, 2, 15, 16, 17, 63, 64, 65, 1000, posting.MostTexts - 1, posting.MostTexts}).Draw(t, "texts")
		step := rapid.IntRange(1, 40).Draw(t, "step")
		var list []uint16
		for o := rapid.IntRange(0, texts-1).Draw(t, "first"); o < texts; o += step {
			list = append(list, uint16(o))
		}
		s, err := posting.ReadSet(posting.NewSet(list, texts), texts)
		if err != nil || s.Len() != len(list) || !slices.Equal(s.Ordinals(), list) {
			t.Fatalf("%d of %d by %d: %v", s.Len(), texts, step, err)
		}
	})
}

func TestNumbersKeepTheirPlaces(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := rapid.SliceOfNDistinct(rapid.Int64Range(0, 1<<rapid.IntRange(3, 60).Draw(t, "far")), 0, 200, rapid.ID).Draw(t, "list")
		slices.SortFunc(list, func(x, y int64) int { return cmp.Compare(y, x) })
		x, err := posting.ReadNumbers(posting.NewNumbers(list))
		if err != nil || x.Len() != len(list) || !slices.Equal(x.All(), list) {
			t.Fatalf("%v: %v %v", list, x.All(), err)
		}
		asked := rapid.Int64().Draw(t, "asked")
		if len(list) > 0 && rapid.Bool().Draw(t, "one of them") {
			asked = rapid.SampledFrom(list).Draw(t, "which")
		}
		want := 0
		for want < len(list) && list[want] > asked {
			want++
		}
		if got := x.Place(asked); got != want {
			t.Fatalf("%d stands at %d of %v, want %d", asked, got, list, want)
		}
		for i, n := range list {
			if o, ok := x.Ordinal(n); !ok || o != i || x.At(i) != n {
				t.Fatalf("%d: %d %v", n, o, ok)
			}
		}
	})
}

// TestAPhraseInManyTexts: where the places of a pair are found through the table of every 64th text.
func TestAPhraseInManyTexts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := map[int64]text{}
		n := rapid.IntRange(100, 2500).Draw(t, "texts")
		rare := rapid.IntRange(1, 40).Draw(t, "rare")
		some := [][]string{{"甲", "乙", "甲", "乙", "丙"}, {"乙", "丙", "甲", "乙"}, {"乙", "丙", "1", "乙", "丙"}}
		for i := range n {
			x := text{words: map[string]posting.Level{"有": posting.Anywhere}, lines: [][]string{some[i%3], some[(i/3)%3]}}
			if (i*i)%rare == 0 {
				x.lines = append(x.lines, []string{"甲", "丙", "乙", "丙"})
			}
			all[int64(i)*7] = x
		}
		s := build(all)
		for _, units := range [][]string{{"甲", "丙"}, {"甲", "丙", "乙"}, {"甲", "乙", "丙"}, {"丙", "1", "乙"}, {"乙", "丙", "甲", "乙"}, {"丙", "丙"}} {
			p := phrase{units: units}
			made, _ := posting.NewPhrase(written(units), nil)
			q := posting.Question{Phrases: []posting.Phrase{made}, Newest: rapid.Bool().Draw(t, "newest")}
			if rapid.Bool().Draw(t, "bounded") {
				q.From, q.To = rapid.Int64Range(0, int64(n)*7).Draw(t, "from"), int64(n)*7
			}
			want := scan(q, []phrase{p}, all)
			got, total := posting.Find(q, []posting.Segment{s.segment(t, q)}, nil, 0, len(want)+1)
			if total != len(want) || !slices.Equal(got, want) {
				t.Fatalf("%v: %v of %d, want %v", units, got, total, want)
			}
		}
	})
}

// FuzzRead: whatever is stored, reading it fails or answers, and never ends the program.
func FuzzRead(f *testing.F) {
	line := [][]string{{"甲", "乙", "丙"}}
	good := build(map[int64]text{1: {map[string]posting.Level{"的": posting.Title}, line}, 2: {map[string]posting.Level{"的": posting.Topic, "标": posting.Anywhere}, line},
		3: {map[string]posting.Level{"的": posting.Anywhere}, line}})
	phrase, _ := posting.NewPhrase(written(line[0]), []string{"的"})
	q := posting.Question{Words: []string{"的"}, Phrases: []posting.Phrase{phrase}, From: 2, To: 1 << 40}
	f.Add(good.numbers, good.lists["的"], good.gone, []byte(posting.NewWords([]posting.Word{{Text: "的", Level: posting.Title}})), good.lists[q.Pairs()[0]], good.lists[q.Pairs()[1]], uint16(3))
	f.Add([]byte{3}, []byte{1, 1, 1}, []byte{0xff, 0xff, 0xff}, []byte{1}, []byte{1, 0xff}, []byte{1, 0xff}, uint16(0xffff))
	f.Fuzz(func(t *testing.T, numbers, list, gone, words, first, second []byte, texts uint16) {
		x, err := posting.ReadNumbers(numbers)
		l, failed := posting.ReadList(list, int(texts))
		g, broken := posting.ReadSet(gone, int(texts))
		p1, failed1 := posting.ReadPlaces(first, int(texts))
		p2, failed2 := posting.ReadPlaces(second, int(texts))
		if err != nil || failed != nil || broken != nil || failed1 != nil || failed2 != nil {
			return
		}
		fresh := []posting.Fresh{{Number: 2, Folded: true, Words: words, Units: posting.Units(words)}}
		for _, lists := range [][]posting.List{{l, {}, {}}, {l, l, l}} {
			got, total := posting.Find(q, []posting.Segment{{Numbers: x, Gone: g, Lists: lists[:len(q.All())], Places: []posting.Places{p1, p2}}}, fresh, 0, 10)
			if len(got) > 10 || total < 0 {
				t.Errorf("%d of %d", len(got), total)
			}
		}
		m := posting.NewMerge([]posting.Source{{Numbers: x, Gone: g}})
		for word, data := range map[string][]byte{"的": list, q.Pairs()[0]: first} {
			if _, err := m.List(word, []posting.Part{{Source: 0, List: data}}); err != nil && int(texts) == x.Len() {
				t.Error(err)
			}
		}
	})
}
