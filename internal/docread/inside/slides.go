package inside

import (
	"archive/zip"
	"encoding/xml"
	"fmt"
	"path"
	"strings"

	"gongkai/internal/docread"
)

// slides reads a presentation: its slides in their order, notes, comments, what is hidden.
func (r *reading) slides(z *zip.Reader) error {
	targets, err := relations(z, "ppt/_rels/presentation.xml.rels", "ppt")
	if err != nil {
		return err
	}
	var order []string
	err = docread.EachToken(z, "ppt/presentation.xml", func(token xml.Token) error {
		if e, ok := token.(xml.StartElement); ok && e.Name.Local == "sldId" && len(order) < 2000 {
			order = append(order, targets[relationID(e)])
		}
		return nil
	})
	if err != nil {
		return err
	}
	read := map[string]bool{}
	for i, name := range order {
		where := fmt.Sprintf("幻灯片%d", i+1)
		if err := r.slide(z, name, where, i == 0); err != nil {
			return err
		}
		read[name] = true
		rels, err := relations(z, path.Join(path.Dir(name), "_rels", path.Base(name)+".rels"), path.Dir(name))
		if err != nil {
			return err
		}
		for _, target := range rels {
			switch base := strings.ToLower(path.Base(target)); {
			case strings.HasPrefix(base, "notesslide"):
				err = r.notes(z, target, where+"的备注", Notes)
			case strings.Contains(strings.ToLower(target), "comment"):
				err = r.notes(z, target, where+"的批注", Comment)
			}
			if err != nil {
				return err
			}
		}
	}
	for _, f := range z.File { // slides that the list does not name are still in the file
		if strings.HasPrefix(f.Name, "ppt/slides/slide") && !read[f.Name] {
			r.trace(HiddenSlide, path.Base(f.Name), "")
			if err := r.slide(z, f.Name, "没有列入放映的"+path.Base(f.Name), false); err != nil {
				return err
			}
		}
		if strings.HasPrefix(f.Name, "ppt/slideMasters/") || strings.HasPrefix(f.Name, "ppt/slideLayouts/") {
			if strings.HasSuffix(f.Name, ".xml") {
				if err := r.drawn(z, f.Name, "母版"); err != nil {
					return err
				}
			}
		}
	}
	return r.officeExtras(z)
}

// slide reads the text of one slide, paragraph by paragraph.
func (r *reading) slide(z *zip.Reader, name, where string, first bool) error {
	var text []byte
	inText, hiddenShape, hidden := false, 0, false
	depth := 0
	place := Body
	if first {
		place = Head
	}
	return docread.EachToken(z, name, func(token xml.Token) error {
		switch t := token.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "sld":
				if show := docread.Attr(t, "show"); show == "0" || show == "false" {
					hidden = true
					r.trace(HiddenSlide, where, "")
				}
			case "sp", "grpSp", "graphicFrame", "pic":
				depth++
			case "cNvPr":
				if docread.Attr(t, "hidden") == "1" && hiddenShape == 0 {
					hiddenShape = depth
				}
				r.text(where+"的替代文字", docread.Attr(t, "descr"), Property, "替代文字")
			case "t":
				inText = true
			case "br":
				text = append(text, '\n')
			case "p":
				text = text[:0]
			}
		case xml.CharData:
			if inText {
				text = append(text, t...)
			}
		case xml.EndElement:
			switch t.Name.Local {
			case "t":
				inText = false
			case "p":
				switch s := string(text); {
				case strings.TrimSpace(s) == "":
				case hidden:
					r.text(where, s, Out, "")
				case hiddenShape > 0:
					r.text(where, s, Out, "")
					r.trace(HiddenText, where, s)
				default:
					r.text(where, s, place, "")
				}
				text = text[:0]
			case "sp", "grpSp", "graphicFrame", "pic":
				if hiddenShape == depth {
					hiddenShape = 0
				}
				depth--
			}
		}
		return r.err
	})
}

// notes reads what stands beside a slide.
func (r *reading) notes(z *zip.Reader, name, where string, kind TraceKind) error {
	var lines []string
	var text []byte
	inText, number := false, false
	err := docread.EachToken(z, name, func(token xml.Token) error {
		switch t := token.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "fld":
				number = docread.Attr(t, "type") == "slidenum"
			case "t", "text":
				inText = !number
			}
		case xml.CharData:
			if inText {
				text = append(text, t...)
			}
		case xml.EndElement:
			switch t.Name.Local {
			case "t", "text":
				inText = false
				if t.Name.Local == "text" {
					lines, text = append(lines, string(text)), text[:0]
				}
			case "fld":
				number = false
			case "p":
				lines, text = append(lines, string(text)), text[:0]
			}
		}
		return nil
	})
	if all := strings.TrimSpace(strings.Join(lines, "\n")); all != "" {
		r.text(where, all, Beside, "")
		r.trace(kind, where, all)
	}
	return err
}
