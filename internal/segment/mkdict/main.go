// Command mkdict compiles the dictionary of package segment: the words of gse's dictionary (Apache-2.0) that are
// written in 汉字 and frequent enough, and the words of 政务公开 in domain.txt. Run by go generate.
package main

import (
	"bufio"
	"cmp"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/mozillazg/go-pinyin"

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
	if err := os.WriteFile("dict.bin", segment.Compile(words), 0o644); err != nil {
		return err
	}
	if err := os.WriteFile("syllables.txt", syllables(words), 0o644); err != nil {
		return err
	}
	return os.WriteFile("pinyin.txt", readings(words), 0o644)
}

// syllables lists the characters that are read alike, the usual ones first: a 啊阿.
func syllables(words map[string]int) []byte {
	byReading := map[string][]string{}
	for r := rune(0x4E00); r <= 0x9FFF; r++ {
		if found := pinyin.SinglePinyin(r, pinyin.NewArgs()); len(found) > 0 {
			byReading[found[0]] = append(byReading[found[0]], string(r))
		}
	}
	return lines(byReading, " ", "", func(word string) int { return words[word] })
}

// longestRead bounds the words that are found by their sound, mostReadings the ways to read one.
const (
	longestRead  = 7
	mostReadings = 4
)

// readings lists the words by their sound: nongcun 农村. A short word stands under each way to read it.
func readings(words map[string]int) []byte {
	byReading := map[string][]string{}
	for word := range words {
		runes := []rune(word)
		if len(runes) > longestRead {
			continue
		}
		sounds := []string{""}
		for _, r := range runes {
			args := pinyin.NewArgs()
			args.Heteronym = len(runes) <= 3
			found := unique(pinyin.SinglePinyin(r, args))
			var longer []string
			for _, before := range sounds {
				for _, sound := range found {
					longer = append(longer, before+sound)
				}
			}
			sounds = longer[:min(len(longer), mostReadings)]
		}
		usual := strings.Join(pinyin.LazyPinyin(word, pinyin.NewArgs()), "")
		for _, sound := range unique(append(sounds, usual)) {
			if sound != usual {
				byReading[sound] = append(byReading[sound], seldom+word)
				continue
			}
			byReading[sound] = append(byReading[sound], word)
		}
	}
	return lines(byReading, " ", ",", func(word string) int { return words[word] })
}

// seldom stands before a word under a reading that is not its usual one, until the words are sorted.
const seldom = "~"

func prefix(word string) string {
	if strings.HasPrefix(word, seldom) {
		return seldom
	}
	return ""
}

func unique(list []string) []string {
	slices.Sort(list)
	return slices.Compact(list)
}

// lines writes a line for each key, in order; of its words the frequent ones come first, and few are kept.
func lines(m map[string][]string, gap, comma string, weight func(string) int) []byte {
	var b strings.Builder
	for _, key := range slices.Sorted(maps.Keys(m)) {
		list := m[key]
		slices.SortFunc(list, func(x, y string) int { // weight is zero for a seldom reading
			return cmp.Or(cmp.Compare(weight(y), weight(x)), cmp.Compare(weight(y[len(prefix(y)):]), weight(x[len(prefix(x)):])), cmp.Compare(x, y))
		})
		if comma != "" {
			list = list[:min(len(list), 6)]
		}
		b.WriteString(key + gap + strings.ReplaceAll(strings.Join(list, comma), seldom, "") + "\n")
	}
	return []byte(b.String())
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
