package decorators

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// The counters hold 16 bits: beyond that they are halved, which keeps the rate.
func TestWindowManyCalls(t *testing.T) {
	w := newWindow(time.Hour)
	for i := range 2_000_000 {
		w.add(time.Minute, i%4 == 0)
	}
	calls, failures := w.counts(time.Minute)
	require.Greater(t, calls, 65_536)
	require.InDelta(t, 0.25, float64(failures)/float64(calls), 0.01)
}

func TestWindowMoves(t *testing.T) {
	w := newWindow(10 * time.Second)
	for s := range 30 {
		now := time.Duration(s) * time.Second
		w.add(now, true)
		calls, failures := w.counts(now)
		require.Equal(t, min(s+1, 10), calls)
		require.Equal(t, calls, failures)
		w.add(now-11*time.Second, true) // somebody who was held up: too old to count
	}
	calls, _ := w.counts(time.Hour)
	require.Zero(t, calls)
}
