// Package sitecopy writes the whole portal as files, for networks that cannot reach it: every page, feed, map, attachment
// and asset, drawn by the handlers that serve them.
//
// 《条例》第二十三条 asks for platforms on which people find what is disclosed; where a network is separated from the
// public one, a copy carried over by hand is what they have.
//
// Pages are folders with an index.html, so that a plain web server answers the addresses of the site; links between them
// are relative, so that the copy works at any address and from a disk. What only the site can do leads to a page that
// says so. A copy is written over an earlier one: only what has changed is written, what is gone is taken away, and a
// manifest names every file with its digest. The package decides nothing about what is public.
package sitecopy

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"gongkai/fault"
)

// Options say what is copied and where to.
type Options struct {
	Handler  http.Handler // the site, asked with addresses that have its base path
	BasePath string
	Offline  string   // the page, below the base path, to which leads what only the site can do
	Live     []string // addresses that only the site can answer; with a stroke at the end all below
	Start    []string // addresses from which everything else is found
	Dir      string
	Now      time.Time
	Progress func(files int)
	MostURLs int // 5 million when zero
}

// A File is one file of the copy.
type File struct {
	Path   string `json:"path"`
	SHA256 string `json:"sha256"`
	Size   int64  `json:"size"`
	From   string `json:"from"` // the address on the site
}

// A Manifest names all files of the copy.
type Manifest struct {
	Made  time.Time `json:"made"`
	Base  string    `json:"base_path"`
	Files []File    `json:"files"`
}

// ManifestName is the file of the manifest; SumsName has the digests in the form of sha256sum.
const (
	ManifestName = "manifest.json"
	SumsName     = "SHA256SUMS"
)

// A Result is what copying did.
type Result struct {
	Files, Written, Removed int
	Broken                  []string // addresses to which the site itself leads and which it does not answer
}

// Copy writes the copy.
func Copy(ctx context.Context, o Options) (res Result, err error) {
	defer fault.Wrap(&err, "sitecopy.Copy")
	if o.MostURLs == 0 {
		o.MostURLs = 5_000_000
	}
	if err := os.MkdirAll(o.Dir, 0o755); err != nil {
		return res, fault.New(fault.Unavailable, "目录 %s 无法建立：%v", o.Dir, err)
	}
	root, err := os.OpenRoot(o.Dir)
	if err != nil {
		return res, fault.New(fault.Unavailable, "目录 %s 打不开：%v", o.Dir, err)
	}
	defer root.Close()
	c := &copier{Options: o, root: root, seen: map[string]bool{}, files: map[string]File{}}
	if c.old, err = c.earlier(); err != nil {
		return res, err
	}
	var round []string
	for _, at := range append(slices.Clone(o.Start), o.Offline) {
		round = c.fresh(round, at)
	}
	for len(round) > 0 {
		if round, err = c.round(ctx, round); err != nil {
			return res, err
		}
	}
	res = c.result
	res.Removed, err = c.finish()
	res.Files = len(c.files)
	slices.Sort(res.Broken)
	return res, err
}

type copier struct {
	Options
	root *os.Root
	old  map[string]File

	mu     sync.Mutex
	seen   map[string]bool
	files  map[string]File // by path
	result Result
}

// earlier reads the manifest of the copy that is there. A folder with other files in it is not touched.
func (c *copier) earlier() (map[string]File, error) {
	old := map[string]File{}
	text, err := c.root.ReadFile(ManifestName)
	if errors.Is(err, fs.ErrNotExist) {
		entries, err := os.ReadDir(c.Dir)
		if err == nil && len(entries) > 0 {
			return nil, fault.New(fault.Conflict, "目录 %s 不是空的，也不是以前的导出。请换一个目录", c.Dir)
		}
		return old, err
	}
	var m Manifest
	if err != nil || json.Unmarshal(text, &m) != nil {
		return nil, fault.New(fault.Conflict, "目录 %s 中的 %s 读不出来，请换一个目录", c.Dir, ManifestName)
	}
	for _, f := range m.Files {
		old[f.Path] = f
	}
	return old, nil
}

