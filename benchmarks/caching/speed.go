package caching

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strconv"
	"sync"

	"github.com/goconcepts/cookbook/benchmarks/harness"
	"github.com/goconcepts/cookbook/caching"
)

const (
	entries  = 100_000
	requests = 1 << 17
)

// zipf returns n requests for keys below distinct, the popular ones often.
func zipf(seed uint64, n, distinct int) []uint64 {
	z := rand.NewZipf(rand.New(rand.NewPCG(seed, 2)), 1.01, 1, uint64(distinct-1))
	keys := make([]uint64, n)
	for i := range keys {
		keys[i] = z.Uint64()
	}
	return keys
}

func jobs() (all []harness.Job) {
	for _, g := range []int{1, 2, 8} {
		all = append(all, numbers(fmt.Sprintf("all hits, Zipf 1.01, %s", plural(g)), g, getOnly, func(p peer) func(int) cache[uint64] { return p.numbers }))
	}
	for _, g := range []int{1, 2, 8} {
		all = append(all, numbers(fmt.Sprintf("3 reads, 1 write, %s", plural(g)), g, mixed, func(p peer) func(int) cache[uint64] { return p.numbers }))
	}
	all = append(all, texts(),
		numbers("all hits with a TTL, 1 goroutine", 1, getOnly, func(p peer) func(int) cache[uint64] { return p.timed }),
		evicting("set with eviction", func(p peer) func(int) cache[uint64] { return p.numbers }),
		evicting("set with eviction and a TTL", func(p peer) func(int) cache[uint64] { return p.timed }),
		warm(), warmOurs())
	return all
}

func plural(goroutines int) string {
	if goroutines == 1 {
		return "1 goroutine"
	}
	return fmt.Sprint(goroutines, " goroutines")
}

// getOnly and mixed are one request of a goroutine, its i-th.
func getOnly(c *cache[uint64], k uint64, _ int) { c.get(k) }

func mixed(c *cache[uint64], k uint64, i int) {
	if i%4 == 0 {
		c.set(k, k)
		return
	}
	c.get(k)
}

func numbers(name string, goroutines int, request func(*cache[uint64], uint64, int), made func(peer) func(int) cache[uint64]) harness.Job {
	job := harness.Job{Name: name, Unit: "request"}
	keys := sync.OnceValue(func() []uint64 { return zipf(1, requests, entries) })
	for _, p := range peers() {
		if made(p) == nil {
			continue
		}
		job.Contestants = append(job.Contestants, harness.Contestant{Library: p.library, Start: func() (func(int), func(), error) {
			c := made(p)(2 * entries) // room enough for those who are not exact
			for k := range uint64(entries) {
				c.set(k, k)
				if k%1024 == 0 {
					c.settle()
				}
			}
			c.settle()
			lost := 0
			for k := range uint64(entries) {
				if v, ok := c.get(k); !ok || v != k {
					lost++
				}
			}
			if lost > entries/100 {
				return nil, nil, fmt.Errorf("%d of %d keys are not there", lost, entries)
			}
			keys := keys()
			run := func(n int) {
				spread(goroutines, n, func(user, n int) {
					at := user * (requests / 8)
					for i := range n {
						request(&c, keys[(at+i)%requests], i)
					}
				})
			}
			return run, c.close, nil
		}})
	}
	return job
}

// spread divides n requests among goroutines.
func spread(goroutines, n int, f func(user, n int)) {
	if goroutines == 1 {
		f(0, n)
		return
	}
	var users sync.WaitGroup
	for user := range goroutines {
		users.Go(func() { f(user, (n+user)/goroutines) })
	}
	users.Wait()
}

