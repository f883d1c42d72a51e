package caching

import (
	"errors"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path"
	"runtime"
	"strings"
	"time"

	"github.com/goconcepts/cookbook/benchmarks/harness"
	"github.com/goconcepts/cookbook/caching"
)

func tables() []harness.Table {
	hitColumns := []string{"requests", "capacity", "ours"}
	for _, p := range others() {
		hitColumns = append(hitColumns, path.Base(strings.TrimSuffix(strings.TrimSuffix(p.library, "/v2"), "/v3")))
	}
	return []harness.Table{
		{Name: "hits in per cent", Columns: append(hitColumns, "LRU", "ARC", "optimum"), Fill: hitRatios},
		{Name: "a million entries, uint64 to uint64", Columns: []string{"library", "bytes an entry", "one collection"}, Fill: memory},
		{Name: "fib(90), remembered", Columns: []string{"", "all of it", "a hit"}, Fill: fib},
	}
}

// others are the peers that can have numbers as keys.
func others() (all []peer) {
	for _, p := range peers()[1:] {
		if p.numbers != nil {
			all = append(all, p)
		}
	}
	return all
}

// hitRatios plays each trace once in each library; one that works later is given
// the time to after every request that stores.
func hitRatios(add func(...string)) error {
	traces := families()
	if traceDir != "" {
		recorded, err := readTraces(os.DirFS(traceDir))
		if err != nil {
			return err
		}
		traces = append(traces, recorded...)
	}
	means := map[int][]float64{}
	worst, where := math.Inf(-1), ""
	for _, t := range traces {
		for _, capacity := range t.capacities {
			ratios, best := ratiosOf(t, capacity)
			cells := []string{t.name, fmt.Sprint(capacity)}
			for i, ratio := range ratios {
				cells = append(cells, fmt.Sprintf("%.1f", ratio))
				if t.recorded && capacity >= 1000 {
					means[i] = append(means[i], ratio)
				}
			}
			if short := best - ratios[0]; short > worst {
				worst, where = short, fmt.Sprintf("%s at %d", t.name, capacity)
			}
			add(cells...)
		}
	}
	add("worst", fmt.Sprintf("%.1f points under the best of LRU, ARC and theine: %s", worst, where))
	if traceDir == "" {
		add("no folder of recorded requests was given: -traces DIR")
		return nil
	}
	cells := []string{"mean of the recorded", "1000 and more"}
	for i := range len(means) {
		cells = append(cells, fmt.Sprintf("%.1f", mean(means[i])))
	}
	add(cells...)
	return nil
}

// ratiosOf are the hits in per cent of all libraries, LRU, ARC and the optimum; best is
// that of LRU, ARC and theine.
func ratiosOf(t trace, capacity int) (ratios []float64, best float64) {
	ratio := func(hits int) float64 { return 100 * float64(hits) / float64(len(t.keys)) }
	for _, p := range append([]peer{ours()}, others()...) {
		r := ratio(play(p, t.keys, capacity))
		if p.library == theineGo().library {
			best = r
		}
		ratios = append(ratios, r)
	}
	lru, arc := ratio(lruHits(t.keys, capacity)), ratio(arcHits(t.keys, capacity))
	return append(ratios, lru, arc, ratio(optimum(t.keys, capacity))), max(best, lru, arc)
}

func mean(xs []float64) (sum float64) {
	for _, x := range xs {
		sum += x / float64(len(xs))
	}
	return sum
}

func play(p peer, keys []uint64, capacity int) (hits int) {
	c := p.numbers(capacity)
	defer c.close()
	for _, k := range keys {
		if _, ok := c.get(k); ok {
			hits++
			continue
		}
		c.set(k, k)
		c.settle()
	}
	return hits
}

// memory fills each library's cache alone in the heap.
func memory(add func(...string)) error {
	const n = 1_000_000
	for _, p := range append([]peer{ours()}, others()...) {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.GC()
		runtime.ReadMemStats(&before)
		c := p.numbers(n)
		for k := range uint64(n) {
			c.set(k, k)
			if k%4096 == 0 {
				c.settle()
			}
		}
		c.settle()
		runtime.GC()
		runtime.ReadMemStats(&after)
		best := time.Hour
		for range 20 {
			start := time.Now()
			runtime.GC()
			best = min(best, time.Since(start))
		}
		add(p.library, fmt.Sprintf("%.0f", float64(after.HeapAlloc-before.HeapAlloc)/n), fmt.Sprintf("%.1f ms", best.Seconds()*1000))
		if _, ok := c.get(n - 1); !ok && c.len() == 0 {
			return fmt.Errorf("%s: an empty cache", p.library)
		}
		c.close()
	}
	return nil
}

// fib times the remembered function, ours and CPython's where there is one.
func fib(add func(...string)) error {
	var f func(uint64) uint64
	fresh := func() {
		f = must(caching.Recursive(func(self func(uint64) uint64, n uint64) uint64 {
			if n < 2 {
				return n
			}
			return self(n-1) + self(n-2)
		}, caching.Config[uint64, uint64]{Capacity: 128}))
		f(90)
	}
	if fresh(); f(90) != 2880067194370816120 {
		return errors.New("fib(90) is wrong")
	}
	add(harness.Ours, bestOf(fresh), bestOf(func() { f(90) }))
	python, err := exec.LookPath("python3")
	if err != nil {
		add("CPython: there is no python3")
		return nil
	}
	out, err := exec.Command(python, "-c", fibInPython).Output()
	if err != nil {
		return fmt.Errorf("python3: %w", err)
	}
	add(append([]string{"CPython, lru_cache(maxsize=128)"}, strings.Split(strings.TrimSpace(string(out)), ",")...)...)
	return nil
}

const fibInPython = `
import functools, timeit
@functools.lru_cache(maxsize=128)
def fib(n): return n if n < 2 else fib(n-1) + fib(n-2)
def cold(): fib.cache_clear(); fib(90)
best = lambda f, n: min(timeit.repeat(f, number=n, repeat=20)) / n * 1e9
print("%.0f ns,%.0f ns" % (best(cold, 200), best("fib(90)" and (lambda: fib(90)), 10000)))
`

// bestOf is the least mean time of f in twenty rounds.
func bestOf(f func()) string {
	const n = 500
	best := time.Hour
	for range 40 {
		start := time.Now()
		for range n {
			f()
		}
		best = min(best, time.Since(start)/n)
	}
	return fmt.Sprintf("%d ns", best.Nanoseconds())
}
