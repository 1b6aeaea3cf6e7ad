package database_test

import (
	"strings"
	"testing"
	"time"

	"gongkai/internal/database"
)

func TestIDsOrderByTimeAndDiffer(t *testing.T) {
	at := time.Date(2026, 11, 3, 0, 0, 0, 0, time.UTC)
	last := ""
	seen := map[string]bool{}
	for i := range 1000 {
		id := database.NewID("ap", at.Add(time.Duration(i)*time.Millisecond))
		if !strings.HasPrefix(id, "ap_") || len(id) != 29 || id <= last || seen[id] {
			t.Fatalf("%q after %q", id, last)
		}
		last, seen[id] = id, true
	}
	if one, other := database.NewID("ap", at), database.NewID("ap", at); one == other {
		t.Error("two ids of one millisecond are the same")
	}
}
