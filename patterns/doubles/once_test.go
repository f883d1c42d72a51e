package doubles_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goconcepts/cookbook/decorators"
	"github.com/goconcepts/cookbook/patterns/doubles"
)

// shop counts its runs and ends as it is told.
type shop struct {
	mu   sync.Mutex
	runs int
	end  func(w http.ResponseWriter, run int)
}

func (s *shop) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.runs++
	run := s.runs
	s.mu.Unlock()
	if s.end != nil {
		s.end(w, run)
	}
	w.Header().Set("X-Run", fmt.Sprint(run))
	w.WriteHeader(http.StatusCreated)
	w.Header().Set("X-Late", "ignored")
	body, _ := io.ReadAll(r.Body)
	fmt.Fprintf(w, "run %d of %s", run, body)
}

func send(h http.Handler, method, key, body string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, "/pay", strings.NewReader(body))
	if key != "" {
		r.Header.Set("Idempotency-Key", key)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func newOnce(t *testing.T, s *shop, c doubles.OnceConfig) http.Handler {
	h, err := doubles.Once(s, c)
	require.NoError(t, err)
	return h
}

func TestOnceRunsAKeyOnce(t *testing.T) {
	s := &shop{}
	h := newOnce(t, s, doubles.OnceConfig{})
	first, again := send(h, "POST", "k", "tea"), send(h, "POST", "k", "tea")
	for _, w := range []*httptest.ResponseRecorder{first, again} {
		require.Equal(t, http.StatusCreated, w.Code)
		require.Equal(t, "run 1 of tea", w.Body.String())
		require.Equal(t, "1", w.Header().Get("X-Run"))
		require.Empty(t, w.Header().Get("X-Late"))
	}
	require.Empty(t, first.Header().Get("Idempotency-Replayed"))
	require.Equal(t, "true", again.Header().Get("Idempotency-Replayed"))
	require.Equal(t, "run 2 of tea", send(h, "POST", "other", "tea").Body.String())
}

func TestOnceRefuses(t *testing.T) {
	s := &shop{}
	h := newOnce(t, s, doubles.OnceConfig{MaxBody: 16})
	require.Equal(t, 400, send(h, "POST", "", "x").Code)
	require.Equal(t, 400, send(h, "POST", strings.Repeat("k", 256), "x").Code)
	require.Equal(t, 413, send(h, "POST", "k", strings.Repeat("x", 17)).Code)
	require.Zero(t, s.runs)
	require.Equal(t, 201, send(h, "POST", "k", "a").Code)
	require.Equal(t, 422, send(h, "POST", "k", "b").Code, "another body")
	require.Equal(t, 422, send(h, "PATCH", "k", "a").Code, "another method")
	require.Equal(t, 201, send(h, "GET", "", "").Code, "a GET needs no key")
	require.Equal(t, 2, s.runs)
}

func TestOnceSettings(t *testing.T) {
	for want, c := range map[string]doubles.OnceConfig{
		"TTL is -1ns": {TTL: -1}, "MaxKeys is -1": {MaxKeys: -1}, "MaxBody is -1": {MaxBody: -1},
	} {
		_, err := doubles.Once(&shop{}, c)
		require.ErrorContains(t, err, want)
	}
}

func TestOnceFreesTheKeyOfAFailure(t *testing.T) {
	ends := map[string]func(w http.ResponseWriter, run int){
		"panic":  func(_ http.ResponseWriter, run int) { failFirst(run, func() { panic("boom") }) },
		"goexit": func(_ http.ResponseWriter, run int) { failFirst(run, runtime.Goexit) },
		"5xx":    func(w http.ResponseWriter, run int) { failFirst(run, func() { w.WriteHeader(503) }) },
	}
	for name, end := range ends {
		t.Run(name, func(t *testing.T) {
			s := &shop{end: end}
			h := newOnce(t, s, doubles.OnceConfig{})
			done := make(chan struct{})
			go func() {
				defer close(done)
				defer func() { _ = recover() }()
				send(h, "POST", "k", "tea")
			}()
			<-done
			require.Equal(t, "run 2 of tea", send(h, "POST", "k", "tea").Body.String())
		})
	}
}

func failFirst(run int, fail func()) {
	if run == 1 {
		fail()
	}
}

func TestOnceTwoAtTheSameTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &shop{end: func(http.ResponseWriter, int) { time.Sleep(time.Second) }}
		h := newOnce(t, s, doubles.OnceConfig{})
		var wg sync.WaitGroup
		bodies := make([]string, 50)
		for i := range bodies {
			wg.Go(func() { bodies[i] = send(h, "POST", "k", "tea").Body.String() })
		}
		wg.Wait()
		for _, body := range bodies {
			require.Equal(t, "run 1 of tea", body)
		}
		require.Equal(t, 1, s.runs)
	})
}

