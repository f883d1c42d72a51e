package concurrency

import (
	"github.com/gammazero/workerpool"
)

func workerpoolPeer() peer {
	return peer{
		library: "github.com/gammazero/workerpool",
		mapped: func(items []int, width int, f func(int) int) []int {
			p := workerpool.New(width)
			out := make([]int, len(items))
			for i, v := range items {
				p.Submit(func() { out[i] = f(v) })
			}
			p.StopWait()
			return out
		},
		pool: func(width, _ int) workers { // its queue has no bound
			p := workerpool.New(width)
			return workers{submit: p.Do, close: p.StopWait}
		},
	}
}
