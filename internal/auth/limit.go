package auth

import (
	"math"
	"net/http"
	"net/netip"
	"strconv"
	"time"

	"gongkai/fault"

	lru "github.com/hashicorp/golang-lru/v2"
	"golang.org/x/time/rate"
)

// A Limiter allows so many acts per key, remembering only the newest keys.
type Limiter struct {
	keys  *lru.Cache[string, *rate.Limiter]
	every time.Duration
	burst int
	now   func() time.Time
}

// NewLimiter allows burst acts at once and one more each every, for each of the newest keys.
func NewLimiter(every time.Duration, burst, keys int, now func() time.Time) *Limiter {
	cache, err := lru.New[string, *rate.Limiter](max(keys, 1))
	if err != nil {
		panic("auth: " + err.Error()) // only for a size below one
	}
	return &Limiter{keys: cache, every: every, burst: burst, now: now}
}

// Allow counts one act of the key and reports whether it may be done; if not, after how long.
func (l *Limiter) Allow(key string) (ok bool, wait time.Duration) {
	fresh := rate.NewLimiter(rate.Every(l.every), l.burst)
	limiter, found, _ := l.keys.PeekOrAdd(key, fresh)
	if found {
		l.keys.Get(key) // makes it the newest
	} else {
		limiter = fresh
	}
	now := l.now()
	if limiter.AllowN(now, 1) {
		return true, 0
	}
	r := limiter.ReserveN(now, 1)
	defer r.CancelAt(now)
	return false, r.DelayFrom(now)
}

// Spent reports whether the key may do nothing more for now, without counting an act.
func (l *Limiter) Spent(key string) bool {
	limiter, found := l.keys.Peek(key)
	return found && limiter.TokensAt(l.now()) < 1
}

// KeyOf is the key of an address: an IPv6 caller owns the whole /64.
func KeyOf(a netip.Addr) string {
	if a.Is6() && !a.Is4In6() {
		if p, err := a.Prefix(64); err == nil {
			return p.String()
		}
	}
	return a.String()
}

// Limit refuses calls of an address beyond the limiter, with Retry-After.
func (l *Limiter) Limit(trusted Network, fail func(http.ResponseWriter, *http.Request, error)) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if ok, wait := l.Allow(KeyOf(Caller(r, trusted))); !ok {
				seconds := int(math.Ceil(wait.Seconds()))
				w.Header().Set("Retry-After", strconv.Itoa(seconds))
				fail(w, r, fault.New(fault.Unavailable, "操作过于频繁，请%d秒后再试", seconds))
				return
			}
			next.ServeHTTP(w, r)
		})
	}
}
