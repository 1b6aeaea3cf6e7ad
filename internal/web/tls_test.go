package web

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"context"
)

// writePair writes a certificate for localhost with the serial number, and its key.
func writePair(t *testing.T, dir string, serial int64) (cert, key string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(serial), Subject: pkix.Name{CommonName: "localhost"}, DNSNames: []string{"localhost"},
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	if err != nil {
		t.Fatal(err)
	}
	keyDER, err := x509.MarshalECPrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	cert, key = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	for name, block := range map[string]*pem.Block{cert: {Type: "CERTIFICATE", Bytes: der}, key: {Type: "EC PRIVATE KEY", Bytes: keyDER}} {
		if err := os.WriteFile(name, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return cert, key
}

func serialOf(t *testing.T, c *certificate) int64 {
	t.Helper()
	pair, err := c.get(nil)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(pair.Certificate[0])
	if err != nil {
		t.Fatal(err)
	}
	return leaf.SerialNumber.Int64()
}

func TestAReplacedCertificateIsTakenUpAndABrokenOneIsNot(t *testing.T) {
	dir := t.TempDir()
	c := &certificate{log: slog.New(slog.DiscardHandler)}
	c.cert, c.key = writePair(t, dir, 1)
	if err := c.load(); err != nil {
		t.Fatal(err)
	}
	touch := func(at time.Time) { // later than the first, whatever the file system's clock can tell apart
		for _, name := range []string{c.cert, c.key} {
			if err := os.Chtimes(name, at, at); err != nil {
				t.Fatal(err)
			}
		}
		c.looked = time.Time{}
	}
	writePair(t, dir, 2)
	touch(time.Now().Add(time.Minute))
	if got := serialOf(t, c); got != 2 {
		t.Errorf("serial %d after replacing", got)
	}
	if err := os.WriteFile(c.cert, []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	touch(time.Now().Add(2 * time.Minute))
	if got := serialOf(t, c); got != 2 {
		t.Errorf("serial %d after a broken file", got)
	}
}

func TestOverTLSTheSiteSpeaksHTTP2(t *testing.T) {
	cert, key := writePair(t, t.TempDir(), 1)
	text, err := os.ReadFile(cert)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(text)
	address := make(chan net.Addr, 1)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	ended := make(chan error, 1)
	server := New(Options{Listen: "127.0.0.1:0", TLS: TLS{Cert: cert, Key: key}, Grace: time.Minute, Ready: func(site, _ net.Addr) { address <- site }})
	go func() {
		ended <- server.Run(ctx, t.Context(), func(context.Context) (*Site, error) {
			return &Site{Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })}, nil
		})
	}()
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}, ForceAttemptHTTP2: true}
	answer, err := (&http.Client{Transport: transport}).Get("https://" + (<-address).String() + "/")
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if answer.ProtoMajor != 2 || answer.StatusCode != http.StatusNoContent {
		t.Errorf("%s %d", answer.Proto, answer.StatusCode)
	}
	transport.CloseIdleConnections()
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

func TestTheServiceManagerIsTold(t *testing.T) {
	address := filepath.Join(t.TempDir(), "notify")
	manager, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: address, Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	defer manager.Close()
	t.Setenv("NOTIFY_SOCKET", address)
	t.Setenv("WATCHDOG_USEC", "2000")
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	ended := make(chan error, 1)
	server := New(Options{Listen: "127.0.0.1:0", Grace: time.Minute})
	go func() {
		ended <- server.Run(ctx, t.Context(), func(context.Context) (*Site, error) { return &Site{Handler: http.NotFoundHandler()}, nil })
	}()
	want := []string{"READY=1", "WATCHDOG=1", "STOPPING=1"}
	buffer := make([]byte, 100)
	for len(want) > 0 {
		n, err := manager.Read(buffer)
		if err != nil {
			t.Fatal(err)
		}
		switch got := string(buffer[:n]); got {
		case want[0]:
			if want = want[1:]; got == "WATCHDOG=1" {
				stop()
			}
		case "WATCHDOG=1":
		default:
			t.Fatalf("got %s, want %s", got, want[0])
		}
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
