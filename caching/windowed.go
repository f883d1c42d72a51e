package caching

// windowed tries new entries in a window and keeps the better ones in a main queue.
// Both are CLOCKs: an entry that was hit does not leave when it comes to the end of its
// queue. How large the window is and who gets from there into main is the strategy's
// matter, which may change at any time. W-TinyLFU (Einziger, Friedman, Manes, 2017) and
// S3-FIFO (Yang and others, SOSP 2023) are two of the strategies.
type windowed struct {
	*deck
	window, main queue
	past         past
	strategy
}

// strategy is a way to use the window.
type strategy struct {
	share  float64 // of the entries that the window holds
	again  bool    // entries hit in the window stay there, as in an LRU; else they go to main
	ghosts bool    // an entry gets into main when it returns soon (S3-FIFO), not when it was asked for more often (TinyLFU)
}

func newWindowed(d *deck, s strategy) *windowed {
	return &windowed{deck: d, window: newQueue(d, 1), main: newQueue(d, 2), strategy: s}
}

func (t *windowed) room(entries int) { t.past = newPast(entries) }

func (t *windowed) move(to []uint32) {
	t.window.move(to)
	t.main.move(to)
}

func (t *windowed) entries() int { return t.window.len + t.main.len }

// wanted is the length that the window should have.
func (t *windowed) wanted() int { return max(1, int(t.share*float64(t.entries()))) }

func (t *windowed) comes(hash uint32) { t.past.count(hash, 1) }

func (t *windowed) add(slot uint32) {
	hash := t.places[slot].hash
	if t.past.returns(hash, t.entries()*9/10) && t.ghosts {
		t.main.push(slot)
		return
	}
	t.window.push(slot)
	if t.window.len > t.wanted() && !t.ghosts {
		t.promote()
	}
}

// promote moves the window's oldest to main.
func (t *windowed) promote() {
	slot := t.window.oldest
	t.window.remove(slot)
	t.main.push(slot)
}

func (t *windowed) drop(slot uint32) {
	if t.places[slot].in == t.window.id {
		t.window.remove(slot)
	} else {
		t.main.remove(slot)
	}
}

func (t *windowed) victim() uint32 {
	wanted := t.wanted()
	for t.window.len >= wanted {
		slot := t.window.oldest
		if n := t.uses(slot); n > 0 {
			t.past.count(t.places[slot].hash, n)
			t.clearUses(slot)
			if t.again {
				t.window.renew(slot)
			} else {
				t.promote()
			}
			continue
		}
		return t.judge(slot, wanted)
	}
	if t.main.len == 0 {
		return t.window.oldest
	}
	return t.mainVictim()
}

// judge decides on the window's oldest, which nobody hit.
func (t *windowed) judge(slot uint32, wanted int) uint32 {
	if t.main.len > 0 && !t.ghosts {
		v := t.mainVictim()
		if t.window.len > wanted+1 || t.asked(slot) > t.asked(v)+lag {
			t.promote()
			return v
		}
	}
	t.past.leave(t.places[slot].hash)
	return slot
}

// lag is by how much the count of an entry in main may be behind, since its hits are counted
// when its turn comes. Without it a loop's entries throw each other out.
const lag = 1

func (t *windowed) asked(slot uint32) uint64 { return t.past.requests(t.places[slot].hash) }

// mainVictim is the first entry in main without a hit; those before it lose one hit each.
func (t *windowed) mainVictim() uint32 {
	for {
		slot := t.main.oldest
		if t.uses(slot) == 0 {
			return slot
		}
		t.past.count(t.places[slot].hash, 1)
		t.use(slot).less()
		t.main.renew(slot)
	}
}
