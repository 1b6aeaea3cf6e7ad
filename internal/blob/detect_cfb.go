package blob

import (
	"encoding/binary"
	"io"

	"github.com/richardlehane/mscfb"
)

// cfbMagic begins a compound file, the container of Office 97–2003 and WPS documents.
var cfbMagic = []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")

// maxStorages bounds how many entries of a compound file are looked at.
const maxStorages = 5_000

func detectCFB(r io.ReaderAt, size int64) (kind Type, err error) {
	const broken = "文件不完整或已损坏，无法打开"
	file, err := mscfb.New(io.NewSectionReader(r, 0, size))
	if err != nil {
		return "", refuse(broken)
	}
	if len(file.File) > maxStorages {
		return "", refuse("文件内条目过多，不予接受")
	}
	for _, entry := range file.File {
		top := len(entry.Path) == 0
		switch entry.Name {
		case "EncryptedPackage", "EncryptionInfo":
			return "", refuse("文件已加密，无法审查，请去掉密码后再上传")
		case "Macros", "_VBA_PROJECT_CUR", "VBA", "_VBA_PROJECT":
			return "", refuse("文件含有宏，请另存为不含宏的格式后再上传")
		case "WordDocument":
			if top && kind == "" {
				kind, err = DOC, checkWord(entry)
			}
		case "Workbook", "Book":
			if top && kind == "" {
				kind, err = XLS, checkWorkbook(entry)
			}
		case "PowerPoint Document":
			if top && kind == "" {
				kind = PPT
			}
		}
		if err != nil {
			return "", err
		}
	}
	if kind == "" {
		return "", refuse("无法识别的文件类型，请转换为 PDF、OFD 或 DOCX 后再上传")
	}
	return kind, nil
}

// checkWord reads the head of a Word document ([MS-DOC] FibBase): signature and the flag fEncrypted.
func checkWord(r io.Reader) error {
	fib := make([]byte, 12)
	if _, err := io.ReadFull(r, fib); err != nil || binary.LittleEndian.Uint16(fib) != 0xa5ec {
		return refuse("Word 文件已损坏，无法打开")
	}
	if binary.LittleEndian.Uint16(fib[10:])&0x0100 != 0 {
		return refuse("文件已加密，无法审查，请去掉密码后再上传")
	}
	return nil
}

// checkWorkbook reads the first records of a workbook ([MS-XLS]): BOF and, if it is encrypted, FilePass.
func checkWorkbook(r io.Reader) error {
	head := make([]byte, 4)
	for i := range 4 {
		if _, err := io.ReadFull(r, head); err != nil {
			return refuse("Excel 文件已损坏，无法打开")
		}
		record, length := binary.LittleEndian.Uint16(head), binary.LittleEndian.Uint16(head[2:])
		if i == 0 && record != 0x0809 {
			return refuse("Excel 文件已损坏，无法打开")
		}
		if record == 0x002f {
			return refuse("文件已加密，无法审查，请去掉密码后再上传")
		}
		if _, err := io.CopyN(io.Discard, r, int64(length)); err != nil {
			return refuse("Excel 文件已损坏，无法打开")
		}
	}
	return nil
}
