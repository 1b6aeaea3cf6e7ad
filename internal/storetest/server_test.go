package storetest_test

import (
	"io/fs"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"gongkai/internal/storetest"
)

// The server of a test binary that is killed goes with it, and so does its folder.
func TestTheServerEndsWithItsTestBinary(t *testing.T) {
	if folder := os.Getenv("GONGKAI_SERVER_FOLDER"); folder != "" {
		address := storetest.EmptyPostgres(t) // this is the child
		if err := os.WriteFile(folder+"/address", []byte(address), 0o600); err != nil {
			t.Fatal(err)
		}
		select {} // until it is killed
	}
	folder, err := os.MkdirTemp("", "gongkai-keeper-")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = os.RemoveAll(folder) }()
	cmd := exec.Command(os.Args[0], "-test.run=^TestTheServerEndsWithItsTestBinary$")
	cmd.Env = append(os.Environ(), "GONGKAI_SERVER_FOLDER="+folder, "TMPDIR="+folder)
	// The server runs as its own user, who must be able to make and remove a folder here, as in /tmp.
	if err := os.Chmod(folder, 0o777|os.ModeSticky); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	wait(t, "the child's server", func() bool { _, err := os.Stat(folder + "/address"); return err == nil })
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
	wait(t, "its end", func() bool { return !contains(t, folder, "gongkai-pg-") })
}

// wait asks until it is so, at most half a minute.
func wait(t *testing.T, what string, so func() bool) {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); !so(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("waited in vain for %s", what)
		}
	}
}

func contains(t *testing.T, folder, prefix string) bool {
	t.Helper()
	entries, err := fs.ReadDir(os.DirFS(folder), ".")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), prefix) {
			return true
		}
	}
	return false
}
