package redact

import (
	"cmp"
	"image"
	"image/color"
	"image/draw"
	"slices"
	"strconv"

	"gongkai/decision"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

// small are the marks whose boxes have no room for their ground, from the top to the bottom and from the left to the right.
func small(marks []Mark, bounds image.Rectangle) []Mark {
	var list []Mark
	for _, m := range marks {
		if _, size := fitting(labels(m.Ground), inPixels(m.Box, bounds)); size == 0 {
			list = append(list, m)
		}
	}
	slices.SortFunc(list, func(a, b Mark) int {
		return cmp.Or(cmp.Compare(a.Box.Top, b.Box.Top), cmp.Compare(a.Box.Left, b.Box.Left))
	})
	return list
}

// A note is a line of the legend: the numbers of boxes with one ground.
type note struct {
	from, to int
	ground   decision.Ground
}

func (n note) text() string {
	number := strconv.Itoa(n.from)
	if n.to > n.from {
		number += "至" + strconv.Itoa(n.to)
	}
	row, _ := decision.GroundOf(n.ground)
	return "注" + number + "：依" + row.Cite.String() + "不予公开"
}

func notesOf(list []Mark) (notes []note) {
	for i, m := range list {
		if n := len(notes); n > 0 && notes[n-1].ground == m.Ground {
			notes[n-1].to = i + 1
			continue
		}
		notes = append(notes, note{i + 1, i + 1, m.Ground})
	}
	return notes
}

// The legend is written in letters of a height that follows from that of the page, within bounds.
const (
	legendShare    = 75
	legendSmallest = 14
	legendTallest  = 40
)

// withLegend returns the page with a margin in which boxes without room for their ground are numbered, each beside its
// line, and below it what each number stands for. Nothing on the page is covered by that. The proportions of the page
// stay, and the page itself in its upper left corner; without such boxes it is returned as it is.
func withLegend(page *image.RGBA, marks []Mark) (*image.RGBA, error) {
	list := small(marks, page.Bounds())
	if len(list) == 0 {
		return page, nil
	}
	f, err := letters()
	if err != nil {
		return nil, err
	}
	w, h := page.Bounds().Dx(), page.Bounds().Dy()
	size := max(legendSmallest, min(legendTallest, h/legendShare))
	face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: float64(size), DPI: 72, Hinting: font.HintingNone})
	if err != nil {
		return nil, err
	}
	defer func() { _ = face.Close() }()
	notes := notesOf(list)
	line := size * 3 / 2
	needed := 0
	for _, n := range notes {
		needed = max(needed, font.MeasureString(face, n.text()).Ceil()+2*size)
	}
	width, height := max(w+marginOf(list, size, page.Bounds()), needed), h+(len(notes)+1)*line
	if width*h > height*w { // the proportions of the page stay
		height = (width*h + w - 1) / w
	} else {
		width = (height*w + h - 1) / h
	}
	canvas := image.NewRGBA(image.Rect(0, 0, width, height))
	draw.Draw(canvas, canvas.Bounds(), image.White, image.Point{}, draw.Src)
	draw.Draw(canvas, image.Rect(0, 0, w, h), page, page.Bounds().Min, draw.Src)
	write := func(text string, x, y int) {
		d := font.Drawer{Dst: canvas, Src: image.NewUniform(color.Black), Face: face, Dot: fixed.P(x, y)}
		d.DrawString(text)
	}
	draw.Draw(canvas, image.Rect(w, 0, w+1, h), image.NewUniform(rule), image.Point{}, draw.Src)
	draw.Draw(canvas, image.Rect(0, h, w+1, h+1), image.NewUniform(rule), image.Point{}, draw.Src)
	for _, row := range rowsOf(list, page.Bounds(), line) {
		write(row.text, w+size/2, row.y+size*3/8)
	}
	for i, n := range notes {
		write(n.text(), size, h+(i+1)*line)
	}
	return canvas, nil
}

// rule is the colour of the lines between the page and its legend.
var rule = color.RGBA{R: 160, G: 160, B: 160, A: 255}

// A row is what stands in the margin beside a line of the page.
type row struct {
	y    int
	text string
}

// rowsOf numbers the boxes; those at one height stand beside each other in the margin.
func rowsOf(list []Mark, bounds image.Rectangle, line int) (rows []row) {
	for i, m := range list {
		box := inPixels(m.Box, bounds)
		y := (box.Min.Y + box.Max.Y) / 2
		if n := len(rows); n > 0 && y < rows[n-1].y+line {
			rows[n-1].text += "、" + strconv.Itoa(i+1)
			continue
		}
		rows = append(rows, row{y, "注" + strconv.Itoa(i+1)})
	}
	return rows
}

// marginOf is how wide the margin must be for its longest row.
func marginOf(list []Mark, size int, bounds image.Rectangle) int {
	longest := 1
	for _, r := range rowsOf(list, bounds, size*3/2) {
		longest = max(longest, len([]rune(r.text)))
	}
	return size * (longest + 1)
}
