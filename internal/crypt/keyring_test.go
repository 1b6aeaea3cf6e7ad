package crypt

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"gongkai/fault"
)

var noon = time.Date(2026, 11, 23, 4, 0, 0, 0, time.UTC)

var suites = []Suite{Std, GM}

func newFile(t testing.TB) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "gongkai.key")
	if _, err := CreateKeyFile(path, noon); err != nil {
		t.Fatal(err)
	}
	return path
}

func open(t testing.TB, path string, suite Suite) *Keyring {
	t.Helper()
	ring, err := OpenKeyFile(path, suite)
	if err != nil {
		t.Fatal(err)
	}
	return ring
}

var home = Place{"applicant", "phone", "ap_1"}

func TestKeyFileIsPrivateAndNeverOverwritten(t *testing.T) {
	path := newFile(t)
	facts, err := os.Stat(path)
	if err != nil || facts.Mode().Perm() != 0o600 {
		t.Fatalf("mode %v, %v; want 0600", facts.Mode(), err)
	}
	before, _ := os.ReadFile(path)
	if _, err := CreateKeyFile(path, noon); fault.KindOf(err) != fault.Conflict {
		t.Errorf("second creation: %v", err)
	}
	if after, _ := os.ReadFile(path); !bytes.Equal(before, after) {
		t.Error("the key file was overwritten")
	}
}

func TestKeyFileIsRefused(t *testing.T) {
	good, _ := os.ReadFile(newFile(t))
	at := bytes.Index(good, []byte(`"secret": "`)) + len(`"secret": "`)
	damaged := bytes.Clone(good)
	damaged[at] = 'A' + (damaged[at]-'A'+1)%26
	for _, test := range []struct {
		name string
		text []byte
		mode os.FileMode
	}{
		{"readable by the group", good, 0o640},
		{"readable by all", good, 0o604},
		{"one letter of a secret changed", damaged, 0o600},
		{"cut off", good[:len(good)/2], 0o600},
		{"empty", nil, 0o600},
		{"of another format", bytes.Replace(good, []byte("keys/1"), []byte("keys/9"), 1), 0o600},
		{"without its active key", []byte(`{"format":"gongkai-keys/1","active":"01020304","keys":[]}`), 0o600},
	} {
		t.Run(test.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "key")
			if err := os.WriteFile(path, test.text, 0o600); err != nil {
				t.Fatal(err)
			}
			if err := os.Chmod(path, test.mode); err != nil {
				t.Fatal(err)
			}
			_, err := OpenKeyFile(path, GM)
			if kind := fault.KindOf(err); kind != fault.Forbidden && kind != fault.Invalid {
				t.Errorf("got %v", err)
			}
			if strings.Contains(err.Error(), string(good[at:at+20])) {
				t.Error("the error shows the secret")
			}
		})
	}
}

func TestValuesOpenOnlyWhereTheyBelong(t *testing.T) {
	for _, suite := range suites {
		ring := open(t, newFile(t), suite)
		sealed, err := ring.Seal(Fields, home, []byte("13800001111"))
		if err != nil {
			t.Fatal(err)
		}
		for _, test := range []struct {
			name    string
			purpose Purpose
			at      Place
		}{
			{"another row", Fields, Place{"applicant", "phone", "ap_2"}},
			{"another column", Fields, Place{"applicant", "email", "ap_1"}},
			{"another table", Fields, Place{"staff", "phone", "ap_1"}},
			{"names joined differently", Fields, Place{"applicantphone", "", "ap_1"}},
			{"another purpose", Credentials, home},
		} {
			if _, err := ring.Open(test.purpose, test.at, sealed); err == nil {
				t.Errorf("%v: opened at %s", suite, test.name)
			}
		}
		if plain, err := ring.Open(Fields, home, sealed); err != nil || string(plain) != "13800001111" {
			t.Errorf("%v: %q, %v", suite, plain, err)
		}
		if _, err := open(t, newFile(t), suite).Open(Fields, home, sealed); err == nil {
			t.Errorf("%v: opened with another key file", suite)
		}
	}
}

func TestEveryBitFlipAndCutIsDetected(t *testing.T) {
	for _, suite := range suites {
		ring := open(t, newFile(t), suite)
		rapid.Check(t, func(t *rapid.T) {
			plain := rapid.SliceOfN(rapid.Byte(), 0, 200).Draw(t, "plain")
			sealed, err := ring.Seal(Fields, home, plain)
			if err != nil || len(sealed) != len(plain)+Overhead {
				t.Fatalf("%d bytes, %v", len(sealed), err)
			}
			if back, err := ring.Open(Fields, home, sealed); err != nil || !bytes.Equal(back, plain) {
				t.Fatalf("got %x, %v", back, err)
			}
			bit := rapid.IntRange(0, 8*len(sealed)-1).Draw(t, "bit")
			flipped := bytes.Clone(sealed)
			flipped[bit/8] ^= 1 << (bit % 8)
			if _, err := ring.Open(Fields, home, flipped); err == nil {
				t.Fatalf("bit %d flipped and not noticed", bit)
			}
			cut := rapid.IntRange(0, len(sealed)-1).Draw(t, "cut")
			if _, err := ring.Open(Fields, home, sealed[:cut]); err == nil {
				t.Fatalf("cut to %d and not noticed", cut)
			}
		})
	}
}

