package web

import (
	"context"
	"encoding/json"
	"net/http"
	"sync"
	"time"
)

// A Check is one condition for taking requests. Run returns nil, or an error that operators are told in the log; the
// caller of /readyz learns the name of the check only.
type Check struct {
	Name  string // database
	Warns bool   // a failure is told, and requests are taken all the same
	Run   func(ctx context.Context) error
}

const (
	checkTime = 3 * time.Second // one check may take so long
	checkFor  = time.Second     // one answer stands so long: monitors cannot load the database
)

// readiness runs the checks and remembers the answer for a moment.
type readiness struct {
	mu     sync.Mutex
	at     time.Time
	ran    bool
	failed []string
	warned []string
}

// healthz says that the process answers; nothing else, so that a slow database does not get it killed.
func (s *Server) healthz(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	_, _ = w.Write([]byte("ok\n"))
}

// readyz says whether requests should be sent here.
func (s *Server) readyz(w http.ResponseWriter, r *http.Request) {
	answer := struct {
		Ready  bool     `json:"ready"`
		Failed []string `json:"failed,omitempty"`
		Warned []string `json:"warned,omitempty"`
	}{}
	switch {
	case s.site.Load() == nil:
		answer.Failed = []string{"starting"}
	case s.stopping.Load():
		answer.Failed = []string{"stopping"}
	default:
		answer.Failed, answer.Warned = s.check(r.Context())
	}
	answer.Ready = len(answer.Failed) == 0
	text, err := json.Marshal(answer)
	if err != nil {
		text = []byte(`{"ready":false}`)
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	if !answer.Ready {
		w.WriteHeader(http.StatusServiceUnavailable)
	}
	_, _ = w.Write(append(text, '\n'))
}

// check returns the names of the checks that fail and of those that warn. Callers at the same time share one answer.
func (s *Server) check(ctx context.Context) (failed, warned []string) {
	s.ready.mu.Lock()
	defer s.ready.mu.Unlock()
	if s.ready.ran && time.Since(s.ready.at) < checkFor {
		return s.ready.failed, s.ready.warned
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), checkTime)
	defer cancel()
	checks := s.site.Load().Checks
	errs := make([]error, len(checks))
	var all sync.WaitGroup
	for i, c := range checks {
		all.Go(func() { errs[i] = c.Run(ctx) })
	}
	all.Wait()
	for i, err := range errs {
		switch {
		case err == nil:
			continue
		case checks[i].Warns:
			warned = append(warned, checks[i].Name)
		default:
			failed = append(failed, checks[i].Name)
		}
		s.log.WarnContext(ctx, "web: check", "check", checks[i].Name, "error", err.Error())
	}
	s.ready.failed, s.ready.warned, s.ready.at, s.ready.ran = failed, warned, time.Now(), true
	return failed, warned
}
