package ui

import (
	"context"
	"io"

	"github.com/a-h/templ"
)

// Every component is a struct that draws itself: @ui.Badge{Text: "已公开"} in a template. Children, where a component
// takes them, come in braces behind [Around].

// Render implements templ.Component.
func (x TextInput) Render(ctx context.Context, w io.Writer) error { return textInput(x).Render(ctx, w) }

// Render implements templ.Component.
func (x TextArea) Render(ctx context.Context, w io.Writer) error { return textArea(x).Render(ctx, w) }

// Render implements templ.Component.
func (x DateInput) Render(ctx context.Context, w io.Writer) error { return dateInput(x).Render(ctx, w) }

// Render implements templ.Component.
func (x Select) Render(ctx context.Context, w io.Writer) error { return selectField(x).Render(ctx, w) }

// Render implements templ.Component.
func (x FileInput) Render(ctx context.Context, w io.Writer) error { return fileInput(x).Render(ctx, w) }

// Render implements templ.Component.
func (x Fieldset) Render(ctx context.Context, w io.Writer) error { return fieldset(x).Render(ctx, w) }

// Render implements templ.Component.
func (x ErrorSummary) Render(ctx context.Context, w io.Writer) error {
	return errorSummary(x).Render(ctx, w)
}

// Render implements templ.Component.
func (x Button) Render(ctx context.Context, w io.Writer) error { return button(x).Render(ctx, w) }

// Render implements templ.Component.
func (x Notice) Render(ctx context.Context, w io.Writer) error { return notice(x).Render(ctx, w) }

// Render implements templ.Component.
func (x Badge) Render(ctx context.Context, w io.Writer) error { return badge(x).Render(ctx, w) }

// Render implements templ.Component.
func (x Deadline) Render(ctx context.Context, w io.Writer) error { return deadline(x).Render(ctx, w) }

// Render implements templ.Component.
func (x Facts) Render(ctx context.Context, w io.Writer) error { return facts(x).Render(ctx, w) }

// Render implements templ.Component.
func (x Timeline) Render(ctx context.Context, w io.Writer) error { return timeline(x).Render(ctx, w) }

// Render implements templ.Component.
func (x Hits) Render(ctx context.Context, w io.Writer) error { return hits(x).Render(ctx, w) }

// Render implements templ.Component.
func (x Tasks) Render(ctx context.Context, w io.Writer) error { return tasks(x).Render(ctx, w) }

// Render implements templ.Component.
func (x Tabs) Render(ctx context.Context, w io.Writer) error { return tabs(x).Render(ctx, w) }

// Render implements templ.Component.
func (x Pagination) Render(ctx context.Context, w io.Writer) error {
	return pagination(x).Render(ctx, w)
}

// Render implements templ.Component.
func (x Empty) Render(ctx context.Context, w io.Writer) error { return empty(x).Render(ctx, w) }

// Render implements templ.Component.
func (x Dialog) Render(ctx context.Context, w io.Writer) error { return dialog(x).Render(ctx, w) }

// Render implements templ.Component.
func (x Confirm) Render(ctx context.Context, w io.Writer) error { return confirm(x).Render(ctx, w) }

// Render implements templ.Component.
func (x ToastRegion) Render(ctx context.Context, w io.Writer) error {
	return toastRegion(x).Render(ctx, w)
}

// Render implements templ.Component.
func (x Steps) Render(ctx context.Context, w io.Writer) error { return steps(x).Render(ctx, w) }

// Render implements templ.Component.
func (x Card) Render(ctx context.Context, w io.Writer) error { return card(x).Render(ctx, w) }

// Render implements templ.Component.
func (x Stats) Render(ctx context.Context, w io.Writer) error { return stats(x).Render(ctx, w) }

// Render implements templ.Component.
func (x Files) Render(ctx context.Context, w io.Writer) error { return files(x).Render(ctx, w) }

// Render implements templ.Component.
func (x Search) Render(ctx context.Context, w io.Writer) error { return search(x).Render(ctx, w) }

// Render implements templ.Component.
func (x Prose) Render(ctx context.Context, w io.Writer) error { return prose(x).Render(ctx, w) }

// Render implements templ.Component.
func (x PrintOnly) Render(ctx context.Context, w io.Writer) error { return printOnly(x).Render(ctx, w) }

// Render implements templ.Component.
func (x PageHead) Render(ctx context.Context, w io.Writer) error { return pageHead(x).Render(ctx, w) }

// Render implements templ.Component.
func (x ErrorPage) Render(ctx context.Context, w io.Writer) error { return errorPage(x).Render(ctx, w) }

// Render implements templ.Component.
func (x Table) Render(ctx context.Context, w io.Writer) error { return table(x).Render(ctx, w) }

// Render implements templ.Component.
func (x BarChart) Render(ctx context.Context, w io.Writer) error { return barChart(x).Render(ctx, w) }

// Render implements templ.Component.
func (x LineChart) Render(ctx context.Context, w io.Writer) error { return lineChart(x).Render(ctx, w) }

// Render implements templ.Component.
func (x Diff) Render(ctx context.Context, w io.Writer) error { return diff(x).Render(ctx, w) }

// Render implements templ.Component.
func (x Letterhead) Render(ctx context.Context, w io.Writer) error {
	return letterhead(x).Render(ctx, w)
}

// Render implements templ.Component.
func (x Radios) Render(ctx context.Context, w io.Writer) error {
	class := "choices"
	if x.Inline {
		class = "choices inline"
	}
	return choices(x.Field, "radio", class, x.Options).Render(ctx, w)
}

// Render implements templ.Component.
func (x Checkboxes) Render(ctx context.Context, w io.Writer) error {
	return choices(x.Field, "checkbox", "choices", x.Options).Render(ctx, w)
}

// Around returns the component as it is. templ reads children only behind a call or a name, not behind a struct
// literal: @ui.Around(ui.Notice{Title: "提示"}) { <p>…</p> }.
func Around(component templ.Component) templ.Component { return component }
