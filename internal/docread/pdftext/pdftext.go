// Package pdftext gives the text of PDF files, page by page in the order of their content, with PDFium in a WebAssembly
// sandbox: no program needs to be installed, and a hostile file cannot leave the sandbox.
//
// Compiling the sandbox takes seconds; it is done at the first PDF file, and kept in the user's cache folder for the next
// time. Its memory is bounded, and so are the time and the number of pages that one file may take. A sandbox that nobody
// has used for a while is given up, with its seventy megabytes.
package pdftext

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"gongkai/fault"

	"github.com/klippa-app/go-pdfium"
	pdferrors "github.com/klippa-app/go-pdfium/errors"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
)

// Limits of one file.
const (
	maxPages    = 300
	maxText     = 8 << 20
	memoryPages = 8192 // of 64 KiB: 512 MiB
	patience    = 30 * time.Second
)

// idle is how long a sandbox waits for the next file: opening it again takes a tenth of a second.
const idle = 15 * time.Second

// A Reader reads PDF files. The zero Reader is ready; it may be used by several goroutines at once. Close it at the end.
type Reader struct {
	CacheDir string // where compiled code is kept; the user's cache folder when empty
	Workers  int    // files read at once; 1 when zero

	mu    sync.Mutex
	pool  pdfium.Pool // nil while there is no sandbox
	code  wazero.CompilationCache
	users int
	rest  *time.Timer
}

// Pages returns the text of every page. The error is for the person, in Chinese.
func (r *Reader) Pages(content []byte) (pages []string, err error) {
	err = r.open(content, func(f *file) error {
		pages, err = f.texts()
		if err == nil && total(pages) < 20*min(len(pages), 3) {
			return fault.New(fault.Invalid, "PDF文件中没有文字，可能是扫描件或图片，无法读取")
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return pages, nil
}

// Texts returns the text of every page, of scans too.
func (r *Reader) Texts(content []byte) (pages []string, err error) {
	err = r.open(content, func(f *file) error {
		pages, err = f.texts()
		return err
	})
	if err != nil {
		return nil, err
	}
	return pages, nil
}

// A file is a PDF file that is open in the sandbox.
type file struct {
	pdfium.Pdfium
	doc   references.FPDF_DOCUMENT
	count int
}

// open opens the file in a sandbox and runs f on it, for as long as patience lasts. What f returns must not refer to the
// sandbox.
func (r *Reader) open(content []byte, f func(*file) error) error {
	return r.inside(patience, func(instance pdfium.Pdfium) error { return run(instance, content, maxPages, f) })
}

// inside runs f in a sandbox for as long as limit lasts. What f returns must not refer to the sandbox.
func (r *Reader) inside(limit time.Duration, f func(pdfium.Pdfium) error) error {
	pool, err := r.enter()
	if err != nil {
		return &fault.Error{Kind: fault.Unavailable, Message: "PDF读取部件无法启动", Err: err}
	}
	defer r.leave()
	instance, err := pool.GetInstance(patience)
	if err != nil {
		return &fault.Error{Kind: fault.Unavailable, Message: "PDF读取部件忙，请稍后再试", Err: err}
	}
	done := make(chan error, 1)
	go func() {
		defer func() {
			if p := recover(); p != nil {
				done <- fault.New(fault.Invalid, "PDF文件不完整或已损坏，无法打开")
			}
		}()
		done <- f(instance)
	}()
	timer := time.NewTimer(limit)
	defer timer.Stop()
	select {
	case err := <-done:
		_ = instance.Close() // a sandbox that does not end well is thrown away
		return err
	case <-timer.C:
		_ = instance.Kill()
		return fault.New(fault.Invalid, "PDF文件过于复杂，%d秒内没有读完", limit/time.Second)
	}
}

// enter returns the sandbox, opened if it is not, and keeps it until leave.
func (r *Reader) enter() (pdfium.Pool, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.pool == nil {
		if err := r.start(); err != nil {
			return nil, err
		}
	}
	r.users++
	return r.pool, nil
}

func (r *Reader) leave() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.users--; r.users > 0 {
		return
	}
	if r.rest != nil {
		r.rest.Stop()
	}
	r.rest = time.AfterFunc(idle, r.giveUp)
}

// giveUp closes the sandbox unless somebody uses it.
func (r *Reader) giveUp() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.users == 0 {
		_ = r.stop()
	}
}

// Close ends the sandbox.
func (r *Reader) Close() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.rest != nil {
		r.rest.Stop()
	}
	return r.stop()
}

