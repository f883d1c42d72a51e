package doubles_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync"
)

// payments runs each key's payment once and gives its answer to every repetition.
type payments struct {
	mu   sync.Mutex
	done map[string]func() string
	runs int
}

func (p *payments) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	key := r.Header.Get("Idempotency-Key")
	if key == "" {
		http.Error(w, "Idempotency-Key is missing", http.StatusBadRequest)
		return
	}
	p.mu.Lock()
	pay := p.done[key]
	if pay == nil {
		pay = sync.OnceValue(func() string { // a second one at the same time waits here
			p.mu.Lock()
			defer p.mu.Unlock()
			p.runs++
			return fmt.Sprint("payment ", p.runs)
		})
		p.done[key] = pay
	}
	p.mu.Unlock()
	fmt.Fprint(w, pay())
}

// Exactly-once POST: how?
//
// The network cannot give it: a client whose answer was lost must ask again. So the client sends
// a key of its own with the request and repeats it on every retry; the server runs the effect once
// for each key and replays the answer. Delivered at least once, effective once. The key
// must be stored in the transaction that has the effect.
//
// Follow-ups:
//   - What of two requests at the same time? One runs, the other waits for its answer, or gets 409.
//   - What if the first fails? A 5xx or a crash frees the key, so that the retry runs; a 4xx is an answer and is kept.
//   - What does doubles.Once add? It compares the body, so a key used twice for different things is refused, bounds memory, lets answers expire and survives panics.
//
// Pitfalls:
//   - A key made by the server, or anew for each attempt, deduplicates nothing.
//   - Keys in one replica's memory: the retry arrives at another.
//
// Trade-offs: Storing answers costs a write for each request; a natural key, such as a unique order number, gives the same by a constraint alone.
//
// From Python: The same key and table work there. The Python original's retry decorator repeats whatever it wraps, so around a POST it can
// charge twice.
//
// Level: senior. Tags: http, idempotency, retry. Since: go1.21. See: [sync.OnceValue], decorators/retry, patterns/storage.
func Example_idempotency() {
	server := &payments{done: map[string]func() string{}}
	post := func(key string) string {
		r := httptest.NewRequest(http.MethodPost, "/pay", nil)
		r.Header.Set("Idempotency-Key", key)
		w := httptest.NewRecorder()
		server.ServeHTTP(w, r)
		return w.Body.String()
	}
	fmt.Println("first:", post("a"), "| its retry:", post("a"), "| another:", post("b"))

	var both sync.WaitGroup
	answers := make([]string, 2)
	for i := range answers {
		both.Go(func() { answers[i] = post("c") })
	}
	both.Wait()
	fmt.Println("two at once:", answers[0] == answers[1], "| payments in all:", server.runs)
	// Output:
	// first: payment 1 | its retry: payment 1 | another: payment 2
	// two at once: true | payments in all: 3
}
