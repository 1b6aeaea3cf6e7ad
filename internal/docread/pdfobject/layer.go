package pdfobject

import (
	"bytes"
	"compress/zlib"
	"io"
	"maps"
	"slices"

	"gongkai/fault"
)

// hidden are the layers that a reader does not show when the file is opened.
func (f *File) hidden() map[Ref]bool {
	properties := f.DictOf(f.Root()["OCProperties"])
	if properties == nil {
		return nil
	}
	d := f.DictOf(properties["D"])
	off := map[Ref]bool{}
	set := func(list Array, value bool) {
		for _, v := range list {
			if ref, ok := v.(Ref); ok {
				if value {
					off[ref] = true
				} else {
					delete(off, ref)
				}
			}
		}
	}
	if d["BaseState"] == Name("OFF") {
		set(f.ArrayOf(properties["OCGs"]), true)
	}
	set(f.ArrayOf(d["ON"]), false)
	set(f.ArrayOf(d["OFF"]), true)
	for _, v := range f.ArrayOf(d["AS"]) { // states that follow from what the file is used for
		usage := f.DictOf(v)
		if usage["Event"] != Name("View") {
			continue
		}
		for _, v := range f.ArrayOf(usage["OCGs"]) {
			if ref, ok := v.(Ref); ok && f.DictOf(f.DictOf(f.DictOf(ref)["Usage"])["View"])["ViewState"] == Name("OFF") {
				off[ref] = true
			}
		}
	}
	return off
}

func (f *File) layerName(ref Ref) string {
	name, _ := f.DictOf(ref)["Name"].(Text)
	return plainText(name)
}

// unseen reports whether what belongs to v, a layer or a membership of layers, is not shown. An expression is not
// understood here.
func (f *File) unseen(v any, off map[Ref]bool) (bool, error) {
	if ref, ok := v.(Ref); ok && off[ref] {
		return true, nil
	}
	d := f.DictOf(v)
	if d["Type"] != Name("OCMD") {
		return false, nil
	}
	if d["VE"] != nil {
		return false, fault.New(fault.Invalid, "PDF文件的图层用条件控制显示，无法自动处理，请用原来的软件合并图层后重新上传")
	}
	list := f.ArrayOf(d["OCGs"])
	if ref, ok := d["OCGs"].(Ref); ok && list == nil {
		list = Array{ref}
	}
	if len(list) == 0 {
		return false, nil
	}
	on, hidden := 0, 0
	for _, v := range list {
		if ref, ok := v.(Ref); ok && off[ref] {
			hidden++
		} else {
			on++
		}
	}
	switch d["P"] {
	case Name("AllOn"):
		return hidden > 0, nil
	case Name("AnyOff"):
		return hidden == 0, nil
	case Name("AllOff"):
		return on > 0, nil
	}
	return on == 0, nil
}

// DropLayers takes out what belongs to layers that are switched off, and the layers themselves.
func (f *File) DropLayers() (int, error) {
	off := f.hidden()
	if len(off) == 0 {
		return 0, nil
	}
	for _, n := range slices.Sorted(maps.Keys(f.Objects)) {
		var err error
		switch o := f.Objects[n].(type) {
		case Dict:
			if o["Type"] == Name("Page") {
				err = f.bare(o, off)
			}
		case *Stream:
			switch {
			case o.Dict["Subtype"] == Name("Form"), o.Dict["PatternType"] == Token("1"):
				err = f.bareForm(o, off)
			}
		}
		if err != nil {
			return 0, err
		}
	}
	var failed error
	f.eachAnnotation(func(a Dict) bool {
		gone, err := f.unseen(a["OC"], off)
		failed = firstError(failed, err)
		return !gone
	})
	if failed != nil {
		return 0, failed
	}
	f.forget(off)
	return len(off), nil
}

func firstError(a, b error) error {
	if a != nil {
		return a
	}
	return b
}

