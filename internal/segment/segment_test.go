package segment_test

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/go-ego/gse"
	"pgregory.net/rapid"

	"gongkai/internal/segment"
)

// oracle is gse with the words of our dictionary.
func oracle(t *testing.T) *gse.Segmenter {
	t.Helper()
	name := filepath.Join(t.TempDir(), "words.txt")
	file, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	w := bufio.NewWriter(file)
	n := 0
	for word, frequency := range segment.Words() {
		fmt.Fprintln(w, word, frequency, "n")
		n++
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	if n < 40_000 {
		t.Fatalf("the dictionary has %d words only", n)
	}
	g := &gse.Segmenter{SkipLog: true}
	if err := g.LoadDict(name); err != nil {
		t.Fatal(err)
	}
	return g
}

// sample is text of the kind that is published, and what trips cutters up.
var sample = []string{
	"武威市凉州区人民政府办公室关于印发《凉州区高标准农田建设项目管理办法（试行）》的通知",
	"根据《中华人民共和国政府信息公开条例》第二十条第十五项的规定，现将2023年度部门预算予以公开。",
	"申请人请求公开某某街道城中村改造项目的征收补偿安置方案、房屋征收决定及风险评估报告。",
	"凉科发〔2021〕15号 索引号：11620602013932130J/2021-00045",
	"联系电话：0935-2212345，电子邮箱 kjj@example.gov.cn，办公时间 8:30—12:00",
	"长春市长春药店研究生命起源南京市长江大桥结婚的和尚未结婚的",
	"Ａ区ABC公司4S店GDP增长5.8%，PM2.5浓度下降12微克/立方米",
	"𬭎、㐀、ー、ぁ、한국 éàü ß", "", " \t\n", "的", "一二三四五六七八九十百千万亿",
}

func TestWordsAreThoseOfGse(t *testing.T) {
	g := oracle(t)
	equal := func(text string) error {
		text = segment.Fold(text)
		if want, got := g.Slice(text), segment.Cut(text); !slices.Equal(want, got) {
			return fmt.Errorf("%q:\n got %q\nwant %q", text, got, want)
		}
		return nil
	}
	for _, text := range sample {
		if err := equal(text); err != nil {
			t.Error(err)
		}
	}
	var words []string
	for word := range segment.Words() {
		words = append(words, word)
	}
	slices.Sort(words)
	rapid.Check(t, func(t *rapid.T) {
		var b strings.Builder
		for range rapid.IntRange(1, 60).Draw(t, "pieces") {
			switch rapid.IntRange(0, 9).Draw(t, "kind") {
			case 0:
				b.WriteString(rapid.StringOfN(rapid.RuneFrom(nil, unicode.Han), 1, 4, -1).Draw(t, "characters"))
			case 1:
				b.WriteString(rapid.SampledFrom([]string{"，", "。", "2021", "A1", " ", "（", "）", "é", "〔2020〕", "x²"}).Draw(t, "other"))
			default:
				b.WriteString(rapid.SampledFrom(words).Draw(t, "word"))
			}
		}
		if err := equal(b.String()); err != nil {
			t.Fatal(err)
		}
	})
}

func TestCutLosesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		if got := strings.Join(segment.Cut(text), ""); got != text {
			t.Fatalf("%q became %q", text, got)
		}
	})
}

func FuzzCut(f *testing.F) {
	for _, text := range sample {
		f.Add(text)
	}
	f.Add("\xff\xfe政\xe6府")
	f.Fuzz(func(t *testing.T, text string) {
		if got := strings.Join(segment.Cut(text), ""); got != text {
			t.Errorf("%q became %q", text, got)
		}
		p := segment.Index(text)
		for _, piece := range append(p.Words, p.Finer...) {
			if piece == "" {
				t.Errorf("an empty piece of %q", text)
			}
		}
	})
}

