package blob

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/minio/minio-go/v7"

	"gongkai/fault"
	"gongkai/internal/blob/s3test"
	"gongkai/internal/crypt"
)

func TestAddressesOfS3(t *testing.T) {
	address, _ := s3test.Start(t)
	for _, test := range []struct {
		name, address string
		kind          fault.Kind
	}{
		{"no bucket named", strings.Replace(address, "/files/county", "/", 1), fault.Invalid},
		{"a bucket that is not there", strings.Replace(address, "/files/", "/other/", 1), fault.NotFound},
		{"a wrong secret", strings.Replace(address, s3test.Secret, "wrong", 1), fault.Unavailable},
	} {
		_, err := New(context.Background(), test.address, Options{Suite: crypt.GM})
		if fault.KindOf(err) != test.kind {
			t.Errorf("%s: %v", test.name, err)
		}
		if err != nil && strings.Contains(err.Error()+fault.Message(err), s3test.Secret) {
			t.Errorf("%s: the error shows the secret", test.name)
		}
	}
	t.Setenv("AWS_ACCESS_KEY_ID", s3test.Key)
	t.Setenv("AWS_SECRET_ACCESS_KEY", s3test.Secret)
	bare := strings.Replace(address, s3test.Key+":"+s3test.Secret+"@", "", 1)
	mustPut(t, newStore(t, place{address: bare}, Options{}), []byte("credentials of the environment"))
}

func TestUploadsInPartsThatWereBrokenOffAreSwept(t *testing.T) {
	address, _ := s3test.Start(t)
	now := time.Now()
	s := newStore(t, place{address: address}, Options{Now: func() time.Time { return now }})
	b := s.backend.(*bucket)
	key := b.prefix + keyOf(objects, Hash("sm3:"+strings.Repeat("0", 64)), false)
	parts := minio.Core{Client: b.client}
	id, err := parts.NewMultipartUpload(context.Background(), b.name, key, minio.PutObjectOptions{})
	if err != nil {
		t.Fatal(err)
	}
	half := bytes.Repeat([]byte("x"), 5<<20)
	if _, err := parts.PutObjectPart(context.Background(), b.name, key, id, 1, bytes.NewReader(half), int64(len(half)), minio.PutObjectPartOptions{}); err != nil {
		t.Fatal(err)
	}
	none := func(context.Context, []Hash) (map[Hash]bool, error) { return nil, nil }
	for _, step := range []struct {
		after time.Duration
		want  int
	}{{0, 1}, {MinGrace + time.Minute, 0}} {
		now = now.Add(step.after)
		if err := s.Collect(context.Background(), MinGrace, none, untold); err != nil {
			t.Fatal(err)
		}
		left := 0
		for upload := range b.client.ListIncompleteUploads(context.Background(), b.name, b.prefix, true) {
			if upload.Err != nil {
				t.Fatal(upload.Err)
			}
			left++
		}
		if left != step.want {
			t.Errorf("after %v: %d uploads, want %d", step.after, left, step.want)
		}
	}
	if all := files(t, s); len(all) != 0 {
		t.Errorf("an unfinished upload counts as a file: %+v", all)
	}
}

// A server that answers, but with failures, must never pass for one that has no such file.
func TestAFailingServiceIsNotAMissingFile(t *testing.T) {
	broken := false
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if broken {
			w.WriteHeader(http.StatusForbidden)
		}
	}))
	defer server.Close()
	u, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	s := newStore(t, place{address: "s3://a:b@" + u.Host + "/files?region=us-east-1&insecure=1"}, Options{})
	broken = true
	if _, err := s.Put(context.Background(), strings.NewReader("abc"), Limits{}); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("Put: %v", err)
	}
	if _, err := s.Stat(context.Background(), Hash("sm3:"+strings.Repeat("0", 64))); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("Stat: %v", err)
	}
	if err := s.Walk(context.Background(), func(Info) error { return nil }); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("Walk: %v", err)
	}
}
