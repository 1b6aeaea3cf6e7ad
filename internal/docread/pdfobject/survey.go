package pdfobject

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode/utf16"
)

// A Survey is what a file carries beside its pages.
type Survey struct {
	XMP     []Property // what XMP says of people and subject
	Scripts int        // scripts and actions that start programs or send forms
	Layers  []string   // names of layers that are switched off
	Files   int        // embedded, also those that annotations carry
	Private int        // data that programs keep for themselves (PieceInfo)
	Photos  [][]byte   // pictures in JPEG that carry data of a camera
	Signed  bool       // it bears an electronic signature or seal, which any change breaks
}

// A Property is a name and what stands under it.
type Property struct{ Name, Value string }

// Survey looks through all objects to which something leads.
func (f *File) Survey() Survey {
	var s Survey
	kept := f.reachable()
	for n := range f.size {
		if !kept[n] {
			continue
		}
		f.each(f.Objects[n], 0, func(d Dict) {
			if harmful(d) {
				s.Scripts++
			}
			if _, ok := d["EF"]; ok {
				s.Files++
			}
			if _, ok := d["PieceInfo"]; ok {
				s.Private++
			}
			if d["FT"] == Name("Sig") && d["V"] != nil || d["Type"] == Name("Sig") && d["Contents"] != nil {
				s.Signed = true
			}
		})
		stream, ok := f.Objects[n].(*Stream)
		if !ok {
			continue
		}
		if stream.Dict["Type"] == Name("Metadata") {
			if text, err := f.inflate(stream); err == nil {
				s.XMP = append(s.XMP, xmp(text)...)
			}
		}
		if isJPEG(stream) && carriesData(stream.Data) && len(s.Photos) < 200 {
			s.Photos = append(s.Photos, stream.Data)
		}
	}
	for ref := range f.hidden() {
		s.Layers = append(s.Layers, f.layerName(ref))
	}
	slices.Sort(s.Layers)
	return s
}

// each calls visit for every dictionary in a value, without following references.
func (f *File) each(v any, depth int, visit func(Dict)) {
	if depth > deepest {
		return
	}
	switch v := v.(type) {
	case Dict:
		visit(v)
		for _, inner := range v {
			f.each(inner, depth+1, visit)
		}
	case Array:
		for _, inner := range v {
			f.each(inner, depth+1, visit)
		}
	case *Stream:
		f.each(v.Dict, depth+1, visit)
	}
}

// harmful reports an action that does more than lead somewhere.
func harmful(d Dict) bool {
	switch d["S"] {
	case Name("JavaScript"), Name("Launch"), Name("SubmitForm"), Name("ImportData"), Name("Rendition"), Name("RichMediaExecute"), Name("GoToE"), Name("Movie"), Name("Sound"):
		return true
	}
	return false
}

func isJPEG(s *Stream) bool {
	filter := s.Dict["Filter"]
	if list, ok := filter.(Array); ok && len(list) == 1 {
		filter = list[0]
	}
	return filter == Name("DCTDecode") && bytes.HasPrefix(s.Data, []byte("\xFF\xD8\xFF"))
}

func carriesData(jpeg []byte) bool {
	head := jpeg[:min(len(jpeg), 256<<10)]
	return bytes.Contains(head, []byte("Exif\x00\x00")) || bytes.Contains(head, []byte("http://ns.adobe.com/xap/")) || bytes.Contains(head, []byte("Photoshop 3.0\x00"))
}

// told are the elements of XMP that say something of people or subject.
var told = map[string]string{"creator": "作者", "title": "标题", "description": "说明", "subject": "主题", "Keywords": "关键词", "rights": "版权", "AuthorsPosition": "职务", "CaptionWriter": "说明作者",
	"Manager": "经理", "Company": "单位", "SourceModified": "来源", "contributor": "参与者", "Author": "作者"}

// xmp reads the properties of a packet of XMP.
func xmp(text []byte) []Property {
	var list []Property
	d := xml.NewDecoder(bytes.NewReader(text))
	d.Strict = false
	label, inner := "", ""
	for range 100_000 {
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) || err != nil || len(list) > 200 {
			break
		}
		switch t := token.(type) {
		case xml.StartElement:
			if name := told[t.Name.Local]; name != "" {
				label = name
			}
			inner = ""
			for _, a := range t.Attr { // the short form
				if name := told[a.Name.Local]; name != "" && strings.TrimSpace(a.Value) != "" {
					list = append(list, Property{name, strings.TrimSpace(a.Value)})
				}
			}
		case xml.CharData:
			inner += string(t)
		case xml.EndElement:
			if text := strings.TrimSpace(inner); label != "" && text != "" {
				list = append(list, Property{label, text})
			}
			inner = ""
			if told[t.Name.Local] != "" {
				label = ""
			}
		}
	}
	return list
}

// plainText is what a string of a PDF file says.
func plainText(t Text) string {
	b := []byte(t)
	switch {
	case bytes.HasPrefix(b, []byte{0xFE, 0xFF}):
		units := make([]uint16, 0, len(b)/2)
		for i := 2; i+1 < len(b); i += 2 {
			units = append(units, uint16(b[i])<<8|uint16(b[i+1]))
		}
		return string(utf16.Decode(units))
	case bytes.HasPrefix(b, []byte("\xEF\xBB\xBF")):
		return strings.ToValidUTF8(string(b[3:]), "")
	}
	return strings.ToValidUTF8(string(b), "")
}