func TestOldKeysAndSuitesStillOpenAndAreResealed(t *testing.T) {
	path := newFile(t)
	type stored struct{ sealed, plain []byte }
	rows := map[string]*stored{}
	seal := func(ring *Keyring, row, plain string) {
		sealed, err := ring.Seal(Fields, Place{"applicant", "phone", row}, []byte(plain))
		if err != nil {
			t.Fatal(err)
		}
		rows[row] = &stored{sealed, []byte(plain)}
	}
	seal(open(t, path, Std), "a", "first key, std")
	seal(open(t, path, GM), "b", "first key, gm")
	if _, err := AddKey(path, noon.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	ring := open(t, path, GM)
	seal(ring, "c", "second key, gm")

	walk := func(yield func(SealedValue, error) bool) {
		for row, value := range rows {
			if !yield(SealedValue{Fields, Place{"applicant", "phone", row}, value.sealed}, nil) {
				return
			}
		}
	}
	put := func(v SealedValue, plain []byte) error {
		if !bytes.Equal(plain, rows[v.Place.Row].plain) {
			t.Errorf("row %s opened as %q", v.Place.Row, plain)
		}
		rows[v.Place.Row].sealed = v.Sealed
		return nil
	}
	for round, want := range []int{2, 0} {
		changed, err := ring.Reseal(context.Background(), walk, put)
		if err != nil || changed != want {
			t.Errorf("round %d: %d resealed, %v; want %d", round, changed, err, want)
		}
	}
	for row, value := range rows {
		plain, err := ring.Open(Fields, Place{"applicant", "phone", row}, value.sealed)
		if err != nil || !bytes.Equal(plain, value.plain) || !ring.Current(value.sealed) {
			t.Errorf("row %s: %q, %v", row, plain, err)
		}
	}
}

func TestResealStopsAtWhatDoesNotOpen(t *testing.T) {
	ring := open(t, newFile(t), GM)
	lost := errors.New("connection lost")
	never := func(SealedValue, []byte) error { t.Error("put was called"); return nil }
	for name, values := range map[string]iter.Seq2[SealedValue, error]{
		"damaged value": func(yield func(SealedValue, error) bool) {
			yield(SealedValue{Fields, home, make([]byte, 60)}, nil)
		},
		"failing walk": func(yield func(SealedValue, error) bool) { yield(SealedValue{}, lost) },
	} {
		if _, err := ring.Reseal(context.Background(), values, never); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestTwoRotationsAtOnceLoseNoKey(t *testing.T) {
	path := newFile(t)
	if err := os.WriteFile(path+".new", nil, 0o600); err != nil { // as another process leaves it half way
		t.Fatal(err)
	}
	if _, err := AddKey(path, noon); fault.KindOf(err) != fault.Conflict {
		t.Errorf("got %v", err)
	}
}

func TestDerivedKeysDifferByPurposeLabelAndSuite(t *testing.T) {
	path := newFile(t)
	seen := map[string]string{}
	for _, suite := range suites {
		ring := open(t, path, suite)
		for _, purpose := range []Purpose{Fields, Search, Sessions} {
			for _, label := range []string{"", "cookie"} {
				name := suite.String() + "/" + string(purpose) + "/" + label
				key, err := ring.Derive(purpose, label, 32)
				if err != nil || len(key) != 32 {
					t.Fatal(err)
				}
				if other, ok := seen[string(key)]; ok {
					t.Errorf("%s and %s share a key", name, other)
				}
				seen[string(key)] = name
				if again, _ := open(t, path, suite).Derive(purpose, label, 32); !bytes.Equal(again, key) {
					t.Errorf("%s is not stable", name)
				}
			}
		}
	}
}

func FuzzOpen(f *testing.F) {
	ring := open(f, newFile(f), GM)
	sealed, err := ring.Seal(Fields, home, []byte("甘肃省武威市凉州区"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(sealed)
	f.Add([]byte{})
	f.Add(sealed[:Overhead])
	f.Add(binary.BigEndian.AppendUint32([]byte{1, 1}, uint32(ring.Active())))
	f.Fuzz(func(t *testing.T, b []byte) {
		if plain, err := ring.Open(Fields, home, b); err == nil && !bytes.Equal(b, sealed) {
			t.Errorf("a forged value opened as %q", plain)
		}
		if back, err := ring.OpenStream(Blobs, "", bytes.NewReader(b)); err == nil {
			if n, err := back.Read(make([]byte, 10)); err == nil {
				t.Errorf("a forged stream gave %d bytes", n)
			}
		}
	})
}

func FuzzKeyFile(f *testing.F) {
	good, _ := os.ReadFile(newFile(f))
	f.Add(good)
	f.Add([]byte(`{"format":"gongkai-keys/1","active":"","keys":[{"id":"","secret":""}]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		keys, err := parseKeys(text)
		if err != nil {
			return
		}
		ring, err := newKeyring(keys, GM)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := ring.Seal(Fields, home, nil); err != nil {
			t.Errorf("an accepted key file cannot seal: %v", err)
		}
	})
}

func BenchmarkSealField(b *testing.B) {
	for _, suite := range suites {
		b.Run(suite.String(), func(b *testing.B) {
			ring, plain := open(b, newFile(b), suite), make([]byte, 100)
			b.SetBytes(100)
			for b.Loop() {
				if _, err := ring.Seal(Fields, home, plain); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkOpenField(b *testing.B) {
	for _, suite := range suites {
		b.Run(suite.String(), func(b *testing.B) {
			ring := open(b, newFile(b), suite)
			sealed, err := ring.Seal(Fields, home, make([]byte, 100))
			if err != nil {
				b.Fatal(err)
			}
			b.SetBytes(100)
			for b.Loop() {
				if _, err := ring.Open(Fields, home, sealed); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
