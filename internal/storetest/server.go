package storetest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"gongkai/internal/database"

	_ "github.com/jackc/pgx/v5/stdlib"
)

// errNoPostgres is what a developer reads who has not installed the server.
var errNoPostgres = errors.New("no PostgreSQL in /usr/lib/postgresql/*/bin: run make test, it installs PostgreSQL")

// template is the migrated database of which the others are copies.
const template = "gongkai_template"

// A Server is a PostgreSQL server of the test binary, reached by a socket in its own folder. Whatever becomes of the
// test binary, a keeper process sees the pipe between them close, stops the server and removes the folder.
type Server struct {
	dir    string
	bin    string
	flags  []string
	keeper *exec.Cmd
	pipe   io.Closer
	made   atomic.Int64
}

// sharedServer is started at the first use and ends with the test binary. It does not fsync: nothing survives it.
var sharedServer = sync.OnceValues(func() (*Server, error) {
	return startServer("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off")
})

// DurableServer starts a server that keeps what it acknowledged, as in production; it ends with the test.
func DurableServer(tb testing.TB) *Server {
	tb.Helper()
	s, err := startServer()
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(s.stop)
	return s
}

// DurablePostgres opens a fresh migrated database on a server of its own that fsyncs, for benchmarks.
func DurablePostgres(tb testing.TB, options ...Option) *database.DB {
	tb.Helper()
	return open(tb, database.Options{URL: DurableServer(tb).NewDatabase(tb)}, options)
}

// NewDatabase makes a migrated database, dropped with the test, and returns its address.
func (s *Server) NewDatabase(tb testing.TB) string {
	tb.Helper()
	return s.copyOf(tb, template)
}

// EmptyPostgres makes a database without a schema on the server of the test binary and returns its address.
func EmptyPostgres(tb testing.TB) string {
	tb.Helper()
	server, err := sharedServer()
	if err != nil {
		tb.Fatal(err)
	}
	return server.copyOf(tb, "template1")
}

func (s *Server) copyOf(tb testing.TB, original string) string {
	tb.Helper()
	name := fmt.Sprintf("gongkai_%d", s.made.Add(1))
	if err := s.command("CREATE DATABASE " + name + " TEMPLATE " + original + " STRATEGY FILE_COPY"); err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = s.command("DROP DATABASE " + name + " WITH (FORCE)") })
	return s.url(name)
}

func startServer(flags ...string) (*Server, error) {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/postgres")
	if len(found) == 0 {
		return nil, errNoPostgres
	}
	dir, err := os.MkdirTemp("", "gongkai-pg-")
	if err != nil {
		return nil, err
	}
	s := &Server{dir: dir, bin: filepath.Dir(found[len(found)-1]), flags: flags}
	if err := s.create(); err != nil {
		_ = os.RemoveAll(dir)
		return nil, err
	}
	if err := s.start(); err != nil {
		return nil, err
	}
	if err := s.command("CREATE DATABASE " + template); err != nil {
		return nil, err
	}
	return s, migrate(database.Options{URL: s.url(template)})
}

// create makes the cluster, owned by postgres when we are root, which the server refuses to be.
func (s *Server) create() error {
	if credential := credential(); credential != nil {
		if err := os.Chown(s.dir, int(credential.Uid), int(credential.Gid)); err != nil {
			return err
		}
	}
	cmd := exec.Command(filepath.Join(s.bin, "initdb"), "-D", filepath.Join(s.dir, "data"), "-U", "postgres",
		"-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync", "--no-instructions")
	cmd.Dir, cmd.SysProcAttr = s.dir, &syscall.SysProcAttr{Credential: credential()}
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w: %s", err, out)
	}
	return nil
}

// keep runs the server until its standard input closes.
const keep = `"$@" >"$0/log" 2>&1 & server=$!; trap '' INT TERM HUP
read -r word; kill -QUIT $server 2>/dev/null; wait $server; [ "$word" = leave ] || rm -rf "$0"`

// start runs the server under a keeper and waits until it answers.
func (s *Server) start() error {
	args := append([]string{"-c", keep, s.dir, filepath.Join(s.bin, "postgres"), "-D", filepath.Join(s.dir, "data"),
		"-k", s.dir, "-c", "listen_addresses=", "-c", "max_connections=300", "-c", "shared_buffers=32MB",
		"-c", "max_wal_size=256MB", "-c", "autovacuum_naptime=5min"}, s.flags...)
	s.keeper = exec.Command("/bin/sh", args...)
	s.keeper.Dir, s.keeper.SysProcAttr = s.dir, &syscall.SysProcAttr{Credential: credential(), Setpgid: true}
	pipe, err := s.keeper.StdinPipe()
	if err != nil {
		return err
	}
	s.pipe = pipe
	if err := s.keeper.Start(); err != nil {
		return err
	}
	return s.wait()
}

// wait asks until the server answers, at most half a minute.
func (s *Server) wait() error {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	for {
		err := s.command("SELECT 1")
		if err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			log, _ := os.ReadFile(filepath.Join(s.dir, "log"))
			return fmt.Errorf("PostgreSQL does not answer: %w\n%s", err, log)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// Crash stops the server at once, as a power cut of the database alone, and starts it again on the same files.
func (s *Server) Crash() error {
	if _, err := io.WriteString(s.pipe.(io.Writer), "leave\n"); err != nil {
		return err
	}
	if err := s.keeper.Wait(); err != nil {
		return err
	}
	return s.start()
}

// stop ends the server and removes its folder.
func (s *Server) stop() {
	_ = s.pipe.Close()
	_ = s.keeper.Wait()
}

func (s *Server) url(name string) string {
	return "postgres://postgres@/" + name + "?" + url.Values{"host": {s.dir}, "sslmode": {"disable"}}.Encode()
}

// command runs one statement on the server's own database.
func (s *Server) command(statement string) error {
	db, err := sql.Open("pgx", s.url("postgres"))
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	_, err = db.Exec(statement)
	return err
}

// credential is the user postgres when we are root, and nothing otherwise.
func credential() *syscall.Credential {
	if os.Geteuid() != 0 {
		return nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		return nil
	}
	uid, _ := strconv.ParseUint(u.Uid, 10, 32)
	gid, _ := strconv.ParseUint(u.Gid, 10, 32)
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
}
