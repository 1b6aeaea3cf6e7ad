// Package redact is 区分处理: it makes of a PDF file or picture a new one in which what was marked is gone, not covered.
//
// 《条例》第三十七条: where a piece of information holds parts that must not be disclosed and the parts can be separated, the
// agency gives the rest, and says why it keeps back what it keeps back. So each mark has its ground of 第十四条 to
// 第十六条, which is printed in its box.
//
// A page with marks becomes a picture of 200 dots to the inch into which the boxes are burnt; nothing of its text, its
// objects or its fonts is left. Pages without marks keep their text. Attachments, properties, scripts, form fields, notes
// and every earlier revision stay behind. Then the new file is read again: its marked pages must have no text at all, and
// what stood under the marks must not stand anywhere else. A picture is drawn anew, without the data that it carried.
//
// The package leaves it to people what is to be marked, and to internal/casework to keep the file.
package redact

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"
	"slices"
	"strings"
	"unicode"

	"gongkai/decision"
	"gongkai/fault"
	"gongkai/internal/docread"
	"gongkai/internal/docread/pdftext"
	"gongkai/law"
)

// A Mark is an area of a page that must not go out. The box is in thousandths of the width and height of the page, so
// that it means the same on every screen.
type Mark struct {
	Page   int // from 0
	Box    Box
	Ground decision.Ground
}

// A Box is an area in thousandths of a page, from the upper left corner.
type Box struct{ Left, Top, Right, Bottom int }

const whole = 1000

// valid reports a box that has an area on the page.
func (b Box) valid() bool {
	return b.Left >= 0 && b.Top >= 0 && b.Right <= whole && b.Bottom <= whole && b.Right-b.Left >= 2 && b.Bottom-b.Top >= 2
}

// A Redactor redacts. It may be used by many at once.
type Redactor struct{ PDF *pdftext.Reader }

// A Page is one page as it is shown to whoever marks.
type Page struct{ Width, Height int } // points of a PDF page, pixels of a picture

// A Result is the new file and what its check has shown.
type Result struct {
	Content []byte
	Type    string // of the file: .pdf, .png, .jpg
	Pages   []int  // that had marks, from 1
	Removed int    // characters of text that stood under the marks
	Checked []string
}

// The resolution of pages that become pictures, and how well they are kept.
const (
	dpi     = 200
	quality = 88
	most    = 400 // marks in one file
)

// Check says what is wrong with the marks.
// 法源: 《条例》第三十七条、《条例》第三十六条第三项。
func Check(marks []Mark, pages int) []fault.Problem {
	var problems []fault.Problem
	wrong := func(format string, args ...any) {
		problems = append(problems, fault.Problem{Field: "marks", Message: fmt.Sprintf(format, args...), Cite: law.OGI.Art(37)})
	}
	switch {
	case len(marks) == 0:
		wrong("还没有标出不予公开的部分")
	case len(marks) > most:
		wrong("标记过多，一个文件最多%d处", most)
	}
	for i, m := range marks {
		if m.Page < 0 || m.Page >= pages || !m.Box.valid() {
			wrong("第%d处标记不在页面上，或者太小", i+1)
		}
		if _, ok := decision.GroundOf(m.Ground); !ok {
			wrong("第%d处标记没有选择不予公开的依据", i+1)
		}
	}
	return problems
}

// isPDF tells a PDF file by its first bytes.
func isPDF(content []byte) bool {
	return bytes.Contains(content[:min(len(content), 1024)], []byte("%PDF-"))
}

// Pages lists the pages of a file that can be redacted; the error says in Chinese why it cannot be.
func (r *Redactor) Pages(content []byte) ([]Page, error) {
	if isPDF(content) {
		layouts, err := r.PDF.Layouts(content)
		if err != nil {
			return nil, err
		}
		var pages []Page
		for _, l := range layouts {
			pages = append(pages, Page{int(l.Width), int(l.Height)})
		}
		return pages, nil
	}
	img, _, err := decode(content)
	if err != nil {
		return nil, err
	}
	return []Page{{img.Bounds().Dx(), img.Bounds().Dy()}}, nil
}

// PNG draws a page for the screen.
func (r *Redactor) PNG(content []byte, page int) ([]byte, error) {
	const screen = 110
	if isPDF(content) {
		return r.PDF.PNG(content, page, screen)
	}
	img, _, err := decode(content)
	if err != nil {
		return nil, err
	}
	if page != 0 {
		return nil, fault.New(fault.NotFound, "图片只有一页")
	}
	var b bytes.Buffer
	err = png.Encode(&b, img)
	return b.Bytes(), err
}

