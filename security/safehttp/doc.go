// Package safehttp is the two ends of HTTP at a boundary: a client for addresses that a
// user gave, which reaches public hosts only (no server-side request forgery, SSRF), and a
// server with its timeouts, limits and headers set.
//
//	client, err := safehttp.NewClient(safehttp.ClientConfig{})
//	response, err := client.Get(fromUser)
//
//	server, err := safehttp.NewServer(safehttp.ServerConfig{Addr: ":8080", Handler: mux})
//	err = server.ListenAndServe()
//
// The client decides when it dials, on the address that the connection goes to. So it does
// not matter how the address was spelled, what a name resolved to, or that it resolves to
// another one now, or where a redirect leads. It uses no proxy, which would dial for it.
//
// # When something simpler suffices
//
// A service that calls a fixed list of hosts keeps the list and compares: that is the best
// defence, and an http.Client with a Timeout does. A network policy that lets the service
// out to nowhere else is stronger than any code. Behind a proxy that sets headers and
// limits, an http.Server with its timeouts is enough.
//
// # From Python
//
//	Python                                     Go
//	requests.get(url, timeout=10)              NewClient(ClientConfig{}).Get(url)
//	ipaddress.ip_address(host).is_global       safehttp.Public(addr)
//	advocate, or a custom HTTPAdapter          NewClient
//	gunicorn --timeout, flask-talisman         NewServer, Harden
//	django CsrfViewMiddleware                  http.CrossOriginProtection, in Harden
//
// # Costs
//
// An address is decided on in a few nanoseconds without allocation. The client keeps no
// connection, so there is no goroutine at rest, and each request pays for its own.
//
// # Questions
//
// Each is an Example below: the question, the answer, and the code that proves it.
//   - ssrf (senior): How do you write an SSRF-safe client?
//   - server (mid): How do you harden an http.Server?
package safehttp
