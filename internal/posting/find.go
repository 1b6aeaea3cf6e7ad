package posting

import (
	"cmp"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
)

// A Question asks for the texts that hold every word, every phrase and every mark, with numbers From to To.
type Question struct {
	Words    []string
	Phrases  []Phrase
	Marks    []string // words that rank nothing
	From, To int64    // zero for no bound
	Newest   bool     // the newest first, instead of those with the words in the title and those that are about them
}

// All are the words of which a segment has lists to answer with, in the order in which it gives them: the words, the marks,
// the words of the phrases.
func (q Question) All() []string {
	all := append(slices.Clone(q.Words), q.Marks...)
	for _, p := range q.Phrases {
		all = append(all, p.words...)
	}
	return all
}

// Pairs are the pairs of which a segment has places to answer with.
func (q Question) Pairs() (pairs []string) {
	for _, p := range q.Phrases {
		pairs = append(pairs, p.pairs...)
	}
	return pairs
}

// A Segment is a segment as it answers a question.
type Segment struct {
	Numbers Numbers
	Gone    Set
	Lists   []List   // of [Question.All]; an empty one where no text holds the word
	Places  []Places // of [Question.Pairs]
}

// Find answers a question: the numbers from an offset on, at most so many, and how many there are in all. Segments and fresh
// texts together are everything there is.
func Find(q Question, segments []Segment, fresh []Fresh, offset, limit int) (numbers []int64, total int) {
	f := finder{q: q, fresh: fresh, need: offset + max(0, limit)}
	for _, s := range segments {
		p := &part{Segment: s, dropped: s.dropped(fresh)}
		p.found[Anywhere-1] = p.at(q, Anywhere)
		f.parts = append(f.parts, p)
	}
	if len(q.Phrases) > 0 {
		f.match()
	}
	for _, p := range f.parts {
		total += p.found[Anywhere-1].count()
	}
	f.hash()
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
	titled  []hits // of each phrase, those that have it in the title
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

// hash finds the level of every fresh text: that of its worst word or phrase.
func (f *finder) hash() {
	hashes := func(list []string) []uint64 {
		all := make([]uint64, len(list))
		for i, w := range list {
			all[i] = hashed(w)
		}
		return all
	}
	words, marks := hashes(f.q.Words), hashes(f.q.Marks)
	about := make([][]uint64, len(f.q.Phrases))
	for i, p := range f.q.Phrases {
		about[i] = hashes(p.words)
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
		for i, p := range f.q.Phrases {
			if level > Absent {
				level = min(level, x.phrase(p, about[i]))
			}
		}
		f.levels[i] = level
	}
}

// phrase is how well a phrase stands in a fresh text; about are the hashes of its words.
func (x Fresh) phrase(p Phrase, about []uint64) Level {
	level := x.Units.level(p)
	if level != Anywhere {
		return level
	}
	for _, w := range about {
		if x.Words.level(w) < Topic {
			return Anywhere
		}
	}
	return Topic
}

// alone is how many texts one core looks at: for fewer it does not pay to ask others.
const alone = 4096

// match looks for the phrases in all segments, on as many cores as there are.
func (f *finder) match() {
	candidates := 0
	for _, p := range f.parts {
		candidates += p.found[Anywhere-1].count()
	}
	var wait sync.WaitGroup
	var next atomic.Int64
	work := func() {
		for i := next.Add(1) - 1; i < int64(len(f.parts)); i = next.Add(1) - 1 {
			f.parts[i].match(f.q)
		}
	}
	for range min(runtime.GOMAXPROCS(0)-1, candidates/alone, len(f.parts)-1) {
		wait.Go(work)
	}
	work()
	wait.Wait()
}

// match keeps, of the texts that hold all pairs of the phrases, those that hold the phrases.
func (p *part) match(q Question) {
	found := &p.found[Anywhere-1]
	p.titled = make([]hits, len(q.Phrases))
	places := p.Places
	for i, phrase := range q.Phrases {
		m := newMatcher(phrase, places[:len(phrase.pairs)])
		places = places[len(phrase.pairs):]
		if len(phrase.pairs) == 1 && q.Newest {
			continue // whoever has the pair has the phrase
		}
		var kept hits
		found.each(func(o uint16) bool {
			level := m.level(o)
			if level > Absent {
				kept.few = append(kept.few, o)
			}
			if level == Title {
				p.titled[i].few = append(p.titled[i].few, o)
			}
			return true
		})
		*found = kept
	}
}

// better keeps, of the texts in which everything was found, those where each word and each phrase stands at the level or better.
func (p *part) better(q Question, level Level) hits {
	found := p.found[Anywhere-1].clone()
	for _, l := range p.Lists[:len(q.Words)] {
		found.keep(l.At(level))
	}
	lists := p.Lists[len(q.Words)+len(q.Marks):]
	for i, phrase := range q.Phrases {
		about := lists[:len(phrase.words)]
		lists = lists[len(phrase.words):]
		if level == Title {
			found = found.and(p.titled[i])
			continue
		}
		topical := found.clone()
		for _, l := range about {
			topical.keep(l.At(Topic))
		}
		found = topical.or(found.and(p.titled[i]))
	}
	return found
}

// at finds the ordinals of a segment whose texts hold every word at the level or better, every mark, and all pairs.
func (p *part) at(q Question, level Level) hits {
	sets := make([]Set, 0, len(q.Words)+len(q.Marks)+len(p.Places))
	for i, l := range p.Lists[:len(q.Words)+len(q.Marks)] {
		at := level
		if i >= len(q.Words) {
			at = Anywhere
		}
		sets = append(sets, l.At(at))
	}
	for _, x := range p.Places {
		sets = append(sets, x.set)
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
		switch {
		case level == Anywhere:
		case len(f.q.Phrases) > 0:
			p.found[level-1] = p.better(f.q, level)
		default:
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
