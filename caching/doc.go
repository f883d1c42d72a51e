// Package caching is one cache, right, fast and exact, and functions that remember.
//
// # Questions
//
// Each is an Example below: the question, the answer, and the code that proves it.
//   - lru (junior): An LRU in five minutes: what do you write?
//   - production (mid): What does an LRU need for production?
//   - ttl (mid): A TTL cache: when exactly is an entry gone?
//   - jitter (mid): Why jitter a TTL?
//   - stampede (senior): A popular key expires and a hundred requests miss at once. How do you stop the stampede?
//   - negative (mid): Ten requests ask for a short code that does not exist. How often do you ask the database?
//   - stale (senior): How do you serve stale data while you revalidate it?
//   - strategies (mid): Cache-aside, write-through, write-behind: who talks to the database, and when?
//   - policies (senior): Which eviction policy do you choose?
//   - fibonacci (mid): What does lru_cache do for fib, and what is it in Go?
//   - keys (mid): What makes a good cache key?
//   - invalidation (senior): A delete arrives while the key is being loaded. What must not happen?
//   - methods (mid): Why does lru_cache on a method leak, and what do you do in Go?
//   - http (mid): How does HTTP cache, and what is a 304?
//   - consistent (senior): A tenth cache server joins nine. How many keys move, and how do you keep that small?
package caching
