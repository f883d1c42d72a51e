package decorators_test

import (
	"context"
	"errors"
	"math"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/goconcepts/cookbook/decorators"
)

func limiter(t testing.TB, c decorators.LimiterConfig) *decorators.Limiter {
	t.Helper()
	l, err := decorators.NewLimiter(c)
	require.NoError(t, err)
	return l
}

func TestLimiterConfigErrors(t *testing.T) {
	for want, c := range map[string]decorators.LimiterConfig{
		"Rate is 0, want 0.000001 to 1e9":                            {},
		"Rate is NaN, want 0.000001 to 1e9":                          {Rate: math.NaN()},
		"Rate is +Inf, want 0.000001 to 1e9":                         {Rate: math.Inf(1)},
		"Burst is -1, want 0 to 1000000":                             {Rate: 1, Burst: -1},
		"MaxWait is -1s, want 0 or more":                             {Rate: 1, MaxWait: -time.Second},
		"Burst is 1000000, want less than 31 years of calls at Rate": {Rate: 1e-6, Burst: 1e6},
	} {
		_, err := decorators.NewLimiter(c)
		require.EqualError(t, err, "decorators: LimiterConfig."+want)
	}
}

func TestLimiterRefusesAndRecovers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		call := guarded(limiter(t, decorators.LimiterConfig{Rate: 10, Burst: 3}))
		for range 3 {
			_, err := call(t.Context(), nil)
			require.NoError(t, err)
		}
		_, err := call(t.Context(), nil)
		require.ErrorIs(t, err, decorators.ErrLimited)
		refused, _ := errors.AsType[*decorators.RefusedError](err)
		require.Equal(t, 100*time.Millisecond, refused.After)
		time.Sleep(refused.After)
		_, err = call(t.Context(), nil)
		require.NoError(t, err)
		time.Sleep(time.Hour) // a rest fills the burst and no more
		n := 0
		for ; err == nil; n++ {
			_, err = call(t.Context(), nil)
		}
		require.Equal(t, 4, n)

		// A retry further out waits just as long as it is told.
		begun := time.Now()
		_, err = decorators.Retry(policy(t, decorators.RetryConfig{Attempts: 2, Backoff: noDelay}), call)(t.Context(), nil)
		require.NoError(t, err)
		require.Equal(t, 100*time.Millisecond, time.Since(begun))
	})
}

func TestLimiterWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		call := guarded(limiter(t, decorators.LimiterConfig{Rate: 10, MaxWait: time.Second}))
		begun := time.Now()
		var mu sync.Mutex
		var at []time.Duration
		var group sync.WaitGroup
		for range 15 {
			group.Go(func() {
				if _, err := call(t.Context(), nil); err != nil {
					require.ErrorIs(t, err, decorators.ErrLimited)
					return
				}
				mu.Lock()
				defer mu.Unlock()
				at = append(at, time.Since(begun))
			})
		}
		group.Wait()
		require.Len(t, at, 11, "one at once and ten within the second")
		for i, d := range at {
			require.Equal(t, time.Duration(i)*100*time.Millisecond, d)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		defer cancel()
		begun = time.Now()
		_, err := call(ctx, nil)
		require.ErrorIs(t, err, decorators.ErrLimited, "the deadline comes before the turn: refused now")
		require.Zero(t, time.Since(begun))
	})
}

func TestLimiterGivesTheTurnBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		call := guarded(limiter(t, decorators.LimiterConfig{Rate: 1, MaxWait: time.Minute}))
		_, err := call(t.Context(), nil)
		require.NoError(t, err)
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(100*time.Millisecond, cancel)
		_, err = call(ctx, nil)
		require.ErrorIs(t, err, context.Canceled)
		begun := time.Now()
		_, err = call(t.Context(), nil)
		require.NoError(t, err)
		require.Equal(t, 900*time.Millisecond, time.Since(begun))
	})
}

// In no span of time are more calls admitted than the burst and the rate allow.
func TestLimiterNeverExceedsItsRate(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		burst := rapid.IntRange(1, 5).Draw(r, "burst")
		gaps := rapid.SliceOfN(rapid.IntRange(0, 30), 1, 100).Draw(r, "ms between calls")
		var at []time.Time
		synctest.Test(t, func(t *testing.T) {
			l := limiter(t, decorators.LimiterConfig{Rate: 100, Burst: burst})
			for _, gap := range gaps {
				time.Sleep(time.Duration(gap) * time.Millisecond)
				if _, err := l.Enter(t.Context()); err == nil {
					at = append(at, time.Now())
				}
			}
		})
		require.NotEmpty(r, at)
		for i := range at {
			for j := i; j < len(at); j++ {
				require.LessOrEqual(r, j-i+1, burst+int(at[j].Sub(at[i])/(10*time.Millisecond)))
			}
		}
	})
}
