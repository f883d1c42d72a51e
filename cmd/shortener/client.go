package main

import (
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// clientOf returns the address that a request came from. X-Forwarded-For is read from
// its end, which the nearest proxy wrote, and only as far as proxies are trusted: what
// stands before the first stranger is the stranger's own invention. The zero Addr
// means that nobody knows.
func clientOf(r *http.Request, trusted []netip.Prefix) netip.Addr {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	client := plain(peer.Addr())
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for _, hop := range slices.Backward(hops) {
		if !slices.ContainsFunc(trusted, func(p netip.Prefix) bool { return p.Contains(client) }) {
			break
		}
		addr, err := netip.ParseAddr(strings.TrimSpace(hop))
		if err != nil {
			break // the last one that is known
		}
		client = plain(addr)
	}
	return client
}

// plain returns the one spelling of an address.
func plain(a netip.Addr) netip.Addr { return a.Unmap().WithZone("") }

// networkOf returns what counts as one client: an IPv4 address, or the /64 that one
// IPv6 customer has, who may choose among its 2^64 addresses.
func networkOf(a netip.Addr) netip.Prefix {
	bits := 64
	if a.Is4() {
		bits = 32
	}
	return netip.PrefixFrom(a, bits).Masked()
}
