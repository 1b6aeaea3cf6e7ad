// Command mkdict compiles the dictionary of package segment: the words of gse's dictionary (Apache-2.0) that are
// written in 汉字 and frequent enough, and the words of 政务公开 in domain.txt. Run by go generate.
package main

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"gongkai/internal/segment"
)

// rarest is the frequency below which a word of the large dictionary is left out.
const rarest = 50

// longest is the number of characters above which it is left out.
const longest = 12

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/go-ego/gse").Output()
	if err != nil {
		return err
	}
	words := map[string]int{}
	if err := read(filepath.Join(strings.TrimSpace(string(dir)), "data/dict/zh/s_1.txt"), func(word string, n int) {
		if n >= rarest && utf8.RuneCountInString(word) <= longest && han(word) {
			words[word] = max(words[word], n)
		}
	}); err != nil {
		return err
	}
	if err := read("domain.txt", func(word string, n int) { words[word] = max(words[word], n) }); err != nil {
		return err
	}
	return os.WriteFile("dict.bin", segment.Compile(words), 0o644)
}

// read reads lines of word, frequency and whatever follows.
func read(name string, each func(word string, n int)) error {
	file, err := os.Open(name)
	if err != nil {
		return err
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		fields := strings.Fields(lines.Text())
		if len(fields) < 2 || strings.HasPrefix(fields[0], "#") {
			continue
		}
		if n, err := strconv.Atoi(fields[1]); err == nil {
			each(fields[0], n)
		}
	}
	return lines.Err()
}

func han(word string) bool {
	for _, r := range word {
		if !unicode.Is(unicode.Han, r) || utf8.RuneLen(r) != 3 {
			return false
		}
	}
	return true
}
