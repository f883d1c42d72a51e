package caching

// expiries are a shard's entries that die, in a heap by their time of death. With one TTL for
// all, a new entry dies last and stays where it is put.
type expiries struct {
	heap []uint32 // slots
	at   []int32  // by slot: its place in the heap, -1 for none
	when func(slot uint32) int64
}

// move takes each entry to its new slot of n.
func (x *expiries) move(to []uint32, n int) {
	for i, slot := range x.heap {
		x.heap[i] = to[slot]
	}
	x.room(n)
}

// room makes x one of n slots.
func (x *expiries) room(n int) {
	x.at = make([]int32, n)
	for slot := range x.at {
		x.at[slot] = -1
	}
	for i, slot := range x.heap {
		x.at[slot] = int32(i)
	}
}

// first returns the slot that dies first.
func (x *expiries) first() (slot uint32, ok bool) {
	if len(x.heap) == 0 {
		return none, false
	}
	return x.heap[0], true
}

func (x *expiries) add(slot uint32) {
	x.heap = append(x.heap, slot)
	x.at[slot] = int32(len(x.heap) - 1)
	x.up(len(x.heap) - 1)
}

// remove takes slot out, if it is in.
func (x *expiries) remove(slot uint32) {
	if int(slot) >= len(x.at) || x.at[slot] < 0 {
		return
	}
	i, end := int(x.at[slot]), len(x.heap)-1
	x.swap(i, end)
	x.heap = x.heap[:end]
	x.at[slot] = -1
	if i < end {
		x.up(i)
		x.down(i)
	}
}

func (x *expiries) less(i, j int) bool { return x.when(x.heap[i]) < x.when(x.heap[j]) }

func (x *expiries) swap(i, j int) {
	x.heap[i], x.heap[j] = x.heap[j], x.heap[i]
	x.at[x.heap[i]], x.at[x.heap[j]] = int32(i), int32(j)
}

func (x *expiries) up(i int) {
	for i > 0 && x.less(i, (i-1)/4) {
		x.swap(i, (i-1)/4)
		i = (i - 1) / 4
	}
}

func (x *expiries) down(i int) {
	for {
		least := i
		for child := 4*i + 1; child <= 4*i+4 && child < len(x.heap); child++ {
			if x.less(child, least) {
				least = child
			}
		}
		if least == i {
			return
		}
		x.swap(i, least)
		i = least
	}
}
