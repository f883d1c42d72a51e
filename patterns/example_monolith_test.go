package patterns_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"time"
)

var errUnknownPrice = errors.New("no such item")

// prices is the port: what the shop asks of whoever knows prices.
type prices interface {
	price(ctx context.Context, item string) (cents int, err error)
}

// table is the port in process.
type table map[string]int

func (t table) price(_ context.Context, item string) (int, error) {
	cents, ok := t[item]
	if !ok {
		return 0, errUnknownPrice
	}
	return cents, nil
}

// remote is the same port over HTTP.
type remote struct {
	client *http.Client
	url    string
}

func (r remote) price(ctx context.Context, item string) (int, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, r.url+"/"+item, nil)
	if err != nil {
		return 0, err
	}
	resp, err := r.client.Do(req)
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close()
	switch resp.StatusCode {
	case http.StatusOK:
		var cents int
		return cents, json.NewDecoder(resp.Body).Decode(&cents)
	case http.StatusNotFound:
		return 0, errUnknownPrice
	default:
		return 0, fmt.Errorf("status %d", resp.StatusCode)
	}
}

// Monolith or microservices: what do you give up?
//
// A call in process fails in the ways its code says. Over a network the same call can also
// time out, be refused, be answered by an overloaded server or with nonsense, and it may have
// happened when you do not know it. Begin with one program and ports between its parts; split
// one off when teams or loads force it, and pay with deadlines, retries and versions.
//
// Follow-ups:
//   - What does the port buy? The caller does not change when the part moves out; what changes is the set of errors, and those must be handled somewhere.
//   - What is lost besides? Transactions over both parts: they become sagas, outboxes and eventual consistency.
//   - Which loads force a split? One part that needs other hardware or scales on its own; scaling all together is done by more replicas of the monolith.
//
// Pitfalls:
//   - A distributed monolith: services that must be released together have the costs of both.
//   - A chain of five synchronous services, each 99.9 % available, is at best 99.5 %.
//
// Trade-offs: Services give independent releases and failure domains; a monolith gives refactoring by the
// compiler, one deployment and calls that cost nanoseconds. Team boundaries decide more often than load.
//
// From Python: The trade-off is the same, but one reason to split is missing: a Python monolith is split over
// processes for its GIL, while one Go process uses all cores.
//
// Level: senior. Tags: architecture, http, errors. Since: go1.7. Needs: network. See: patterns/storage, patterns/framework, decorators/breaker.
func Example_monolith() {
	local := table{"tea": 250}
	ask := func(p prices, item string) string {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		cents, err := p.price(ctx, item)
		switch {
		case err == nil:
			return fmt.Sprint(cents)
		case errors.Is(err, errUnknownPrice):
			return "unknown item"
		default:
			return "new: no answer to be had"
		}
	}
	fmt.Println("in process:", ask(local, "tea"), "|", ask(local, "gold"))

	var servers []*httptest.Server
	serve := func(h http.HandlerFunc) prices {
		s := httptest.NewServer(h)
		servers = append(servers, s)
		return remote{s.Client(), s.URL}
	}
	defer func() {
		for _, s := range servers {
			s.Close()
		}
	}()
	right := func(w http.ResponseWriter, r *http.Request) {
		cents, err := local.price(r.Context(), r.URL.Path[1:])
		if err != nil {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		json.NewEncoder(w).Encode(cents)
	}
	fmt.Println("over HTTP: ", ask(serve(right), "tea"), "|", ask(serve(right), "gold"))

	fresh := 0
	for _, broken := range []http.HandlerFunc{
		func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusServiceUnavailable) }, // overloaded
		func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, `"cheap"`) },                     // another version
		func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },                      // dies in between
	} {
		if answer := ask(serve(broken), "tea"); answer != "250" {
			fresh++
		}
	}
	gone := httptest.NewServer(nil)
	gone.Close()
	if ask(remote{http.DefaultClient, gone.URL}, "tea") != "250" { // not there
		fresh++
	}
	fmt.Println("errors that only the network has:", fresh)
	// Output:
	// in process: 250 | unknown item
	// over HTTP:  250 | unknown item
	// errors that only the network has: 4
}
