// Package pools compares pools of byte buffers: how fast they give and take, and
// what they keep when a burst of huge buffers has passed.
package pools

import (
	"fmt"
	"math/rand/v2"
	"sync"

	"github.com/goconcepts/cookbook/benchmarks/harness"
)

// Topic is what the command runs.
var Topic = harness.Topic{
	Name: "pools",
	Doc:  "pools of byte buffers of needed sizes",
	Jobs: []harness.Job{
		job("1 KiB, one goroutine", equal, 1),
		job("1 KiB, two goroutines", equal, 2),
		job("64 B to 64 KiB, one goroutine", mixed, 1),
		job("64 B to 64 KiB, two goroutines", mixed, 2),
		job("99 % 512 B, 1 % 1 MiB", rare, 1),
	},
	Rows: rows(),
}

// A peer gives a pool of its own to each job, as a function that gets a buffer of
// size bytes, hands it to use and puts it back.
type peer struct {
	library string
	pool    func() (with func(size int, use func([]byte)))
}

func peers() []peer {
	return []peer{ours(), bare(), byteBufferPool(), bpoolPeer(), goBufferPool(), mcachePeer()}
}

const loadSize = 1 << 12

func equal(*rand.Rand) int { return 1 << 10 }

// mixed is uniform in the logarithm.
func mixed(r *rand.Rand) int { return 1<<(6+r.IntN(10)) + r.IntN(64) }

func rare(r *rand.Rand) int {
	if r.IntN(100) == 0 {
		return 1 << 20
	}
	return 512
}

func job(name string, size func(*rand.Rand) int, goroutines int) harness.Job {
	random := rand.New(rand.NewPCG(1, 2))
	sizes := make([]int, loadSize)
	for i := range sizes {
		sizes[i] = size(random)
	}
	j := harness.Job{Name: name, Unit: "buffer"}
	for _, p := range peers() {
		j.Contestants = append(j.Contestants, harness.Contestant{
			Library: p.library,
			Start: func() (func(int), func(), error) {
				with := p.pool()
				if err := check(with, sizes); err != nil {
					return nil, nil, err
				}
				return func(n int) { work(with, sizes, goroutines, n) }, nil, nil
			},
		})
	}
	return j
}

// check does the work once and looks at what it gets.
func check(with func(int, func([]byte)), sizes []int) (err error) {
	for _, size := range sizes {
		with(size, func(b []byte) {
			if len(b) != size {
				err = fmt.Errorf("a buffer of %d bytes instead of %d", len(b), size)
			}
		})
	}
	return err
}

func work(with func(int, func([]byte)), sizes []int, goroutines, n int) {
	use := func(b []byte) { b[0], b[len(b)-1] = 1, 2 }
	loop := func(n int) {
		for i := range n {
			with(sizes[i%loadSize], use)
		}
	}
	if goroutines == 1 {
		loop(n)
		return
	}
	var wg sync.WaitGroup
	for g := range goroutines {
		wg.Go(func() { loop(n*(g+1)/goroutines - n*g/goroutines) })
	}
	wg.Wait()
}
