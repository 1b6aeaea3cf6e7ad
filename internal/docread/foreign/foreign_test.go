package foreign_test

import (
	"bytes"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gongkai/internal/docread/filetest"
	"gongkai/internal/docread/foreign"
)

const citizen = "620602195001010010"

// body is what a reader shows of the main text.
func body(f *foreign.File) string {
	var b strings.Builder
	for _, p := range f.Paragraphs {
		if text := strings.TrimSpace(p.Text); text != "" && (p.Story == foreign.Main || strings.HasPrefix(string(p.Story), "幻灯片")) {
			b.WriteString(text + "\n")
		}
	}
	for _, s := range f.Sheets {
		for _, c := range s.Cells {
			b.WriteString(c.Text + "\n")
		}
	}
	return b.String()
}

func TestTheSameTextFromEveryFormat(t *testing.T) {
	text := "凉州区科学技术局关于公示名单的通知\n各单位：\n现将名单公示如下，请核对。\n姓名\n身份证号\n乡镇\n王五\n6206**********0010\n黄羊镇\n凉州区科学技术局\n2025年3月4日\n"
	sheet := "姓名\n身份证号\n日期\n王五\n6206**********0010\n2025-03-04\n合计\n1234.5\n"
	for name, want := range map[string]string{"plain.doc": text, "plain.rtf": text, "plain.odt": text, "plain.xls": sheet, "plain.ods": sheet, "plain.ppt": "科技政策宣讲\n", "plain.odp": "科技政策宣讲\n"} {
		f, err := foreign.Open(filetest.Sample(t, name))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		got := body(f)
		if f.Kind == foreign.PowerPoint && strings.HasSuffix(got, want) { // before it stand the numbers of the masters
			continue
		}
		if got != want {
			t.Errorf("%s:\n%s", name, got)
		}
		if name == "plain.doc" && f.Kind != foreign.Word || name == "plain.xls" && f.Kind != foreign.Excel {
			t.Errorf("%s: %v", name, f.Kind)
		}
	}
}

// TestOtherProgramsReadTheSame compares with catdoc and xls2csv, where they are installed.
func TestOtherProgramsReadTheSame(t *testing.T) {
	for name, program := range map[string]string{"sample.doc": "catdoc", "sample.xls": "xls2csv"} {
		path, err := exec.LookPath(program)
		if err != nil {
			t.Skip(program + " is not installed")
		}
		content := filetest.Sample(t, name)
		file := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(file, content, 0o600); err != nil {
			t.Fatal(err)
		}
		out, err := exec.CommandContext(t.Context(), path, "-d", "utf-8", "-w", file).Output()
		if program == "xls2csv" {
			out, err = exec.CommandContext(t.Context(), path, "-d", "utf-8", file).Output()
		}
		if err != nil {
			t.Fatal(err)
		}
		f, err := foreign.Read(content)
		if err != nil {
			t.Fatal(err)
		}
		shown := string(out)
		for _, line := range strings.Split(strings.TrimSpace(body(f)), "\n") {
			if strings.ContainsAny(line, "-，") || program == "catdoc" && !strings.ContainsAny(line, "凉各公") {
				continue // dates, what the other program shows of revisions, and tables, which it does not
			}
			if !strings.Contains(shown, line) {
				t.Errorf("%s does not show %q of %s", program, line, name)
			}
		}
	}
}

func TestRemainsAreFound(t *testing.T) {
	content := filetest.Sample(t, "plain.doc")
	wide := func(s string) []byte {
		var b []byte
		for _, c := range s {
			b = append(b, byte(c), byte(c>>8))
		}
		return b
	}
	// A sector at the end that nothing leads to, as they are left when a file is saved again.
	content = append(content, append(wide("以前的稿子："+citizen), make([]byte, 512-2*24)...)...)
	f, err := foreign.Read(content)
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(f.Residue, "\n"); !strings.Contains(got, "以前的稿子："+citizen) {
		t.Errorf("%q", got)
	}
}

