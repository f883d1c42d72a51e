package caching

import (
	"math/bits"
	"runtime"
	"sync/atomic"
)

// table is the part of a shard that readers see: a hash index whose groups hold the
// entries themselves. A slot is an entry's place, counted through all groups. Slots are
// written under the shard's lock. When the table grows, a new one takes its place; a
// reader who still has the old one sees what was true when it was replaced.
//
// Keys and values of up to eight bytes without pointers lie in the groups, so a lookup
// waits for memory once, and a cache of a million of them is a handful of objects to the
// collector. All others lie in an immutable node each.
type table[K comparable, V any] struct {
	words []wordGroup
	nodes []nodeGroup[K, V]
	times []slotTimes // nil until an entry has a time
}

// The places of a group: as many as make it two lines of memory, or one.
const (
	wordPlaces = 7
	nodePlaces = 6
)

type wordGroup struct {
	heading
	cells [wordPlaces]struct{ key, value atomic.Uint64 }
}

type nodeGroup[K comparable, V any] struct {
	heading
	nodes [nodePlaces]atomic.Pointer[node[K, V]]
}

type slotTimes struct{ expires, refresh atomic.Int64 }

// newTable returns an empty table for n entries, three quarters full with them.
func newTable[K comparable, V any](n int, words, timed bool) *table[K, V] {
	t := &table[K, V]{}
	if n = n + n/3 + 1; words {
		t.words = make([]wordGroup, n/wordPlaces+1)
	} else {
		t.nodes = make([]nodeGroup[K, V], n/nodePlaces+1)
	}
	if timed {
		t.times = make([]slotTimes, t.slots())
	}
	return t
}

// timed returns t with times. Readers of t see what is written through it.
func (t *table[K, V]) timed() *table[K, V] {
	return &table[K, V]{t.words, t.nodes, make([]slotTimes, t.slots())}
}

func (t *table[K, V]) slots() int { return len(t.words)*wordPlaces + len(t.nodes)*nodePlaces }

// group returns the heading of group g.
func (t *table[K, V]) group(g int) *heading {
	if t.words != nil {
		return &t.words[g].heading
	}
	return &t.nodes[g].heading
}

// shape returns the number of groups and the places of each.
func (t *table[K, V]) shape() (groups, places int) {
	if t.words != nil {
		return len(t.words), wordPlaces
	}
	return len(t.nodes), nodePlaces
}

// at returns where slot is.
func (t *table[K, V]) at(slot uint32) (g int, i uint32) {
	if t.words != nil {
		return int(slot / wordPlaces), slot % wordPlaces
	}
	return int(slot / nodePlaces), slot % nodePlaces
}

// heading returns the heading of the group that slot is in, and its place there.
func (t *table[K, V]) heading(slot uint32) (h *heading, i uint32) {
	g, i := t.at(slot)
	return t.group(g), i
}

// use returns where the hits of slot are counted.
func (t *table[K, V]) use(slot uint32) use {
	h, i := t.heading(slot)
	return use{&h.marks, 2 * i}
}

// find returns the item of k and its slot, and notes a hit if asked to; no lock is needed.
func (t *table[K, V]) find(hash uint32, k K, note bool) (it item[V], slot uint32, ok bool) {
	if t.words != nil {
		return t.findWord(hash, k, note)
	}
	return t.findNode(hash, k, note)
}

func (t *table[K, V]) findWord(hash uint32, k K, note bool) (it item[V], slot uint32, ok bool) {
	tag, g := tagOf(hash), home(len(t.words), hash)
	for spins, seen := 0, 0; seen < len(t.words); {
		group := &t.words[g]
		seq, control := group.seq.Load(), group.control.Load()
		torn := false
		for m := match(control, tag); m != 0; m &= m - 1 {
			i := uint(bits.TrailingZeros64(m)) / 8
			if fromWord[K](group.cells[i].key.Load()) != k {
				continue
			}
			it.value = fromWord[V](group.cells[i].value.Load())
			slot = uint32(g*wordPlaces) + uint32(i)
			if t.times != nil {
				it.expires, it.refresh = t.times[slot].expires.Load(), t.times[slot].refresh.Load()
			}
			if seq&1 == 0 && group.seq.Load() == seq {
				if note {
					use{&group.marks, 2 * uint32(i)}.more()
				}
				return it, slot, true
			}
			torn = true
			break
		}
		if torn {
			pause(spins)
			spins++
			continue
		}
		if control>>56 == 0 {
			break
		}
		g = after(len(t.words), g)
		seen++
	}
	return item[V]{}, 0, false
}

func (t *table[K, V]) findNode(hash uint32, k K, note bool) (it item[V], slot uint32, ok bool) {
	tag, g := tagOf(hash), home(len(t.nodes), hash)
	for range t.nodes {
		group := &t.nodes[g]
		control := group.control.Load()
		for m := match(control, tag); m != 0; m &= m - 1 {
			i := bits.TrailingZeros64(m) / 8 % 8
			n := group.nodes[i].Load()
			if n == nil || n.key != k {
				continue
			}
			slot = uint32(g*nodePlaces + i)
			if it.value = n.value; t.times != nil {
				if it, ok = t.readNode(group, slot, k); !ok {
					continue
				}
			}
			if note {
				use{&group.marks, 2 * uint32(i)}.more()
			}
			return it, slot, true
		}
		if control>>56 == 0 {
			break
		}
		g = after(len(t.nodes), g)
	}
	return item[V]{}, 0, false
}

