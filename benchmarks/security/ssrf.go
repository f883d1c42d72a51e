package security

import (
	"net"
	"net/http"
	"net/netip"
	"time"

	"code.dny.dev/ssrf"
)

func ssrfAllows() allows {
	g := ssrf.New(ssrf.WithAnyPort())
	return func(a netip.Addr) bool { return g.SafeAddr(a) == nil }
}

func ssrfClient() (func(string) (*http.Response, error), error) {
	g := ssrf.New(ssrf.WithAnyPort())
	dialer := &net.Dialer{Control: g.Safe, Timeout: 2 * time.Second}
	client := &http.Client{Transport: &http.Transport{DialContext: dialer.DialContext}, Timeout: 2 * time.Second}
	return client.Get, nil
}
