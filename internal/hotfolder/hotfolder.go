// Package hotfolder watches a folder into which another system, or a scanner, puts documents: each is handed on, and then
// moved to one of two folders within it, 已接收 or 未接收, with a report beside it that says what became of it.
//
// Many offices exchange files by a shared folder and nothing else. The package never takes a file that is still being
// written, never overwrites one, and loses none: what was handed on and not moved is handed on again, and the receiver
// knows it by its content. It leaves what a document means, and all decisions, to the receiver.
package hotfolder

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"gongkai/fault"
)

// The folders into which files are moved.
const (
	Done    = "已接收"
	Refused = "未接收"
)

// Limits of one look.
const (
	mostFiles = 200
	largest   = 100 << 20
)

// A File is one document that was found.
type File struct {
	Name    string
	Key     string // names its content
	Content []byte
}

// A Folder is a watched folder.
type Folder struct {
	Dir     string
	Settled time.Duration // how long a file must not have changed
	Now     func() time.Time
	// Take hands a file on; the report is written beside it. A fault of kind Unavailable leaves the file for the next look.
	Take func(ctx context.Context, f File) (report []string, err error)
}

// A Result counts what one look did.
type Result struct{ Taken, Refused, Waiting int }

// Look goes through the folder once.
func (f Folder) Look(ctx context.Context) (res Result, err error) {
	defer fault.Wrap(&err, "hotfolder.Look")
	root, err := os.OpenRoot(f.Dir)
	if err != nil {
		return res, &fault.Error{Kind: fault.Unavailable, Message: "接收文件的目录 " + f.Dir + " 打不开", Err: err}
	}
	defer root.Close()
	for _, name := range []string{Done, Refused} {
		if err := root.Mkdir(name, 0o750); err != nil && !errors.Is(err, fs.ErrExist) {
			return res, &fault.Error{Kind: fault.Unavailable, Message: "接收文件的目录 " + f.Dir + " 不能写入", Err: err}
		}
	}
	names, err := f.waiting(root)
	for _, name := range names {
		if ctx.Err() != nil {
			return res, ctx.Err()
		}
		if err := f.one(ctx, root, name, &res); err != nil {
			return res, err
		}
	}
	return res, err
}

// waiting lists files that have not changed for a while, the oldest name first. Hidden and temporary files are passed over.
func (f Folder) waiting(root *os.Root) ([]string, error) {
	entries, err := fs.ReadDir(root.FS(), ".")
	if err != nil {
		return nil, err
	}
	var names []string
	for _, e := range entries {
		name := e.Name()
		if !e.Type().IsRegular() || strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~") || slices.Contains([]string{".tmp", ".part", ".crdownload", ".lock"}, strings.ToLower(path.Ext(name))) {
			continue
		}
		info, err := e.Info()
		if err != nil || f.Now().Sub(info.ModTime()) < f.Settled {
			continue
		}
		if names = append(names, name); len(names) >= mostFiles {
			break
		}
	}
	return names, nil
}

// one hands a file on and moves it.
func (f Folder) one(ctx context.Context, root *os.Root, name string, res *Result) error {
	info, err := root.Stat(name)
	if err != nil {
		return nil // somebody has taken it away
	}
	if info.Size() > largest {
		res.Refused++
		return f.move(root, name, Refused, []string{fmt.Sprintf("文件超过%d兆字节，不予接收", largest>>20)})
	}
	content, err := root.ReadFile(name)
	if err != nil {
		res.Waiting++
		return nil
	}
	sum := sha256.Sum256(append([]byte(name+"\n"), content...))
	report, err := f.Take(ctx, File{Name: name, Key: hex.EncodeToString(sum[:]), Content: content})
	switch kind := fault.KindOf(err); {
	case err == nil:
		res.Taken++
		return f.move(root, name, Done, report)
	case kind == fault.Unavailable, kind == fault.Internal, kind == fault.Forbidden:
		res.Waiting++
		return err
	}
	for _, p := range fault.Problems(err) {
		line := p.Message
		if !p.Cite.IsZero() {
			line += "（" + p.Cite.String() + "）"
		}
		report = append(report, line)
	}
	res.Refused++
	return f.move(root, name, Refused, report)
}

// move puts a file into the folder with the report beside it, under a name that is free.
func (f Folder) move(root *os.Root, name, folder string, report []string) error {
	ext := path.Ext(name)
	base := strings.TrimSuffix(name, ext)
	to := name
	for n := 2; ; n++ {
		if _, err := root.Stat(filepath.Join(folder, to)); errors.Is(err, fs.ErrNotExist) {
			break
		}
		to = fmt.Sprintf("%s(%d)%s", base, n, ext)
	}
	words := f.Now().Format("2006-01-02 15:04") + "　" + name + "：" + folder + "\r\n" + strings.Join(report, "\r\n") + "\r\n"
	if err := root.WriteFile(filepath.Join(folder, to+".报告.txt"), []byte("\uFEFF"+words), 0o640); err != nil {
		return &fault.Error{Kind: fault.Unavailable, Message: "接收文件的目录 " + f.Dir + " 不能写入", Err: err}
	}
	return root.Rename(name, filepath.Join(folder, to))
}
