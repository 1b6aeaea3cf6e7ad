package config

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"gongkai/fault"

	"github.com/BurntSushi/toml"
)

// FileEnv names the file of settings in the environment, where no flag does.
const FileEnv = "GONGKAI_CONFIG"

const (
	envPrefix  = "GONGKAI_"
	testPrefix = "GONGKAI_TEST_" // settings of the tests, none of ours
	fileSuffix = "_FILE"         // GONGKAI_SMTP_PASSWORD_FILE names a file that holds the value
)

// A Flag is a setting given on the command line.
type Flag struct {
	Key  string // of the setting
	Name string // as the person wrote it: --base-path
	Text string
}

// Sources are where settings come from.
type Sources struct {
	File  string   // empty for none
	Env   []string // as os.Environ gives it
	Flags []Flag
}

// A Loaded is a configuration together with where each value came from.
type Loaded struct {
	Config
	origin map[string]string // by key; absent for a default
}

// Load reads the sources. The error lists everything that is wrong, each with its place.
func Load(s Sources) (*Loaded, error) {
	l := &loader{Loaded: &Loaded{origin: map[string]string{}}}
	for _, setting := range settings {
		if err := setting.field(&l.Config).set(split(setting, setting.standard)); err != nil {
			panic("config: the default of " + setting.key + " is not valid: " + err.Error())
		}
	}
	if s.File != "" {
		l.file(s.File)
	}
	l.env(s.Env)
	for _, flag := range s.Flags {
		setting, ok := find(flag.Key)
		if !ok {
			panic("config: flag for unknown setting " + flag.Key)
		}
		l.apply(setting, flag.Name, split(setting, flag.Text))
	}
	l.consistent()
	if err := fault.Of(l.problems); err != nil {
		return nil, err
	}
	l.derive()
	return l.Loaded, nil
}

type loader struct {
	*Loaded
	problems []fault.Problem
}

func (l *loader) fail(field, format string, args ...any) {
	l.problems = append(l.problems, fault.Problem{Field: field, Message: fmt.Sprintf(format, args...)})
}

// apply sets one setting from a place, which is named where the value is wrong.
func (l *loader) apply(s setting, place string, texts []string) {
	if err := s.field(&l.Config).set(texts); err != nil {
		for _, line := range strings.Split(err.Error(), "\n") {
			l.fail(s.key, "%s：%s", place, line)
		}
		return
	}
	l.origin[s.key] = place
}

func split(s setting, text string) []string {
	if !s.field(&Config{}).list {
		return []string{text}
	}
	var texts []string
	for _, part := range strings.Split(text, ",") {
		if part = strings.TrimSpace(part); part != "" {
			texts = append(texts, part)
		}
	}
	return texts
}

func (l *loader) file(name string) {
	text, err := os.ReadFile(name)
	if err != nil {
		reason := "读不出来"
		if errors.Is(err, os.ErrNotExist) {
			reason = "没有这个文件"
		} else if errors.Is(err, os.ErrPermission) {
			reason = "没有读取的权限"
		}
		l.fail("", "%s：%s", name, reason)
		return
	}
	var tree map[string]any
	if _, err := toml.Decode(string(text), &tree); err != nil {
		var parse toml.ParseError
		if errors.As(err, &parse) {
			l.fail("", "%s:%d：不是正确的 TOML：%s", name, parse.Position.Line, parse.Message)
		} else {
			l.fail("", "%s：不是正确的 TOML", name)
		}
		return
	}
	lines := keyLines(string(text))
	flat := map[string]any{}
	flatten(flat, "", tree)
	for _, key := range sortedByLine(flat, lines) {
		place := fmt.Sprintf("%s:%d", name, lines[key])
		s, known := find(key)
		if !known {
			l.fail(key, "%s：没有“%s”这项设置%s", place, key, suggestion(key, keys()))
			continue
		}
		texts, err := textsOf(flat[key], s.field(&l.Config).list)
		if err != nil {
			l.fail(key, "%s：%s %s", place, key, err)
			continue
		}
		l.apply(s, place, texts)
	}
}