func TestPiecesByWhichAWordIsFound(t *testing.T) {
	for _, c := range []struct{ text, typed string }{
		{"凉州区规划局关于道路的通知", "规划局"},
		{"凉州区规划局关于道路的通知", "规划"},
		{"凉州区规划局关于道路的通知", "划局"},
		{"凉州区规划局关于道路的通知", "局"},
		{"申请政府信息公开", "信息公开"},
		{"申请政府信息公开", "政府信息"},
		{"申请政府信息公开", "公开"},
		{"关于高标准农田建设", "农田"},
		{"武威市凉州区人民政府办公室印发", "人民政府办公室"},
		{"武威市凉州区人民政府办公室印发", "凉州区"},
		{"科技创新券兑付公告", "创新券"},
		{"第15号公告 GDP增长", "gdp"},
	} {
		p := segment.Index(segment.Fold(c.text))
		for _, piece := range segment.Query(segment.Fold(c.typed)) {
			if !slices.Contains(p.Words, piece) && !slices.Contains(p.Finer, piece) {
				t.Errorf("%q is not found by %q: no piece %q in %q %q", c.text, c.typed, piece, p.Words, p.Finer)
			}
		}
	}
}

// TestEveryTwoCharactersOfAWordAreAPiece: also where the word stands among others.
func TestEveryTwoCharactersOfAWordAreAPiece(t *testing.T) {
	var words []string
	for word := range segment.Words() {
		if n := len([]rune(word)); n >= 3 {
			words = append(words, word)
		}
	}
	slices.Sort(words)
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.SampledFrom(words).Draw(t, "word")
		p := segment.Index("，" + word + "。")
		if len(p.Words) == 1 {
			for i, runes := 0, []rune(word); i+2 <= len(runes); i++ {
				if pair := string(runes[i : i+2]); !slices.Contains(p.Finer, pair) {
					t.Fatalf("%s has no piece %s: %q", word, pair, p.Finer)
				}
			}
		}
		around := segment.Index("本县" + word + "的通知")
		if fine := segment.Fine(word); !slices.Contains(around.Words, word) && !slices.Contains(around.Finer, word) || strings.Join(fine, "") != word {
			t.Fatalf("%s is no piece of its surroundings: %q %q", word, around.Words, around.Finer)
		}
	})
}

func TestFoldKeepsPlaces(t *testing.T) {
	if got := segment.Fold("ＡＢＣ１２３Ｔest　（甲），\uE001乙"); got != "abc123test （甲）， 乙" {
		t.Errorf("%q", got)
	}
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		if folded := segment.Fold(text); len([]rune(folded)) != len([]rune(text)) {
			t.Fatalf("%q has other places than %q", folded, text)
		}
	})
}

// TestTheDictionaryIsCompiledFromItsSources: go generate gives the bytes that are committed.
func TestTheDictionaryIsCompiledFromItsSources(t *testing.T) {
	words := map[string]int{}
	for word, n := range segment.Words() {
		words[word] = n
	}
	committed, err := os.ReadFile("dict.bin")
	if err != nil {
		t.Fatal(err)
	}
	if string(segment.Compile(words)) != string(committed) {
		t.Error("dict.bin is not what its words compile to: run go generate ./internal/segment")
	}
	text, err := os.ReadFile("domain.txt")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		fields := strings.Fields(line)
		if strings.HasPrefix(line, "#") || len(fields) < 2 || len([]rune(fields[0])) < 2 {
			continue
		}
		if segment.Frequency(fields[0]) == 0 {
			t.Errorf("%s is in domain.txt and not in dict.bin", fields[0])
		}
	}
}

func BenchmarkCut(b *testing.B) {
	text := strings.Repeat(sample[0]+sample[1]+sample[2], 6)
	var c segment.Cutter
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		c.Cut(text, func(string) {})
	}
}

func BenchmarkIndex(b *testing.B) {
	text := strings.Repeat(sample[0]+sample[1]+sample[2], 6)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		segment.Index(text)
	}
}
