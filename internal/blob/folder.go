package blob

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"gongkai/fault"
)

// folder keeps objects as files below root; tmp/ holds files that are being written.
type folder struct{ root string }

func newFolder(root string) (*folder, error) {
	f := &folder{root}
	if root == "" {
		return nil, fault.New(fault.Invalid, "没有指定文件库的目录")
	}
	for _, dir := range []string{f.spool(), f.path(objects), f.path(bin)} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return nil, err
		}
	}
	return f, nil
}

func (f *folder) spool() string { return filepath.Join(f.root, "tmp") }

func (f *folder) path(key string) string { return filepath.Join(f.root, filepath.FromSlash(key)) }

// adopt renames the file: content, then name, then folder reach the disk, in this order.
func (f *folder) adopt(_ context.Context, file *os.File, key string) error {
	if err := file.Sync(); err != nil {
		return err
	}
	path := f.path(key)
	if err := f.makeDir(filepath.Dir(path)); err != nil {
		return err
	}
	if err := os.Rename(file.Name(), path); err != nil {
		return err
	}
	return syncDir(filepath.Dir(path))
}

// makeDir makes a folder below root durable, with those above it.
func (f *folder) makeDir(dir string) error {
	if _, err := os.Stat(dir); err == nil || dir == f.root {
		return err
	}
	parent := filepath.Dir(dir)
	if err := f.makeDir(parent); err != nil {
		return err
	}
	if err := os.Mkdir(dir, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return syncDir(parent)
}

func (f *folder) open(_ context.Context, key string) (io.ReadCloser, error) {
	file, err := os.Open(f.path(key))
	if err != nil {
		return nil, missing(err)
	}
	return file, nil
}

func (f *folder) stat(_ context.Context, key string) (object, error) {
	facts, err := os.Stat(f.path(key))
	if err != nil {
		return object{}, missing(err)
	}
	return object{key, facts.Size(), facts.ModTime()}, nil
}

func (f *folder) walk(ctx context.Context, prefix string, visit func(object) error) error {
	return filepath.WalkDir(f.path(prefix), func(path string, entry fs.DirEntry, err error) error {
		if err == nil {
			err = ctx.Err()
		}
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		facts, err := entry.Info()
		if err != nil {
			return ignoreMissing(missing(err))
		}
		key, err := filepath.Rel(f.root, path)
		if err != nil {
			return err
		}
		return visit(object{filepath.ToSlash(key), facts.Size(), facts.ModTime()})
	})
}

func (f *folder) remove(_ context.Context, key string) error {
	return ignoreMissing(missing(os.Remove(f.path(key))))
}

// sweep removes files that were never finished.
func (f *folder) sweep(_ context.Context, before time.Time) error {
	entries, err := os.ReadDir(f.spool())
	if err != nil {
		return err
	}
	for _, entry := range entries {
		facts, err := entry.Info()
		if err != nil || !strings.HasPrefix(entry.Name(), "upload-") || !facts.ModTime().Before(before) {
			continue
		}
		if err := ignoreMissing(missing(os.Remove(filepath.Join(f.spool(), entry.Name())))); err != nil {
			return err
		}
	}
	return nil
}

// missing gives the error that a file is not there its kind.
func missing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return &fault.Error{Kind: fault.NotFound, Message: "文件不存在", Err: err}
	}
	return err
}

// syncDir makes a created or renamed name in the folder durable.
func syncDir(folder string) error {
	dir, err := os.Open(folder)
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}
