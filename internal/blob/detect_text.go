package blob

import (
	"bytes"
	"encoding/csv"
	"io"
	"net/http"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// encodings are tried in this order on what has no byte order mark.
var encodings = []encoding.Encoding{encoding.Nop, simplifiedchinese.GB18030}

// detectText takes what is text to its end, in UTF-8, UTF-16 with a byte order mark, or GB18030.
func detectText(content io.ReadSeeker, head []byte) (Type, error) {
	tries := encodings
	if bytes.HasPrefix(head, []byte("\xff\xfe")) || bytes.HasPrefix(head, []byte("\xfe\xff")) {
		tries = []encoding.Encoding{unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM)}
	}
	for _, try := range tries {
		if _, err := content.Seek(0, io.SeekStart); err != nil {
			return "", err
		}
		sample, ok, err := readText(transform.NewReader(content, try.NewDecoder()))
		if err != nil {
			return "", err
		}
		if ok {
			return textType(sample)
		}
	}
	return "", refuse("无法识别的文件类型，请转换为 PDF、OFD、DOCX 或图片（JPEG、PNG）后再上传")
}

// sampleSize is how much of a text is kept to tell tables and web pages from prose.
const sampleSize = 64 << 10

// readText reads to the end; ok is false at the first byte that is no text. It returns the beginning.
func readText(r io.Reader) (sample []byte, ok bool, err error) {
	buf := make([]byte, 32<<10)
	kept := 0
	for {
		n, err := io.ReadFull(r, buf[kept:])
		part, end := buf[:kept+n], err == io.EOF || err == io.ErrUnexpectedEOF
		if err != nil && !end {
			return nil, false, err
		}
		part, whole := wholeRunes(part, end)
		if !whole {
			return nil, false, nil
		}
		if len(sample) < sampleSize {
			sample = append(sample, part...)
		}
		if end {
			return sample, true, nil
		}
		kept = copy(buf, buf[len(part):])
	}
}

// wholeRunes returns part without an unfinished rune at its end, and whether all of it is text.
func wholeRunes(part []byte, end bool) ([]byte, bool) {
	i := 0
	for i < len(part) {
		r, size := utf8.DecodeRune(part[i:])
		if r == utf8.RuneError {
			if size <= 1 && !end && !utf8.FullRune(part[i:]) {
				return part[:i], true
			}
			return nil, false // not of this encoding; decoders write U+FFFD
		}
		if r < ' ' && r != '\t' && r != '\n' && r != '\r' && r != '\f' || r == 0x7f {
			return nil, false
		}
		i += size
	}
	return part, true
}

func textType(sample []byte) (Type, error) {
	text := strings.TrimPrefix(string(sample), "\ufeff")
	start := strings.TrimSpace(text[:min(len(text), headSize)])
	lower := strings.ToLower(start)
	if strings.HasPrefix(start, "#!") {
		return "", refuse("不接受可执行程序或脚本文件")
	}
	for _, beginning := range scripts {
		if strings.HasPrefix(lower, beginning) {
			return "", refuse("不接受脚本或标记语言文件，请转换为 PDF、OFD 或 DOCX 后再上传")
		}
	}
	switch kind := http.DetectContentType([]byte(start)); {
	case strings.HasPrefix(kind, "text/html"):
		return HTML, nil
	case !strings.HasPrefix(kind, "text/plain"):
		return "", refuse("无法识别的文件类型，请转换为 PDF、OFD、DOCX 或图片后再上传")
	}
	if isTable(text, len(sample) >= sampleSize) {
		return CSV, nil
	}
	return TXT, nil
}

// isTable says whether the text is at least two lines of as many fields each, separated by commas.
func isTable(text string, cut bool) bool {
	if cut {
		text = text[:strings.LastIndexByte(text, '\n')+1]
	}
	r := csv.NewReader(strings.NewReader(text))
	rows, err := r.ReadAll()
	return err == nil && len(rows) >= 2 && len(rows[0]) >= 2
}
