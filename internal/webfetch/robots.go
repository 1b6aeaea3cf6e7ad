package webfetch

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// Rules are what the robots.txt of a site allows the program and forbids it (RFC 9309).
type Rules struct{ lines []rule }

type rule struct {
	pattern string
	allow   bool
}

// mostRobots bounds a robots.txt that is read, as RFC 9309 proposes.
const mostRobots = 500 << 10

// may reports whether the site lets programs read the address. A site without robots.txt does, and so does one whose
// robots.txt cannot be read: it was a person who asked for this one page.
func (f *Fetcher) may(ctx context.Context, u *url.URL) (bool, error) {
	site := u.Scheme + "://" + u.Host
	rules, known := f.rules[site]
	if !known {
		answer, err := f.call(ctx, site+"/robots.txt")
		if err != nil {
			return false, said(err)
		}
		defer func() { _ = answer.Body.Close() }()
		if answer.StatusCode == http.StatusOK {
			content, err := io.ReadAll(io.LimitReader(answer.Body, mostRobots))
			if err != nil {
				return false, said(err)
			}
			rules = ReadRules(content)
		}
		if f.rules == nil {
			f.rules = map[string]Rules{}
		}
		f.rules[site] = rules
	}
	at := u.EscapedPath()
	if at == "" {
		at = "/"
	}
	if u.RawQuery != "" {
		at += "?" + u.RawQuery
	}
	return rules.Allow(at), nil
}

// ReadRules reads the rules of a robots.txt for this program: those of its own name, else those for all.
func ReadRules(content []byte) Rules {
	groups := map[string][]rule{} // by the name in lower case
	var names []string
	begun := false // a rule has come since the last name
	lines := bufio.NewScanner(bytes.NewReader(content))
	lines.Buffer(nil, mostRobots+1)
	for lines.Scan() {
		line, _, _ := strings.Cut(strings.TrimPrefix(lines.Text(), "\ufeff"), "#")
		key, value, ok := strings.Cut(line, ":")
		if !ok {
			continue
		}
		value = strings.TrimSpace(value)
		switch strings.ToLower(strings.TrimSpace(key)) {
		case "user-agent":
			if begun {
				names, begun = nil, false
			}
			name := strings.ToLower(value)
			names = append(names, name)
			groups[name] = append(groups[name], []rule{}...)
			if groups[name] == nil {
				groups[name] = []rule{}
			}
		case "allow", "disallow":
			begun = true
			if value == "" {
				continue // forbids nothing
			}
			for _, name := range names {
				groups[name] = append(groups[name], rule{value, strings.EqualFold(strings.TrimSpace(key), "allow")})
			}
		}
	}
	if own, ok := groups[Agent]; ok {
		return Rules{own}
	}
	return Rules{groups["*"]}
}

// Allow reports whether the path with its query may be read: the longest rule that fits decides, and of two as long the
// one that allows.
func (r Rules) Allow(at string) bool {
	longest, allowed := -1, true
	for _, l := range r.lines {
		if n := len(l.pattern); fits(l.pattern, at) && (n > longest || n == longest && l.allow) {
			longest, allowed = n, l.allow
		}
	}
	return allowed
}

// fits reports whether the path begins as the pattern says; * stands for anything, $ for the end.
func fits(pattern, at string) bool {
	end := strings.HasSuffix(pattern, "$")
	parts := strings.Split(strings.TrimSuffix(pattern, "$"), "*")
	if !strings.HasPrefix(at, parts[0]) {
		return false
	}
	rest := at[len(parts[0]):]
	for i, part := range parts[1:] {
		if end && i == len(parts)-2 {
			return strings.HasSuffix(rest, part)
		}
		j := strings.Index(rest, part)
		if j < 0 {
			return false
		}
		rest = rest[j+len(part):]
	}
	return !end || rest == ""
}