// Apply makes the new file and checks it.
func (r *Redactor) Apply(content []byte, marks []Mark) (Result, error) {
	pages, err := r.Pages(content)
	if err != nil {
		return Result{}, err
	}
	if err := fault.Of(Check(marks, len(pages))); err != nil {
		return Result{}, err
	}
	if isPDF(content) {
		return r.applyPDF(content, marks)
	}
	return applyPicture(content, marks)
}

func (r *Redactor) applyPDF(content []byte, marks []Mark) (Result, error) {
	layouts, err := r.PDF.Layouts(content)
	if err != nil {
		return Result{}, err
	}
	byPage := map[int][]Mark{}
	for _, m := range marks {
		byPage[m.Page] = append(byPage[m.Page], m)
	}
	pictures := map[int][]byte{}
	for page, own := range byPage {
		picture, err := r.pagePicture(content, page, own)
		if err != nil {
			return Result{}, err
		}
		pictures[page] = picture
	}
	out, err := r.PDF.Replace(content, pictures)
	if err != nil {
		return Result{}, err
	}
	under := wordsUnder(layouts, marks)
	result := Result{Content: out, Type: ".pdf"}
	for _, w := range under {
		result.Removed += len([]rune(w))
	}
	for page := range byPage {
		result.Pages = append(result.Pages, page+1)
	}
	slices.Sort(result.Pages)
	if result.Checked, err = r.verify(out, len(layouts), byPage, under); err != nil {
		return Result{}, err
	}
	return result, nil
}

// pagePicture draws a page with the marks burnt in.
func (r *Redactor) pagePicture(content []byte, page int, marks []Mark) ([]byte, error) {
	img, err := r.PDF.Picture(content, page, dpi)
	if err != nil {
		return nil, err
	}
	canvas := image.NewRGBA(img.Bounds())
	draw.Draw(canvas, canvas.Bounds(), img, img.Bounds().Min, draw.Src)
	if err := burn(canvas, marks); err != nil {
		return nil, err
	}
	if canvas, err = withLegend(canvas, marks); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, canvas, &jpeg.Options{Quality: quality}); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// wordsUnder are the texts under the marks, each mark's by itself, without spaces.
func wordsUnder(layouts []pdftext.Layout, marks []Mark) []string {
	var words []string
	for _, m := range marks {
		l := layouts[m.Page]
		box := inPoints(m.Box, l)
		var b strings.Builder
		for _, c := range l.Chars {
			if x, y := (c.Box.Left+c.Box.Right)/2, (c.Box.Top+c.Box.Bottom)/2; x >= box.Left && x <= box.Right && y >= box.Top && y <= box.Bottom {
				b.WriteString(c.Text)
			}
		}
		if w := squeeze(b.String()); w != "" {
			words = append(words, w)
		}
	}
	return words
}

func inPoints(b Box, l pdftext.Layout) pdftext.Box {
	return pdftext.Box{Left: float64(b.Left) * l.Width / whole, Top: float64(b.Top) * l.Height / whole, Right: float64(b.Right) * l.Width / whole, Bottom: float64(b.Bottom) * l.Height / whole}
}

// squeeze takes spaces out, by which two extractions of the same text differ.
func squeeze(s string) string {
	return strings.Map(func(c rune) rune {
		if unicode.IsSpace(c) || !unicode.IsGraphic(c) {
			return -1
		}
		return c
	}, s)
}

// shortest is from how many characters on a text under a mark must not stand anywhere else: one or two characters stand
// everywhere.
const shortest = 3

// verify reads the new file and proves that what was marked is gone. It says in words what was proved.
func (r *Redactor) verify(out []byte, pages int, marked map[int][]Mark, under []string) ([]string, error) {
	file, err := r.PDF.Examine(out)
	if err != nil {
		return nil, &fault.Error{Kind: fault.Internal, Message: "新文件无法打开，没有保存", Err: err}
	}
	failed := func(format string, args ...any) error {
		return fault.New(fault.Internal, "新文件没有通过检验，没有保存："+format, args...)
	}
	if len(file.Pages) != pages {
		return nil, failed("页数不对")
	}
	if len(file.Attachments) > 0 || file.Scripts > 0 || len(file.Properties) > 0 {
		return nil, failed("仍有附件、脚本或者文件属性")
	}
	again, err := r.PDF.Layouts(out)
	if err != nil {
		return nil, err
	}
	var elsewhere []fault.Problem
	for i, page := range file.Pages {
		if len(page.Notes) > 0 {
			return nil, failed("第%d页仍有批注", i+1)
		}
		if _, ok := marked[i]; ok {
			if squeeze(page.Text) != "" || len(again[i].Chars) > 0 {
				return nil, failed("第%d页仍有文字", i+1)
			}
			continue
		}
		text := squeeze(page.Text)
		for _, w := range under {
			if len([]rune(w)) >= shortest && strings.Contains(text, w) {
				elsewhere = append(elsewhere, fault.Problem{Field: "marks", Cite: law.OGI.Art(37),
					Message: fmt.Sprintf("标出的文字在第%d页还有同样的（%s），请一并标出，可用“按文字查找”", i+1, hint(w))})
				break
			}
		}
	}
	if err := fault.Of(elsewhere); err != nil {
		return nil, err
	}
	return []string{
		fmt.Sprintf("重新读取新文件：%d页中有标记的%d页没有任何可以提取的文字", pages, len(marked)),
		fmt.Sprintf("标记下的文字（%d处）在其余页面中也提取不到", len(under)),
		"没有附件、脚本、表单、批注和文件属性，也没有保留修改前的内容",
	}, nil
}

