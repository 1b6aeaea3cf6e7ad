package main

import (
	"fmt"
	"os"

	"github.com/alecthomas/kong"
	"github.com/willabides/kongplete"
)

// A CompletionCmd prints a script for the shell's own file of settings.
type CompletionCmd struct {
	Shell string `arg:"" enum:"bash,zsh,fish" help:"bash、zsh 或 fish，如 gongkai completion bash >> ~/.bashrc"`
}

var completionScripts = map[string]string{
	"bash": "complete -C gongkai gongkai",
	"zsh":  "autoload -U +X bashcompinit && bashcompinit\ncomplete -o nospace -C gongkai gongkai",
	"fish": "complete -c gongkai -f -a '(env COMP_LINE=(commandline -cp) gongkai)'",
}

// Run prints the script.
func (c *CompletionCmd) Run(io *IO) error {
	fmt.Fprintln(io.Out, completionScripts[c.Shell])
	return nil
}

// completed answers the shell when it asks how the line goes on, and reports whether it did.
func completed(parser *kong.Kong) bool {
	if os.Getenv("COMP_LINE") == "" {
		return false
	}
	done := false
	kongplete.Complete(parser, kongplete.WithExitFunc(func(int) { done = true }))
	return done
}
