package web

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"io"
	"log"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/letsencrypt/pebble/v2/ca"
	"github.com/letsencrypt/pebble/v2/db"
	"github.com/letsencrypt/pebble/v2/va"
	"github.com/letsencrypt/pebble/v2/wfe"
	"github.com/miekg/dns"
)

const acmeDomain = "www.gongkai.test"

// loopbackNames answers every question for an address with this machine.
func loopbackNames(t *testing.T) (address string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := &dns.Server{Listener: listener, Handler: dns.HandlerFunc(func(w dns.ResponseWriter, question *dns.Msg) {
		answer := new(dns.Msg).SetReply(question)
		if q := question.Question[0]; q.Qtype == dns.TypeA {
			answer.Answer = []dns.RR{&dns.A{Hdr: dns.RR_Header{Name: q.Name, Rrtype: dns.TypeA, Class: dns.ClassINET}, A: net.IPv4(127, 0, 0, 1)}}
		}
		_ = w.WriteMsg(answer) // the caller asks again
	})}
	go func() { _ = server.ActivateAndServe() }()
	t.Cleanup(func() { _ = server.Shutdown() })
	return listener.Addr().String()
}

// certificateService starts an ACME service of the makers of Let's Encrypt, which proves domains at the port, and returns
// its directory, a client that trusts it, and the root of what it issues.
func certificateService(t *testing.T, port int) (directory string, client *http.Client, roots *x509.CertPool) {
	t.Helper()
	t.Setenv("PEBBLE_VA_NOSLEEP", "1")
	t.Setenv("PEBBLE_WFE_NONCEREJECT", "20")
	quiet, store := log.New(io.Discard, "", 0), db.NewMemoryStore()
	authority := ca.New(quiet, store, "", "ecdsa", 0, 1, map[string]ca.Profile{"default": {ValidityPeriod: 90 * 24 * 3600}})
	front := wfe.New(quiet, store, va.New(quiet, 1, port, true, loopbackNames(t), store), authority, nil, true, false, 1, 1)
	service := httptest.NewTLSServer(front.Handler())
	t.Cleanup(service.Close)
	roots = x509.NewCertPool()
	roots.AddCert(authority.GetRootCert(0).Cert)
	return service.URL + wfe.DirectoryPath, service.Client(), roots
}

// TestACertificateIsObtainedFromACME asks a real service for a certificate, which proves the domain over the very port
// that the site serves, and keeps it for the next start.
func TestACertificateIsObtainedFromACME(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	directory, client, roots := certificateService(t, listener.Addr().(*net.TCPAddr).Port)
	settings := TLS{Domains: []string{acmeDomain}, Cache: t.TempDir(), Email: "xxgk@gongkai.test", Directory: directory, HTTP: client}
	serve(t, listener, settings)
	first, err := serialAt(t, listener, acmeDomain, roots)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := serialAt(t, listener, "other.gongkai.test", roots); err == nil {
		t.Error("a certificate for a domain that is not ours")
	}

	// The next start finds it in its folder, though the service is gone.
	settings.Directory = "http://127.0.0.1:1/"
	later, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	serve(t, later, settings)
	if kept, err := serialAt(t, later, acmeDomain, roots); err != nil || kept != first {
		t.Errorf("%s, then %s (%v)", first, kept, err)
	}
}

// serve answers on the listener, encrypted by the settings.
func serve(t *testing.T, on net.Listener, settings TLS) {
	t.Helper()
	config, err := settings.config(slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	site := &http.Server{Handler: http.NotFoundHandler(), TLSConfig: config, ReadHeaderTimeout: time.Minute, ErrorLog: log.New(io.Discard, "", 0)}
	go func() { _ = site.ServeTLS(on, "", "") }()
	t.Cleanup(func() { _ = site.Close() })
}

// serialAt asks for the certificate of a name, which must be of the roots, and returns its number.
func serialAt(t *testing.T, on net.Listener, name string, roots *x509.CertPool) (string, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	d := &tls.Dialer{Config: &tls.Config{ServerName: name, RootCAs: roots, MinVersion: tls.VersionTLS12}}
	conn, err := d.DialContext(ctx, "tcp", on.Addr().String())
	if err != nil {
		return "", err
	}
	defer func() { _ = conn.Close() }()
	return conn.(*tls.Conn).ConnectionState().PeerCertificates[0].SerialNumber.String(), nil
}

func TestTheKeyOfAnExternalAccountMustBeOne(t *testing.T) {
	_, err := TLS{Domains: []string{acmeDomain}, Cache: t.TempDir(), AccountID: "1", AccountKey: "+++"}.config(slog.New(slog.DiscardHandler))
	if err == nil || !strings.Contains(err.Error(), "tls.eab_key") {
		t.Error(err)
	}
}
