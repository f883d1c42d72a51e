package caching

import (
	"math/bits"
	"reflect"
	"runtime"
	"sync/atomic"
	"unsafe"
)

// table is the part of a shard that readers see: the index and the slots. Slots
// are written in place under the shard's lock. When the table grows, a new one takes its
// place; a reader who still has the old one sees what was true when it was replaced.
//
// Keys and values of up to eight bytes without pointers lie in the slots themselves,
// so a cache of a million of them is a handful of objects to the collector. All others
// lie in an immutable node each.
type table[K comparable, V any] struct {
	groups []group
	words  []wordSlot[K, V]
	nodes  []nodeSlot[K, V]
	times  []slotTimes // nil until an entry has a time
}

// head is what each slot has. seq is odd while the slot is written; uses counts
// the hits since the policy last looked, up to maxUses.
type head struct{ seq, uses atomic.Uint32 }

const maxUses = 3

type wordSlot[K comparable, V any] struct {
	head
	key, value atomic.Uint64
}

// read returns the value if the key is k.
func (s *wordSlot[K, V]) read(k K) (v V, ok bool) {
	for spins := 0; ; spins++ {
		seq := s.seq.Load()
		key, value := s.key.Load(), s.value.Load()
		if seq&1 == 0 && s.seq.Load() == seq {
			return fromWord[V](value), fromWord[K](key) == k
		}
		pause(spins)
	}
}

type nodeSlot[K comparable, V any] struct {
	head
	node atomic.Pointer[node[K, V]]
}

type node[K comparable, V any] struct {
	key   K
	value V
}

type slotTimes struct{ expires, refresh atomic.Int64 }

// inWords reports whether T fits into one word that the collector need not look at.
func inWords[T any]() bool {
	t := reflect.TypeFor[T]()
	return bits.OnesCount64(uint64(t.Size())) <= 1 && t.Size() <= 8 && noPointers(t)
}

func noPointers(t reflect.Type) bool {
	switch k := t.Kind(); k {
	case reflect.Array:
		return noPointers(t.Elem())
	case reflect.Struct:
		for f := range t.Fields() {
			if !noPointers(f.Type) {
				return false
			}
		}
		return true
	default:
		return k >= reflect.Bool && k <= reflect.Complex128
	}
}

// toWord is for types of which inWords is true.
func toWord[T any](v T) uint64 {
	switch unsafe.Sizeof(v) {
	case 8:
		return *(*uint64)(unsafe.Pointer(&v))
	case 4:
		return uint64(*(*uint32)(unsafe.Pointer(&v)))
	case 2:
		return uint64(*(*uint16)(unsafe.Pointer(&v)))
	case 1:
		return uint64(*(*uint8)(unsafe.Pointer(&v)))
	}
	return 0
}

// fromWord undoes toWord.
func fromWord[T any](w uint64) (v T) {
	switch unsafe.Sizeof(v) {
	case 8:
		*(*uint64)(unsafe.Pointer(&v)) = w
	case 4:
		*(*uint32)(unsafe.Pointer(&v)) = uint32(w)
	case 2:
		*(*uint16)(unsafe.Pointer(&v)) = uint16(w)
	case 1:
		*(*uint8)(unsafe.Pointer(&v)) = uint8(w)
	}
	return v
}

// newTable returns a table of n slots that holds what old held.
func newTable[K comparable, V any](old *table[K, V], n int, words, timed bool, places []place) *table[K, V] {
	t := &table[K, V]{groups: newGroups(n)}
	if words {
		t.words = make([]wordSlot[K, V], n)
	} else {
		t.nodes = make([]nodeSlot[K, V], n)
	}
	if timed {
		t.times = make([]slotTimes, n)
	}
	if old == nil {
		return t
	}
	for slot := range uint32(old.size()) {
		if words {
			t.words[slot].key.Store(old.words[slot].key.Load())
			t.words[slot].value.Store(old.words[slot].value.Load())
		} else {
			t.nodes[slot].node.Store(old.nodes[slot].node.Load())
		}
		if old.times != nil {
			t.times[slot].expires.Store(old.times[slot].expires.Load())
			t.times[slot].refresh.Store(old.times[slot].refresh.Load())
		}
		t.head(slot).seq.Store(old.head(slot).seq.Load())
		t.head(slot).uses.Store(old.head(slot).uses.Load())
		if p := &places[slot]; p.in != 0 {
			link(t.groups, p.hash, slot)
		}
	}
	return t
}

