package app_test

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"gongkai/internal/app"
	"gongkai/internal/config"
	"gongkai/internal/demo"
)

// A journal keeps what was logged.
type journal struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.Write(p)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.String()
}

// TestTheLogKnowsNobody runs the demo with everything logged that can be, sends personal data wherever a visitor can put
// it, and looks for it in the log, along with every account and secret of the demo.
func TestTheLogKnowsNobody(t *testing.T) {
	c, err := config.Load(config.Sources{Env: []string{"GONGKAI_DATA=" + filepath.Join(t.TempDir(), "data"), "GONGKAI_LISTEN=127.0.0.1:0", "GONGKAI_ADMIN_LISTEN=", "GONGKAI_DEMO=true"}})
	if err != nil {
		t.Fatal(err)
	}
	logged := &journal{}
	ctx, cancel := context.WithCancel(t.Context())
	open, ended := make(chan string, 1), make(chan error, 1)
	var logins []demo.Login
	go func() {
		ended <- app.Serve(ctx, context.Background(), c, slog.New(slog.NewJSONHandler(logged, &slog.HandlerOptions{Level: slog.LevelDebug})), app.News{
			Ready: func(site, _ net.Addr) { open <- "http://" + site.String() },
			Demo:  func(all []demo.Login) { logins = all },
		})
	}()
	var site string
	select {
	case site = <-open:
	case err := <-ended:
		t.Fatal(err)
	}
	secrets := []string{"李一凡", "11010519491231002X", "13800001234", "liyifan@example.cn", "某路1号", "cxm-7788-secret"}
	everything := url.Values{}
	for _, field := range []string{"q", "login", "password", "name", "id_number", "number", "phone", "email", "address", "content", "query_code", "code", "text", "about"} {
		everything[field] = secrets
	}
	for _, path := range []string{"/search", "/apply", "/track", "/complain", "/complain/track", "/normative", "/workbench/login", "/workbench/login/code", "/consult/cxm-7788-secret", "/records/11010519491231002X", "/api/v1/search", "/李一凡"} {
		for _, send := range []func(string) (*http.Response, error){
			func(to string) (*http.Response, error) { return http.Get(to + "?" + everything.Encode()) },
			func(to string) (*http.Response, error) { return http.PostForm(to, everything) },
		} {
			answer, err := send(site + path)
			if err != nil {
				t.Fatal(err)
			}
			_, _ = io.Copy(io.Discard, answer.Body)
			_ = answer.Body.Close()
		}
	}
	officer := logins[0]
	answer, err := http.PostForm(site+"/workbench/login", url.Values{"login": {officer.Login}, "password": {officer.Password}})
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	for _, l := range logins {
		secrets = append(secrets, l.Login, l.Password, l.Name)
		if l.Secret != "" {
			secrets = append(secrets, l.Secret)
		}
	}
	text := logged.String()
	if strings.Count(text, `"route"`) < 20 {
		t.Errorf("the log tells of too little: %.500s", text)
	}
	for _, secret := range secrets {
		for _, form := range []string{secret, url.QueryEscape(secret), strings.ToLower(secret)} {
			if form != "" && strings.Contains(text, form) {
				at := strings.Index(text, form)
				t.Errorf("the log names %q: …%s…", secret, text[max(0, at-200):min(len(text), at+100)])
				break
			}
		}
	}
}
