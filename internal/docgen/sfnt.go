package docgen

import (
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"slices"
)

var errNoOutlines = errors.New("docgen: the font has no glyf outlines that can be read")

// An sfnt is a TrueType font taken apart into its tables.
type sfnt struct {
	tables map[string][]byte
	long   bool // offsets in loca have four bytes
	glyphs int
	widths int // the number of full entries in hmtx
}

var be = binary.BigEndian

func readSfnt(data []byte) (*sfnt, error) {
	if len(data) < 12 {
		return nil, errNoOutlines
	}
	s := &sfnt{tables: map[string][]byte{}}
	for i := range int(be.Uint16(data[4:])) {
		entry := 12 + 16*i
		if entry+16 > len(data) {
			return nil, errNoOutlines
		}
		from, size := int(be.Uint32(data[entry+8:])), int(be.Uint32(data[entry+12:]))
		if from > len(data) || size > len(data)-from {
			return nil, errNoOutlines
		}
		s.tables[string(data[entry:entry+4])] = data[from : from+size]
	}
	for tag, least := range map[string]int{"head": 54, "hhea": 36, "maxp": 6, "hmtx": 4, "loca": 4, "glyf": 0} {
		if t, ok := s.tables[tag]; !ok || len(t) < least {
			return nil, fmt.Errorf("%w (%s)", errNoOutlines, tag)
		}
	}
	s.long = be.Uint16(s.tables["head"][50:]) != 0
	s.glyphs = int(be.Uint16(s.tables["maxp"][4:]))
	s.widths = int(be.Uint16(s.tables["hhea"][34:]))
	if s.widths == 0 || len(s.tables["hmtx"]) < 4*s.widths {
		return nil, errNoOutlines
	}
	return s, nil
}

// outline is the drawing of a glyph, empty for a blank.
func (s *sfnt) outline(glyph int) []byte {
	loca, glyf := s.tables["loca"], s.tables["glyf"]
	var from, to int
	switch {
	case glyph < 0 || glyph >= s.glyphs:
		return nil
	case s.long && 4*glyph+8 <= len(loca):
		from, to = int(be.Uint32(loca[4*glyph:])), int(be.Uint32(loca[4*glyph+4:]))
	case !s.long && 2*glyph+4 <= len(loca):
		from, to = 2*int(be.Uint16(loca[2*glyph:])), 2*int(be.Uint16(loca[2*glyph+2:]))
	}
	if from >= to || to > len(glyf) || to-from < 10 {
		return nil
	}
	return glyf[from:to]
}

// metrics are the advance and the left side bearing of a glyph.
func (s *sfnt) metrics(glyph int) (advance, bearing uint16) {
	hmtx := s.tables["hmtx"]
	if glyph < s.widths {
		return be.Uint16(hmtx[4*glyph:]), be.Uint16(hmtx[4*glyph+2:])
	}
	advance = be.Uint16(hmtx[4*(s.widths-1):])
	if at := 4*s.widths + 2*(glyph-s.widths); at+2 <= len(hmtx) {
		bearing = be.Uint16(hmtx[at:])
	}
	return advance, bearing
}

// bounds is the box of a glyph in units of the em, upwards; all zero for a blank.
func (s *sfnt) bounds(glyph int) (left, bottom, right, top int) {
	o := s.outline(glyph)
	if o == nil {
		return 0, 0, 0, 0
	}
	at := func(i int) int { return int(int16(be.Uint16(o[i:]))) }
	return at(2), at(4), at(6), at(8)
}

// Flags of the parts of a composite glyph.
const (
	wordArguments = 1 << 0
	oneScale      = 1 << 3
	moreParts     = 1 << 5
	twoScales     = 1 << 6
	fourScales    = 1 << 7
)

// parts are where an outline names other glyphs of which it is made.
func parts(outline []byte) (at []int) {
	if len(outline) < 10 || be.Uint16(outline) < 0x8000 {
		return nil
	}
	for i := 10; i+4 <= len(outline); {
		flags := be.Uint16(outline[i:])
		at = append(at, i+2)
		i += 6
		if flags&wordArguments != 0 {
			i += 2
		}
		switch {
		case flags&oneScale != 0:
			i += 2
		case flags&twoScales != 0:
			i += 4
		case flags&fourScales != 0:
			i += 8
		}
		if flags&moreParts == 0 {
			break
		}
	}
	return at
}

