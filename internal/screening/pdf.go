package screening

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"gongkai/review/screen"
)

// pdf examines a PDF file: each page as it is read, what is under boxes or cannot be seen, annotations, attachments,
// properties.
func (w *walk) pdf(where string, content []byte, depth int) {
	file, err := w.examiner.PDF.Examine(content)
	if err != nil {
		w.cannot(where, err)
		return
	}
	scanned := 0
	for i, page := range file.Pages {
		at := fmt.Sprintf("%s第%d页", where, i+1)
		w.pageText(at, page.Text, i == 0, i == len(file.Pages)-1)
		for _, words := range page.Covered {
			w.add(screen.Of(screen.CoveredText, at, w.hide(shown(words)), ""))
		}
		for _, words := range page.Unseen {
			w.add(screen.Of(screen.HiddenText, at, w.hide(shown(words)), ""))
		}
		if page.Redact > 0 {
			w.add(screen.Of(screen.CoveredText, at, "", fmt.Sprintf("有%d处标记了涂黑但没有执行", page.Redact)))
		}
		for n, note := range page.Notes {
			w.piece(at, screen.Piece{Text: note.Text})
			if !note.Field {
				w.add(screen.Of(screen.Comment, fmt.Sprintf("%s批注%d", at, n+1), w.hide(note.Text), ""))
			}
		}
		if page.Scanned {
			if scanned++; scanned == 1 {
				w.add(screen.Of(screen.NoText, at, "", ""))
			}
		}
	}
	for _, label := range slices.Sorted(maps.Keys(file.Properties)) {
		value := file.Properties[label]
		w.piece(where+"文件属性“"+label+"”", screen.Piece{Text: value, Role: screen.Property, Label: label})
	}
	if file.Scripts > 0 {
		w.add(screen.Of(screen.Macro, firstOf(where, "整个文件"), "", "JavaScript"))
	}
	for _, a := range file.Attachments {
		w.add(screen.Of(screen.Attachment, where+"附件“"+a.Name+"”", a.Name, ""))
		w.within(where+"附件“"+a.Name+"”的", a.Name, a.Content, depth+1)
	}
}

// shown is how much of what is hidden a finding quotes: its beginning.
func shown(words string) string {
	r := []rune(words)
	if len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return words
}

// pageText looks at a page as a whole, so that a number that was broken at the end of a line is found, and at the first
// and last lines by themselves, where marks and the day of signature stand.
func (w *walk) pageText(at, text string, first, last bool) {
	found := map[screen.Kind]bool{}
	for _, f := range w.screen.Findings(screen.Piece{Where: at, Text: text}) {
		found[f.Kind] = true
		w.add(f)
	}
	var lines []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	const few = 6
	for i, line := range lines {
		p := screen.Piece{Where: at, Text: line, Last: last && i >= len(lines)-few}
		if first && i < few {
			p.Role = screen.Head
		} else if !p.Last {
			continue
		}
		for _, f := range w.screen.Findings(p) {
			if !found[f.Kind] {
				found[f.Kind] = true
				w.add(f)
			}
		}
	}
}
