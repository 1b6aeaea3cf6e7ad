package pdftext

import (
	"strconv"
	"time"

	"gongkai/fault"

	"github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/structs"
)

// Limits of files that are bound into one.
const (
	maxBound     = 5000 // pages of the whole
	bindPatience = 3 * time.Minute
)

// Where the running number of a page stands, and how large, in points from the top right corner as the page is seen.
const (
	numberRight = 40
	numberTop   = 30
	numberSize  = 11
)

// Count returns how many pages a file has that can be bound with others.
func (r *Reader) Count(content []byte) (pages int, err error) {
	err = r.inside(patience, func(instance pdfium.Pdfium) error {
		return run(instance, content, maxBound, func(f *file) error {
			pages = f.count
			return f.bindable()
		})
	})
	return pages, err
}

// bindable tries whether every page can be taken over.
func (f *file) bindable() error {
	made, err := f.FPDF_CreateNewDocument(&requests.FPDF_CreateNewDocument{})
	if err != nil {
		return err
	}
	defer func() { _, _ = f.FPDF_CloseDocument(&requests.FPDF_CloseDocument{Document: made.Document}) }()
	return f.importInto(made.Document, 0)
}

func (f *file) importInto(to references.FPDF_DOCUMENT, at int) error {
	if f.count == 0 {
		return fault.New(fault.Invalid, "PDF文件没有页面")
	}
	if _, err := f.FPDF_ImportPages(&requests.FPDF_ImportPages{Source: f.doc, Destination: to, Index: at}); err != nil {
		return fault.New(fault.Invalid, "PDF文件的页面无法取出")
	}
	return nil
}

// Bind makes one PDF of files, in their order, with the running number at the top right of every page. Outlines, attached
// files and scripts of the files do not come along.
func (r *Reader) Bind(files [][]byte) (out []byte, err error) {
	err = r.inside(bindPatience, func(instance pdfium.Pdfium) error {
		out, err = bind(instance, files)
		return err
	})
	return out, err
}

func bind(instance pdfium.Pdfium, files [][]byte) ([]byte, error) {
	made, err := instance.FPDF_CreateNewDocument(&requests.FPDF_CreateNewDocument{})
	if err != nil {
		return nil, err
	}
	whole := &file{Pdfium: instance, doc: made.Document}
	defer func() { _, _ = instance.FPDF_CloseDocument(&requests.FPDF_CloseDocument{Document: whole.doc}) }()
	for _, content := range files {
		if err := run(instance, content, maxBound-whole.count, func(f *file) error {
			defer func() { whole.count += f.count }()
			return f.importInto(whole.doc, whole.count)
		}); err != nil {
			return nil, err
		}
	}
	if err := whole.number(); err != nil {
		return nil, err
	}
	return whole.plain()
}

// number prints the running number on every page.
func (f *file) number() error {
	font, err := f.FPDFText_LoadStandardFont(&requests.FPDFText_LoadStandardFont{Document: f.doc, Font: "Helvetica"})
	if err != nil {
		return err
	}
	defer func() { _, _ = f.FPDFFont_Close(&requests.FPDFFont_Close{Font: font.Font}) }()
	for i := range f.count {
		if err := f.numberPage(i, font.Font); err != nil {
			return fault.New(fault.Internal, "第%d页不能编页码：%v", i+1, err)
		}
	}
	return nil
}

func (f *file) numberPage(i int, font references.FPDF_FONT) error {
	loaded, err := f.FPDF_LoadPage(&requests.FPDF_LoadPage{Document: f.doc, Index: i})
	if err != nil {
		return err
	}
	defer func() { _, _ = f.FPDF_ClosePage(&requests.FPDF_ClosePage{Page: loaded.Page}) }()
	page := requests.Page{ByReference: &loaded.Page}
	text, err := f.FPDFPageObj_CreateTextObj(&requests.FPDFPageObj_CreateTextObj{Document: f.doc, Font: font, FontSize: numberSize})
	if err != nil {
		return err
	}
	number := strconv.Itoa(i + 1)
	if _, err := f.FPDFText_SetText(&requests.FPDFText_SetText{PageObject: text.PageObject, Text: number}); err != nil {
		return err
	}
	corner, err := f.corner(page, numberRight+numberSize*0.556*float64(len(number)), numberTop+numberSize*0.72)
	if err != nil {
		return err
	}
	if _, err := f.FPDFPageObj_SetMatrix(&requests.FPDFPageObj_SetMatrix{PageObject: text.PageObject, Transform: corner}); err != nil {
		return err
	}
	if _, err := f.FPDFPage_InsertObject(&requests.FPDFPage_InsertObject{Page: page, PageObject: text.PageObject}); err != nil {
		return err
	}
	_, err = f.FPDFPage_GenerateContent(&requests.FPDFPage_GenerateContent{Page: page})
	return err
}

// corner is the matrix for text that begins so many points from the right and the top of the page as it is seen, whichever
// way the page is turned and wherever its coordinates begin.
func (f *file) corner(page requests.Page, right, top float64) (m structs.FPDF_FS_MATRIX, err error) {
	width, err := f.FPDF_GetPageWidth(&requests.FPDF_GetPageWidth{Page: page})
	if err != nil {
		return m, err
	}
	height, err := f.FPDF_GetPageHeight(&requests.FPDF_GetPageHeight{Page: page})
	if err != nil {
		return m, err
	}
	const fine = 100 // pixels of a point
	at := func(x, y float64) (structs.FPDF_FS_POINTF, error) {
		p, err := f.FPDF_DeviceToPage(&requests.FPDF_DeviceToPage{Page: page, SizeX: int(width.Width * fine), SizeY: int(height.Height * fine), DeviceX: int(x * fine), DeviceY: int(y * fine)})
		if err != nil {
			return structs.FPDF_FS_POINTF{}, err
		}
		return structs.FPDF_FS_POINTF{X: float32(p.PageX), Y: float32(p.PageY)}, nil
	}
	const step = 100 // points, long enough to tell a direction from rounding
	x, y := max(width.Width-right, 0), min(top, height.Height)
	origin, err := at(x, y)
	if err != nil {
		return m, err
	}
	along, err := at(x+step, y)
	if err != nil {
		return m, err
	}
	up, err := at(x, y-step)
	if err != nil {
		return m, err
	}
	return structs.FPDF_FS_MATRIX{
		A: (along.X - origin.X) / step, B: (along.Y - origin.Y) / step,
		C: (up.X - origin.X) / step, D: (up.Y - origin.Y) / step, E: origin.X, F: origin.Y,
	}, nil
}
