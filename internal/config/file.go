package config

import (
	"cmp"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// flatten makes {"smtp": {"host": x}} into {"smtp.host": x}.
func flatten(into map[string]any, prefix string, tree map[string]any) {
	for key, v := range tree {
		if sub, ok := v.(map[string]any); ok {
			flatten(into, prefix+key+".", sub)
			continue
		}
		into[prefix+key] = v
	}
}

// textsOf turns a value of the file into the texts that the other sources give.
func textsOf(v any, list bool) ([]string, error) {
	switch v := v.(type) {
	case string:
		return []string{v}, nil
	case bool:
		return []string{strconv.FormatBool(v)}, nil
	case int64:
		return []string{strconv.FormatInt(v, 10)}, nil
	case []any:
		if !list {
			return nil, errors.New("只能有一个值，不能是数组")
		}
		var texts []string
		for _, item := range v {
			text, ok := item.(string)
			if !ok {
				return nil, errors.New("的各项应为加引号的文字")
			}
			texts = append(texts, text)
		}
		return texts, nil
	}
	return nil, errors.New("应为文字、整数、true、false 或者数组")
}

// keyLines returns the line of each key of a TOML text that is known to be well formed. The parser does not tell the
// lines of keys. A line inside a multi-line string that looks like a key is remembered too, but never asked for.
func keyLines(text string) map[string]int {
	lines := map[string]int{}
	prefix := ""
	for i, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "[") && strings.Contains(line, "]") && !strings.Contains(line, "=") {
			name := strings.Trim(line[:strings.LastIndex(line, "]")], "[] ")
			prefix = dotted(name) + "."
			continue
		}
		name, _, ok := strings.Cut(line, "=")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		key := prefix + dotted(name)
		if _, seen := lines[key]; !seen {
			lines[key] = i + 1
		}
	}
	return lines
}

// dotted removes quotes and blanks around the parts of a dotted key.
func dotted(name string) string {
	parts := strings.Split(name, ".")
	for i := range parts {
		parts[i] = strings.Trim(strings.TrimSpace(parts[i]), `"'`)
	}
	return strings.Join(parts, ".")
}

func sortedByLine(flat map[string]any, lines map[string]int) []string {
	return slices.SortedFunc(maps.Keys(flat), func(a, b string) int {
		return cmp.Or(cmp.Compare(lines[a], lines[b]), cmp.Compare(a, b))
	})
}

func keys() []string {
	var all []string
	for _, s := range settings {
		all = append(all, s.key)
	}
	return all
}

func envNames() []string {
	var all []string
	for _, s := range settings {
		all = append(all, s.env())
	}
	return all
}

// suggestion names the nearest of the words, if one is near enough to have been meant.
func suggestion(word string, words []string) string {
	best, least := "", max(2, len(word)/4)+1
	for _, w := range words {
		if d := distance(strings.ToLower(word), strings.ToLower(w)); d < least {
			best, least = w, d
		}
	}
	if best == "" {
		return ""
	}
	return "，是不是“" + best + "”？"
}

// distance is the number of single letters to change, add or remove to make b of a.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
