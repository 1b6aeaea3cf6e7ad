package redact_test

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"os"
	"testing"

	"gongkai/decision"
	"gongkai/internal/redact"
)

// dark counts the dark pixels of an area.
func dark(img image.Image, area image.Rectangle) (n int) {
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x := area.Min.X; x < area.Max.X; x++ {
			if r, g, b, _ := img.At(x, y).RGBA(); r>>8 < 100 && g>>8 < 100 && b>>8 < 100 {
				n++
			}
		}
	}
	return n
}

// A box without room for its ground is numbered in the margin and explained below the page; nothing of the page is covered
// by that, and its proportions stay.
func TestABoxTooSmallForItsGroundHasALegend(t *testing.T) {
	page := image.NewRGBA(image.Rect(0, 0, 900, 1200))
	draw.Draw(page, page.Bounds(), image.NewUniform(color.RGBA{R: 200, G: 220, B: 240, A: 255}), image.Point{}, draw.Src)
	var content bytes.Buffer
	if err := png.Encode(&content, page); err != nil {
		t.Fatal(err)
	}
	wide := redact.Mark{Box: redact.Box{Left: 100, Top: 100, Right: 600, Bottom: 150}, Ground: decision.GroundThirdParty}
	tiny := func(left, top int, g decision.Ground) redact.Mark {
		return redact.Mark{Box: redact.Box{Left: left, Top: top, Right: left + 7, Bottom: top + 6}, Ground: g}
	}
	for name, tt := range map[string]struct {
		marks  []redact.Mark
		legend bool
	}{
		"room enough": {[]redact.Mark{wide}, false},
		"two beside each other, one below of another ground, one with room": {[]redact.Mark{tiny(500, 400, decision.GroundInternal), wide, tiny(200, 400, decision.GroundThirdParty), tiny(300, 700, decision.GroundThirdParty)}, true},
	} {
		result, err := redactor.Apply(content.Bytes(), tt.marks)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		out, err := png.Decode(bytes.NewReader(result.Content))
		if err != nil {
			t.Fatal(err)
		}
		b := out.Bounds()
		if tt.legend != (b.Dx() > 900 && b.Dy() > 1200) {
			t.Errorf("%s: %v", name, b)
			continue
		}
		if folder := os.Getenv("GONGKAI_LOOK"); folder != "" {
			_ = os.WriteFile(folder+"/"+name+".png", result.Content, 0o600)
		}
		if !tt.legend {
			continue
		}
		if want := 1200 * b.Dx(); abs(want-900*b.Dy()) > 1200 {
			t.Errorf("%s: the proportions are %d to %d", name, b.Dx(), b.Dy())
		}
		for y := range 1200 {
			for x := range 900 {
				if inAny(tt.marks, x, y) {
					continue
				}
				if out.At(x, y) != page.At(x, y) {
					t.Fatalf("%s: the pixel at %d, %d of the page is another", name, x, y)
				}
			}
		}
		for place, area := range map[string]image.Rectangle{"beside the first line": image.Rect(902, 460, b.Dx(), 500), "beside the second": image.Rect(902, 820, b.Dx(), 860), "below": image.Rect(0, 1202, b.Dx(), b.Dy())} {
			if dark(out, area) < 10 {
				t.Errorf("%s: nothing is written %s", name, place)
			}
		}
		if n := dark(out, image.Rect(902, 100, b.Dx(), 200)); n > 0 {
			t.Errorf("%s: a box with room is numbered", name)
		}
	}
}

func inAny(marks []redact.Mark, x, y int) bool {
	for _, m := range marks {
		if x >= m.Box.Left*900/1000-1 && x <= m.Box.Right*900/1000+1 && y >= m.Box.Top*1200/1000-1 && y <= m.Box.Bottom*1200/1000+1 {
			return true
		}
	}
	return false
}

func abs(n int) int { return max(n, -n) }
