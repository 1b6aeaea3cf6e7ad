package screening

import (
	"bytes"
	"encoding/binary"
	"strings"

	"gongkai/fault"
	"gongkai/internal/docread/inside"
)

// stripPicture takes everything out of a JPEG, PNG, GIF, WebP or TIFF file that is not the picture: the segments are left
// out, the pixels are not touched. Which way up a photograph is held stays.
func stripPicture(content []byte) ([]byte, int, error) {
	switch {
	case bytes.HasPrefix(content, []byte("\xFF\xD8\xFF")):
		return stripJPEG(content)
	case bytes.HasPrefix(content, []byte("\x89PNG\r\n\x1a\n")):
		return stripPNG(content)
	case bytes.HasPrefix(content, []byte("GIF8")):
		return stripGIF(content)
	case len(content) > 12 && bytes.HasPrefix(content, []byte("RIFF")) && string(content[8:12]) == "WEBP":
		return stripWebP(content)
	case bytes.HasPrefix(content, []byte("II*\x00")), bytes.HasPrefix(content, []byte("MM\x00*")):
		return stripTIFF(content)
	}
	return nil, 0, fault.New(fault.Invalid, "只能清除JPEG、PNG、GIF、WebP和TIFF图片的属性，HEIC等请先转换为JPEG")
}

func stripJPEG(content []byte) ([]byte, int, error) {
	damaged := fault.New(fault.Invalid, "图片不完整，无法自动处理")
	out := []byte{0xFF, 0xD8}
	n, pos := 0, 2
	for {
		if pos+4 > len(content) || content[pos] != 0xFF {
			return nil, 0, damaged
		}
		marker := content[pos+1]
		if marker == 0xFF {
			pos++
			continue
		}
		size := int(binary.BigEndian.Uint16(content[pos+2:]))
		if size < 2 || pos+2+size > len(content) {
			return nil, 0, damaged
		}
		segment := content[pos : pos+2+size]
		switch {
		case marker == 0xDA: // from here on it is the picture
			rest := content[pos:]
			if end := bytes.LastIndex(rest, []byte("\xFF\xD9")); end >= 0 && end+2 < len(rest) {
				rest = rest[:end+2]
				n++
			}
			return append(out, rest...), n, nil
		case marker == 0xE1 && bytes.HasPrefix(segment[4:], []byte("Exif\x00\x00")):
			if o := inside.Orientation(segment[10:]); o > 1 {
				out = append(out, upright(o)...)
			}
			n++
		case marker == 0xE0 && bytes.HasPrefix(segment[4:], []byte("JFXX\x00")): // a small picture of what the large one was before
			n++
		case marker == 0xE0 && bytes.HasPrefix(segment[4:], []byte("JFIF\x00")) && len(segment) > 18:
			head := bytes.Clone(segment[:18])
			head[2], head[3], head[16], head[17] = 0, 16, 0, 0
			out = append(out, head...)
			n++
		case marker == 0xE0, marker == 0xEE, marker == 0xE2 && bytes.HasPrefix(segment[4:], []byte("ICC_PROFILE")):
			out = append(out, segment...)
		case marker >= 0xE1 && marker <= 0xEF, marker == 0xFE:
			n++
		default:
			out = append(out, segment...)
		}
		pos += 2 + size
	}
}

// upright is an Exif segment that says nothing but how the photograph was held.
func upright(o uint16) []byte {
	b := []byte("\xFF\xE1\x00\x00Exif\x00\x00II*\x00\x08\x00\x00\x00\x01\x00\x12\x01\x03\x00\x01\x00\x00\x00")
	b = binary.LittleEndian.AppendUint16(b, o)
	b = append(b, 0, 0, 0, 0, 0, 0)
	binary.BigEndian.PutUint16(b[2:], uint16(len(b)-2))
	return b
}

// drawn are the chunks that make the picture of a PNG file.
const drawn = " IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB bKGD hIST pHYs sPLT acTL fcTL fdAT cICP "

func stripPNG(content []byte) ([]byte, int, error) {
	out := append([]byte{}, content[:8]...)
	n, pos := 0, 8
	for pos+12 <= len(content) {
		size := int(binary.BigEndian.Uint32(content[pos:]))
		if size < 0 || pos+12+size > len(content) {
			break
		}
		name := string(content[pos+4 : pos+8])
		if strings.Contains(drawn, " "+name+" ") {
			out = append(out, content[pos:pos+12+size]...)
		} else {
			n++
		}
		pos += 12 + size
		if name == "IEND" {
			if pos < len(content) {
				n++
			}
			return out, n, nil
		}
	}
	return nil, 0, fault.New(fault.Invalid, "图片不完整，无法自动处理")
}
