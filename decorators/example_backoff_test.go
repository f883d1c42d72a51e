package decorators_test

import (
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/goconcepts/cookbook/decorators"
)

// collide lets clients that failed together come back by one backoff. The server
// finishes one call in 10 ms; of those that arrive in the same 10 ms it serves one.
func collide(clients int, backoff decorators.Backoff) (calls int, took time.Duration) {
	const slot = 10 * time.Millisecond
	random := rand.New(rand.NewPCG(1, 2))
	due, prev, failures := make([]time.Duration, clients), make([]time.Duration, clients), make([]int, clients)
	for left := clients; left > 0; took += slot {
		served := false
		for i := range due {
			if due[i] < 0 || due[i] > took {
				continue
			}
			calls++
			if !served {
				served, due[i] = true, -1
				left--
				continue
			}
			failures[i]++
			prev[i] = backoff(failures[i], prev[i], random.Uint64())
			due[i] = took + slot + prev[i]
		}
	}
	return calls, took
}

// Backoff and jitter: what are the delays?
//
// Exponential backoff doubles the delay after each failure up to a cap. Alone it
// does not help clients that failed together: they wait together and collide
// again. Jitter, a random part, spreads them: below, any jitter needs about a
// seventh of the calls. Full jitter draws from zero to the delay, equal jitter keeps half of
// it, decorrelated jitter grows from the last one.
//
// Follow-ups:
//   - Which jitter? Full, unless a retry that comes at once does harm; then equal.
//   - What if the server says Retry-After? It is the least wait, bounded: decorators.RetryAfter and MaxServerDelay.
//   - Why is the random number an argument? A pure function is tested with a seed, and is safe in many goroutines.
//
// Pitfalls:
//   - base << attempt overflows: at attempt 80 the delay is zero and the retry storms. Compare with the cap first.
//   - A cap without jitter makes all clients come in the cap's rhythm for ever.
//
// Trade-offs: Backoff slows recovery for the one who waits; for a person at a screen two quick
// attempts are better than five patient ones. A budget limits the load in all, which no backoff does.
//
// From Python: The Python original sleeps delay * 2**attempt, with no cap and no jitter. 2**80 does not
// overflow there, but time.sleep refuses it: "OverflowError: timestamp out of range for platform time_t".
//
// Level: mid. Tags: retry, backoff, jitter. Since: go1.22. See: decorators/retry, [math/rand/v2.NewPCG].
func Example_backoff() {
	config := decorators.ExponentialConfig{Base: 100 * time.Millisecond, Max: time.Second}
	full, _ := decorators.NewExponential(config)
	config.Jitter = decorators.NoJitter
	plain, _ := decorators.NewExponential(config)
	random := rand.New(rand.NewPCG(1, 2))
	for _, n := range []int{1, 2, 3, 4, 5, 80} {
		top, delay := plain(n, 0, 0), full(n, 0, random.Uint64())
		fmt.Println("failure", n, "waits up to", top, "and jitter is inside:", 0 <= delay && delay <= top)
	}

	fmt.Println("100 clients that collide:")
	calls, took := collide(100, func(int, time.Duration, uint64) time.Duration { return 0 })
	fmt.Println("  no backoff:", calls, "calls in", took)
	for _, jitter := range []decorators.Jitter{decorators.NoJitter, decorators.FullJitter, decorators.EqualJitter, decorators.DecorrelatedJitter} {
		backoff, _ := decorators.NewExponential(decorators.ExponentialConfig{Base: 10 * time.Millisecond, Max: 2 * time.Second, Jitter: jitter})
		calls, took = collide(100, backoff)
		fmt.Println("  exponential, jitter "+jitter.String()+":", calls, "calls in", took)
	}
	// Output:
	// failure 1 waits up to 100ms and jitter is inside: true
	// failure 2 waits up to 200ms and jitter is inside: true
	// failure 3 waits up to 400ms and jitter is inside: true
	// failure 4 waits up to 800ms and jitter is inside: true
	// failure 5 waits up to 1s and jitter is inside: true
	// failure 80 waits up to 1s and jitter is inside: true
	// 100 clients that collide:
	//   no backoff: 5050 calls in 1s
	//   exponential, jitter none: 5050 calls in 3m5.55s
	//   exponential, jitter full: 720 calls in 2.89s
	//   exponential, jitter equal: 748 calls in 4.24s
	//   exponential, jitter decorrelated: 708 calls in 2.01s
}
