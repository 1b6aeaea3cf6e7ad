package ops_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"database/sql"
	"encoding/pem"
	"io"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gongkai/agency"
	"gongkai/civil"
	"gongkai/internal/auth"
	"gongkai/internal/config"
	"gongkai/internal/crypt"
	"gongkai/internal/database"
	"gongkai/internal/ops"
	"gongkai/internal/store"
)

// healthy is an installation without anything wrong, in the first days of October.
func healthy(t *testing.T) (env []string, dir string) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "data")
	db, err := database.Open(t.Context(), database.Options{Dir: dir, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := database.Migrate(t.Context(), db); err != nil {
		t.Fatal(err)
	}
	err = db.WriteUnrecorded(t.Context(), "test", func(tx *database.Tx) error {
		office := agency.Agency{ID: "ag_1", USCC: "11620602013932130J", Code: "qzfb", Name: "武威市凉州区人民政府办公室", ShortName: "区政府办", Level: agency.County, Kind: agency.Department, Region: "620602"}
		if err := store.InsertAgency(tx, office); err != nil {
			return err
		}
		for _, role := range []agency.Role{agency.RoleSystem, agency.RoleSecurity, agency.RoleAudit} {
			a := auth.Account{Staff: auth.StaffID(tx.NewID("st")), Agency: office.ID, Login: role.Code(), Name: role.String(), Roles: agency.RolesOf(role)}
			if err := store.InsertAccount(tx, a); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := crypt.CreateKeyFile(filepath.Join(dir, "keys.json"), time.Now()); err != nil {
		t.Fatal(err)
	}
	return []string{"GONGKAI_DATA=" + dir, "GONGKAI_WORKBENCH_NETWORKS=10.0.0.0/8", "GONGKAI_SMTP_HOST=127.0.0.1", "GONGKAI_SMTP_FROM=a@example.gov.cn"}, dir
}

func examine(t *testing.T, env []string, now func() time.Time) map[string]ops.Finding {
	t.Helper()
	c, err := config.Load(config.Sources{Env: env})
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]ops.Finding{}
	for _, f := range ops.Examine(context.Background(), c, ops.Options{Now: now, Integrity: true, Network: false}) {
		if old, twice := found[f.Check]; !twice || old.Severity == ops.Fine {
			found[f.Check] = f
		}
		if (f.Severity == ops.Fine) != (f.Mend == "") {
			t.Errorf("%s: a remedy belongs to what is wrong and to nothing else: %+v", f.Check, f)
		}
	}
	return found
}

func shanghaiNow() time.Time { return time.Now().In(civil.Shanghai) }

func TestAHealthyInstallation(t *testing.T) {
	env, _ := healthy(t)
	for check, f := range examine(t, env, shanghaiNow) {
		if f.Severity != ops.Fine && check != "calendar" { // whose notice is out depends on the day
			t.Errorf("%+v", f)
		}
	}
}

func TestEachFaultIsFound(t *testing.T) {
	for _, c := range []struct {
		name     string
		spoil    func(t *testing.T, dir string) (env []string)
		check    string
		severity ops.Severity
		says     string
	}{
		{"others may enter the data folder", func(t *testing.T, dir string) []string { return chmod(t, dir, 0o755) },
			"data", ops.Warning, "0755"},
		{"others may read the keys", func(t *testing.T, dir string) []string { return chmod(t, filepath.Join(dir, "keys.json"), 0o644) },
			"keys", ops.Broken, "0644"},
		{"the keys are damaged", func(t *testing.T, dir string) []string { return overwrite(t, filepath.Join(dir, "keys.json"), "{") },
			"keys", ops.Broken, "不能使用"},
		{"the database is damaged", func(t *testing.T, dir string) []string {
			return overwrite(t, filepath.Join(dir, "gongkai.db"), strings.Repeat("x", 8192))
		},
			"database", ops.Broken, ""},
		{"a page of the database is damaged", spoilPage, "integrity", ops.Broken, "损坏"},
		{"nobody can log in", func(t *testing.T, dir string) []string {
			return statement(t, dir, `UPDATE staff SET disabled = 1 WHERE roles = 'security'`)
		},
			"people", ops.Warning, "谁也不能登录"},
		{"nobody audits", func(t *testing.T, dir string) []string {
			return statement(t, dir, `DELETE FROM staff WHERE roles = 'audit'`)
		},
			"people", ops.Warning, "审计管理员"},
		{"somebody took the guard of the ledger away", func(t *testing.T, dir string) []string { return statement(t, dir, `DROP TRIGGER ledger_update`) },
			"guards", ops.Broken, "ledger_update"},
		{"somebody changed the counts of the annual report", func(t *testing.T, dir string) []string {
			return statement(t, dir, `INSERT INTO application_count (agency, year, counts) VALUES ('ag_1', 2022, 'natural=7')`)
		},
			"counts", ops.Broken, "不一致"},
		{"a published record is in no list of the search", func(t *testing.T, dir string) []string {
			return statement(t, dir, `INSERT INTO search_entry (id, agency, record, version, mark, waiting) VALUES (1, 'ag_1', 'rc_1', 1, 'm', 0)`)
		},
			"search", ops.Broken, "缺1条"},
		{"the index of the search lacks a published record", func(t *testing.T, dir string) []string {
			return statement(t, dir, `INSERT INTO search_entry (id, agency, record, version, mark, waiting) VALUES (1, 'ag_1', 'rc_1', 1, 'm', 0);
				INSERT INTO search_fresh (id, stamp, folded) VALUES (1, 1, 0)`)
		},
			"search", ops.Warning, "可能正在重建"},
		{"the data folder is a file", func(t *testing.T, dir string) []string {
			overwrite(t, dir+".txt", "x")
			return []string{"GONGKAI_DATA=" + dir + ".txt"}
		}, "data", ops.Broken, "不是目录"},
		{"no such database server", func(t *testing.T, _ string) []string {
			return []string{"GONGKAI_DATABASE=postgres://u:geheim@127.0.0.1:1/x"}
		}, "database", ops.Broken, "连接不上"},
		{"a calendar with a wrong line", func(t *testing.T, dir string) []string {
			overwrite(t, dir+".csv", "date,kind,name,notice\n2027-13-01,off,元旦,x\n")
			return []string{"GONGKAI_CALENDARS=" + dir + ".csv"}
		}, "calendar", ops.Broken, "有误"},
		{"no fonts in the folder of fonts", func(t *testing.T, dir string) []string { return []string{"GONGKAI_FONTS=" + t.TempDir()} },
			"fonts", ops.Warning, "没有字体"},
		{"a certificate near its end", func(t *testing.T, _ string) []string { return certificate(t, 10*24*time.Hour) },
			"tls", ops.Warning, "还有"},
		{"a certificate past its end", func(t *testing.T, _ string) []string { return certificate(t, -time.Hour) },
			"tls", ops.Broken, "到期"},
		{"metrics for everybody", func(*testing.T, string) []string { return []string{"GONGKAI_ADMIN_LISTEN=0.0.0.0:9090"} },
			"admin", ops.Warning, "0.0.0.0"},
		{"an open site", func(*testing.T, string) []string { return []string{"GONGKAI_LISTEN=:80"} },
			"listen", ops.Warning, "未加密"},
	} {
		t.Run(c.name, func(t *testing.T) {
			env, dir := healthy(t)
			env = append(env, c.spoil(t, dir)...)
			f := examine(t, env, shanghaiNow)[c.check]
			if f.Severity != c.severity || !strings.Contains(f.Message, c.says) || strings.Contains(f.Message, "geheim") {
				t.Errorf("got %+v, want %s with %q", f, c.severity, c.says)
			}
		})
	}
}

func TestTheClockOfTheHost(t *testing.T) {
	env, _ := healthy(t)
	late := examine(t, env, func() time.Time { return time.Now().Add(-time.Hour).In(time.UTC) })
	if late["clock"].Severity != ops.Broken || late["zone"].Severity != ops.Warning {
		t.Errorf("got %+v and %+v", late["clock"], late["zone"])
	}
	for day, want := range map[string]ops.Severity{"2026-10-31": ops.Fine, "2026-11-01": ops.Warning, "2027-01-01": ops.Broken} {
		at, err := time.ParseInLocation("2006-01-02", day, civil.Shanghai)
		if err != nil {
			t.Fatal(err)
		}
		if f := examine(t, env, func() time.Time { return at })["calendar"]; f.Severity != want {
			t.Errorf("%s: %+v, want %s", day, f, want)
		}
	}
}

// A notice that was loaded in the workbench counts as one of the settings does.
func TestTheCalendarOfTheWorkbench(t *testing.T) {
	env, dir := healthy(t)
	statement(t, dir, `INSERT INTO holiday (region, day, off, name, notice, loaded_at) VALUES ('', '2027-10-01', 1, '国庆节', '测试', 1)`)
	at := time.Date(2026, 11, 20, 9, 0, 0, 0, civil.Shanghai)
	if f := examine(t, env, func() time.Time { return at })["calendar"]; f.Severity != ops.Fine {
		t.Errorf("%+v", f)
	}
}

func TestLive(t *testing.T) {
	ready := true
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !ready {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
		_, _ = io.WriteString(w, r.URL.Path)
	}))
	defer site.Close()
	_, port, _ := net.SplitHostPort(strings.TrimPrefix(site.URL, "http://"))
	c, err := config.Load(config.Sources{Env: []string{"GONGKAI_ADMIN_LISTEN=:" + port}})
	if err != nil {
		t.Fatal(err)
	}
	if err := ops.Live(t.Context(), c); err != nil {
		t.Error(err)
	}
	ready = false
	if err := ops.Live(t.Context(), c); err == nil || !strings.Contains(err.Error(), "/readyz") {
		t.Error(err)
	}
}

func chmod(t *testing.T, name string, mode os.FileMode) []string {
	t.Helper()
	if err := os.Chmod(name, mode); err != nil {
		t.Fatal(err)
	}
	return nil
}

func overwrite(t *testing.T, name, text string) []string {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return nil
}

// statement changes the database behind the program's back.
func statement(t *testing.T, dir, text string) []string {
	t.Helper()
	raw, err := sql.Open("sqlite", filepath.Join(dir, "gongkai.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = raw.Close() }()
	if _, err := raw.Exec(text); err != nil {
		t.Fatal(err)
	}
	return nil
}

// spoilPage overwrites the head of the last page, an index that opening the database does not read.
func spoilPage(t *testing.T, dir string) []string {
	t.Helper()
	name := filepath.Join(dir, "gongkai.db")
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	const page = 4096
	copy(text[len(text)-page:], strings.Repeat("\xff", 200))
	return overwrite(t, name, string(text))
}

func certificate(t *testing.T, left time.Duration) []string {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-48 * time.Hour), NotAfter: time.Now().Add(left)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	if err != nil {
		t.Fatal(err)
	}
	key, err := x509.MarshalECPrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	overwrite(t, filepath.Join(dir, "c.pem"), string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})))
	overwrite(t, filepath.Join(dir, "k.pem"), string(pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: key})))
	return []string{"GONGKAI_TLS_CERT=" + filepath.Join(dir, "c.pem"), "GONGKAI_TLS_KEY=" + filepath.Join(dir, "k.pem")}
}
