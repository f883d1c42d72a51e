package weakmap

// A creation is a call of create that others may wait for.
type creation[R any] struct {
	done   chan struct{} // closed at its end; nil while nobody waits
	result R
	err    error
	ended  bool // create returned; otherwise it panicked or exited
}

// create returns the entry of key, or what the creation of it gives, by this
// caller's create or another's. load reads an entry; store stores a result, while mu is locked.
func (t *table[K, E, R]) create(key K, load func(E) (R, bool), create func() (R, error), store func(R)) (R, error) {
	for {
		t.mu.Lock()
		if r, ok := t.find(key, load); ok {
			t.mu.Unlock()
			return r, nil
		}
		c := t.creating[key]
		if c == nil {
			c = t.begin(key)
			t.mu.Unlock()
			return t.finish(key, c, load, create, store)
		}
		if c.done == nil {
			c.done = make(chan struct{})
		}
		t.mu.Unlock()
		<-c.done
		if c.ended {
			return c.result, c.err
		}
	}
}

func (t *table[K, E, R]) find(key K, load func(E) (R, bool)) (r R, ok bool) {
	if e, there := t.entries[key]; there {
		return load(e)
	}
	return r, false
}

// begin enters a creation, while mu is locked.
func (t *table[K, E, R]) begin(key K) *creation[R] {
	c := t.spare
	if t.spare = nil; c == nil {
		c = new(creation[R])
	}
	if t.creating == nil {
		t.creating = make(map[K]*creation[R])
	}
	t.creating[key] = c
	return c
}

// finish calls create and, however that ends, takes the creation out and tells
// those who wait.
func (t *table[K, E, R]) finish(key K, c *creation[R], load func(E) (R, bool), create func() (R, error), store func(R)) (r R, err error) {
	defer func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		delete(t.creating, key)
		if c.ended && err == nil {
			if stored, ok := t.find(key, load); ok {
				r = stored // by somebody else, meanwhile
			} else {
				store(r)
			}
		}
		if c.done == nil { // nobody else knows c
			*c = creation[R]{}
			t.spare = c
			return
		}
		c.result, c.err = r, err
		close(c.done)
	}()
	r, err = create()
	c.ended = true
	return r, err
}
