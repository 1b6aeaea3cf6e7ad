package ui

import (
	"strings"
	"unicode/utf8"

	"github.com/a-h/templ"
)

// SortOrder says whether and how a column is sorted.
type SortOrder string

// The orders.
const (
	Unsorted   SortOrder = ""
	Ascending  SortOrder = "ascending"
	Descending SortOrder = "descending"
)

// Column is the head of one column of a [Table].
type Column struct {
	Title    string
	Numeric  bool   // figures stand right, digits of equal width
	Tight    bool   // numbers and names that do not break, where there is room
	SortHref string // sorting is a link, so it works without JavaScript
	Sorted   SortOrder
}

func (c Column) class() string {
	if c.Numeric {
		return "num"
	}
	if c.Tight {
		return "tight"
	}
	return ""
}

func (c Column) sign() string {
	return map[SortOrder]string{Unsorted: "↕", Ascending: "↑", Descending: "↓"}[c.Sorted]
}

// Cell is a text, a link or any component.
type Cell struct {
	Text string
	Href string
	Body templ.Component
}

// Row is one row of a [Table]. On phones it becomes a card headed by its first cell.
type Row struct {
	Cells []Cell
	Tone  Tone
}

// Table is a list of things with columns. With no rows it shows Empty.
type Table struct {
	Caption string // also for those who cannot see it; always set
	Quiet   bool   // the caption is only for screen readers
	Columns []Column
	Rows    []Row
	Empty   Empty
	Figures bool // a table of figures: it scrolls sideways on phones and does not become cards
	Even    bool // columns of one width, so that tables under one another line up
	Breaks  bool // paths and addresses break where they must
}

func (t Table) class() string {
	if t.Figures {
		return "table figures"
	}
	class := "table cards"
	if t.Even {
		class += " even"
	}
	if t.Breaks {
		class += " breaks"
	}
	return class
}

func (t Table) column(i int) Column {
	if i < len(t.Columns) {
		return t.Columns[i]
	}
	return Column{}
}

func (t Table) emptiness() Empty {
	if t.Empty.Title == "" {
		return Empty{Title: "没有内容", Text: t.Empty.Text, Action: t.Empty.Action}
	}
	return t.Empty
}

// longestCode is up to how many characters a number or date stays on one line.
const longestCode = 20

// class keeps dates and numbers on one line: a browser would break them at their hyphens.
func (c Cell) class() string {
	if c.Body != nil || c.Text == "" || len(c.Text) > longestCode || strings.ContainsFunc(c.Text, func(r rune) bool { return r >= utf8.RuneSelf }) {
		return ""
	}
	return "code"
}
