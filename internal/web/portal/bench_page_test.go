package portal_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"gongkai/disclosure"
)

// BenchmarkDetailPage serves the page of a record from memory, made anew, and as 304, beside nginx that serves the same
// bytes as a file, in turns, to the same sixteen callers on this machine. Without nginx there is nothing to compare with.
func BenchmarkDetailPage(b *testing.B) {
	s := newSite(b)
	body := "<p>" + strings.Repeat("为规范城市照明设施管理，保障公众出行安全，根据有关法律法规，结合本地实际，制定本办法。", 24) + "</p>"
	_, index := s.publish(b, "kjj", disclosure.Record{Kind: disclosure.Plain, Title: "城市照明设施管理办法", Body: body}, "")
	server := httptest.NewServer(s.handler)
	defer server.Close()
	path := base + "/records/" + index
	first := httptest.NewRecorder()
	s.handler.ServeHTTP(first, httptest.NewRequest("GET", path, nil))
	page, tag := first.Body.Bytes(), first.Header().Get("ETag")
	here := strings.TrimPrefix(server.URL, "http://")
	ways := []struct {
		name, address string
		request       func(n int) string
	}{
		{"cached", here, func(int) string { return "GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n" }},
		{"cached gzip", here, func(int) string { return "GET " + path + " HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\n\r\n" }},
		{"304", here, func(int) string {
			return "GET " + path + " HTTP/1.1\r\nHost: a\r\nIf-None-Match: " + tag + "\r\n\r\n"
		}},
		{"uncached", here, func(n int) string {
			return "GET " + path + "?n=" + strconv.Itoa(n) + " HTTP/1.1\r\nHost: a\r\n\r\n"
		}},
	}
	if nginx := serveByNginx(b, page); nginx != "" {
		ways = append(ways, struct {
			name, address string
			request       func(n int) string
		}{"nginx", nginx, func(int) string { return "GET /page.html HTTP/1.1\r\nHost: a\r\n\r\n" }})
	}
	rates := map[string][]float64{}
	for range 3 {
		for _, way := range ways {
			rates[way.name] = append(rates[way.name], load(b, way.address, way.request))
		}
	}
	median := func(name string) float64 {
		list := slices.Sorted(slices.Values(rates[name]))
		if len(list) == 0 {
			return 0
		}
		return list[len(list)/2]
	}
	for _, way := range ways {
		rate := median(way.name)
		fmt.Printf("%-12s %8.0f requests/s", way.name, rate)
		if beside := median("nginx"); beside > 0 {
			fmt.Printf("  %.2f × nginx", rate/beside)
		}
		fmt.Printf("  (%d bytes)\n", len(page))
	}
	for b.Loop() {
	}
}

// Load of the measurement.
const (
	callers = 16
	turn    = 1500 * time.Millisecond
)

// load calls as often as it can for a turn and returns how many answers came in a second.
func load(b *testing.B, address string, request func(n int) string) float64 {
	b.Helper()
	var wait sync.WaitGroup
	counts := make([]int, callers)
	began := time.Now()
	for i := range callers {
		wait.Go(func() {
			conn, err := net.Dial("tcp", address)
			if err != nil {
				b.Error(err)
				return
			}
			defer func() { _ = conn.Close() }()
			r := bufio.NewReaderSize(conn, 64<<10)
			for time.Since(began) < turn {
				if _, err := io.WriteString(conn, request(i*10_000_000+counts[i])); err != nil {
					b.Error(err)
					return
				}
				answer, err := http.ReadResponse(r, nil)
				if err != nil {
					b.Error(err)
					return
				}
				if _, err := io.Copy(io.Discard, answer.Body); err != nil || answer.StatusCode >= 400 {
					b.Errorf("%s: %d %v", address, answer.StatusCode, err)
					return
				}
				_ = answer.Body.Close()
				counts[i]++
			}
		})
	}
	wait.Wait()
	total := 0
	for _, n := range counts {
		total += n
	}
	return float64(total) / time.Since(began).Seconds()
}

// serveByNginx starts nginx for the page and returns its address, or nothing where there is no nginx.
func serveByNginx(b *testing.B, page []byte) string {
	b.Helper()
	program, err := exec.LookPath("nginx")
	if err != nil {
		if program = "/usr/sbin/nginx"; !exists(program) {
			fmt.Println("nginx is not installed: nothing to compare with")
			return ""
		}
	}
	dir, err := os.MkdirTemp("", "gongkai-nginx-")
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = os.RemoveAll(dir) })
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	address := free.Addr().String()
	_ = free.Close()
	config := fmt.Sprintf(`daemon off; worker_processes 2; pid %[1]s/pid; error_log %[1]s/error.log;
events { worker_connections 256; }
http { access_log off; sendfile on; keepalive_requests 1000000000; default_type text/html;
client_body_temp_path %[1]s/t1; proxy_temp_path %[1]s/t2; fastcgi_temp_path %[1]s/t3; uwsgi_temp_path %[1]s/t4; scgi_temp_path %[1]s/t5;
server { listen %[2]s; root %[1]s; } }`, dir, address)
	for name, content := range map[string][]byte{"nginx.conf": []byte(config), "page.html": page} {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o644); err != nil {
			b.Fatal(err)
		}
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		b.Fatal(err)
	}
	cmd := exec.Command(program, "-c", filepath.Join(dir, "nginx.conf"), "-p", dir)
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	for range 100 {
		if conn, err := net.Dial("tcp", address); err == nil {
			_ = conn.Close()
			return address
		}
		time.Sleep(30 * time.Millisecond)
	}
	b.Fatal("nginx does not answer")
	return ""
}

func exists(name string) bool { _, err := os.Stat(name); return err == nil }

// BenchmarkPageMadeAnew makes the page of a record each time, without the network.
func BenchmarkPageMadeAnew(b *testing.B) {
	s := newSite(b)
	body := "<p>" + strings.Repeat("为规范城市照明设施管理，保障公众出行安全，根据有关法律法规，结合本地实际，制定本办法。", 24) + "</p>"
	_, index := s.publish(b, "kjj", disclosure.Record{Kind: disclosure.Plain, Title: "城市照明设施管理办法", Body: body}, "")
	path := base + "/records/" + index
	for n := 0; b.Loop(); n++ {
		answer := httptest.NewRecorder()
		if s.handler.ServeHTTP(answer, httptest.NewRequest("GET", path+"?n="+strconv.Itoa(n), nil)); answer.Code != http.StatusOK {
			b.Fatal(answer.Code)
		}
	}
}
