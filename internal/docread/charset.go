package docread

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"gongkai/fault"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
)

// Decode turns the bytes of a text file into UTF-8. It goes by the byte order mark, then by whether the bytes are valid
// UTF-8, then by which Chinese encoding gives text; what a page declares of itself is not believed.
func Decode(content []byte) ([]byte, error) {
	switch {
	case bytes.HasPrefix(content, []byte("\xEF\xBB\xBF")):
		content = content[3:]
	case bytes.HasPrefix(content, []byte("\xFF\xFE")), bytes.HasPrefix(content, []byte("\xFE\xFF")):
		return decodeAs(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), content)
	}
	if endian, wide := wideText(content); wide {
		return decodeAs(unicode.UTF16(endian, unicode.IgnoreBOM), content)
	}
	if utf8.Valid(content) {
		return content, broken(content)
	}
	for _, endian := range []unicode.Endianness{unicode.LittleEndian, unicode.BigEndian} {
		if mostlyHan(content, endian == unicode.LittleEndian) {
			return decodeAs(unicode.UTF16(endian, unicode.IgnoreBOM), content)
		}
	}
	if text := bytes.ToValidUTF8(content, nil); len(content)-len(text) < 1+len(content)/200 && han(text) > 20 {
		return text, broken(text) // UTF-8 with a few characters cut
	}
	gb, err := simplifiedchinese.GB18030.NewDecoder().Bytes(content)
	if err != nil {
		return nil, fault.New(fault.Invalid, "文件的文字编码无法识别")
	}
	if big5, err := traditionalchinese.Big5.NewDecoder().Bytes(content); err == nil && frequent(big5) > frequent(gb) {
		gb = big5
	}
	return gb, broken(gb)
}

func decodeAs(e encoding.Encoding, content []byte) ([]byte, error) {
	text, err := e.NewDecoder().Bytes(content)
	if err != nil {
		return nil, fault.New(fault.Invalid, "文件的文字编码无法识别")
	}
	return text, broken(text)
}

// wideText tells UTF-16 without a mark by the zero bytes of its spaces, digits and line ends.
func wideText(content []byte) (unicode.Endianness, bool) {
	sample := content[:min(len(content), 4096)]
	var even, odd int
	for i, b := range sample {
		if b == 0 {
			if i%2 == 0 {
				even++
			} else {
				odd++
			}
		}
	}
	switch {
	case odd > len(sample)/40 && even < odd/8+1:
		return unicode.LittleEndian, true
	case even > len(sample)/40 && odd < even/8+1:
		return unicode.BigEndian, true
	}
	return unicode.LittleEndian, false
}

// mostlyHan reports whether the bytes, taken for UTF-16, are nearly all Han, Chinese punctuation and ASCII.
func mostlyHan(content []byte, little bool) bool {
	sample := content[:min(len(content), 4096)&^1]
	good := 0
	for i := 0; i < len(sample); i += 2 {
		c := uint16(sample[i])<<8 | uint16(sample[i+1])
		if little {
			c = uint16(sample[i+1])<<8 | uint16(sample[i])
		}
		if c >= 0x4E00 && c <= 0x9FA5 || c >= 0x3000 && c < 0x3040 || c >= 0xFF00 || c > 0 && c < 0x80 {
			good++
		}
	}
	return len(content)%2 == 0 && good > 10 && good*2 > len(sample)*95/100
}

// broken refuses text whose Han was lost on its way: question marks, replacement characters, or UTF-8 read as GBK.
func broken(text []byte) error {
	n := han(text)
	lost := bytes.Count(text, []byte("\uFFFD")) + 3*bytes.Count(text, []byte("锟斤拷"))
	questions := 0
	if n < 20 && looseRuns(text) > 20 {
		questions = looseRuns(text)
	}
	if controls(text) > 4+len(text)/100 {
		return fault.New(fault.Invalid, "文件不是文字、网页、Word、Excel、PDF或OFD，或者已经损坏")
	}
	if lost > 10+n/10 || questions > 0 || bytes.Contains(text, []byte("鏀垮簻")) || bytes.Count(text, []byte("\x00")) > 8 {
		return fault.New(fault.Invalid, "文件的文字编码已经损坏，汉字无法还原，请重新下载或者另存")
	}
	return nil
}

// controls counts the control characters that no text has.
func controls(text []byte) int {
	n := 0
	for _, c := range text {
		if c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\v' && c != '\f' && c != 0 {
			n++
		}
	}
	return n
}

// looseRuns counts question marks that stand in rows of three or more.
func looseRuns(text []byte) int { return 3 * bytes.Count(text, []byte("???")) }

func han(text []byte) int {
	n := 0
	for i := 0; i < len(text); i++ {
		if text[i] >= 0xE4 && text[i] <= 0xE9 {
			n++
		}
	}
	return n
}

// frequent counts characters that every Chinese office text is full of.
func frequent(text []byte) int {
	n := 0
	for _, c := range []string{"的", "年", "公", "政", "府", "信", "息", "申", "请", "請", "开", "開", "情", "不"} {
		n += strings.Count(string(text), c)
	}
	return n
}

// LooksLikeHTML reports whether text that was decoded is a web page or a piece of one.
func LooksLikeHTML(text []byte) bool {
	head := bytes.ToLower(text[:min(len(text), 8192)])
	for _, tag := range []string{"<html", "<!doctype html", "<table", "<body", "<div", "<p>", "<p ", "<head", "<span", "<meta"} {
		if bytes.Contains(head, []byte(tag)) {
			return true
		}
	}
	return bytes.Contains(text, []byte("<table"))
}
