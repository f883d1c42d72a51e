package safehttp_test

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"github.com/goconcepts/cookbook/security/safehttp"
)

// How do you write an SSRF-safe client?
//
// Decide when dialing, on the address that the socket connects to: then spelling, DNS
// answers and redirects do not matter. Only public addresses are dialed; proxies of the
// environment are off; time, redirects and bytes are bounded. OWASP ASVS 5.0 asks for
// this in 1.3.6.
//
// Follow-ups:
//   - Why not check the URL? 127.0.0.1 has many spellings (2130706433, 0x7f.1, ::ffff:7f00:1), and a name resolves to another address a moment later (DNS rebinding).
//   - Where does one hook in? In net.Dialer's Control, which runs after resolving and before connecting, for each address.
//   - What is behind 169.254.169.254? A cloud's metadata: the credentials of the machine.
//
// Pitfalls:
//   - A public redirect may lead to a private address: the check must run for every hop.
//   - IPv6 carries IPv4 in many ways: mapped, NAT64, 6to4, Teredo.
//
// Trade-offs: A list of allowed hosts is stronger where they are known; a network policy or an
// egress proxy protects all programs, also those that forgot.
//
// From Python: The requests library checks nothing, follows 30 redirects and takes proxies from the
// environment; ipaddress has is_global, but the check of a resolved name is overtaken by the next lookup.
//
// Level: senior. Tags: http, ssrf, network. Needs: network. See: [net.Dialer], [netip.Addr], security/safehttp/server.
func Example_ssrf() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		fmt.Println(err)
		return
	}
	hits := 0
	internal := &http.Server{ReadHeaderTimeout: time.Hour, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		hits++
		if r.URL.Path == "/public" {
			// As a public host would: on to the cloud's metadata.
			http.Redirect(w, r, "http://169.254.169.254/latest/meta-data", http.StatusFound)
		}
	})}
	go func() { _ = internal.Serve(listener) }()
	defer func() { _ = internal.Close() }()
	port := listener.Addr().(*net.TCPAddr).Port

	// The attack: a user gives the address of a server within.
	plain := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	response, err := plain.Get(fmt.Sprintf("http://127.0.0.1:%d/admin", port))
	if err != nil {
		fmt.Println(err)
		return
	}
	_ = response.Body.Close()
	fmt.Println("http.Client:", response.StatusCode, "hits:", hits)

	// The defence, however the address is spelled.
	client, err := safehttp.NewClient(safehttp.ClientConfig{Timeout: time.Hour})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, host := range []string{"127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "[64:ff9b::7f00:1]", "0.0.0.0", "169.254.169.254"} {
		_, err := client.Get(fmt.Sprintf("http://%s:%d/admin", host, port))
		fmt.Println(strings.Trim(host, "[]"), errors.Is(err, safehttp.ErrAddress))
	}

	// After a redirect too. The first hop is allowed here, as a public host would be.
	client, err = safehttp.NewClient(safehttp.ClientConfig{Timeout: time.Hour, Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}})
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = client.Get(fmt.Sprintf("http://127.0.0.1:%d/public", port))
	fmt.Println("redirected:", errors.Is(err, safehttp.ErrAddress), "hits:", hits)
	// Output:
	// http.Client: 200 hits: 1
	// 127.0.0.1 true
	// ::1 true
	// ::ffff:127.0.0.1 true
	// 64:ff9b::7f00:1 true
	// 0.0.0.0 true
	// 169.254.169.254 true
	// redirected: true hits: 2
}
