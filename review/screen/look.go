package screen

import (
	"slices"
	"strings"
	"unicode/utf8"

	"gongkai/civil"
)

// A Role is what a piece of text is in its file.
type Role int

// The roles.
const (
	Body     Role = iota // a paragraph or line
	Cell                 // one square of a table
	Title                // the title of a record or file
	Head                 // among the first lines of a file, its headers or a text box, where a secrecy mark stands
	Property             // of the file: author, keywords, description
)

// A Piece is text with its place.
type Piece struct {
	Where string
	Text  string
	Role  Role
	Last  bool   // among the last paragraphs, where the day of signature stands
	Label string // what the text is said to be: the head of its column, the name of the property
}

// Options are what an agency adds to the rules.
type Options struct {
	Today  civil.Date // dates of birth and signature are not later
	Phones []string   // numbers that the agency has made public
	Words  []Word
	Upon   bool // the piece of information is for disclosure upon application: a label that says so is right
}

// A Screen looks at text. It may be used by many at once.
type Screen struct {
	today  civil.Date
	phones map[string]bool
	words  *lexicon
	upon   bool
}

// New makes a Screen.
func New(o Options) *Screen {
	s := &Screen{today: o.Today, phones: map[string]bool{}, words: newLexicon(o.Words), upon: o.Upon}
	for _, list := range o.Phones {
		for _, phone := range splitPhones(list) {
			s.phones[phone] = true
		}
	}
	return s
}

// splitPhones reads a field that may hold several numbers: 0935-2212345、13909351234（值班）.
func splitPhones(list string) []string {
	var phones []string
	f := folded(list)
	for _, field := range strings.FieldsFunc(f.text, func(r rune) bool { return strings.ContainsRune("、，,;；/|\n（）() ", r) }) {
		if phone := onlyDigits(field); len(phone) >= 5 {
			phones = append(phones, phone)
		}
	}
	if all := onlyDigits(f.text); len(phones) != 1 && len(all) >= 7 && len(all) <= 13 {
		phones = append(phones, all) // one number written with spaces
	}
	return phones
}

func onlyDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
}

// A Hit is a stretch of a piece that a detector has found.
type Hit struct {
	Kind       Kind
	Start, End int    // bytes of the piece's text
	Write      string // what a remedy puts in its place; empty when there is none
	More       string // what is special about this one
}

// A sight is one piece being looked at.
type sight struct {
	fold
	screen *Screen
	piece  Piece
	atoms  []atom
	digits bool // the text has digits at all
	chars  presence
	looked bool
	words  map[Level][]Hit
}

// Look returns what stands in the piece, in the order of the text. No two hits overlap.
func (s *Screen) Look(p Piece) []Hit {
	if strings.TrimSpace(p.Text) == "" {
		return nil
	}
	v := &sight{fold: folded(p.Text), screen: s, piece: p}
	v.atoms = atomsOf(v.text)
	v.digits = len(v.atoms) > 0
	v.chars = presenceOf(v.text)
	var hits []Hit
	for i := range Detectors {
		d := &Detectors[i]
		if d.find == nil {
			continue
		}
		for _, h := range d.find(v) {
			h.Kind = d.Kind
			h.Start, h.End = v.back(h.Start, h.End)
			if h.Start < h.End && !slices.ContainsFunc(hits, func(o Hit) bool { return h.Start < o.End && o.Start < h.End }) {
				hits = append(hits, h)
			}
		}
	}
	slices.SortFunc(hits, func(a, b Hit) int { return a.Start - b.Start })
	return hits
}

// Findings turns what stands in the piece into findings, quoted with every number masked.
func (s *Screen) Findings(p Piece) []Finding {
	hits := s.Look(p)
	var list []Finding
	for i, h := range hits {
		f := Of(h.Kind, p.Where, quote(p.Text, hits, i), h.More)
		if h.Write == "" {
			f.Remedies = nil
		}
		list = append(list, f)
	}
	return list
}

// Mend returns the text with what can be masked or replaced done so, for the kinds asked for (all when none is named),
// and how many places were changed.
func (s *Screen) Mend(p Piece, kinds ...Kind) (string, int) {
	var b strings.Builder
	from, n := 0, 0
	for _, h := range s.Look(p) {
		if h.Write == "" || len(kinds) > 0 && !slices.Contains(kinds, h.Kind) {
			continue
		}
		b.WriteString(p.Text[from:h.Start])
		b.WriteString(h.Write)
		from = h.End
		n++
	}
	if n == 0 {
		return p.Text, 0
	}
	b.WriteString(p.Text[from:])
	return b.String(), n
}

// quoted is how many characters of the surroundings a finding shows on each side.
const quoted = 12

// quote shows a hit with its surroundings on the same line; every hit in them is masked.
func quote(text string, hits []Hit, i int) string {
	from, to := hits[i].Start, hits[i].End
	for range quoted {
		c, size := utf8.DecodeLastRuneInString(text[:from])
		if size == 0 || c == '\n' {
			break
		}
		from -= size
	}
	for range quoted {
		c, size := utf8.DecodeRuneInString(text[to:])
		if size == 0 || c == '\n' {
			break
		}
		to += size
	}
	var b strings.Builder
	for _, h := range hits {
		if h.End <= from || h.Start >= to {
			continue
		}
		if h.Start > from {
			b.WriteString(text[from:h.Start])
		}
		if rows[h.Kind].Remedies == nil || h.Write != "" && (h.Kind == WrongWord || h.Kind == DoubtfulWord) {
			b.WriteString(text[h.Start:h.End]) // a mark or a word is no secret of a person
		} else if h.Write != "" {
			b.WriteString(h.Write)
		} else {
			b.WriteString(stars(text[h.Start:h.End]))
		}
		from = max(from, h.End)
	}
	if from < to {
		b.WriteString(text[from:to])
	}
	return strings.Join(strings.Fields(b.String()), " ")
}
