package job

import (
	"errors"
	"regexp"
)

// permanentError is a failure that another attempt cannot mend.
type permanentError struct{ error }

func (e permanentError) Unwrap() error { return e.error }

// Permanent marks a failure that another attempt cannot mend: the job is dead at once.
func Permanent(err error) error {
	if err == nil {
		return nil
	}
	return permanentError{err}
}

func permanent(err error) bool {
	var p permanentError
	return errors.As(err, &p)
}

// private is what may name a person in the error of a mail server: addresses and long numbers.
var private = regexp.MustCompile(`[\p{L}\p{N}._%+\-]+@[\p{L}\p{N}.\-]+|\d{7,}[0-9Xx]?`)

// masked keeps personal data out of what is stored and logged about a failure, and keeps it short.
func masked(text string) string {
	text = private.ReplaceAllString(text, "***")
	if runes := []rune(text); len(runes) > 500 {
		text = string(runes[:500]) + "…"
	}
	return text
}
