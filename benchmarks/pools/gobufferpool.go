package pools

import pool "github.com/libp2p/go-buffer-pool"

func goBufferPool() peer {
	return peer{"github.com/libp2p/go-buffer-pool", func() func(int, func([]byte)) {
		p := new(pool.BufferPool)
		return func(size int, use func([]byte)) {
			b := p.Get(size)
			use(b)
			p.Put(b)
		}
	}}
}
