package webtest

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// A Browser is one running Chromium with one tab.
type Browser struct {
	ctx  context.Context
	axe  string
	shot string // where screenshots go

	mu      sync.Mutex
	console []string // what the page complained about since the last visit began
}

// Open starts a fresh Chromium that is closed when the test ends.
func Open(t testing.TB) *Browser {
	t.Helper()
	axe, err := axeSource()
	if err != nil {
		t.Fatal(err)
	}
	shots, err := screenshotFolder()
	if err != nil {
		t.Fatal(err)
	}
	allocator, stop := chromedp.NewExecAllocator(t.Context(), options(t)...)
	ctx, cancel := chromedp.NewContext(allocator)
	t.Cleanup(func() { cancel(); stop() })
	b := &Browser{ctx: ctx, axe: axe, shot: shots}
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("Chromium does not start (%v): run make test, it installs Chromium", err)
	}
	if err := chromedp.Listen(ctx, b.hear); err != nil {
		t.Fatal(err)
	}
	return b
}

func options(t testing.TB) []chromedp.ExecAllocatorOption {
	options := []chromedp.ExecAllocatorOption{
		chromedp.Headless, chromedp.NoSandbox, chromedp.DisableGPU, chromedp.NoFirstRun,
		chromedp.UserDataDir(t.TempDir()), chromedp.WSURLReadTimeout(2 * longest), // to start, beside other packages' tests
	}
	for _, flag := range []string{"disable-quic", "disable-background-networking", "disable-component-update", "disable-sync", "disable-dev-shm-usage", "hide-scrollbars"} {
		options = append(options, chromedp.Flag(flag, true))
	}
	return options
}

// Context is for tests that drive the tab themselves with chromedp.
func (b *Browser) Context() context.Context { return b.ctx }

func (b *Browser) hear(event any) {
	complaint := ""
	switch event := event.(type) {
	case *runtime.EventExceptionThrown:
		complaint = "uncaught exception: " + event.ExceptionDetails.Text
		if thrown := event.ExceptionDetails.Exception; thrown != nil {
			complaint += " " + thrown.Description
		}
	case *log.EventEntryAdded:
		if event.Entry.Level == log.EntryLevelError {
			complaint = string(event.Entry.Source) + ": " + event.Entry.Text + " " + event.Entry.URL
		}
	case *runtime.EventConsoleAPICalled:
		if event.Type == runtime.ConsoleAPICalledTypeError {
			complaint = "console.error"
			for _, arg := range event.Args {
				complaint += " " + string(arg.Value)
			}
		}
	}
	if complaint == "" {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.console = append(b.console, complaint)
}

// Complaints returns what the browser has complained of since it was last asked: errors of scripts, what the policy of the
// page forbids, answers that failed.
func (b *Browser) Complaints() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	heard := b.console
	b.console = nil
	return heard
}

// screenshotFolder is $GONGKAI_SCREENSHOTS, or screenshots at the root of the repository.
func screenshotFolder() (string, error) {
	dir := os.Getenv("GONGKAI_SCREENSHOTS")
	if dir == "" {
		root, err := repository()
		if err != nil {
			return "", err
		}
		dir = filepath.Join(root, "screenshots")
	}
	return dir, os.MkdirAll(dir, 0o755)
}

func repository() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", os.ErrNotExist
		}
		dir = parent
	}
}

func axeSource() (string, error) {
	root, err := repository()
	if err != nil {
		return "", err
	}
	source, err := os.ReadFile(filepath.Join(root, "internal", "web", "webtest", "testdata", "axe.min.js"))
	return string(source), err
}
