package concurrency

import (
	"sync"
	"time"
)

// perRound is the time of one round of mix, measured once.
var perRound = sync.OnceValue(func() float64 {
	const n = 200_000
	best := time.Hour
	for range 5 {
		began := time.Now()
		if mix(1, n) == 0 {
			return 1
		}
		best = min(best, time.Since(began))
	}
	return max(float64(best)/n, 0.01)
})

// mix computes for the given number of rounds.
func mix(x uint64, rounds int) uint64 {
	for range rounds {
		x = (x ^ x>>29) * 0xbf58476d1ce4e5b9
	}
	return x
}

// spin computes for about d and returns v+1.
func spin(v int, d time.Duration) int {
	if mix(uint64(v)|1, int(float64(d)/perRound())) == 0 {
		return v
	}
	return v + 1
}
