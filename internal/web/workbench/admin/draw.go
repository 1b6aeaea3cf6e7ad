package admin

import (
	"context"
	"io"
	"strconv"
	"time"

	"gongkai/civil"
)

// Render implements templ.Component.
func (g group) Render(ctx context.Context, w io.Writer) error { return g.body().Render(ctx, w) }

// Render implements templ.Component.
func (a actions) Render(ctx context.Context, w io.Writer) error { return a.body().Render(ctx, w) }

// when writes an instant in China's time; empty for none.
func when(at time.Time) string {
	if at.IsZero() || at.UnixMilli() <= 0 {
		return ""
	}
	return at.In(civil.Shanghai).Format("2006-01-02 15:04:05")
}

// or returns text, or other for an empty one.
func or(text, other string) string {
	if text == "" {
		return other
	}
	return text
}

func yes(b bool) string {
	if b {
		return "是"
	}
	return "否"
}

func itoa(n int) string { return strconv.Itoa(n) }
