package caching

import (
	"container/heap"
	"container/list"
	"math"
)

// lruHits is how many of the requests a textbook LRU of the capacity answers.
func lruHits(keys []uint64, capacity int) (hits int) {
	order, at := list.New(), map[uint64]*list.Element{}
	for _, k := range keys {
		if e, ok := at[k]; ok {
			hits++
			order.MoveToFront(e)
			continue
		}
		if len(at) == capacity {
			delete(at, order.Remove(order.Back()).(uint64))
		}
		at[k] = order.PushFront(k)
	}
	return hits
}

// arc is ARC (Megiddo and Modha, FAST 2003): t1 and t2 are cached, b1 and b2 remember.
type arc struct {
	lists    [4]*list.List
	at       map[uint64]arcPlace
	capacity int
	target   int // of t1
}

type arcPlace struct {
	list    int
	element *list.Element
}

const (
	t1 = iota
	t2
	b1
	b2
)

func arcHits(keys []uint64, capacity int) (hits int) {
	a := &arc{lists: [4]*list.List{list.New(), list.New(), list.New(), list.New()}, at: map[uint64]arcPlace{}, capacity: capacity}
	for _, k := range keys {
		if a.request(k) {
			hits++
		}
	}
	return hits
}

func (a *arc) len(which int) int { return a.lists[which].Len() }

func (a *arc) move(k uint64, to int) {
	if p, ok := a.at[k]; ok {
		a.lists[p.list].Remove(p.element)
	}
	a.at[k] = arcPlace{to, a.lists[to].PushFront(k)}
}

func (a *arc) forget(which int) {
	delete(a.at, a.lists[which].Remove(a.lists[which].Back()).(uint64))
}

// replace moves one key from the cache to what is remembered.
func (a *arc) replace(fromB2 bool) {
	from, to := t2, b2
	if n := a.len(t1); n > 0 && (n > a.target || (fromB2 && n == a.target)) {
		from, to = t1, b1
	}
	a.move(a.lists[from].Back().Value.(uint64), to)
}

func (a *arc) request(k uint64) bool {
	p, known := a.at[k]
	switch {
	case known && p.list <= t2:
		a.move(k, t2)
		return true
	case known && p.list == b1:
		a.target = min(a.capacity, a.target+max(1, a.len(b2)/a.len(b1)))
		a.replace(false)
		a.move(k, t2)
		return false
	case known:
		a.target = max(0, a.target-max(1, a.len(b1)/a.len(b2)))
		a.replace(true)
		a.move(k, t2)
		return false
	}
	total := a.len(t1) + a.len(t2) + a.len(b1) + a.len(b2)
	switch {
	case a.len(t1)+a.len(b1) == a.capacity && a.len(t1) < a.capacity:
		a.forget(b1)
		a.replace(false)
	case a.len(t1)+a.len(b1) == a.capacity:
		a.forget(t1)
	case total >= a.capacity:
		if total == 2*a.capacity {
			a.forget(b2)
		}
		a.replace(false)
	}
	a.move(k, t1)
	return false
}

// need is a cached key and the request at which it is needed again.
type need struct {
	at  int
	key uint64
}

type needs []need

func (n needs) Len() int           { return len(n) }
func (n needs) Less(i, j int) bool { return n[i].at > n[j].at }
func (n needs) Swap(i, j int)      { n[i], n[j] = n[j], n[i] }
func (n *needs) Push(x any)        { *n = append(*n, x.(need)) }
func (n *needs) Pop() any {
	last := (*n)[len(*n)-1]
	*n = (*n)[:len(*n)-1]
	return last
}

// optimum is Belady's: it knows the future.
func optimum(keys []uint64, capacity int) (hits int) {
	next, last := make([]int, len(keys)), map[uint64]int{}
	for i := len(keys) - 1; i >= 0; i-- {
		next[i] = math.MaxInt
		if j, ok := last[keys[i]]; ok {
			next[i] = j
		}
		last[keys[i]] = i
	}
	cached, latest := map[uint64]int{}, &needs{}
	for i, k := range keys {
		if _, ok := cached[k]; ok {
			hits++
		}
		cached[k] = next[i]
		heap.Push(latest, need{next[i], k})
		for len(cached) > capacity {
			if n := heap.Pop(latest).(need); cached[n.key] == n.at {
				delete(cached, n.key)
			}
		}
	}
	return hits
}
