package web

import (
	"errors"
	"io"
	"net/http"
	"time"
)

// Limits bound what one caller may cost. Zero values are the defaults.
type Limits struct {
	Header    time.Duration // for the header of a request; 10 s
	Idle      time.Duration // between requests of a connection; 2 min
	HeaderLen int           // bytes; 32 KB
	Body      int64         // bytes of a body; 10 MB. Handlers of uploads allow themselves more with [AllowBody]
	Start     time.Duration // how long a body may take before its pace counts; 30 s
	Pace      int64         // bytes a second that a body must then reach on average; 2 KB
	Write     time.Duration // how long a caller may take to accept one part of an answer; 1 min
}

func (l Limits) withDefaults() Limits {
	orElse := func(d *time.Duration, standard time.Duration) {
		if *d == 0 {
			*d = standard
		}
	}
	orElse(&l.Header, 10*time.Second)
	orElse(&l.Idle, 2*time.Minute)
	orElse(&l.Start, 30*time.Second)
	orElse(&l.Write, time.Minute)
	if l.HeaderLen == 0 {
		l.HeaderLen = 32 << 10
	}
	if l.Body == 0 {
		l.Body = 10 << 20
	}
	if l.Pace == 0 {
		l.Pace = 2 << 10
	}
	return l
}

// pacedBody is a request body that must keep a pace, so that nobody holds a connection by sending drop by drop, and
// a large upload over a slow line still gets through. It also counts.
type pacedBody struct {
	io.ReadCloser
	control *http.ResponseController
	limits  Limits
	began   time.Time
	read    int64
	most    int64
}

func (b *pacedBody) Read(p []byte) (int, error) {
	if b.began.IsZero() {
		b.began = time.Now()
	}
	pace := time.Duration(b.read / b.limits.Pace * int64(time.Second))
	_ = b.control.SetReadDeadline(b.began.Add(b.limits.Start + pace)) // a test's recorder has no deadlines
	n, err := b.ReadCloser.Read(p)
	b.read += int64(n)
	if b.read > b.most {
		return n, &http.MaxBytesError{Limit: b.most}
	}
	if errors.Is(err, io.EOF) {
		// The connection goes on: what watches for its end must not meet the deadline of the body.
		_ = b.control.SetReadDeadline(time.Time{})
	}
	return n, err
}

// AllowBody lets the body of this request be as large as an upload may be. It is called before the body is read.
func AllowBody(r *http.Request, bytes int64) {
	if b, ok := r.Body.(*pacedBody); ok {
		b.most = max(b.most, bytes)
	}
}
