package shortener_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync/atomic"
	"time"
)

// Graceful shutdown and rolling updates: in which order?
//
// Readiness off first, so that the balancer sends nothing new; wait until it has noticed. Then
// http.Server.Shutdown: it stops listening and waits for the requests that are running. Then write what
// is buffered, close the store, and return from main. All of it within the grace period, after which
// the process is killed.
//
// Follow-ups:
//   - Why wait between readiness and Shutdown? Endpoints are removed while requests are still routed: for a few seconds some arrive, and must be served.
//   - What does Shutdown not wait for? Hijacked connections such as WebSockets, and goroutines that a handler left behind.
//   - How do you get the signal? signal.NotifyContext for SIGTERM, and a second signal ends at once.
//
// Pitfalls:
//   - ListenAndServe returns at once when Shutdown begins: a main that returns then cuts the requests off.
//   - Closing the database before the last request has ended.
//
// Trade-offs: A long grace period loses nothing and makes rollouts slow; thirty seconds is Kubernetes' default, and the longest request should fit well within.
//
// From Python: Servers such as gunicorn and uvicorn do this outside the application and call a shutdown hook; in Go it is a dozen lines of main. The Python
// original's container runs python app.py, as process 1, where SIGTERM does nothing unless the program handles it: a rollout then waits out the grace period and kills it, requests and all.
//
// Level: mid. Tags: http, shutdown, kubernetes. Since: go1.8. Needs: network. See: [http.Server.Shutdown], patterns/shortener/probes, patterns/deploy/rollout.
func Example_shutdown() {
	var ready atomic.Bool
	ready.Store(true)
	arrived, release := make(chan struct{}), make(chan struct{})
	mux := http.NewServeMux()
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, _ *http.Request) {
		if !ready.Load() {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	})
	mux.HandleFunc("GET /slow", func(w http.ResponseWriter, _ *http.Request) {
		close(arrived)
		<-release
		io.WriteString(w, "answered in full")
	})
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		fmt.Println(err)
		return
	}
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 5 * time.Second}
	served := make(chan error)
	go func() { served <- server.Serve(listener) }()

	client := &http.Client{Transport: &http.Transport{}}
	get := func(path string) (int, string, error) {
		resp, err := client.Get("http://" + listener.Addr().String() + path)
		if err != nil {
			return 0, "", err
		}
		defer resp.Body.Close()
		body, err := io.ReadAll(resp.Body)
		return resp.StatusCode, string(body), err
	}

	answer := make(chan string)
	go func() {
		_, body, err := get("/slow")
		answer <- fmt.Sprint(body, " ", err)
	}()
	<-arrived // a request is in flight when SIGTERM comes

	ready.Store(false)
	status, _, _ := get("/readyz")
	fmt.Println("1. readiness:", status)

	stopped := make(chan error)
	go func() { stopped <- server.Shutdown(context.Background()) }()
	fmt.Println("2. Serve returned:", errors.Is(<-served, http.ErrServerClosed))
	_, err = net.Dial("tcp", listener.Addr().String())
	fmt.Println("   new connections refused:", err != nil)
	close(release)
	fmt.Println("3. in flight:", <-answer)
	fmt.Println("4. Shutdown:", <-stopped)
	client.CloseIdleConnections()
	// Output:
	// 1. readiness: 503
	// 2. Serve returned: true
	//    new connections refused: true
	// 3. in flight: answered in full <nil>
	// 4. Shutdown: <nil>
}