// env reads the variables that begin with GONGKAI_.
func (l *loader) env(environ []string) {
	environ = slices.Sorted(slices.Values(environ))
	for _, pair := range environ {
		name, text, _ := strings.Cut(pair, "=")
		if !strings.HasPrefix(name, envPrefix) || strings.HasPrefix(name, testPrefix) || name == FileEnv {
			continue
		}
		i := slices.IndexFunc(settings, func(s setting) bool { return s.env() == name })
		if i >= 0 {
			l.apply(settings[i], "环境变量 "+name, split(settings[i], text))
			continue
		}
		i = slices.IndexFunc(settings, func(s setting) bool { return s.secrecy != open && s.env()+fileSuffix == name })
		if i < 0 {
			l.fail("", "环境变量 %s：没有这项设置%s", name, suggestion(name, envNames()))
			continue
		}
		content, err := os.ReadFile(filepath.Clean(text))
		if err != nil {
			l.fail(settings[i].key, "环境变量 %s：文件 %s 读不出来", name, text)
			continue
		}
		l.apply(settings[i], "环境变量 "+name, []string{strings.TrimSpace(string(content))})
	}
}

// consistent checks what no setting can know of itself alone.
func (l *loader) consistent() {
	if (l.TLS.Cert == "") != (l.TLS.Key == "") {
		l.fail("tls.cert", "%s：tls.cert 和 tls.key 应当一起设置", l.place("tls.cert", "tls.key"))
	}
	if l.TLS.Cert != "" && len(l.TLS.Domains) > 0 {
		l.fail("tls.domains", "%s：证书文件与自动申请证书只能用一种", l.place("tls.domains"))
	}
	if l.SMTP.Host != "" && l.SMTP.From == "" {
		l.fail("smtp.from", "%s：设置了邮件服务器，还应设置发件人 smtp.from", l.place("smtp.host"))
	}
	if l.OIDC.Issuer != "" && l.OIDC.ClientID == "" {
		l.fail("oidc.client_id", "%s：设置了统一身份认证，还应设置 oidc.client_id", l.place("oidc.issuer"))
	}
	if l.OIDC.Issuer != "" && l.URL == "" {
		l.fail("url", "%s：使用统一身份认证须设置网址 url，登录后才能返回", l.place("oidc.issuer"))
	}
	if l.Upload.Form < l.Upload.File {
		l.fail("upload.form", "%s：upload.form 不能小于 upload.file", l.place("upload.form", "upload.file"))
	}
	if l.Session.Life < l.Session.Idle {
		l.fail("session.life", "%s：session.life 不能短于 session.idle", l.place("session.life", "session.idle"))
	}
	if l.Listen == "" {
		l.fail("listen", "%s：listen 不能为空", l.place("listen"))
	}
	if l.Data == "" {
		l.fail("data", "%s：data 不能为空", l.place("data"))
	}
	if l.Admin.Listen != "" && l.Admin.Listen == l.Listen && !strings.HasSuffix(l.Listen, ":0") {
		l.fail("admin.listen", "%s：admin.listen 不能与 listen 相同", l.place("admin.listen", "listen"))
	}
}

// place names where the first of the settings that was given came from.
func (l *loader) place(keys ...string) string {
	for _, key := range keys {
		if at, ok := l.origin[key]; ok {
			return at
		}
	}
	return "默认值"
}

// derive fills in what follows from the data folder.
func (l *loader) derive() {
	for _, d := range []struct {
		field *string
		name  string
	}{{&l.Blobs, "blobs"}, {&l.KeyFile, "keys.json"}, {&l.TLS.Cache, "acme"}} {
		if *d.field == "" {
			*d.field = filepath.Join(l.Data, d.name)
		}
	}
}
