// Package caching is one cache that is right, fast and exact, and functions that
// remember: what Python calls lru_cache.
//
// [Cache] keeps at most so many entries, and drops the ones it expects to be asked for
// last. [Cache.GetOrLoad] fills it: one load for however many callers, which belongs to
// all of them. [Memoize], [Func] and [Recursive] wrap a function in one.
//
// # When something simpler suffices
//
// A map, when the keys are few and known. A map under a sync.Mutex, when they are bounded
// by nature. sync.OnceValue, for one value. x/sync/singleflight, when calls should be
// shared and nothing kept. None of them has a bound, and a cache without one is a leak.
//
// # From Python
//
//	lru_cache(maxsize=128)        Memoize(f, Config{Capacity: 128})
//	f.cache_info()                memo.Stats()
//	f.cache_clear()               cache.Clear(), or memo.Forget for one key
//	lru_cache on a recursive f    Recursive(f, Config{Capacity: 128})
//	maxsize=None                  not to be had: a map is that
//	cachetools.TTLCache           Config{TTL: time.Minute}
//	typed=True                    always: a key has one type
//	str(args) as the key          a struct, or Pair: compared by field
//
// # From hashicorp/golang-lru
//
//	lru.New[K, V](size)              New(Config[K, V]{Capacity: size, Policy: LRU})
//	expirable.NewLRU(size, f, ttl)   New with TTL and OnRemove; there is no goroutine to leak
//	c.Add(k, v)                      c.Set(k, v)
//	c.Remove(k), c.Purge()           c.Delete(k), c.Clear()
//	c.Keys(), c.Values()             c.All()
//	NewWithEvict(size, f)            Config.OnRemove, which also says why
//	Get, then singleflight           c.GetOrLoad(ctx, k, load)
//	c.Peek, c.Contains               nothing: a look that does not count as one is not offered
//
// [Adaptive], the default, needs no change of code and mostly hits more often.
//
// # Policies
//
// [Adaptive], the default, follows whichever of six strategies does best on a
// small sample of the keys, from pure frequency to almost LRU. [LRU] is exactly that, and
// each hit takes a lock. [SIEVE] and [S3FIFO] are as published. All but LRU read without a
// lock; a hit writes only while an entry's small counter is not full.
//
// # Costs
//
// A hit is a hash and about three reads of memory, and allocates nothing. A Set takes a
// shard's lock. Keys and values of up to eight bytes without pointers lie in a few large arrays, some 55
// bytes an entry, which the collector does not look into; others cost one object an
// entry. There is no goroutine but while a load runs, and nothing to close. Entries that died are
// removed by the writers that follow, in their shard; until then the capacity bounds them.
//
// Memory is written without locks through sync/atomic only, so the race detector and the
// memory model have no exceptions here. Time is the monotonic clock of package time.
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
