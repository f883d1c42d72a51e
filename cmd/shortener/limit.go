package main

import (
	"errors"
	"math"
	"net/http"
	"net/netip"
	"strconv"
	"time"

	"github.com/goconcepts/cookbook/caching"
	"github.com/goconcepts/cookbook/decorators"
)

// maxClients bounds how many clients are remembered. One that was forgotten begins
// anew with a full burst.
const maxClients = 100_000

// limiter limits the requests of each client.
type limiter struct {
	config  decorators.LimiterConfig
	trusted []netip.Prefix
	clients *caching.Cache[netip.Prefix, *decorators.Limiter]
}

// newLimiter returns a limiter of rate requests a second for each of at most clients.
func newLimiter(rate, burst, clients int, trusted []netip.Prefix) (*limiter, error) {
	l := &limiter{config: decorators.LimiterConfig{Rate: float64(rate), Burst: burst}, trusted: trusted}
	if _, err := decorators.NewLimiter(l.config); err != nil {
		return nil, err
	}
	var err error
	l.clients, err = caching.New(caching.Config[netip.Prefix, *decorators.Limiter]{Capacity: clients})
	return l, err
}

// of returns the limiter of one client. Two requests that come first together get the same.
func (l *limiter) of(client netip.Prefix) *decorators.Limiter {
	if known, ok := l.clients.Get(client); ok {
		return known
	}
	made, _ := l.clients.Compute(client, func(old *decorators.Limiter, ok bool) (*decorators.Limiter, bool) {
		if !ok {
			old, _ = decorators.NewLimiter(l.config) // newLimiter has seen that it is right
		}
		return old, true
	})
	return made
}

// layer refuses what is too much with 429. Probes are not counted: a refused probe
// would take a busy server out of service.
func (l *limiter) layer(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/healthz" || r.URL.Path == "/readyz" {
			next.ServeHTTP(w, r)
			return
		}
		_, err := l.of(networkOf(clientOf(r, l.trusted))).Enter(r.Context())
		if refused, ok := errors.AsType[*decorators.RefusedError](err); ok {
			w.Header().Set("Retry-After", strconv.Itoa(seconds(refused.After)))
			problem(w, http.StatusTooManyRequests, "too-many-requests", "too many requests from this address; try again in a moment")
			return
		}
		next.ServeHTTP(w, r)
	})
}

// seconds rounds up to what Retry-After can say.
func seconds(d time.Duration) int { return int(math.Ceil(d.Seconds())) }
