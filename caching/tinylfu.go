package caching

// tinyLFU lets new entries into a window and from there into the main queue if they
// were asked for more often than the one that would have to go. Both queues are
// CLOCKs: a hit entry that comes to its end begins again, and its hits are counted
// then. Einziger, Friedman, Manes: TinyLFU, ACM Transactions on Storage, 2017.
type tinyLFU struct {
	*deck
	window, main queue
	sketch       sketch
	share        float64 // of the window
}

func newTinyLFU(d *deck, share float64) *tinyLFU {
	return &tinyLFU{deck: d, window: newQueue(d, 1), main: newQueue(d, 2), sketch: newSketch(0), share: share}
}

func (t *tinyLFU) grow(slots int) { t.sketch = newSketch(slots) }

// wanted is the length that the window should have.
func (t *tinyLFU) wanted() int {
	return max(1, int(t.share*float64(t.window.len+t.main.len)))
}

func (t *tinyLFU) add(slot uint32) {
	t.sketch.add(t.hashes[slot], 1)
	t.window.push(slot)
	if t.window.len > t.wanted() {
		t.admit(t.window.oldest)
	}
}

func (t *tinyLFU) admit(slot uint32) {
	t.window.remove(slot)
	t.main.push(slot)
}

func (t *tinyLFU) drop(slot uint32) {
	if t.in[slot] == t.window.id {
		t.window.remove(slot)
	} else {
		t.main.remove(slot)
	}
}

// settle counts the hits of slot and reports whether it had any.
func (t *tinyLFU) settle(slot uint32) bool {
	n := t.uses(slot)
	if n == 0 {
		return false
	}
	t.sketch.add(t.hashes[slot], n)
	t.clearUses(slot)
	return true
}

func (t *tinyLFU) victim() uint32 {
	if t.window.len == 0 || (t.window.len < t.wanted() && t.main.len > 0) {
		return t.mainVictim()
	}
	for t.settle(t.window.oldest) {
		t.window.renew(t.window.oldest)
	}
	for range 4 { // the window shrinks step by step
		if t.window.len > t.wanted()+1 {
			t.admit(t.window.oldest)
		}
	}
	candidate := t.window.oldest
	if t.main.len == 0 {
		return candidate
	}
	v := t.mainVictim()
	if t.sketch.estimate(t.hashes[candidate]) > t.sketch.estimate(t.hashes[v]) {
		t.admit(candidate)
		return v
	}
	return candidate
}

func (t *tinyLFU) mainVictim() uint32 {
	for t.settle(t.main.oldest) {
		t.main.renew(t.main.oldest)
	}
	return t.main.oldest
}
