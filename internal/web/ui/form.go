package ui

import (
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"gongkai/fault"
)

// A Field is what every form field has.
type Field struct {
	Name     string // also the id, so that the error summary leads here
	Label    string
	Hint     string
	Error    string // all that is wrong with it; see [FieldError]
	Optional bool   // said beside the label; without it the field is required
	Disabled bool
}

// FieldError returns everything that is wrong with a field, for [Field].Error.
func FieldError(problems []fault.Problem, name string) string {
	var messages []string
	for _, p := range problems {
		if p.Field == name {
			messages = append(messages, p.Message)
		}
	}
	return strings.Join(messages, "；")
}

func (f Field) describedBy() string {
	var ids []string
	if f.Hint != "" {
		ids = append(ids, f.Name+"-hint")
	}
	if f.Error != "" {
		ids = append(ids, f.Name+"-error")
	}
	return strings.Join(ids, " ")
}

func (f Field) class() string {
	if f.Error != "" {
		return "field invalid"
	}
	return "field"
}

// TextInput is one line of text.
type TextInput struct {
	Field
	Value        string
	Type         string // "text" if empty; "tel", "email", "password", "search"
	Width        string // "" fills the measure; "short", "medium"
	Autocomplete string
	Inputmode    string
	MaxLength    int
	Suffix       string // a unit behind the field, as 元
}

func (t TextInput) kind() string {
	if t.Type == "" {
		return "text"
	}
	return t.Type
}

// TextArea is several lines of text, with a counter if Max is set. Without JavaScript the counter says the limit.
type TextArea struct {
	Field
	Value string
	Rows  int
	Max   int
	Draft string // the name under which the browser keeps a draft until the form is sent; empty keeps none
}

func (t TextArea) rows() string { return strconv.Itoa(max(t.Rows, 4)) }

// DateInput is a date in three fields 年, 月 and 日, named Name-year, Name-month and Name-day.
type DateInput struct {
	Field
	Year, Month, Day string
}

// An Option is one choice of a [Select], [Radios] or [Checkboxes].
type Option struct {
	Value, Text, Hint string
	Selected          bool
	Disabled          bool
}

// Select is a list to choose one from. For fewer than seven choices [Radios] is better.
type Select struct {
	Field
	Blank   string // the text of the empty choice; none if empty
	Options []Option
}

// Radios is a choice of one among a few.
type Radios struct {
	Field
	Options []Option
	Inline  bool
}

// Checkboxes is a choice of any among a few.
type Checkboxes struct {
	Field
	Options []Option
}

// optionID gives the first option the id of the field, where the error summary leads.
func (f Field) optionID(i int) string {
	if i == 0 {
		return f.Name
	}
	return f.Name + "-" + strconv.Itoa(i+1)
}

// FileInput takes files.
type FileInput struct {
	Field
	Accept   string
	Multiple bool
}

// Fieldset groups fields, its children, under one legend.
type Fieldset struct{ Legend, Hint string }

// ErrorSummary stands at the top of a form that could not be taken and leads to each field.
type ErrorSummary struct{ Problems []fault.Problem }

// Button sends a form, or leads somewhere if Href is set.
type Button struct {
	Text        string
	Kind        ButtonKind
	Href        string // complete, as from [Base.URL]
	Name, Value string
	Disabled    bool
	Dialog      string // the id of a [Dialog] to open; without JavaScript Href, a confirm page, is followed
}

// A ButtonKind says what pressing the button means.
type ButtonKind string

// The kinds of buttons. A page has one primary button at most.
const (
	Primary     ButtonKind = "primary"
	Secondary   ButtonKind = "secondary"
	Destructive ButtonKind = "destructive"
	Quiet       ButtonKind = "quiet"
)

func (b Button) class() string {
	if b.Kind == "" {
		return "button secondary"
	}
	return "button " + string(b.Kind)
}

func described(f Field) templ.Attributes {
	attributes := templ.Attributes{}
	if by := f.describedBy(); by != "" {
		attributes["aria-describedby"] = by
	}
	return attributes
}
