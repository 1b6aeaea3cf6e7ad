package intake

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"gongkai/fault"
)

func errDamaged() error {
	return fault.New(fault.Invalid, "文件不完整或已损坏，无法打开")
}

func errTooLarge() error {
	return fault.New(fault.Invalid, "文件解压后过大，疑为压缩炸弹，不予读取")
}

// An archive is a DOCX file: parts by name.
type archive struct {
	parts map[string]*zip.File
	left  int64 // bytes that may still be inflated
}

func openArchive(data []byte) (*archive, error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, errDamaged()
	}
	a := &archive{parts: map[string]*zip.File{}, left: 3 * maxPart}
	for _, f := range z.File {
		name := strings.TrimPrefix(strings.ReplaceAll(f.Name, `\`, "/"), "/") // some programs write Windows paths
		if _, twice := a.parts[name]; !twice {
			a.parts[name] = f
		}
	}
	return a, nil
}

// read inflates a part, nil where there is none.
func (a *archive) read(name string, most int64) ([]byte, error) {
	f, ok := a.parts[name]
	if !ok {
		return nil, nil
	}
	most = min(most, a.left)
	if f.UncompressedSize64 > uint64(most) {
		return nil, errTooLarge()
	}
	r, err := f.Open()
	if err != nil {
		return nil, errDamaged()
	}
	defer r.Close()
	out, err := io.ReadAll(io.LimitReader(r, most+1))
	switch {
	case int64(len(out)) > most:
		return nil, errTooLarge()
	case err != nil:
		return nil, errDamaged()
	}
	a.left -= int64(len(out))
	return out, nil
}

// tokens calls visit for every token of a part. Raw tokens keep no stack and expand no entities of the file's own.
func (a *archive) tokens(name string, visit func(xml.Token) error) error {
	text, err := a.read(name, maxPart)
	if err != nil || text == nil {
		return err
	}
	d := xml.NewDecoder(bytes.NewReader(text))
	for {
		token, err := d.RawToken()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return errDamaged()
		}
		if err := visit(token); err != nil {
			return err
		}
	}
}

func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// off reports the values with which Word switches a property off.
func off(e xml.StartElement) bool {
	switch attr(e, "val") {
	case "0", "false", "off", "none":
		return true
	}
	return false
}
