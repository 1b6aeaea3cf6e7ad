package posting

import (
	"cmp"
	"slices"
)

// A Question asks for the texts that hold every word and every mark, with numbers From to To.
type Question struct {
	Words    []string
	Marks    []string // words that rank nothing
	From, To int64    // zero for no bound
	Newest   bool     // the newest first, instead of those with the words in the title and those that are about them
}

// All are the words and the marks, in the order in which a segment answers.
func (q Question) All() []string { return append(slices.Clone(q.Words), q.Marks...) }

// A Segment is a segment as it answers a question.
type Segment struct {
	Numbers Numbers
	Gone    Set
	Lists   []List // of [Question.All]; an empty one where no text holds the word
}

// Find answers a question: the numbers from an offset on, at most so many, and how many there are in all. Segments and fresh
// texts together are everything there is.
func Find(q Question, segments []Segment, fresh []Fresh, offset, limit int) (numbers []int64, total int) {
	f := finder{q: q, fresh: fresh, need: offset + max(0, limit)}
	for _, s := range segments {
		f.parts = append(f.parts, &part{Segment: s, dropped: s.dropped(fresh)})
	}
	f.hash()
	for _, p := range f.parts {
		p.found[Anywhere-1] = p.at(q, Anywhere)
		total += p.found[Anywhere-1].count()
	}
	for _, level := range f.levels {
		if level > Absent {
			total++
		}
	}
	best := Title
	if q.Newest {
		best = Anywhere
	}
	for level := best; level >= Anywhere && len(numbers) < f.need; level-- {
		numbers = append(numbers, f.tier(level, f.need-len(numbers), level == best)...)
	}
	return numbers[min(offset, len(numbers)):], total
}

// finder is a question that is being answered.
type finder struct {
	q      Question
	need   int
	parts  []*part
	fresh  []Fresh
	levels []Level // of the fresh texts
}

// part is a segment with what it has found so far.
type part struct {
	Segment
	dropped []uint16 // superseded by fresh texts
	found   [levels]hits
}

// dropped are the ordinals of a segment that fresh texts supersede, sorted.
func (s Segment) dropped(fresh []Fresh) (ordinals []uint16) {
	for _, x := range fresh {
		if x.Folded {
			if o, ok := s.Numbers.Ordinal(x.Number); ok {
				ordinals = append(ordinals, uint16(o))
			}
		}
	}
	slices.Sort(ordinals)
	return ordinals
}

// hash finds the level of every fresh text: that of its worst word.
func (f *finder) hash() {
	words, marks := make([]uint64, len(f.q.Words)), make([]uint64, len(f.q.Marks))
	for i, w := range f.q.Words {
		words[i] = hashed(w)
	}
	for i, w := range f.q.Marks {
		marks[i] = hashed(w)
	}
	f.levels = make([]Level, len(f.fresh))
	for i, x := range f.fresh {
		if len(x.Words) == 0 || x.Number < f.q.From || f.q.To != 0 && x.Number > f.q.To {
			continue
		}
		level := Title
		for _, w := range words {
			level = min(level, x.Words.level(w))
		}
		for _, w := range marks {
			level = min(level, x.Words.level(w)*Title) // a mark stands or does not
		}
		f.levels[i] = level
	}
}

// at finds the ordinals of a segment whose texts hold every word at the level or better.
func (p *part) at(q Question, level Level) hits {
	sets := make([]Set, len(p.Lists))
	for i, l := range p.Lists {
		at := level
		if i >= len(q.Words) {
			at = Anywhere
		}
		sets[i] = l.At(at)
	}
	found := intersect(sets)
	found.without(p.Gone)
	found.drop(p.dropped)
	if q.From > 0 || q.To > 0 {
		from, to := 0, p.Numbers.Len()
		if q.To > 0 {
			from = p.Numbers.Place(q.To)
		}
		if q.From > 0 {
			to = p.Numbers.Place(q.From - 1)
		}
		found.between(from, to)
	}
	return found
}

// tier is what was found at a level and at none better, the newest first, at most so many.
func (f *finder) tier(level Level, need int, best bool) (numbers []int64) {
	for _, p := range f.parts {
		if level > Anywhere {
			p.found[level-1] = p.at(f.q, level)
		}
		var better hits
		if !best {
			better = p.found[level]
		}
		n := 0
		p.found[level-1].each(func(o uint16) bool {
			if int(o) < p.Numbers.Len() && !better.has(o) {
				numbers = append(numbers, p.Numbers.At(int(o)))
				n++
			}
			return n < need
		})
	}
	for i, at := range f.levels {
		if at == level || best && at > level {
			numbers = append(numbers, f.fresh[i].Number)
		}
	}
	slices.SortFunc(numbers, func(x, y int64) int { return cmp.Compare(y, x) })
	return numbers[:min(need, len(numbers))]
}
