package inside

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"io"
	"strings"

	"gongkai/fault"
)

// Picture reads the data that a photograph or drawing carries beside its pixels: where it was taken, with what, by whom.
func Picture(content []byte) (*Content, error) {
	r := &reading{}
	switch {
	case bytes.HasPrefix(content, []byte("\xFF\xD8\xFF")):
		r.jpeg(content)
	case bytes.HasPrefix(content, []byte("\x89PNG\r\n\x1a\n")):
		r.png(content)
	case bytes.HasPrefix(content, []byte("II*\x00")), bytes.HasPrefix(content, []byte("MM\x00*")):
		r.tiff(content)
	case len(content) > 12 && bytes.HasPrefix(content, []byte("RIFF")) && string(content[8:12]) == "WEBP",
		len(content) > 12 && string(content[4:8]) == "ftyp":
		if i := bytes.Index(content, []byte("Exif\x00\x00")); i >= 0 {
			r.tiff(content[i+6:])
		} else if i := bytes.Index(content, []byte("EXIF")); i >= 0 && i+8 < len(content) {
			r.tiff(content[i+8:])
		}
		r.xmp(content)
	case bytes.HasPrefix(content, []byte("GIF8")):
		r.xmp(content)
		for at := 0; ; { // remarks
			i := bytes.Index(content[at:], []byte("\x21\xFE"))
			if i < 0 || i+3 > len(content[at:]) || len(r.Pieces) > 50 {
				break
			}
			at += i + 3
			if size := int(content[at-1]); at+size < len(content) && size > 3 {
				r.text("图片注释", printable(content[at:at+size]), Property, "注释")
			}
		}
	case bytes.HasPrefix(content, []byte("BM")):
	case isSVG(content):
		return Page(content)
	default:
		return nil, fault.New(fault.Invalid, "图片格式无法识别")
	}
	return &r.Content, r.err
}

func isSVG(content []byte) bool {
	return bytes.Contains(content[:min(len(content), 1024)], []byte("<svg"))
}

// jpeg goes through the segments before the picture.
func (r *reading) jpeg(content []byte) {
	pos := 2
	for pos+4 <= len(content) && content[pos] == 0xFF {
		marker := content[pos+1]
		if marker == 0xDA || marker == 0xD9 {
			break
		}
		if marker == 0xFF || marker >= 0xD0 && marker <= 0xD8 || marker == 0x01 {
			pos++
			if marker != 0xFF {
				pos++
			}
			continue
		}
		size := int(binary.BigEndian.Uint16(content[pos+2:]))
		if size < 2 || pos+2+size > len(content) {
			break
		}
		data := content[pos+4 : pos+2+size]
		switch {
		case marker == 0xE1 && bytes.HasPrefix(data, []byte("Exif\x00\x00")):
			r.tiff(data[6:])
		case marker == 0xE1:
			r.xmp(data)
		case marker == 0xED:
			r.trace(Camera, "照片属性", "IPTC说明")
			r.text("照片属性", printable(data), Property, "说明")
		case marker == 0xFE:
			r.text("照片注释", printable(data), Property, "注释")
		}
		pos += 2 + size
	}
	if i := bytes.LastIndex(content, []byte("\xFF\xD9")); i >= 0 && len(content)-i-2 > 64 {
		r.trace(Object, "照片末尾", fmt.Sprintf("图像之后另有%d字节的数据", len(content)-i-2))
	}
}

func printable(data []byte) string {
	return strings.Map(func(c rune) rune {
		if c < ' ' || c == 0xFFFD {
			return ' '
		}
		return c
	}, string(bytes.ToValidUTF8(data, []byte(" "))))
}

// png goes through the chunks.
func (r *reading) png(content []byte) {
	pos := 8
	for pos+12 <= len(content) {
		size := int(binary.BigEndian.Uint32(content[pos:]))
		if size < 0 || pos+12+size > len(content) {
			return
		}
		data := content[pos+8 : pos+8+size]
		switch string(content[pos+4 : pos+8]) {
		case "eXIf":
			r.tiff(data)
		case "tEXt", "iTXt", "zTXt":
			key, value, _ := bytes.Cut(data, []byte{0})
			if string(content[pos+4:pos+8]) == "zTXt" && len(value) > 1 {
				value = unpack(value[1:])
			}
			r.xmp(value)
			if name := string(key); name != "Software" && name != "XML:com.adobe.xmp" {
				r.text("图片属性", printable(value), Property, name)
				r.trace(Camera, "图片属性", name+"："+printable(value))
			}
		case "IEND":
			if rest := len(content) - pos - 12 - size; rest > 64 {
				r.trace(Object, "图片末尾", fmt.Sprintf("图像之后另有%d字节的数据", rest))
			}
			return
		}
		pos += 12 + size
	}
}

func unpack(data []byte) []byte {
	z, err := zlib.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil
	}
	defer z.Close()
	text, _ := io.ReadAll(io.LimitReader(z, 1<<20))
	return text
}