// hint names a text without saying it.
func hint(w string) string {
	r := []rune(w)
	return string(r[:1]) + "…" + string(r[len(r)-1:])
}

// decode opens a picture, turned as the camera was held; kind is .png or .jpg.
func decode(content []byte) (img *image.RGBA, kind string, err error) {
	config, format, err := image.DecodeConfig(bytes.NewReader(content))
	if err != nil || format != "png" && format != "jpeg" {
		return nil, "", fault.New(fault.Invalid, "只能对PDF、PNG和JPEG文件作区分处理，请先另存为PDF")
	}
	const largest = 60_000_000
	if config.Width*config.Height > largest || len(content) > docread.MaxBytes {
		return nil, "", fault.New(fault.Invalid, "图片过大，请先缩小")
	}
	decoded, _, err := image.Decode(bytes.NewReader(content))
	if err != nil {
		return nil, "", fault.New(fault.Invalid, "图片不完整或已损坏，无法打开")
	}
	kind = ".png"
	turn := uint16(1)
	if format == "jpeg" {
		kind, turn = ".jpg", held(content)
	}
	return upright(decoded, turn), kind, nil
}

// applyPicture draws a picture anew with the boxes burnt in. Nothing but the pixels comes along.
func applyPicture(content []byte, marks []Mark) (Result, error) {
	canvas, kind, err := decode(content)
	if err != nil {
		return Result{}, err
	}
	if err := burn(canvas, marks); err != nil {
		return Result{}, err
	}
	page := canvas.Bounds()
	if canvas, err = withLegend(canvas, marks); err != nil {
		return Result{}, err
	}
	var b bytes.Buffer
	if kind == ".jpg" {
		err = jpeg.Encode(&b, canvas, &jpeg.Options{Quality: quality})
	} else {
		err = png.Encode(&b, canvas)
	}
	if err != nil {
		return Result{}, err
	}
	result := Result{Content: b.Bytes(), Type: kind, Pages: []int{1}}
	if err := verifyPicture(b.Bytes(), page, marks); err != nil {
		return Result{}, err
	}
	result.Checked = []string{fmt.Sprintf("重新打开新图片：%d处标记内只有色块和依据，没有原来的像素", len(marks)), "没有拍摄地点、时间、设备等属性"}
	return result, nil
}

// verifyPicture opens the new picture and looks at the boxes of the page in it: each is ink with the light letters of its
// ground.
func verifyPicture(content []byte, page image.Rectangle, marks []Mark) error {
	img, _, err := decode(content)
	if err != nil {
		return err
	}
	if !page.In(img.Bounds()) {
		return fault.New(fault.Internal, "新图片没有通过检验，没有保存：大小不对")
	}
	img = img.SubImage(page).(*image.RGBA)
	for i, m := range marks {
		area := inPixels(m.Box, img.Bounds())
		if area.Dx() > 4 && area.Dy() > 4 {
			area = area.Inset(2)
		}
		expected := image.NewRGBA(img.Bounds())
		if err := burn(expected, marks); err != nil {
			return err
		}
		if distance(img, expected, area) > 24 {
			return fault.New(fault.Internal, "新图片没有通过检验，没有保存：第%d处标记内仍有原来的内容", i+1)
		}
	}
	return nil
}

// distance is the mean difference of two pictures in an area, in shades.
func distance(a, b *image.RGBA, area image.Rectangle) int {
	sum, n := 0, 0
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x := area.Min.X; x < area.Max.X; x++ {
			p, q := a.RGBAAt(x, y), b.RGBAAt(x, y)
			sum += abs(int(p.R)-int(q.R)) + abs(int(p.G)-int(q.G)) + abs(int(p.B)-int(q.B))
			n += 3
		}
	}
	return sum / max(n, 1)
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}

// inPixels rounds outwards, so that no edge of a letter is left over.
func inPixels(b Box, bounds image.Rectangle) image.Rectangle {
	w, h := bounds.Dx(), bounds.Dy()
	return image.Rect(b.Left*w/whole, b.Top*h/whole, (b.Right*w+whole-1)/whole, (b.Bottom*h+whole-1)/whole).Add(bounds.Min).Intersect(bounds)
}

var ink = color.RGBA{A: 255}
