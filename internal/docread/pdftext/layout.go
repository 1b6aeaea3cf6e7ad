package pdftext

import (
	"bytes"
	"crypto/sha256"
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
	place, err := f.placing(i, l)
	if err != nil {
		return Layout{}, broken
	}
	for _, c := range text.Chars {
		if len(l.Chars) >= longest {
			return Layout{}, fault.New(fault.Invalid, "PDF文件第%d页的文字过多，不予读取", i+1)
		}
		p := c.PointPosition
		x1, y1 := place.apply(p.Left, p.Top)
		x2, y2 := place.apply(p.Right, p.Bottom)
		l.Chars = append(l.Chars, Char{c.Text, Box{min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)}})
	}
	return l, nil
}

// A placing leads from the coordinates of a page to its picture: pages are turned, and cut at their edges.
type placing struct{ x0, xx, xy, y0, yx, yy float64 }

func (p placing) apply(x, y float64) (float64, float64) {
	return p.x0 + p.xx*x + p.xy*y, p.y0 + p.yx*x + p.yy*y
}

// placing asks where three points of the page stand in its picture.
func (f *file) placing(i int, l Layout) (placing, error) {
	const fine, far = 100, 1000 // hundredths of a point, over a thousand points
	at := func(x, y float64) (float64, float64, error) {
		d, err := f.FPDF_PageToDevice(&requests.FPDF_PageToDevice{Page: f.page(i), SizeX: int(l.Width * fine), SizeY: int(l.Height * fine), PageX: x, PageY: y})
		if err != nil {
			return 0, 0, err
		}
		return float64(d.DeviceX) / fine, float64(d.DeviceY) / fine, nil
	}
	x0, y0, err := at(0, 0)
	if err != nil {
		return placing{}, err
	}
	x1, y1, err := at(far, 0)
	if err != nil {
		return placing{}, err
	}
	x2, y2, err := at(0, far)
	if err != nil {
		return placing{}, err
	}
	return placing{x0, (x1 - x0) / far, (x2 - x0) / far, y0, (y1 - y0) / far, (y2 - y0) / far}, nil
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

// Prints draws every page and returns a digest of each picture: pages that look the same have the same.
func (r *Reader) Prints(content []byte, dpi int) (prints [][32]byte, err error) {
	err = r.open(content, func(f *file) error {
		for i := range f.count {
			img, err := f.picture(i, dpi, false)
			if err != nil {
				return err
			}
			pixels, ok := img.(*image.RGBA)
			if !ok {
				return fault.New(fault.Invalid, "PDF文件第%d页无法显示", i+1)
			}
			prints = append(prints, sha256.Sum256(pixels.Pix))
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return prints, nil
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
