package docgen

import (
	"compress/gzip"
	"embed"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"

	"github.com/signintech/gopdf/fontmaker/core"
)

//go:embed fonts/*.ttf.gz
var embedded embed.FS

// A face is one font with what is needed to measure it.
type face struct {
	name   string
	data   []byte
	glyphs map[int]uint // rune to glyph, the basic plane
	planes []core.CmapFormat12GroupingTable
	widths []uint // advance by glyph
	em     float64
}

// glyph returns the number of the glyph for the rune, 0 where the font has none.
func (f *face) glyph(r rune) uint {
	if g := f.glyphs[int(r)]; g != 0 {
		return g
	}
	for _, group := range f.planes {
		if uint(r) >= group.StartCharCode && uint(r) <= group.EndCharCode {
			return group.GlyphID + uint(r) - group.StartCharCode
		}
	}
	return 0
}

func (f *face) has(r rune) bool { return f.glyph(r) != 0 }

// advance returns the width of the rune at the size, in points.
func (f *face) advance(r rune, size float64) float64 {
	g := f.glyph(r)
	if int(g) >= len(f.widths) {
		return size
	}
	return float64(f.widths[g]) * size / f.em
}

// Fonts are the four roles of type in a document, each falling back to the body font, which holds the most characters.
type Fonts struct {
	body, title, hei, kai *face
}

var standard = sync.OnceValues(func() (*Fonts, error) { return LoadFonts("") })

// StandardFonts returns the fonts that come with the program.
func StandardFonts() (*Fonts, error) { return standard() }

// LoadFonts reads the fonts, an agency's own (body.ttf, title.ttf, hei.ttf, kai.ttf in dir) before the embedded ones.
func LoadFonts(dir string) (*Fonts, error) {
	fonts := &Fonts{}
	for _, role := range []struct {
		into       **face
		file, ours string
	}{
		{&fonts.body, "body.ttf", "GKSerifSC-Regular"}, {&fonts.title, "title.ttf", "GKSerifSC-Bold"},
		{&fonts.hei, "hei.ttf", "GKSansSC-Regular"}, {&fonts.kai, "kai.ttf", "GKKaiSC-Regular"},
	} {
		data, err := ownOrEmbedded(dir, role.file, role.ours)
		if err != nil {
			return nil, err
		}
		if *role.into, err = parseFace(role.ours, data); err != nil {
			return nil, fmt.Errorf("字体 %s 无法读取: %w", role.file, err)
		}
	}
	return fonts, nil
}

func ownOrEmbedded(dir, file, ours string) ([]byte, error) {
	if dir != "" {
		data, err := os.ReadFile(filepath.Join(dir, file))
		if err == nil || !os.IsNotExist(err) {
			return data, err
		}
	}
	packed, err := embedded.Open("fonts/" + ours + ".ttf.gz")
	if err != nil {
		return nil, err
	}
	defer packed.Close()
	unpacked, err := gzip.NewReader(packed)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(unpacked)
}

func parseFace(name string, data []byte) (*face, error) {
	var parser core.TTFParser
	if err := parser.ParseFontData(data); err != nil {
		return nil, err
	}
	if len(parser.Widths()) == 0 || parser.UnitsPerEm() == 0 {
		return nil, fmt.Errorf("not a TrueType font with glyf outlines")
	}
	return &face{name, data, parser.Chars(), parser.GroupingTables(), parser.Widths(), float64(parser.UnitsPerEm())}, nil
}

// choose returns the face that draws the rune: the wanted one, else the body font. ok is false when neither can, so that
// a document is refused rather than printed with an empty box in somebody's name.
func (f *Fonts) choose(want *face, r rune) (chosen *face, ok bool) {
	if want.has(r) {
		return want, true
	}
	return f.body, f.body.has(r)
}
