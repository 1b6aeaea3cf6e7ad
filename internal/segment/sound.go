package segment

import (
	_ "embed" // the readings
	"math"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Words by their sound, a line each in the order of the sounds; characters by their syllable. Both are read where they
// lie and made by go generate, with the readings of go-pinyin (MIT).
var (
	//go:embed pinyin.txt
	soundsText string
	//go:embed syllables.txt
	syllablesText string
)

// Limits of what is read by sound.
const (
	longestSound = 42 // letters of a word
	longestTyped = 60 // letters or characters that are looked at
)

// sounding returns the words that sound like the letters, frequent ones first.
func sounding(letters string) []string {
	at := sort.Search(len(soundsText), func(i int) bool { return lineAt(i) >= letters+" " })
	line := lineAt(at)
	key, words, found := strings.Cut(line, " ")
	if !found || key != letters {
		return nil
	}
	return strings.Split(words, ",")
}

// lineAt is the line in which the byte stands, or which begins there.
func lineAt(i int) string {
	if i >= len(soundsText) {
		return "\xff"
	}
	from := strings.LastIndexByte(soundsText[:i], '\n') + 1
	to := strings.IndexByte(soundsText[from:], '\n')
	return soundsText[from : from+to]
}

// Syllable returns how a character is read, without its tone; nothing for what is none.
func Syllable(r rune) string {
	if !unicode.Is(unicode.Han, r) {
		return ""
	}
	at := strings.Index(syllablesText, string(r))
	if at < 0 {
		return ""
	}
	from := strings.LastIndexByte(syllablesText[:at], '\n') + 1
	sound, _, _ := strings.Cut(syllablesText[from:at], " ")
	return sound
}

// ByPinyin turns typed pinyin into the words that were probably meant: nongcungonglu into 农村公路.
func ByPinyin(typed string) (string, bool) {
	letters := strings.Map(func(r rune) rune {
		switch {
		case 'a' <= r && r <= 'z':
			return r
		case 'A' <= r && r <= 'Z':
			return r + 'a' - 'A'
		case r == 'ü':
			return 'v'
		case r == ' ' || r == '\'' || r == '’':
			return -1
		}
		return 0
	}, typed)
	if letters == "" || len(letters) > longestTyped || strings.ContainsRune(letters, 0) {
		return "", false
	}
	text, ok := likeliest(len(letters), func(from, to int) []string {
		if to-from > longestSound {
			return nil
		}
		return sounding(letters[from:to])
	})
	return text, ok && utf8.RuneCountInString(text) > 1
}

// ByHomophone returns the likelier text that sounds like the typed one, where a character was confused with another of
// the same sound: 农存公路 for 农村公路.
func ByHomophone(typed string) (string, bool) {
	runes := []rune(typed)
	if len(runes) < 2 || len(runes) > longestTyped {
		return "", false
	}
	sounds := make([]string, len(runes))
	for i, r := range runes {
		if sounds[i] = Syllable(r); sounds[i] == "" {
			return "", false
		}
	}
	text, ok := likeliest(len(runes), func(from, to int) []string {
		if to-from > 7 {
			return nil
		}
		var fitting []string
		own := string(runes[from:to])
		if Frequency(own) > 0 && to-from > 1 {
			return []string{own} // a word that is right stays
		}
		for _, w := range sounding(strings.Join(sounds[from:to], "")) {
			if utf8.RuneCountInString(w) == to-from {
				fitting = append(fitting, w)
			}
		}
		if to-from == 1 {
			fitting = []string{own}
		}
		return fitting
	})
	return text, ok && text != typed
}

// likeliest finds the way of least distance over n places, where words gives what fits between two of them.
func likeliest(n int, words func(from, to int) []string) (string, bool) {
	type step struct {
		distance float64
		from     int
		word     string
	}
	steps := make([]step, n+1)
	for at := 1; at <= n; at++ {
		steps[at].distance = math.Inf(1)
		for from := at - 1; from >= 0; from-- {
			if math.IsInf(steps[from].distance, 1) {
				continue
			}
			if found := words(from, at); len(found) > 0 {
				cost := 26.0
				if f := Frequency(found[0]); f > 2 {
					cost = 26 - math.Log2(float64(f))
				}
				if d := steps[from].distance + cost; d < steps[at].distance {
					steps[at] = step{d, from, found[0]}
				}
			}
		}
	}
	if n == 0 || math.IsInf(steps[n].distance, 1) {
		return "", false
	}
	var text string
	for at := n; at > 0; at = steps[at].from {
		text = steps[at].word + text
	}
	return text, true
}
