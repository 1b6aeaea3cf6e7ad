package workbench

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"gongkai/civil"
	"gongkai/fault"
	"gongkai/internal/web"
	"gongkai/internal/web/ui"
)

// A Form is what was typed, and what is wrong with it. Its fields are drawn with what they hold, whether it was sent or
// filled by us.
type Form struct {
	Values   url.Values
	Problems []fault.Problem
	files    map[string][]Upload
	kept     map[string][]Kept
	sent     bool
}

// Sent reports whether somebody sent the form; one that we filled was not.
func (f *Form) Sent() bool { return f.sent }

// Filled returns a form that shows the values and was not sent.
func Filled(values url.Values) *Form { return &Form{Values: values} }

// formMemory is how much of a form with files is kept in memory; the rest is on disk while the request lasts.
const formMemory = 1 << 20

// Form reads the form that was sent, with its files. Whoever asks again gets the same.
func (c *Call) Form() (*Form, error) {
	if c.form != nil {
		return c.form, nil
	}
	f, err := c.readForm()
	if err == nil {
		c.form = f
	}
	return f, err
}

func (c *Call) readForm() (*Form, error) {
	if !strings.HasPrefix(c.Request.Header.Get("Content-Type"), "multipart/form-data") {
		if err := c.Request.ParseForm(); err != nil {
			return nil, unreadable(err)
		}
		return &Form{Values: c.Request.PostForm, sent: true}, nil
	}
	if limit := c.bench.Uploads.Form; limit > 0 {
		web.AllowBody(c.Request, limit)
		c.Request.Body = http.MaxBytesReader(c.writer, c.Request.Body, limit)
	}
	if err := c.Request.ParseMultipartForm(formMemory); err != nil {
		return nil, unreadable(err)
	}
	return &Form{Values: url.Values(c.Request.MultipartForm.Value), files: uploads(c.Request.MultipartForm), sent: true}, nil
}

func unreadable(err error) error {
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return err
	}
	return &fault.Error{Kind: fault.Invalid, Message: "提交的内容读不出来，请返回后重试", Err: err}
}

// Add notes a problem of a field; an empty field means the form as a whole.
func (f *Form) Add(field, message string) {
	f.Problems = append(f.Problems, fault.Problem{Field: field, Message: message})
}

// Err returns what is wrong so far as one error, or nil.
func (f *Form) Err() error { return fault.Of(f.Problems) }

// Take adds the problems of an error that another entry can mend, and returns nil; other errors are returned.
func (f *Form) Take(err error) error {
	switch fault.KindOf(err) {
	case fault.Invalid, fault.Unlawful, fault.Conflict:
	default:
		return err
	}
	for _, p := range fault.Problems(err) {
		if !slices.Contains(f.Problems, p) {
			f.Problems = append(f.Problems, p)
		}
	}
	return nil
}

// Text returns what was typed, without blanks around it.
func (f *Form) Text(name string) string { return strings.TrimSpace(f.Values.Get(name)) }

// Raw returns what was typed, blanks and all: passwords.
func (f *Form) Raw(name string) string { return f.Values.Get(name) }

// Required returns what was typed, and notes a problem where nothing was.
func (f *Form) Required(name, label string) string {
	text := f.Text(name)
	if text == "" {
		f.Add(name, "请填写"+label)
	}
	return text
}

// Int reads a whole number, and notes a problem where there is none.
func (f *Form) Int(name, label string) int {
	n, err := strconv.Atoi(f.Text(name))
	if err != nil {
		f.Add(name, label+"应为整数")
	}
	return n
}

// Checked reports whether the choice of a checkbox or the radio button was made.
func (f *Form) Checked(name, value string) bool { return slices.Contains(f.Values[name], value) }

// All returns every value of the name: the choices made, or the lines of several fields.
func (f *Form) All(name string) []string { return f.Values[name] }

// Lines returns the lines of a text, without blanks around them and without empty ones.
func (f *Form) Lines(name string) []string {
	var lines []string
	for line := range strings.Lines(f.Values.Get(name)) {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// Date reads the three fields of a date, and notes a problem where they are none.
func (f *Form) Date(field ui.Field) civil.Date {
	_, on, problems := ui.ReadDate(f.Values, field)
	f.Problems = append(f.Problems, problems...)
	return on
}

// SetDate fills the three fields of a date.
func (f *Form) SetDate(name string, on civil.Date) {
	if on.IsZero() {
		return
	}
	year, month, day := on.YMD()
	f.Values.Set(name+"-year", strconv.Itoa(year))
	f.Values.Set(name+"-month", strconv.Itoa(int(month)))
	f.Values.Set(name+"-day", strconv.Itoa(day))
}

// Error returns all that is wrong with a field.
func (f *Form) Error(name string) string { return ui.FieldError(f.Problems, name) }

// Summary stands at the top of the form.
func (f *Form) Summary() ui.ErrorSummary { return ui.ErrorSummary{Problems: f.Problems} }

// Line draws one line of text with what it holds. Passwords are never shown again.
func (f *Form) Line(t ui.TextInput) ui.TextInput {
	if t.Type != "password" {
		t.Value = f.Values.Get(t.Name)
	}
	t.Error = f.Error(t.Name)
	return t
}

// Area draws several lines of text with what they hold.
func (f *Form) Area(t ui.TextArea) ui.TextArea {
	t.Value, t.Error = f.Values.Get(t.Name), f.Error(t.Name)
	return t
}

// DateInput draws a date with what it holds.
func (f *Form) DateInput(field ui.Field) ui.DateInput {
	field.Error = f.Error(field.Name)
	part := func(name string) string { return f.Text(field.Name + "-" + name) }
	return ui.DateInput{Field: field, Year: part("year"), Month: part("month"), Day: part("day")}
}

// Select draws a list with the choice made.
func (f *Form) Select(s ui.Select) ui.Select {
	s.Error, s.Options = f.Error(s.Name), f.chosen(s.Name, s.Options)
	return s
}

// Radios draws a choice of one with the choice made.
func (f *Form) Radios(r ui.Radios) ui.Radios {
	r.Error, r.Options = f.Error(r.Name), f.chosen(r.Name, r.Options)
	return r
}

// Checkboxes draws a choice of any with the choices made.
func (f *Form) Checkboxes(c ui.Checkboxes) ui.Checkboxes {
	c.Error, c.Options = f.Error(c.Name), f.chosen(c.Name, c.Options)
	return c
}

// FileInput draws a field for files; browsers never show again which were chosen.
func (f *Form) FileInput(i ui.FileInput) ui.FileInput {
	i.Error = f.Error(i.Name)
	return i
}

func (f *Form) chosen(name string, options []ui.Option) []ui.Option {
	options = slices.Clone(options)
	for i := range options {
		options[i].Selected = f.Checked(name, options[i].Value)
	}
	return options
}
