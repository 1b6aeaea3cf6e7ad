package main

import (
	"fmt"
	"io"
	"regexp"
	"strings"

	"github.com/alecthomas/kong"
)

// helpText is the help of the flag that every command has.
var helpText = kong.PostBuild(func(k *kong.Kong) error {
	if k.Model.HelpFlag != nil {
		k.Model.HelpFlag.Help = "显示帮助"
	}
	return nil
})

// printHelp writes the help of the selected command in Chinese: what it is, how it is called, what belongs to it.
func printHelp(_ kong.HelpOptions, ctx *kong.Context) error {
	node := ctx.Model.Node
	if selected := ctx.Selected(); selected != nil {
		node = selected
	}
	w := ctx.Stdout
	about := node.Help
	if about == "" {
		about = ctx.Model.Help
	}
	fmt.Fprintf(w, "%s\n\n用法：%s\n", about, usageLine(ctx.Model.Name, node))
	if node.Detail != "" {
		fmt.Fprintf(w, "\n%s\n", node.Detail)
	}
	printCommands(w, node)
	printArguments(w, node)
	printFlags(w, node)
	if node.Parent == nil {
		fmt.Fprint(w, "\n退出码：0 正常；1 发现问题或者违反规定；2 未能完成。\n")
	}
	return nil
}

// usageLine is how the command is called.
func usageLine(program string, node *kong.Node) string {
	words := []string{program}
	if path := node.Path(); path != "" {
		words = append(words, path)
	}
	for _, arg := range node.Positional {
		words = append(words, arg.Summary())
	}
	if len(node.Children) > 0 {
		words = append(words, "<命令>")
	}
	return strings.Join(append(words, "[选项]"), " ")
}

func printCommands(w io.Writer, node *kong.Node) {
	title := "\n命令：\n"
	for _, child := range node.Children {
		if child.Hidden {
			continue
		}
		fmt.Fprintf(w, "%s  %-16s %s\n", title, child.Name, child.Help)
		title = ""
	}
}

func printArguments(w io.Writer, node *kong.Node) {
	title := "\n参数：\n"
	for _, arg := range node.Positional {
		fmt.Fprintf(w, "%s  %-16s %s\n", title, arg.Summary(), arg.Help)
		title = ""
	}
}

func printFlags(w io.Writer, node *kong.Node) {
	title := "\n选项：\n"
	for _, group := range node.AllFlags(true) {
		for _, flag := range group {
			name := "--" + flag.Name
			if flag.Short != 0 {
				name = "-" + string(flag.Short) + ", " + name
			}
			if !flag.IsBool() {
				name += "=" + strings.TrimSuffix(flag.FormatPlaceHolder(), ",...")
			}
			fmt.Fprintf(w, "%s  %-16s %s\n", title, name, flag.Help)
			title = ""
		}
	}
}

// usageMessages turns the parser's sentences into ours; the first that matches counts.
var usageMessages = []struct {
	pattern *regexp.Regexp
	message string
}{
	{regexp.MustCompile(`^unexpected argument (\S+?)(, did you mean .*)?$`), "没有“$1”这个命令，或者参数多了"},
	{regexp.MustCompile(`^unknown flag (\S+?)(, did you mean .*)?$`), "没有选项 $1"},
	{regexp.MustCompile(`^missing positional arguments (.*)$`), "缺少参数 $1"},
	{regexp.MustCompile(`^missing flags: (.*)$`), "缺少选项 $1"},
	{regexp.MustCompile(`^expected one of (.*)$`), "请写明子命令：$1"},
	{regexp.MustCompile(`^expected "(.*)"$`), "还应写上：$1"},
	{regexp.MustCompile(`^(--\S+) and (--\S+) can't be used together$`), "$1 与 $2 不能同时使用"},
	{regexp.MustCompile(`^(\S+): missing value.*$`), "$1 后面缺少值"},
	{regexp.MustCompile(`^(--\S+): expected .* value but got "EOL".*$`), "$1 后面缺少值"},
	{regexp.MustCompile(`^(\S+) must be one of (\S+) but got "(.*)"$`), "$1 应为 $2 之一，不能是“$3”"},
	{regexp.MustCompile(`^(.*)$`), "命令行有误：$1"},
}

// usageMessage says in Chinese what is wrong with a command line.
func usageMessage(err error) string {
	text := strings.ReplaceAll(err.Error(), "\n", " ")
	for _, m := range usageMessages {
		if m.pattern.MatchString(text) {
			return m.pattern.ReplaceAllString(text, m.message) + "。用 --help 查看用法"
		}
	}
	return text
}
