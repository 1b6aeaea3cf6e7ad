package portal

import (
	"strconv"
	"strings"

	"gongkai/catalog"
)

// A recordAddress is what an address below /records/ asks for: the 索引号, which may hold strokes, and which part of the
// record.
type recordAddress struct {
	Index   catalog.IndexNo
	Version int    // an earlier version; zero for the current one
	Paper   string // "pdf", "ofd", "docx" or "html"; "svg" for the picture of its address
	File    string // digits of the digest of an attachment
}

// fileDigits is how many digits of its digest name an attachment in its address.
const fileDigits = 16

// parseRecord reads what stands behind /records/. What is no part of a record belongs to the 索引号, which is looked up as
// it is. An attachment comes first: its name may end as the record on paper does.
func parseRecord(path string) recordAddress {
	if index, rest, found := cutLast(path, "/files/"); found {
		if digits, _, _ := strings.Cut(rest, "/"); len(digits) == fileDigits && isHex(digits) {
			return recordAddress{Index: catalog.IndexNo(index), File: digits}
		}
	}
	for _, paper := range []string{"pdf", "ofd", "docx", "html", "svg"} {
		if index, found := strings.CutSuffix(path, "."+paper); found && index != "" {
			return recordAddress{Index: catalog.IndexNo(index), Paper: paper}
		}
	}
	if index, number, found := cutLast(path, "/versions/"); found {
		if n, err := strconv.Atoi(number); err == nil && n > 0 && strconv.Itoa(n) == number {
			return recordAddress{Index: catalog.IndexNo(index), Version: n}
		}
	}
	return recordAddress{Index: catalog.IndexNo(path)}
}

func cutLast(s, sep string) (before, after string, found bool) {
	i := strings.LastIndex(s, sep)
	if i <= 0 {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}

func isHex(s string) bool { return strings.Trim(s, "0123456789abcdef") == "" }

// recordPath is the address of a record: its 索引号 as it is.
func recordPath(index string) string { return "/records/" + index }

// versionPath is the address of one published version of it.
func versionPath(index string, version int) string {
	return recordPath(index) + "/versions/" + strconv.Itoa(version)
}

// filePath is the address of an attachment: content that changes has another one.
func filePath(index, hash, name string) string {
	return recordPath(index) + "/files/" + shortHash(hash) + "/" + name
}

// shortHash returns the first digits of the digest in an address of package blob.
func shortHash(hash string) string {
	_, digits, _ := strings.Cut(hash, ":")
	return digits[:min(fileDigits, len(digits))]
}
