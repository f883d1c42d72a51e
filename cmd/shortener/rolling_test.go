package main

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// balancer is a reverse proxy that sends requests to the instances that are ready, as
// a load balancer does: it asks each for its readiness every few milliseconds.
type balancer struct {
	*httptest.Server
	probe     *http.Client
	transport *http.Transport
	faults    atomic.Pointer[error] // the first that the proxy saw itself

	mu        sync.Mutex
	instances []*instance
	next      int
}

// instance is one replica as the balancer sees it.
type instance struct {
	proxy  *httputil.ReverseProxy
	served atomic.Int64

	ready   bool           // under the balancer's mu
	running sync.WaitGroup // requests; begun under mu, while it is ready
	off     chan struct{}  // closed when it was ready and is not any more
}

func newBalancer(t *testing.T) *balancer {
	b := &balancer{probe: client(t), transport: &http.Transport{MaxIdleConnsPerHost: 64}}
	b.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		to := b.choose()
		if to == nil {
			b.fault(w, r, errors.New("no instance is ready"))
			return
		}
		defer to.running.Done()
		to.served.Add(1)
		to.proxy.ServeHTTP(w, r)
	}))
	t.Cleanup(func() { b.Close(); b.transport.CloseIdleConnections() })
	return b
}

// fault answers for an instance that did not.
func (b *balancer) fault(w http.ResponseWriter, _ *http.Request, err error) {
	b.faults.CompareAndSwap(nil, &err)
	w.WriteHeader(http.StatusBadGateway)
}

// choose takes the ready instances in turn, and counts the request as running there.
func (b *balancer) choose() *instance {
	b.mu.Lock()
	defer b.mu.Unlock()
	for range b.instances {
		b.next++
		if i := b.instances[b.next%len(b.instances)]; i.ready {
			i.running.Add(1)
			return i
		}
	}
	return nil
}

// set notes whether an instance is ready.
func (b *balancer) set(i *instance, ready bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if i.ready && !ready {
		close(i.off)
	}
	i.ready = ready
}

// left waits until no request is sent to an instance any more, and those sent have ended.
func (i *instance) left() {
	<-i.off
	i.running.Wait()
}

// add takes an instance in, and returns it when it is ready. It is probed until it is
// off, or the test ends.
func (b *balancer) add(t *testing.T, base string) *instance {
	u, err := url.Parse(base)
	require.NoError(t, err)
	i := &instance{off: make(chan struct{}), proxy: &httputil.ReverseProxy{
		Transport: b.transport, ErrorHandler: b.fault,
		Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(u) },
	}}
	b.mu.Lock()
	b.instances = append(b.instances, i)
	b.mu.Unlock()
	var wg sync.WaitGroup
	ended, first := make(chan struct{}), make(chan struct{})
	t.Cleanup(func() { close(ended); wg.Wait() })
	wg.Go(func() {
		defer b.set(i, false)
		tick := time.NewTicker(5 * time.Millisecond)
		defer tick.Stop()
		for seen := false; ; {
			ready := expect(b.probe, base+"/readyz", http.StatusOK) == nil
			if seen && !ready {
				return // it ends
			}
			b.set(i, ready)
			if ready && !seen {
				seen = true
				close(first)
			}
			select {
			case <-tick.C:
			case <-ended:
				return
			}
		}
	})
	<-first
	return i
}

// A replica is replaced by another while clients make and follow links: no request
// fails, and every hit is counted. The drain is as long as the balancer needs: how
// long that is depends on the machine, and the test does not.
func TestRollingRestart(t *testing.T) { onEachDatabase(t, rollingRestart) }

func rollingRestart(t *testing.T, db string) {
	b := newBalancer(t)
	var old *instance
	var drained time.Duration
	base, stop := startWith(t, func(d time.Duration) { drained = d; old.left() }, db, "-drain", "2s")
	old = b.add(t, base)
	fixed, err := shorten(client(t), b.URL, "https://go.dev/fixed")
	require.NoError(t, err)

	var wg sync.WaitGroup
	var requests, followed atomic.Int64
	var failed atomic.Pointer[error]
	var mu sync.Mutex
	made := map[string]string{}
	ended := make(chan struct{})
	workers := 4
	if !isPostgres(db) {
		workers = 2 // a file's lock is not fair: many writers in one process may starve another's for seconds
	}
	for worker := range workers {
		wg.Go(func() {
			c := client(t)
			for i := 0; ; i++ {
				select {
				case <-ended:
					return
				default:
				}
				target := fmt.Sprintf("https://host.example/%d/%d", worker, i)
				code, err := shorten(c, b.URL, target)
				if err == nil {
					mu.Lock()
					made[code] = target
					mu.Unlock()
					err = expect(c, b.URL+"/"+fixed, http.StatusFound)
				}
				if err != nil {
					failed.CompareAndSwap(nil, &err)
					return
				}
				followed.Add(1)
				requests.Add(2)
			}
		})
	}
	// pass waits until an instance has served some requests, or one has failed.
	pass := func(i *instance) {
		enough := i.served.Load() + 40
		require.Eventually(t, func() bool { return i.served.Load() >= enough || failed.Load() != nil }, time.Minute, time.Millisecond)
	}
	pass(old)
	newBase, stopNew := start(t, db)
	replacement := b.add(t, newBase)
	pass(replacement)
	require.NoError(t, stop(), "the old one ends while requests run")
	require.Equal(t, 2*time.Second, drained)
	pass(replacement)
	close(ended)
	wg.Wait()
	if err := failed.Load(); err != nil {
		if fault := b.faults.Load(); fault != nil {
			t.Log(*fault)
		}
		t.Fatal(*err)
	}
	c := client(t)
	for code, target := range made {
		location, err := follow(c, b.URL, code)
		require.NoError(t, err)
		require.Equal(t, target, location)
	}
	require.Equal(t, followed.Load(), hitsOf(t, b.URL, fixed))
	t.Logf("%d requests, none failed", requests.Load())
	require.NoError(t, stopNew())
}

// expect gets a page and wants a status.
func expect(c *http.Client, url string, status int) error {
	resp, err := c.Get(url)
	if err != nil {
		return err
	}
	if resp.StatusCode != status {
		err = fmt.Errorf("GET %s: status %d", url, resp.StatusCode)
	}
	_ = resp.Body.Close()
	return err
}
