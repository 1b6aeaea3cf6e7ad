package blob

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"io"
	"path"
	"strings"
)

// Bounds on what is looked at inside a zip, so that no file can cost more than a few megabytes and milliseconds.
const (
	maxEntries      = 10_000
	maxDirectory    = 4 << 20 // bytes of the central directory
	maxUncompressed = 1 << 30 // bytes of all entries, as declared
	maxManifest     = 1 << 20 // bytes of an entry that is read
)

const (
	endSize  = 22 // bytes of the record at the end of a zip, without its comment
	maxEnd   = endSize + 1<<16
	entryMin = 46 // bytes of an entry in the central directory, at least
)

// runnable are extensions of programs and scripts, which an archive must not carry.
var runnable = " .exe .dll .com .scr .msi .bat .cmd .ps1 .vbs .vbe .js .jse .wsf .hta .lnk .jar .apk .sh .py .php .jsp .asp .reg .cpl .pif "

// zipEnd is what the record at the end of a zip says.
type zipEnd struct {
	entries         int
	directory, from int64
	found, zip64    bool
}

// readEnd finds the record at the end of a zip whose comment reaches to the end of the file and whose directory lies
// where it says.
func readEnd(r io.ReaderAt, size int64) (zipEnd, error) {
	tail := make([]byte, min(size, maxEnd))
	if _, err := r.ReadAt(tail, size-int64(len(tail))); err != nil && err != io.EOF {
		return zipEnd{}, err
	}
	for at := bytes.LastIndex(tail, []byte("PK\x05\x06")); at >= 0; at = bytes.LastIndex(tail[:at], []byte("PK\x05\x06")) {
		record := tail[at:]
		if len(record) < endSize || endSize+int(binary.LittleEndian.Uint16(record[20:])) != len(record) {
			continue
		}
		end := zipEnd{
			entries:   int(binary.LittleEndian.Uint16(record[10:])),
			directory: int64(binary.LittleEndian.Uint32(record[12:])),
			from:      int64(binary.LittleEndian.Uint32(record[16:])),
			found:     true,
		}
		end.zip64 = end.entries == 0xffff || end.directory == 0xffffffff || end.from == 0xffffffff
		start := size - int64(len(record)) - end.directory
		magic := make([]byte, 4)
		if !end.zip64 && end.entries > 0 {
			if start < 0 {
				continue
			}
			if _, err := r.ReadAt(magic, start); err != nil && err != io.EOF {
				return zipEnd{}, err
			}
			if string(magic) != "PK\x01\x02" {
				continue
			}
		}
		return end, nil
	}
	return zipEnd{}, nil
}

// endsAsZip says whether a file that does not begin as a zip can be opened as one.
func endsAsZip(r io.ReaderAt, size int64) (bool, error) {
	end, err := readEnd(r, size)
	return end.found && (end.zip64 || end.entries > 0), err
}

func detectZip(r io.ReaderAt, size int64) (Type, error) {
	end, err := readEnd(r, size)
	switch {
	case err != nil:
		return "", err
	case !end.found || end.entries == 0:
		return "", refuse("文件不完整或已损坏，无法打开")
	case end.zip64 || end.entries > maxEntries || end.directory > maxDirectory || end.directory < int64(end.entries)*entryMin:
		return "", refuse("压缩格式的文件内条目过多，不予接受")
	}
	archive, err := zip.NewReader(r, size)
	if err != nil {
		return "", refuse("文件不完整或已损坏，无法打开")
	}
	if err := checkEntries(archive.File); err != nil {
		return "", err
	}
	return zipType(archive)
}

