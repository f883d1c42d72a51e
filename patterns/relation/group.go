package relation

// keyed is the parents by key: the distinct keys in order of appearance, each with a slot.
type keyed[K comparable] struct {
	keys  []K
	slots map[K]int
	of    []int // each parent's slot; -1 for NULL
}

func index[P any, K comparable](parents []P, pk func(*P) (K, bool)) keyed[K] {
	ix := keyed[K]{
		keys:  make([]K, 0, len(parents)),
		slots: make(map[K]int, len(parents)),
		of:    make([]int, len(parents)),
	}
	for i := range parents {
		key, ok := pk(&parents[i])
		if !ok {
			ix.of[i] = -1
			continue
		}
		slot, known := ix.slots[key]
		if !known {
			slot = len(ix.keys)
			ix.slots[key] = slot
			ix.keys = append(ix.keys, key)
		}
		ix.of[i] = slot
	}
	return ix
}

// groups is children in one array, those of a slot beside each other.
type groups[C any] struct {
	rows []C
	ends []int // where the children of a slot end, in rows; they begin where the slot before ends
}

// at returns the children of a slot, with no room behind them.
func (g groups[C]) at(slot int) []C {
	if slot < 0 || g.rows == nil {
		return []C{}
	}
	begin := 0
	if slot > 0 {
		begin = g.ends[slot-1]
	}
	return g.rows[begin:g.ends[slot]:g.ends[slot]]
}

// grouped puts rows that came in any order, each for a slot, beside those of the same slot. It is a
// counting sort: linear, and it keeps the order within a slot.
func grouped[C any](rows []C, of []int, slots int) groups[C] {
	ends := make([]int, slots+1) // first where each slot begins, one further on where it ends
	sorted := true
	for i, slot := range of {
		ends[slot+1]++
		sorted = sorted && (i == 0 || of[i-1] <= slot)
	}
	for slot := range slots {
		ends[slot+1] += ends[slot]
	}
	if sorted {
		return groups[C]{rows, ends[1:]}
	}
	out := make([]C, len(rows))
	for i, slot := range of {
		out[ends[slot]] = rows[i]
		ends[slot]++
	}
	return groups[C]{out, ends[:slots]}
}
