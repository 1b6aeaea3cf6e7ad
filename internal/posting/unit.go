package posting

import (
	"strings"
	"unicode/utf8"
)

// Units are the texts of a record as exact phrases are looked for in them: a line for each text, which no phrase leaves, the
// title first. A line has its units one after another: a character, or a run of letters and digits between two frames, of
// which no phrase takes a part: 5号 does not stand in 15号.
type Units string

// frame stands before and after a run: nobody can type it.
const frame = "\uE000"

// A UnitWriter writes [Units].
type UnitWriter struct{ text strings.Builder }

// Unit writes the next unit of the line; run says that it is a run of letters and digits.
func (w *UnitWriter) Unit(unit string, run bool) {
	if run {
		w.text.WriteString(frame)
		defer w.text.WriteString(frame)
	}
	w.text.WriteString(unit)
}

// Break ends the line.
func (w *UnitWriter) Break() { w.text.WriteByte('\n') }

// Units are what has been written.
func (w *UnitWriter) Units() Units { return Units(w.text.String()) }

// unitSize is how many bytes the first unit takes.
func (u Units) unitSize() int {
	if !strings.HasPrefix(string(u), frame) {
		_, size := utf8.DecodeRuneInString(string(u))
		return size
	}
	end := strings.Index(string(u[len(frame):]), frame)
	if end < 0 {
		return len(u)
	}
	return end + 2*len(frame)
}

// titleUnits are how many places the title has. The other texts begin after it, so that a place tells whether it is one of
// the title. What a longer title says beyond is found, though not as the title.
const titleUnits = 256

// pairs gives every two units that stand side by side, with the place of the first. Between two lines one place is left free.
func (u Units) pairs(yield func(pair string, at uint32)) {
	at, titled := uint32(0), true
	for from, before := 0, -1; from < len(u); {
		if u[from] == '\n' {
			if at, before = at+1, -1; titled {
				at, titled = max(at, titleUnits), false
			}
			from++
			continue
		}
		end := from + u[from:].unitSize()
		if before >= 0 {
			yield(string(u[before:end]), at-1)
		}
		from, before = end, from
		at++
	}
}

// A Phrase is what must stand in a text as it is.
type Phrase struct {
	units Units
	words []string
	n     int      // units
	pairs []string // that cover it
	at    []int    // the place of each in the phrase
}

// NewPhrase makes a phrase of units in one line. A text of which all the words are the topic is about the phrase that it
// holds. Less than two units are no phrase.
func NewPhrase(units Units, words []string) (p Phrase, ok bool) {
	p = Phrase{units: units, words: words}
	var all []string
	units.pairs(func(pair string, _ uint32) { all = append(all, signPair+pair) })
	if len(all) == 0 {
		return p, false
	}
	p.n = len(all) + 1
	for at := 0; at < len(all); at += 2 {
		p.pairs, p.at = append(p.pairs, all[at]), append(p.at, at)
	}
	if last := len(all) - 1; last%2 == 1 { // an odd number of units: the last of them would be left out
		p.pairs, p.at = append(p.pairs, all[last]), append(p.at, last)
	}
	return p, true
}

// Units are those of the phrase: what holds it has them in a line as they are.
func (p Phrase) Units() Units { return p.units }

// level is Title, Anywhere or Absent: how well the phrase stands in the texts.
func (u Units) level(p Phrase) Level {
	title, _, _ := strings.Cut(string(u), "\n")
	if at := strings.Index(title, string(p.units)); at >= 0 && Units(title[:at]).count() < titleUnits {
		return Title
	}
	if strings.Contains(string(u), string(p.units)) {
		return Anywhere
	}
	return Absent
}

// count is how many units one line has.
func (u Units) count() (n int) {
	for ; u != ""; n++ {
		u = u[u.unitSize():]
	}
	return n
}

// Holds reports whether the phrase stands somewhere in the units.
func (u Units) Holds(p Phrase) bool { return u.level(p) > Absent }
