package docread

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"

	"gongkai/fault"
	"gongkai/internal/docread/foreign"
)

func sniffArchive(content []byte) (Kind, error) {
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return other, fault.New(fault.Invalid, "文件不完整或已损坏，无法打开")
	}
	if foreign.IsODF(z) {
		return Older, nil
	}
	for _, f := range z.File {
		switch f.Name {
		case "word/document.xml":
			return DOCX, nil
		case "xl/workbook.xml":
			return XLSX, nil
		case "OFD.xml":
			return OFD, nil
		}
	}
	return other, fault.New(fault.Invalid, "这是压缩包，里面没有可以读取的文档，请解压后再试")
}

// A Part is one XML file of an archive, read token by token: raw tokens keep no stack, expand no entities of the file's
// own and stop at a bound, so that a bomb costs no more than the bound.
type Part struct {
	decoder *xml.Decoder
	left    *io.LimitedReader
	close   func() error
}

// OpenPart opens a part; ok is false when the archive has none.
func OpenPart(z *zip.Reader, name string) (p *Part, ok bool, err error) {
	for _, f := range z.File {
		if f.Name != name {
			continue
		}
		if f.UncompressedSize64 > maxInflated {
			return nil, true, errTooLarge()
		}
		r, err := f.Open()
		if err != nil {
			return nil, true, errDamaged()
		}
		left := &io.LimitedReader{R: r, N: maxInflated + 1}
		return &Part{xml.NewDecoder(left), left, r.Close}, true, nil
	}
	return nil, false, nil
}

func errTooLarge() error {
	return fault.New(fault.Invalid, "文件解压后过大，疑为压缩炸弹，不予读取")
}

func errDamaged() error {
	return fault.New(fault.Invalid, "文件不完整或已损坏，无法打开")
}

// Close ends reading.
func (p *Part) Close() error { return p.close() }

// Next returns the next token, nil at the end.
func (p *Part) Next() (xml.Token, error) {
	token, err := p.decoder.RawToken()
	switch {
	case p.left.N <= 0:
		return nil, errTooLarge()
	case errors.Is(err, io.EOF):
		return nil, nil
	case err != nil:
		return nil, errDamaged()
	}
	return token, nil
}

// Attr returns an attribute by its local name.
func Attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
