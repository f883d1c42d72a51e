package main

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"

	"github.com/stretchr/testify/require"
)

func from(peer string, forwarded ...string) *http.Request {
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r.RemoteAddr = peer
	for _, f := range forwarded {
		r.Header.Add("X-Forwarded-For", f)
	}
	return r
}

func TestClientOf(t *testing.T) {
	proxies := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("fd00::/8")}
	for _, tt := range []struct {
		name, want string
		trusted    []netip.Prefix
		r          *http.Request
	}{
		{"no proxy", "192.0.2.1", proxies, from("192.0.2.1:5")},
		{"a stranger's header is not believed", "192.0.2.1", proxies, from("192.0.2.1:5", "198.51.100.1")},
		{"nobody is trusted", "10.0.0.1", nil, from("10.0.0.1:5", "198.51.100.1")},
		{"one proxy", "198.51.100.1", proxies, from("10.0.0.1:5", "198.51.100.1")},
		{"what the client invented stands before", "198.51.100.1", proxies, from("10.0.0.1:5", "203.0.113.9, 198.51.100.1")},
		{"two proxies", "198.51.100.1", proxies, from("[fd00::1]:5", "203.0.113.9, 198.51.100.1 , 10.9.9.9")},
		{"two header lines", "198.51.100.1", proxies, from("10.0.0.1:5", "203.0.113.9, 198.51.100.1", "10.9.9.9")},
		{"proxies alone", "10.9.9.9", proxies, from("10.0.0.1:5", "10.9.9.9")},
		{"no header", "10.0.0.1", proxies, from("10.0.0.1:5")},
		{"no address", "10.0.0.1", proxies, from("10.0.0.1:5", "unknown")},
		{"no address before a proxy", "10.9.9.9", proxies, from("10.0.0.1:5", "198.51.100.1, _x, 10.9.9.9")},
		{"an IPv4 address in IPv6", "192.0.2.1", proxies, from("[::ffff:192.0.2.1]:5")},
		{"a proxy in IPv6 form", "198.51.100.1", proxies, from("[::ffff:10.0.0.1]:5", "::ffff:198.51.100.1")},
		{"a zone", "fe80::1", proxies, from("[fe80::1%eth0]:5")},
	} {
		require.Equal(t, tt.want, clientOf(tt.r, tt.trusted).String(), tt.name)
	}
	require.False(t, clientOf(from("@"), proxies).IsValid())
}

func TestNetworkOf(t *testing.T) {
	for addr, want := range map[string]string{
		"192.0.2.1": "192.0.2.1/32", "2001:db8:1:2:3::4": "2001:db8:1:2::/64", "2001:db8:1:2:ffff::": "2001:db8:1:2::/64",
	} {
		require.Equal(t, want, networkOf(netip.MustParseAddr(addr)).String())
	}
	require.False(t, networkOf(netip.Addr{}).IsValid())
}

// No header makes it panic, and a stranger is never taken for another.
func FuzzClientOf(f *testing.F) {
	f.Add("192.0.2.1:5", "198.51.100.1")
	f.Add("10.0.0.1:5", "203.0.113.9, 198.51.100.1 ,10.2.2.2,")
	f.Add("[fd00::1%x]:5", "::ffff:10.0.0.1,[::1]:5")
	proxies := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}
	f.Fuzz(func(t *testing.T, peer, forwarded string) {
		r := &http.Request{RemoteAddr: peer, Header: http.Header{"X-Forwarded-For": {forwarded}}}
		got := clientOf(r, proxies)
		at, err := netip.ParseAddrPort(peer)
		if err != nil {
			require.False(t, got.IsValid())
			return
		}
		if direct := plain(at.Addr()); !proxies[0].Contains(direct) {
			require.Equal(t, direct, got)
		}
		require.Empty(t, got.Zone())
		require.True(t, networkOf(got).Contains(got))
	})
}
