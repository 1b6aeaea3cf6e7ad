package sitecopy

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"net/http"
	"os"
	"strings"
)

// An answer takes what a handler writes: texts into memory, files to the disk.
type answer struct {
	dir    string
	header http.Header
	status int
	body   bytes.Buffer
	file   *os.File
	sum    hash.Hash
	size   int64
	kept   bool
	err    error
}

// Header implements [http.ResponseWriter].
func (w *answer) Header() http.Header { return w.header }

// WriteHeader implements [http.ResponseWriter].
func (w *answer) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
}

// inMemory are texts that are looked into.
func inMemory(mediaType string) bool {
	for _, kind := range []string{"text/", "application/xml", "application/atom+xml", "application/json", "application/javascript", "application/manifest"} {
		if strings.HasPrefix(mediaType, kind) {
			return true
		}
	}
	return mediaType == ""
}

// Write implements [http.ResponseWriter].
func (w *answer) Write(b []byte) (int, error) {
	w.WriteHeader(http.StatusOK)
	if w.file == nil && w.body.Len() == 0 && w.status == http.StatusOK && !inMemory(w.header.Get("Content-Type")) {
		if w.file, w.err = os.CreateTemp(w.dir, ".copying-*"); w.err != nil {
			return 0, w.err
		}
		w.sum = sha256.New()
	}
	if w.file == nil {
		return w.body.Write(b)
	}
	n, err := w.file.Write(b)
	w.sum.Write(b[:n])
	w.size += int64(n)
	if err != nil {
		w.err = err
	}
	return n, err
}

func (w *answer) close() (name, sum string, err error) {
	if err := w.file.Chmod(0o644); err != nil {
		return "", "", err
	}
	return w.file.Name(), hex.EncodeToString(w.sum.Sum(nil)), w.file.Close()
}

// discard removes what was not put in its place.
func (w *answer) discard() {
	if w.file != nil && !w.kept {
		_ = w.file.Close()
		_ = os.Remove(w.file.Name())
	}
}
