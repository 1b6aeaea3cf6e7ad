package inside

import (
	"archive/zip"
	"encoding/xml"
	"fmt"
	"path"
	"strings"

	"gongkai/internal/docread"
)

// ofd reads a file of GB/T 33190: the text of each page line by line, annotations, attachments, properties.
func (r *reading) ofd(z *zip.Reader) error {
	var roots []string
	inRoot, encrypted := false, false
	err := docread.EachToken(z, "OFD.xml", func(token xml.Token) error {
		switch t := token.(type) {
		case xml.StartElement:
			inRoot = t.Name.Local == "DocRoot"
			encrypted = encrypted || t.Name.Local == "Encryptions"
			if t.Name.Local == "Version" && docread.Attr(t, "BaseLoc") != "" {
				r.trace(Earlier, "以前保存的版本", "")
			}
		case xml.CharData:
			if inRoot && strings.TrimSpace(string(t)) != "" && len(roots) < 50 {
				roots = append(roots, strings.TrimPrefix(strings.TrimSpace(string(t)), "/"))
			}
		case xml.EndElement:
			inRoot = false
		}
		return nil
	})
	if err != nil {
		return err
	}
	if encrypted || len(roots) == 0 {
		r.fail("OFD文件已加密或者不完整，无法检查")
		return r.err
	}
	if err := r.properties(z, "OFD.xml"); err != nil {
		return err
	}
	if err := r.customData(z); err != nil {
		return err
	}
	for _, root := range roots {
		if err := r.ofdDocument(z, root); err != nil {
			return err
		}
	}
	for _, f := range z.File {
		name := strings.ToLower(f.Name)
		if strings.HasSuffix(name, ".xml") || strings.HasSuffix(name, "/") {
			continue
		}
		switch ext := path.Ext(name); ext {
		case ".jpg", ".jpeg", ".png", ".bmp", ".gif", ".tif", ".tiff":
			r.carry(f, path.Base(f.Name), "图片"+path.Base(f.Name), true)
		case ".otf", ".ttf", ".ttc", ".jb2", ".gbig2", ".dat", ".esl":
		default:
			if strings.Contains(name, "attach") {
				r.trace(Object, "附件"+path.Base(f.Name), path.Base(f.Name))
				r.carry(f, path.Base(f.Name), "附件"+path.Base(f.Name), false)
			}
		}
	}
	return r.err
}

// customData reads what programs and people have noted in OFD.xml under names of their own.
func (r *reading) customData(z *zip.Reader) error {
	name, in := "", false
	var text []byte
	return docread.EachToken(z, "OFD.xml", func(token xml.Token) error {
		switch t := token.(type) {
		case xml.StartElement:
			if in = t.Name.Local == "CustomData"; in {
				name, text = docread.Attr(t, "Name"), text[:0]
			}
		case xml.CharData:
			if in {
				text = append(text, t...)
			}
		case xml.EndElement:
			if in {
				r.property(name, string(text))
			}
			in = false
		}
		return nil
	})
}

// remarks tells of the annotations that people have written, as against seals, watermarks and links.
func (r *reading) remarks(z *zip.Reader, name string) error {
	return docread.EachToken(z, name, func(token xml.Token) error {
		if e, ok := token.(xml.StartElement); ok && e.Name.Local == "Annot" {
			switch kind := docread.Attr(e, "Type"); kind {
			case "Stamp", "Watermark", "Link", "":
			default:
				r.trace(Comment, "注释", docread.Attr(e, "Creator"))
			}
		}
		return nil
	})
}

func (r *reading) ofdDocument(z *zip.Reader, root string) error {
	folder := path.Dir(root)
	var pages, others []string
	inAnnotations := false
	err := docread.EachToken(z, root, func(token xml.Token) error {
		switch t := token.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "Page":
				if loc := docread.Attr(t, "BaseLoc"); loc != "" && len(pages) < 3000 {
					pages = append(pages, docread.OFDPath(folder, loc))
				}
			case "TemplatePage":
				if loc := docread.Attr(t, "BaseLoc"); loc != "" {
					others = append(others, docread.OFDPath(folder, loc))
				}
			}
			inAnnotations = t.Name.Local == "Annotations"
		case xml.CharData:
			if inAnnotations && strings.TrimSpace(string(t)) != "" {
				others = append(others, docread.OFDPath(folder, strings.TrimSpace(string(t))))
			}
		case xml.EndElement:
			inAnnotations = false
		}
		return nil
	})
	if err != nil {
		return err
	}
	for i, page := range pages {
		if err := r.ofdPage(z, page, fmt.Sprintf("第%d页", i+1), i == 0); err != nil {
			return err
		}
	}
	for _, other := range others {
		if err := r.ofdPage(z, other, "模板或者注释", true); err != nil {
			return err
		}
	}
	for _, f := range z.File { // annotations of pages are files of their own
		if strings.HasPrefix(f.Name, folder+"/Annots/") && strings.HasSuffix(f.Name, ".xml") {
			if err := r.ofdPage(z, f.Name, "注释", true); err != nil {
				return err
			}
			if err := r.remarks(z, f.Name); err != nil {
				return err
			}
		}
	}
	return nil
}

// ofdPage reads the lines of one page.
func (r *reading) ofdPage(z *zip.Reader, name, where string, first bool) error {
	lines := 0
	return docread.OFDText(z, name, func(l docread.OFDLine) error {
		if l.Hidden {
			r.text(where+"（隐藏文字）", l.Text, Out, "")
			r.trace(HiddenText, where, l.Text)
			return r.err
		}
		place := Body
		if lines++; first && lines <= firstLines {
			place = Head
		}
		r.text(where, l.Text, place, "")
		return r.err
	})
}
