package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"gongkai/disclosure"
	"gongkai/fault"
	"gongkai/internal/app"
	"gongkai/internal/importing"
	"gongkai/internal/publishing"
)

// An ImportCmd brings things in.
type ImportCmd struct {
	Records ImportRecordsCmd `cmd:"" help:"导入旧网站的信息：保留索引号、网址和发布日期，可以中断后继续"`
}

// An ImportRecordsCmd imports the records of an old site.
type ImportRecordsCmd struct {
	ConfigFlags
	Path      string `arg:"" type:"path" help:"CSV或JSON Lines文件，或者含有 records.csv、records.jsonl 和附件的目录"`
	Agency    string `required:"" help:"机关的网址代码，如 kjj"`
	By        string `required:"" help:"以谁的名义导入：本机关经办人的登录名"`
	Vouch     string `required:"" help:"担保：写明这些信息以前在哪里、经过怎样的审查公开"`
	Folder    string `type:"path" help:"附件目录，默认是文件所在的目录" placeholder:"目录"`
	Column    string `help:"没有写明栏目的信息导入哪个栏目" placeholder:"栏目"`
	Kind      string `help:"没有写明种类的信息是哪一种，默认一般信息" placeholder:"种类"`
	Hold      bool   `help:"不能直接公开的留作草稿，走审查程序；不写则不导入"`
	Try       bool   `help:"只检查，不导入"`
	Report    string `type:"path" help:"把每一处问题写入这个CSV文件" placeholder:"文件"`
	JSON      bool   `help:"标准输出用JSON，每行一处问题"`
	BatchSize int    `default:"200" hidden:"" help:"一个事务的行数"`
}

// Run imports; exit code 1 when something was not imported.
func (c *ImportRecordsCmd) Run(io *IO) error {
	table, folder, err := c.find()
	if err != nil {
		return err
	}
	return c.with(io, func(ctx context.Context, a *app.App) error {
		file, err := os.Open(table)
		if err != nil {
			return fault.New(fault.Unavailable, "文件 %s 打不开", table)
		}
		defer file.Close()
		root, err := os.OpenRoot(folder)
		if err != nil {
			return fault.New(fault.Unavailable, "附件目录 %s 打不开", folder)
		}
		defer root.Close()
		job, err := a.Import(ctx, c.Agency, c.By)
		if err != nil {
			return err
		}
		job.Files.Folder = root
		job.Batch = c.BatchSize
		job.Import = publishing.Import{Source: filepath.Base(table), Voucher: c.Vouch, Hold: c.Hold, Try: c.Try}
		if job.Defaults, err = c.defaults(); err != nil {
			return err
		}
		job.Progress = func(done int) { fmt.Fprintf(io.Err, "\r已处理%d行", done) }
		res, err := job.Run(ctx, file)
		fmt.Fprintln(io.Err)
		if err := c.tell(io, res); err != nil {
			return err
		}
		if err != nil {
			return err
		}
		if res.Counts[publishing.Refused]+res.Counts[publishing.Held] > 0 {
			return errFound
		}
		return nil
	})
}

// find finds the table and the folder of its files.
func (c *ImportRecordsCmd) find() (table, folder string, err error) {
	info, err := os.Stat(c.Path)
	if err != nil {
		return "", "", fault.New(fault.Invalid, "没有 %s", c.Path)
	}
	table, folder = c.Path, filepath.Dir(c.Path)
	if info.IsDir() {
		folder = c.Path
		var found []string
		for _, name := range []string{"records.csv", "records.jsonl"} {
			if _, err := os.Stat(filepath.Join(c.Path, name)); err == nil {
				found = append(found, filepath.Join(c.Path, name))
			}
		}
		if len(found) != 1 {
			return "", "", fault.New(fault.Invalid, "目录 %s 中应有一个 records.csv 或者 records.jsonl", c.Path)
		}
		table = found[0]
	}
	if c.Folder != "" {
		folder = c.Folder
	}
	return table, folder, nil
}

func (c *ImportRecordsCmd) defaults() (importing.Defaults, error) {
	d := importing.Defaults{Column: c.Column}
	if c.Kind == "" {
		return d, nil
	}
	i := slices.IndexFunc(disclosure.Kinds, func(k struct {
		Kind  disclosure.Kind
		Label string
	}) bool {
		return string(k.Kind) == c.Kind || k.Label == c.Kind
	})
	if i < 0 {
		return d, fault.New(fault.Invalid, "没有“%s”这个信息种类", c.Kind)
	}
	d.Kind = disclosure.Kinds[i].Kind
	return d, nil
}

// tell writes the report and sums up.
func (c *ImportRecordsCmd) tell(io *IO, res importing.Result) error {
	if c.Report != "" {
		file, err := os.Create(c.Report)
		if err != nil {
			return fault.New(fault.Unavailable, "报告 %s 写不进去", c.Report)
		}
		if err := res.CSV(file); err != nil {
			return err
		}
		if err := file.Close(); err != nil {
			return err
		}
	}
	var err error
	if c.JSON {
		err = res.JSON(io.Out)
	} else if c.Report == "" && len(res.Outcomes) > 0 {
		err = res.CSV(io.Out)
	}
	parts := []string{fmt.Sprintf("共%d行", res.Lines())}
	for _, p := range []struct {
		fate publishing.Fate
		word string
	}{{publishing.Taken, "导入"}, {publishing.Already, "以前已导入"}, {publishing.Held, "留作草稿"}, {publishing.Refused, "没有导入"}} {
		if n := res.Counts[p.fate]; n > 0 {
			parts = append(parts, fmt.Sprintf("%s%d条", p.word, n))
		}
	}
	words := strings.Join(parts, "，")
	if c.Try {
		words += "（只作检查，没有改动）"
	}
	fmt.Fprintln(io.Err, words)
	return err
}