func (t *table[K, V]) size() int { return max(len(t.words), len(t.nodes)) }

func (t *table[K, V]) head(slot uint32) *head {
	if t.words != nil {
		return &t.words[slot].head
	}
	return &t.nodes[slot].head
}

// find returns the item of k and its slot; no lock is needed.
func (t *table[K, V]) find(hash uint32, k K) (it item[V], slot uint32, ok bool) {
	tag, g := tagOf(hash), home(t.groups, hash)
	for range t.groups {
		group := &t.groups[g]
		control := group.control.Load()
		for m := match(control, tag); m != 0; m &= m - 1 {
			slot = group.slots[uint(bits.TrailingZeros64(m))/8%8%groupPlaces].Load()
			if t.times != nil {
				it, ok = t.read(slot, k)
			} else if t.words != nil {
				it.value, ok = t.words[slot].read(k)
			} else if n := t.nodes[slot].node.Load(); n != nil && n.key == k {
				it.value, ok = n.value, true
			}
			if ok {
				return it, slot, true
			}
		}
		if control>>56 == 0 {
			break
		}
		g = after(t.groups, g)
	}
	return it, 0, false
}

// read returns the entry in slot if its key is k.
func (t *table[K, V]) read(slot uint32, k K) (e item[V], ok bool) {
	for spins := 0; ; spins++ {
		h := t.head(slot)
		seq := h.seq.Load()
		if seq&1 == 0 {
			if e, ok = t.readOnce(slot, k); h.seq.Load() == seq {
				return e, ok
			}
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

func (t *table[K, V]) readOnce(slot uint32, k K) (e item[V], ok bool) {
	if t.words != nil {
		s := &t.words[slot]
		if fromWord[K](s.key.Load()) != k {
			return e, false
		}
		e.value = fromWord[V](s.value.Load())
	} else {
		n := t.nodes[slot].node.Load()
		if n == nil || n.key != k {
			return e, false
		}
		e.value = n.value
	}
	if t.times != nil {
		e.expires, e.refresh = t.times[slot].expires.Load(), t.times[slot].refresh.Load()
	}
	return e, true
}

// entry returns what is in slot; the lock is held.
func (t *table[K, V]) entry(slot uint32) (e entry[K, V]) {
	if t.words != nil {
		e.key, e.value = fromWord[K](t.words[slot].key.Load()), fromWord[V](t.words[slot].value.Load())
	} else {
		n := t.nodes[slot].node.Load()
		e.key, e.value = n.key, n.value
	}
	if t.times != nil {
		e.expires, e.refresh = t.times[slot].expires.Load(), t.times[slot].refresh.Load()
	}
	return e
}

// write puts e into slot; the lock is held. A nil e empties it, so that the collector
// can have what it pointed to; words may stay, since no place of the index leads to them.
func (t *table[K, V]) write(slot uint32, e *entry[K, V]) {
	if e == nil && t.words != nil {
		return
	}
	h := t.head(slot)
	seq := h.seq.Load()
	h.seq.Store(seq + 1)
	switch {
	case t.words != nil:
		t.words[slot].key.Store(toWord(e.key))
		t.words[slot].value.Store(toWord(e.value))
	case e == nil:
		t.nodes[slot].node.Store(nil)
	default:
		t.nodes[slot].node.Store(&node[K, V]{e.key, e.value})
	}
	if t.times != nil && e != nil {
		t.times[slot].expires.Store(e.expires)
		t.times[slot].refresh.Store(e.refresh)
	}
	h.seq.Store(seq + 2)
}

// used notes a hit. It writes only while the counter is not full, so that hot
// entries are only read.
func (h *head) used() {
	if n := h.uses.Load(); n < maxUses {
		h.uses.CompareAndSwap(n, n+1)
	}
}
