// Command gongkai is the whole program: the auditor of published reports, the calendar and the clocks of the
// 《条例》, and the server of the portal and the workbench.
//
// Standard output is data, standard error is talk. The exit code is 0 when all is well, 1 when something was found or
// a rule of law is broken, 2 when the program could not do what was asked.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"gongkai/fault"

	"github.com/alecthomas/kong"
)

// A CLI is the tree of commands; each command has a file of its own and a method Run(*IO) error.
type CLI struct {
	Workday WorkdayCmd `cmd:"" help:"工作日：推算到期日、计算两日之间的工作日"`

	Clock  ClockCmd  `cmd:"" help:"办理期限：读入一件申请的经过（JSON），算出到期日、依据和违法之处"`
	Fee    FeeCmd    `cmd:"" help:"信息处理费：按件、按量计算"`
	Report ReportCmd `cmd:"" help:"年度报告：读取、核查"`
	Screen ScreenCmd `cmd:"" help:"公开前检查：在文件里查找个人信息、密级标志和隐藏的内容"`

	Serve   ServeCmd   `cmd:"" help:"运行平台：公开网站、工作台和后台任务"`
	Migrate MigrateCmd `cmd:"" help:"升级数据库结构"`
	Doctor  DoctorCmd  `cmd:"" help:"检查安装和设置，指出问题和处理办法"`
	Config  ConfigCmd  `cmd:"" help:"查看设置"`
	Admin   AdminCmd   `cmd:"" help:"新建第一个管理员，或者重设管理员密码"`
	Import  ImportCmd  `cmd:"" help:"导入旧网站的信息"`
	Export  ExportCmd  `cmd:"" help:"把整个公开网站导出为静态网页，供隔离的网络使用"`
	Backup  BackupCmd  `cmd:"" help:"备份全部数据和文件（平台可以同时运行）"`
	Restore RestoreCmd `cmd:"" help:"从备份恢复到空的安装"`
	Verify  VerifyCmd  `cmd:"" help:"核对台账链、全部文件和公开日志是否完好；核对一个网页（--url）"`
	Keys    KeysCmd    `cmd:"" help:"查看、更换加密个人信息的密钥"`
	Gallery GalleryCmd `cmd:"" help:"把界面的全部组件写成网页，供设计和检查"`

	Completion CompletionCmd `cmd:"" help:"输出命令行补全脚本"`
}

// An IO is what a command sees of the outside world.
type IO struct {
	In  io.Reader
	Out io.Writer // data
	Err io.Writer // talk
	Now func() time.Time
}

// errFound ends a command that did its work and found something wrong: exit code 1, nothing more to say.
var errFound = errors.New("found")

// The exit codes.
const (
	exitFine   = 0
	exitFound  = 1
	exitFailed = 2
)

func main() {
	os.Exit(run(os.Args[1:], &IO{In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Now: time.Now}))
}

// run executes one command line and returns the exit code.
func run(args []string, io *IO) int {
	code := -1
	parser, err := kong.New(&CLI{}, kong.Name("gongkai"), kong.Description("政府信息公开：依据《政府信息公开条例》计算期限、核查年报、办理申请。"),
		kong.Writers(io.Out, io.Err), kong.Help(printHelp), kong.Exit(func(c int) { code = c }), helpText)
	if err != nil {
		fmt.Fprintln(io.Err, "gongkai:", err)
		return exitFailed
	}
	if completed(parser) {
		return exitFine
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	ctx, err := parser.Parse(args)
	if code >= 0 { // help was asked for and shown
		return code
	}
	if err != nil {
		fmt.Fprintln(io.Err, "gongkai:", usageMessage(err))
		return exitFailed
	}
	return exitCode(ctx.Run(io), io.Err)
}

// exitCode says on errs what a command could not do and turns it into the exit code.
func exitCode(err error, errs io.Writer) int {
	switch {
	case err == nil:
		return exitFine
	case errors.Is(err, errFound):
		return exitFound
	}
	for _, p := range fault.Problems(err) {
		if p.Cite.IsZero() {
			fmt.Fprintln(errs, "gongkai:", p.Message)
		} else {
			fmt.Fprintf(errs, "gongkai: %s（%s）\n", p.Message, p.Cite)
		}
	}
	if fault.KindOf(err) == fault.Unlawful {
		return exitFound
	}
	return exitFailed
}
