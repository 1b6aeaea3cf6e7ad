package pdfobject

import "slices"

// DropProperties takes out what describes the file: Info, XMP, the data that programs keep for themselves, and what cameras
// have written into pictures, which clean does. It returns how many there were.
func (f *File) DropProperties(clean func(jpeg []byte) ([]byte, bool)) int {
	n := 0
	if info := f.DictOf(f.Trailer["Info"]); len(info) > 0 {
		n++
	}
	delete(f.Trailer, "Info")
	for _, o := range f.Objects {
		f.each(o, 0, func(d Dict) {
			for _, key := range []Name{"Metadata", "PieceInfo", "LastModified"} {
				if _, ok := d[key]; ok {
					delete(d, key)
					n++
				}
			}
		})
		if s, ok := o.(*Stream); ok && isJPEG(s) && carriesData(s.Data) {
			if data, ok := clean(s.Data); ok {
				s.Data = data
				n++
			}
		}
	}
	return n
}

// remarks are the annotations that people write to one another; they go whole.
var remarks = []Name{"Text", "FreeText", "Line", "Highlight", "Underline", "Squiggly", "StrikeOut", "Caret", "Ink", "Popup", "FileAttachment", "Sound", "Movie", "Screen", "RichMedia", "3D", "Projection"}

// DropNotes takes remarks off the pages. Of shapes and stamps, which may cover something or be part of the page, only the
// words that are attached to them go.
func (f *File) DropNotes() int {
	n := 0
	f.eachAnnotation(func(a Dict) bool {
		subtype, _ := a["Subtype"].(Name)
		if slices.Contains(remarks, subtype) {
			n++
			return false
		}
		if subtype == "Link" || subtype == "Widget" {
			return true
		}
		for _, key := range []Name{"Contents", "RC", "T", "Subj", "Popup", "IRT", "NM", "CreationDate"} {
			if _, ok := a[key]; ok {
				delete(a, key)
				if key == "Contents" {
					n++
				}
			}
		}
		return true
	})
	return n
}

// eachAnnotation calls keep for the annotations of every page and takes those off for which it says no.
func (f *File) eachAnnotation(keep func(Dict) bool) {
	for _, o := range f.Objects {
		page, ok := o.(Dict)
		if !ok || page["Type"] != Name("Page") {
			continue
		}
		list := f.ArrayOf(page["Annots"])
		if list == nil {
			continue
		}
		kept := Array{}
		for _, v := range list {
			if a := f.DictOf(v); a == nil || keep(a) {
				kept = append(kept, v)
			}
		}
		if len(kept) == len(list) {
			continue
		}
		if page["Annots"] = kept; len(kept) == 0 {
			delete(page, "Annots")
		}
	}
}

// DropFiles takes out the files that the file carries.
func (f *File) DropFiles() int {
	n := 0
	root := f.Root()
	for _, key := range []Name{"Collection", "AF"} {
		delete(root, key)
	}
	if names := f.DictOf(root["Names"]); names != nil {
		delete(names, "EmbeddedFiles")
	}
	f.eachAnnotation(func(a Dict) bool { return a["Subtype"] != Name("FileAttachment") })
	for _, o := range f.Objects {
		f.each(o, 0, func(d Dict) {
			delete(d, "AF")
			if _, ok := d["EF"]; ok {
				delete(d, "EF")
				n++
			}
		})
	}
	return n
}

// DropActions takes out scripts, and actions that do more than lead somewhere.
func (f *File) DropActions() int {
	n := 0
	root := f.Root()
	if names := f.DictOf(root["Names"]); names != nil {
		if _, ok := names["JavaScript"]; ok {
			delete(names, "JavaScript")
			n++
		}
	}
	if form := f.DictOf(root["AcroForm"]); form != nil {
		if _, ok := form["XFA"]; ok {
			delete(form, "XFA")
			n++
		}
	}
	f.eachAnnotation(func(a Dict) bool {
		switch a["Subtype"] {
		case Name("RichMedia"), Name("Screen"), Name("Movie"), Name("Sound"), Name("3D"):
			n++
			return false
		}
		return true
	})
	for _, o := range f.Objects {
		f.each(o, 0, func(d Dict) {
			for _, key := range []Name{"A", "OpenAction", "Next", "PA"} {
				if action := f.DictOf(d[key]); action != nil && harmful(action) {
					delete(d, key)
					n++
				}
			}
			if list := f.ArrayOf(d["Next"]); list != nil {
				delete(d, "Next")
				n++
			}
			if f.DictOf(d["AA"]) != nil { // what happens by itself
				delete(d, "AA")
				n++
			}
		})
	}
	return n
}
