package backup

import (
	"bytes"
	"context"
	"errors"
	"iter"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongkai/fault"
	"gongkai/internal/blob"
	"gongkai/internal/blob/s3test"
	"gongkai/internal/crypt"
	"gongkai/internal/database"
	"gongkai/internal/store"
	"gongkai/internal/storetest"
)

const passphrase = "凉州区科技局的一个长口令 2026"

func TestADeploymentMovesBetweenTheEngines(t *testing.T) {
	for _, from := range engines {
		for _, to := range engines {
			for _, o := range []Options{{}, {Passphrase: passphrase}} {
				t.Run(from.name+" to "+to.name+map[bool]string{true: " encrypted"}[o.Passphrase != ""], func(t *testing.T) {
					source := fresh(t, from.make(t), nil)
					fill(t, source, 250) // more than one batch of rows
					saved := save(t, source, o)
					target := fresh(t, to.make(t), nil)
					m, err := Restore(context.Background(), bytes.NewReader(saved), target, o)
					if err != nil {
						t.Fatal(err)
					}
					if m.Engine != from.name || len(m.Blobs) != 250 || len(m.Damaged) != 0 {
						t.Errorf("manifest: %+v", m)
					}
					if diff := cmp.Diff(content(t, source), content(t, target)); diff != "" {
						t.Error(diff)
					}
					proof, err := store.VerifyLedger(context.Background(), target.DB)
					if err != nil || len(proof.Breaks) > 0 {
						t.Errorf("%+v, %v", proof, err)
					}
					// Work goes on: numbers continue behind the highest, and so does the chain.
					if err := work(context.Background(), target, 1000); err != nil {
						t.Error(err)
					}
					if proof, err := store.VerifyLedger(context.Background(), target.DB); err != nil || len(proof.Breaks) > 0 {
						t.Errorf("%+v, %v", proof, err)
					}
				})
			}
		}
	}
}

