package safehttp_test

import (
	"net/netip"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goconcepts/cookbook/security/safehttp"
)

// special are IANA's special-purpose registries (what is not globally reachable), the
// multicast space, and ways to carry one address in another.
var special = []string{
	"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
	"192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
	"168.63.129.16/32",
	"::/8", "100::/64", "64:ff9b:1::/48", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
	"::/3", "4000::/2", "8000::/1", // What is not given out.
}

// exceptions are public within the special ones.
var exceptions = []string{"::ffff:0.0.0.0/96", "64:ff9b::/96"}

// slow is Public, by the list.
func slow(a netip.Addr) bool {
	if !a.IsValid() || a.Zone() != "" {
		return false
	}
	if a.Is4In6() {
		return slow(a.Unmap())
	}
	if netip.MustParsePrefix("64:ff9b::/96").Contains(a) {
		b := a.As16()
		return slow(netip.AddrFrom4([4]byte(b[12:])))
	}
	for _, p := range special {
		if netip.MustParsePrefix(p).Contains(a) {
			return false
		}
	}
	return true
}

func TestPublicAtTheBordersOfEachRange(t *testing.T) {
	for _, text := range append(special, exceptions...) {
		p := netip.MustParsePrefix(text)
		first := p.Masked().Addr()
		last := first
		for n := last.Next(); n.IsValid() && p.Contains(n); n = last.Next() {
			last = lastOf(p)
		}
		for _, a := range []netip.Addr{first, first.Prev(), first.Next(), last, last.Prev(), last.Next()} {
			require.Equal(t, slow(a), safehttp.Public(a), "%s: %s", text, a)
			if a.Is4() {
				require.Equal(t, slow(a), safehttp.Public(netip.AddrFrom16(a.As16())), "mapped %s", a)
				nat64 := netip.MustParseAddr("64:ff9b::").As16()
				four := a.As4()
				copy(nat64[12:], four[:])
				require.Equal(t, slow(a), safehttp.Public(netip.AddrFrom16(nat64)), "NAT64 %s", a)
			}
		}
	}
}

func lastOf(p netip.Prefix) netip.Addr {
	b := p.Masked().Addr().AsSlice()
	for i := p.Bits(); i < len(b)*8; i++ {
		b[i/8] |= 0x80 >> (i % 8)
	}
	a, _ := netip.AddrFromSlice(b)
	return a
}

func TestPublicByName(t *testing.T) {
	for _, text := range []string{
		"0.0.0.0", "127.0.0.1", "127.255.255.255", "10.1.2.3", "172.31.255.255", "192.168.1.1", "169.254.169.254", "100.100.100.200",
		"192.0.0.192", "168.63.129.16", "255.255.255.255", "224.0.0.1", "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:169.254.169.254",
		"64:ff9b::127.0.0.1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "2002:7f00:1::", "2002:a9fe:a9fe::1", "2001:0:4136:e378::1", "2001::1", "2001:db8::1",
		"fd00:ec2::254", "fe80::1", "fe80::1%eth0", "2606:4700::1%eth0", "ff02::1", "fc00::1", "::ffff:0:127.0.0.1",
	} {
		require.False(t, safehttp.Public(netip.MustParseAddr(text)), text)
	}
	for _, text := range []string{"1.1.1.1", "8.8.8.8", "100.63.255.255", "100.128.0.0", "172.32.0.1", "192.1.0.0", "168.63.129.17", "223.255.255.255", "2606:4700:4700::1111", "2a00:1450::1", "64:ff9b::8.8.8.8", "::ffff:8.8.8.8"} {
		require.True(t, safehttp.Public(netip.MustParseAddr(text)), text)
	}
	require.False(t, safehttp.Public(netip.Addr{}))
}

func TestPublicAllocatesNothing(t *testing.T) {
	a := netip.MustParseAddr("2606:4700:4700::1111")
	require.Zero(t, testing.AllocsPerRun(100, func() { safehttp.Public(a) }))
}

func FuzzPublic(f *testing.F) {
	for _, p := range special {
		f.Add(netip.MustParsePrefix(p).Addr().AsSlice())
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		a, ok := netip.AddrFromSlice(b)
		if ok {
			require.Equal(t, slow(a), safehttp.Public(a), "%s", a)
		}
	})
}

func BenchmarkPublic(b *testing.B) {
	for _, text := range []string{"8.8.8.8", "192.168.1.1", "2606:4700:4700::1111", "::ffff:127.0.0.1"} {
		a := netip.MustParseAddr(text)
		b.Run(text, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				safehttp.Public(a)
			}
		})
	}
}
