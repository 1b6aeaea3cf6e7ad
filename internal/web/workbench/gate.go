package workbench

import (
	"net/netip"
	"strings"
	"time"

	"gongkai/internal/auth"

	lru "github.com/hashicorp/golang-lru/v2"
)

// How often log-in may be tried, beside the lock of the account itself: people of one building share an address, a
// script tries many names, or one name from many addresses.
const (
	addressEvery, addressBurst = 5 * time.Second, 30
	nameEvery, nameBurst       = 20 * time.Second, 15
	limitedKeys                = 20_000
)

// A gate slows down guessing and counts what failed. It treats names that exist and names that do not alike, so it
// tells nobody which do.
type gate struct {
	addresses, names *auth.Limiter
	failures         *lru.Cache[string, int] // in a row, by name
}

func newGate(now func() time.Time) *gate {
	failures, err := lru.New[string, int](limitedKeys)
	if err != nil {
		panic("workbench: " + err.Error()) // only for a size below one
	}
	return &gate{
		addresses: auth.NewLimiter(addressEvery, addressBurst, limitedKeys, now),
		names:     auth.NewLimiter(nameEvery, nameBurst, limitedKeys, now),
		failures:  failures,
	}
}

func gateKey(name string) string { return strings.ToLower(strings.TrimSpace(name)) }

// allow counts a try and reports whether it may be made; if not, after how long.
func (g *gate) allow(from netip.Addr, name string) (bool, time.Duration) {
	if ok, wait := g.addresses.Allow(auth.KeyOf(from)); !ok {
		return false, wait
	}
	return g.names.Allow(gateKey(name))
}

// failed counts a failure and returns how many there were in a row.
func (g *gate) failed(name string) int {
	n, _ := g.failures.Get(gateKey(name))
	g.failures.Add(gateKey(name), n+1)
	return n + 1
}

func (g *gate) succeeded(name string) { g.failures.Remove(gateKey(name)) }
