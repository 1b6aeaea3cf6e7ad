package ui

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"

	"github.com/andybalholm/brotli"
)

//go:embed static
var static embed.FS

// assetTypes are the files of the design system that are served, with their media types.
var assetTypes = map[string]string{
	"gongkai.css":        "text/css; charset=utf-8",
	"gongkai.js":         "text/javascript; charset=utf-8",
	"draft.js":           "text/javascript; charset=utf-8",
	"editor.js":          "text/javascript; charset=utf-8",
	"redact.js":          "text/javascript; charset=utf-8",
	"htmx-2.0.11.min.js": "text/javascript; charset=utf-8",
	"mark.svg":           "image/svg+xml",
}

// An asset is one file in the three encodings in which it can be asked for. It is compressed when it is first asked for:
// the editor of the workbench is large, and the first page does not wait for it.
type asset struct {
	mediaType, hash string
	plain           []byte
	compressed      func() encodings
}

type encodings struct{ gzip, brotli []byte }

var assets = sync.OnceValue(func() map[string]asset {
	table := make(map[string]asset, len(assetTypes))
	for name, mediaType := range assetTypes {
		content, err := static.ReadFile("static/" + name)
		if err != nil {
			panic(err) // the file is embedded at compile time
		}
		table[name] = newAsset(mediaType, content)
	}
	return table
})

// brotliQuality is the highest that does not take a tenth of a second for our few files at the first page; the best
// would make them a few hundredths smaller.
const brotliQuality = 9

// brotliWindow is the logarithm of how far back a file is searched for repetitions: enough for ours. The search tables
// grow with it, to thirty megabytes a file by default.
const brotliWindow = 16

func newAsset(mediaType string, content []byte) asset {
	sum := sha256.Sum256(content)
	return asset{mediaType: mediaType, hash: hex.EncodeToString(sum[:6]), plain: content,
		compressed: sync.OnceValue(func() encodings { return compress(content) })}
}

func compress(content []byte) encodings {
	var gz, br bytes.Buffer
	zw, _ := gzip.NewWriterLevel(&gz, gzip.BestCompression) // the level is valid
	bw := brotli.NewWriterOptions(&br, brotli.WriterOptions{Quality: brotliQuality, LGWin: brotliWindow})
	_, _ = zw.Write(content) // writing to memory cannot fail
	_, _ = bw.Write(content)
	_, _ = zw.Close(), bw.Close()
	return encodings{gz.Bytes(), br.Bytes()}
}

// AssetPath returns the address of a file below the base path. The hash of its content is part of it, so it may be
// kept for ever and a new version has a new address.
func AssetPath(name string) string {
	ext := path.Ext(name)
	return "/assets/" + strings.TrimSuffix(name, ext) + "." + assets()[name].hash + ext
}

// Assets serves the files of the design system. Mount it as GET /assets/ below the base path.
func Assets() http.Handler {
	byPath := make(map[string]asset)
	for name, a := range assets() {
		byPath[path.Base(AssetPath(name))] = a
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a, found := byPath[path.Base(r.URL.Path)]
		if !found {
			http.NotFound(w, r)
			return
		}
		h := w.Header()
		h.Set("Content-Type", a.mediaType)
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
		h.Set("Vary", "Accept-Encoding")
		h.Set("X-Content-Type-Options", "nosniff")
		body := a.choose(r.Header.Get("Accept-Encoding"), h)
		h.Set("Content-Length", strconv.Itoa(len(body)))
		_, _ = w.Write(body) // the reader has gone if this fails
	})
}

func (a asset) choose(accept string, h http.Header) []byte {
	switch {
	case strings.Contains(accept, "br"):
		h.Set("Content-Encoding", "br")
		return a.compressed().brotli
	case strings.Contains(accept, "gzip"):
		h.Set("Content-Encoding", "gzip")
		return a.compressed().gzip
	}
	return a.plain
}

// AssetFiles returns address and content of every file, for an export to a folder.
func AssetFiles() map[string][]byte {
	files := make(map[string][]byte)
	for name, a := range assets() {
		files[AssetPath(name)] = a.plain
	}
	return files
}