func texts() harness.Job {
	job := harness.Job{Name: "all hits, string keys, 1 goroutine", Unit: "request"}
	for _, p := range peers() {
		job.Contestants = append(job.Contestants, harness.Contestant{Library: p.library, Start: func() (func(int), func(), error) {
			c, words := p.texts(2*entries), words()
			for i, w := range words {
				c.set(w, uint64(len(w)))
				if i%1024 == 0 {
					c.settle()
				}
			}
			c.settle()
			if v, ok := c.get(words[0]); !ok || v != uint64(len(words[0])) {
				return nil, nil, fmt.Errorf("%q is %d, %t", words[0], v, ok)
			}
			run := func(n int) {
				for i := range n {
					c.get(words[i%requests])
				}
			}
			return run, c.close, nil
		}})
	}
	return job
}

// words are requests with string keys. Nobody keeps them, so that they are not in the
// heap when memory is measured.
func words() []string {
	all := make([]string, requests)
	for i, k := range zipf(1, requests, entries) {
		all[i] = "user:" + strconv.FormatUint(k, 10)
	}
	return all
}

func evicting(name string, made func(peer) func(int) cache[uint64]) harness.Job {
	job := harness.Job{Name: name, Unit: "set"}
	for _, p := range peers() {
		if made(p) == nil {
			continue
		}
		job.Contestants = append(job.Contestants, harness.Contestant{Library: p.library, Start: func() (func(int), func(), error) {
			c := made(p)(entries)
			next := uint64(0)
			run := func(n int) {
				for range n {
					c.set(next, next)
					next++
				}
			}
			run(2 * entries)
			c.settle()
			if n := c.len(); n > entries+entries/100 {
				return nil, nil, fmt.Errorf("%d entries in a cache of %d", n, entries)
			}
			return run, c.close, nil
		}})
	}
	return job
}

// warmOurs has our Get as the floor of our GetOrLoad, with the same keys.
func warmOurs() harness.Job {
	job := harness.Job{Name: "load, the value is there; by hand: only Get", Unit: "request"}
	keys := sync.OnceValue(func() []uint64 { return zipf(1, requests, entries) })
	start := func(get func(*caching.Cache[uint64, uint64], uint64) (uint64, bool)) func() (func(int), func(), error) {
		return func() (func(int), func(), error) {
			c := must(caching.New(caching.Config[uint64, uint64]{Capacity: 2 * entries}))
			for k := range uint64(entries) {
				c.Set(k, k)
			}
			if v, ok := get(c, 7); !ok || v != 7 {
				return nil, nil, fmt.Errorf("7 is %d, %t", v, ok)
			}
			keys := keys()
			return func(n int) {
				for i := range n {
					get(c, keys[i%requests])
				}
			}, nil, nil
		}
	}
	ctx, source := context.Background(), func(context.Context, uint64) (uint64, error) { return 0, errors.New("nothing is missing") }
	job.Contestants = []harness.Contestant{
		{Library: harness.Ours, Start: start(func(c *caching.Cache[uint64, uint64], k uint64) (uint64, bool) {
			v, err := c.GetOrLoad(ctx, k, source)
			return v, err == nil
		})},
		{Library: harness.HandWritten, Start: start((*caching.Cache[uint64, uint64]).Get)},
	}
	return job
}

// warm asks the loading caches for what they have.
func warm() harness.Job {
	job := harness.Job{Name: "load, the value is there", Unit: "request"}
	for _, p := range peers() {
		if p.loading == nil {
			continue
		}
		job.Contestants = append(job.Contestants, harness.Contestant{Library: p.library, Start: func() (func(int), func(), error) {
			c := p.loading(func(_ context.Context, k string) (string, error) { return k, nil })
			ctx := context.Background()
			var keys [512]string
			for i := range keys {
				keys[i] = "user:" + strconv.Itoa(i)
				if v, err := c.get(ctx, keys[i]); err != nil || v != keys[i] {
					return nil, nil, fmt.Errorf("%q is %q, %w", keys[i], v, err)
				}
			}
			run := func(n int) {
				for i := range n {
					_, _ = c.get(ctx, keys[i%len(keys)])
				}
			}
			return run, c.close, nil
		}})
	}
	return job
}
