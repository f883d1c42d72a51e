package caching_test

import (
	"container/list"
	"fmt"
)

// An LRU in five minutes: what do you write?
//
// A map finds the entry, a doubly linked list keeps the order of use. A hit moves its
// element to the front; an insert beyond the capacity removes the back and its key from
// the map. All of it is constant time. The production version is [caching.Cache] with
// the LRU policy: it adds generic types, a lock, lifetimes, loads and removal hooks.
//
// Follow-ups:
//   - Why does the list's element hold the key too? Removing the back must find its map entry.
//   - Why not scan for the oldest timestamp? That makes each eviction linear in the capacity.
//   - Is it safe for two goroutines? No: even a get changes the list, so a read lock will not do.
//
// Pitfalls:
//   - A put of a key that is there must replace the value and count as a use, and must evict nothing.
//   - Without the delete from the map, evicted keys stay there for ever.
//   - A capacity of zero has no back to remove and panics here: refuse it when the cache is made.
//
// From Python: OrderedDict with move_to_end is the same map and list. The Python original
// takes a stored value that is falsy for a miss in its callers (if cached); in Go the second
// result says whether the key was there, whatever the value is.
//
// Level: junior. Tags: lru, eviction, list. See: [container/list], caching/production, caching/policies.
func Example_lru() {
	cache := &whiteboardLRU{capacity: 2, order: list.New(), byKey: map[string]*list.Element{}}
	cache.put("a", 1)
	cache.put("b", 2)
	cache.get("a") // now b is the least recently used
	cache.put("c", 3)
	for _, key := range []string{"a", "b", "c"} {
		value, ok := cache.get(key)
		fmt.Println(key, value, ok)
	}
	cache.put("d", 4)
	_, ok := cache.get("a")
	fmt.Println("a outlives d:", ok)
	// Output:
	// a 1 true
	// b 0 false
	// c 3 true
	// a outlives d: false
}

type whiteboardLRU struct {
	capacity int
	order    *list.List // front: most recently used
	byKey    map[string]*list.Element
}

type whiteboardEntry struct {
	key   string
	value int
}

func (c *whiteboardLRU) get(key string) (int, bool) {
	element, ok := c.byKey[key]
	if !ok {
		return 0, false
	}
	c.order.MoveToFront(element)
	return element.Value.(*whiteboardEntry).value, true
}

func (c *whiteboardLRU) put(key string, value int) {
	if element, ok := c.byKey[key]; ok {
		element.Value.(*whiteboardEntry).value = value
		c.order.MoveToFront(element)
		return
	}
	if len(c.byKey) == c.capacity {
		oldest := c.order.Remove(c.order.Back()).(*whiteboardEntry)
		delete(c.byKey, oldest.key)
	}
	c.byKey[key] = c.order.PushFront(&whiteboardEntry{key, value})
}
