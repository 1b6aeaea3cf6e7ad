package filetest

import (
	"bytes"
	"compress/gzip"
	"embed"
	"encoding/binary"
	"hash/crc32"
	"io"
	"testing"
)

// The samples were written by another program, LibreOffice 7.4, from the flat files beside them (sample.fodt … plain.fodp):
//
//	soffice --headless --convert-to doc sample.fodt
//
// The sample of each kind has an ID number in its table and, as far as the format can, a hidden text, sheet, row, column
// or slide, a tracked change, a remark, notes and properties; the plain one has nothing to find but its authors' names.
//
//go:embed samples
var samples embed.FS

// Sample returns a file by its name: sample.doc, plain.odp.
func Sample(t testing.TB, name string) []byte {
	t.Helper()
	packed, err := samples.ReadFile("samples/" + name + ".gz")
	if err != nil {
		t.Fatal(err)
	}
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// RAR is an archive of RAR 5 whose files are stored as they are.
func RAR(parts ...Part) []byte {
	out := []byte("Rar!\x1A\x07\x01\x00")
	block := func(header, data []byte) {
		body := append(binary.AppendUvarint(nil, uint64(len(header))), header...)
		out = binary.LittleEndian.AppendUint32(out, crc32.ChecksumIEEE(body))
		out = append(append(out, body...), data...)
	}
	block([]byte{1, 0, 0}, nil)
	for _, p := range parts {
		h := []byte{2, 2} // a file, with data
		h = binary.AppendUvarint(h, uint64(len(p.Content)))
		h = append(h, 4) // with a checksum
		h = binary.AppendUvarint(h, uint64(len(p.Content)))
		h = append(h, 0x20)
		h = binary.LittleEndian.AppendUint32(h, crc32.ChecksumIEEE([]byte(p.Content)))
		h = append(h, 0, 1)
		h = binary.AppendUvarint(h, uint64(len(p.Name)))
		block(append(h, p.Name...), []byte(p.Content))
	}
	block([]byte{5, 0, 0}, nil)
	return out
}
