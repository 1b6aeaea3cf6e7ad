package blob

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"

	"gongkai/fault"
	"gongkai/internal/blob/s3test"
	"gongkai/internal/crypt"
)

// place is where one store of a test keeps its files.
type place struct{ address, folder string }

// eachBackend runs the test on a local folder and on a real S3 server.
func eachBackend(t *testing.T, test func(t *testing.T, at place)) {
	t.Run("folder", func(t *testing.T) {
		dir := t.TempDir()
		test(t, place{dir, dir})
	})
	t.Run("s3", func(t *testing.T) {
		address, folder := s3test.Start(t)
		test(t, place{address, folder})
	})
}

func newStore(t testing.TB, at place, o Options) *Store {
	t.Helper()
	if o.Suite == 0 {
		o.Suite = crypt.GM
	}
	if o.Spool == "" {
		o.Spool = t.TempDir()
	}
	s, err := New(context.Background(), at.address, o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func newKeys(t testing.TB) *crypt.Keyring {
	t.Helper()
	path := filepath.Join(t.TempDir(), "key")
	if _, err := crypt.CreateKeyFile(path, time.Now()); err != nil {
		t.Fatal(err)
	}
	keys, err := crypt.OpenKeyFile(path, crypt.GM)
	if err != nil {
		t.Fatal(err)
	}
	return keys
}

// pdf returns a file of n bytes that counts as a PDF.
func pdf(n int, seed byte) []byte {
	b := make([]byte, n)
	rand.NewChaCha8([32]byte{seed}).Read(b)
	copy(b, "%PDF-1.7\n")
	copy(b[n-6:], "%%EOF\n")
	return b
}

func mustPut(t testing.TB, s *Store, content []byte) Ref {
	t.Helper()
	ref, err := s.Put(context.Background(), bytes.NewReader(content), Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return ref
}

func readAll(s *Store, h Hash) ([]byte, error) {
	b, err := s.Open(context.Background(), h)
	if err != nil {
		return nil, err
	}
	defer b.Close()
	return io.ReadAll(b)
}

func files(t testing.TB, s *Store) (all []Info) {
	t.Helper()
	if err := s.Walk(context.Background(), func(i Info) error { all = append(all, i); return nil }); err != nil {
		t.Fatal(err)
	}
	return all
}

func TestAFileComesBackUnderTheHashOfItsContent(t *testing.T) {
	eachBackend(t, func(t *testing.T, at place) {
		for _, test := range []struct {
			suite   crypt.Suite
			content string
			want    Hash
		}{ // hashes of GB/T 32905 and FIPS 180-4
			{crypt.GM, "abc", "sm3:66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"},
			{crypt.Std, "abc", "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
		} {
			s := newStore(t, at, Options{Suite: test.suite})
			ref := mustPut(t, s, []byte(test.content))
			if ref != (Ref{test.want, 3, TXT}) {
				t.Errorf("got %+v", ref)
			}
			if again := mustPut(t, s, []byte(test.content)); again != ref {
				t.Errorf("the second time: %+v", again)
			}
			if got, err := readAll(s, ref.Hash); err != nil || string(got) != test.content {
				t.Errorf("got %q, %v", got, err)
			}
			if info, err := s.Stat(context.Background(), ref.Hash); err != nil || info.Size != 3 || info.Binned {
				t.Errorf("%+v, %v", info, err)
			}
		}
		if all := files(t, newStore(t, at, Options{})); len(all) != 2 {
			t.Errorf("%d files, want one for each hash: %+v", len(all), all)
		}
	})
}

func TestLargeAndEncryptedFiles(t *testing.T) {
	eachBackend(t, func(t *testing.T, at place) {
		keys := newKeys(t)
		large := pdf(partSize+partSize/2+3, 1) // more than one part of an S3 upload
		sealed := newStore(t, at, Options{Keys: keys})
		ref := mustPut(t, sealed, large)
		if got, err := readAll(sealed, ref.Hash); err != nil || !bytes.Equal(got, large) {
			t.Fatalf("%d bytes, %v", len(got), err)
		}
		info, err := sealed.Stat(context.Background(), ref.Hash)
		if err != nil || info.Size != int64(len(large)) || !info.Encrypted {
			t.Errorf("%+v, %v", info, err)
		}
		if contains(t, at.folder, large[1000:1100]) {
			t.Error("plain text at rest")
		}
		if _, err := readAll(newStore(t, at, Options{}), ref.Hash); err == nil {
			t.Error("read without keys")
		}
		if _, err := readAll(newStore(t, at, Options{Keys: newKeys(t)}), ref.Hash); err == nil {
			t.Error("read with other keys")
		}
		// A store that was plain before is read by one with keys, and the other way round for its plain files.
		plain := newStore(t, at, Options{})
		small := pdf(5000, 9)
		if got, err := readAll(sealed, mustPut(t, plain, small).Hash); err != nil || !bytes.Equal(got, small) {
			t.Errorf("%d bytes, %v", len(got), err)
		}
		if !contains(t, at.folder, small[1000:1100]) {
			t.Error("the search for plain text at rest finds nothing where there is some")
		}
	})
}

func TestRefusedFilesLeaveNothing(t *testing.T) {
	eachBackend(t, func(t *testing.T, at place) {
		spool := t.TempDir()
		s := newStore(t, at, Options{Spool: spool})
		broken := errors.New("connection reset")
		ended, cancel := context.WithCancel(context.Background())
		cancel()
		for _, test := range []struct {
			name   string
			ctx    context.Context
			r      io.Reader
			limits Limits
			kind   fault.Kind
		}{
			{"empty", context.Background(), strings.NewReader(""), Limits{}, fault.Invalid},
			{"one byte too large", context.Background(), bytes.NewReader(pdf(1001, 1)), Limits{Size: 1000}, fault.Invalid},
			{"a program", context.Background(), strings.NewReader("MZ\x90\x00"), Limits{}, fault.Invalid},
			{"not among the types", context.Background(), bytes.NewReader(pdf(1000, 1)), Limits{Types: Images}, fault.Invalid},
			{"broken off", context.Background(), io.MultiReader(bytes.NewReader(pdf(1000, 1)), iotest.ErrReader(broken)), Limits{}, fault.Internal},
			{"cancelled", ended, bytes.NewReader(pdf(1000, 1)), Limits{}, fault.Internal},
		} {
			_, err := s.Put(test.ctx, test.r, test.limits)
			if err == nil || fault.KindOf(err) != test.kind {
				t.Errorf("%s: %v", test.name, err)
			}
		}
		if _, err := s.Put(context.Background(), bytes.NewReader(pdf(1000, 1)), Limits{Size: 1000}); err != nil {
			t.Errorf("a file of exactly the limit: %v", err)
		}
		if all := files(t, s); len(all) != 1 {
			t.Errorf("stored: %+v", all)
		}
		for _, dir := range []string{spool, filepath.Join(at.folder, "tmp")} {
			if left, _ := os.ReadDir(dir); len(left) > 0 {
				t.Errorf("left in %s: %v", dir, left)
			}
		}
		if _, err := readAll(s, Hash("sm3:"+strings.Repeat("0", 64))); fault.KindOf(err) != fault.NotFound {
			t.Errorf("a file that is not there: %v", err)
		}
		for _, bad := range []Hash{"", "sm3:", "md5:" + Hash(strings.Repeat("0", 64)), "sm3:../../../../etc/passwd"} {
			if _, err := s.Stat(context.Background(), bad); fault.KindOf(err) != fault.Invalid {
				t.Errorf("Stat(%q): %v", bad, err)
			}
		}
	})
}

func TestManyAtOnceStoreTheSameFileOnce(t *testing.T) {
	eachBackend(t, func(t *testing.T, at place) {
		s := newStore(t, at, Options{})
		content := pdf(300_000, 2)
		var group sync.WaitGroup
		for range 8 {
			group.Go(func() {
				ref, err := s.Put(context.Background(), bytes.NewReader(content), Limits{})
				if err != nil {
					t.Error(err)
					return
				}
				if got, err := readAll(s, ref.Hash); err != nil || !bytes.Equal(got, content) {
					t.Errorf("%d bytes, %v", len(got), err)
				}
			})
		}
		group.Wait()
		if all := files(t, s); len(all) != 1 {
			t.Errorf("%d files", len(all))
		}
	})
}

func TestADamagedFileIsNeverReadSilently(t *testing.T) {
	eachBackend(t, func(t *testing.T, at place) {
		for _, keys := range []*crypt.Keyring{nil, newKeys(t)} {
			now := time.Now()
			s := newStore(t, at, Options{Keys: keys, Now: func() time.Time { return now }})
			good := mustPut(t, s, pdf(70_000, 3))
			bad := mustPut(t, s, pdf(80_000, 4))
			damage(t, s, bad.Hash, func(b []byte) []byte { b[len(b)/2] ^= 1; return b })
			if _, err := readAll(s, bad.Hash); err == nil {
				t.Errorf("encrypted %v: a flipped bit was not noticed", keys != nil)
			}
			found := map[Hash]error{}
			if err := s.Verify(context.Background(), func(i Info, err error) error {
				if i.Encrypted == (keys != nil) {
					found[i.Hash] = err
				}
				return nil
			}); err != nil {
				t.Fatal(err)
			}
			if len(found) != 2 || found[good.Hash] != nil || found[bad.Hash] == nil {
				t.Errorf("Verify found %v", found)
			}
			damage(t, s, bad.Hash, func(b []byte) []byte { return b[:len(b)-1] })
			if _, err := readAll(s, bad.Hash); err == nil {
				t.Errorf("encrypted %v: a cut was not noticed", keys != nil)
			}
			now = now.Add(2 * fresh)
			mustPut(t, s, pdf(80_000, 4))
			if _, err := readAll(s, bad.Hash); err != nil {
				t.Errorf("handing the file in again does not mend it: %v", err)
			}
		}
	})
}

func TestPutExactTakesOnlyWhatHasTheHash(t *testing.T) {
	eachBackend(t, func(t *testing.T, at place) {
		s := newStore(t, at, Options{Suite: crypt.Std})
		const abc = Hash("sm3:66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0")
		if err := s.PutExact(context.Background(), strings.NewReader("abd"), abc); fault.KindOf(err) != fault.Invalid {
			t.Errorf("got %v", err)
		}
		if err := s.PutExact(context.Background(), strings.NewReader("abc"), abc); err != nil {
			t.Fatal(err)
		}
		if got, err := readAll(s, abc); err != nil || string(got) != "abc" {
			t.Errorf("%q, %v", got, err)
		}
	})
}

// damage changes the stored bytes of a file behind the store's back.
func damage(t *testing.T, s *Store, h Hash, change func([]byte) []byte) {
	t.Helper()
	ctx := context.Background()
	key := keyOf(objects, h, s.keys != nil)
	r, err := s.backend.open(ctx, key)
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	r.Close()
	if err := s.backend.remove(ctx, key); err != nil {
		t.Fatal(err)
	}
	file, err := s.newSpool(s.kept)
	if err != nil {
		t.Fatal(err)
	}
	defer discard(file)
	if _, err := file.Write(change(content)); err != nil {
		t.Fatal(err)
	}
	if err := s.backend.adopt(ctx, file, key); err != nil {
		t.Fatal(err)
	}
}

// contains says whether any file below the folder holds the bytes.
func contains(t *testing.T, folder string, want []byte) (found bool) {
	t.Helper()
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		found = found || bytes.Contains(content, want)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func BenchmarkPut10MB(b *testing.B) {
	for name, keys := range map[string]*crypt.Keyring{"plain": nil, "sm4": newKeys(b)} {
		b.Run(name, func(b *testing.B) {
			dir := b.TempDir()
			s := newStore(b, place{dir, dir}, Options{Keys: keys})
			content := pdf(10<<20, 5)
			b.SetBytes(10 << 20)
			for b.Loop() {
				mustPut(b, s, content)
			}
		})
	}
}

func BenchmarkOpen10MB(b *testing.B) {
	for name, keys := range map[string]*crypt.Keyring{"plain": nil, "sm4": newKeys(b)} {
		b.Run(name, func(b *testing.B) {
			dir := b.TempDir()
			s := newStore(b, place{dir, dir}, Options{Keys: keys})
			ref := mustPut(b, s, pdf(10<<20, 5))
			b.SetBytes(10 << 20)
			for b.Loop() {
				content, err := s.Open(context.Background(), ref.Hash)
				if err != nil {
					b.Fatal(err)
				}
				if _, err := io.Copy(io.Discard, content); err != nil {
					b.Fatal(err)
				}
				content.Close()
			}
		})
	}
}
