package portal_test

import (
	"strconv"
	"strings"
	"testing"
)

// solve answers the sum in words as a person does.
func solve(t testing.TB, question string) string {
	t.Helper()
	_, sum, _ := strings.Cut(question, "：")
	sum, _, _ = strings.Cut(sum, "等于")
	value := func(s string) int {
		n := strings.Index("零一二三四五六七八九", strings.TrimSpace(s)) / len("零")
		if n < 1 {
			t.Fatalf("no number in %q", question)
		}
		return n
	}
	if a, b, plus := strings.Cut(sum, "加"); plus {
		return strconv.Itoa(value(a) + value(b))
	}
	a, b, _ := strings.Cut(sum, "减")
	return strconv.Itoa(value(a) - value(b))
}
