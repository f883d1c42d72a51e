// Package pool is a pool of resources that are costly to open and can be used by one
// caller at a time: connections, sessions, interpreters.
//
// Waiters are served in order. A caller who leaves gets nothing and loses nothing. A
// resource that panics in use, or that the caller's error says is broken, is closed;
// after any other error it goes back. Nothing runs while nobody calls.
//
// database/sql has a pool of its own: do not pool its connections again. For memory
// that can be thrown away take sync.Pool or [github.com/goconcepts/cookbook/memory]. A
// bound without resources is a semaphore.
//
// # From Python
//
//	Python                                Go
//	with pool.get_connection() as conn:   p.Do(ctx, func(ctx context.Context, conn *Conn) error { ... })
//	threading.Semaphore(max)              Config.Max
//	except Exception: conn.close()        Config.Broken says which errors break it
//	pool.closeall()                       p.Close()
//
// # Questions
//
// Each is an Example below: the question, the answer, and the code that proves it.
//   - build (mid): Build a connection pool: what must it do?
package pool