func TestRichText(t *testing.T) {
	for _, tt := range []struct{ name, content, want, unseen string }{
		{"GBK in the code page of the file", `{\rtf1\ansi\ansicpg936{\fonttbl{\f0 x;}}\'b9\'ab\'ca\'be a\par}`, "公示 a", ""},
		{"GBK by the charset of the font", `{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 x;}{\f1\fcharset134 y;}}\f0 a\f1\'b9\'ab\f0 b\par}`, "a公b", ""},
		{"Big5", `{\rtf1\ansi\ansicpg950 \'a4\'bd\'a5\'dc\par}`, "公示", ""},
		{"Unicode with what others show instead", `{\rtf1\ansi\uc2\u20844 ??\u31034 ??\par}`, "公示", ""},
		{"a negative number", `{\rtf1\uc1\u-24892 ?\par}`, "黄"[:0] + "\u9EC4", ""},
		{"hidden", `{\rtf1 a{\v b}c\par}`, "ac", "b"},
		{"a number in two fonts", `{\rtf1 62060219500101{\b 0010}\par}`, "620602195001010010", ""},
		{"white", `{\rtf1{\colortbl;\red255\green255\blue255;}a{\cf1 b}c\par}`, "ac", "b"},
		{"escapes", `{\rtf1 \{a\}\\b\~c\_d\par}`, `{a}\b c-d`, ""},
		{"binary data", `{\rtf1 a\bin3 }{} b\par}`, "a b", ""},
	} {
		f, err := foreign.ReadRTF([]byte(tt.content))
		if err != nil || len(f.Paragraphs) != 1 {
			t.Errorf("%s: %v %+v", tt.name, err, f)
			continue
		}
		if p := f.Paragraphs[0]; strings.TrimSpace(p.Text) != tt.want || p.Unseen != tt.unseen {
			t.Errorf("%s: %q %q", tt.name, p.Text, p.Unseen)
		}
	}
}

func TestOldAndLockedFilesAreRefused(t *testing.T) {
	locked := bytes.Clone(filetest.Sample(t, "plain.doc"))
	i := bytes.Index(locked, []byte("\xEC\xA5"))
	locked[i+11] |= 1
	old := bytes.Clone(filetest.Sample(t, "plain.doc"))
	old[i+2], old[i+3] = 0x65, 0
	for name, content := range map[string][]byte{"加密": locked, "95": old} {
		if _, err := foreign.Read(content); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestChangedBytes changes a few bytes of whole files at random: reading stays quick and does not fail otherwise than by
// saying so.
func TestChangedBytes(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, name := range []string{"sample.doc", "sample.xls", "sample.ppt", "sample.odt", "sample.rtf", "plain.ods"} {
		base := filetest.Sample(t, name)
		for range 60 {
			content := bytes.Clone(base)
			for range 1 + r.IntN(6) {
				at := r.IntN(len(content))
				if r.IntN(3) == 0 {
					at = r.IntN(1024)
				}
				content[at] = byte(r.IntN(256))
			}
			start := time.Now()
			_, _ = foreign.Open(content)
			if d := time.Since(start); d > 5*time.Second {
				t.Errorf("%s: %v", name, d)
			}
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, name := range []string{"sample.doc", "sample.xls", "plain.odt", "sample.ods", "sample.rtf"} {
		f.Add(filetest.Sample(f, name))
	}
	f.Add([]byte(`{\rtf1\ansi\uc2\u20844 ??{\footnote a{\pict ffd8}}{\object{\*\objdata 0105}}\par`))
	f.Fuzz(func(t *testing.T, content []byte) {
		start := time.Now()
		file, err := foreign.Open(content)
		if time.Since(start) > 10*time.Second {
			t.Fatal("too slow")
		}
		if err == nil && file == nil {
			t.Fatal("nothing")
		}
	})
}

// FuzzStreams changes bytes of whole files, which keeps their containers in order: what is broken is what is in them.
func FuzzStreams(f *testing.F) {
	files := [][]byte{filetest.Sample(f, "sample.doc"), filetest.Sample(f, "sample.xls"), filetest.Sample(f, "sample.ppt")}
	f.Add(0, []byte{0, 10, 1, 255})
	f.Fuzz(func(t *testing.T, which int, changes []byte) {
		content := bytes.Clone(files[(which%3+3)%3])
		for i := 0; i+3 < len(changes); i += 4 {
			at := 512 + (int(changes[i])<<16|int(changes[i+1])<<8|int(changes[i+2]))%(len(content)-512)
			content[at] = changes[i+3]
		}
		start := time.Now()
		_, _ = foreign.Read(content)
		if time.Since(start) > 10*time.Second {
			t.Fatal("too slow")
		}
	})
}