// checkEntries refuses what no document holds.
func checkEntries(entries []*zip.File) error {
	var total uint64
	for _, entry := range entries {
		if total += entry.UncompressedSize64; total > maxUncompressed || entry.UncompressedSize64 > maxUncompressed {
			return refuse("文件解压后过大（超过 1 GB），不予接受")
		}
		if entry.Flags&1 != 0 {
			return refuse("文件已加密，无法审查，请去掉密码后再上传")
		}
		name := strings.ReplaceAll(entry.Name, `\`, "/")
		if strings.HasPrefix(name, "/") || strings.Contains("/"+name+"/", "/../") || strings.ContainsRune(name, 0) {
			return refuse("文件内有不安全的路径，不予接受")
		}
		if ext := strings.ToLower(path.Ext(name)); ext != "" && strings.Contains(runnable, " "+ext+" ") {
			return refuse("文件内夹带程序或脚本（%s），不予接受", ext)
		}
		if strings.HasSuffix(strings.ToLower(name), "vbaproject.bin") {
			return refuse("文件含有宏，请另存为不含宏的格式后再上传")
		}
	}
	return nil
}

// officeMain are the content types of the main part of an Office document. Macro-enabled ones have others.
var officeMain = []struct {
	kind Type
	main string
}{
	{DOCX, "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"},
	{XLSX, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"},
	{PPTX, "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"},
}

func zipType(archive *zip.Reader) (Type, error) {
	if types, err := readEntry(archive, "[Content_Types].xml"); err != nil || types != nil {
		if err != nil {
			return "", err
		}
		if bytes.Contains(types, []byte("macroEnabled")) {
			return "", refuse("文件含有宏，请另存为不含宏的格式后再上传")
		}
		for _, office := range officeMain {
			if bytes.Contains(types, []byte(`"`+office.main+`"`)) {
				return office.kind, nil
			}
		}
		return "", refuse("不支持这种 Office 文件，请另存为 DOCX、XLSX 或 PPTX")
	}
	if mimetype, err := readEntry(archive, "mimetype"); err != nil || mimetype != nil {
		return openDocument(archive, strings.TrimSpace(string(mimetype)), err)
	}
	if root, err := readEntry(archive, "OFD.xml"); err != nil || root != nil {
		if err == nil && bytes.Contains(root, []byte("http://www.ofdspec.org/2016")) {
			return OFD, nil
		}
		return "", orRefuse(err, "OFD 文件的结构不符合 GB/T 33190，无法打开")
	}
	for _, entry := range archive.File {
		if entry.Name == "META-INF/MANIFEST.MF" || entry.Name == "AndroidManifest.xml" {
			return "", refuse("不接受可执行程序或脚本文件")
		}
	}
	return ZIP, nil
}

func openDocument(archive *zip.Reader, mimetype string, err error) (Type, error) {
	if err != nil {
		return "", err
	}
	kind := Type(mimetype)
	if kind != ODT && kind != ODS && kind != ODP {
		return "", refuse("无法识别的文件类型，请转换为 PDF、OFD 或 DOCX 后再上传")
	}
	manifest, err := readEntry(archive, "META-INF/manifest.xml")
	if err != nil {
		return "", err
	}
	if bytes.Contains(manifest, []byte("encryption-data")) {
		return "", refuse("文件已加密，无法审查，请去掉密码后再上传")
	}
	return kind, nil
}

// readEntry returns the content of the entry, or nil if there is none. Two of one name are a trick: which one is read
// depends on the program.
func readEntry(archive *zip.Reader, name string) ([]byte, error) {
	var found *zip.File
	for _, entry := range archive.File {
		if entry.Name != name {
			continue
		}
		if found != nil {
			return nil, refuse("文件内有重复的条目，不予接受")
		}
		found = entry
	}
	if found == nil {
		return nil, nil
	}
	content, err := found.Open()
	if err != nil {
		return nil, refuse("文件不完整或已损坏，无法打开")
	}
	defer content.Close()
	text, err := io.ReadAll(io.LimitReader(content, maxManifest+1))
	if err != nil || len(text) > maxManifest {
		return nil, refuse("文件不完整或已损坏，无法打开")
	}
	return append([]byte{}, text...), nil
}
