package auth

import (
	"net/http"
	"net/netip"
	"strings"

	"gongkai/fault"
)

// A Network is a list of address ranges.
type Network []netip.Prefix

// ParseNetwork reads ranges (10.0.0.0/8) and single addresses.
func ParseNetwork(ranges []string) (Network, error) {
	var n Network
	var problems []fault.Problem
	for _, text := range ranges {
		text = strings.TrimSpace(text)
		prefix, err := netip.ParsePrefix(text)
		if err != nil {
			var addr netip.Addr
			if addr, err = netip.ParseAddr(text); err == nil && addr.Zone() == "" {
				prefix = netip.PrefixFrom(addr.Unmap(), addr.Unmap().BitLen())
			}
		}
		if !prefix.IsValid() {
			problems = append(problems, fault.Problem{Field: "networks", Message: "“" + text + "”不是有效的地址或者地址段"})
			continue
		}
		n = append(n, prefix.Masked())
	}
	return n, fault.Of(problems)
}

// Contains reports whether the address lies in one of the ranges.
func (n Network) Contains(a netip.Addr) bool {
	a = a.Unmap().WithZone("")
	for _, prefix := range n {
		if prefix.Contains(a) {
			return true
		}
	}
	return false
}

// longestChain bounds how many proxies are believed.
const longestChain = 16

// Caller returns the address that a call came from. X-Forwarded-For is believed only as far as the proxies named as
// trusted wrote it: the caller is the last address in it that is none of theirs. What the caller wrote before that is
// ignored, so nobody can choose an address for themselves.
func Caller(r *http.Request, trusted Network) netip.Addr {
	at := remote(r)
	if !trusted.Contains(at) {
		return at
	}
	lines := r.Header.Values("X-Forwarded-For")
	for n := 0; len(lines) > 0 && n < longestChain; n++ {
		last := len(lines) - 1
		cut := strings.LastIndexByte(lines[last], ',')
		next, err := netip.ParseAddr(strings.TrimSpace(lines[last][cut+1:]))
		if err != nil {
			return at
		}
		if at = next.Unmap().WithZone(""); !trusted.Contains(at) {
			return at
		}
		if cut < 0 {
			lines = lines[:last]
			continue
		}
		// The header belongs to the request: cut in a copy.
		lines = append(lines[:last:last], lines[last][:cut])
	}
	return at
}

func remote(r *http.Request) netip.Addr {
	if ap, err := netip.ParseAddrPort(r.RemoteAddr); err == nil {
		return ap.Addr().Unmap().WithZone("")
	}
	a, _ := netip.ParseAddr(r.RemoteAddr)
	return a.Unmap().WithZone("")
}

// OnlyFrom lets in calls from the network alone; an empty network lets in all.
// 法源: 《政务应用安全规定》第十九条。
func OnlyFrom(network, trusted Network, fail func(http.ResponseWriter, *http.Request, error)) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		if len(network) == 0 {
			return next
		}
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if !network.Contains(Caller(r, trusted)) {
				fail(w, r, fault.New(fault.Forbidden, "工作台只能在指定的网络内使用"))
				return
			}
			next.ServeHTTP(w, r)
		})
	}
}