// fresh adds an address to the list unless it was seen before.
func (c *copier) fresh(list []string, at string) []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.seen[at] {
		return list
	}
	c.seen[at] = true
	return append(list, at)
}

// round fetches the addresses and returns those to which they lead.
func (c *copier) round(ctx context.Context, list []string) (next []string, err error) {
	work := make(chan string)
	var workers sync.WaitGroup
	var failed error
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for at := range work {
				found, err := c.one(ctx, at)
				c.mu.Lock()
				if err != nil && failed == nil {
					failed = err
				}
				c.mu.Unlock()
				for _, link := range found {
					c.mu.Lock()
					fresh := !c.seen[link]
					c.seen[link] = true
					if fresh {
						next = append(next, link)
					}
					c.mu.Unlock()
				}
			}
		})
	}
	for _, at := range list {
		if ctx.Err() != nil {
			break
		}
		work <- at
	}
	close(work)
	workers.Wait()
	if failed == nil && len(c.seen) > c.MostURLs {
		failed = fault.New(fault.Unavailable, "网址超过%d个，没有导出完", c.MostURLs)
	}
	return next, errors.Join(failed, ctx.Err())
}

// one fetches an address and writes its file. It returns the addresses to which a page leads.
func (c *copier) one(ctx context.Context, at string) (links []string, err error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://localhost"+c.BasePath+at, nil)
	if err != nil {
		return nil, err
	}
	r.RequestURI = r.URL.RequestURI()
	w := &answer{header: http.Header{}, dir: c.Dir}
	defer w.discard()
	c.Handler.ServeHTTP(w, r)
	if w.err != nil {
		return nil, w.err
	}
	switch {
	case w.status >= 300 && w.status < 400:
		target, ok := c.local(at, w.header.Get("Location"))
		if !ok {
			return nil, nil
		}
		return []string{target}, c.write(at, []byte(redirectPage(c.relative(fileOf(at), target))))
	case w.status == http.StatusGone: // the page of a withdrawn record stays
	case w.status != http.StatusOK:
		c.mu.Lock()
		c.result.Broken = append(c.result.Broken, fmt.Sprintf("%s（%d）", at, w.status))
		c.mu.Unlock()
		return nil, nil
	}
	if w.file != nil {
		return nil, c.move(at, w)
	}
	body := w.body.Bytes()
	switch kind, _, _ := strings.Cut(w.header.Get("Content-Type"), ";"); kind {
	case "text/html":
		body, links = c.rewrite(at, body)
	case "application/xml", "application/atom+xml":
		links = c.linksOfXML(at, body)
	case "text/css":
		links = c.linksOfCSS(at, body)
	}
	return links, c.write(at, body)
}

// redirectPage leads on where the site answers with another address.
func redirectPage(to string) string {
	return `<!DOCTYPE html><html lang="zh-CN"><meta charset="utf-8"><meta http-equiv="refresh" content="0; url=` + to + `"><title>已经移动</title><a href="` + to + `">已经移动，请点这里</a></html>` + "\n"
}

// write writes a file if it differs from the one that is there.
func (c *copier) write(at string, body []byte) error {
	sum := sha256.Sum256(body)
	f := File{Path: fileOf(at), SHA256: hex.EncodeToString(sum[:]), Size: int64(len(body)), From: at}
	if c.same(f) {
		c.note(f, false)
		return nil
	}
	if err := c.root.MkdirAll(path.Dir(f.Path), 0o755); err != nil {
		return unwritable(f.Path, err)
	}
	if err := c.root.WriteFile(f.Path+".new", body, 0o644); err != nil {
		return unwritable(f.Path, err)
	}
	c.note(f, true)
	return c.root.Rename(f.Path+".new", f.Path)
}

