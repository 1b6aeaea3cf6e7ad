package pdfobject

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strconv"
)

// Follow returns the value that a reference leads to, or the value itself.
func (f *File) Follow(v any) any {
	for range 20 {
		ref, ok := v.(Ref)
		if !ok {
			return v
		}
		v = f.Objects[int(ref)]
	}
	return nil
}

// DictOf returns the dictionary that a value is or leads to, also that of a stream; nil when there is none.
func (f *File) DictOf(v any) Dict {
	switch v := f.Follow(v).(type) {
	case Dict:
		return v
	case *Stream:
		return v.Dict
	}
	return nil
}

// ArrayOf returns the array that a value is or leads to.
func (f *File) ArrayOf(v any) Array {
	list, _ := f.Follow(v).(Array)
	return list
}

// Root is the catalog.
func (f *File) Root() Dict { return f.DictOf(f.Trailer["Root"]) }

// Add gives a new object its number.
func (f *File) Add(v any) Ref {
	f.Objects[f.size] = v
	f.size++
	return Ref(f.size - 1)
}

// Bytes writes the file. What nothing leads to any more is left out.
func (f *File) Bytes() []byte {
	kept := f.reachable()
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n")
	offsets := map[int]int{}
	for _, n := range slices.Sorted(maps.Keys(kept)) {
		offsets[n] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n", n)
		if s, ok := f.Objects[n].(*Stream); ok {
			s.Dict["Length"] = Token(strconv.Itoa(len(s.Data)))
			write(&b, s.Dict)
			b.WriteString("\nstream\n")
			b.Write(s.Data)
			b.WriteString("\nendstream")
		} else {
			write(&b, f.Objects[n])
		}
		b.WriteString("\nendobj\n")
	}
	xref := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", f.size)
	for n := 1; n < f.size; n++ {
		if at, ok := offsets[n]; ok {
			fmt.Fprintf(&b, "%010d 00000 n \n", at)
		} else {
			b.WriteString("0000000000 65535 f \n")
		}
	}
	trailer := Dict{"Root": f.Trailer["Root"], "Size": Token(strconv.Itoa(f.size))}
	if info, ok := f.Trailer["Info"]; ok {
		trailer["Info"] = info
	}
	b.WriteString("trailer\n")
	write(&b, trailer)
	fmt.Fprintf(&b, "\nstartxref\n%d\n%%%%EOF\n", xref)
	return b.Bytes()
}

// reachable are the numbers of the objects to which something leads.
func (f *File) reachable() map[int]bool {
	kept := map[int]bool{}
	todo := []any{f.Trailer["Root"], f.Trailer["Info"]}
	for len(todo) > 0 {
		v := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		switch v := v.(type) {
		case Ref:
			if o, ok := f.Objects[int(v)]; ok && !kept[int(v)] {
				kept[int(v)] = true
				todo = append(todo, o)
			}
		case Array:
			todo = append(todo, v...)
		case Dict:
			for _, inner := range v {
				todo = append(todo, inner)
			}
		case *Stream:
			todo = append(todo, v.Dict)
		}
	}
	return kept
}

func write(b *bytes.Buffer, v any) {
	switch v := v.(type) {
	case Name:
		b.WriteString("/" + string(v))
	case Token:
		b.WriteString(string(v))
	case Text:
		b.WriteString("<" + hex.EncodeToString([]byte(v)) + ">")
	case Ref:
		fmt.Fprintf(b, "%d 0 R", int(v))
	case Array:
		b.WriteByte('[')
		for i, inner := range v {
			if i > 0 {
				b.WriteByte(' ')
			}
			write(b, inner)
		}
		b.WriteByte(']')
	case Dict:
		b.WriteString("<<")
		for _, key := range slices.Sorted(maps.Keys(v)) {
			b.WriteString("/" + string(key) + " ")
			write(b, v[key])
			b.WriteByte(' ')
		}
		b.WriteString(">>")
	default:
		b.WriteString("null")
	}
}
