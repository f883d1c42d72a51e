package shortener_test

import (
	"fmt"
	"hash/fnv"
	"math"
)

// hashCode is a hash cut to so few bits that collisions come soon.
func hashCode(url string, attempt int, codes uint64) uint64 {
	h := fnv.New64a()
	fmt.Fprint(h, attempt, url)
	sum := h.Sum64()
	return (sum ^ sum>>32) % codes
}

// insert stores the URL under the first free code and tells how many it tried.
func insert(byCode map[uint64]string, url string, codes uint64) (code uint64, attempts int) {
	for {
		code = hashCode(url, attempts, codes)
		attempts++
		switch byCode[code] {
		case "": // free; in a database: INSERT ... ON CONFLICT DO NOTHING, and look at the count
			byCode[code] = url
			return code, attempts
		case url: // the same URL again
			return code, attempts
		}
	}
}

// Hash codes and collisions: when do they come, and what do you do?
//
// Sooner than one thinks: with N codes the first collision is likely near 1.18 times the square root
// of N. So every insert must look: store the code only if it is free or has the same URL, otherwise
// hash again with the attempt's number. The database's unique constraint is the look; asking first
// and inserting afterwards is a race.
//
// Follow-ups:
//   - And with SHA-256 uncut? No collision is to be expected, but the code has 43 characters.
//   - What does a full table cost? At a load of half the codes two attempts on average; keep it far below.
//   - How do you deduplicate with a counter? By a unique index on a hash of the URL, whole: the code need not be the hash.
//
// Pitfalls:
//   - Overwriting on a collision sends one customer's visitors to another's page.
//   - Cutting a hash of 64 bits to 32 leaves a collision after about 77,000 links.
//
// Trade-offs: Hashing needs no shared counter and gives the same code everywhere; a counter needs no look and no retry.
//
// From Python: The Python original takes 48 bits of an MD5 and saves without looking: at twenty million links a
// collision is as likely as not, and the older link silently goes elsewhere.
//
// Level: mid. Tags: hashing, collisions, birthday. See: patterns/shortcode/counter, caching/keys.
func Example_collisions() {
	const codes = 1 << 20
	byCode := map[uint64]string{}
	first, retried := 0, 0
	for i := 1; i <= 5000; i++ {
		if _, attempts := insert(byCode, fmt.Sprint("https://host/", i), codes); attempts > 1 {
			retried++
			if first == 0 {
				first = i
			}
		}
	}
	birthday := 1.18 * math.Sqrt(codes)
	fmt.Printf("of %d codes; a collision expected near link %.0f; within ten times that: %t\n", codes, birthday, float64(first) < 10*birthday)
	fmt.Println("links kept:", len(byCode), "| collisions found and retried:", retried > 0)
	_, attempts := insert(byCode, "https://host/1", codes)
	fmt.Println("the same URL again: attempts", attempts, "| links kept:", len(byCode))
	fmt.Printf("48 bits: even odds near %.0f million links\n", 1.18*math.Sqrt(1<<48)/1e6)
	// Output:
	// of 1048576 codes; a collision expected near link 1208; within ten times that: true
	// links kept: 5000 | collisions found and retried: true
	// the same URL again: attempts 1 | links kept: 5000
	// 48 bits: even odds near 20 million links
}