// move puts a large file, which was written as it came, in its place.
func (c *copier) move(at string, w *answer) error {
	name, sum, err := w.close()
	if err != nil {
		return unwritable(at, err)
	}
	f := File{Path: fileOf(at), SHA256: sum, Size: w.size, From: at}
	if c.same(f) {
		c.note(f, false)
		return nil
	}
	if err := c.root.MkdirAll(path.Dir(f.Path), 0o755); err != nil {
		return unwritable(f.Path, err)
	}
	c.note(f, true)
	w.kept = true
	return c.root.Rename(filepath.Base(name), f.Path)
}

func unwritable(name string, err error) error {
	return &fault.Error{Kind: fault.Unavailable, Message: "文件 " + name + " 写不进去，请检查磁盘空间和权限", Err: err}
}

// same reports whether the file of the earlier copy is still there and the same.
func (c *copier) same(f File) bool {
	old, ok := c.old[f.Path]
	if !ok || old.SHA256 != f.SHA256 || old.Size != f.Size {
		return false
	}
	info, err := c.root.Stat(f.Path)
	return err == nil && info.Size() == f.Size
}

func (c *copier) note(f File, written bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.files[f.Path] = f
	if written {
		c.result.Written++
	}
	if c.Progress != nil && len(c.files)%100 == 0 {
		c.Progress(len(c.files))
	}
}

// finish takes away what is gone and writes the manifest, last of all.
func (c *copier) finish() (removed int, err error) {
	for name := range c.old {
		if _, stays := c.files[name]; !stays && filepath.IsLocal(name) {
			if err := c.root.Remove(name); err == nil {
				removed++
			}
			for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
				if c.root.Remove(dir) != nil { // not empty
					break
				}
			}
		}
	}
	m := Manifest{Made: c.Now.UTC().Truncate(time.Second), Base: c.BasePath}
	var sums bytes.Buffer
	for _, f := range c.files {
		m.Files = append(m.Files, f)
	}
	slices.SortFunc(m.Files, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	for _, f := range m.Files {
		fmt.Fprintf(&sums, "%s  %s\n", f.SHA256, f.Path)
	}
	text, err := json.MarshalIndent(m, "", "\t")
	if err != nil {
		return removed, err
	}
	for _, f := range []struct {
		name string
		text []byte
	}{{SumsName, sums.Bytes()}, {ManifestName, text}} {
		if err := c.root.WriteFile(f.name+".new", f.text, 0o644); err != nil {
			return removed, unwritable(f.name, err)
		}
		if err := c.root.Rename(f.name+".new", f.name); err != nil {
			return removed, unwritable(f.name, err)
		}
	}
	return removed, nil
}

// Verify reads the manifest of a copy and says which files are missing, other than they were, or not named in it.
func Verify(dir string) (files int, wrong []string, err error) {
	defer fault.Wrap(&err, "sitecopy.Verify")
	text, err := os.ReadFile(filepath.Join(dir, ManifestName))
	var m Manifest
	if err != nil || json.Unmarshal(text, &m) != nil {
		return 0, nil, fault.New(fault.Invalid, "目录 %s 中没有可以读的 %s", dir, ManifestName)
	}
	named := map[string]bool{ManifestName: true, SumsName: true}
	for _, f := range m.Files {
		named[f.Path] = true
		data, err := os.Open(filepath.Join(dir, filepath.FromSlash(f.Path)))
		if err != nil {
			wrong = append(wrong, f.Path+"：缺少")
			continue
		}
		h := sha256.New()
		_, err = io.Copy(h, data)
		_ = data.Close() // was only read
		if err != nil || hex.EncodeToString(h.Sum(nil)) != f.SHA256 {
			wrong = append(wrong, f.Path+"：与清单不符")
		}
	}
	err = filepath.WalkDir(dir, func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		rel, err := filepath.Rel(dir, name)
		if err == nil && !named[filepath.ToSlash(rel)] {
			wrong = append(wrong, filepath.ToSlash(rel)+"：清单中没有")
		}
		return err
	})
	return len(m.Files), wrong, err
}
