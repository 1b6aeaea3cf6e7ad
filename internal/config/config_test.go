package config

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gongkai/fault"

	"github.com/BurntSushi/toml"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func write(t *testing.T, text string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "gongkai.toml")
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestTheLaterSourceWins(t *testing.T) {
	file := write(t, "listen = '127.0.0.1:1'\nbase_path = '/file'\ndata = '/srv/gk'\n[smtp]\nport = 25\n")
	l, err := Load(Sources{
		File:  file,
		Env:   []string{"HOME=/x", "GONGKAI_LISTEN=127.0.0.1:2", "GONGKAI_BASE_PATH=/env", "GONGKAI_TEST_PG=1", "GONGKAI_CONFIG=x"},
		Flags: []Flag{{"listen", "--listen", "127.0.0.1:3"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if l.Listen != "127.0.0.1:3" || l.BasePath != "/env" || l.SMTP.Port != 25 || l.Session.Idle != 20*time.Minute {
		t.Errorf("got %+v", l.Config)
	}
	if l.Blobs != "/srv/gk/blobs" || l.KeyFile != "/srv/gk/keys.json" {
		t.Errorf("derived: %s %s", l.Blobs, l.KeyFile)
	}
	from := map[string]string{}
	for _, line := range l.Lines() {
		from[line.Key] = line.From
	}
	want := map[string]string{"listen": "--listen", "base_path": "环境变量 GONGKAI_BASE_PATH", "data": file + ":3", "smtp.port": file + ":5", "crypto": "默认值"}
	for key, place := range want {
		if from[key] != place {
			t.Errorf("%s came from %q, want %q", key, from[key], place)
		}
	}
}

func TestEverythingWrongIsSaidAtOnceWithItsPlace(t *testing.T) {
	file := write(t, strings.Join([]string{
		`lisen = "127.0.0.1:80"`,
		`base_path = "xxgk/"`,
		`crypto = ["gm"]`,
		`[smtp]`,
		`host = "mail.example.gov.cn"`,
		`prot = 25`,
		`[workbench]`,
		`networks = ["10.0.0.0/8", "10.0.0/8"]`,
	}, "\n"))
	_, err := Load(Sources{File: file,
		Env:   []string{"GONGKAI_SMTP_PASWORD=geheim", "GONGKAI_STOP_GRACE=soon", "GONGKAI_DATABASE=mysql://u:geheim@h/d"},
		Flags: []Flag{{"listen", "--listen", "8080"}}})
	var got []string
	for _, p := range fault.Problems(err) {
		got = append(got, strings.ReplaceAll(p.Message, file, "FILE"))
	}
	want := []string{
		"FILE:1：没有“lisen”这项设置，是不是“listen”？",
		"FILE:2：应以 / 开头、不以 / 结尾，如 /xxgk，不能是“xxgk/”",
		"FILE:3：crypto 只能有一个值，不能是数组",
		"FILE:6：没有“smtp.prot”这项设置，是不是“smtp.port”？",
		"FILE:8：“10.0.0/8”不是有效的地址或者地址段（如 10.0.0.0/8）",
		"环境变量 GONGKAI_DATABASE：数据库地址应以 postgres:// 或 postgresql:// 开头",
		"环境变量 GONGKAI_SMTP_PASWORD：没有这项设置，是不是“GONGKAI_SMTP_PASSWORD”？",
		"环境变量 GONGKAI_STOP_GRACE：应为 0s 至 10m 的时长（如 30s、15m、8h），不能是“soon”",
		"--listen：应为“地址:端口”，如 127.0.0.1:8080，不能是“8080”",
		"FILE:5：设置了邮件服务器，还应设置发件人 smtp.from",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if strings.Contains(err.Error(), "geheim") {
		t.Error("a secret is in the message")
	}
}

func TestBrokenFilesAreNamedWithTheirLine(t *testing.T) {
	for text, want := range map[string]string{
		"listen = '127.0.0.1:1'\ndata = \n":       ":2：不是正确的 TOML",
		"listen = '127.0.0.1:1'\nlisten = ':1'\n": ":2：不是正确的 TOML",
	} {
		if _, err := Load(Sources{File: write(t, text)}); err == nil || !strings.Contains(fault.Message(err), want) {
			t.Errorf("%q: got %v, want %s", text, err, want)
		}
	}
	if _, err := Load(Sources{File: filepath.Join(t.TempDir(), "none")}); err == nil || !strings.Contains(fault.Message(err), "没有这个文件") {
		t.Error(err)
	}
}

func TestSecretsAreNeverPrinted(t *testing.T) {
	passwordFile := write(t, "geheim3\n")
	l, err := Load(Sources{Env: []string{
		"GONGKAI_SMTP_PASSWORD_FILE=" + passwordFile,
		"GONGKAI_OIDC_CLIENT_SECRET=geheim1",
		"GONGKAI_DATABASE=postgres://gk:geheim2@db.example/gongkai?sslmode=disable&password=geheim2",
		"GONGKAI_BLOBS=s3://geheim4:geheim5@s3.example/bucket",
	}})
	if err != nil {
		t.Fatal(err)
	}
	if l.SMTP.Password != "geheim3" {
		t.Errorf("password from file: %q", l.SMTP.Password)
	}
	var text, js bytes.Buffer
	if err := l.Print(&text); err != nil {
		t.Fatal(err)
	}
	if err := l.PrintJSON(&js); err != nil {
		t.Fatal(err)
	}
	for _, printed := range []string{text.String(), js.String()} {
		if strings.Contains(printed, "geheim") {
			t.Errorf("a secret is printed:\n%s", printed)
		}
		if !strings.Contains(printed, "postgres://******@db.example/gongkai?******") {
			t.Errorf("the place of the database is not shown:\n%s", printed)
		}
	}
}

// What print shows, without secrets, is a file that means the same.
func TestPrintedSettingsLoadAgain(t *testing.T) {
	l, err := Load(Sources{Env: []string{"GONGKAI_LISTEN=[::1]:8443", "GONGKAI_TLS_DOMAINS=a.example, b.example",
		"GONGKAI_WORKBENCH_NETWORKS=10.1.2.3,fd00::/8", "GONGKAI_UPLOAD_FILE=1536KB", "GONGKAI_SMTP_FROM=公开 \"办\" <a@b.cn>"}})
	if err != nil {
		t.Fatal(err)
	}
	var text bytes.Buffer
	if err := l.Print(&text); err != nil {
		t.Fatal(err)
	}
	again, err := Load(Sources{File: write(t, text.String())})
	if err != nil {
		t.Fatalf("%v\n%s", err, text.String())
	}
	if diff := cmp.Diff(l.Config, again.Config, cmp.Comparer(func(a, b interface{ String() string }) bool { return a.String() == b.String() })); diff != "" {
		t.Errorf("-printed +loaded:\n%s", diff)
	}
	var lines []Line
	var js bytes.Buffer
	if err := l.PrintJSON(&js); err != nil || json.Unmarshal(js.Bytes(), &lines) != nil || len(lines) != len(settings) {
		t.Errorf("JSON: %v, %d lines", err, len(lines))
	}
}

func TestEverySettingIsExplainedAndItsOwn(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range settings {
		if seen[s.key] || seen[s.env()] {
			t.Errorf("%s is there twice", s.key)
		}
		seen[s.key], seen[s.env()] = true, true
		if !strings.ContainsFunc(s.help, func(r rune) bool { return r > 0x4e00 }) {
			t.Errorf("%s has no Chinese explanation", s.key)
		}
		if strings.Contains(s.key, "password") || strings.HasSuffix(s.key, "secret") {
			if s.secrecy == open {
				t.Errorf("%s looks secret and is printed", s.key)
			}
		}
	}
}

// The line index agrees with the parser: a key written on line n of a flat file is found on line n.
func TestKeyLines(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 12).Draw(t, "keys")
		var lines []string
		want := map[string]int{}
		table := ""
		for i := range n {
			switch rapid.IntRange(0, 3).Draw(t, "filler") {
			case 0:
				lines = append(lines, "# a = 1")
			case 1:
				lines = append(lines, "")
			case 2:
				table = "t" + string(rune('a'+i))
				lines = append(lines, "["+table+"]")
			}
			key := "k" + string(rune('a'+i))
			lines = append(lines, rapid.SampledFrom([]string{"", " ", `"`}).Draw(t, "before")+key)
			last := &lines[len(lines)-1]
			if strings.HasPrefix(*last, `"`) {
				*last += `"`
			}
			*last += " = 'x = y'"
			if table != "" {
				key = table + "." + key
			}
			want[key] = len(lines)
		}
		text := strings.Join(lines, "\n")
		var tree map[string]any
		if _, err := toml.Decode(text, &tree); err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		flat := map[string]any{}
		flatten(flat, "", tree)
		got := keyLines(text)
		for key := range flat {
			if got[key] != want[key] {
				t.Fatalf("%s on line %d, want %d\n%s", key, got[key], want[key], text)
			}
		}
	})
}

func FuzzFile(f *testing.F) {
	f.Add("listen = '127.0.0.1:1'\n[smtp]\nport = 25\n")
	f.Add("a.b.c = [1, 'x']\n[[x]]\ny = 1979-05-27\n")
	f.Fuzz(func(t *testing.T, text string) {
		l, err := Load(Sources{File: write(t, text)})
		if (l == nil) == (err == nil) {
			t.Fatal("neither settings nor problems, or both")
		}
	})
}
