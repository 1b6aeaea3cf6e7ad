package redaction

import (
	"context"
	"io"

	"gongkai/internal/redact"
	"gongkai/internal/web/ui"
)

// A canvas shows the pages with their marks, and lists the marks.
type canvas struct {
	Script string
	Papers []paper
	Rows   []markRow
}

// A paper is one page.
type paper struct {
	Number        int
	Picture       string
	Width, Height int
	Marks         []drawn
}

// drawn is a mark on its page.
type drawn struct {
	Number int
	Box    redact.Box
}

// A markRow is a mark in the list.
type markRow struct {
	Index  int
	Value  string
	Page   int
	Ground string
}

// Render implements templ.Component.
func (x canvas) Render(ctx context.Context, w io.Writer) error { return x.body().Render(ctx, w) }

// wordSearch is the field for words with its buttons.
type wordSearch struct {
	Words ui.TextInput
	Any   bool // the file has text
}

// Render implements templ.Component.
func (x wordSearch) Render(ctx context.Context, w io.Writer) error { return x.body().Render(ctx, w) }
