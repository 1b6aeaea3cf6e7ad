package screen

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"gongkai/civil"

	"pgregory.net/rapid"
)

// The detectors as they were written first, plainly: every pattern looks through the whole text.
var plainly = map[Kind]func(*sight) []Hit{
	Plate: func(v *sight) []Hit {
		whole := regexp.MustCompile(`[` + plateHeads + `][A-HJ-NP-Z][·•. -]?[A-HJ-NP-Z0-9]{4,5}[A-HJ-NP-Z0-9学挂警港澳领]`)
		if !v.digits {
			return nil
		}
		var hits []Hit
		for _, m := range whole.FindAllStringIndex(v.text, -1) {
			number := v.text[m[0]:m[1]]
			if m[1] < len(v.text) && alnum(v.text[m[1]]) || len(onlyDigits(number)) < 2 {
				continue
			}
			head := strings.IndexFunc(number, func(r rune) bool { return r < 0x80 }) + 1
			hits = append(hits, Hit{Start: m[0], End: m[1], Write: number[:head] + masked(number[head:], 0, 2)})
		}
		return hits
	},
	Address: func(v *sight) []Hit {
		if !v.digits && !strings.Contains(v.text, "址") && !containsAny(v.text, "组", "社", "户籍", "居住地") {
			return nil
		}
		var hits []Hit
		for _, pattern := range []*regexp.Regexp{labelledAddress, village, flat} {
			for _, m := range pattern.FindAllStringIndex(v.text, -1) {
				text := v.text[m[0]:m[1]]
				if pattern == labelledAddress && !strings.ContainsAny(text[len("住址"):], "0123456789村路街镇乡组巷室栋") || pattern == village && works(v.after(m[1], 10)) {
					continue
				}
				name := 0
				if i := strings.IndexAny(text, ": "); i >= 0 && i < len("户籍所在地为")+1 {
					name = i + 1
				}
				hits = append(hits, Hit{Start: m[0] + name, End: m[1], Write: hideDoor(text[name:])})
			}
		}
		return hits
	},
	SecrecyMark: func(v *sight) []Hit {
		var hits []Hit
		for _, m := range append(starred.FindAllStringIndex(v.text, -1), termed.FindAllStringIndex(v.text, -1)...) {
			if !v.quotes(m[0]) && !strings.HasSuffix(v.text[:m[0]], "工作") && !strings.HasSuffix(v.text[:m[0]], "商业") {
				hits = append(hits, Hit{Start: m[0], End: m[1]})
			}
		}
		whole := trimmed(v.text)
		for _, level := range secrets {
			alone := whole == level || whole == level+"级" || strings.HasPrefix(whole, level+"★")
			if len(hits) == 0 && alone && (v.piece.Role == Head || v.piece.Role == Property || v.piece.Role == Title || containsAny(v.piece.Label, "密级", "秘密等级")) {
				hits = append(hits, Hit{Start: 0, End: len(v.text)})
			}
			if v.piece.Role == Property && len(hits) == 0 && strings.Contains(whole, level) && utf8.RuneCountInString(whole) <= 8 && !strings.Contains(whole, "商业秘密") {
				hits = append(hits, Hit{Start: 0, End: len(v.text)})
			}
		}
		return hits
	},
	SecrecyTalk: func(v *sight) []Hit {
		var hits []Hit
		for _, m := range starred.FindAllStringIndex(v.text, -1) {
			if v.quotes(m[0]) {
				hits = append(hits, Hit{Start: m[0], End: m[1]})
			}
		}
		return hits
	},
}

// everything is the presence of every character: nothing is passed over.
func everything() (p presence) {
	for i := range p {
		p[i] = ^uint64(0)
	}
	return p
}

// same compares the detectors with those that look through everything.
func same(t interface{ Errorf(string, ...any) }, quick, slow *Screen, p Piece) {
	if strings.TrimSpace(p.Text) == "" {
		return
	}
	v := &sight{fold: folded(p.Text), screen: quick, piece: p}
	v.atoms = atomsOf(v.text)
	v.digits, v.chars = len(v.atoms) > 0, presenceOf(v.text)
	w := &sight{fold: v.fold, screen: slow, piece: p, atoms: v.atoms, digits: v.digits, chars: everything()}
	for _, d := range Detectors {
		if d.find == nil {
			continue
		}
		find := d.find
		if plain := plainly[d.Kind]; plain != nil {
			find = plain
		}
		if got, want := d.find(v), find(w); !slices.Equal(got, want) {
			t.Errorf("%s in %q: %v, was %v", d.Kind, p.Text, got, want)
		}
	}
}

func screens() (quick, slow *Screen) {
	o := Options{Today: civil.MustParse("2026-11-03"), Words: StartingWords}
	quick, slow = New(o), New(o)
	slow.words.first = everything()
	return quick, slow
}

// TestQuickDetectorsFindTheSame compares over the lines of the labelled sets, with digits for what is made there, and over
// texts made of the pieces that the patterns are about.
func TestQuickDetectorsFindTheSame(t *testing.T) {
	quick, slow := screens()
	braces := regexp.MustCompile(`\{[a-z]+[0-9]*\}`)
	lines := 0
	for _, name := range []string{"labelled.txt", "held_out.txt", "tables_and_heads.txt"} {
		file, err := os.ReadFile("testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(file)) {
			_, text, _ := strings.Cut(strings.TrimSpace(line), "\t")
			for _, number := range []string{"620602195001010010", "13912345678", "6228480402564890018", "张三", "2026-11-03"} {
				for role := Body; role <= Property; role++ {
					same(t, quick, slow, Piece{Text: braces.ReplaceAllString(text, number), Role: role})
				}
			}
			lines++
		}
	}
	if lines < 500 {
		t.Errorf("only %d lines", lines)
	}
	pieces := []string{"黄羊镇", "新店村", "村", "组", "社", "一", "三", "十", "五组12号", "12", "3", "501", "1202室", "号楼", "栋", "幢", "单元", "小区", "家园", "街道", "，", "。", "；", "\n", " ", ":", "：", "住址", "户籍地",
		"常住地", "居住地址", "家庭地址", "甘", "甘A", "京B·", "12345", "D1234学", "Z", "机密", "秘 密", "绝密", "★", "☆", "密级", "·", "10年", "长期", "“", "”", "标志", "工作", "内部", "资料", "此件", "不予公开", "依申请公开", "公开属性:",
		"2026年", "13月", "2月30日", "孤儿", "姓名", "护照", "E12345678", "社保号", "截止目前", "帐户", "\u200b", "Ａ", "１２", "的道路硬化", "的张某", "x", "\xff"}
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 1, 24).Draw(t, "pieces"), "")
		same(t, quick, slow, Piece{Text: text, Role: Role(rapid.IntRange(0, 4).Draw(t, "role")), Label: rapid.SampledFrom([]string{"", "密级", "备注"}).Draw(t, "label")})
	})
}
