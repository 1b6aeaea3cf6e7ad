package main

import (
	"context"
	"fmt"

	"gongkai/fault"
	"gongkai/internal/app"
	"gongkai/internal/sitecopy"
)

// An ExportCmd writes the portal as files.
type ExportCmd struct {
	ConfigFlags
	To    string `type:"path" help:"写到哪个目录；再次导出到同一目录时只写有变化的文件" placeholder:"目录"`
	Check string `type:"path" help:"不导出，核对一个导出目录与它的清单是否一致" placeholder:"目录"`
}

// Run exports, or checks an export; exit code 1 when the site leads to pages that are not there, or the export was
// changed.
func (c *ExportCmd) Run(io *IO) error {
	if c.Check != "" {
		return c.check(io)
	}
	if c.To == "" {
		return fault.New(fault.Invalid, "请用 --to 写明导出到哪个目录，或者用 --check 核对")
	}
	return c.with(io, func(ctx context.Context, a *app.App) error {
		res, err := a.Export(ctx, c.To, io.Now(), func(files int) { fmt.Fprintf(io.Err, "\r已导出%d个文件", files) })
		fmt.Fprintln(io.Err)
		if err != nil {
			return err
		}
		for _, at := range res.Broken {
			fmt.Fprintln(io.Out, at)
		}
		fmt.Fprintf(io.Err, "共%d个文件，写入%d个，删去%d个，清单是 %s\n", res.Files, res.Written, res.Removed, sitecopy.ManifestName)
		if len(res.Broken) > 0 {
			fmt.Fprintf(io.Err, "网站上有%d个链接打不开，已列出\n", len(res.Broken))
			return errFound
		}
		return nil
	})
}

func (c *ExportCmd) check(io *IO) error {
	files, wrong, err := sitecopy.Verify(c.Check)
	if err != nil {
		return err
	}
	for _, text := range wrong {
		fmt.Fprintln(io.Out, text)
	}
	fmt.Fprintf(io.Err, "核对了%d个文件，发现%d处问题\n", files, len(wrong))
	if len(wrong) > 0 {
		return errFound
	}
	return nil
}
