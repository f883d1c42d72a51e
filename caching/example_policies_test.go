package caching_test

import (
	"container/list"
	"fmt"
	"math"
	"math/rand/v2"
)

// Which eviction policy do you choose?
//
// It depends on the requests. LRU is good on recency and useless on loops and
// scans. CLOCK comes near LRU and moves nothing on a hit; SIEVE and S3-FIFO drop
// one-hit keys early; W-TinyLFU admits a key only if it was asked for more often than the one
// it displaces. Measure with your own trace against the optimum, which knows the
// future. The default of [caching.Cache] chooses by itself.
//
// Follow-ups:
//   - What is the optimum? Belady's: evict what is needed again last. No policy can know it, so it is the yardstick.
//   - Why do S3-FIFO and SIEVE need no lock for a hit? A hit only sets a bit or a small counter; nothing moves.
//   - Where does TinyLFU lose? On pure recency: a new key has no frequency yet and is turned away.
//
// Pitfalls:
//   - Judging by one trace, or at one size: orders swap.
//   - Tuning on hits alone when misses have very different costs or sizes.
//
// Trade-offs: With a hit ratio near one at your size any policy will do; take the simplest.
//
// From Python: Python's lru_cache is LRU only; cachetools adds LFU, FIFO and random. The Python original uses LRU in two places and never asks whether it fits.
//
// Level: senior. Tags: eviction, clock, sieve, s3-fifo, tinylfu, belady. See: [caching.Policy], caching/lru, caching/production.
func Example_policies() {
	const capacity = 100
	rnd := rand.New(rand.NewPCG(1, 2))
	traces := []struct {
		name string
		keys []int
	}{
		{"zipf", zipfKeys(rnd, 1000, 20_000)},
		{"scan", scanKeys(zipfKeys(rnd, 1000, 10_000))},
		{"loop", loopKeys(120, 20_000)},
	}
	policies := []struct {
		name string
		make func(capacity int) evictor
	}{
		{"LRU", newLRUBoard},
		{"CLOCK", newClockBoard},
		{"SIEVE", newSieveBoard},
		{"S3-FIFO", newS3FIFOBoard},
		{"W-TinyLFU", newTinyLFUBoard},
	}
	fmt.Printf("%-9s %5s %5s %5s\n", "hits in %", traces[0].name, traces[1].name, traces[2].name)
	for _, p := range policies {
		fmt.Printf("%-9s", p.name)
		for _, t := range traces {
			e, hits := p.make(capacity), 0
			for _, k := range t.keys {
				if e.request(k) {
					hits++
				}
			}
			fmt.Printf(" %5.1f", 100*float64(hits)/float64(len(t.keys)))
		}
		fmt.Println()
	}
	fmt.Printf("%-9s", "optimum")
	for _, t := range traces {
		fmt.Printf(" %5.1f", 100*float64(beladyHits(t.keys, capacity))/float64(len(t.keys)))
	}
	fmt.Println()
	// Output:
	// hits in %  zipf  scan  loop
	// LRU        58.7  22.7   0.0
	// CLOCK      59.9  22.7   0.0
	// SIEVE      66.7  32.1   0.0
	// S3-FIFO    66.1  32.6  62.6
	// W-TinyLFU  67.2  31.7  78.9
	// optimum    75.8  37.5  82.9
}

// evictor is a cache of keys: request reports a hit, or takes the key in.
type evictor interface{ request(key int) bool }

// LRU: a hit moves to the front; the back goes.
type lruBoard struct {
	capacity int
	order    *list.List
	byKey    map[int]*list.Element
}

func newLRUBoard(capacity int) evictor {
	return &lruBoard{capacity, list.New(), map[int]*list.Element{}}
}

func (c *lruBoard) request(key int) bool {
	if e, ok := c.byKey[key]; ok {
		c.order.MoveToFront(e)
		return true
	}
	if len(c.byKey) == c.capacity {
		delete(c.byKey, c.order.Remove(c.order.Back()).(int))
	}
	c.byKey[key] = c.order.PushFront(key)
	return false
}

// CLOCK: a hit sets a bit; the hand clears bits until it finds none.
type clockBoard struct {
	keys []int
	used []bool
	hand int
	at   map[int]int
}

func newClockBoard(capacity int) evictor {
	return &clockBoard{make([]int, 0, capacity), make([]bool, capacity), 0, map[int]int{}}
}

func (c *clockBoard) request(key int) bool {
	if i, ok := c.at[key]; ok {
		c.used[i] = true
		return true
	}
	if len(c.keys) < cap(c.keys) {
		c.at[key] = len(c.keys)
		c.keys = append(c.keys, key)
		return false
	}
	for c.used[c.hand] {
		c.used[c.hand] = false
		c.hand = (c.hand + 1) % len(c.keys)
	}
	delete(c.at, c.keys[c.hand])
	c.keys[c.hand], c.at[key] = key, c.hand
	c.hand = (c.hand + 1) % len(c.keys)
	return false
}

// SIEVE: new keys come in at the front; the hand goes from the back to the front,
// clears bits and stays where it evicted.
type sieveBoard struct {
	capacity int
	queue    *list.List
	byKey    map[int]*list.Element
	used     map[int]bool
	hand     *list.Element
}

func newSieveBoard(capacity int) evictor {
	return &sieveBoard{capacity, list.New(), map[int]*list.Element{}, map[int]bool{}, nil}
}

func (c *sieveBoard) request(key int) bool {
	if _, ok := c.byKey[key]; ok {
		c.used[key] = true
		return true
	}
	if len(c.byKey) == c.capacity {
		c.evict()
	}
	c.byKey[key] = c.queue.PushFront(key)
	return false
}