// A bureau that outgrows its folder moves to PostgreSQL and object storage, and back, with its files still sealed.
func TestADeploymentMovesBetweenAFolderAndObjectStorage(t *testing.T) {
	keys := func() *crypt.Keyring { return keysOf(t, newKeyFile(t)) }
	bucket := func() string { address, _ := s3test.Start(t); return address }
	for _, move := range []struct {
		name             string
		from, to         func(testing.TB, ...storetest.Option) *database.DB
		fromFiles, files string
	}{
		{"a folder into a bucket", storetest.SQLite, storetest.Postgres, t.TempDir(), bucket()},
		{"a bucket into a folder", storetest.Postgres, storetest.SQLite, bucket(), t.TempDir()},
		{"a bucket into another", storetest.Postgres, storetest.Postgres, bucket(), bucket()},
	} {
		t.Run(move.name, func(t *testing.T) {
			source := freshAt(t, move.fromFiles, move.from(t), keys())
			fill(t, source, 30)
			target := freshAt(t, move.files, move.to(t), keys())
			m, err := Restore(context.Background(), bytes.NewReader(save(t, source, Options{Passphrase: passphrase})), target, Options{Passphrase: passphrase})
			if err != nil || len(m.Blobs) != 30 || len(m.Damaged) != 0 {
				t.Fatalf("%+v, %v", m, err)
			}
			if diff := cmp.Diff(content(t, source), content(t, target)); diff != "" {
				t.Error(diff)
			}
			if err := work(context.Background(), target, 1000); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestABackupWhileWritesGoOnShowsOneMoment(t *testing.T) {
	for _, from := range engines {
		t.Run(from.name, func(t *testing.T) {
			source := fresh(t, from.make(t), nil)
			fill(t, source, 20)
			ctx, stop := context.WithCancel(context.Background())
			ended := make(chan int)
			go func() {
				n := 20
				for ; ctx.Err() == nil; n++ {
					if err := work(ctx, source, n); err != nil && ctx.Err() == nil {
						t.Error(err)
						break
					}
				}
				ended <- n
			}()
			var saved [][]byte
			for range 5 {
				saved = append(saved, save(t, source, Options{}))
			}
			stop()
			total := <-ended
			before := 0
			for _, one := range saved {
				target := fresh(t, storetest.SQLite(t), nil)
				if _, err := Restore(context.Background(), bytes.NewReader(one), target, Options{}); err != nil {
					t.Fatal(err)
				}
				// Each act wrote one row, one link and one file; no moment shows one without the others.
				rows := strings.Count(strings.Join(content(t, target), ""), "附件 ")
				var entries int
				if err := target.DB.View(context.Background()).QueryRow(`SELECT count(*) FROM ledger`).Scan(&entries); err != nil {
					t.Fatal(err)
				}
				proof, err := store.VerifyLedger(context.Background(), target.DB)
				if err != nil || len(proof.Breaks) > 0 || rows != entries || rows < before {
					t.Errorf("%d rows with files, %d entries, before %d: %+v, %v", rows, entries, before, proof, err)
				}
				before = rows
			}
			if before <= 20 || before > total {
				t.Errorf("the last backup has %d of %d acts: nothing was written meanwhile", before, total)
			}
		})
	}
}

// What is committed between the reading of the tables and of the references belongs to neither.
func TestTablesAndReferencesAreOfTheSameMoment(t *testing.T) {
	for _, from := range engines {
		t.Run(from.name, func(t *testing.T) {
			source := fresh(t, from.make(t), nil)
			fill(t, source, 5)
			source.References = func(r database.Reader) iter.Seq2[blob.Hash, error] {
				if err := work(context.Background(), source, 5); err != nil {
					t.Error(err)
				}
				return references(r)
			}
			m, err := Check(bytes.NewReader(save(t, source, Options{})), "")
			if err != nil || len(m.Blobs) != 5 {
				t.Errorf("%d files, %v", len(m.Blobs), err)
			}
		})
	}
}

func TestAWrongByteAnywhereIsRefused(t *testing.T) {
	source := fresh(t, storetest.SQLite(t), nil)
	fill(t, source, 3)
	plain := save(t, source, Options{})
	if _, err := Check(bytes.NewReader(plain), ""); err != nil {
		t.Fatal(err)
	}
	refused := func(name string, at int, forged []byte, word string) {
		t.Helper()
		if _, err := Check(bytes.NewReader(forged), word); fault.KindOf(err) != fault.Invalid && fault.KindOf(err) != fault.Internal {
			t.Errorf("%s at %d of %d: %v", name, at, len(forged), err)
		} else if !strings.ContainsAny(fault.Message(err), "损坏完整改动口令格式参数备份") {
			t.Errorf("%s at %d: the message says nothing: %v", name, at, err)
		}
	}
	// Every byte where the frames of the file begin and end, and of what is between a sample that is another in each run.
	for at := range plain {
		if between := at >= 256 && at < len(plain)-256; between && rand.IntN(len(plain)) > 800 {
			continue
		}
		forged := bytes.Clone(plain)
		forged[at] ^= 1 << rand.IntN(8)
		refused("a changed bit", at, forged, "")
		refused("a cut", at, plain[:at], "")
	}
	refused("something appended", 0, append(bytes.Clone(plain), 0), "")
	refused("twice", 0, append(bytes.Clone(plain), plain...), "")

	sealed := save(t, source, Options{Passphrase: passphrase})
	for range 4 { // each pays for the derivation of the key twice
		at := rand.IntN(len(sealed))
		forged := bytes.Clone(sealed)
		forged[at] ^= 1 << rand.IntN(8)
		refused("a changed bit of an encrypted backup", at, forged, passphrase)
		refused("a cut of an encrypted backup", at, sealed[:at], passphrase)
	}
	refused("something appended to an encrypted backup", 0, append(bytes.Clone(sealed), 0), passphrase)
	refused("a wrong passphrase", 0, sealed, passphrase+"x")
	refused("no passphrase", 0, sealed, "")
	refused("not a backup", 0, []byte("PK\x03\x04"), "")
	refused("nothing", 0, nil, "")
}

// failing reads a backup once and breaks off the second time.
type failing struct {
	*bytes.Reader
	after int64
	round int
}

func (f *failing) Seek(offset int64, whence int) (int64, error) {
	f.round++
	return f.Reader.Seek(offset, whence)
}

func (f *failing) Read(p []byte) (int, error) {
	if at := f.Size() - int64(f.Len()); f.round > 0 && at >= f.after {
		return 0, errors.New("disk failure")
	}
	return f.Reader.Read(p[:min(len(p), 512)])
}

func TestARestoreThatBreaksOffLeavesNothingAndCanBeRepeated(t *testing.T) {
	for _, to := range engines {
		t.Run(to.name, func(t *testing.T) {
			source := fresh(t, storetest.SQLite(t), nil)
			fill(t, source, 50)
			saved := save(t, source, Options{})
			target := fresh(t, to.make(t), nil)
			for _, part := range []int64{0, 2, 3} {
				r := &failing{Reader: bytes.NewReader(saved), after: int64(len(saved)) * part / 4}
				if _, err := Restore(context.Background(), r, target, Options{}); err == nil {
					t.Fatal("a broken disk was not noticed")
				}
				for _, line := range content(t, target) {
					if !strings.Contains(line, `"columns"`) {
						t.Fatalf("left after a failure: %s", line)
					}
				}
			}
			if _, err := Restore(context.Background(), bytes.NewReader(saved), target, Options{}); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(content(t, source), content(t, target)); diff != "" {
				t.Error(diff)
			}
			if _, err := Restore(context.Background(), bytes.NewReader(saved), target, Options{}); fault.KindOf(err) != fault.Conflict {
				t.Errorf("a second restore: %v", err)
			}
		})
	}
}

func TestATargetOfAnotherShapeIsRefused(t *testing.T) {
	source := fresh(t, storetest.SQLite(t), nil)
	fill(t, source, 3)
	saved := save(t, source, Options{})
	for name, change := range map[string]string{
		"a table that the backup has not":  `CREATE TABLE later (id TEXT) STRICT`,
		"a column that the backup has not": `ALTER TABLE probe ADD COLUMN later TEXT`,
		"a table missing":                  `DROP TABLE probe`,
		"an older schema":                  `DELETE FROM schema_version WHERE version_id > 1`,
	} {
		target := fresh(t, storetest.SQLite(t), nil)
		unrecorded(t, target.DB, change)
		if _, err := Restore(context.Background(), bytes.NewReader(saved), target, Options{}); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestDerivedTablesAreLeftOut(t *testing.T) {
	source := fresh(t, storetest.SQLite(t), nil)
	fill(t, source, 3)
	unrecorded(t, source.DB, `CREATE VIRTUAL TABLE probe_words USING fts5 (body)`)
	unrecorded(t, source.DB, `CREATE TABLE probe_word_count (n INTEGER) STRICT`)
	unrecorded(t, source.DB, `INSERT INTO probe_word_count VALUES (7)`)
	source.Derived = append(source.Derived, "probe_word_count")
	target := fresh(t, storetest.Postgres(t), nil)
	m, err := Restore(context.Background(), bytes.NewReader(save(t, source, Options{})), target, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range m.Tables {
		if strings.HasPrefix(table.Name, "probe_word") {
			t.Errorf("the backup holds %s", table.Name)
		}
	}
}

func TestADamagedFileIsNamedAndTheRestIsSaved(t *testing.T) {
	source := fresh(t, storetest.SQLite(t), nil)
	fill(t, source, 5)
	var bad string
	if err := source.DB.View(context.Background()).QueryRow(`SELECT file FROM probe WHERE id = 4`).Scan(&bad); err != nil {
		t.Fatal(err)
	}
	unrecorded(t, source.DB, `UPDATE probe SET file = $1 WHERE id = 4`, strings.Replace(bad, bad[4:8], "0000", 1))
	m, err := Check(bytes.NewReader(save(t, source, Options{})), "")
	if err != nil || len(m.Damaged) != 1 || len(m.Blobs) != 4 || m.Damaged[0].Reason == "" {
		t.Errorf("%+v, %v", m, err)
	}
}

func TestKeysGoAlongOnlyWhenAskedAndOnlyEncrypted(t *testing.T) {
	path := newKeyFile(t)
	keys := keysOf(t, path)
	source := fresh(t, storetest.SQLite(t), keys)
	fill(t, source, 3)
	for name, o := range map[string]Options{"encrypted files in a plain backup": {}, "keys in a plain backup": {KeyFile: path}} {
		var out bytes.Buffer
		if _, err := Write(context.Background(), &out, source, withSuite(o)); fault.KindOf(err) != fault.Invalid || out.Len() > 0 {
			t.Errorf("%s: %d bytes, %v", name, out.Len(), err)
		}
	}
	without := save(t, source, Options{Passphrase: passphrase})
	made := filepath.Join(t.TempDir(), "restored.key")
	target := fresh(t, storetest.SQLite(t), nil)
	if _, err := Restore(context.Background(), bytes.NewReader(without), target, Options{Passphrase: passphrase, KeyFile: made}); fault.KindOf(err) != fault.NotFound {
		t.Errorf("a backup without keys: %v", err)
	}
	with := save(t, source, Options{Passphrase: passphrase, KeyFile: path})
	if _, err := Restore(context.Background(), bytes.NewReader(with), target, Options{Passphrase: passphrase, KeyFile: made}); err != nil {
		t.Fatal(err)
	}
	sealed, err := keys.Seal(crypt.Fields, crypt.Place{Table: "probe"}, []byte("x"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := keysOf(t, made).Open(crypt.Fields, crypt.Place{Table: "probe"}, sealed); err != nil {
		t.Error(err)
	}
	if diff := cmp.Diff(content(t, source), content(t, target)); diff != "" {
		t.Error(diff)
	}
}

func TestToFileNeverOverwritesAndLeavesNoHalf(t *testing.T) {
	source := fresh(t, storetest.SQLite(t), nil)
	fill(t, source, 3)
	path := filepath.Join(t.TempDir(), "gongkai.backup")
	o := withSuite(Options{})
	m, err := ToFile(context.Background(), path, source, o)
	if err != nil {
		t.Fatal(err)
	}
	facts, err := os.Stat(path)
	if err != nil || facts.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", facts, err)
	}
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	again, err := Check(file, "")
	if diff := cmp.Diff(m, again); err != nil || diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
	if _, err := ToFile(context.Background(), path, source, o); fault.KindOf(err) != fault.Conflict {
		t.Errorf("a second time: %v", err)
	}
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := ToFile(ended, path+"2", source, o); err == nil {
		t.Error("a cancelled backup reported success")
	}
	if left, _ := os.ReadDir(filepath.Dir(path)); len(left) != 1 {
		t.Errorf("left: %v", left)
	}
}

func TestAFullDiskIsReported(t *testing.T) {
	source := fresh(t, storetest.SQLite(t), nil)
	fill(t, source, 3)
	full := errors.New("no space left on device")
	for _, room := range []int{0, 3, 100, 600} {
		_, err := Write(context.Background(), &small{room, full}, source, withSuite(Options{}))
		if !errors.Is(err, full) {
			t.Errorf("room for %d: %v", room, err)
		}
	}
}

// small takes so many bytes and then fails.
type small struct {
	room int
	err  error
}

func (s *small) Write(p []byte) (int, error) {
	if s.room -= len(p); s.room < 0 {
		return 0, s.err
	}
	return len(p), nil
}
