package pools

import "github.com/bytedance/gopkg/lang/mcache"

// mcachePeer is one pool for the whole process.
func mcachePeer() peer {
	return peer{"github.com/bytedance/gopkg", func() func(int, func([]byte)) {
		return func(size int, use func([]byte)) {
			b := mcache.Malloc(size)
			use(b)
			mcache.Free(b)
		}
	}}
}