func (c *sieveBoard) evict() {
	e := c.hand
	if e == nil {
		e = c.queue.Back()
	}
	for c.used[e.Value.(int)] {
		delete(c.used, e.Value.(int))
		if e = e.Prev(); e == nil {
			e = c.queue.Back()
		}
	}
	c.hand = e.Prev()
	delete(c.byKey, c.queue.Remove(e).(int))
}

// S3-FIFO: a small queue tries new keys, a main one keeps those asked for again, a
// ghost queue remembers the keys that the small one dropped.
type s3fifoBoard struct {
	capacity           int
	small, main, ghost *list.List
	hits               map[int]int // of the keys in small and main
	ghosts             map[int]*list.Element
}

func newS3FIFOBoard(capacity int) evictor {
	return &s3fifoBoard{capacity, list.New(), list.New(), list.New(), map[int]int{}, map[int]*list.Element{}}
}

func (c *s3fifoBoard) request(key int) bool {
	if n, ok := c.hits[key]; ok {
		c.hits[key] = min(n+1, 3)
		return true
	}
	for len(c.hits) >= c.capacity {
		c.evict()
	}
	if e, ok := c.ghosts[key]; ok {
		delete(c.ghosts, c.ghost.Remove(e).(int))
		c.main.PushFront(key)
	} else {
		c.small.PushFront(key)
	}
	c.hits[key] = 0
	return false
}

func (c *s3fifoBoard) evict() {
	if c.small.Len() > c.capacity/10 || c.main.Len() == 0 {
		key := c.small.Remove(c.small.Back()).(int)
		if c.hits[key] > 0 {
			c.hits[key] = 0
			c.main.PushFront(key)
			return
		}
		delete(c.hits, key)
		c.ghosts[key] = c.ghost.PushFront(key)
		if c.ghost.Len() > c.capacity*9/10 {
			delete(c.ghosts, c.ghost.Remove(c.ghost.Back()).(int))
		}
		return
	}
	key := c.main.Remove(c.main.Back()).(int)
	if c.hits[key] > 0 {
		c.hits[key]--
		c.main.PushFront(key)
		return
	}
	delete(c.hits, key)
}

// W-TinyLFU: an LRU window lets its leavers into the main LRU only if they were asked
// for more often than the one that would have to go. Counts are halved now and then.
type tinyLFUBoard struct {
	capacity, requests int
	window, main       *list.List
	byKey              map[int]*list.Element
	inMain             map[int]bool
	counts             map[int]int
}

func newTinyLFUBoard(capacity int) evictor {
	return &tinyLFUBoard{capacity, 0, list.New(), list.New(), map[int]*list.Element{}, map[int]bool{}, map[int]int{}}
}

func (c *tinyLFUBoard) request(key int) bool {
	c.count(key)
	if e, ok := c.byKey[key]; ok {
		if c.inMain[key] {
			c.main.MoveToFront(e)
		} else {
			c.window.MoveToFront(e)
		}
		return true
	}
	c.byKey[key] = c.window.PushFront(key)
	if c.window.Len() <= max(1, c.capacity/100) {
		return false
	}
	candidate := c.window.Remove(c.window.Back()).(int)
	if c.main.Len() == c.capacity-max(1, c.capacity/100) {
		victim := c.main.Back().Value.(int)
		if c.counts[candidate] <= c.counts[victim] {
			delete(c.byKey, candidate)
			return false
		}
		c.main.Remove(c.main.Back())
		delete(c.byKey, victim)
		delete(c.inMain, victim)
	}
	c.byKey[candidate], c.inMain[candidate] = c.main.PushFront(candidate), true
	return false
}

func (c *tinyLFUBoard) count(key int) {
	c.counts[key] = min(c.counts[key]+1, 15)
	if c.requests++; c.requests%(10*c.capacity) == 0 {
		for k, n := range c.counts {
			if c.counts[k] = n / 2; n < 2 {
				delete(c.counts, k)
			}
		}
	}
}

// beladyHits is what a cache that knows the future gets: it keeps what is needed soonest.
func beladyHits(keys []int, capacity int) (hits int) {
	next, last := make([]int, len(keys)), map[int]int{}
	for i := len(keys) - 1; i >= 0; i-- {
		next[i] = math.MaxInt
		if j, ok := last[keys[i]]; ok {
			next[i] = j
		}
		last[keys[i]] = i
	}
	needed := map[int]int{} // cached key: when it is needed again
	for i, key := range keys {
		if _, ok := needed[key]; ok {
			hits++
		}
		needed[key] = next[i]
		if len(needed) > capacity {
			latest := key
			for k, n := range needed {
				if n > needed[latest] {
					latest = k
				}
			}
			delete(needed, latest)
		}
	}
	return hits
}

// zipfKeys are n requests in which the key of rank i is asked for in proportion to 1/i.
func zipfKeys(rnd *rand.Rand, distinct, n int) []int {
	zipf, keys := rand.NewZipf(rnd, 1.01, 1, uint64(distinct-1)), make([]int, n)
	for i := range keys {
		keys[i] = int(zipf.Uint64())
	}
	return keys
}

// scanKeys puts a scan of 200 keys that never return after each 200 requests.
func scanKeys(requests []int) (keys []int) {
	for i, k := range requests {
		keys = append(keys, k)
		if i%200 == 199 {
			for j := range 200 {
				keys = append(keys, 1_000_000+i*200+j)
			}
		}
	}
	return keys
}

// loopKeys asks for the keys 0 to length-1 over and over.
func loopKeys(length, n int) []int {
	keys := make([]int, n)
	for i := range keys {
		keys[i] = i % length
	}
	return keys
}
