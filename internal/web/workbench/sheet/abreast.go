package sheet

import (
	"context"
	"io"

	"github.com/a-h/templ"
)

// Abreast puts short fields of a form side by side.
type Abreast struct{ Fields []templ.Component }

// Render implements templ.Component.
func (a Abreast) Render(ctx context.Context, w io.Writer) error { return a.body().Render(ctx, w) }
