package inside

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"unicode/utf8"

	"gongkai/fault"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// inflate reads one file of an archive, no further than the limits.
func (r *reading) inflate(f *zip.File) ([]byte, error) {
	tooLarge := fault.New(fault.Invalid, "文件解压后过大，疑为压缩炸弹，不予读取")
	if f.Flags&1 != 0 {
		return nil, fault.New(fault.Invalid, Locked)
	}
	if f.UncompressedSize64 > maxInflated || r.inflated+int64(f.UncompressedSize64) > maxTotal {
		return nil, tooLarge
	}
	in, err := f.Open()
	if err != nil {
		return nil, fault.New(fault.Invalid, "压缩包中的“%s”无法解压", nameOf(f))
	}
	defer in.Close()
	var b bytes.Buffer
	n, err := io.Copy(&b, io.LimitReader(in, maxInflated+1))
	if r.inflated += n; n > maxInflated || r.inflated > maxTotal {
		return nil, tooLarge
	}
	if err != nil {
		return nil, fault.New(fault.Invalid, "压缩包中的“%s”已损坏", nameOf(f))
	}
	return b.Bytes(), nil
}

// Locked is the message for an archive with a password.
const Locked = "压缩包已加密，请先解除密码"

// Archive opens every file of a ZIP archive.
func Archive(content []byte) (*Content, error) {
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return nil, fault.New(fault.Invalid, "压缩包不完整或已损坏，无法打开")
	}
	r := &reading{}
	if z.Comment != "" {
		r.text("压缩包注释", z.Comment, Property, "注释")
	}
	for _, f := range z.File {
		name := nameOf(f)
		if f.FileInfo().IsDir() || strings.HasPrefix(name, "__MACOSX/") || strings.HasSuffix(name, ".DS_Store") || strings.HasSuffix(name, "Thumbs.db") {
			continue
		}
		r.text(name, name, Property, "文件名")
		if r.carry(f, name, name, false); r.err != nil {
			return nil, r.err
		}
	}
	return &r.Content, nil
}

// nameOf is the name of a file in an archive; Chinese programs wrote them in GBK without saying so.
func nameOf(f *zip.File) string {
	if !f.NonUTF8 && utf8.ValidString(f.Name) || isASCII(f.Name) {
		return f.Name
	}
	if utf8.ValidString(f.Name) {
		return f.Name
	}
	if name, err := simplifiedchinese.GB18030.NewDecoder().String(f.Name); err == nil {
		return name
	}
	return strings.ToValidUTF8(f.Name, "?")
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