// readNode returns the item in slot of group with its times, if its key is k.
func (t *table[K, V]) readNode(group *nodeGroup[K, V], slot uint32, k K) (it item[V], ok bool) {
	for spins := 0; ; spins++ {
		seq := group.seq.Load()
		n := group.nodes[slot%nodePlaces].Load()
		it.expires, it.refresh = t.times[slot].expires.Load(), t.times[slot].refresh.Load()
		if seq&1 == 0 && group.seq.Load() == seq {
			if n == nil || n.key != k {
				return it, false
			}
			it.value = n.value
			return it, true
		}
		pause(spins)
	}
}

// pause lets a writer go on that has lost its processor in the middle of a slot.
func pause(spins int) {
	if spins > 100 {
		runtime.Gosched()
	}
}

// entry returns what is in slot; the lock is held.
func (t *table[K, V]) entry(slot uint32) (e entry[K, V]) {
	if g, i := t.at(slot); t.words != nil {
		cell := &t.words[g].cells[i]
		e.key, e.value = fromWord[K](cell.key.Load()), fromWord[V](cell.value.Load())
	} else {
		n := t.nodes[g].nodes[i].Load()
		e.key, e.value = n.key, n.value
	}
	if t.times != nil {
		e.expires, e.refresh = t.times[slot].expires.Load(), t.times[slot].refresh.Load()
	}
	return e
}

// vacant returns a free slot for hash; the lock is held and there is room.
func (t *table[K, V]) vacant(hash uint32) (slot uint32) {
	groups, places := t.shape()
	for g := home(groups, hash); ; g = after(groups, g) {
		if i, ok := t.group(g).free(places); ok {
			return uint32(g*places) + i
		}
	}
}

// insert stores e, whose key is not there, in a vacant slot.
func (t *table[K, V]) insert(hash, slot uint32, e *entry[K, V]) {
	if g, i := t.at(slot); t.words != nil {
		t.words[g].cells[i].key.Store(toWord(e.key))
	}
	t.write(slot, e)
	t.publish(hash, slot)
}

// publish lets readers find what was written into slot.
func (t *table[K, V]) publish(hash, slot uint32) {
	groups, _ := t.shape()
	at, i := t.at(slot)
	for g := home(groups, hash); g != at; g = after(groups, g) {
		t.group(g).passed(oneOverflow)
	}
	t.group(at).publish(i, hash)
}

// write stores the value of e and its times, and the key if it has a node; the lock is held.
func (t *table[K, V]) write(slot uint32, e *entry[K, V]) {
	if g, i := t.at(slot); t.words != nil {
		t.words[g].cells[i].value.Store(toWord(e.value))
	} else {
		t.nodes[g].nodes[i].Store(newNode(e.key, e.value))
	}
	if t.times != nil {
		t.times[slot].expires.Store(e.expires)
		t.times[slot].refresh.Store(e.refresh)
	}
}

// replace is write over an entry of the same key.
func (t *table[K, V]) replace(slot uint32, e *entry[K, V]) {
	h, i := t.heading(slot)
	if h.unwatch(i); t.times == nil {
		t.write(slot, e)
		return
	}
	seq := h.seq.Load()
	h.seq.Store(seq + 1)
	t.write(slot, e)
	h.seq.Store(seq + 2)
}

// remove empties slot; the lock is held. The collector can have a node; words may
// stay, since nothing leads to them.
func (t *table[K, V]) remove(hash, slot uint32) {
	groups, _ := t.shape()
	at, i := t.at(slot)
	for g := home(groups, hash); g != at; g = after(groups, g) {
		t.group(g).passed(-oneOverflow & (1<<64 - 1))
	}
	if t.group(at).hide(i); t.words == nil {
		t.nodes[at].nodes[i].Store(nil)
	}
}

// move copies what is in slot, and what is noted of it, to another table, and returns the slot there.
func (t *table[K, V]) move(to *table[K, V], hash, slot uint32) (moved uint32) {
	moved = to.vacant(hash)
	g, i := t.at(slot)
	h, j := to.at(moved)
	if t.words != nil {
		to.words[h].cells[j].key.Store(t.words[g].cells[i].key.Load())
		to.words[h].cells[j].value.Store(t.words[g].cells[i].value.Load())
	} else {
		to.nodes[h].nodes[j].Store(t.nodes[g].nodes[i].Load())
	}
	if t.times != nil {
		to.times[moved].expires.Store(t.times[slot].expires.Load())
		to.times[moved].refresh.Store(t.times[slot].refresh.Load())
	}
	to.publish(hash, moved)
	marks := t.group(g).marks.Load()
	to.group(h).marks.Or(marks>>(2*i)&maxUses<<(2*j) | marks>>(watchBits+i)&1<<(watchBits+j))
	return moved
}
