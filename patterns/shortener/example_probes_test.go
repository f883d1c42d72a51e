package shortener_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
)

// health is what the probes ask about.
type health struct{ started, storeUp, draining bool }

func (h *health) handler() http.Handler {
	mux := http.NewServeMux()
	status := func(ok func() bool) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			if !ok() {
				w.WriteHeader(http.StatusServiceUnavailable)
			}
		}
	}
	mux.HandleFunc("GET /startupz", status(func() bool { return h.started }))
	mux.HandleFunc("GET /livez", status(func() bool { return true })) // this handler runs: that is the answer
	mux.HandleFunc("GET /readyz", status(func() bool { return h.started && h.storeUp && !h.draining }))
	return mux
}

// Liveness or readiness: what does each probe ask?
//
// Liveness asks whether a restart would help: it fails only when the process cannot go on, and
// asks nothing of others. Readiness asks whether requests should come now: it fails while starting, while
// the store is away, and while draining, and takes the pod out of the balancer without killing it. A start-up
// probe holds the other two back until the start is done.
//
// Follow-ups:
//   - What if liveness checks the database? When the database fails every pod is restarted at once, and its return finds none ready.
//   - Does the start-up probe replace initialDelaySeconds? Yes: a delay is a guess that is too long or too short, a probe looks.
//   - How often? Readiness every few seconds, liveness less eagerly and with several failures in a row.
//
// Pitfalls:
//   - One endpoint for both: a busy moment kills the pod instead of sparing it.
//   - A probe that needs a login or goes through the rate limiter.
//
// From Python: The probes are the same. The Python original waits a blind 30 seconds before liveness, so a pod
// that hangs at its start is found late, and one that starts slowly is killed anyway.
//
// Level: junior. Tags: kubernetes, probes, health. See: patterns/shortener/shutdown, patterns/deploy/rollout.
func Example_probes() {
	for _, state := range []struct {
		name string
		health
	}{
		{"starting", health{started: false, storeUp: true}},
		{"serving", health{started: true, storeUp: true}},
		{"store away", health{started: true, storeUp: false}},
		{"draining", health{started: true, storeUp: true, draining: true}},
	} {
		fmt.Printf("%-10s", state.name)
		for _, probe := range []string{"startupz", "livez", "readyz"} {
			w := httptest.NewRecorder()
			state.handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/"+probe, nil))
			fmt.Printf("  %s %d", probe, w.Code)
		}
		fmt.Println()
	}
	// Output:
	// starting    startupz 503  livez 200  readyz 503
	// serving     startupz 200  livez 200  readyz 200
	// store away  startupz 200  livez 200  readyz 503
	// draining    startupz 200  livez 200  readyz 503
}
