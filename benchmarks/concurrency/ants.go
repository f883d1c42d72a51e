package concurrency

import (
	"io"
	"log"
	"sync"
	"time"

	"github.com/panjf2000/ants/v2"
)

func antsPeer() peer {
	return peer{
		library: "github.com/panjf2000/ants/v2",
		mapped: func(items []int, width int, f func(int) int) []int {
			p, err := ants.NewPool(width, ants.WithLogger(log.New(io.Discard, "", 0)))
			if err != nil {
				panic(err)
			}
			defer p.Release()
			out := make([]int, len(items))
			var wg sync.WaitGroup
			for i, v := range items {
				wg.Add(1)
				err := p.Submit(func() {
					defer wg.Done()
					out[i] = f(v)
				})
				if err != nil {
					panic(err)
				}
			}
			wg.Wait()
			return out
		},
		pool: func(width, queue int) workers {
			p, err := ants.NewPool(width, ants.WithMaxBlockingTasks(queue), ants.WithLogger(log.New(io.Discard, "", 0)))
			if err != nil {
				panic(err)
			}
			return workers{
				submit: p.Submit,
				close:  func() { _ = p.ReleaseTimeout(5 * time.Second) },
			}
		},
	}
}
