package redact

import (
	"slices"
	"strings"

	"gongkai/decision"
	"gongkai/fault"
	"gongkai/internal/docread/pdftext"
	"gongkai/review/screen"
)

// Find marks every place where one of the words stands. Spaces and line ends between its characters do not matter.
func (r *Redactor) Find(content []byte, words []string, ground decision.Ground) ([]Mark, error) {
	return r.search(content, ground, squeeze, func(text string) [][2]int {
		var spans [][2]int
		for _, w := range words {
			if w = squeeze(w); w == "" {
				continue
			}
			for from := 0; ; {
				i := strings.Index(text[from:], w)
				if i < 0 {
					break
				}
				spans = append(spans, [2]int{from + i, from + i + len(w)})
				from += i + len(w)
			}
		}
		return spans
	})
}

// Suggest marks what screening takes for personal data, of the kinds asked for (all when none is named).
func (r *Redactor) Suggest(content []byte, rules *screen.Screen, ground decision.Ground, kinds ...screen.Kind) ([]Mark, error) {
	return r.search(content, ground, strings.Clone, func(text string) [][2]int { // numbers beside each other must stay apart
		var spans [][2]int
		for _, h := range rules.Look(screen.Piece{Text: text}) {
			if h.Write != "" && h.Kind != screen.WrongWord && h.Kind != screen.DoubtfulWord && (len(kinds) == 0 || slices.Contains(kinds, h.Kind)) {
				spans = append(spans, [2]int{h.Start, h.End})
			}
		}
		return spans
	})
}

// search gives find the text of each page, its characters as form makes them, and turns the stretches that it names into boxes, one for each
// line.
func (r *Redactor) search(content []byte, ground decision.Ground, form func(string) string, find func(text string) [][2]int) ([]Mark, error) {
	if !isPDF(content) {
		return nil, fault.New(fault.Invalid, "图片中没有可以查找的文字，请在图上标出")
	}
	layouts, err := r.PDF.Layouts(content)
	if err != nil {
		return nil, err
	}
	var marks []Mark
	for page, l := range layouts {
		var b strings.Builder
		var chars, at []int // for each character of the text its place in the layout and in the text
		for i, c := range l.Chars {
			if s := form(c.Text); s != "" {
				chars, at = append(chars, i), append(at, b.Len())
				b.WriteString(s)
			}
		}
		for _, span := range find(b.String()) {
			var line []pdftext.Box
			for k := range chars {
				if at[k] >= span[0] && at[k] < span[1] {
					box := l.Chars[chars[k]].Box
					if squeeze(l.Chars[chars[k]].Text) == "" {
						continue
					}
					if box.Right <= box.Left || box.Bottom <= box.Top {
						return nil, fault.New(fault.Invalid, "第%d页的文字没有位置信息，无法按文字标出，请在页面上用鼠标标出", page+1)
					}
					line = append(line, box)
				}
			}
			for _, box := range lines(line) {
				marks = append(marks, Mark{Page: page, Box: around(box, l), Ground: ground})
			}
			if len(marks) > most {
				return nil, fault.New(fault.Invalid, "找到的地方超过%d处，请缩小范围", most)
			}
		}
	}
	return slices.Compact(marks), nil
}

// lines joins the boxes of characters that follow one another on the same line.
func lines(boxes []pdftext.Box) []pdftext.Box {
	var out []pdftext.Box
	for _, b := range boxes {
		if n := len(out) - 1; n >= 0 {
			middle := (b.Top + b.Bottom) / 2
			height := out[n].Bottom - out[n].Top
			center, width := (b.Left+b.Right)/2, out[n].Right-out[n].Left
			if center > out[n].Left && center < out[n].Right && b.Top < out[n].Bottom+width && b.Bottom > out[n].Top-width { // a page that is turned
				out[n] = out[n].Join(b)
				continue
			}
			if middle > out[n].Top-height/2 && middle < out[n].Bottom+height/2 && b.Left > out[n].Left-height {
				out[n] = out[n].Join(b)
				continue
			}
		}
		out = append(out, b)
	}
	return out
}

// around makes the box of a line in thousandths, with a little room: the boxes of letters are tight.
func around(b pdftext.Box, l pdftext.Layout) Box {
	const room = 2
	scale := func(v, size float64, up bool) int {
		n := v * whole / size
		if up {
			return min(int(n)+1, whole)
		}
		return max(int(n), 0)
	}
	return Box{scale(b.Left-room, l.Width, false), scale(b.Top-room, l.Height, false), scale(b.Right+room, l.Width, true), scale(b.Bottom+room, l.Height, true)}
}