// bare takes the hidden parts out of the content of a page.
func (f *File) bare(page Dict, off map[Ref]bool) error {
	var parts []any
	if list := f.ArrayOf(page["Contents"]); list != nil {
		parts = list
	} else if page["Contents"] != nil {
		parts = []any{page["Contents"]}
	}
	var content []byte
	for _, v := range parts {
		s, ok := f.Follow(v).(*Stream)
		if !ok {
			continue
		}
		data, err := f.inflate(s)
		if err != nil {
			return err
		}
		if content = append(append(content, data...), '\n'); len(content) > maxInflated {
			return errDamaged()
		}
	}
	clean, changed, err := f.filter(content, f.resources(page), off)
	if err != nil || !changed {
		return err
	}
	page["Contents"] = f.Add(deflated(Dict{}, clean))
	return nil
}

// resources are those of the page, which it may have from the node above.
func (f *File) resources(page Dict) Dict {
	for range 50 {
		if page == nil {
			return nil
		}
		if r := f.DictOf(page["Resources"]); r != nil {
			return r
		}
		page = f.DictOf(page["Parent"])
	}
	return nil
}

func (f *File) bareForm(s *Stream, off map[Ref]bool) error {
	data, err := f.inflate(s)
	if err != nil {
		return err
	}
	clean, changed, err := f.filter(data, f.DictOf(s.Dict["Resources"]), off)
	if err != nil {
		return err
	}
	if gone, err := f.unseen(s.Dict["OC"], off); err != nil {
		return err
	} else if gone {
		clean, changed = nil, true
	}
	if changed {
		*s = *deflated(s.Dict, clean)
	}
	return nil
}

func deflated(d Dict, data []byte) *Stream {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	_, _ = w.Write(data) // a Buffer takes everything
	_ = w.Close()
	d["Filter"] = Name("FlateDecode")
	delete(d, "DecodeParms")
	return &Stream{d, b.Bytes()}
}

// inflate gives the data of a stream that is stored plain or by Flate.
func (f *File) inflate(s *Stream) ([]byte, error) {
	filters := f.ArrayOf(s.Dict["Filter"])
	if name, ok := f.Follow(s.Dict["Filter"]).(Name); ok {
		filters = Array{name}
	}
	data := s.Data
	for _, name := range filters {
		if f.Follow(name) != Name("FlateDecode") || s.Dict["DecodeParms"] != nil && f.DictOf(s.Dict["DecodeParms"])["Predictor"] != nil {
			return nil, fault.New(fault.Invalid, "PDF文件的页面用了少见的压缩方法，无法自动处理")
		}
		z, err := zlib.NewReader(bytes.NewReader(data))
		if err != nil {
			return nil, errDamaged()
		}
		out, err := io.ReadAll(io.LimitReader(z, maxInflated+1))
		if len(out) > maxInflated || err != nil && len(out) == 0 {
			return nil, errDamaged()
		}
		data = out
	}
	return data, nil
}

// forget takes the layers out of the lists of layers.
func (f *File) forget(off map[Ref]bool) {
	root := f.Root()
	properties := f.DictOf(root["OCProperties"])
	gone := func(v any) bool { ref, ok := v.(Ref); return ok && off[ref] }
	var prune func(list Array, depth int) Array
	prune = func(list Array, depth int) Array {
		kept := Array{}
		for _, v := range list {
			if inner, ok := v.(Array); ok && depth < deepest {
				v = prune(inner, depth+1)
			}
			if !gone(v) {
				kept = append(kept, v)
			}
		}
		return kept
	}
	list := prune(f.ArrayOf(properties["OCGs"]), 0)
	if len(list) == 0 {
		delete(root, "OCProperties")
		return
	}
	properties["OCGs"] = list
	delete(properties, "Configs")
	d := f.DictOf(properties["D"])
	delete(d, "AS")
	for _, key := range []Name{"ON", "OFF", "Order", "Locked", "RBGroups"} {
		if list := f.ArrayOf(d[key]); list != nil {
			d[key] = prune(list, 0)
		}
	}
}

