package pdftext

import (
	"bytes"
	"strconv"

	"gongkai/fault"

	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/structs"
)

// Replace makes a new PDF file in which the pages (from 0) for which there is a picture in JPEG consist of the picture
// alone. The other pages are taken over with their text; what lay over them becomes part of them, and nothing else of the
// old file comes along: no attachments, properties, scripts, fields or notes.
func (r *Reader) Replace(content []byte, pictures map[int][]byte) (out []byte, err error) {
	err = r.open(content, func(f *file) error {
		out, err = f.replace(pictures)
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

func (f *file) replace(pictures map[int][]byte) ([]byte, error) {
	failed := func(i int) error { return fault.New(fault.Invalid, "PDF文件第%d页无法处理", i+1) }
	made, err := f.FPDF_CreateNewDocument(&requests.FPDF_CreateNewDocument{})
	if err != nil {
		return nil, err
	}
	defer func() { _, _ = f.FPDF_CloseDocument(&requests.FPDF_CloseDocument{Document: made.Document}) }()
	for i := range f.count {
		picture, replaced := pictures[i]
		if replaced {
			if err := f.picturePage(made.Document, i, picture); err != nil {
				return nil, failed(i)
			}
			continue
		}
		if _, err := f.FPDFPage_Flatten(&requests.FPDFPage_Flatten{Page: f.page(i), Usage: requests.FPDFPage_FlattenUsageNormalDisplay}); err != nil {
			return nil, failed(i)
		}
		for { // links and notes without a look of their own
			count, err := f.FPDFPage_GetAnnotCount(&requests.FPDFPage_GetAnnotCount{Page: f.page(i)})
			if err != nil || count.Count == 0 {
				break
			}
			if _, err := f.FPDFPage_RemoveAnnot(&requests.FPDFPage_RemoveAnnot{Page: f.page(i), Index: 0}); err != nil {
				return nil, failed(i)
			}
		}
		number := strconv.Itoa(i + 1)
		if _, err := f.FPDF_ImportPages(&requests.FPDF_ImportPages{Source: f.doc, Destination: made.Document, PageRange: &number, Index: i}); err != nil {
			return nil, failed(i)
		}
	}
	var out bytes.Buffer
	if _, err := f.FPDF_SaveAsCopy(&requests.FPDF_SaveAsCopy{Document: made.Document, FileWriter: &out}); err != nil {
		return nil, fault.New(fault.Invalid, "PDF文件无法处理")
	}
	return out.Bytes(), nil
}

// picturePage adds a page of the same size that is a picture.
func (f *file) picturePage(to references.FPDF_DOCUMENT, i int, picture []byte) error {
	size, err := f.FPDF_GetPageSizeByIndex(&requests.FPDF_GetPageSizeByIndex{Document: f.doc, Index: i})
	if err != nil {
		return err
	}
	made, err := f.FPDFPage_New(&requests.FPDFPage_New{Document: to, PageIndex: i, Width: size.Width, Height: size.Height})
	if err != nil {
		return err
	}
	page := requests.Page{ByReference: &made.Page}
	object, err := f.FPDFPageObj_NewImageObj(&requests.FPDFPageObj_NewImageObj{Document: to})
	if err != nil {
		return err
	}
	if _, err := f.FPDFImageObj_LoadJpegFileInline(&requests.FPDFImageObj_LoadJpegFileInline{ImageObject: object.PageObject, FileData: picture}); err != nil {
		return err
	}
	whole := structs.FPDF_FS_MATRIX{A: float32(size.Width), D: float32(size.Height)}
	if _, err := f.FPDFImageObj_SetMatrix(&requests.FPDFImageObj_SetMatrix{ImageObject: object.PageObject, Transform: whole}); err != nil {
		return err
	}
	if _, err := f.FPDFPage_InsertObject(&requests.FPDFPage_InsertObject{Page: page, PageObject: object.PageObject}); err != nil {
		return err
	}
	if _, err := f.FPDFPage_GenerateContent(&requests.FPDFPage_GenerateContent{Page: page}); err != nil {
		return err
	}
	_, err = f.FPDF_ClosePage(&requests.FPDF_ClosePage{Page: made.Page})
	return err
}
