package reports

import (
	"io"

	"gongkai/fault"
	"gongkai/internal/web/workbench"
)

// pasted is the name under which a pasted page is read.
const pasted = "粘贴的网页.txt"

// uploaded reads the file that was sent, or the page that was pasted.
func uploaded(c *workbench.Call, f *workbench.Form) (name string, content []byte, err error) {
	files := f.Files("file", c.FileLimit())
	if err := f.Err(); err != nil {
		return "", nil, err
	}
	page := f.Text("page")
	switch {
	case len(files) == 0 && page == "":
		return "", nil, fault.Of([]fault.Problem{{Field: "file", Message: "请选择文件，或者粘贴网页的内容"}})
	case len(files) == 0:
		return pasted, []byte(page), nil
	}
	r, err := files[0].Open()
	if err != nil {
		return "", nil, err
	}
	defer func() { _ = r.Close() }() // was only read
	content, err = io.ReadAll(io.LimitReader(r, mostBytes))
	return files[0].Name, content, err
}

// mostBytes bounds a file that is read; no report is as long.
const mostBytes = 32 << 20
