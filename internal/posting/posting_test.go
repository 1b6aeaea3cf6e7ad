package posting_test

import (
	"cmp"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"gongkai/internal/posting"
)

// text is a text as a scan sees it.
type text map[string]posting.Level

// lexicon are the words of the tests, the first in nearly every text.
var lexicon = []string{"的", "通知", "公路", "养护", "规划", "标", "记"}

func someText(t *rapid.T) text {
	x := text{}
	for i, w := range lexicon {
		if rapid.IntRange(0, 2*i+1).Draw(t, w) <= 1 {
			x[w] = posting.Level(rapid.IntRange(1, 3).Draw(t, "level"))
		}
	}
	return x
}

func (x text) words() (list []posting.Word) {
	for w, level := range x {
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
		b.Add(n, texts[n].words())
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
		if data := must[[]byte](t)(m.List(p)); data != nil {
			s.lists[w] = data
		}
	}
	return s
}

// scan is the truth.
func scan(q posting.Question, all map[int64]text) (numbers []int64) {
	level := map[int64]posting.Level{}
	for n, x := range all {
		worst := posting.Title
		for _, w := range q.Words {
			worst = min(worst, x[w])
		}
		for _, w := range q.Marks {
			if x[w] == posting.Absent {
				worst = posting.Absent
			}
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
					fresh = append(fresh, posting.Fresh{Number: n, Folded: true, Words: posting.NewWords(all[n].words())})
				}
			}
		}
		for i := range rapid.IntRange(0, 5).Draw(t, "new") {
			n := int64(1<<41 + i)
			all[n] = someText(t)
			fresh = append(fresh, posting.Fresh{Number: n, Words: posting.NewWords(all[n].words())})
		}
		if len(segments) > 1 && rapid.Bool().Draw(t, "merge") {
			segments = append(segments[2:], merge(t, segments[:2]))
		}
		q := posting.Question{Words: rapid.SliceOfNDistinct(rapid.SampledFrom(append(lexicon[:5:5], "没有")), 1, 3, rapid.ID).Draw(t, "words"),
			Marks: rapid.SliceOfNDistinct(rapid.SampledFrom(lexicon[5:]), 0, 2, rapid.ID).Draw(t, "marks"), Newest: rapid.Bool().Draw(t, "newest")}
		if len(numbers) > 0 && rapid.Bool().Draw(t, "bounded") {
			q.From, q.To = rapid.SampledFrom(numbers).Draw(t, "from"), rapid.SampledFrom(numbers).Draw(t, "to")+rapid.Int64Range(0, 2).Draw(t, "beyond")
		}
		var asked []posting.Segment
		for _, s := range segments {
			asked = append(asked, s.segment(t, q))
		}
		want := scan(q, all)
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

// FuzzRead: whatever is stored, reading it fails or answers, and never ends the program.
func FuzzRead(f *testing.F) {
	good := build(map[int64]text{1: {"的": posting.Title}, 2: {"的": posting.Topic, "标": posting.Anywhere}, 3: {"的": posting.Anywhere}})
	f.Add(good.numbers, good.lists["的"], good.gone, []byte(posting.NewWords([]posting.Word{{Text: "的", Level: posting.Title}})), uint16(3))
	f.Add([]byte{3}, []byte{1, 1, 1}, []byte{0xff, 0xff, 0xff}, []byte{1}, uint16(0xffff))
	f.Fuzz(func(t *testing.T, numbers, list, gone, words []byte, texts uint16) {
		x, err := posting.ReadNumbers(numbers)
		l, failed := posting.ReadList(list, int(texts))
		g, broken := posting.ReadSet(gone, int(texts))
		if err != nil || failed != nil || broken != nil {
			return
		}
		q := posting.Question{Words: []string{"的"}, From: 2, To: 1 << 40}
		fresh := []posting.Fresh{{Number: 2, Folded: true, Words: words}}
		got, total := posting.Find(q, []posting.Segment{{Numbers: x, Gone: g, Lists: []posting.List{l}}}, fresh, 0, 10)
		if len(got) > 10 || total < 0 {
			t.Errorf("%d of %d", len(got), total)
		}
		m := posting.NewMerge([]posting.Source{{Numbers: x, Gone: g}})
		if _, err := m.List([]posting.Part{{Source: 0, List: list}}); err != nil && int(texts) == x.Len() {
			t.Error(err)
		}
	})
}
