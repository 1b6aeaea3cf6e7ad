package pdftext

import (
	"bytes"

	"gongkai/fault"

	"github.com/klippa-app/go-pdfium/requests"
)

// Plain writes a PDF file anew as one revision in which every object stands by itself and readable: no object streams, no
// encryption, no earlier revisions. What a program of its own reads of a PDF file, it reads from this, not from what came
// from outside.
func (r *Reader) Plain(content []byte) (out []byte, err error) {
	err = r.open(content, func(f *file) error {
		out, err = f.plain()
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

func (f *file) plain() ([]byte, error) {
	var out bytes.Buffer
	if _, err := f.FPDF_SaveAsCopy(&requests.FPDF_SaveAsCopy{Document: f.doc, Flags: requests.SaveFlagRemoveSecurity, FileWriter: &out}); err != nil {
		return nil, fault.New(fault.Invalid, "PDF文件不完整，无法处理")
	}
	return out.Bytes(), nil
}
