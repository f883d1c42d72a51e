package caching_test

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/goconcepts/cookbook/caching"
	"github.com/stretchr/testify/require"
)

var policies = []caching.Policy{caching.Adaptive, caching.LRU, caching.SIEVE, caching.S3FIFO}

// forEachPolicy runs a test under each policy and at capacities on both sides of
// where a cache begins to have several shards.
func forEachPolicy(t *testing.T, test func(*testing.T, caching.Policy, int)) {
	for _, p := range policies {
		for _, capacity := range []int{1, 2, 7, 70, 1000, 20_000} {
			t.Run(fmt.Sprint(p, "/", capacity), func(t *testing.T) { test(t, p, capacity) })
		}
	}
}

func TestCapacityIsExactAndFull(t *testing.T) {
	forEachPolicy(t, func(t *testing.T, p caching.Policy, capacity int) {
		c, err := caching.New(caching.Config[int, int]{Capacity: capacity, Policy: p})
		require.NoError(t, err)
		for k := range 3 * capacity {
			c.Set(k, -k)
			if n := c.Len(); n != min(k+1, capacity) {
				t.Fatalf("Len is %d after %d distinct keys", n, k+1)
			}
			if v, ok := c.Get(k); !ok || v != -k {
				t.Fatalf("Get after Set: %d, %t", v, ok)
			}
		}
		n := 0
		for k, v := range c.All() {
			require.Equal(t, -k, v)
			n++
		}
		require.Equal(t, capacity, n)
		require.EqualValues(t, 2*capacity, c.Stats().Evictions)
	})
}

func TestCapacityIsExactForManyGoroutines(t *testing.T) {
	forEachPolicy(t, func(t *testing.T, p caching.Policy, capacity int) {
		c, err := caching.New(caching.Config[string, int]{Capacity: capacity, Policy: p})
		require.NoError(t, err)
		var users sync.WaitGroup
		for user := range 8 {
			rnd := rand.New(rand.NewPCG(1, uint64(user)))
			users.Go(func() {
				for range 2000 {
					k := rnd.IntN(2*capacity + 10)
					c.Set(fmt.Sprint(k), k)
					if n := c.Len(); n > capacity {
						t.Errorf("Len is %d", n)
					}
					other := rnd.IntN(2*capacity + 10)
					if v, ok := c.Get(fmt.Sprint(other)); ok && v != other {
						t.Errorf("Get(%d) is %d", other, v)
					}
					if k%10 == 0 {
						c.Delete(fmt.Sprint(other))
					}
				}
			})
		}
		users.Wait()
		n := 0
		for range c.All() {
			n++
		}
		require.Equal(t, n, c.Len())
	})
}

func TestWeightIsExact(t *testing.T) {
	forEachPolicy(t, func(t *testing.T, p caching.Policy, capacity int) {
		var gone int
		c, err := caching.New(caching.Config[int, int]{
			Capacity: capacity, Policy: p,
			Weigh:    func(_, v int) uint32 { return uint32(v) },
			OnRemove: func(r caching.Removal[int, int]) { gone++ },
		})
		require.NoError(t, err)
		rnd := rand.New(rand.NewPCG(1, 2))
		sets := 3 * capacity
		for range sets {
			k, v := rnd.IntN(capacity), rnd.IntN(10)
			c.Set(k, v)
			if _, ok := c.Get(k); ok != (v <= capacity) {
				t.Fatalf("weight %d of %d there: %t", v, capacity, ok)
			}
		}
		sum, n := 0, 0
		for _, v := range c.All() {
			sum += v
			n++
		}
		require.LessOrEqual(t, sum, capacity)
		require.Equal(t, sets, n+gone, "each value is there or was reported")
		c.Set(1, capacity+1)
		_, ok := c.Get(1)
		require.False(t, ok, "heavier than the cache")
	})
}

func TestNaNNeverLeaks(t *testing.T) {
	type point struct{ x, y float64 }
	removed := 0
	c, err := caching.New(caching.Config[any, int]{Capacity: 10, OnRemove: func(r caching.Removal[any, int]) {
		require.Equal(t, caching.Evicted, r.Reason)
		removed++
	}})
	require.NoError(t, err)
	for _, nan := range []any{math.NaN(), point{1, math.NaN()}, [2]float64{0, math.NaN()}, complex(0, math.NaN())} {
		c.Set(nan, 1)
		require.Zero(t, c.Len())
		_, ok := c.Get(nan)
		require.False(t, ok)
		v, err := c.GetOrLoad(t.Context(), nan, func(context.Context, any) (int, error) { return 7, nil })
		require.NoError(t, err)
		require.Equal(t, 7, v)
		require.Zero(t, c.Len())
		require.False(t, c.Delete(nan))
	}
	require.Equal(t, 4, removed, "what is not kept is told")
}

func TestTTLToTheNanosecond(t *testing.T) {
	for _, p := range policies {
		synctest.Test(t, func(t *testing.T) {
			c := newCache(t, caching.Config[string, string]{Policy: p, TTL: time.Minute})
			c.Set("a", "1")
			c.SetTTL("b", "2", time.Hour)
			c.SetTTL("c", "3", 0)
			c.SetTTL("d", "4", -1)
			there := func() string {
				var keys []string
				for _, k := range []string{"a", "b", "c", "d"} {
					if _, ok := c.Get(k); ok {
						keys = append(keys, k)
					}
				}
				return strings.Join(keys, "")
			}
			time.Sleep(time.Minute - time.Nanosecond)
			require.Equal(t, "abc", there())
			time.Sleep(time.Nanosecond)
			require.Equal(t, "bc", there())
			time.Sleep(59*time.Minute - time.Nanosecond)
			require.Equal(t, "bc", there())
			time.Sleep(time.Nanosecond)
			require.Equal(t, "c", there())
			time.Sleep(100 * 365 * 24 * time.Hour)
			require.Equal(t, "c", there())
		})
	}
}

