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
// The zero value is ready: it makes objects with new(T) and resets nothing. The
// fields must not change after the first call. A Pool may be used by several
// goroutines at once and must not be copied after the first call.
//
// A hit allocates nothing and costs what [sync.Pool] costs. Where one goroutine
// works in a loop, a variable outside the loop is simpler and faster.
type Pool[T any] struct {
	// New makes an object when the pool has none. Nil means new(T). It must not return nil.
	New func() *T

	// Reset readies an object for its next user, as Put is called, and reports
	// whether it is worth keeping: a buffer that grew huge is not. Nil resets
	// nothing and keeps everything.
	Reset func(*T) (keep bool)

	free sync.Pool
}

// Get returns an object that nobody else holds: one that was Put before, or a
// new one. Which of the two is not for the caller to know. A hit allocates nothing.
func (p *Pool[T]) Get() *T {
	if x, ok := p.free.Get().(*T); ok {
		return x
	}
	if p.New != nil {
		return p.New()
	}
	return new(T)
}

// Put resets x and gives it back, unless Reset says that it is not worth
// keeping. The caller must not use x afterwards, nor keep anything that points
// into it. Put of nil does nothing. It allocates nothing.
func (p *Pool[T]) Put(x *T) {
	if x == nil || p.Reset != nil && !p.Reset(x) {
		return
	}
	p.free.Put(x)
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