// painting are the operators that leave something on the page, with what does the rest of their work without it.
var painting = map[string]string{
	"S": "n", "s": "n", "f": "n", "F": "n", "f*": "n", "B": "n", "B*": "n", "b": "n", "b*": "n", "sh": "", "Do": "", "Tj": "", "TJ": "", "'": "T*", `"`: "T*",
}

// filter writes the content anew without what stands in hidden layers. Operators that set a state stay, so that what comes
// after looks as before.
func (f *File) filter(content []byte, resources Dict, off map[Ref]bool) (_ []byte, changed bool, err error) {
	names, objects := f.DictOf(resources["Properties"]), f.DictOf(resources["XObject"])
	s := &scanner{b: content}
	var out bytes.Buffer
	var marks []bool // of the marked content that is open: whether it is in a hidden layer
	hiddenAt := 0
	start := 0 // of the operands
	var operands []any
	for {
		s.space()
		if s.at >= len(s.b) {
			break
		}
		if c := s.b[s.at]; c == '/' || c == '(' || c == '<' || c == '[' || c == '+' || c == '-' || c == '.' || c >= '0' && c <= '9' {
			v, err := s.value(0)
			if err != nil {
				return nil, false, err
			}
			if len(operands) < 1000 {
				operands = append(operands, v)
			}
			continue
		}
		operator := s.word()
		if operator == "" {
			s.at++
			continue
		}
		switch operator {
		case "BMC", "BDC":
			gone := false
			if operator == "BDC" && len(operands) == 2 && operands[0] == Name("OC") {
				if name, ok := operands[1].(Name); ok {
					if gone, err = f.unseen(names[name], off); err != nil {
						return nil, false, err
					}
				}
			}
			if marks = append(marks, gone); gone {
				hiddenAt++
			}
		case "EMC":
			if n := len(marks) - 1; n >= 0 {
				if marks[n] {
					hiddenAt--
				}
				marks = marks[:n]
			}
		case "BI":
			s.image()
		}
		whole := content[start:s.at]
		replaced, paints := painting[operator]
		paints = paints || operator == "BI"
		gone := hiddenAt > 0 && paints
		if operator == "Do" && len(operands) == 1 && !gone {
			if name, ok := operands[0].(Name); ok {
				if gone, err = f.unseen(f.DictOf(objects[name])["OC"], off); err != nil {
					return nil, false, err
				}
			}
		}
		if gone {
			changed = true
			if operator == `"` && len(operands) == 3 { // it also sets the spaces
				write(&out, operands[0])
				out.WriteString(" Tw ")
				write(&out, operands[1])
				out.WriteString(" Tc ")
			}
			out.WriteString(replaced + "\n")
		} else {
			out.Write(whole)
		}
		start, operands = s.at, operands[:0]
	}
	out.Write(content[start:])
	return out.Bytes(), changed, nil
}

// image passes over the data of a picture that stands in the content.
func (s *scanner) image() {
	for s.at < len(s.b) {
		i := bytes.Index(s.b[s.at:], []byte("EI"))
		if i < 0 {
			s.at = len(s.b)
			return
		}
		at := s.at + i
		s.at = at + 2
		if (at == 0 || blank(s.b[at-1])) && (s.at >= len(s.b) || blank(s.b[s.at])) {
			return
		}
	}
}

// Content is the content of a page (from 0), in the order of the numbers of the pages' objects.
func (f *File) Content(page int) string {
	for _, n := range slices.Sorted(maps.Keys(f.Objects)) {
		d, ok := f.Objects[n].(Dict)
		if !ok || d["Type"] != Name("Page") {
			continue
		}
		if page--; page >= 0 {
			continue
		}
		if s, ok := f.Follow(d["Contents"]).(*Stream); ok {
			data, _ := f.inflate(s)
			return string(data)
		}
		break
	}
	return ""
}