func (r *Reader) stop() (err error) {
	if r.pool != nil {
		err, r.pool = r.pool.Close(), nil
	}
	if r.code != nil {
		err, r.code = errors.Join(err, r.code.Close(context.Background())), nil
	}
	return err
}

func (r *Reader) start() (err error) {
	config := wazero.NewRuntimeConfig().WithMemoryLimitPages(memoryPages).
		WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling)
	if r.code = r.cache(); r.code != nil {
		config = config.WithCompilationCache(r.code)
	}
	workers := max(r.Workers, 1)
	r.pool, err = webassembly.Init(webassembly.Config{
		Context: context.Background(), MaxTotal: workers, MaxIdle: workers, RuntimeConfig: config,
		FSConfig: wazero.NewFSConfig(), Stdout: io.Discard, Stderr: io.Discard,
	})
	if err != nil {
		r.pool = nil
		return errors.Join(err, r.stop())
	}
	return nil
}

// cache opens the folder of compiled code; without one, every run compiles again.
func (r *Reader) cache() wazero.CompilationCache {
	dir := r.CacheDir
	if dir == "" {
		home, err := os.UserCacheDir()
		if err != nil {
			return nil
		}
		dir = filepath.Join(home, "gongkai", "wasm")
	}
	cache, err := wazero.NewCompilationCacheWithDir(dir)
	if err != nil {
		return nil
	}
	return cache
}

// ErrEncrypted is the message for a file that asks for a password.
const ErrEncrypted = "PDF文件已加密，请先解除密码"

// run opens the file, which may have so many pages, and runs f on it.
func run(instance pdfium.Pdfium, content []byte, most int, f func(*file) error) error {
	doc, err := instance.OpenDocument(&requests.OpenDocument{File: &content})
	switch {
	case errors.Is(err, pdferrors.ErrPassword), errors.Is(err, pdferrors.ErrSecurity):
		return fault.New(fault.Invalid, ErrEncrypted)
	case err != nil:
		return fault.New(fault.Invalid, "PDF文件不完整或已损坏，无法打开")
	}
	defer func() { _, _ = instance.FPDF_CloseDocument(&requests.FPDF_CloseDocument{Document: doc.Document}) }()
	count, err := instance.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: doc.Document})
	if err != nil {
		return fault.New(fault.Invalid, "PDF文件不完整或已损坏，无法打开")
	}
	if count.PageCount > most {
		return fault.New(fault.Invalid, "PDF文件超过%d页，不予读取", most)
	}
	return f(&file{instance, doc.Document, count.PageCount})
}

// page names a page by its number from 0.
func (f *file) page(i int) requests.Page {
	return requests.Page{ByIndex: &requests.PageByIndex{Document: f.doc, Index: i}}
}

func (f *file) texts() ([]string, error) {
	pages := make([]string, f.count)
	size := 0
	for i := range pages {
		text, err := f.GetPageText(&requests.GetPageText{Page: f.page(i)})
		if err != nil {
			return nil, fault.New(fault.Invalid, "PDF文件第%d页无法读取，文件可能不完整", i+1)
		}
		pages[i] = strings.ReplaceAll(text.Text, "\r", "")
		if size += len(pages[i]); size > maxText {
			return nil, fault.New(fault.Invalid, "PDF文件的文字过多，不予读取")
		}
	}
	return pages, nil
}

func total(pages []string) int {
	n := 0
	for _, page := range pages {
		n += len(page)
	}
	return n
}
