package concurrency_test

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/goconcepts/cookbook/concurrency"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// hashing computes a chain of n hashes for each item.
func hashing(items, n int) concurrency.Workload {
	return concurrency.Workload{Name: "hashing", Items: items, Compute: func(i int) uint64 {
		sum := sha256.Sum256(binary.LittleEndian.AppendUint64(nil, uint64(i)))
		for range n {
			sum = sha256.Sum256(sum[:])
		}
		return binary.LittleEndian.Uint64(sum[:])
	}}
}

// requests asks a real server on the loopback, which answers after latency.
func requests(tb testing.TB, items int, latency time.Duration) concurrency.Workload {
	tb.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { time.Sleep(latency) }))
	tb.Cleanup(server.Close)
	transport := &http.Transport{MaxIdleConnsPerHost: items}
	tb.Cleanup(transport.CloseIdleConnections)
	client := &http.Client{Transport: transport}
	return concurrency.Workload{Name: "requests", Items: items, Wait: func(ctx context.Context, _ int) error {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, server.URL, nil)
		if err != nil {
			return err
		}
		resp, err := client.Do(req)
		if err != nil {
			return err
		}
		return resp.Body.Close()
	}}
}

func TestCompareRunsEqualWork(t *testing.T) {
	for _, w := range []concurrency.Workload{hashing(16, 10), requests(t, 6, time.Millisecond)} {
		r, err := concurrency.Compare(t.Context(), w, nil)
		require.NoError(t, err)
		require.Len(t, r.Measures, len(concurrency.Models()))
		for _, m := range r.Measures {
			require.Positive(t, m.Elapsed)
		}
		require.Contains(t, r.String(), w.Name)
	}
}

func TestCompareFindsUnequalWork(t *testing.T) {
	n := uint64(0)
	w := concurrency.Workload{Items: 1, Compute: func(int) uint64 { n++; return n }}
	_, err := concurrency.Compare(t.Context(), w, nil)
	require.ErrorContains(t, err, "other values")
}

func TestCompareStopsAtAnError(t *testing.T) {
	boom := errors.New("boom")
	for fails := range 5 {
		calls := 0
		w := concurrency.Workload{Items: 1, Wait: func(context.Context, int) error {
			if calls++; calls > fails {
				return boom
			}
			return nil
		}}
		_, err := concurrency.Compare(t.Context(), w, &concurrency.Options{Width: 1})
		require.ErrorIs(t, err, boom, "model %d", fails)
		require.ErrorContains(t, err, string(concurrency.Models()[fails]))
	}
}

func TestCompareRejects(t *testing.T) {
	_, err := concurrency.Compare(t.Context(), concurrency.Workload{Items: 1}, nil)
	require.ErrorContains(t, err, "both nil")
	w := hashing(0, 1)
	_, err = concurrency.Compare(t.Context(), w, nil)
	require.ErrorContains(t, err, "Items is 0")
	w.Items = 1
	_, err = concurrency.Compare(t.Context(), w, &concurrency.Options{Width: -1})
	require.ErrorContains(t, err, "Width is -1")
}

func TestCompareVerdictChangesWithWidth(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := concurrency.Workload{Items: 8, Wait: func(context.Context, int) error { time.Sleep(time.Second); return nil }}
		wide, err := concurrency.Compare(t.Context(), w, &concurrency.Options{Width: 8})
		require.NoError(t, err)
		require.Contains(t, wide.Won(), concurrency.WorkerPool)
		narrow, err := concurrency.Compare(t.Context(), w, &concurrency.Options{Width: 1})
		require.NoError(t, err)
		require.NotContains(t, narrow.Won(), concurrency.WorkerPool)
		require.InDelta(t, 1, narrow.Speedup(concurrency.WorkerPool), 0)
		require.InDelta(t, 8, narrow.Speedup(concurrency.Goroutines), 0)
	})
}

// BenchmarkModels prints the table of [concurrency.Compare] as a benchmark.
func BenchmarkModels(b *testing.B) {
	for _, w := range []concurrency.Workload{hashing(64, 2000), requests(b, 64, 2*time.Millisecond)} {
		b.Run(w.Name, func(b *testing.B) {
			var r concurrency.Report
			for b.Loop() {
				var err error
				r, err = concurrency.Compare(b.Context(), w, nil)
				require.NoError(b, err)
			}
			b.Log("\n" + r.String())
		})
	}
}
