package pools

import "github.com/valyala/bytebufferpool"

func byteBufferPool() peer {
	return peer{"github.com/valyala/bytebufferpool", func() func(int, func([]byte)) {
		p := new(bytebufferpool.Pool)
		return func(size int, use func([]byte)) {
			b := p.Get()
			if cap(b.B) < size {
				b.B = make([]byte, size)
			}
			b.B = b.B[:size]
			use(b.B)
			p.Put(b)
		}
	}}
}
