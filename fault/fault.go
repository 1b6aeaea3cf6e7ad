// Package fault says what went wrong in words that the person in front of the screen can act on.
//
// Where an act would breach a rule of law the fault is [Unlawful] and carries the citation, so that screen, API and
// command line can all show the article (an officer may refuse what 《条例》第三十条 forbids only by naming it).
//
// A rule check returns a list of [Problem], all at once, never the first alone. Only the outermost layer turns a
// [Kind] into an HTTP status or an exit code; nothing here knows of either.
package fault

import (
	"errors"
	"fmt"
	"strings"

	"gongkai/law"
)

// A Kind is what sort of thing went wrong.
type Kind int

// The kinds, from the most to the least expected.
const (
	Internal    Kind = iota // a defect or a broken machine; details are for operators only
	Invalid                 // what was entered cannot be taken
	NotFound                // there is no such thing, or not for this person
	Forbidden               // this person may not
	Conflict                // somebody else was faster, or a value that must be unique is taken
	Unlawful                // the act would breach the cited rule
	Unavailable             // try again later
)

// A Problem is one thing that is wrong with what was entered or asked for.
type Problem struct {
	Field   string       `json:"field,omitempty"` // the form field beside which it is shown; empty for the whole
	Message string       `json:"message"`         // complete, safe Chinese for the person
	Cite    law.Citation `json:"cite,omitzero"`   // the rule that forbids it, where one does
}

// Error is the one error type that people see.
type Error struct {
	Kind     Kind
	Message  string       // complete, safe Chinese for the person
	Cite     law.Citation // the rule, for Unlawful
	Problems []Problem    // every single thing, for Invalid and Unlawful
	Op       string       // the trail of calls, for operators
	Err      error        // the cause, for operators
}

// Error joins trail, message and cause, for operators; people are shown [Message].
func (e *Error) Error() string {
	var b strings.Builder
	if e.Op != "" {
		b.WriteString(e.Op + ": ")
	}
	b.WriteString(e.Message)
	for _, p := range e.Problems {
		if p.Message != e.Message {
			b.WriteString("; " + p.Message)
		}
	}
	if e.Err != nil {
		b.WriteString(": " + e.Err.Error())
	}
	return b.String()
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// New makes an error of the kind with a message for the person.
func New(kind Kind, format string, args ...any) *Error {
	return &Error{Kind: kind, Message: fmt.Sprintf(format, args...)}
}

// Breach makes an Unlawful error that names its rule.
func Breach(cite law.Citation, format string, args ...any) *Error {
	return &Error{Kind: Unlawful, Message: fmt.Sprintf(format, args...), Cite: cite}
}

// Of gathers problems into one error, or nil if there are none. It is Unlawful when any problem cites a rule.
func Of(problems []Problem) error {
	if len(problems) == 0 {
		return nil
	}
	e := &Error{Kind: Invalid, Message: "有内容需要修改", Problems: problems}
	for _, p := range problems {
		if !p.Cite.IsZero() {
			e.Kind, e.Cite = Unlawful, p.Cite
			break
		}
	}
	if len(problems) == 1 {
		e.Message = problems[0].Message
	}
	return e
}

// Wrap adds the name of the call to *err for operators, keeping kind and message. Use it with defer.
func Wrap(err *error, format string, args ...any) {
	if *err == nil {
		return
	}
	op := fmt.Sprintf(format, args...)
	var e *Error
	if errors.As(*err, &e) {
		outer := *e
		if outer.Op = op; e.Op != "" {
			outer.Op = op + ": " + e.Op
		}
		*err = &outer
		return
	}
	*err = &Error{Kind: Internal, Message: "系统内部错误，已记录，请稍后再试或联系管理员", Op: op, Err: *err}
}

// KindOf returns the kind of err: Internal for any error that is not from this package.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return Internal
}

// Message returns what may be shown to the person.
func Message(err error) string {
	var e *Error
	if errors.As(err, &e) && e.Message != "" {
		return e.Message
	}
	return "系统内部错误，已记录，请稍后再试或联系管理员"
}

// Problems returns every single problem of err, at least one.
func Problems(err error) []Problem {
	var e *Error
	if errors.As(err, &e) && len(e.Problems) > 0 {
		return e.Problems
	}
	p := Problem{Message: Message(err)}
	if e != nil {
		p.Cite = e.Cite
	}
	return []Problem{p}
}
