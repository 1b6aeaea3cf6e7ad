package apptest

import (
	"bytes"
	"html"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"gongkai/law"
)

// An Answer is what came back.
type Answer struct {
	Status int
	Text   string // as a person reads it: with < and & for their escapes
	To     string // where it leads on, without the base path
	Head   http.Header
}

// Get asks for a page; path is without the base path.
func (s *Site) Get(t testing.TB, client *http.Client, path string) Answer {
	t.Helper()
	return answered(t)(client.Get(s.URL + path))
}

// Send sends a form with a file in its field files for every name and content.
func (s *Site) Send(t testing.TB, client *http.Client, path string, form url.Values, files map[string]string) Answer {
	t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for name, values := range form {
		for _, v := range values {
			if err := w.WriteField(name, v); err != nil {
				t.Fatal(err)
			}
		}
	}
	for name, content := range files {
		part, err := w.CreateFormFile("files", name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(part, content); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return answered(t)(client.Post(s.URL+path, w.FormDataContentType(), &body))
}

func answered(t testing.TB) func(*http.Response, error) Answer {
	return func(a *http.Response, err error) Answer {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = a.Body.Close() }()
		text, err := io.ReadAll(a.Body)
		if err != nil {
			t.Fatal(err)
		}
		return Answer{a.StatusCode, html.UnescapeString(string(text)), strings.TrimPrefix(a.Header.Get("Location"), "/xxgk"), a.Header}
	}
}

// Sum answers the question against robots.
func Sum(question string) string {
	if _, after, ok := strings.Cut(question, "："); ok {
		question = after
	}
	parts := strings.FieldsFunc(strings.Split(question, "等于")[0], func(r rune) bool { return r == '加' || r == '减' })
	a, _ := law.ParseNumeral(strings.TrimSpace(parts[0]))
	b, _ := law.ParseNumeral(strings.TrimSpace(parts[1]))
	if strings.Contains(question, "减") {
		b = -b
	}
	return law.Numeral(a + b)
}
