package resource_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
)

// One ClientSession for all: what is it in Go?
//
// One http.Client, made once and shared by all goroutines: its Transport keeps idle
// connections and uses them again. A connection goes back only when the body has been read
// to its end and closed. Set a Timeout, since the default is none, and raise
// MaxIdleConnsPerHost from 2 when many requests go to one host.
//
// Follow-ups:
//   - What must be closed at the end? Usually nothing; CloseIdleConnections drops what is idle, and tests that count goroutines want it.
//   - Why a bound when draining? A hostile server may send forever: io.CopyN a few kilobytes, then close, and let the connection go.
//   - Do HTTP/2 requests need this? One connection carries many streams, but an unread body still holds its stream and flow-control window.
//
// Pitfalls:
//   - A new http.Transport in each call keeps its own idle connections, and its zero IdleConnTimeout means no limit: they leak until the server closes them.
//   - defer resp.Body.Close() before the error is checked: resp is nil then.
//
// Trade-offs: A shared client shares its limits, cookies and proxies; give a slow or special peer a client of its own.
//
// From Python: The aiohttp library wants one ClientSession for an application. The Python original opens one in each async with block, so every use
// pays for a new connection; the Go mistake looks different, an unread body, and costs the same.
//
// Level: mid. Tags: http, connections, resources. Since: go1.7. Needs: network. See: [net/http/httptrace], decorators/middleware/client.
func Example_session() {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Write(make([]byte, 64<<10)) // more than comes with the headers
	}))
	defer server.Close()

	// connections counts the new ones among ten requests, each finished by finish.
	connections := func(finish func(io.ReadCloser)) (opened int, err error) {
		client := &http.Client{Transport: &http.Transport{}}
		defer client.CloseIdleConnections()
		trace := &httptrace.ClientTrace{GotConn: func(c httptrace.GotConnInfo) {
			if !c.Reused {
				opened++
			}
		}}
		for range 10 {
			req, err := http.NewRequest(http.MethodGet, server.URL, nil)
			if err != nil {
				return opened, err
			}
			resp, err := client.Do(req.WithContext(httptrace.WithClientTrace(req.Context(), trace)))
			if err != nil {
				return opened, err
			}
			finish(resp.Body)
		}
		return opened, nil
	}

	n, err := connections(func(body io.ReadCloser) {
		io.Copy(io.Discard, body)
		body.Close()
	})
	fmt.Println("drained and closed:", n, err)

	n, err = connections(func(body io.ReadCloser) { body.Close() })
	fmt.Println("closed unread:", n, err)
	// Output:
	// drained and closed: 1 <nil>
	// closed unread: 10 <nil>
}
