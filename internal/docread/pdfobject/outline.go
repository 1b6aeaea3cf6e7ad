package pdfobject

import (
	"strconv"
	"unicode/utf16"
)

// A Mark is an entry of an outline.
type Mark struct {
	Title string
	Page  int // from 0
}

// SetOutline gives the file an outline, which a viewer opens beside the pages, and takes away the one it had. Marks of pages
// that the file does not have are left out.
func (f *File) SetOutline(marks []Mark) {
	root, pages := f.Root(), f.pages()
	delete(root, "Outlines")
	top := Dict{"Type": Name("Outlines")}
	outline := f.Add(top)
	var last Ref
	count := 0
	for _, m := range marks {
		if m.Page < 0 || m.Page >= len(pages) {
			continue
		}
		entry := Dict{"Title": unicodeText(m.Title), "Parent": outline, "Dest": Array{pages[m.Page], Name("Fit")}}
		ref := f.Add(entry)
		if count == 0 {
			top["First"] = ref
		} else {
			entry["Prev"] = last
			f.DictOf(last)["Next"] = ref
		}
		top["Last"], last = ref, ref
		count++
	}
	if count == 0 {
		return
	}
	top["Count"] = Token(strconv.Itoa(count))
	root["Outlines"], root["PageMode"] = outline, Name("UseOutlines")
}

// pages are the references to the pages in their order.
func (f *File) pages() []Ref {
	var list []Ref
	seen := map[Ref]bool{}
	var walk func(v any, depth int)
	walk = func(v any, depth int) {
		ref, ok := v.(Ref)
		d := f.DictOf(v)
		if !ok || d == nil || seen[ref] || depth > deepest {
			return
		}
		seen[ref] = true
		if kids, ok := d["Kids"]; ok {
			for _, kid := range f.ArrayOf(kids) {
				walk(kid, depth+1)
			}
			return
		}
		list = append(list, ref)
	}
	walk(f.Root()["Pages"], 0)
	return list
}

// unicodeText is a string of a PDF file that says what s says.
func unicodeText(s string) Text {
	b := []byte{0xFE, 0xFF}
	for _, unit := range utf16.Encode([]rune(s)) {
		b = append(b, byte(unit>>8), byte(unit))
	}
	return Text(b)
}