// subset is the font with the glyphs of these characters alone, numbered anew, under the name. It has a cmap, so that
// a reader finds the glyph of a character as it does in any other font.
func (f *face) subset(name string, characters map[rune]bool) ([]byte, error) {
	s, err := readSfnt(f.data)
	if err != nil {
		return nil, err
	}
	order, number := []int{0}, map[int]uint16{0: 0} // old numbers in their new order, and back
	take := func(glyph int) uint16 {
		n, ok := number[glyph]
		if !ok {
			n = uint16(len(order))
			number[glyph] = n
			order = append(order, glyph)
		}
		return n
	}
	runes := slices.Sorted(maps.Keys(characters))
	mapped := make([]uint16, len(runes))
	for i, r := range runes {
		mapped[i] = take(int(f.glyph(r)))
	}
	var glyf, loca, hmtx []byte
	for i := 0; i < len(order); i++ { // grows by the parts of composites
		loca = be.AppendUint32(loca, uint32(len(glyf)))
		outline := slices.Clone(s.outline(order[i]))
		for _, at := range parts(outline) {
			be.PutUint16(outline[at:], take(int(be.Uint16(outline[at:]))))
		}
		glyf = padded(append(glyf, outline...))
		advance, bearing := s.metrics(order[i])
		hmtx = be.AppendUint16(be.AppendUint16(hmtx, advance), bearing)
	}
	loca = be.AppendUint32(loca, uint32(len(glyf)))
	count := uint16(len(order))
	head, hhea, maxp := slices.Clone(s.tables["head"]), slices.Clone(s.tables["hhea"]), slices.Clone(s.tables["maxp"])
	be.PutUint32(head[8:], 0)
	be.PutUint16(head[50:], 1)
	be.PutUint16(hhea[34:], count)
	be.PutUint16(maxp[4:], count)
	tables := map[string][]byte{"head": head, "hhea": hhea, "maxp": maxp, "hmtx": hmtx, "loca": loca, "glyf": glyf,
		"cmap": cmapTable(runes, mapped), "name": nameTable(name), "post": postTable(s.tables["post"]), "OS/2": os2Table(s.tables["OS/2"], runes)}
	for _, tag := range []string{"cvt ", "fpgm", "prep", "gasp"} {
		if t, ok := s.tables[tag]; ok {
			tables[tag] = t
		}
	}
	return pack(tables), nil
}

func padded(b []byte) []byte {
	for len(b)%4 != 0 {
		b = append(b, 0)
	}
	return b
}

// pack puts tables together to a font, with all its sums.
func pack(tables map[string][]byte) []byte {
	tags := slices.Sorted(maps.Keys(tables))
	n, power, log := len(tags), 1, 0
	for power*2 <= n {
		power, log = power*2, log+1
	}
	out := []byte{0, 1, 0, 0}
	for _, v := range []int{n, power * 16, log, (n - power) * 16} {
		out = be.AppendUint16(out, uint16(v))
	}
	at := len(out) + 16*n
	headAt := 0
	for _, tag := range tags {
		t := tables[tag]
		out = append(out, tag...)
		for _, v := range []int{int(sum(t)), at, len(t)} {
			out = be.AppendUint32(out, uint32(v))
		}
		if tag == "head" {
			headAt = at
		}
		at += (len(t) + 3) / 4 * 4
	}
	for _, tag := range tags {
		out = padded(append(out, tables[tag]...))
	}
	be.PutUint32(out[headAt+8:], 0xB1B0AFBA-sum(out))
	return out
}

func sum(b []byte) (total uint32) {
	for len(b) >= 4 {
		total += be.Uint32(b)
		b = b[4:]
	}
	var rest [4]byte
	copy(rest[:], b)
	return total + be.Uint32(rest[:])
}
