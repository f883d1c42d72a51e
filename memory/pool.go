package memory

import "sync"

// Pool keeps objects that were used once and can be used again, so that a busy
// program allocates fewer of them. It is a [sync.Pool] with a type: Get returns
// a *T, never nil, and Put resets the object or drops it.
//
// What rests in the pool is the collector's to take: unused objects are gone
// after two collections. So a Pool is for scratch objects, all alike, and never
// for a connection or anything that must be closed.
//
// A Pool is made by [NewPool]. It may be used by several goroutines at once and
// must not be copied.
//
// A hit allocates nothing and costs what [sync.Pool] costs, and a Reset the call of
// a function value. Where one goroutine works in a loop, a variable outside the loop is simpler and faster.
type Pool[T any] struct {
	free sync.Pool                    // of *T
	put  func(free *sync.Pool, x any) // resets as well
}

// PoolConfig says how a [Pool] makes its objects and readies them for the next
// user. The zero value makes them with new(T), resets nothing and keeps everything.
type PoolConfig[T any] struct {
	// New makes an object when the pool has none. Nil means new(T). It must not
	// return nil.
	New func() *T

	// Reset readies an object for its next user, as Put is called, and reports
	// whether it is worth keeping: a buffer that grew huge is not.
	Reset func(*T) (keep bool)
}

// NewPool returns an empty pool.
func NewPool[T any](c PoolConfig[T]) *Pool[T] {
	p := &Pool[T]{put: (*sync.Pool).Put}
	if reset := c.Reset; reset != nil {
		p.put = func(free *sync.Pool, x any) {
			if reset(x.(*T)) {
				free.Put(x)
			}
		}
	}
	p.free.New = func() any { return new(T) }
	if c.New != nil {
		p.free.New = func() any { return c.New() }
	}
	return p
}

// Get returns an object that nobody else holds: one that was Put before, or a
// new one. Which of the two is not for the caller to know. A hit allocates nothing.
func (p *Pool[T]) Get() *T {
	return p.free.Get().(*T) // nothing else, so that it is inlined
}

// Put resets x and gives it back, unless Reset says that it is not worth
// keeping. The caller must not use x afterwards, nor keep anything that points
// into it. Put of nil does nothing. It allocates nothing.
func (p *Pool[T]) Put(x *T) {
	if x != nil {
		p.put(&p.free, x) // one call and no more, so that it is inlined
	}
}

// With calls use with an object of the pool and puts it back when use returns.
// When use panics or calls [runtime.Goexit], the object is dropped instead, for
// nobody knows what state it is in; the panic goes on to the caller of With.
// With itself allocates nothing; what use captures may.
func (p *Pool[T]) With(use func(*T)) {
	x := p.Get()
	use(x)
	p.Put(x) // not deferred: an object that use left halfway is not for the next user
}
