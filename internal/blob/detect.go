package blob

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	_ "image/gif"  // for DecodeConfig
	_ "image/jpeg" // for DecodeConfig
	_ "image/png"  // for DecodeConfig
	"io"
	"strings"

	"gongkai/fault"
)

// A Type is a media type, found from content.
type Type string

// The types that are recognised. WPS documents are of the types of Office 97–2003 (DOC, XLS, PPT).
const (
	PDF  Type = "application/pdf"
	OFD  Type = "application/ofd" // GB/T 33190
	DOCX Type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	XLSX Type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	PPTX Type = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
	DOC  Type = "application/msword"
	XLS  Type = "application/vnd.ms-excel"
	PPT  Type = "application/vnd.ms-powerpoint"
	ODT  Type = "application/vnd.oasis.opendocument.text"
	ODS  Type = "application/vnd.oasis.opendocument.spreadsheet"
	ODP  Type = "application/vnd.oasis.opendocument.presentation"
	ZIP  Type = "application/zip"
	PNG  Type = "image/png"
	JPEG Type = "image/jpeg"
	TIFF Type = "image/tiff"
	GIF  Type = "image/gif"
	WebP Type = "image/webp"
	TXT  Type = "text/plain"
	CSV  Type = "text/csv"
	HTML Type = "text/html"
)

// Attachments are the types taken where no others are named: all but HTML, which a browser would run, and ZIP, into
// which the review does not look.
var Attachments = []Type{PDF, OFD, DOCX, XLSX, PPTX, DOC, XLS, PPT, ODT, ODS, ODP, PNG, JPEG, TIFF, GIF, WebP, TXT, CSV}

// Images are the types of pictures.
var Images = []Type{PNG, JPEG, TIFF, GIF, WebP}

// typeFacts are the label and the customary file name extension of each type.
var typeFacts = []struct {
	kind       Type
	label, ext string
}{
	{PDF, "PDF", ".pdf"}, {OFD, "OFD", ".ofd"},
	{DOCX, "Word（DOCX）", ".docx"}, {XLSX, "Excel（XLSX）", ".xlsx"}, {PPTX, "演示文稿（PPTX）", ".pptx"},
	{DOC, "Word/WPS 文字（DOC）", ".doc"}, {XLS, "Excel/WPS 表格（XLS）", ".xls"}, {PPT, "演示文稿（PPT）", ".ppt"},
	{ODT, "ODT 文档", ".odt"}, {ODS, "ODS 表格", ".ods"}, {ODP, "ODP 演示文稿", ".odp"}, {ZIP, "ZIP 压缩包", ".zip"},
	{PNG, "PNG 图片", ".png"}, {JPEG, "JPEG 图片", ".jpg"}, {TIFF, "TIFF 图片", ".tif"}, {GIF, "GIF 图片", ".gif"},
	{WebP, "WebP 图片", ".webp"}, {TXT, "纯文本", ".txt"}, {CSV, "CSV 表格", ".csv"}, {HTML, "网页（HTML）", ".html"},
}

// Label returns the name of the type for people.
func (t Type) Label() string {
	for _, facts := range typeFacts {
		if facts.kind == t {
			return facts.label
		}
	}
	return string(t)
}

// Ext returns the file name extension, with its dot.
func (t Type) Ext() string {
	for _, facts := range typeFacts {
		if facts.kind == t {
			return facts.ext
		}
	}
	return ""
}

func labels(types []Type) string {
	var names []string
	for _, t := range types {
		names = append(names, t.Label())
	}
	return strings.Join(names, "、")
}

func sizeText(n int64) string {
	switch {
	case n >= 1<<20:
		return fmt.Sprintf("%d MB", n>>20)
	case n >= 1<<10:
		return fmt.Sprintf("%d KB", n>>10)
	}
	return fmt.Sprintf("%d 字节", n)
}

// headSize is how much of the beginning of a file is looked at for its signature.
const headSize = 1024

// programs are the beginnings of files that a machine would run, and of scripts.
var programs = []string{
	"MZ", "\x7fELF", "\xfe\xed\xfa\xce", "\xfe\xed\xfa\xcf", "\xce\xfa\xed\xfe", "\xcf\xfa\xed\xfe", "\xca\xfe\xba\xbe",
	"\x00asm", "dex\n", "L\x00\x00\x00\x01\x14\x02\x00", "#!",
}

// scripts are the beginnings of scripts, in lower case, after white space.
var scripts = []string{"<?php", "<%", "<script", "<?xml", "<svg", "@echo off", "{\\rtf", "<hta:", "<job"}

