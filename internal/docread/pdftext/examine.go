package pdftext

import (
	"image"
	"strings"

	"gongkai/internal/docread/pdfobject"

	"github.com/klippa-app/go-pdfium/enums"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
)

// A File is everything that a PDF file carries, whether a reader sees it or not.
type File struct {
	Pages       []Page
	Properties  map[string]string // Title, Author, Subject, Keywords
	Attachments []Attachment
	Scripts     int
	Beside      pdfobject.Survey // what its objects carry beside the pages
	Opaque      bool             // its objects could not be looked through
}

// A Page is one page.
type Page struct {
	Text    string
	Covered []string // words that can be copied out, under something opaque
	Unseen  []string // words that can be copied out and show nothing: white on white, off the page
	Under   []Box    // the characters that are covered
	Notes   []Note
	Links   []string
	Redact  []Box // areas marked for removal that nobody has removed
	Scanned bool
}

// A Note is an annotation with text: a sticky note, a remark, the value of a form field.
type Note struct {
	Field bool // it is a field of a form
	Text  string
}

// An Attachment is a file within the file.
type Attachment struct {
	Name    string
	Content []byte
}

// Examine opens everything.
func (r *Reader) Examine(content []byte) (*File, error) {
	out := &File{Properties: map[string]string{}}
	err := r.open(content, func(f *file) error {
		texts, err := f.texts()
		if err != nil {
			return err
		}
		for i, text := range texts {
			page := Page{Text: text}
			if err := f.see(i, &page); err != nil {
				return err
			}
			f.annotations(i, &page)
			out.Pages = append(out.Pages, page)
		}
		f.properties(out)
		f.survey(out)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// survey looks through the objects of the file as PDFium writes them anew.
func (f *file) survey(out *File) {
	plain, err := f.plain()
	if err != nil {
		out.Opaque = true
		return
	}
	objects, err := pdfobject.Read(plain)
	if err != nil {
		out.Opaque = true
		return
	}
	out.Beside = objects.Survey()
}

func (f *file) properties(out *File) {
	for _, tag := range []string{"Title", "Author", "Subject", "Keywords"} {
		if meta, err := f.FPDF_GetMetaText(&requests.FPDF_GetMetaText{Document: f.doc, Tag: tag}); err == nil && strings.TrimSpace(meta.Value) != "" {
			out.Properties[tag] = strings.TrimSpace(meta.Value)
		}
	}
	if n, err := f.FPDFDoc_GetJavaScriptActionCount(&requests.FPDFDoc_GetJavaScriptActionCount{Document: f.doc}); err == nil {
		out.Scripts = n.JavaScriptActionCount
	}
	count, err := f.FPDFDoc_GetAttachmentCount(&requests.FPDFDoc_GetAttachmentCount{Document: f.doc})
	if err != nil {
		return
	}
	for i := range min(count.AttachmentCount, 100) {
		a, err := f.FPDFDoc_GetAttachment(&requests.FPDFDoc_GetAttachment{Document: f.doc, Index: i})
		if err != nil {
			continue
		}
		kept := Attachment{Name: "附件"}
		if name, err := f.FPDFAttachment_GetName(&requests.FPDFAttachment_GetName{Attachment: a.Attachment}); err == nil && name.Name != "" {
			kept.Name = name.Name
		}
		if data, err := f.FPDFAttachment_GetFile(&requests.FPDFAttachment_GetFile{Attachment: a.Attachment}); err == nil {
			kept.Content = append([]byte(nil), data.Contents...)
		}
		out.Attachments = append(out.Attachments, kept)
	}
}

func (f *file) annotations(i int, page *Page) {
	count, err := f.FPDFPage_GetAnnotCount(&requests.FPDFPage_GetAnnotCount{Page: f.page(i)})
	if err != nil {
		return
	}
	for n := range min(count.Count, 2000) {
		a, err := f.FPDFPage_GetAnnot(&requests.FPDFPage_GetAnnot{Page: f.page(i), Index: n})
		if err != nil {
			continue
		}
		subtype, err := f.FPDFAnnot_GetSubtype(&requests.FPDFAnnot_GetSubtype{Annotation: a.Annotation})
		if err != nil {
			continue
		}
		value := func(key string) string {
			v, err := f.FPDFAnnot_GetStringValue(&requests.FPDFAnnot_GetStringValue{Annotation: a.Annotation, Key: key})
			if err != nil {
				return ""
			}
			return strings.TrimSpace(v.Value)
		}
		switch subtype.Subtype {
		case enums.FPDF_ANNOT_SUBTYPE_REDACT:
			if box, err := f.rectangle(i, a.Annotation); err == nil {
				page.Redact = append(page.Redact, box)
			}
		case enums.FPDF_ANNOT_SUBTYPE_LINK:
		case enums.FPDF_ANNOT_SUBTYPE_WIDGET:
			if v := value("V"); v != "" {
				page.Notes = append(page.Notes, Note{true, v})
			}
		case enums.FPDF_ANNOT_SUBTYPE_POPUP, enums.FPDF_ANNOT_SUBTYPE_STAMP, enums.FPDF_ANNOT_SUBTYPE_WATERMARK:
		case enums.FPDF_ANNOT_SUBTYPE_FILEATTACHMENT:
			page.Notes = append(page.Notes, Note{false, "附件 " + value("Contents")})
		default:
			if v := value("Contents"); v != "" {
				page.Notes = append(page.Notes, Note{false, v})
			}
		}
		_, _ = f.FPDFPage_CloseAnnot(&requests.FPDFPage_CloseAnnot{Annotation: a.Annotation})
	}
}

// rectangle is the area of an annotation.
func (f *file) rectangle(i int, a references.FPDF_ANNOTATION) (Box, error) {
	r, err := f.FPDFAnnot_GetRect(&requests.FPDFAnnot_GetRect{Annotation: a})
	if err != nil {
		return Box{}, err
	}
	size, err := f.FPDF_GetPageSizeByIndex(&requests.FPDF_GetPageSizeByIndex{Document: f.doc, Index: i})
	if err != nil {
		return Box{}, err
	}
	place, err := f.placing(i, Layout{Width: size.Width, Height: size.Height})
	if err != nil {
		return Box{}, err
	}
	x1, y1 := place.apply(float64(r.Rect.Left), float64(r.Rect.Top))
	x2, y2 := place.apply(float64(r.Rect.Right), float64(r.Rect.Bottom))
	return Box{min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)}, nil
}

const (
	eyeDPI    = 144
	even      = 14  // shades of gray within which an area counts as one colour
	paper     = 236 // from here on it is white
	fewest    = 3   // characters in a row that must be invisible before it is called so
	emptyPage = 8   // characters of text below which a page counts as a picture
)

// see draws the page and compares it with its text: where a character is said to be but the picture has one even colour,
// something lies over it, or it was never to be seen.
func (f *file) see(i int, page *Page) error {
	text := len([]rune(strings.Join(strings.Fields(page.Text), "")))
	page.Scanned = text < emptyPage
	if text == 0 {
		return nil
	}
	l, err := f.layout(i)
	if err != nil {
		return err
	}
	drawn, err := f.picture(i, eyeDPI, true)
	if err != nil {
		return err
	}
	picture, ok := drawn.(*image.Gray)
	if !ok {
		return nil
	}
	var row []rune
	var boxes []Box
	var dark, light, sure int
	flush := func() {
		if sure >= fewest {
			words := strings.TrimSpace(string(row))
			if dark >= light {
				page.Covered = append(page.Covered, words)
				page.Under = append(page.Under, boxes...)
			} else {
				page.Unseen = append(page.Unseen, words)
			}
		}
		row, boxes, dark, light, sure = nil, nil, 0, 0, 0
	}
	for _, c := range l.Chars {
		switch view(picture, c, l) {
		case seen:
			flush()
		case under:
			dark++
			sure++
			row, boxes = append(row, []rune(c.Text)...), append(boxes, c.Box)
		case blank:
			light++
			sure++
			row = append(row, []rune(c.Text)...)
		case unsure:
			if sure > 0 {
				row, boxes = append(row, []rune(c.Text)...), append(boxes, c.Box)
			}
		}
		if len(page.Covered)+len(page.Unseen) > 500 {
			break
		}
	}
	flush()
	return nil
}

// A sighting is what the picture shows where a character stands.
type sighting int

const (
	unsure sighting = iota // a space, or a character that is one even area itself: 一 . |
	seen
	under // one dark or coloured area
	blank // nothing but paper, or outside the page
)

// solid are characters whose ink fills their box.
const solid = "一丨|Il1.·-—–_－ー'`‘’\",，。、：:；;！!■█▇●•丶~～…/\\()（）〇"

func view(picture *image.Gray, c Char, l Layout) sighting {
	if strings.TrimSpace(c.Text) == "" || strings.Contains(solid, c.Text) || c.Text < " " {
		return unsure
	}
	b := c.Box
	if b.Right-b.Left < 1 || b.Bottom-b.Top < 1 {
		return unsure
	}
	if b.Right < 0 || b.Bottom < 0 || b.Left > l.Width || b.Top > l.Height {
		return blank
	}
	const scale = eyeDPI / 72.0
	area := image.Rect(int(b.Left*scale), int(b.Top*scale), int(b.Right*scale)+1, int(b.Bottom*scale)+1).Intersect(picture.Bounds())
	if area.Dx() > 8 && area.Dy() > 8 {
		area = area.Inset(1) // the edge of what lies over a character may show beside it
	}
	if area.Dx() < 4 || area.Dy() < 4 {
		return unsure // too small for the picture to tell
	}
	low, high, sum := 255, 0, 0
	for y := area.Min.Y; y < area.Max.Y; y++ {
		line := picture.Pix[picture.PixOffset(area.Min.X, y) : picture.PixOffset(area.Max.X-1, y)+1]
		for _, p := range line {
			low, high = min(low, int(p)), max(high, int(p))
			sum += int(p)
		}
	}
	switch {
	case high-low > even:
		return seen
	case sum/(area.Dx()*area.Dy()) >= paper:
		return blank
	}
	return under
}
