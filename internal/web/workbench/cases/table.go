package cases

import (
	"context"
	"io"
)

// Render implements templ.Component.
func (l letterFields) Render(ctx context.Context, w io.Writer) error { return l.body().Render(ctx, w) }

// Render implements templ.Component.
func (c choice) Render(ctx context.Context, w io.Writer) error { return c.body().Render(ctx, w) }

// Render implements templ.Component.
func (t tick) Render(ctx context.Context, w io.Writer) error { return t.body().Render(ctx, w) }

// Render implements templ.Component.
func (k kept) Render(ctx context.Context, w io.Writer) error { return k.body().Render(ctx, w) }
