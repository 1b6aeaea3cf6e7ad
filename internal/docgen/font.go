package docgen

import (
	"compress/gzip"
	"embed"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/signintech/gopdf/fontmaker/core"
)

//go:embed fonts/*.ttf.gz
var embedded embed.FS

// A face is one font with what is needed to measure it.
type face struct {
	name   string
	family string // as people know it: an agency's own by the name of its file
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

// Fonts are the four roles of type in a document, each falling back to the body font, and that to the embedded one,
// which holds the most characters.
type Fonts struct {
	body, title, hei, kai *face
	rare                  *face // the embedded body font; the same as body where the agency has none of its own
}

// keptFonts is how long fonts stay in memory after their last document: they are thirty megabytes, and reading them takes
// a quarter of a second.
const keptFonts = 30 * time.Second

// LendFonts returns what reads the fonts of the folder at the first document, and lets go of them when no document has
// asked for a while.
func LendFonts(dir string) func() (*Fonts, error) {
	var (
		lock  sync.Mutex
		fonts *Fonts
		quiet *time.Timer
	)
	forget := func() {
		lock.Lock()
		defer lock.Unlock()
		fonts = nil
	}
	return func() (*Fonts, error) {
		lock.Lock()
		defer lock.Unlock()
		if fonts == nil {
			read, err := LoadFonts(dir)
			if err != nil {
				return nil, err
			}
			fonts = read
		}
		if quiet == nil {
			quiet = time.AfterFunc(keptFonts, forget)
		}
		quiet.Reset(keptFonts)
		return fonts, nil
	}
}

var standard = LendFonts("")

// StandardFonts returns the fonts that come with the program.
func StandardFonts() (*Fonts, error) { return standard() }

// LoadFonts reads the fonts, an agency's own in dir before the embedded ones. A file may have the name of its role
// (body.ttf, title.ttf, hei.ttf, kai.ttf) or the name under which it is sold.
func LoadFonts(dir string) (*Fonts, error) {
	fonts := &Fonts{}
	for _, role := range []struct {
		into  **face
		files []string
		ours  string
	}{
		{&fonts.body, []string{"body.ttf", "仿宋_GB2312.ttf", "simfang.ttf", "FangSong.ttf"}, "GKSerifSC-Regular"},
		{&fonts.title, []string{"title.ttf", "方正小标宋简体.ttf", "FZXBSJW.ttf", "FZXBSJW.TTF"}, "GKSerifSC-Bold"},
		{&fonts.hei, []string{"hei.ttf", "黑体.ttf", "simhei.ttf"}, "GKSansSC-Regular"},
		{&fonts.kai, []string{"kai.ttf", "楷体_GB2312.ttf", "simkai.ttf"}, "GKKaiSC-Regular"},
	} {
		data, file, err := own(dir, role.files)
		if err == nil && data == nil {
			data, err = ours(role.ours)
		}
		if err != nil {
			return nil, err
		}
		if *role.into, err = parseFace(role.ours+file, data); err != nil {
			return nil, fmt.Errorf("字体 %s 无法读取（需要含 glyf 轮廓的 TrueType 字体）: %w", file, err)
		}
		if file != "" {
			(*role.into).family = strings.TrimSuffix(file, filepath.Ext(file))
		}
		if role.into != &fonts.body {
			continue
		}
		if fonts.rare = fonts.body; file != "" {
			if data, err = ours(role.ours); err != nil {
				return nil, err
			}
			if fonts.rare, err = parseFace(role.ours, data); err != nil {
				return nil, err
			}
		}
	}
	return fonts, nil
}

// own returns the first of the files that the folder has, and nil where it has none.
func own(dir string, files []string) (data []byte, file string, err error) {
	for _, file := range files {
		if dir == "" {
			break
		}
		data, err := os.ReadFile(filepath.Join(dir, file))
		if err == nil || !os.IsNotExist(err) {
			return data, file, err
		}
	}
	return nil, "", nil
}

func ours(name string) ([]byte, error) {
	packed, err := embedded.Open("fonts/" + name + ".ttf.gz")
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
	return &face{name, name, data, parser.Chars(), parser.GroupingTables(), parser.Widths(), float64(parser.UnitsPerEm())}, nil
}

// choose returns the face that draws the rune: the wanted one, else the body font, else the embedded one. ok is false when neither can, so that
// a document is refused rather than printed with an empty box in somebody's name.
func (f *Fonts) choose(want *face, r rune) (chosen *face, ok bool) {
	if want.has(r) {
		return want, true
	}
	if f.body.has(r) {
		return f.body, true
	}
	return f.rare, f.rare.has(r)
}
