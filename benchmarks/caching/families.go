package caching

import (
	"math"
	"math/rand/v2"
	"slices"
)

// families are kinds of requests that caches meet, each at a few capacities: made up,
// so that no policy can have been tuned to a recording, and the same each time.
func families() []trace {
	return []trace{
		{name: "Zipf 1.01", keys: zipf(1, 200_000, 50_000), capacities: []int{1000, 5000}},
		{name: "flat skew", keys: skewed(11, 100_000, 30_000, 2), capacities: []int{300, 1000, 5000}},
		{name: "steep skew", keys: skewed(12, 100_000, 30_000, 8), capacities: []int{300, 1000, 5000}},
		{name: "loop of 5000", keys: loop(100_000, 5000), capacities: []int{1000, 4000}},
		{name: "loops in loops", keys: loops(13, 120_000), capacities: []int{500, 1500, 3000}},
		{name: "Zipf and scans", keys: scanned(), capacities: []int{1000, 4000}},
		{name: "one-time keys", keys: onceOnly(14, 120_000), capacities: []int{300, 1000, 4000}},
		{name: "drift", keys: drifting(3, 100_000, 10, 2000), capacities: []int{500, 1000, 2000, 4000}},
		{name: "fast drift", keys: drifting(15, 100_000, 2, 1000), capacities: []int{500, 1000, 2000}},
		{name: "slow drift", keys: drifting(16, 150_000, 50, 4000), capacities: []int{500, 1000, 2000, 4000}},
		{name: "Zipf that turns", keys: turning(17, 150_000, 20_000, 5), capacities: []int{500, 1000, 4000}},
		{name: "Zipf that jumps", keys: jumping(18, 150_000, 20_000, 25_000), capacities: []int{500, 1000, 4000}},
		{name: "near past", keys: stacked(19, 120_000, 0.85, 900), capacities: []int{300, 1000, 2000}},
		{name: "far past", keys: stacked(20, 120_000, 0.75, 3000), capacities: []int{500, 1500, 4000}},
		{name: "phases", keys: phases(), capacities: []int{500, 1500, 3000}},
		{name: "two tenants", keys: tenants(), capacities: []int{500, 1500, 3000}},
	}
}

func random(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 2)) }

// skewed asks for low keys more often, the more so the larger the power.
func skewed(seed uint64, n int, distinct, power float64) (keys []uint64) {
	r := random(seed)
	for range n {
		keys = append(keys, uint64(distinct*math.Pow(r.Float64(), power)))
	}
	return keys
}

func loop(n, length int) (keys []uint64) {
	for i := range n {
		keys = append(keys, uint64(i%length))
	}
	return keys
}

// loops goes through some keys several times before it goes on to the next ones, and
// begins again after the last.
func loops(seed uint64, n int) (keys []uint64) {
	r := random(seed)
	for from := uint64(0); len(keys) < n; from = (from + 700) % 7000 {
		for range 1 + r.IntN(4) {
			for j := range uint64(700) {
				keys = append(keys, from+j)
			}
		}
	}
	return keys[:n]
}

// scanned is a skew that somebody disturbs by reading many keys once.
func scanned() (keys []uint64) {
	for i, k := range zipf(2, 100_000, 20_000) {
		if keys = append(keys, k); i%10_000 == 0 {
			for j := range uint64(5000) {
				keys = append(keys, uint64(i+1)<<32+j)
			}
		}
	}
	return keys
}

// onceOnly is a skew of which every second request is for a key that never comes again.
func onceOnly(seed uint64, n int) (keys []uint64) {
	for i, k := range skewed(seed, n/2, 10_000, 4) {
		keys = append(keys, k, 1<<40+uint64(i))
	}
	return keys
}

// drifting asks for keys near a point that moves on by one each so many requests.
func drifting(seed uint64, n, each int, wide float64) (keys []uint64) {
	r := rand.New(rand.NewPCG(seed, 4))
	for i := range n {
		keys = append(keys, uint64(i/each)+uint64(math.Abs(r.NormFloat64())*wide))
	}
	return keys
}

// turning is a skew whose keys change places by and by: each so many requests the ranks move on by one.
func turning(seed uint64, n, distinct, each int) []uint64 {
	keys := zipf(seed, n, distinct)
	for i := range keys {
		keys[i] = (keys[i]*uint64(distinct)/97 + uint64(i/each)) % uint64(distinct)
	}
	return keys
}

// jumping is a skew whose keys are all others after so many requests.
func jumping(seed uint64, n, distinct, each int) []uint64 {
	keys := zipf(seed, n, distinct)
	for i := range keys {
		keys[i] += uint64(i/each) << 32
	}
	return keys
}

// stacked asks for a key that it has asked for before with probability again, the less
// likely the more others were asked for since.
func stacked(seed uint64, n int, again, depth float64) (keys []uint64) {
	r := random(seed)
	var recent []uint64 // the latest last
	next := uint64(0)
	for range n {
		back := int(r.ExpFloat64() * depth)
		if r.Float64() >= again || back >= len(recent) {
			recent = append(recent, next)
			next++
		} else {
			at := len(recent) - 1 - back
			recent = append(slices.Delete(recent, at, at+1), recent[at])
		}
		if len(recent) > 40_000 {
			recent = slices.Clone(recent[20_000:])
		}
		keys = append(keys, recent[len(recent)-1])
	}
	return keys
}

// phases is some of this and then some of that.
func phases() (keys []uint64) {
	for i := range uint64(3) {
		keys = append(keys, zipf(21+i, 25_000, 20_000)...)
		keys = append(keys, loop(15_000, 2500)...)
		keys = append(keys, stacked(31+i, 20_000, 0.85, 900)...)
	}
	return keys
}

// tenants are two kinds of requests at once.
func tenants() (keys []uint64) {
	recent := stacked(41, 70_000, 0.85, 900)
	for i, k := range zipf(42, 70_000, 20_000) {
		keys = append(keys, k, 1<<40+recent[i])
	}
	return keys
}
