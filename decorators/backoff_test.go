package decorators_test

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/goconcepts/cookbook/decorators"
)

func TestExponentialConfigErrors(t *testing.T) {
	for want, c := range map[string]decorators.ExponentialConfig{
		"ExponentialConfig.Base is -1ns, want 0 or more":                   {Base: -1},
		"ExponentialConfig.Max is -1ns, want Base or more":                 {Max: -1},
		"ExponentialConfig.Max is 1s, want Base or more":                   {Base: time.Minute, Max: time.Second},
		"ExponentialConfig.Factor is 0.5, want finite, 1 or more":          {Factor: 0.5},
		"ExponentialConfig.Factor is -2, want finite, 1 or more":           {Factor: -2},
		"ExponentialConfig.Factor is NaN, want finite, 1 or more":          {Factor: math.NaN()},
		"ExponentialConfig.Factor is +Inf, want finite, 1 or more":         {Factor: math.Inf(1)},
		"ExponentialConfig.Jitter is jitter(9), want one of the constants": {Jitter: 9},
	} {
		_, err := decorators.NewExponential(c)
		require.EqualError(t, err, "decorators: "+want)
	}
}

func TestExponentialWithoutJitter(t *testing.T) {
	b, err := decorators.NewExponential(decorators.ExponentialConfig{Jitter: decorators.NoJitter})
	require.NoError(t, err)
	var got []time.Duration
	for n := range 10 {
		got = append(got, b(n, 0, rand.Uint64()))
	}
	ms := time.Millisecond
	require.Equal(t, []time.Duration{100 * ms, 100 * ms, 200 * ms, 400 * ms, 800 * ms, 1600 * ms, 3200 * ms, 6400 * ms, 10000 * ms, 10000 * ms}, got)

	b, err = decorators.NewExponential(decorators.ExponentialConfig{Base: time.Hour, Jitter: decorators.NoJitter})
	require.NoError(t, err)
	require.Equal(t, time.Hour, b(80, 0, 0), "the default cap is never below the base")

	b, err = decorators.NewExponential(decorators.ExponentialConfig{Base: time.Second, Max: time.Hour, Factor: 1, Jitter: decorators.NoJitter})
	require.NoError(t, err)
	require.Equal(t, time.Second, b(80, 0, 0))
}

// The ends of each jitter's range are reached, and a full draw is even.
func TestJitterRange(t *testing.T) {
	for _, row := range []struct {
		jitter    decorators.Jitter
		low, high time.Duration
	}{
		{decorators.FullJitter, 0, 4 * time.Second},
		{decorators.EqualJitter, 2 * time.Second, 4 * time.Second},
		{decorators.DecorrelatedJitter, time.Second, 6 * time.Second},
		{decorators.NoJitter, 4 * time.Second, 4 * time.Second},
	} {
		b, err := decorators.NewExponential(decorators.ExponentialConfig{Base: time.Second, Max: time.Minute, Jitter: row.jitter})
		require.NoError(t, err)
		require.Equal(t, row.low, b(3, 2*time.Second, 0), row.jitter)
		require.Equal(t, row.high, b(3, 2*time.Second, math.MaxUint64), row.jitter)
		random, sum := rand.New(rand.NewPCG(1, 2)), 0.0
		for range 10_000 {
			sum += b(3, 2*time.Second, random.Uint64()).Seconds()
		}
		require.InDelta(t, (row.low+row.high).Seconds()/2, sum/10_000, 0.05, row.jitter)
	}
}

// Whatever the shape, a delay is inside its bounds and a sequence goes on for ever.
func TestBackoffNeverOverflows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base := time.Duration(rapid.Int64Range(1, math.MaxInt64).Draw(t, "base"))
		c := decorators.ExponentialConfig{
			Base: base, Max: time.Duration(rapid.Int64Range(int64(base), math.MaxInt64).Draw(t, "max")),
			Factor: rapid.Float64Range(1, math.MaxFloat64).Draw(t, "factor"),
			Jitter: decorators.Jitter(rapid.IntRange(0, 3).Draw(t, "jitter")),
		}
		b, err := decorators.NewExponential(c)
		require.NoError(t, err)
		prev := time.Duration(0)
		for n := 1; n <= 100; n++ {
			prev = b(n, prev, rapid.Uint64().Draw(t, "random"))
			require.GreaterOrEqual(t, prev, time.Duration(0))
			require.LessOrEqual(t, prev, c.Max)
			if c.Jitter == decorators.DecorrelatedJitter || c.Jitter == decorators.NoJitter {
				require.GreaterOrEqual(t, prev, c.Base)
			}
		}
		require.LessOrEqual(t, b(math.MaxInt, math.MaxInt64, math.MaxUint64), c.Max)
	})
}
