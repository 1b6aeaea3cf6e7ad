package app

import (
	"bufio"
	"os"
	"testing"
)

func TestOnlyPagesThatNobodyWritesAreForgotten(t *testing.T) {
	const file = "/usr/local/bin/gongkai"
	for _, tt := range []struct {
		line string
		want bool
	}{
		{"00400000-01f7a000 r-xp 00000000 fe:00 10012199                           /usr/local/bin/gongkai", true},
		{"01f7a000-0498f000 r--p 01b7a000 fe:00 10012199                           /usr/local/bin/gongkai", true},
		{"0498f000-051ad000 rw-p 0458f000 fe:00 10012199                           /usr/local/bin/gongkai", false},
		{"0498f000-051ad000 ---p 0458f000 fe:00 10012199                           /usr/local/bin/gongkai", false},
		{"7f89128ed000-7f8912ae0000 r--s 00000000 fe:00 10011412                   /var/lib/gongkai/gongkai.db", false},
		{"7ffd6e5f8000-7ffd6e5fc000 r--p 00000000 00:00 0                          [vvar]", false},
		{"34856000-34000000 r--p 00000000 00:00 0                                  /usr/local/bin/gongkai", false},
		{"", false},
	} {
		from, size, ok := ownPages(tt.line, file)
		if ok != tt.want || ok && (from == 0 || size == 0) {
			t.Errorf("%q: %v %x+%x", tt.line, ok, from, size)
		}
	}
}

// The test itself goes on running on pages that were just forgotten.
func TestAProgramGoesOnWithoutThePagesOfItsStart(t *testing.T) {
	before := mappings(t)
	if before == 0 {
		t.Fatal("no line of /proc/self/maps is the program's own code")
	}
	touched := mapped()
	if err := forgetOpening(); err != nil {
		t.Fatal(err)
	}
	if left := mapped(); left == 0 || left >= touched {
		t.Errorf("%d bytes of files in memory, %d after forgetting", touched, left)
	}
	if after := mappings(t); after != before {
		t.Errorf("%d mappings, then %d", before, after)
	}
}

// mappings counts the mappings of the program that would be forgotten.
func mappings(t *testing.T) (n int) {
	t.Helper()
	own, err := os.Readlink("/proc/self/exe")
	if err != nil {
		t.Fatal(err)
	}
	maps, err := os.Open("/proc/self/maps")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = maps.Close() }()
	for lines := bufio.NewScanner(maps); lines.Scan(); {
		if _, _, ok := ownPages(lines.Text(), own); ok {
			n++
		}
	}
	return n
}
