package app_test

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"gongkai/internal/app"
	"gongkai/internal/config"
	"gongkai/internal/demo"
)

// BenchmarkProgramWithTheDemosData measures the program as operators run it, a process of its own, on the data of the
// demo: how long from its start to the first page, and how much memory it holds once it has answered and come to rest.
func BenchmarkProgramWithTheDemosData(b *testing.B) {
	program, data, _ := demoProgram(b)
	var took time.Duration
	var rest int
	for b.Loop() {
		p := start(b, program, data)
		took += p.first
		rest = max(rest, p.atRest(time.Second))
		p.stop()
	}
	b.ReportMetric(float64(took.Milliseconds())/float64(b.N), "ms/first-answer")
	b.ReportMetric(float64(rest)/1024, "MB-at-rest")
}

// BenchmarkProgramAfterAVisit measures the memory once somebody has looked at the portal, logged in, gone through the
// pages of the workbench and left.
func BenchmarkProgramAfterAVisit(b *testing.B) {
	program, data, login := demoProgram(b)
	var rest int
	for b.Loop() {
		p := start(b, program, data)
		jar, err := cookiejar.New(nil)
		if err != nil {
			b.Fatal(err)
		}
		visitor := &http.Client{Jar: jar}
		for _, page := range []string{"/", "/search?q=%E7%A7%91%E6%8A%80", "/apply", "/track", "/normative", "/feed.atom", "/complain"} {
			p.get(b, visitor, page)
		}
		answer, err := visitor.PostForm(p.at+"/workbench/login", url.Values{"login": {login.Login}, "password": {login.Password}})
		if err != nil {
			b.Fatal(err)
		}
		_ = answer.Body.Close()
		for _, page := range []string{"", "cases", "cases/statistics", "records", "duties", "reports", "agencies", "account", "remedies", "card"} {
			p.get(b, visitor, "/workbench/"+page)
		}
		rest = max(rest, p.atRest(time.Minute))
		p.stop()
	}
	b.ReportMetric(float64(rest)/1024, "MB-after-a-visit")
}

// demoProgram builds the program and the data of the demo, and returns one of its accounts.
func demoProgram(b *testing.B) (program, data string, login demo.Login) {
	b.Helper()
	dir := b.TempDir()
	program, data = filepath.Join(dir, "gongkai"), filepath.Join(dir, "data")
	if out, err := exec.Command("go", "build", "-trimpath", "-ldflags", "-s -w", "-o", program, "gongkai/cmd/gongkai").CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
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
	for _, l := range a.Demo {
		if strings.Contains(l.Roles, "经办人") {
			return program, data, l
		}
	}
	b.Fatal("the demo has no case officer")
	return "", "", demo.Login{}
}

// A running program.
type running struct {
	b       *testing.B
	command *exec.Cmd
	at      string
	first   time.Duration // from its start to its first page
	stop    func()
}

// start starts the program and waits for the page of the log-in.
func start(b *testing.B, program, data string) *running {
	b.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	at := listener.Addr().String()
	_ = listener.Close() // the program takes the port
	ctx, cancel := context.WithCancel(b.Context())
	command := exec.CommandContext(ctx, program, "serve", "--listen", at, "--data", data)
	command.Env = append(os.Environ(), "GONGKAI_ADMIN_LISTEN=")
	p := &running{b: b, command: command, at: "http://" + at, stop: func() { cancel(); _ = command.Wait() }}
	began := time.Now()
	if err := command.Start(); err != nil {
		b.Fatal(err)
	}
	for status := 0; status != http.StatusOK; {
		if answer, err := http.Get(p.at + "/workbench/login"); err == nil {
			status = answer.StatusCode
			_ = answer.Body.Close()
		}
		if time.Since(began) > 20*time.Second {
			b.Fatal("no answer in twenty seconds")
		}
	}
	p.first = time.Since(began)
	return p
}

// get fetches a page, which must be there.
func (p *running) get(b *testing.B, visitor *http.Client, page string) {
	b.Helper()
	answer, err := visitor.Get(p.at + page)
	if err != nil {
		b.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, answer.Body)
	_ = answer.Body.Close()
	if answer.StatusCode != http.StatusOK || strings.Contains(answer.Request.URL.Path, "/login") != (page == "/workbench/login") {
		b.Errorf("%s: %s at %s", page, answer.Status, answer.Request.URL.Path)
	}
}

// atRest waits so long, and until the memory has not changed for a second, and returns it in kilobytes.
func (p *running) atRest(wait time.Duration) (kilobytes int) {
	time.Sleep(wait)
	tick := time.NewTicker(250 * time.Millisecond)
	defer tick.Stop()
	for calm := 0; calm < 4; {
		<-tick.C
		if now := resident(p.b, p.command.Process.Pid); now-kilobytes < 64 && kilobytes-now < 64 {
			calm++
		} else {
			kilobytes, calm = now, 0
		}
	}
	return kilobytes
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
