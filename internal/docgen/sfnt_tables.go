package docgen

import (
	"strings"
	"unicode/utf16"
)

const basicPlane = 0xFFFF

// cmapTable maps characters, in their order, to glyphs: those of the basic plane in format 4, and all of them in format
// 12 where there are others.
func cmapTable(runes []rune, glyphs []uint16) []byte {
	basic, wide := format4(runes, glyphs), []byte(nil)
	if n := len(runes); n > 0 && runes[n-1] > basicPlane {
		wide = format12(runes, glyphs)
	}
	records := [][3]uint32{{0, 3, 0}, {3, 1, 0}} // platform, encoding, offset behind the basic plane's
	if wide != nil {
		records = [][3]uint32{{0, 3, 0}, {0, 4, 1}, {3, 1, 0}, {3, 10, 1}}
	}
	out := be.AppendUint16([]byte{0, 0}, uint16(len(records)))
	start := uint32(4 + 8*len(records))
	for _, r := range records {
		out = be.AppendUint16(be.AppendUint16(out, uint16(r[0])), uint16(r[1]))
		out = be.AppendUint32(out, start+r[2]*uint32(len(basic)))
	}
	return append(append(out, basic...), wide...)
}

// A stretch of characters that follow each other and whose glyphs do too.
type stretch struct {
	first, last rune
	glyph       uint16
}

func stretches(runes []rune, glyphs []uint16, most rune) (list []stretch) {
	for i, r := range runes {
		if r > most {
			break
		}
		if n := len(list); n > 0 && list[n-1].last+1 == r && int(list[n-1].glyph)+int(r-list[n-1].first) == int(glyphs[i]) {
			list[n-1].last = r
			continue
		}
		list = append(list, stretch{r, r, glyphs[i]})
	}
	return list
}

func format4(runes []rune, glyphs []uint16) []byte {
	list := append(stretches(runes, glyphs, basicPlane-1), stretch{basicPlane, basicPlane, 0})
	n, power, log := len(list), 1, 0
	for power*2 <= n {
		power, log = power*2, log+1
	}
	var out []byte
	put := func(v int) { out = be.AppendUint16(out, uint16(v)) }
	for _, v := range []int{4, 16 + 8*n, 0, 2 * n, 2 * power, log, 2 * (n - power)} {
		put(v)
	}
	for _, s := range list {
		put(int(s.last))
	}
	put(0)
	for _, s := range list {
		put(int(s.first))
	}
	for _, s := range list {
		if s.first == basicPlane {
			put(1) // by which the last segment leads to glyph 0
			continue
		}
		put(int(s.glyph) - int(s.first))
	}
	for range list {
		put(0)
	}
	return out
}

func format12(runes []rune, glyphs []uint16) []byte {
	list := stretches(runes, glyphs, 0x10FFFF)
	out := []byte{0, 12, 0, 0}
	for _, v := range []int{16 + 12*len(list), 0, len(list)} {
		out = be.AppendUint32(out, uint32(v))
	}
	for _, s := range list {
		for _, v := range []int{int(s.first), int(s.last), int(s.glyph)} {
			out = be.AppendUint32(out, uint32(v))
		}
	}
	return out
}

// nameTable gives the font its name in the five ways that programs ask for it.
func nameTable(name string) []byte {
	plain := name // PostScript knows no other letters
	if strings.IndexFunc(name, func(r rune) bool { return r <= ' ' || r > '~' }) >= 0 {
		plain = "Embedded"
	}
	var text, out []byte
	records := []struct {
		id    uint16
		words string
	}{{1, name}, {2, "Regular"}, {3, name}, {4, name}, {5, "Version 1.0"}, {6, plain}}
	out = be.AppendUint16(out, 0)
	out = be.AppendUint16(out, uint16(len(records)))
	out = be.AppendUint16(out, uint16(6+12*len(records)))
	for _, r := range records {
		at := len(text)
		for _, unit := range utf16.Encode([]rune(r.words)) {
			text = be.AppendUint16(text, unit)
		}
		for _, v := range []uint16{3, 1, 0x409, r.id, uint16(len(text) - at), uint16(at)} {
			out = be.AppendUint16(out, v)
		}
	}
	return append(out, text...)
}

// postTable leaves the names of the glyphs out.
func postTable(old []byte) []byte {
	out := make([]byte, 32)
	if len(old) >= 32 {
		copy(out, old[:32])
	}
	be.PutUint32(out, 0x00030000)
	return out
}

// os2Table keeps what the font says of itself, but for the first and the last of its characters.
func os2Table(old []byte, runes []rune) []byte {
	out := make([]byte, max(len(old), 78))
	copy(out, old)
	first, last := uint16(basicPlane), uint16(0)
	for _, r := range runes {
		unit := uint16(min(r, basicPlane))
		first, last = min(first, unit), max(last, unit)
	}
	be.PutUint16(out[64:], first)
	be.PutUint16(out[66:], last)
	return out
}
