package app_test

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gongkai/fault"
	"gongkai/internal/app"
	"gongkai/internal/config"
	"gongkai/internal/crypt"
	"gongkai/ledger"

	"gongkai/internal/database"
)

func load(t testing.TB, dir string) *config.Loaded {
	t.Helper()
	c, err := config.Load(config.Sources{Env: []string{"GONGKAI_DATA=" + dir, "GONGKAI_LISTEN=127.0.0.1:0", "GONGKAI_ADMIN_LISTEN=127.0.0.1:0", "GONGKAI_BASE_PATH=/xxgk"}})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

var silent = slog.New(slog.DiscardHandler)

// serve runs the whole program until stop, and returns its addresses once it is open.
func serve(t testing.TB, dir string) (site, admin string, stop func() error) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	open := make(chan [2]net.Addr, 1)
	ended := make(chan error, 1)
	go func() {
		ended <- app.Serve(ctx, context.Background(), load(t, dir), silent, app.News{Ready: func(site, admin net.Addr) { open <- [2]net.Addr{site, admin} }})
	}()
	stop = func() error { cancel(); return <-ended }
	select {
	case at := <-open:
		return "http://" + at[0].String(), "http://" + at[1].String(), stop
	case err := <-ended:
		cancel()
		t.Fatalf("ended at once: %v", err)
	}
	return "", "", nil
}

func get(t testing.TB, url string) (int, http.Header, string) {
	t.Helper()
	transport := &http.Transport{DisableKeepAlives: true}
	answer, err := (&http.Client{Transport: transport}).Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, answer.Header, string(text)
}

func TestTheWholeProgramStartsAnswersAndStops(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	for range 2 { // a new installation, and one that is there
		site, admin, stop := serve(t, dir)
		if status, _, text := get(t, site+"/readyz"); status != 200 || !strings.Contains(text, `"ready":true`) {
			t.Errorf("readyz: %d %s", status, text)
		}
		status, header, text := get(t, site+"/xxgk/nothing")
		if status != 404 || !strings.Contains(text, "没有找到") || header.Get("Content-Security-Policy") == "" {
			t.Errorf("an unknown page: %d %v %s", status, header, text)
		}
		_, _, metrics := get(t, admin+"/metrics")
		for _, name := range []string{`gongkai_database_connections_open{pool="write"}`, `gongkai_jobs{state="dead"} 0`, "gongkai_requests_total"} {
			if !strings.Contains(metrics, name) {
				t.Errorf("metrics lack %s", name)
			}
		}
		if err := stop(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestALostKeyFileIsNotReplaced(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	c := load(t, dir)
	a, err := app.Open(t.Context(), c, silent)
	if err != nil {
		t.Fatal(err)
	}
	err = a.DB.Write(t.Context(), ledger.Actor{ID: "system", Role: "system"}, func(tx *database.Tx) error {
		tx.Record(ledger.Entry{Chain: "site", Verb: "test", Subject: ledger.Subject{Kind: "site", ID: "1"}})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(c.KeyFile, c.KeyFile+".away"); err != nil {
		t.Fatal(err)
	}
	_, err = app.Open(t.Context(), c, silent)
	if fault.KindOf(err) != fault.Unavailable || !strings.Contains(fault.Message(err), "从备份中找回") {
		t.Errorf("got %v", err)
	}
	if _, err := os.Stat(c.KeyFile); err == nil {
		t.Error("a new key file was made")
	}
}

func TestADamagedKeyFileStopsTheStart(t *testing.T) {
	dir := t.TempDir()
	c := load(t, dir)
	if err := os.WriteFile(c.KeyFile, []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := app.Open(t.Context(), c, silent); err == nil {
		t.Error("opened")
	}
	if _, err := crypt.ReadKeyFile(c.KeyFile); err == nil {
		t.Error("the damaged file was replaced")
	}
}

func TestCalendarFilesAreAllChecked(t *testing.T) {
	dir := t.TempDir()
	bad := filepath.Join(dir, "bad.csv")
	if err := os.WriteFile(bad, []byte("date,kind,name,notice\n2027-13-01,off,x,y\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := app.HolidayFiles([]string{bad, filepath.Join(dir, "none.csv")})
	if n := len(fault.Problems(err)); n != 2 {
		t.Errorf("%d problems: %v", n, err)
	}
}

// BenchmarkStart measures from nothing to the first page of an installation that is there.
func BenchmarkStart(b *testing.B) {
	dir := filepath.Join(b.TempDir(), "data")
	_, _, stop := serve(b, dir)
	if err := stop(); err != nil {
		b.Fatal(err)
	}
	var opened time.Duration
	for b.Loop() {
		began := time.Now()
		site, _, stop := serve(b, dir)
		get(b, site+"/xxgk/")
		opened += time.Since(began)
		if err := stop(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(opened.Milliseconds())/float64(b.N), "ms/start")
}
