package workbench

import (
	"fmt"
	"io"
	"mime/multipart"
	"path/filepath"
	"strings"

	"gongkai/fault"
)

// An Upload is one file that was handed in.
type Upload struct {
	Name string // as the person's computer calls it, without folder
	Size int64
	head *multipart.FileHeader
}

// Open reads the file. The caller closes it.
func (u Upload) Open() (io.ReadCloser, error) {
	file, err := u.head.Open()
	if err != nil {
		return nil, &fault.Error{Kind: fault.Unavailable, Message: "上传的文件“" + u.Name + "”读不出来，请重新上传", Err: err}
	}
	return file, nil
}

func uploads(form *multipart.Form) map[string][]Upload {
	all := map[string][]Upload{}
	for name, heads := range form.File {
		for _, head := range heads {
			if head.Filename == "" && head.Size == 0 {
				continue
			}
			base := filepath.Base(strings.ReplaceAll(head.Filename, `\`, "/"))
			all[name] = append(all[name], Upload{Name: base, Size: head.Size, head: head})
		}
	}
	return all
}

// Files returns the files of a field, and notes a problem for each that is empty or larger than limit bytes.
func (f *Form) Files(name string, limit int64) []Upload {
	var good []Upload
	for _, u := range f.files[name] {
		switch {
		case u.Size == 0:
			f.Add(name, "文件“"+u.Name+"”是空的")
		case limit > 0 && u.Size > limit:
			f.Add(name, fmt.Sprintf("文件“%s”有%s，超过了单个文件%s的限制", u.Name, Bytes(u.Size), Bytes(limit)))
		default:
			good = append(good, u)
		}
	}
	return good
}

// FileLimit is the most bytes of one file.
func (c *Call) FileLimit() int64 { return c.bench.Uploads.File }

// Bytes writes a size for people: 1.5 MB.
func Bytes(n int64) string {
	for _, unit := range []struct {
		size int64
		name string
	}{{1 << 30, "GB"}, {1 << 20, "MB"}, {1 << 10, "KB"}} {
		if n >= unit.size {
			tenths := (n*10 + unit.size/2) / unit.size
			return strings.TrimSuffix(fmt.Sprintf("%d.%d", tenths/10, tenths%10), ".0") + " " + unit.name
		}
	}
	return fmt.Sprintf("%d 字节", n)
}
