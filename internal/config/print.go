package config

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"strings"
)

// masked stands in place of what must not be shown.
const masked = "******"

// A Line is one setting as it may be shown.
type Line struct {
	Key    string   `json:"key"`
	Value  string   `json:"value"`            // masked where secret; of a list joined with commas
	Values []string `json:"values,omitempty"` // of a list
	From   string   `json:"from"`             // the place it came from
	Env    string   `json:"env"`
	Help   string   `json:"help"`
}

// Lines returns every setting in force.
func (l *Loaded) Lines() []Line {
	lines := make([]Line, 0, len(settings))
	for _, s := range settings {
		v := s.field(&l.Config)
		line := Line{Key: s.key, From: l.origin[s.key], Env: s.env(), Help: s.help}
		if line.From == "" {
			line.From = "默认值"
		}
		texts := v.texts()
		if v.list {
			line.Values = texts
		}
		line.Value = hide(strings.Join(texts, ","), s.secrecy)
		lines = append(lines, line)
	}
	return lines
}

// hide masks what is secret in a value.
func hide(text string, how secrecy) string {
	if text == "" || how == open {
		return text
	}
	if how == secret {
		return masked
	}
	u, err := url.Parse(text)
	if err != nil {
		return masked
	}
	if u.User == nil && u.RawQuery == "" {
		return text
	}
	// The name of a user may be half of a key, and a query may hold either: only place and path are shown.
	shown := u.Scheme + "://"
	if u.User != nil {
		shown += masked + "@"
	}
	shown += u.Host + u.EscapedPath()
	if u.RawQuery != "" {
		shown += "?" + masked
	}
	return shown
}

// Print writes the settings in force as a TOML file with the origin of each value.
func (l *Loaded) Print(w io.Writer) error {
	var b bytes.Buffer
	section := ""
	for _, line := range l.Lines() {
		name := line.Key
		table, rest, nested := strings.Cut(line.Key, ".")
		if nested {
			name = rest
		} else {
			table = ""
		}
		if table != section && nested {
			fmt.Fprintf(&b, "\n[%s]\n", table)
			section = table
		} else if !nested && section != "" {
			panic("config: " + line.Key + " must come before the tables")
		}
		fmt.Fprintf(&b, "# %s\n%s = %s  # %s\n", line.Help, name, l.tomlText(line), line.From)
	}
	_, err := w.Write(b.Bytes())
	return err
}

func (l *Loaded) tomlText(line Line) string {
	s, _ := find(line.Key)
	switch v := s.field(&l.Config); {
	case v.list:
		quoted := make([]string, 0, len(line.Values))
		for _, text := range line.Values {
			quoted = append(quoted, quote(text))
		}
		return "[" + strings.Join(quoted, ", ") + "]"
	case line.Value == "true", line.Value == "false":
		return line.Value
	case line.Key == "smtp.port":
		return line.Value
	}
	return quote(line.Value)
}

// quote writes a basic string of TOML, whose escapes are those of JSON.
func quote(s string) string {
	text, err := json.Marshal(s)
	if err != nil {
		return `""`
	}
	return string(text)
}

// PrintJSON writes the settings in force as one JSON array.
func (l *Loaded) PrintJSON(w io.Writer) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(l.Lines())
}
