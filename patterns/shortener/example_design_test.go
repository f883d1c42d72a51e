package shortener_test

import (
	"errors"
	"fmt"
	"sync"
)

var errNoLink = errors.New("no such link")

// links is the whole service on a whiteboard: codes by URL and URLs by code.
type links struct {
	mu    sync.RWMutex
	codes map[string]string
	urls  map[string]string
	next  uint64
}

func (l *links) shorten(url string) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	if code, ok := l.codes[url]; ok {
		return code
	}
	code := base62(l.next)
	l.next++
	l.codes[url], l.urls[code] = code, url
	return code
}

func (l *links) resolve(code string) (string, error) {
	l.mu.RLock()
	defer l.mu.RUnlock()
	url, ok := l.urls[code]
	if !ok {
		return "", errNoLink
	}
	return url, nil
}

func base62(n uint64) string {
	const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	if n < 62 {
		return digits[n : n+1]
	}
	return base62(n/62) + digits[n%62:n%62+1]
}

// Design TinyURL: where do you begin?
//
// With numbers: how many links, redirects a second, bytes. They say that reads outnumber writes a
// hundredfold and that all of it fits one database, so: a table with a unique code and a unique
// hash of the URL, a counter taken in ranges, a cache in front of reads, stateless servers behind a
// balancer, hits counted in batches. Then the failures: what is lost when each part dies?
//
// Follow-ups:
//   - Which code length? 62^7 is 3.5 million million: at 100 million links a month that is enough for 2,900 years.
//   - What is the first bottleneck? One UPDATE for each redirect; count in memory and write sums.
//   - How does it grow? More servers first, then read replicas, then partitions by code: nothing joins across codes.
//
// Pitfalls:
//   - A hash cut to 48 bits collides after some twenty million links, and an unchecked insert overwrites somebody's link.
//   - 301 lets browsers remember the target: their later hits are never counted and a delete never reaches them.
//
// Trade-offs: Counter codes need a shared counter and never collide; random codes need none and a check on insert; hashed codes deduplicate by themselves and collide.
//
// From Python: The Python original looks its cache up by hash(url) when it shortens and by the code when it resolves, in one LRU, so the two kinds of entry crowd each other out;
// its hash(url) differs in each process, since Python salts it, and is no key for two URLs that share it.
//
// Level: mid. Tags: design, capacity, http. See: patterns/shortcode/counter, patterns/shortener/hits, patterns/shortener/redirect.
func Example_design() {
	const (
		perMonth int64 = 100_000_000 // more in all than 32 bits hold
		ratio          = 100         // redirects for each new link
		years          = 5
		bytes          = 500 // of a link with its indexes
		seconds        = 30 * 24 * 3600
	)
	codes := int64(1)
	for range 7 {
		codes *= 62
	}
	fmt.Println("codes of seven digits:", codes, "| months they last:", codes/perMonth)
	fmt.Println("new links a second:", perMonth/seconds, "| redirects a second:", perMonth*ratio/seconds)
	fmt.Println("links in five years:", perMonth*12*years, "| gigabytes:", perMonth*12*years*bytes/1e9)

	l := &links{codes: map[string]string{}, urls: map[string]string{}}
	a, b := l.shorten("https://go.dev"), l.shorten("https://python.org")
	fmt.Println("codes:", a, b, "| same URL, same code:", l.shorten("https://go.dev") == a)
	url, err := l.resolve(b)
	fmt.Println(url, err)
	_, err = l.resolve("none")
	fmt.Println(errors.Is(err, errNoLink))
	// Output:
	// codes of seven digits: 3521614606208 | months they last: 35216
	// new links a second: 38 | redirects a second: 3858
	// links in five years: 6000000000 | gigabytes: 3000
	// codes: 0 1 | same URL, same code: true
	// https://python.org <nil>
	// true
}
