package app_test

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"gongkai/agency"
	"gongkai/internal/administering"
	"gongkai/internal/app"
	"gongkai/internal/auth"
	"gongkai/internal/config"
	"gongkai/internal/web/webtest"

	"github.com/zitadel/oidc/v3/example/server/exampleop"
	"github.com/zitadel/oidc/v3/example/server/storage"
)

// logInService starts a certified OpenID provider, with two users, that knows one client.
func logInService(t *testing.T, redirect string) (issuer string) {
	t.Helper()
	var provider http.Handler
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { provider.ServeHTTP(w, r) }))
	t.Cleanup(server.Close)
	storage.RegisterClients(storage.WebClient("gongkai", "s3cret", redirect))
	provider = exampleop.SetupServer(server.URL, storage.NewStorage(storage.NewUserStore(server.URL)), slog.New(slog.DiscardHandler), false)
	return server.URL
}

// tiedPerson opens the installation, makes an administrator, and an officer who is known to the log-in service.
func tiedPerson(t *testing.T, c *config.Loaded, as auth.Identity) {
	t.Helper()
	a, err := app.Open(t.Context(), c, silent)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = a.Close() }()
	office := agency.Agency{USCC: "11620602013932130J", Code: "qzfb", Name: "武威市凉州区人民政府办公室", ShortName: "区政府办", Level: agency.County, Kind: agency.Department, Region: "620602", Competent: true}
	first, _, err := a.Desk.CreateFirstAdministrator(t.Context(), administering.First{Agency: office, Login: "anquan", Name: "安全员甲"})
	if err != nil {
		t.Fatal(err)
	}
	tree, err := a.Desk.Tree(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	by := first.Actor(tree, "127.0.0.1", auth.Nothing)
	id, _, err := a.Desk.CreateAccount(t.Context(), by, administering.Person{Agency: first.Agency, Login: "jingban", Name: "经办人甲", Roles: agency.RolesOf(agency.RoleOfficer)})
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Desk.TieSubject(t.Context(), by, id, as); err != nil {
		t.Fatal(err)
	}
}

// enter goes through single sign-on as people do: the button of the log-in page, the page of the service, and back.
func enter(t *testing.T, site, user string) (where, page string) {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	browser := &http.Client{Jar: jar}
	read := func(answer *http.Response, err error) (string, string) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = answer.Body.Close() }()
		text, err := io.ReadAll(answer.Body)
		if err != nil {
			t.Fatal(err)
		}
		return answer.Request.URL.String(), string(text)
	}
	_, login := read(browser.Get(site + "/workbench/login"))
	button := regexp.MustCompile(`href="([^"]*/login/sso[^"]*)"`).FindStringSubmatch(login)
	if button == nil {
		t.Fatalf("the log-in page offers no single sign-on: %s", login)
	}
	at, err := url.Parse(site)
	if err != nil {
		t.Fatal(err)
	}
	to, err := at.Parse(button[1])
	if err != nil {
		t.Fatal(err)
	}
	where, form := read(browser.Get(to.String()))
	id := regexp.MustCompile(`name="id" value="([^"]+)"`).FindStringSubmatch(form)
	if id == nil {
		t.Fatalf("no form of the log-in service at %s: %s", where, form)
	}
	service, err := url.Parse(where)
	if err != nil {
		t.Fatal(err)
	}
	return read(browser.PostForm(service.Scheme+"://"+service.Host+"/login/username", url.Values{"id": {id[1]}, "username": {user}, "password": {"verysecure"}}))
}

// TestSingleSignOnWithARealProvider runs the program beside an OpenID provider and lets people in by way of it.
func TestSingleSignOnWithARealProvider(t *testing.T) {
	listen := webtest.FreeAddress(t)
	site := "http://" + listen + "/xxgk"
	issuer := logInService(t, site+"/workbench/login/sso/back")
	c, err := config.Load(config.Sources{Env: []string{"GONGKAI_DATA=" + filepath.Join(t.TempDir(), "data"), "GONGKAI_LISTEN=" + listen, "GONGKAI_ADMIN_LISTEN=", "GONGKAI_BASE_PATH=/xxgk",
		"GONGKAI_URL=" + site, "GONGKAI_OIDC_ISSUER=https://sso.example.gov.cn", "GONGKAI_OIDC_CLIENT_ID=gongkai", "GONGKAI_OIDC_CLIENT_SECRET=s3cret"}})
	if err != nil {
		t.Fatal(err)
	}
	c.OIDC.Issuer = issuer // settings want it encrypted; here both ends are this machine
	tiedPerson(t, c, auth.Identity{Issuer: issuer, Subject: "id1"})
	ctx, cancel := context.WithCancel(t.Context())
	open, ended := make(chan struct{}), make(chan error, 1)
	go func() {
		ended <- app.Serve(ctx, context.Background(), c, silent, app.News{Ready: func(net.Addr, net.Addr) { close(open) }})
	}()
	defer func() { cancel(); <-ended }()
	select {
	case <-open:
	case err := <-ended:
		t.Fatal(err)
	}
	user := "test-user@" + strings.Split(strings.TrimPrefix(issuer, "http://"), ":")[0]
	if where, page := enter(t, site, user); !strings.HasPrefix(where, site+"/workbench/") || strings.Contains(where, "login") || !strings.Contains(page, "经办人甲") {
		t.Errorf("a person who is tied: at %s: %.600s", where, page)
	}
	if where, page := enter(t, site, "test-user2"); !strings.Contains(page, "还没有对应的账号") {
		t.Errorf("a person whom nobody knows: at %s: %.600s", where, page)
	}
}
