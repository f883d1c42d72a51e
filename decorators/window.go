package decorators

import (
	"math/rand/v2"
	"sync/atomic"
	"time"
)

const (
	windowSteps  = 10
	windowShards = 8
)

// window counts successes and failures over the time just past, in steps. Each
// call writes to a shard picked by chance, so that goroutines seldom meet; only
// a failure reads them all.
type window struct {
	width  time.Duration // of a step
	shards [windowShards]shard
}

// shard is two cache lines of its own. A cell holds the step it counts (32
// bits), the successes and the failures (16 bits each).
type shard struct {
	cells [windowSteps]atomic.Uint64
	_     [128 - windowSteps*8]byte
}

func newWindow(d time.Duration) *window {
	return &window{width: d / windowSteps}
}

// add counts a call that ended at now.
func (w *window) add(now time.Duration, failure bool) {
	step := uint32(now / w.width)
	cell := &w.shards[rand.Uint32()%windowShards].cells[step%windowSteps]
	one := uint64(1) << 16
	if failure {
		one = 1
	}
	for {
		old := cell.Load()
		seen := old
		switch behind := int32(step - uint32(old>>32)); {
		case behind < 0:
			return // the cell has moved on while we were held up
		case behind > 0:
			old = uint64(step) << 32
		}
		if (old>>16)&0xffff == 0xffff || old&0xffff == 0xffff { // full: halve both, which keeps their ratio
			old = uint64(step)<<32 | (old>>17)&0x7fff<<16 | (old&0xffff)>>1
		}
		if cell.CompareAndSwap(seen, old+one) {
			return
		}
	}
}

// counts returns the calls and the failures of the last ten steps.
func (w *window) counts(now time.Duration) (calls, failures int) {
	step := uint32(now / w.width)
	for s := range w.shards {
		for c := range w.shards[s].cells {
			cell := w.shards[s].cells[c].Load()
			if step-uint32(cell>>32) < windowSteps {
				calls += int(cell>>16&0xffff) + int(cell&0xffff)
				failures += int(cell & 0xffff)
			}
		}
	}
	return calls, failures
}
