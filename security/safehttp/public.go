package safehttp

import (
	"encoding/binary"
	"net/netip"
)

// Public reports whether an address is one of the public Internet, by the registries of
// special-purpose addresses of IANA (RFC 6890): not this host, a private network, a link,
// shared, documentation, benchmark, multicast or reserved space. IPv6 addresses that
// carry an IPv4 one are judged by it (mapped, NAT64 of 64:ff9b::/96) or refused (6to4,
// Teredo, compatible). Refused as well are those with a zone, the zero Addr, and
// 168.63.129.16, where a cloud keeps its metadata in public space.
//
// It takes a few nanoseconds and does not allocate.
func Public(a netip.Addr) bool {
	if a.Is4() || a.Is4In6() {
		b := a.Unmap().As4()
		return a.Zone() == "" && public4(binary.BigEndian.Uint32(b[:]))
	}
	if !a.IsValid() || a.Zone() != "" {
		return false
	}
	b := a.As16()
	return public6(binary.BigEndian.Uint64(b[:8]), binary.BigEndian.Uint64(b[8:]))
}

func public4(a uint32) bool {
	switch a >> 24 {
	case 0, 10, 127: // This network, private, loopback.
		return false
	case 100:
		return a>>22 != 100<<2|1 // 100.64.0.0/10, shared by a carrier; metadata of one cloud.
	case 168:
		return a != 168<<24|63<<16|129<<8|16 // The wire server of a cloud.
	case 169:
		return a>>16 != 169<<8|254 // 169.254.0.0/16, link-local; metadata of most clouds.
	case 172:
		return a>>20 != 172<<4|1 // 172.16.0.0/12, private.
	case 192:
		switch a >> 8 & 0xffff {
		case 0, 2, 88<<8 | 99: // Protocol assignments, documentation, 6to4 relays.
			return false
		}
		return a>>16 != 192<<8|168 // 192.168.0.0/16, private.
	case 198:
		// 198.18.0.0/15, benchmarks; 198.51.100.0/24, documentation.
		return a>>17 != (198<<8|18)>>1 && a>>8 != 198<<16|51<<8|100
	case 203:
		return a>>8 != 203<<16|113 // 203.0.113.0/24, documentation.
	}
	return a>>24 < 224 // Multicast and reserved.
}

func public6(high, low uint64) bool {
	if high == 0x0064ff9b<<32 && low>>32 == 0 {
		return public4(uint32(low)) // #nosec G115 -- the high half is zero.
	}
	switch {
	case high>>61 != 1: // Only 2000::/3 is given out: not loopback, local, link, multicast, 5f00::/16 ...
		return false
	case high>>41 == 0x20010000>>9: // 2001::/23, protocol assignments: Teredo, ORCHID, benchmarks.
		return false
	case high>>32 == 0x20010db8, high>>44 == 0x3fff0: // Documentation.
		return false
	case high>>48 == 0x2002: // 6to4.
		return false
	}
	return true
}
