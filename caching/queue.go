package caching

// none is no slot.
const none = ^uint32(0)

// deck is what a policy knows of a shard's entries: each slot's place in a
// queue, and the counter that readers bump.
type deck struct {
	places []place
	use    func(slot uint32) use
}

// move takes each entry to its new slot of n.
func (d *deck) move(to []uint32, n int) {
	places := make([]place, n)
	for slot, p := range d.places {
		if p.in != 0 {
			p.newer, p.older = moved(to, p.newer), moved(to, p.older)
			places[to[slot]] = p
		}
	}
	d.places = places
}

// moved is where slot is now, if it is one.
func moved(to []uint32, slot uint32) uint32 {
	if slot == none {
		return none
	}
	return to[slot]
}

type place struct {
	hash         uint32
	newer, older uint32 // neighbours in the queue
	in           queueID
}

// queueID tells a policy's queues apart; 0 is a free slot.
type queueID uint8

// queue is a list of slots in order of arrival, linked in the deck.
type queue struct {
	*deck
	id             queueID
	newest, oldest uint32
	len            int
}

func newQueue(d *deck, id queueID) queue { return queue{d, id, none, none, 0} }

// push makes slot the newest.
func (q *queue) push(slot uint32) {
	p := &q.places[slot]
	p.in, p.newer, p.older = q.id, none, q.newest
	if q.newest == none {
		q.oldest = slot
	} else {
		q.places[q.newest].newer = slot
	}
	q.newest = slot
	q.len++
}

// remove takes slot out, wherever it stands.
func (q *queue) remove(slot uint32) {
	l := &q.places[slot]
	if l.newer == none {
		q.newest = l.older
	} else {
		q.places[l.newer].older = l.older
	}
	if l.older == none {
		q.oldest = l.newer
	} else {
		q.places[l.older].newer = l.newer
	}
	l.in = 0
	q.len--
}

// renew makes slot the newest again.
func (q *queue) renew(slot uint32) {
	if slot != q.newest {
		q.remove(slot)
		q.push(slot)
	}
}

// move follows the deck's move.
func (q *queue) move(to []uint32) {
	q.newest, q.oldest = moved(to, q.newest), moved(to, q.oldest)
}

// uses is the number of hits of slot since it was last cleared.
func (d *deck) uses(slot uint32) uint32 { return d.use(slot).count() }

func (d *deck) clearUses(slot uint32) { d.use(slot).clear() }

// evictor is a policy at work on one shard. The shard's lock is held at each call.
type evictor interface {
	move(to []uint32)    // the entries have other slots from now on
	room(entries int)    // there may be so many entries
	comes(hash uint32)   // a new entry is to be added, for which there may be no room
	add(slot uint32)     // a new entry
	hit(slot uint32)     // a hit, of the policies that want each under the lock
	drop(slot uint32)    // an entry that leaves
	victim() uint32      // the entry that should leave; there is one at least
	sampled(hash uint32) // a request for a sampled key
}

func newEvictor(p Policy, d *deck, shadows int) evictor {
	switch p {
	case LRU:
		return &lru{newQueue(d, 1)}
	case SIEVE:
		return &sieve{queue: newQueue(d, 1), hand: none}
	case S3FIFO:
		return newS3FIFO(d)
	default:
		return newAdaptive(d, shadows)
	}
}

// lru evicts the least recently used.
type lru struct{ queue }

func (l *lru) room(int)         {}
func (l *lru) comes(uint32)     {}
func (l *lru) add(slot uint32)  { l.push(slot) }
func (l *lru) hit(slot uint32)  { l.renew(slot) }
func (l *lru) drop(slot uint32) { l.remove(slot) }
func (l *lru) victim() uint32   { return l.oldest }
func (l *lru) sampled(uint32)   {}
