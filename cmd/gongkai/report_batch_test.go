package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gongkai/annualreport/extract"

	"pgregory.net/rapid"
)

func TestNaturalOrder(t *testing.T) {
	want := []string{"1.html", "002.html", "2.html", "10.html", "a", "a1b2", "a1b10", "a01c"}
	got := slices.Clone(want)
	slices.Reverse(got)
	slices.SortFunc(got, natural)
	if !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
	name := rapid.StringMatching(`[ab0-2/]{0,6}`)
	rapid.Check(t, func(t *rapid.T) {
		a, b, c := name.Draw(t, "a"), name.Draw(t, "b"), name.Draw(t, "c")
		if natural(a, b) != -natural(b, a) || (natural(a, b) == 0) != (a == b) {
			t.Fatalf("%q %q: %d and %d", a, b, natural(a, b), natural(b, a))
		}
		if natural(a, b) <= 0 && natural(b, c) <= 0 && natural(a, c) > 0 {
			t.Fatalf("%q ≤ %q ≤ %q but not the first ≤ the last", a, b, c)
		}
	})
}

func TestReadAllKeepsTheOrderAndGoesOnAfterAFailure(t *testing.T) {
	dir := t.TempDir()
	var files []string
	for i := range 200 {
		name := filepath.Join(dir, fmt.Sprint(i, ".json"))
		text := fmt.Sprintf(`{"agency":"%d","year":2025,"form":"V2021","table4":{}}`, i)
		if i%7 == 3 {
			text = "{"
		}
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		files = append(files, name)
	}
	at := 0
	err := readAll(files, extract.Options{}, func(done int, r reading) error {
		at++
		if done != at || (r.err != nil) != ((at-1)%7 == 3) || r.err == nil && r.reports[0].Agency != fmt.Sprint(at-1) {
			t.Errorf("%d: %+v", done, r)
		}
		return nil
	})
	if err != nil || at != len(files) {
		t.Errorf("%d files, %v", at, err)
	}
	stop := fmt.Errorf("the reader has left")
	if err := readAll(files, extract.Options{}, func(int, reading) error { return stop }); err != stop {
		t.Errorf("went on: %v", err)
	}
}

func TestProgress(t *testing.T) {
	var b bytes.Buffer
	silent := newProgress(&b, 1000)
	silent.show(500)
	silent.clear()
	if b.Len() > 0 {
		t.Errorf("drawn where there is no terminal: %q", b.String())
	}
	bar := &progress{w: &b, total: 1000, filled: -1}
	for done := 1; done <= 1000; done++ {
		bar.show(done)
	}
	bar.clear()
	text := b.String()
	if n := strings.Count(text, "\r核查"); n != barWidth+1 || !strings.HasSuffix(text, "1000/1000\r\x1b[K") {
		t.Errorf("drawn %d times: %q", n, text)
	}
}

func TestNothingOfAFileControlsTheTerminal(t *testing.T) {
	if got := printable("甲\x1b[31m\u202e乙\n"); got != "甲 [31m 乙 " {
		t.Errorf("%q", got)
	}
}
