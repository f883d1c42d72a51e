package middleware_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/goconcepts/cookbook/decorators/middleware"
)

// How do you decorate an http.Client?
//
// Wrap its transport: http.RoundTripper has one method, from a request to a
// response, so a decorator is a function from RoundTripper to RoundTripper. Set
// it as Client.Transport. A RoundTripper must not change the caller's request:
// copy it, and its header, before adding anything.
//
// Follow-ups:
//   - Why the transport and not the client? It sees every request, redirects included, and the client's own API stays.
//   - How does one retry there? middleware.RetryTripper: idempotent methods, rewound bodies, Retry-After, drained answers.
//   - How is it tested without a network? A function as the innermost RoundTripper answers: middleware.RoundTripFunc.
//
// Pitfalls:
//   - r.Header.Set on the request that came in: a race when the caller shares it, and the header piles up at a retry.
//   - A secret added in the transport also goes to the hosts that redirects lead to.
//   - Not closing the body of an answer that is thrown away: its connection is lost for reuse.
//
// Trade-offs: A helper that builds requests is simpler if you make them all yourself; the
// transport also reaches those that a library makes with your client.
//
// From Python: A requests.Session with a mounted HTTPAdapter is the same place. Python's adapter gets a
// PreparedRequest of its own to change; Go's request belongs to the caller.
//
// Level: mid. Tags: http, middleware, client. Since: go1.13. See: decorators/middleware/server, [net/http.RoundTripper].
func Example_client() {
	keyed := func(next http.RoundTripper) http.RoundTripper {
		return middleware.RoundTripFunc(func(r *http.Request) (*http.Response, error) {
			r = r.Clone(r.Context()) // the header is copied too
			r.Header.Set("Authorization", "Bearer api-key")
			return next.RoundTrip(r)
		})
	}
	server := middleware.RoundTripFunc(func(r *http.Request) (*http.Response, error) {
		body := "hello, " + r.Header.Get("Authorization")
		return &http.Response{StatusCode: 200, Body: io.NopCloser(strings.NewReader(body)), Request: r}, nil
	})

	client := &http.Client{Transport: keyed(server)}
	request, _ := http.NewRequest("GET", "http://example.org/", nil)
	answer, err := client.Do(request)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer answer.Body.Close()
	body, _ := io.ReadAll(answer.Body)
	fmt.Println(string(body))
	fmt.Printf("the caller's own header: %q\n", request.Header.Get("Authorization"))
	// Output:
	// hello, Bearer api-key
	// the caller's own header: ""
}
