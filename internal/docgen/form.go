package docgen

import (
	"strings"

	"gongkai/fault"
)

// A Form is a kind of file in which a document is given out, named as its file ends.
type Form string

// The forms: to print and to send, to write on, and for the offices that exchange and archive GB/T 33190.
const (
	FormPDF  Form = "pdf"
	FormDOCX Form = "docx"
	FormOFD  Form = "ofd"
)

// Forms are all of them, in the order in which pages offer them.
var Forms = []Form{FormPDF, FormOFD, FormDOCX}

var formTypes = map[Form]string{
	FormPDF: "application/pdf", FormOFD: "application/ofd",
	FormDOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}

// Label is the form as people know it.
func (f Form) Label() string { return strings.ToUpper(string(f)) }

// MediaType is the type under which browsers take the file; empty for what is no form.
func (f Form) MediaType() string { return formTypes[f] }

// Write makes the file. Fonts are read only for a form that carries them.
func (f Form) Write(d Document, load func() (*Fonts, error)) ([]byte, error) {
	write := map[Form]func(Document, *Fonts) ([]byte, error){FormPDF: PDF, FormOFD: OFD}[f]
	switch {
	case f == FormDOCX:
		return DOCX(d)
	case write == nil:
		return nil, fault.New(fault.NotFound, "没有这种格式的文件")
	}
	fonts, err := load()
	if err != nil {
		return nil, err
	}
	return write(d, fonts)
}
