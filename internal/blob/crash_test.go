package blob

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"gongkai/internal/crypt"
)

// crashEnv names the store into which the child of TestACrashLosesNothingAcknowledged writes.
const crashEnv = "GONGKAI_TEST_BLOB_CRASH"

func TestMain(m *testing.M) {
	if address := os.Getenv(crashEnv); address != "" {
		storeUntilKilled(address)
	}
	os.Exit(m.Run())
}

// storeUntilKilled stores files for ever and names each on stdout once it is acknowledged.
func storeUntilKilled(address string) {
	s, err := New(context.Background(), address, Options{Suite: crypt.GM})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	for range 2 {
		go func() {
			for {
				content := pdf(20+rand.IntN(1+rand.IntN(400_000)), byte(rand.IntN(256)))
				ref, err := s.Put(context.Background(), bytes.NewReader(content), Limits{})
				if err != nil {
					fmt.Fprintln(os.Stderr, err)
					os.Exit(2)
				}
				fmt.Fprintf(os.Stdout, "%s %d\n", ref.Hash, ref.Size)
			}
		}()
	}
	select {}
}

// crash runs the child until a random moment after its first files and returns what it acknowledged.
func crash(t *testing.T, address string) (refs []Ref) {
	t.Helper()
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), crashEnv+"="+address)
	var talk bytes.Buffer
	child.Stderr = &talk
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	wanted := rand.IntN(6) // so many files first, then at any moment of the next ones
	kill := func() { child.Process.Kill() }
	lines := bufio.NewReader(out)
	for n := 0; ; n++ {
		if n == wanted {
			time.AfterFunc(time.Duration(rand.IntN(15_000))*time.Microsecond, kill)
		}
		line, err := lines.ReadString('\n')
		if err != nil {
			break // a line without its end was not acknowledged
		}
		var ref Ref
		if _, err := fmt.Sscanf(line, "%s %d", &ref.Hash, &ref.Size); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		refs = append(refs, ref)
	}
	if err := child.Wait(); err == nil || !strings.Contains(err.Error(), "killed") {
		t.Fatalf("the child ended by itself: %v\n%s", err, &talk)
	}
	return refs
}

func TestACrashLosesNothingAcknowledged(t *testing.T) {
	eachBackend(t, func(t *testing.T, at place) {
		rounds := 50
		acknowledged := map[Hash]int64{}
		for range rounds {
			for _, ref := range crash(t, at.address) {
				acknowledged[ref.Hash] = ref.Size
			}
		}
		if len(acknowledged) < rounds {
			t.Errorf("only %d files in %d rounds: the test does not bite", len(acknowledged), rounds)
		}
		s := newStore(t, at, Options{})
		stored := map[Hash]int64{}
		err := s.Verify(context.Background(), func(i Info, err error) error {
			if err != nil {
				t.Errorf("half a file under its final name: %s: %v", i.Hash, err)
			}
			stored[i.Hash] = i.Size
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		for h, size := range acknowledged {
			if stored[h] != size {
				t.Errorf("%s was acknowledged with %d bytes; there are %d", h, size, stored[h])
			}
		}
		t.Logf("%d files acknowledged, %d stored", len(acknowledged), len(stored))
		// A file like any other can still be stored.
		if got, err := readAll(s, mustPut(t, s, pdf(5000, 1)).Hash); err != nil || len(got) != 5000 {
			t.Errorf("%d bytes, %v", len(got), err)
		}
	})
}
