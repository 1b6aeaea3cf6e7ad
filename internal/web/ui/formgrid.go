package ui

import (
	"context"
	"io"
	"strconv"
)

// A FormGrid is a printed form of figures: merged cells as on paper, every figure a link to what it counts where it has
// one. On narrow screens it scrolls sideways.
type FormGrid struct {
	Caption string // for those who cannot see it; always set
	Rows    [][]GridCell
}

// A GridCell is one cell of a [FormGrid]; spans of 0 count as 1.
type GridCell struct {
	Text       string
	Href       string
	Cols, Rows int
	Head       bool
	Tone       Tone
	Note       string // what the tone means, also for those who cannot see it
}

func (c GridCell) span(n int) string { return strconv.Itoa(max(n, 1)) }

func (c GridCell) class() string {
	if c.Head {
		return ""
	}
	return c.Tone.class("figure")
}

// Render implements templ.Component.
func (x FormGrid) Render(ctx context.Context, w io.Writer) error { return formGrid(x).Render(ctx, w) }
