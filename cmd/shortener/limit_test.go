package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

// ask sends a request through a limit and returns the answer.
func ask(l *limiter, r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	l.layer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})).ServeHTTP(w, r)
	return w
}

func TestEachClientHasItsOwnLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, err := newLimiter(2, 3, 100, nil)
		require.NoError(t, err)
		for range 3 {
			require.Equal(t, http.StatusOK, ask(l, from("192.0.2.1:5")).Code)
		}
		w := ask(l, from("192.0.2.1:6"))
		require.Equal(t, http.StatusTooManyRequests, w.Code, "another port is the same client")
		require.Equal(t, "1", w.Header().Get("Retry-After"), "half a second, rounded up")
		require.Equal(t, problemType, w.Header().Get("Content-Type"))
		require.Equal(t, http.StatusOK, ask(l, from("192.0.2.2:5")).Code)

		require.Equal(t, http.StatusOK, ask(l, from("[2001:db8::1]:5")).Code)
		require.Equal(t, http.StatusOK, ask(l, from("[2001:db8::2]:5")).Code)
		require.Equal(t, http.StatusOK, ask(l, from("[2001:db8::ffff:0:0:3]:5")).Code)
		require.Equal(t, http.StatusTooManyRequests, ask(l, from("[2001:db8::4]:5")).Code, "one /64 is one client")
		require.Equal(t, http.StatusOK, ask(l, from("[2001:db8:0:1::1]:5")).Code)

		time.Sleep(time.Second / 2)
		require.Equal(t, http.StatusOK, ask(l, from("192.0.2.1:5")).Code)
		require.Equal(t, http.StatusTooManyRequests, ask(l, from("192.0.2.1:5")).Code)
	})
}

func TestClientsAreBounded(t *testing.T) {
	l, err := newLimiter(1, 1, 64, nil)
	require.NoError(t, err)
	for i := range 10_000 {
		require.Equal(t, http.StatusOK, ask(l, from(fmt.Sprintf("10.0.%d.%d:5", i/256, i%256))).Code)
	}
	require.LessOrEqual(t, l.clients.Len(), 64)
}

func TestProbesAreNotLimited(t *testing.T) {
	l, err := newLimiter(1, 1, 10, nil)
	require.NoError(t, err)
	for range 5 {
		for _, path := range []string{"/healthz", "/readyz"} {
			r := httptest.NewRequest(http.MethodGet, path, nil)
			require.Equal(t, http.StatusOK, ask(l, r).Code)
		}
	}
}

// Many who come first together share one limit.
func TestTheFirstRequestsOfAClientShareItsLimit(t *testing.T) {
	for range 50 {
		synctest.Test(t, func(t *testing.T) {
			l, err := newLimiter(1, 3, 10, nil)
			require.NoError(t, err)
			var admitted atomic.Int64
			var wg sync.WaitGroup
			for range 16 {
				wg.Go(func() {
					if ask(l, from("192.0.2.1:5")).Code == http.StatusOK {
						admitted.Add(1)
					}
				})
			}
			wg.Wait()
			require.Equal(t, int64(3), admitted.Load())
		})
	}
}

func TestLimitBehindAProxy(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, err := newLimiter(1, 1, 10, []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")})
		require.NoError(t, err)
		require.Equal(t, http.StatusOK, ask(l, from("10.0.0.1:5", "192.0.2.1")).Code)
		require.Equal(t, http.StatusOK, ask(l, from("10.0.0.1:5", "192.0.2.2")).Code)
		require.Equal(t, http.StatusTooManyRequests, ask(l, from("10.0.0.2:5", "192.0.2.1")).Code)
	})
}

func TestLimitOutOfRange(t *testing.T) {
	_, err := newLimiter(0, 1, 10, nil)
	require.ErrorContains(t, err, "Rate")
	_, err = newLimiter(1, 1, 0, nil)
	require.ErrorContains(t, err, "Capacity")
}
