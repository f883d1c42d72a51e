package caching

// expiries are a shard's entries that die. With one TTL for all, each new entry dies last:
// such entries stand in line. Those that do not are in a heap by their time of death.
type expiries struct {
	line        []neighbours // by slot
	first, last uint32       // of the line
	heap        []uint32     // slots
	at          []int32      // by slot: its place in the heap, or nowhere, or inLine
	when        func(slot uint32) int64
}

type neighbours struct{ before, after uint32 }

const (
	nowhere = -1
	inLine  = -2
)

// move takes each entry to its new slot of n.
func (x *expiries) move(to []uint32, n int) {
	line, at := x.line, x.at
	x.room(n)
	for slot, place := range at {
		if place == inLine {
			l := line[slot]
			x.line[to[slot]] = neighbours{moved(to, l.before), moved(to, l.after)}
		}
		if place != nowhere {
			x.at[to[slot]] = place
		}
	}
	x.first, x.last = moved(to, x.first), moved(to, x.last)
	for i, slot := range x.heap {
		x.heap[i] = to[slot]
	}
}

// room makes x one of n slots, none of which is in it, save that the ends of the line and the heap stay.
func (x *expiries) room(n int) {
	if x.at == nil {
		x.first, x.last = none, none
	}
	x.line, x.at = make([]neighbours, n), make([]int32, n)
	for slot := range x.at {
		x.at[slot] = nowhere
	}
}

// next returns the slot that dies first.
func (x *expiries) next() (slot uint32, ok bool) {
	switch {
	case x.at == nil || x.first == none && len(x.heap) == 0:
		return none, false
	case x.first == none || len(x.heap) > 0 && x.when(x.heap[0]) < x.when(x.first):
		return x.heap[0], true
	}
	return x.first, true
}

func (x *expiries) add(slot uint32) {
	if x.last == none || x.when(slot) >= x.when(x.last) {
		x.line[slot] = neighbours{x.last, none}
		if x.at[slot] = inLine; x.last == none {
			x.first = slot
		} else {
			x.line[x.last].after = slot
		}
		x.last = slot
		return
	}
	x.heap = append(x.heap, slot)
	x.at[slot] = int32(len(x.heap) - 1)
	x.up(len(x.heap) - 1)
}

// remove takes slot out, if it is in.
func (x *expiries) remove(slot uint32) {
	if x.at == nil || x.at[slot] == nowhere {
		return
	}
	if x.at[slot] == inLine {
		x.leaveLine(slot)
	} else {
		x.leaveHeap(int(x.at[slot]))
	}
	x.at[slot] = nowhere
}

func (x *expiries) leaveLine(slot uint32) {
	l := x.line[slot]
	if l.before == none {
		x.first = l.after
	} else {
		x.line[l.before].after = l.after
	}
	if l.after == none {
		x.last = l.before
	} else {
		x.line[l.after].before = l.before
	}
}

func (x *expiries) leaveHeap(i int) {
	end := len(x.heap) - 1
	x.swap(i, end)
	x.heap = x.heap[:end]
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
