package redact

import (
	"image"
	"image/color"
	"image/draw"
	"sync"

	"gongkai/decision"
	"gongkai/internal/docgen"
	"gongkai/law"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

// letters is the font of the grounds; it is read once.
var letters = sync.OnceValues(func() (*opentype.Font, error) {
	file, err := docgen.SansFile()
	if err != nil {
		return nil, err
	}
	return opentype.Parse(file)
})

// burn draws every mark: a black box with its ground in white.
func burn(canvas *image.RGBA, marks []Mark) error {
	for _, m := range marks {
		draw.Draw(canvas, inPixels(m.Box, canvas.Bounds()), image.NewUniform(ink), image.Point{}, draw.Src)
	}
	for _, m := range marks {
		if err := label(canvas, inPixels(m.Box, canvas.Bounds()), m.Ground); err != nil {
			return err
		}
	}
	return nil
}

// labels are the ways to write a ground, the longest first; the first that fits its box is taken.
func labels(g decision.Ground) []string {
	row, ok := decision.GroundOf(g)
	if !ok {
		return nil
	}
	art := "第" + law.Numeral(row.Cite.Art) + "条"
	whole := row.Cite.String()
	return []string{"依" + whole + "不予公开", whole, art, law.Numeral(row.Cite.Art) + "条", law.Numeral(row.Cite.Art)}
}

// The sizes of the letters in pixels.
const (
	smallest = 9
	easy     = 18 // seven points on paper
	tallest  = 34
)

// label writes the ground into the middle of the box, as large as there is room.
func label(canvas *image.RGBA, box image.Rectangle, g decision.Ground) error {
	f, err := letters()
	if err != nil {
		return err
	}
	text, size := fitting(labels(g), box)
	if size > 0 {
		face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: float64(size), DPI: 72, Hinting: font.HintingNone})
		if err != nil {
			return err
		}
		width := font.MeasureString(face, text).Ceil()
		inner := canvas.SubImage(box).(*image.RGBA)
		d := font.Drawer{Dst: inner, Src: image.NewUniform(color.White), Face: face,
			Dot: fixed.P(box.Min.X+(box.Dx()-width)/2, box.Min.Y+(box.Dy()+size*3/4)/2)}
		d.DrawString(text)
		return face.Close()
	}
	return nil // the box is smaller than any letter: the legend of the page names its ground
}

// fitting chooses the words and their size: the longest that can be read with ease, else the shortest that fits at all.
func fitting(labels []string, box image.Rectangle) (text string, size int) {
	at := func(text string) int { return min(box.Dy()*7/10, tallest, box.Dx()*9/10/max(len([]rune(text)), 1)) }
	for _, text := range labels {
		if size := at(text); size >= min(easy, box.Dy()/2) && size >= smallest {
			return text, size
		}
	}
	if n := len(labels); n > 0 && at(labels[n-1]) >= smallest {
		return labels[n-1], at(labels[n-1])
	}
	return "", 0
}
