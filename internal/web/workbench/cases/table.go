package cases

import (
	"context"
	"io"

	"gongkai/internal/web/ui"
)

// Render implements templ.Component.
func (t bundleTable) Render(ctx context.Context, w io.Writer) error { return t.body().Render(ctx, w) }

// wrong is what is wrong with a cell.
func (t bundleTable) wrong(row, name string) string {
	return ui.FieldError(t.Form.Problems, row+"."+name)
}

// Render implements templ.Component.
func (c choice) Render(ctx context.Context, w io.Writer) error { return c.body().Render(ctx, w) }

// Render implements templ.Component.
func (t tick) Render(ctx context.Context, w io.Writer) error { return t.body().Render(ctx, w) }

// Render implements templ.Component.
func (k kept) Render(ctx context.Context, w io.Writer) error { return k.body().Render(ctx, w) }
