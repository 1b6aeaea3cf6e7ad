package pdftext

import (
	"bytes"
	"image"
	"image/draw"
	"image/png"

	"gongkai/fault"

	"github.com/klippa-app/go-pdfium/enums"
	"github.com/klippa-app/go-pdfium/requests"
)

// A Box is a rectangle on a page in points, from the upper left corner.
type Box struct{ Left, Top, Right, Bottom float64 }

// Meets reports whether two boxes share an area.
func (b Box) Meets(o Box) bool {
	return b.Left < o.Right && o.Left < b.Right && b.Top < o.Bottom && o.Top < b.Bottom
}

// Join returns the smallest box around both.
func (b Box) Join(o Box) Box {
	return Box{min(b.Left, o.Left), min(b.Top, o.Top), max(b.Right, o.Right), max(b.Bottom, o.Bottom)}
}

// A Char is one character of a page with where it stands.
type Char struct {
	Text string
	Box  Box
}

// A Layout is a page with its characters.
type Layout struct {
	Width, Height float64 // points
	Chars         []Char
}

// longest is how many characters of one page are looked at one by one.
const longest = 60_000

// layout returns the characters of a page.
func (f *file) layout(i int) (Layout, error) {
	broken := fault.New(fault.Invalid, "PDF文件第%d页无法读取，文件可能不完整", i+1)
	size, err := f.FPDF_GetPageSizeByIndex(&requests.FPDF_GetPageSizeByIndex{Document: f.doc, Index: i})
	if err != nil {
		return Layout{}, broken
	}
	l := Layout{Width: size.Width, Height: size.Height}
	text, err := f.GetPageTextStructured(&requests.GetPageTextStructured{Page: f.page(i), Mode: requests.GetPageTextStructuredModeChars})
	if err != nil {
		return Layout{}, broken
	}
	for _, c := range text.Chars {
		if len(l.Chars) >= longest {
			return Layout{}, fault.New(fault.Invalid, "PDF文件第%d页的文字过多，不予读取", i+1)
		}
		p := c.PointPosition
		l.Chars = append(l.Chars, Char{c.Text, Box{p.Left, size.Height - max(p.Top, p.Bottom), p.Right, size.Height - min(p.Top, p.Bottom)}})
	}
	return l, nil
}

// Layouts returns the characters of every page with their places.
func (r *Reader) Layouts(content []byte) (pages []Layout, err error) {
	err = r.open(content, func(f *file) error {
		for i := range f.count {
			l, err := f.layout(i)
			if err != nil {
				return err
			}
			pages = append(pages, l)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return pages, nil
}

// maxPixels bounds the picture of one page: A3 at 200 dpi is eight million.
const maxPixels = 40_000_000

// picture draws a page with its annotations and form fields.
func (f *file) picture(i, dpi int, gray bool) (image.Image, error) {
	size, err := f.FPDF_GetPageSizeByIndex(&requests.FPDF_GetPageSizeByIndex{Document: f.doc, Index: i})
	if err != nil || size.Width*size.Height*float64(dpi*dpi)/(72*72) > maxPixels {
		return nil, fault.New(fault.Invalid, "PDF文件第%d页过大，无法显示", i+1)
	}
	request := &requests.RenderPageInDPI{Page: f.page(i), DPI: dpi, RenderFlags: enums.FPDF_RENDER_FLAG_ANNOT, RenderForm: true, Document: &f.doc}
	if gray {
		request.ImageFormat = requests.RenderImageFormatGrayscale
	}
	drawn, err := f.RenderPageInDPI(request)
	if err != nil {
		return nil, fault.New(fault.Invalid, "PDF文件第%d页无法显示", i+1)
	}
	defer drawn.Cleanup()
	bounds := drawn.Result.RenderedImage.Bounds()
	if gray {
		kept := image.NewGray(bounds)
		draw.Draw(kept, bounds, drawn.Result.RenderedImage, bounds.Min, draw.Src)
		return kept, nil
	}
	kept := image.NewRGBA(bounds)
	draw.Draw(kept, bounds, image.White, image.Point{}, draw.Src)
	draw.Draw(kept, bounds, drawn.Result.RenderedImage, bounds.Min, draw.Over)
	return kept, nil
}

// Picture draws one page (from 0).
func (r *Reader) Picture(content []byte, page, dpi int) (img image.Image, err error) {
	err = r.open(content, func(f *file) error {
		if page < 0 || page >= f.count {
			return fault.New(fault.NotFound, "PDF文件没有第%d页", page+1)
		}
		img, err = f.picture(page, dpi, false)
		return err
	})
	if err != nil {
		return nil, err
	}
	return img, nil
}

// PNG draws one page as a PNG file.
func (r *Reader) PNG(content []byte, page, dpi int) ([]byte, error) {
	img, err := r.Picture(content, page, dpi)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&b, img); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
