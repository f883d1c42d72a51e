// Package pool is a pool of resources that are costly to open and can be used by one
// caller at a time: connections, sessions, interpreters.
//
// Waiters are served in order of arrival. A caller who leaves gets nothing and loses
// nothing, also while a resource is being opened. A resource that panics in use, or that the
// caller's error says is broken, is closed; after any other error it goes back. A lease
// that is ended twice is an error. Nothing runs while nobody calls.
//
// # Settings
//
// Max alone makes a pool. Lifetimes ([Config].MaxLifetime, with jitter) and idle times hold
// also for resources that are always in use; Check asks those that lay idle; MinIdle
// keeps some ready. LeakAfter finds leases that are held for too long or were lost, with the
// stack that acquired them. [Pool.Resize] changes Max, [Pool.Evict] tidies a pool that
// nobody uses, [Pool.Shutdown] ends it, [Pool.Stats] says whether it is large enough.
//
// # Cost
//
// A loan of an idle resource takes two atomic operations and no allocation: some 30 ns. A
// lifetime adds a look at the clock, idle times and checks two more, and LeakAfter a stack
// trace and five allocations. Do adds one allocation to Acquire. A caller who has to wait costs two
// switches between goroutines, as everywhere; see
// go -C benchmarks run . pool.
//
// # When something simpler suffices
//
// database/sql has a pool of its own: do not pool its connections again. For memory
// that can be thrown away take sync.Pool or [github.com/goconcepts/cookbook/memory]. A
// bound without resources is a semaphore. A handful of resources that never break
// are a buffered channel.
//
// # From Python
//
//	Python                                Go
//	with pool.get_connection() as conn:   p.Do(ctx, func(ctx context.Context, conn *Conn) error { ... })
//	threading.Semaphore(max)              Config.Max
//	except Exception: conn.close()        Config.Broken says which errors break it
//	pool_pre_ping=True                    Config.Check
//	pool_recycle=3600                     Config.MaxLifetime
//	pool.closeall()                       p.Close(), or p.Shutdown(ctx) to wait
//
// # Questions
//
// Each is an Example below: the question, the answer, and the code that proves it.
//   - build (mid): Build a connection pool: what must it do?
package pool
