package docgen

import (
	"bytes"
	"maps"
	"slices"
	"testing"

	"golang.org/x/image/font"
	reader "golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// drawn is how another reader of fonts draws a character, with its width; ok is false where it has no glyph.
func drawn(t *testing.T, f *reader.Font, r rune) (outline []reader.Segment, wide fixed.Int26_6, ok bool) {
	t.Helper()
	var buf reader.Buffer
	glyph, err := f.GlyphIndex(&buf, r)
	if err != nil || glyph == 0 {
		return nil, 0, false
	}
	em := fixed.I(int(f.UnitsPerEm()))
	wide, err = f.GlyphAdvance(&buf, glyph, em, font.HintingNone)
	if err != nil {
		t.Fatal(err)
	}
	segments, err := f.LoadGlyph(&buf, glyph, em, nil)
	if err != nil {
		t.Fatalf("%q: %v", r, err)
	}
	return slices.Clone(segments), wide, true
}

func others(t *testing.T, data []byte) *reader.Font {
	t.Helper()
	f, err := reader.Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// same holds a subset against the font from which it was taken: the characters asked for look as they did, and no other
// character is there.
func same(t *testing.T, f *face, runes []rune) {
	t.Helper()
	wanted := map[rune]bool{}
	for _, r := range runes {
		wanted[r] = true
	}
	data, err := f.subset("Subset", wanted)
	if err != nil {
		t.Fatal(err)
	}
	if sum(data) != 0xB1B0AFBA {
		t.Errorf("the sum of the font is %x", sum(data))
	}
	old, new := others(t, f.data), others(t, data)
	for r := range wanted {
		outline, wide, ok := drawn(t, old, r)
		if !ok {
			t.Fatalf("%q is not in the font", r)
		}
		again, wideAgain, ok := drawn(t, new, r)
		if !ok || wide != wideAgain || !slices.Equal(outline, again) {
			t.Errorf("%q looks otherwise (%v)", r, ok)
		}
	}
	for r := rune(' '); r < 0x30000; r += 7 {
		if _, _, ok := drawn(t, new, r); ok && !wanted[r] {
			t.Errorf("%q is in the subset", r)
		}
	}
}

func TestASubsetLooksAsTheFont(t *testing.T) {
	fonts, err := StandardFonts()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range []*face{fonts.body, fonts.title, fonts.hei, fonts.kai} {
		for _, words := range []string{"a", "根据《中华人民共和国政府信息公开条例》第三十六条", "éüñÀ①②—…　 0123456789"} {
			var runes []rune
			for _, r := range words {
				if f.has(r) {
					runes = append(runes, r)
				}
			}
			same(t, f, runes)
		}
	}
	same(t, fonts.body, []rune("李𬭎中"))
	all := slices.Sorted(maps.Keys(fonts.hei.glyphs))
	var many []rune
	for i := 0; i < len(all); i += 3 {
		if r := rune(all[i]); r >= ' ' && r < basicPlane && fonts.hei.has(r) {
			many = append(many, r)
		}
	}
	same(t, fonts.hei, many)
}

// crafted is a small font as others make them: short offsets, one width for all, and 中 made of 口 and 丨.
func crafted(t *testing.T) *face {
	t.Helper()
	fonts, err := StandardFonts()
	if err != nil {
		t.Fatal(err)
	}
	data, err := fonts.kai.subset("Small", map[rune]bool{'口': true, '丨': true, '中': true, '—': true, '1': true, ' ': true})
	if err != nil {
		t.Fatal(err)
	}
	small, err := parseFace("Small", data)
	if err != nil {
		t.Fatal(err)
	}
	s, err := readSfnt(data)
	if err != nil {
		t.Fatal(err)
	}
	composite := int(small.glyph('中'))
	var glyf, loca []byte
	for i := range s.glyphs {
		loca = be.AppendUint16(loca, uint16(len(glyf)/2))
		outline := s.outline(i)
		if i == composite {
			part := func(r rune, flags, x, y uint16) []byte {
				var b []byte
				for _, v := range []uint16{flags, uint16(small.glyph(r)), x, y} {
					b = be.AppendUint16(b, v)
				}
				return b
			}
			outline = append(append(bytes.Clone(outline[:10]), part('口', wordArguments|1<<1|moreParts, 10, 20)...), part('丨', wordArguments|1<<1, 0, 0)...)
			be.PutUint16(outline, 0xffff)
		}
		glyf = padded(append(glyf, outline...))
	}
	loca = be.AppendUint16(loca, uint16(len(glyf)/2))
	tables := maps.Clone(s.tables)
	head, hhea := bytes.Clone(s.tables["head"]), bytes.Clone(s.tables["hhea"])
	be.PutUint16(head[50:], 0)
	be.PutUint16(hhea[34:], 1)
	be.PutUint32(head[8:], 0)
	hmtx := bytes.Clone(s.tables["hmtx"][:4])
	for i := 1; i < s.glyphs; i++ {
		_, bearing := s.metrics(i)
		hmtx = be.AppendUint16(hmtx, bearing)
	}
	tables["glyf"], tables["loca"], tables["head"], tables["hhea"], tables["hmtx"] = glyf, loca, head, hhea, hmtx
	f, err := parseFace("Crafted", pack(tables))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestFontsOfOtherMakers(t *testing.T) {
	f := crafted(t)
	same(t, f, []rune("中"))
	same(t, f, []rune("中口1"))
	data, err := f.subset("Subset", map[rune]bool{'中': true})
	if err != nil {
		t.Fatal(err)
	}
	s, err := readSfnt(data)
	if err != nil || s.glyphs != 4 {
		t.Errorf("%v: %d glyphs, want that of no character, 中 and its two parts", err, s.glyphs)
	}
}

func TestABrokenFontIsRefused(t *testing.T) {
	good := crafted(t).data
	for n := range len(good) {
		if n > 600 && n%97 != 0 {
			continue
		}
		f := &face{name: "Cut", data: good[:n], glyphs: map[int]uint{'中': 3}, em: 1000}
		if data, err := f.subset("Subset", map[rune]bool{'中': true}); err == nil {
			if _, err := reader.Parse(data); err != nil {
				t.Errorf("cut at %d: a font that nobody can read: %v", n, err)
			}
		}
	}
	for i := range min(len(good), 1500) { // nothing that is written in a font makes it fall over
		bad := bytes.Clone(good)
		bad[i] ^= 0xff
		f := &face{name: "Bad", data: bad, glyphs: map[int]uint{'中': 3}, em: 1000}
		_, _ = f.subset("Subset", map[rune]bool{'中': true})
	}
}
