package ui

import (
	"context"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/a-h/templ"
)

// A DiffLine is one line of two texts side by side. A line that one text lacks is empty there and marked as such; of a
// line that is both, removed here and added there, only what differs is marked.
type DiffLine struct {
	Old, New       string
	Added, Removed bool
}

// Diff shows two versions of a text side by side.
type Diff struct {
	OldTitle, NewTitle string
	Lines              []DiffLine
}

// kept returns how many bytes the two begin and end with in common; all are told apart where one of them lacks the line.
func (l DiffLine) kept() (before, after int) {
	if !l.Removed || !l.Added {
		return 0, 0
	}
	for _, r := range l.Old {
		size := utf8.RuneLen(r)
		if size < 0 || !strings.HasPrefix(l.New[before:], string(r)) {
			break
		}
		before += size
	}
	for {
		r, size := utf8.DecodeLastRuneInString(l.Old[before : len(l.Old)-after])
		if r == utf8.RuneError || !strings.HasSuffix(l.New[before:len(l.New)-after], string(r)) {
			return before, after
		}
		after += size
	}
}

// parts cuts a line of the two into what stays before, what differs, and what stays after.
func (l DiffLine) parts(text string) [3]string {
	before, after := l.kept()
	return [3]string{text[:before], text[before : len(text)-after], text[len(text)-after:]}
}

// changed writes a line with what differs under the tag, and nothing between the parts: a template would put blanks there.
func changed(parts [3]string, tag string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		text := templ.EscapeString(parts[0])
		if parts[1] != "" {
			text += "<" + tag + ">" + templ.EscapeString(parts[1]) + "</" + tag + ">"
		}
		_, err := io.WriteString(w, text+templ.EscapeString(parts[2]))
		return err
	})
}

func (l DiffLine) oldClass() string {
	switch {
	case l.Removed:
		return "removed"
	case l.Old == l.New:
		return "same" // told once where the two stand below each other
	}
	return "none"
}

func (l DiffLine) newClass() string {
	switch {
	case l.Added:
		return "added"
	case l.New == "":
		return "none"
	}
	return ""
}

// Letterhead shows how a letter will look on paper, as an official document of the agency: 红头, number, title, body
// (its children), signature and date.
type Letterhead struct {
	Agency    string
	Number    string // 文号
	Title     string
	Addressee string
	Signed    string
	DatedOn   string // 成文日期 as written on paper
	Draft     bool   // not issued yet: said across the top
}

func (d Diff) oldName() string {
	if d.OldTitle == "" {
		return "原版本"
	}
	return d.OldTitle
}

func (d Diff) newName() string {
	if d.NewTitle == "" {
		return "新版本"
	}
	return d.NewTitle
}
