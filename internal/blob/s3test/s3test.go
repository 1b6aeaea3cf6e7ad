// Package s3test starts a real S3 server for tests, built from the module in ../s3server.
package s3test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
)

// What the server lets in.
const (
	Key    = "gongkai"
	Secret = "for-the-tests-only"
)

// buildS3Server builds the server of the module s3server once for each version of its dependencies.
var buildS3Server = sync.OnceValues(func() (string, error) {
	module, err := moduleDir()
	if err != nil {
		return "", err
	}
	sums, err := os.ReadFile(filepath.Join(module, "go.sum"))
	if err != nil {
		return "", err
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	dir := filepath.Join(cache, "gongkai-test")
	path := filepath.Join(dir, fmt.Sprintf("s3server-%x", sha256.Sum256(sums)))
	if _, err := os.Stat(path); err == nil {
		return path, nil
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	fresh := fmt.Sprintf("%s.%d", path, os.Getpid())
	build := exec.Command("go", "build", "-o", fresh, "github.com/versity/versitygw/cmd/versitygw")
	build.Dir = module
	build.Env = append(os.Environ(), "CGO_ENABLED=0", "GOFLAGS=-buildvcs=false")
	if out, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("%v: %s", err, out)
	}
	return path, os.Rename(fresh, path)
})

// moduleDir is where the server's module lies: in the tree that holds the running test.
func moduleDir() (string, error) {
	dir, err := os.Getwd()
	for err == nil {
		module := filepath.Join(dir, "internal", "blob", "s3server")
		if _, err := os.Stat(filepath.Join(module, "go.mod")); err == nil {
			return module, nil
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", os.ErrNotExist
		}
		dir = parent
	}
	return "", err
}

// Start starts a server with an empty bucket and returns the address of the bucket and its folder.
func Start(t testing.TB) (address, folder string) {
	t.Helper()
	program, err := buildS3Server()
	if err != nil {
		t.Fatalf("building the S3 server: %v", err)
	}
	port := freePort(t)
	root, sidecar := t.TempDir(), t.TempDir()
	var out bytes.Buffer
	server := exec.Command(program, "--port", port, "--access", Key, "--secret", Secret, "--quiet",
		"posix", "--sidecar", sidecar, root)
	server.Stdout, server.Stderr = &out, &out
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Wait() }()
	t.Cleanup(func() {
		server.Process.Kill()
		<-ended
	})
	awaitHTTP(t, "http://"+port, ended, &out)
	client, err := minio.New(port, &minio.Options{Creds: credentials.NewStaticV4(Key, Secret, "")})
	if err != nil {
		t.Fatal(err)
	}
	if err := client.MakeBucket(context.Background(), "files", minio.MakeBucketOptions{}); err != nil {
		t.Fatal(err)
	}
	address = fmt.Sprintf("s3://%s:%s@%s/files/county?region=us-east-1&insecure=1", Key, Secret, port)
	return address, filepath.Join(root, "files", "county")
}

// freePort returns an address of 127.0.0.1 on which nobody listens.
func freePort(t testing.TB) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().String()
}

// awaitHTTP returns once the server answers.
func awaitHTTP(t testing.TB, address string, ended <-chan error, out *bytes.Buffer) {
	t.Helper()
	limit := time.After(30 * time.Second)
	for tick := time.NewTicker(20 * time.Millisecond); ; {
		if response, err := http.Get(address); err == nil {
			response.Body.Close()
			return
		}
		select {
		case err := <-ended:
			t.Fatalf("the S3 server ended: %v\n%s", err, out)
		case <-limit:
			t.Fatal("the S3 server does not answer")
		case <-tick.C:
		}
	}
}
