package pools

import "github.com/oxtoacart/bpool"

func bpoolPeer() peer {
	return peer{"github.com/oxtoacart/bpool", func() func(int, func([]byte)) {
		p := bpool.NewSizedBufferPool(64, 1<<10)
		return func(size int, use func([]byte)) {
			b := p.Get()
			b.Grow(size)
			use(b.AvailableBuffer()[:size])
			p.Put(b)
		}
	}}
}
