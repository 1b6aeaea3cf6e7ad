package web

import (
	"crypto/tls"
	"encoding/base64"
	"log/slog"
	"net/http"
	"os"
	"strings"
	"sync"
	"time"

	"gongkai/fault"

	"golang.org/x/crypto/acme"
	"golang.org/x/crypto/acme/autocert"
)

// TLS says how the site is encrypted: by files, by ACME for domains, or not at all.
type TLS struct {
	Cert    string
	Key     string
	Domains []string
	Cache   string // folder of ACME
	Email   string

	Directory  string // of the ACME service; empty for Let's Encrypt
	AccountID  string // at a service that knows its customers (RFC 8555 §7.3.4)
	AccountKey string // base64url

	HTTP *http.Client // to reach the service; nil for the usual one
}

func (t TLS) enabled() bool { return t.Cert != "" || len(t.Domains) > 0 }

func (t TLS) config(log *slog.Logger) (*tls.Config, error) {
	switch {
	case t.Cert != "":
		files := &certificate{cert: t.Cert, key: t.Key, log: log}
		if err := files.load(); err != nil {
			return nil, &fault.Error{Kind: fault.Invalid, Message: "证书 " + t.Cert + " 与私钥 " + t.Key + " 不能使用，请检查文件、权限以及二者是否成对", Err: err}
		}
		return &tls.Config{MinVersion: tls.VersionTLS12, NextProtos: []string{"h2", "http/1.1"}, GetCertificate: files.get}, nil
	case len(t.Domains) > 0:
		manager := &autocert.Manager{
			Prompt: autocert.AcceptTOS, HostPolicy: autocert.HostWhitelist(t.Domains...),
			Cache: autocert.DirCache(t.Cache), Email: t.Email,
		}
		if t.Directory != "" {
			manager.Client = &acme.Client{DirectoryURL: t.Directory, HTTPClient: t.HTTP}
		}
		if t.AccountID != "" {
			key, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(t.AccountKey, "="))
			if err != nil {
				return nil, fault.New(fault.Invalid, "tls.eab_key 不是 base64url 编码的密钥")
			}
			manager.ExternalAccountBinding = &acme.ExternalAccountBinding{KID: t.AccountID, Key: key}
		}
		config := manager.TLSConfig() // answers the challenge on this port: none needs to be open beside it
		config.MinVersion = tls.VersionTLS12
		return config, nil
	}
	return nil, nil
}

// lookAgain is how often the files of a certificate are looked at.
const lookAgain = 10 * time.Second

// certificate is a pair of files that may be replaced while the program runs.
type certificate struct {
	cert, key string
	log       *slog.Logger

	mu      sync.Mutex
	current *tls.Certificate
	stamps  [2]time.Time
	looked  time.Time
}

func (c *certificate) get(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if time.Since(c.looked) >= lookAgain && c.changed() {
		if err := c.load(); err != nil {
			c.log.Error("web: certificate not replaced", "error", err.Error()) // half written: the old one serves on
		} else {
			c.log.Info("web: certificate replaced")
		}
	}
	return c.current, nil
}

func (c *certificate) changed() bool {
	c.looked = time.Now()
	return c.stampsNow() != c.stamps
}

func (c *certificate) stampsNow() (stamps [2]time.Time) {
	for i, name := range []string{c.cert, c.key} {
		if info, err := os.Stat(name); err == nil {
			stamps[i] = info.ModTime()
		}
	}
	return stamps
}

func (c *certificate) load() error {
	stamps := c.stampsNow()
	pair, err := tls.LoadX509KeyPair(c.cert, c.key)
	if err != nil {
		return err
	}
	c.current, c.stamps, c.looked = &pair, stamps, time.Now()
	return nil
}
