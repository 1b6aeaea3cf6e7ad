package crypt

import (
	"bytes"
	"io"
	"math/rand/v2"
	"testing"
	"testing/iotest"

	"pgregory.net/rapid"
)

const passphrase = "correct horse battery staple"

// sealStream returns plain as a stream.
func sealStream(t testing.TB, ring *Keyring, label string, plain []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w, err := ring.SealStream(Blobs, label, &out)
	if err == nil {
		_, err = w.Write(plain)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func readStream(ring *Keyring, label string, sealed []byte) ([]byte, error) {
	r, err := ring.OpenStream(Blobs, label, bytes.NewReader(sealed))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

func noise(n int) []byte {
	b := make([]byte, n)
	rand.NewChaCha8([32]byte{1}).Read(b)
	return b
}

func TestStreamsOfEveryLengthComeBack(t *testing.T) {
	for _, suite := range suites {
		ring := open(t, newFile(t), suite)
		for _, n := range []int{0, 1, chunkSize - 1, chunkSize, chunkSize + 1, 2 * chunkSize, 3*chunkSize + 7} {
			plain := noise(n)
			sealed := sealStream(t, ring, "x", plain)
			if got, err := readStream(ring, "x", sealed); err != nil || !bytes.Equal(got, plain) {
				t.Errorf("%v, %d bytes: %d back, %v", suite, n, len(got), err)
			}
			if int64(len(sealed)) != StreamSize(int64(n)) || StreamPlainSize(int64(len(sealed))) != int64(n) {
				t.Errorf("%d bytes: stream of %d, StreamSize %d", n, len(sealed), StreamSize(int64(n)))
			}
			r, err := ring.OpenStream(Blobs, "x", iotest.OneByteReader(bytes.NewReader(sealed)))
			if err != nil {
				t.Fatal(err)
			}
			if n <= chunkSize+1 {
				if err := iotest.TestReader(r, plain); err != nil {
					t.Error(err)
				}
			}
			if _, err := readStream(ring, "y", sealed); err == nil {
				t.Error("a stream opened under another label")
			}
		}
	}
}

func TestStreamsNoticeChangesCutsAndReordering(t *testing.T) {
	ring := open(t, newFile(t), GM)
	plain := noise(3 * chunkSize)
	sealed := sealStream(t, ring, "", plain)
	chunk := func(i int) []byte {
		from := streamHead + i*(chunkSize+tagSize)
		return sealed[from : from+chunkSize+tagSize]
	}
	join := func(parts ...[]byte) []byte { return bytes.Join(parts, nil) }
	head := sealed[:streamHead]
	for name, forged := range map[string][]byte{
		"last chunk gone":       join(head, chunk(0), chunk(1)),
		"all chunks gone":       head,
		"chunks exchanged":      join(head, chunk(1), chunk(0), chunk(2)),
		"chunk twice":           join(head, chunk(0), chunk(0), chunk(1), chunk(2)),
		"chunk left out":        join(head, chunk(0), chunk(2)),
		"something appended":    join(sealed, []byte{0}),
		"head of another":       join(sealStream(t, ring, "", plain)[:streamHead], chunk(0), chunk(1), chunk(2)),
		"last chunk appended":   join(sealed, chunk(2)),
		"cut inside a chunk":    sealed[:len(sealed)-1000],
		"cut inside the head":   sealed[:10],
		"magic of another kind": join([]byte("GKS\x02"), sealed[4:]),
	} {
		if got, err := readStream(ring, "", forged); err == nil {
			t.Errorf("%s: %d bytes without an error", name, len(got))
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		forged := bytes.Clone(sealed)
		at := rapid.IntRange(0, len(forged)-1).Draw(t, "at")
		forged[at] ^= 1 << rapid.IntRange(0, 7).Draw(t, "bit")
		got, err := readStream(ring, "", forged)
		if err == nil || !bytes.HasPrefix(plain, got) {
			t.Fatalf("byte %d: %d bytes, %v", at, len(got), err)
		}
		cut := rapid.IntRange(0, len(sealed)-1).Draw(t, "cut")
		if _, err := readStream(ring, "", sealed[:cut]); err == nil {
			t.Fatalf("cut at %d", cut)
		}
	})
}

func TestPassphraseStreams(t *testing.T) {
	for _, suite := range suites {
		var out bytes.Buffer
		w, err := SealWithPassphrase(suite, passphrase, &out)
		if err != nil {
			t.Fatal(err)
		}
		plain := noise(chunkSize + 5)
		w.Write(plain)
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		read := func(word string, sealed []byte) ([]byte, error) {
			r, err := OpenWithPassphrase(word, bytes.NewReader(sealed))
			if err != nil {
				return nil, err
			}
			return io.ReadAll(r)
		}
		sealed := out.Bytes()
		if got, err := read(passphrase, sealed); err != nil || !bytes.Equal(got, plain) {
			t.Errorf("%v: %d bytes, %v", suite, len(got), err)
		}
		if got, err := read(passphrase+"!", sealed); err == nil || len(got) > 0 {
			t.Errorf("%v: a wrong passphrase gave %d bytes, %v", suite, len(got), err)
		}
		if _, err := read(passphrase, sealed[:len(sealed)-tagSize-5]); err == nil {
			t.Errorf("%v: the cut was not noticed", suite)
		}
		greedy := bytes.Clone(sealed)
		greedy[6] = 0xff // memory of terabytes
		if _, err := read(passphrase, greedy); err == nil {
			t.Errorf("%v: a head that asks for too much memory was taken", suite)
		}
	}
	if _, err := SealWithPassphrase(GM, "short", io.Discard); err == nil {
		t.Error("a short passphrase must be refused")
	}
}

func TestFailingWritersAndReadersAreReported(t *testing.T) {
	ring := open(t, newFile(t), Std)
	w, err := ring.SealStream(Blobs, "", iotest.TruncateWriter(io.Discard, 1<<40))
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write([]byte("x")); err == nil {
		t.Error("a write after Close must fail")
	}
	sealed := sealStream(t, ring, "", noise(100))
	r, err := ring.OpenStream(Blobs, "", io.MultiReader(bytes.NewReader(sealed[:60]), iotest.ErrReader(iotest.ErrTimeout)))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadAll(r); err != iotest.ErrTimeout {
		t.Errorf("got %v", err)
	}
}
