package matching

import "math/bits"

// A textTable finds the instruction for one of many literals. It is an open-addressed hash
// table over the length and the first and last eight bytes, which for the literals of a program are nearly
// always enough to tell them apart, and far quicker to hash than a whole string.
type textTable struct {
	texts []textCase // in the order in which they were added
	slots []textCase // the table: a power of two, a quarter full; next is nil where it is free
	shift uint8
	many  map[string]*instruction // instead, for literals that collide
}

// textCase leads from a literal to an instruction.
type textCase struct {
	text string
	next *instruction
}

// maxProbes is how far a literal may be from where its hash says.
const maxProbes = 4

func (w *textTable) add(s string, next *instruction) {
	w.texts = append(w.texts, textCase{s, next})
	size := 4 << bits.Len(uint(len(w.texts)-1))
	w.slots, w.shift, w.many = make([]textCase, size), uint8(64-bits.Len(uint(size-1))), nil
	for _, c := range w.texts {
		if !w.put(c) {
			w.spill()
			return
		}
	}
}

func (w *textTable) put(c textCase) bool {
	at := textHash(c.text) >> w.shift
	for range maxProbes {
		slot := &w.slots[at&uint64(len(w.slots)-1)]
		if slot.next == nil {
			*slot = c
			return true
		}
		at++
	}
	return false
}

func (w *textTable) spill() {
	w.many = make(map[string]*instruction, len(w.texts))
	for _, c := range w.texts {
		w.many[c.text] = c.next
	}
}

// find returns where s leads, or none.
func (w *textTable) find(s string, none *instruction) *instruction {
	if w.many != nil {
		if next, ok := w.many[s]; ok {
			return next
		}
		return none
	}
	for at := textHash(s) >> w.shift; ; at++ {
		slot := &w.slots[at&uint64(len(w.slots)-1)]
		if slot.text == s && slot.next != nil {
			return slot.next
		}
		if slot.next == nil {
			return none
		}
	}
}

// textHash mixes the length with the first and the last bytes.
func textHash(s string) uint64 {
	var head, tail uint64
	switch n := len(s); {
	case n >= 8:
		head, tail = word(s), word(s[n-8:])
	case n >= 4:
		head, tail = half(s), half(s[n-4:])
	case n > 0:
		head = uint64(s[0]) | uint64(s[n/2])<<8 | uint64(s[n-1])<<16
	}
	hi, lo := bits.Mul64(head^0x9E3779B97F4A7C15^uint64(len(s)), tail^0xD6E8FEB86659FD93)
	return (hi ^ lo) * 0x9E3779B97F4A7C15
}

func word(s string) uint64 {
	_ = s[7]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

func half(s string) uint64 {
	_ = s[3]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24
}
