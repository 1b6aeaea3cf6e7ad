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
	tallest  = 34
)

// label writes the ground into the middle of the box, as large as there is room.
func label(canvas *image.RGBA, box image.Rectangle, g decision.Ground) error {
	f, err := letters()
	if err != nil {
		return err
	}
	for _, text := range labels(g) {
		size := min(box.Dy()*7/10, tallest, box.Dx()*9/10/max(len([]rune(text)), 1))
		if size < smallest {
			continue
		}
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
	return nil // the box is smaller than any letter; the list of marks beside the file names its ground
}
