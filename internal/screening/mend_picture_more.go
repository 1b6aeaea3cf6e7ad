package screening

import (
	"bytes"
	"encoding/binary"
	"slices"

	"gongkai/fault"
)

func errPicture() error { return fault.New(fault.Invalid, "图片不完整，无法自动处理") }

// stripGIF leaves out remarks, and what programs have noted.
func stripGIF(content []byte) ([]byte, int, error) {
	if len(content) < 14 {
		return nil, 0, errPicture()
	}
	table := func(flags byte) int {
		if flags&0x80 == 0 {
			return 0
		}
		return 3 << (flags&7 + 1)
	}
	at := 13 + table(content[10])
	// blocks finds the end of a chain of data blocks.
	blocks := func(at int) int {
		for at < len(content) && content[at] != 0 {
			at += 1 + int(content[at])
		}
		return at + 1
	}
	if at > len(content) {
		return nil, 0, errPicture()
	}
	out := slices.Clone(content[:at])
	n := 0
	for at < len(content) {
		start := at
		switch content[at] {
		case 0x3B: // the end
			if at+1 < len(content) {
				n++
			}
			return append(out, 0x3B), n, nil
		case 0x2C:
			if at+10 > len(content) {
				return nil, 0, errPicture()
			}
			at = blocks(at + 10 + table(content[at+9]) + 1)
		case 0x21:
			if at+2 > len(content) {
				return nil, 0, errPicture()
			}
			label := content[at+1]
			at = blocks(at + 2)
			name := content[min(start+3, len(content)):min(start+14, len(content))]
			if label == 0xFE || label == 0xFF && !bytes.HasPrefix(name, []byte("NETSCAPE")) && !bytes.HasPrefix(name, []byte("ANIMEXTS")) && !bytes.HasPrefix(name, []byte("ICCRGBG1")) {
				n++
				continue
			}
		default:
			return nil, 0, errPicture()
		}
		if at > len(content) {
			return nil, 0, errPicture()
		}
		out = append(out, content[start:at]...)
	}
	return nil, 0, errPicture()
}

// stripWebP leaves out every chunk that is not the picture.
func stripWebP(content []byte) ([]byte, int, error) {
	out := slices.Clone(content[:12])
	n, at := 0, 12
	end := min(len(content), 8+int(binary.LittleEndian.Uint32(content[4:])))
	for at+8 <= end {
		size := int(binary.LittleEndian.Uint32(content[at+4:]))
		next := at + 8 + size + size&1
		if size < 0 || next > len(content)+1 {
			return nil, 0, errPicture()
		}
		next = min(next, len(content))
		chunk := slices.Clone(content[at:next])
		switch string(chunk[:4]) {
		case "VP8X":
			if len(chunk) > 8 {
				chunk[8] &^= 0x0C // it says whether Exif and XMP follow
			}
			out = append(out, chunk...)
		case "VP8 ", "VP8L", "ALPH", "ANIM", "ANMF", "ICCP":
			out = append(out, chunk...)
		default:
			n++
		}
		at = next
	}
	if at < len(content) {
		n++
	}
	binary.LittleEndian.PutUint32(out[4:], uint32(len(out)-8))
	return out, n, nil
}

// saying are the tags of TIFF that say something about a picture and are not needed to show it.
var saying = []uint16{0x010D, 0x010E, 0x010F, 0x0110, 0x0131, 0x0132, 0x013B, 0x013C, 0x02BC, 0x4746, 0x83BB, 0x8298, 0x8649, 0x8769, 0x8825, 0x935C, 0x9C9B, 0x9C9C, 0x9C9D, 0x9C9E, 0x9C9F, 0xEA1C}

// A tiffEdit takes tags out of the directories of a TIFF file, and overwrites what they led to.
type tiffEdit struct {
	b     []byte
	order binary.ByteOrder
	n     int
}