// known are files that people hand in and that are not taken, with what they should do instead. RTF carries other files
// within it that no review sees.
var known = []struct {
	at              int
	beginning, word string
}{
	{0, "{\\rtf", "不接受 RTF 文件，请用 Word 或者 WPS 打开，另存为 DOCX 或者 PDF 后再上传"},
	{0, "Rar!\x1a\x07", "不接受 RAR 压缩包，请解压后逐个上传里面的文件"}, {0, "7z\xbc\xaf\x27\x1c", "不接受 7Z 压缩包，请解压后逐个上传里面的文件"},
	{4, "ftyphei", "不接受 HEIC 照片，请在手机上另存为 JPEG，或者截图后上传"}, {4, "ftyphev", "不接受 HEIC 照片，请在手机上另存为 JPEG，或者截图后上传"},
	{4, "ftypmif1", "不接受 HEIC 照片，请在手机上另存为 JPEG，或者截图后上传"}, {4, "ftyp", "不接受视频和录音，请写明内容，需要时与机关联系当面提交"},
	{0, "ID3\x03", "不接受视频和录音，请写明内容，需要时与机关联系当面提交"}, {8, "WAVEfmt ", "不接受视频和录音，请写明内容，需要时与机关联系当面提交"},
}

// notTaken says why a file that people know is not taken; nil for others.
func notTaken(head []byte) error {
	for _, k := range known {
		if len(head) >= k.at && bytes.HasPrefix(head[k.at:], []byte(k.beginning)) {
			return refuse("%s", k.word)
		}
	}
	return nil
}

// Detect returns the type of the content. It refuses, in words for the person who sent the file, what it does not
// know, what is broken, what would run or hides something, and what is two things at once.
func Detect(r io.ReaderAt, size int64) (Type, error) {
	head := make([]byte, min(size, headSize))
	if _, err := r.ReadAt(head, 0); err != nil && err != io.EOF {
		return "", err
	}
	for _, beginning := range programs {
		if bytes.HasPrefix(head, []byte(beginning)) {
			return "", refuse("不接受可执行程序或脚本文件")
		}
	}
	if err := notTaken(head); err != nil {
		return "", err
	}
	if bytes.HasPrefix(head, []byte("PK\x03\x04")) {
		return detectZip(r, size)
	}
	if hidden, err := endsAsZip(r, size); err != nil || hidden {
		return "", orRefuse(err, "文件末尾藏有压缩包，请重新导出后再上传")
	}
	if bytes.HasPrefix(head, cfbMagic) {
		return detectCFB(r, size)
	}
	if kind := signature(head); kind != "" {
		return checkBinary(kind, r, size, head)
	}
	return detectText(io.NewSectionReader(r, 0, size), head)
}

// signature returns the type of a PDF or picture from its first bytes.
func signature(head []byte) Type {
	for _, s := range []struct {
		kind      Type
		beginning string
	}{
		{PDF, "%PDF-"}, {PNG, "\x89PNG\r\n\x1a\n"}, {JPEG, "\xff\xd8\xff"}, {GIF, "GIF87a"}, {GIF, "GIF89a"},
		{TIFF, "II*\x00"}, {TIFF, "MM\x00*"},
	} {
		if bytes.HasPrefix(head, []byte(s.beginning)) {
			return s.kind
		}
	}
	if len(head) >= 16 && string(head[:4]) == "RIFF" && string(head[8:12]) == "WEBP" {
		return WebP
	}
	return ""
}

// checkBinary looks whether the file is whole and nothing else besides.
func checkBinary(kind Type, r io.ReaderAt, size int64, head []byte) (Type, error) {
	lower := bytes.ToLower(head)
	for _, foreign := range []string{"<script", "<?php", "<html", "<svg"} {
		if bytes.Contains(lower, []byte(foreign)) {
			return "", refuse("%s文件中夹带了脚本，不予接受", kind.Label())
		}
	}
	switch kind {
	case PDF:
		tail := make([]byte, min(size, 2048))
		if _, err := r.ReadAt(tail, size-int64(len(tail))); err != nil && err != io.EOF {
			return "", err
		}
		if !bytes.Contains(tail, []byte("%%EOF")) {
			return "", refuse("PDF 文件不完整（缺少结尾），请重新导出后再上传")
		}
	case PNG, JPEG, GIF:
		config, _, err := image.DecodeConfig(io.NewSectionReader(r, 0, size))
		if err != nil || config.Width == 0 || config.Height == 0 {
			return "", refuse("%s已损坏，无法打开", kind.Label())
		}
	case TIFF:
		order := binary.ByteOrder(binary.LittleEndian)
		if head[0] == 'M' {
			order = binary.BigEndian
		}
		if len(head) < 8 || int64(order.Uint32(head[4:])) > size-2 || order.Uint32(head[4:]) < 8 {
			return "", refuse("TIFF 图片已损坏，无法打开")
		}
	case WebP:
		if length := int64(binary.LittleEndian.Uint32(head[4:])); length+8 > size {
			return "", refuse("WebP 图片不完整，无法打开")
		}
	}
	return kind, nil
}

func refuse(format string, args ...any) error { return fault.New(fault.Invalid, format, args...) }

// orRefuse returns err, or a refusal if there is none.
func orRefuse(err error, message string) error {
	if err != nil {
		return err
	}
	return refuse("%s", message)
}
