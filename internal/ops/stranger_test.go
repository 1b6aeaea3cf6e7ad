package ops

import (
	"strings"
	"syscall"
	"testing"
)

func TestRootDoesNotWorkInTheFolderOfAnotherAccount(t *testing.T) {
	for _, tt := range []struct {
		what      string
		me        int
		owner     uint32
		forbidden bool
	}{
		{"the service in its own folder", 998, 998, false},
		{"root in its own folder, as in a container", 0, 0, false},
		{"root in the folder of the service", 0, 4_000_000, true},
		{"another account, which the system keeps out", 1000, 998, false},
	} {
		err := stranger("/var/lib/gongkai", tt.me, &syscall.Stat_t{Uid: tt.owner})
		if (err != nil) != tt.forbidden || err != nil && !strings.Contains(err.Error(), "#4000000") {
			t.Errorf("%s: %v", tt.what, err)
		}
	}
	if err := Stranger(t.TempDir()); err != nil {
		t.Error(err)
	}
	if err := Stranger("/nowhere"); err != nil {
		t.Error(err)
	}
}