// The dead make room before the living.
func TestTheDeadGoFirst(t *testing.T) {
	for _, p := range policies {
		synctest.Test(t, func(t *testing.T) {
			reasons := map[caching.Reason]int{}
			c := newCache(t, caching.Config[string, string]{Policy: p, OnRemove: func(r caching.Removal[string, string]) { reasons[r.Reason]++ }})
			for i := range 10 {
				c.SetTTL(fmt.Sprint(i), "", time.Duration(i%2)*time.Second)
			}
			time.Sleep(time.Second)
			for i := range 5 {
				c.Set(fmt.Sprint("new", i), "")
			}
			require.Equal(t, map[caching.Reason]int{caching.Expired: 5}, reasons)
			require.Equal(t, 10, c.Len())
			require.EqualValues(t, 5, c.Stats().Expirations)
		})
	}
}

func TestJitterShortens(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, err := caching.New(caching.Config[int, int]{Capacity: 1000, TTL: 100 * time.Second, Jitter: 0.5})
		require.NoError(t, err)
		for k := range 1000 {
			c.Set(k, k)
		}
		alive := func() (n int) {
			for range c.All() {
				n++
			}
			return n
		}
		time.Sleep(50*time.Second - 1)
		require.Equal(t, 1000, alive())
		time.Sleep(25 * time.Second)
		require.InDelta(t, 500, alive(), 100)
		time.Sleep(25*time.Second + 1)
		require.Zero(t, alive())
	})
}

func TestOnRemoveTellsReasonsApart(t *testing.T) {
	for _, p := range policies {
		synctest.Test(t, func(t *testing.T) {
			var c *caching.Cache[string, string]
			var told []string
			c, err := caching.New(caching.Config[string, string]{
				Capacity: 2, Policy: p, TTL: time.Minute,
				OnRemove: func(r caching.Removal[string, string]) {
					c.Len() // it may call the cache
					c.Get(r.Key)
					told = append(told, fmt.Sprint(r.Key, "=", r.Value, " ", r.Reason))
				},
			})
			require.NoError(t, err)
			c.Set("a", "1")
			c.Set("a", "2")
			require.True(t, c.Delete("a"))
			require.False(t, c.Delete("a"))
			c.Set("b", "3")
			time.Sleep(time.Minute)
			require.False(t, c.Delete("b"), "it was dead")
			c.Set("c", "4")
			c.Compute("c", func(string, bool) (string, bool) { return "", false })
			c.Set("d", "5")
			c.Clear()
			require.Equal(t, []string{"a=1 replaced", "a=2 deleted", "b=3 expired", "c=4 deleted", "d=5 cleared"}, told)
			told = nil
			c.Set("e", "6")
			c.Set("f", "7")
			c.Set("g", "8")
			require.Len(t, told, 1)
			require.Contains(t, told[0], "evicted")
		})
	}
}

func TestComputeIsOneStep(t *testing.T) {
	for _, p := range policies {
		c, err := caching.New(caching.Config[string, int]{Capacity: 10, Policy: p})
		require.NoError(t, err)
		var users sync.WaitGroup
		for range 8 {
			users.Go(func() {
				for range 1000 {
					c.Compute("n", func(n int, _ bool) (int, bool) { return n + 1, true })
				}
			})
		}
		users.Wait()
		v, ok := c.Compute("n", func(n int, ok bool) (int, bool) { return n, ok })
		require.True(t, ok)
		require.Equal(t, 8000, v)
		require.Panics(t, func() { c.Compute("n", func(int, bool) (int, bool) { panic("no") }) })
		v, ok = c.Get("n")
		require.True(t, ok)
		require.Equal(t, 8000, v)
	}
}

func TestConfigSaysWhatIsWrong(t *testing.T) {
	type config = caching.Config[int, int]
	for want, cfg := range map[string]config{
		"caching: config: Capacity is 0, want 1 to 2147483647":                {},
		"caching: config: Capacity is -1, want 1 to 2147483647":               {Capacity: -1},
		"caching: config: Policy is 9, want Adaptive to S3FIFO":               {Capacity: 1, Policy: 9},
		"caching: config: Jitter is 1.5, want 0 to 1":                         {Capacity: 1, Jitter: 1.5},
		"caching: config: Jitter is NaN, want 0 to 1":                         {Capacity: 1, Jitter: math.NaN()},
		"caching: config: TTL is -1ns, want 0 or more":                        {Capacity: 1, TTL: -1},
		"caching: config: RefreshAfter is -1ns, want 0 or more":               {Capacity: 1, RefreshAfter: -1},
		"caching: config: StaleFor is -1ns, want 0 or more":                   {Capacity: 1, StaleFor: -1},
		"caching: config: NegativeTTL is -1ns, want 0 or more":                {Capacity: 1, NegativeTTL: -1},
		"caching: config: StaleFor is 1s without a TTL, want both or neither": {Capacity: 1, StaleFor: time.Second},
		"caching: config: RefreshAfter is 1s, want less than the TTL of 1s":   {Capacity: 1, TTL: time.Second, RefreshAfter: time.Second},
	} {
		_, err := caching.New(cfg)
		require.EqualError(t, err, want)
	}
}
