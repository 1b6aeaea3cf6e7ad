package webtest

import (
	"testing"
	"time"
)

// longest is how long a page may take on a machine that does much else: what is waited for nearly always comes at once, and
// a test that gives up too soon says nothing about the program.
const longest = time.Minute

// Until waits until it is so, and fails the test when it never is; what says what was waited for.
func Until(t testing.TB, what func() string, so func() bool) {
	t.Helper()
	for began := time.Now(); !so(); time.Sleep(20 * time.Millisecond) {
		if time.Since(began) > longest {
			t.Fatalf("waited %v for %s", longest, what())
		}
	}
}