// xmp looks for a place in the XML that programs write into pictures.
func (r *reading) xmp(data []byte) {
	if bytes.Contains(data, []byte("GPSLatitude")) || bytes.Contains(data, []byte("GPSLongitude")) {
		r.trace(Position, "照片属性", "XMP中的经纬度")
	}
}

// tiff reads the directories of Exif.
func (r *reading) tiff(b []byte) {
	if len(b) < 8 {
		return
	}
	var order binary.ByteOrder = binary.LittleEndian
	if b[0] == 'M' {
		order = binary.BigEndian
	}
	t := &tiffReader{r: r, b: b, order: order}
	t.directory(int64(order.Uint32(b[4:])), false, 0)
	if t.latitude || t.longitude {
		r.trace(Position, "照片属性", t.place)
	}
	if len(t.camera) > 0 {
		r.trace(Camera, "照片属性", strings.Join(t.camera, "，"))
	}
}

type tiffReader struct {
	r                   *reading
	b                   []byte
	order               binary.ByteOrder
	latitude, longitude bool
	place               string
	camera              []string
}

// cameraTags are what tells who took a picture, when and with what.
var cameraTags = map[uint16]string{0x010F: "厂商", 0x0110: "型号", 0x0132: "时间", 0x013B: "作者", 0x8298: "版权", 0x9003: "拍摄时间", 0xA430: "机主", 0xA431: "机身序列号", 0x9C9D: "作者", 0x9286: "说明", 0x010E: "说明"}

func (t *tiffReader) directory(at int64, gps bool, depth int) {
	if depth > 3 || at < 8 || at+2 > int64(len(t.b)) {
		return
	}
	count := int64(t.order.Uint16(t.b[at:]))
	for i := range min(count, 500) {
		e := at + 2 + 12*i
		if e+12 > int64(len(t.b)) {
			return
		}
		tag, kind := t.order.Uint16(t.b[e:]), t.order.Uint16(t.b[e+2:])
		n, value := int64(t.order.Uint32(t.b[e+4:])), int64(t.order.Uint32(t.b[e+8:]))
		switch {
		case gps && (tag == 2 || tag == 4) && kind == 5 && n == 3:
			degrees := t.degrees(value)
			if degrees == "" {
				continue
			}
			t.latitude, t.longitude = t.latitude || tag == 2, t.longitude || tag == 4
			t.place = strings.TrimPrefix(t.place+"，"+degrees, "，")
		case gps:
		case tag == 0x8825:
			t.directory(value, true, depth+1)
		case tag == 0x8769:
			t.directory(value, false, depth+1)
		case cameraTags[tag] != "":
			if text := t.ascii(e, kind, n, value); text != "" && len(t.camera) < 12 {
				t.camera = append(t.camera, cameraTags[tag]+text)
				t.r.text("照片属性“"+cameraTags[tag]+"”", text, Property, cameraTags[tag])
			}
		}
	}
}

// degrees writes a place coarsely: the finding must not publish what it warns of.
func (t *tiffReader) degrees(at int64) string {
	if at < 0 || at+24 > int64(len(t.b)) {
		return ""
	}
	num, den := t.order.Uint32(t.b[at:]), t.order.Uint32(t.b[at+4:])
	if den == 0 {
		return ""
	}
	if num == 0 && t.order.Uint32(t.b[at+8:]) == 0 && t.order.Uint32(t.b[at+16:]) == 0 {
		return ""
	}
	return fmt.Sprintf("%d°**′", num/den)
}

func (t *tiffReader) ascii(entry int64, kind uint16, n, value int64) string {
	if kind != 2 && kind != 1 && kind != 7 || n > 4096 {
		return ""
	}
	at := value
	if n <= 4 {
		at = entry + 8
	}
	if at < 0 || at+n > int64(len(t.b)) {
		return ""
	}
	return strings.TrimSpace(strings.Trim(printable(bytes.ReplaceAll(t.b[at:at+n], []byte{0}, nil)), " "))
}

// Orientation reads from the TIFF structure of Exif how a photograph was held: 1 upright, 3 upside down, 6 and 8 on its
// side; 1 where it does not say.
func Orientation(tiff []byte) uint16 {
	const tag = 0x0112
	if len(tiff) < 8 {
		return 1
	}
	var order binary.ByteOrder = binary.LittleEndian
	if tiff[0] == 'M' {
		order = binary.BigEndian
	}
	at := int64(order.Uint32(tiff[4:]))
	if at < 8 || at+2 > int64(len(tiff)) {
		return 1
	}
	for i := range int64(order.Uint16(tiff[at:])) {
		e := at + 2 + 12*i
		if e+12 > int64(len(tiff)) {
			return 1
		}
		if order.Uint16(tiff[e:]) != tag {
			continue
		}
		if o := order.Uint16(tiff[e+8:]); o >= 1 && o <= 8 {
			return o
		}
	}
	return 1
}
