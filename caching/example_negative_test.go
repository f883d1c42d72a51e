package caching_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/goconcepts/cookbook/caching"
)

// Ten requests ask for a short code that does not exist. How often do you ask the database?
//
// Once: remember the miss as well, for a short time and in bounded room. Else whoever guesses
// keys walks straight through the cache. The error is kept, not a zero value that looks
// like data, and a Set of the key forgets it at once. Ends of contexts and panics say
// nothing about the key and are never remembered.
//
// Follow-ups:
//   - How long? Seconds: it is how long a key stays invisible after another process has created it.
//   - What if the guesses never repeat? Then no cache helps; a Bloom filter of the keys that exist, or a rate limit, does.
//   - Does the miss take a value's room? Not here: errors have a bounded cache of their own.
//
// Pitfalls:
//   - Caching a nil or empty value as "not found" makes it look like a real answer to the next reader.
//   - Keeping a timeout as if it were a missing key makes a short outage longer.
//
// Trade-offs: A key created elsewhere stays missing until the memory of the miss ends; where
// that must not be, delete it at creation or do not cache misses.
//
// From Python: The Python original tests the cached object for truth and asks the repository
// again for each miss, and for any cached value that is falsy.
//
// Level: mid. Tags: negative-caching, errors. See: [caching.Config], caching/stampede.
func Example_negative() {
	errNoSuchCode := errors.New("no such code")
	calls := 0
	load := func(context.Context, string) (string, error) {
		calls++
		return "", errNoSuchCode
	}
	ctx := context.Background()
	for _, negative := range []time.Duration{0, time.Hour} {
		cache, err := caching.New(caching.Config[string, string]{Capacity: 100, NegativeTTL: negative})
		if err != nil {
			panic(err)
		}
		calls = 0
		same := true
		for range 10 {
			_, err := cache.GetOrLoad(ctx, "x7", load)
			same = same && errors.Is(err, errNoSuchCode)
		}
		fmt.Println("misses remembered:", negative > 0, "loads:", calls, "the same error each time:", same)

		cache.Set("x7", "https://go.dev") // now it exists
		url, err := cache.GetOrLoad(ctx, "x7", load)
		fmt.Println(url, err)
	}
	// Output:
	// misses remembered: false loads: 10 the same error each time: true
	// https://go.dev <nil>
	// misses remembered: true loads: 1 the same error each time: true
	// https://go.dev <nil>
}
