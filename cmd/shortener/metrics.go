package main

import (
	"context"
	"fmt"
	"io"
	"net/http"

	"github.com/VictoriaMetrics/metrics"

	"github.com/goconcepts/cookbook/decorators"
	"github.com/goconcepts/cookbook/decorators/middleware"
	"github.com/goconcepts/cookbook/patterns/shortener"
)

// buckets are the upper bounds, in seconds, by which requests are counted: a redirect
// from the cache takes microseconds, and what takes ten seconds has failed.
var buckets = []float64{.0001, .0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10}

// meters are the service's metrics.
type meters struct {
	set         *metrics.Set
	storeErrors *metrics.Counter
	requests    decorators.Func[answer, *metrics.Counter]
	durations   decorators.Func[string, *metrics.PrometheusHistogram]
}

// answer is what requests are counted by. Route is the pattern that matched, so that
// there are as many as there are routes, whatever clients ask for.
type answer struct {
	route  string
	status int
}

func newMeters() (*meters, error) {
	set := metrics.NewSet()
	metrics.ExposeMetadata(true) // TYPE lines, which some who read the format need
	m := &meters{set: set, storeErrors: set.NewCounter("shortener_store_errors_total")}
	var err error
	m.requests, err = decorators.Keyed(func(_ context.Context, a answer) (*metrics.Counter, error) {
		return set.NewCounter(fmt.Sprintf(`shortener_requests_total{route=%q,status="%d"}`, a.route, a.status)), nil
	}, decorators.KeyedConfig{})
	if err != nil {
		return nil, err
	}
	m.durations, err = decorators.Keyed(func(_ context.Context, route string) (*metrics.PrometheusHistogram, error) {
		return set.NewPrometheusHistogramExt(fmt.Sprintf("shortener_request_duration_seconds{route=%q}", route), buckets), nil
	}, decorators.KeyedConfig{})
	return m, err
}

// watch shows what the service counts itself.
func (m *meters) watch(service *shortener.Service) {
	m.set.RegisterMetricsWriter(func(w io.Writer) {
		counts := service.Counts()
		metrics.WriteCounterUint64(w, "shortener_cache_hits_total", counts.CacheHits)
		metrics.WriteCounterUint64(w, "shortener_cache_misses_total", counts.CacheMisses)
		metrics.WriteGaugeUint64(w, "shortener_hits_waiting", counts.HitsWaiting)
	})
}

// seen counts a request that is over.
func (m *meters) seen(r *http.Request, o middleware.Observation) {
	route := routeOf(r)
	if counter, err := m.requests(context.Background(), answer{route, o.Status}); err == nil {
		counter.Inc()
	}
	if histogram, err := m.durations(context.Background(), route); err == nil {
		histogram.Update(o.Duration.Seconds())
	}
	if o.Status == http.StatusServiceUnavailable && r.URL.Path != "/readyz" {
		m.storeErrors.Inc() // nothing else answers so
	}
}

// routeOf returns the pattern of a request's route, or none.
func routeOf(r *http.Request) string {
	if r.Pattern == "" {
		return "none"
	}
	return r.Pattern
}

// write writes everything in Prometheus' text format.
func (m *meters) write(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
	m.set.WritePrometheus(w)
	metrics.WriteProcessMetrics(w)
}