// losing hands requests to a handler and loses the first answers on the way back.
type losing struct {
	handler http.Handler
	lost    int
}

func (l *losing) RoundTrip(r *http.Request) (*http.Response, error) {
	w := httptest.NewRecorder()
	l.handler.ServeHTTP(w, r)
	if l.lost--; l.lost >= 0 {
		return nil, errDown
	}
	return w.Result(), nil
}

// A client that asks again since no answer came is not charged again, if it keeps its key.
func TestOnceThroughARetry(t *testing.T) {
	for _, keeps := range []bool{true, false} {
		s := &shop{}
		client := &http.Client{Transport: &losing{handler: newOnce(t, s, doubles.OnceConfig{}), lost: 2}}
		policy, err := decorators.NewRetryPolicy(decorators.RetryConfig{
			Attempts: 3, Backoff: func(int, time.Duration, uint64) time.Duration { return 0 },
		})
		require.NoError(t, err)
		attempts := 0
		pay := decorators.Retry(policy, func(ctx context.Context, what string) (string, error) {
			attempts++
			r, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://shop/pay", strings.NewReader(what))
			if err != nil {
				return "", err
			}
			key := "k"
			if !keeps {
				key = fmt.Sprint(attempts)
			}
			r.Header.Set("Idempotency-Key", key)
			resp, err := client.Do(r)
			if err != nil {
				return "", err
			}
			defer resp.Body.Close()
			body, err := io.ReadAll(resp.Body)
			return string(body), err
		})
		answer, err := pay(t.Context(), "tea")
		require.NoError(t, err)
		require.Equal(t, 3, attempts)
		if keeps {
			require.Equal(t, "run 1 of tea", answer)
			require.Equal(t, 1, s.runs)
		} else {
			require.Equal(t, 3, s.runs, "a key anew for each attempt deduplicates nothing")
		}
	}
}

func TestOnceAWaiterMayLeave(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		h := newOnce(t, &shop{end: func(http.ResponseWriter, int) { <-release }}, doubles.OnceConfig{})
		go send(h, "POST", "k", "tea")
		synctest.Wait()
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		r := httptest.NewRequest("POST", "/pay", strings.NewReader("tea")).WithContext(ctx)
		r.Header.Set("Idempotency-Key", "k")
		start := time.Now()
		h.ServeHTTP(httptest.NewRecorder(), r)
		require.Equal(t, time.Minute, time.Since(start))
		close(release)
	})
}

func TestOnceExpiresAndIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &shop{}
		h := newOnce(t, s, doubles.OnceConfig{TTL: time.Hour, MaxKeys: 2})
		send(h, "POST", "a", "x")
		send(h, "POST", "b", "x")
		require.Equal(t, 503, send(h, "POST", "c", "x").Code)
		time.Sleep(time.Hour - 1)
		require.Equal(t, "run 1 of x", send(h, "POST", "a", "x").Body.String())
		time.Sleep(time.Nanosecond)
		require.Equal(t, "run 3 of x", send(h, "POST", "a", "x").Body.String())
		require.Equal(t, "run 4 of x", send(h, "POST", "c", "x").Body.String())
	})
}

func TestOnceNeverRunsAgainForAnAnswerThatIsTooLarge(t *testing.T) {
	s := &shop{}
	h := newOnce(t, s, doubles.OnceConfig{MaxBody: 8})
	require.Equal(t, 500, send(h, "POST", "k", "tea").Code)
	require.Equal(t, 500, send(h, "POST", "k", "tea").Code)
	require.Equal(t, 1, s.runs)
}
