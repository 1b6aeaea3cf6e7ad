// Command lawcoverage writes docs/law/coverage.md: which article of the 《条例》 is which code with which tests.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"gongkai/internal/archtest"
)

func main() {
	if err := write(); err != nil {
		fmt.Fprintln(os.Stderr, "lawcoverage:", err)
		os.Exit(2)
	}
}

func write() error {
	root, err := archtest.Root()
	if err != nil {
		return err
	}
	packages, err := archtest.Load(root)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(root, "docs", "law", "coverage.md"), []byte(archtest.Coverage(packages)), 0o644)
}
