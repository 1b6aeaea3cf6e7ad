package records

import (
	"context"
	"io"

	"gongkai/internal/web/ui"
	"gongkai/review"

	"github.com/a-h/templ"
)

// A fold is a group of fields that opens on demand, and by itself when something in it is wrong or filled in.
type fold struct {
	Title, Hint, ID string
	Open            bool
	Fields          []templ.Component
}

// Render implements templ.Component.
func (x fold) Render(ctx context.Context, w io.Writer) error { return x.body().Render(ctx, w) }

// An editor is a text area that becomes a rich text editor where scripts run.
type editor struct {
	Area                  ui.TextArea
	Script, Images, Check string
}

// Render implements templ.Component.
func (x editor) Render(ctx context.Context, w io.Writer) error { return x.body().Render(ctx, w) }

// findingsBox is where the live check of the editor shows what it found.
type findingsBox struct{}

// Render implements templ.Component.
func (x findingsBox) Render(ctx context.Context, w io.Writer) error { return x.body().Render(ctx, w) }

// drop takes a file from somebody's desktop.
type drop struct {
	Action, Column, Error string
	Columns               []ui.Option
}

// Render implements templ.Component.
func (x drop) Render(ctx context.Context, w io.Writer) error { return x.body().Render(ctx, w) }

// fileRows are the attachments in the form.
type fileRows struct{ Rows []fileRow }

type fileRow struct {
	Hash, Name, Href string
	Number           int
	Removed          bool
}

// Render implements templ.Component.
func (x fileRows) Render(ctx context.Context, w io.Writer) error { return x.body().Render(ctx, w) }

// linkRows are the links in the form, and what a search for more has found.
type linkRows struct {
	Rows     []linkRow
	Query    string
	Searched bool
	Found    []ui.Option
	Error    string
}

type linkRow struct {
	To, Relation, On, Title string
	Number                  int
}

// Render implements templ.Component.
func (x linkRows) Render(ctx context.Context, w io.Writer) error { return x.body().Render(ctx, w) }

// findingList shows what screening found.
type findingList struct {
	Items   []foundItem
	Nothing string
}

type foundItem struct {
	review.Finding
	WaiveHref string
}

func (f foundItem) label() string {
	switch {
	case f.Block && f.Waived:
		return "已放行"
	case f.Block && f.Firm:
		return "必须消除"
	case f.Block:
		return "不得公开"
	case f.Look && f.Waived:
		return "已人工审查"
	case f.Look:
		return "须人工审查"
	}
	return "请确认"
}

// said is what was said about the finding.
func (f foundItem) said() string {
	if f.Look {
		return "已人工审查：" + f.Because
	}
	return "已说明可以公开：" + f.Because
}

// ask is the way to say it.
func (f foundItem) ask() string {
	if f.Look {
		return "确认已经人工审查"
	}
	return "说明为什么可以公开"
}

func (f foundItem) tone() ui.Tone {
	switch {
	case (f.Block || f.Look) && f.Waived:
		return ui.Good
	case f.Block:
		return ui.Bad
	}
	return ui.Caution
}

// Render implements templ.Component.
func (x findingList) Render(ctx context.Context, w io.Writer) error { return x.body().Render(ctx, w) }

// bodyText is the text of a record as it was sanitised.
type bodyText struct{ HTML string }

// Render implements templ.Component.
func (x bodyText) Render(ctx context.Context, w io.Writer) error { return x.body().Render(ctx, w) }

// approvalSheet is the 审查呈批单 on the screen, and from there on paper.
type approvalSheet struct {
	ui.Base
	Title   string
	Buttons []ui.Button
	Rows    []approvalRow
}

type approvalRow struct {
	Name  string
	Lines []string
}