func stripTIFF(content []byte) ([]byte, int, error) {
	if len(content) < 8 {
		return nil, 0, errPicture()
	}
	e := &tiffEdit{b: slices.Clone(content), order: binary.LittleEndian}
	if content[0] == 'M' {
		e.order = binary.BigEndian
	}
	link := 4 // where the address of the next directory stands
	const mostPages = 2000
	for range mostPages {
		at := int(e.order.Uint32(e.b[link:]))
		if at == 0 {
			return e.b, e.n, nil
		}
		if !e.fits(at) {
			return nil, 0, errPicture()
		}
		if link != 4 && e.small(at) { // a small picture of what the large one was before
			e.order.PutUint32(e.b[link:], e.order.Uint32(e.b[e.end(at):]))
			e.wipe(at, 0)
			e.n++
			continue
		}
		link = e.strip(at)
	}
	return nil, 0, errPicture()
}

func (e *tiffEdit) fits(at int) bool {
	return at >= 8 && at+2 <= len(e.b) && e.end(at)+4 <= len(e.b)
}
func (e *tiffEdit) count(at int) int { return int(e.order.Uint16(e.b[at:])) }
func (e *tiffEdit) end(at int) int   { return at + 2 + 12*e.count(at) }

// entry reads one tag of a directory: its number, how long its value is, and where that stands, 0 for within the entry.
func (e *tiffEdit) entry(at, i int) (tag uint16, size, value int) {
	p := at + 2 + 12*i
	units := []int{0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4}
	kind, n := int(e.order.Uint16(e.b[p+2:])), int(e.order.Uint32(e.b[p+4:]))
	if kind < len(units) && n < len(e.b) {
		size = units[kind] * n
	}
	if value = int(e.order.Uint32(e.b[p+8:])); size <= 4 {
		value = 0
	}
	return e.order.Uint16(e.b[p:]), size, value
}

func (e *tiffEdit) small(at int) bool {
	for i := range e.count(at) {
		if tag, _, _ := e.entry(at, i); tag == 0x00FE {
			return e.order.Uint32(e.b[at+2+12*i+8:])&1 != 0
		}
	}
	return false
}

func (e *tiffEdit) zero(at, size int) {
	if at >= 8 && size > 0 && at+size <= len(e.b) {
		clear(e.b[at : at+size])
	}
}

// wipe overwrites a directory with all that it leads to.
func (e *tiffEdit) wipe(at, depth int) {
	if !e.fits(at) || depth > 3 {
		return
	}
	var places, sizes []int
	for i := range e.count(at) {
		tag, size, value := e.entry(at, i)
		p := at + 2 + 12*i + 8
		switch tag {
		case 0x8769, 0x8825, 0xA005:
			e.wipe(int(e.order.Uint32(e.b[p:])), depth+1)
		case 0x0111, 0x0201:
			places = e.numbers(at, i)
		case 0x0117, 0x0202:
			sizes = e.numbers(at, i)
		}
		e.zero(value, size)
	}
	for i := range min(len(places), len(sizes)) {
		e.zero(places[i], sizes[i])
	}
	e.zero(at, e.end(at)+4-at)
}

// numbers reads the value of a tag that is a list of numbers.
func (e *tiffEdit) numbers(at, i int) []int {
	p := at + 2 + 12*i
	_, size, value := e.entry(at, i)
	if value == 0 {
		value = p + 8
	}
	var list []int
	wide := e.order.Uint16(e.b[p+2:]) == 4
	for k := 0; k < size && value+k+4 <= len(e.b); {
		if wide {
			list = append(list, int(e.order.Uint32(e.b[value+k:])))
			k += 4
		} else {
			list = append(list, int(e.order.Uint16(e.b[value+k:])))
			k += 2
		}
	}
	return list
}

// strip takes the tags that say something out of a directory, and returns where the address of the next stands.
func (e *tiffEdit) strip(at int) int {
	next := e.order.Uint32(e.b[e.end(at):])
	old := e.end(at) + 4
	var kept []byte
	n := 0
	for i := range e.count(at) {
		p := at + 2 + 12*i
		tag, size, value := e.entry(at, i)
		if !slices.Contains(saying, tag) {
			kept = append(kept, e.b[p:p+12]...)
			n++
			continue
		}
		e.n++
		if tag == 0x8769 || tag == 0x8825 {
			e.wipe(int(e.order.Uint32(e.b[p+8:])), 1)
		}
		e.zero(value, size)
	}
	e.order.PutUint16(e.b[at:], uint16(n))
	copy(e.b[at+2:], kept)
	link := at + 2 + len(kept)
	e.order.PutUint32(e.b[link:], next)
	clear(e.b[link+4 : old])
	return link
}
