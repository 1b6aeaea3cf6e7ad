package sheet

import (
	"context"
	"io"
)

// An Anchor is a link in running text, where a button would be too loud.
type Anchor struct {
	Text string
	Href string // complete
}

// Render implements templ.Component.
func (a Anchor) Render(ctx context.Context, w io.Writer) error { return a.body().Render(ctx, w) }
