// Command bundle makes the rich text editor of the workbench, ui/static/editor.js, out of internal/web/ui/editor and the
// packages that its package.json names. It is run by whoever changes the editor, from the root of the repository:
//
//	(cd internal/web/ui/editor && npm ci) && go run ./internal/web/ui/editor/bundle
//
// What it makes is committed: building and running gongkai need neither npm nor this.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

const (
	source = "internal/web/ui/editor"
	target = "internal/web/ui/static"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
}

func run() error {
	modules := filepath.Join(source, "node_modules")
	if _, err := os.Stat(modules); err != nil {
		return fmt.Errorf("%s is missing: run npm ci in %s first", modules, source)
	}
	result := api.Build(api.BuildOptions{
		EntryPoints: []string{filepath.Join(source, "main.js")}, Outfile: filepath.Join(target, "editor.js"), Bundle: true, Write: true,
		Format: api.FormatIIFE, Target: api.ES2018, MinifyWhitespace: true, MinifyIdentifiers: true, MinifySyntax: true,
		Charset: api.CharsetUTF8, LegalComments: api.LegalCommentsNone, LogLevel: api.LogLevelWarning,
	})
	if len(result.Errors) > 0 {
		return fmt.Errorf("%s", result.Errors[0].Text)
	}
	return licences(modules)
}

// licences gathers the licence of every package that is in the bundle's folder of packages.
func licences(modules string) error {
	var out strings.Builder
	out.WriteString("editor.js contains the packages below, each under its own licence.\n")
	for _, pattern := range []string{"*", "@*/*"} {
		dirs, err := filepath.Glob(filepath.Join(modules, pattern))
		if err != nil {
			return err
		}
		for _, dir := range dirs {
			text, err := licence(dir)
			if err != nil {
				return err
			}
			if text != "" {
				name, _ := filepath.Rel(modules, dir)
				fmt.Fprintf(&out, "\n== %s\n%s\n", filepath.ToSlash(name), strings.TrimSpace(text))
			}
		}
	}
	return os.WriteFile(filepath.Join(target, "editor-LICENSE.txt"), []byte(out.String()), 0o644)
}

func licence(dir string) (string, error) {
	for _, pattern := range []string{"LICENSE*", "LICENCE*", "license*"} {
		found, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil || len(found) == 0 {
			continue
		}
		text, err := os.ReadFile(found[0])
		return string(text), err
	}
	return "", nil
}
