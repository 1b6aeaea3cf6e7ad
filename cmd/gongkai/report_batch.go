package main

import (
	"cmp"
	"io/fs"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"

	"gongkai/annualreport"
	"gongkai/annualreport/extract"
	"gongkai/fault"
)

// kindsOfReports are the names by which a folder's files are taken for reports; a file that is named is always read.
var kindsOfReports = []string{".html", ".htm", ".shtml", ".md", ".txt", ".docx", ".doc", ".wps", ".rtf", ".odt", ".xlsx", ".xls", ".et", ".ods", ".pdf", ".ofd", ".json", ".jsonl"}

// listFiles replaces folders by the files in them, in natural order: 2 before 10.
func listFiles(paths []string) (files []string, problems []error) {
	for _, path := range paths {
		var found []string
		err := filepath.WalkDir(path, func(name string, entry fs.DirEntry, err error) error {
			switch {
			case err != nil:
				problems = append(problems, cannotRead(name, err))
			case entry.IsDir() && name != path && strings.HasPrefix(entry.Name(), "."):
				return filepath.SkipDir
			case entry.IsDir():
			case name == path || !strings.HasPrefix(entry.Name(), ".") && slices.Contains(kindsOfReports, strings.ToLower(filepath.Ext(name))):
				found = append(found, name)
			}
			return nil
		})
		if err == nil && len(found) == 0 && len(problems) == 0 {
			problems = append(problems, fault.New(fault.NotFound, "%s：文件夹里没有年度报告", path))
		}
		slices.SortFunc(found, natural)
		files = append(files, found...)
	}
	return files, problems
}

// natural compares names as people order them: runs of digits by their value.
func natural(a, b string) int {
	x, y := a, b
	for x != "" && y != "" {
		dx, dy := digits(x), digits(y)
		if dx > 0 && dy > 0 {
			nx, ny := strings.TrimLeft(x[:dx], "0"), strings.TrimLeft(y[:dy], "0")
			if c := cmp.Or(cmp.Compare(len(nx), len(ny)), cmp.Compare(nx, ny)); c != 0 {
				return c
			}
			x, y = x[dx:], y[dy:]
			continue
		}
		if x[0] != y[0] {
			return cmp.Compare(x[0], y[0])
		}
		x, y = x[1:], y[1:]
	}
	return cmp.Or(cmp.Compare(len(x), len(y)), cmp.Compare(a, b))
}

func digits(s string) int {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n
}

// A reading is what became of one file.
type reading struct {
	reports []*annualreport.Report
	err     error
}

// readAll reads files on all processors and hands them over in their order as soon as each is there. At most a window
// of files is in memory beyond the one that is handed over.
func readAll(files []string, opts extract.Options, each func(done int, r reading) error) error {
	workers := runtime.GOMAXPROCS(0)
	window := make(chan struct{}, 16*workers)
	slots := make([]chan reading, len(files))
	for i := range slots {
		slots[i] = make(chan reading, 1)
	}
	var next atomic.Int64
	stop := make(chan struct{})
	defer close(stop)
	for range workers {
		go func() {
			for {
				select {
				case window <- struct{}{}:
				case <-stop:
					return
				}
				i := int(next.Add(1)) - 1
				if i >= len(files) {
					<-window
					return
				}
				reports, err := readPublished(files[i], opts)
				slots[i] <- reading{reports, err}
			}
		}()
	}
	for i := range files {
		r := <-slots[i]
		<-window
		if err := each(i+1, r); err != nil {
			return err
		}
	}
	return nil
}
