package safehttp_test

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/goconcepts/cookbook/security/safehttp"
)

// How do you harden an http.Server?
//
// Set what its zero value leaves open: a timeout for headers, for reading, writing and idling;
// a limit for bodies, and one for headers below the default of 1 MB; the headers for
// browsers with a content policy; and protection from other origins. [safehttp.NewServer] sets them all. OWASP ASVS 5.0 asks
// for this in 3.4.3, 3.4.4, 3.5.1 and 5.2.1.
//
// Follow-ups:
//   - What does a server without timeouts lose to? To slow clients that hold a connection each until there are no more (Slowloris).
//   - How does one tell another origin without tokens? Browsers say it in Sec-Fetch-Site, or in Origin: http.CrossOriginProtection reads both.
//   - Who answers 413, if the length is not known? The handler, when reading ends with an http.MaxBytesError.
//
// Pitfalls:
//   - http.ListenAndServe has no timeouts at all.
//   - WriteTimeout ends streams and long downloads: lift it for these with http.ResponseController.
//
// Trade-offs: A proxy in front can do all of it for many services; then keep its limits and the
// server's alike, and the policy where the pages are made.
//
// From Python: Gunicorn's sync workers need a proxy in front against slow clients, as its
// documentation says; Django has the headers and CSRF tokens, Flask neither.
//
// Level: mid. Tags: http, server, csrf, csp, timeouts. Since: go1.25. Needs: network. See: [http.CrossOriginProtection], [http.MaxBytesReader], security/xss.
func Example_server() {
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, err := io.Copy(io.Discard, r.Body); err != nil {
			if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
				w.WriteHeader(http.StatusRequestEntityTooLarge)
				return
			}
		}
		_, _ = io.WriteString(w, "hello")
	})
	server, err := safehttp.NewServer(safehttp.ServerConfig{Handler: handler, MaxBody: 16})
	if err != nil {
		fmt.Println(err)
		return
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		fmt.Println(err)
		return
	}
	go func() { _ = server.Serve(listener) }()
	defer func() { _ = server.Close() }()

	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	post := func(what, origin string, body io.Reader) {
		request, err := http.NewRequest(http.MethodPost, "http://"+listener.Addr().String(), body)
		if err != nil {
			fmt.Println(err)
			return
		}
		request.Header.Set("Sec-Fetch-Site", origin)
		response, err := client.Do(request)
		if err != nil {
			fmt.Println(err)
			return
		}
		_ = response.Body.Close()
		fmt.Println(what, response.StatusCode, response.Header.Get("X-Content-Type-Options"), response.Header.Get("Content-Security-Policy") == safehttp.DefaultCSP)
	}
	post("same origin:", "same-origin", strings.NewReader("small"))
	post("other origin:", "cross-site", strings.NewReader("small"))
	post("too long:", "same-origin", strings.NewReader("more than sixteen bytes"))
	post("of unknown length:", "same-origin", io.MultiReader(strings.NewReader("more than "), strings.NewReader("sixteen bytes")))

	// A client that sends its headers a byte a second is cut. Time is the bubble's, and exact.
	synctest.Test(new(testing.T), func(*testing.T) {
		patient, err := safehttp.NewServer(safehttp.ServerConfig{Handler: handler})
		if err != nil {
			fmt.Println(err)
			return
		}
		slow, far := net.Pipe()
		go func() { _ = patient.Serve(&exampleListener{conn: far, closed: make(chan struct{})}) }()
		start := time.Now()
		var writing sync.WaitGroup
		writing.Go(func() {
			for err := error(nil); err == nil; time.Sleep(time.Second) {
				_, err = io.WriteString(slow, "G")
			}
		})
		answer, err := io.ReadAll(slow) // Until the server closes the connection.
		cut := time.Since(start)
		writing.Wait() // The next byte finds the connection closed.
		fmt.Println("slow client: cut after", cut, "answered:", strings.Contains(string(answer), "hello"), err, patient.Close())
	})
	// Output:
	// same origin: 200 nosniff true
	// other origin: 403 nosniff true
	// too long: 413 nosniff true
	// of unknown length: 413 nosniff true
	// slow client: cut after 5s answered: false <nil> <nil>
}

// exampleListener accepts one connection and then none.
type exampleListener struct {
	conn   net.Conn
	closed chan struct{}
	once   sync.Once
}

func (l *exampleListener) Accept() (net.Conn, error) {
	if conn := l.conn; conn != nil {
		l.conn = nil
		return conn, nil
	}
	<-l.closed
	return nil, net.ErrClosed
}

func (l *exampleListener) Close() error {
	l.once.Do(func() { close(l.closed) })
	return nil
}

func (l *exampleListener) Addr() net.Addr { return &net.TCPAddr{} }
