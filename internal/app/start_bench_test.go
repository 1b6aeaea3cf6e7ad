package app_test

import (
	"context"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"gongkai/internal/app"
	"gongkai/internal/config"
)

// BenchmarkProgramWithTheDemosData measures the program as operators run it, a process of its own, on the data of the
// demo: how long from its start to the first page, and how much memory it holds once it has answered and come to rest.
func BenchmarkProgramWithTheDemosData(b *testing.B) {
	dir := b.TempDir()
	program := filepath.Join(dir, "gongkai")
	if out, err := exec.Command("go", "build", "-o", program, "gongkai/cmd/gongkai").CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	data := filepath.Join(dir, "data")
	c, err := config.Load(config.Sources{Env: []string{"GONGKAI_DATA=" + data, "GONGKAI_DEMO=true"}})
	if err != nil {
		b.Fatal(err)
	}
	a, err := app.Open(b.Context(), c, silent)
	if err != nil {
		b.Fatal(err)
	}
	if err := a.Close(); err != nil {
		b.Fatal(err)
	}
	var took time.Duration
	var rest int
	for b.Loop() {
		d, kilobytes := runOnce(b, program, data)
		took += d
		rest = max(rest, kilobytes)
	}
	b.ReportMetric(float64(took.Milliseconds())/float64(b.N), "ms/first-answer")
	b.ReportMetric(float64(rest)/1024, "MB-at-rest")
}

// runOnce starts the program, waits for its first page and for the page of the log-in, and reads what memory it holds.
func runOnce(b *testing.B, program, data string) (first time.Duration, kilobytes int) {
	b.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	at := listener.Addr().String()
	_ = listener.Close() // the program takes the port
	ctx, cancel := context.WithCancel(b.Context())
	defer cancel()
	command := exec.CommandContext(ctx, program, "serve", "--listen", at, "--data", data)
	command.Env = append(os.Environ(), "GONGKAI_ADMIN_LISTEN=")
	began := time.Now()
	if err := command.Start(); err != nil {
		b.Fatal(err)
	}
	defer func() { cancel(); _ = command.Wait() }()
	for status := 0; status != http.StatusOK; {
		if answer, err := http.Get("http://" + at + "/workbench/login"); err == nil {
			status = answer.StatusCode
			_ = answer.Body.Close()
		}
		if time.Since(began) > 20*time.Second {
			b.Fatal("no answer in twenty seconds")
		}
	}
	first = time.Since(began)
	// At rest is when the memory has not changed for a while.
	tick := time.NewTicker(250 * time.Millisecond)
	defer tick.Stop()
	for calm := 0; calm < 4; {
		<-tick.C
		if now := resident(b, command.Process.Pid); now == kilobytes {
			calm++
		} else {
			kilobytes, calm = now, 0
		}
	}
	return first, kilobytes
}

// resident reads how much memory of the process is in the machine, in kilobytes.
func resident(b *testing.B, pid int) int {
	b.Helper()
	text, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/status")
	if err != nil {
		b.Skip("no /proc on this system")
	}
	_, rest, _ := strings.Cut(string(text), "VmRSS:")
	n, err := strconv.Atoi(strings.Fields(rest)[0])
	if err != nil {
		b.Fatal(err)
	}
	return n
}
