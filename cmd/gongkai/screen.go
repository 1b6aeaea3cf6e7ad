package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"gongkai/civil"
	"gongkai/fault"
	"gongkai/internal/screening"
	"gongkai/review/screen"
)

// A ScreenCmd looks into files for what must not be published.
type ScreenCmd struct {
	Paths  []string `arg:"" name:"path" help:"文件，或者存放文件的文件夹：文字、网页、Word、Excel、PowerPoint、WPS的新旧格式、rtf、odt、ods、odp、pdf、ofd、图片、zip、rar、7z"`
	JSON   bool     `help:"每个问题输出一行JSON"`
	Words  string   `placeholder:"FILE" help:"词表：每行一个词语，其后可写建议写法、级别（禁用、提示）、说明"`
	Phones []string `placeholder:"NUMBER" help:"本机关已经公开的电话，不作为个人信息"`
	Upon   bool     `help:"文件拟依申请公开，不检查“依申请公开”的标注"`
	Mend   []string `enum:"mask,redact,replace,accept_changes,drop_hidden,unhide,strip_metadata" placeholder:"HOW" help:"另存处理过的文件，原文件不变：mask 遮掩号码，redact 真正涂黑，replace 改为规范用语，accept_changes 接受修订并删除批注，drop_hidden 删除隐藏内容，unhide 取消隐藏，strip_metadata 清除文件属性"`
	To     string   `placeholder:"DIR" help:"处理过的文件存放的文件夹；不写则与原文件在一起"`
}

// Run examines every file; one that cannot be read is named on standard error and the others go on.
func (c *ScreenCmd) Run(io *IO) error {
	rules, err := c.rules(io)
	if err != nil {
		return err
	}
	files, problems := c.files()
	out := bufio.NewWriter(io.Out)
	examiner := &screening.Examiner{}
	defer func() { _ = examiner.Close() }()
	bar := newProgress(io.Err, len(files))
	blocks, warns := 0, 0
	for i, name := range files {
		content, err := readFile(name)
		if err != nil {
			problems = append(problems, err)
			continue
		}
		if len(c.Mend) > 0 {
			if name, content, err = c.mend(io, examiner, rules, name, content); err != nil {
				problems = append(problems, err)
				continue
			}
		}
		for _, f := range examiner.File(name, content, rules).Findings {
			if f.Level == screen.Block {
				blocks++
			} else {
				warns++
			}
			if err := c.write(out, f); err != nil {
				return err
			}
		}
		bar.show(i + 1)
	}
	bar.clear()
	if err := out.Flush(); err != nil {
		return err
	}
	for _, err := range problems {
		fmt.Fprintf(io.Err, "gongkai: %s\n", fault.Message(err))
	}
	if len(files) > 1 || blocks+warns > 0 {
		fmt.Fprintf(io.Err, "共检查%d个文件：不得公开%d处，请确认%d处\n", len(files), blocks, warns)
	}
	switch {
	case len(problems) > 0:
		return fault.New(fault.Invalid, "有%d项没有做成，见上", len(problems))
	case blocks+warns > 0:
		return errFound
	}
	return nil
}

// mend takes the remedies one after the other and writes the new file; what is found afterwards is found in it. A remedy
// that has nothing to do is passed over, one that cannot be taken is told of.
func (c *ScreenCmd) mend(io *IO, examiner *screening.Examiner, rules *screen.Screen, name string, content []byte) (string, []byte, error) {
	var done []string
	for _, how := range c.Mend {
		remedy := screen.Remedy(how)
		mended, err := examiner.MendFile(content, remedy, rules)
		switch {
		case err == nil:
		case fault.KindOf(err) == fault.Conflict:
			continue
		case fault.KindOf(err) == fault.Invalid:
			fmt.Fprintf(io.Err, "%s：没有%s：%s\n", name, remedy.Label(), fault.Message(err))
			continue
		default:
			return "", nil, fmt.Errorf("%s: %w", name, err)
		}
		content, done = mended, append(done, remedy.Label())
	}
	if len(done) == 0 {
		return name, content, nil
	}
	dir := filepath.Dir(name)
	if c.To != "" {
		dir = c.To
	}
	to := filepath.Join(dir, screening.Renamed(filepath.Base(name)))
	if err := os.WriteFile(to, content, 0o600); err != nil {
		return "", nil, fault.New(fault.Unavailable, "%s：不能写入", to)
	}
	fmt.Fprintf(io.Err, "%s：已%s，存为%s\n", name, strings.Join(done, "、"), to)
	return to, content, nil
}

// rules are those of everybody with the words and phones that were named.
func (c *ScreenCmd) rules(io *IO) (*screen.Screen, error) {
	o := screen.Options{Today: civil.Of(io.Now()), Phones: c.Phones, Upon: c.Upon, Words: screen.StartingWords}
	if c.Words != "" {
		text, err := os.ReadFile(c.Words)
		if err != nil {
			return nil, cannotRead(c.Words, err)
		}
		words, problems := screen.ReadWords(string(text))
		if err := fault.Of(problems); err != nil {
			return nil, err
		}
		o.Words = screen.Join(o.Words, words)
	}
	return screen.New(o), nil
}

// files lists what is to be examined: of folders everything but what is hidden.
func (c *ScreenCmd) files() (files []string, problems []error) {
	for _, path := range c.Paths {
		var found []string
		err := filepath.WalkDir(path, func(name string, entry fs.DirEntry, err error) error {
			switch {
			case err != nil:
				problems = append(problems, cannotRead(name, err))
			case entry.IsDir() && name != path && strings.HasPrefix(entry.Name(), "."):
				return filepath.SkipDir
			case entry.IsDir():
			case name == path || !strings.HasPrefix(entry.Name(), "."):
				found = append(found, name)
			}
			return nil
		})
		if err == nil && len(found) == 0 && len(problems) == 0 {
			problems = append(problems, fault.New(fault.NotFound, "%s：文件夹里没有文件", path))
		}
		slices.SortFunc(found, natural)
		files = append(files, found...)
	}
	return files, problems
}

func (c *ScreenCmd) write(out *bufio.Writer, f screen.Finding) error {
	if c.JSON {
		e := json.NewEncoder(out)
		e.SetEscapeHTML(false)
		return e.Encode(f)
	}
	level := "请确认"
	if f.Level == screen.Block {
		level = "不得公开"
	}
	text := f.File + "：" + f.Where + "：" + level + "：" + f.Message
	if f.Masked != "" {
		text += "：" + f.Masked
	}
	if !f.Cite.IsZero() {
		text += "（" + f.Cite.String() + "）"
	}
	_, err := out.WriteString(text + "\n")
	return err
}
