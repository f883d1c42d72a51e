//go:build gc && (amd64 || arm64)

package sqlwatch

// chain hashes the return addresses of its caller and of up to limit callers of that,
// along the frame pointers, which the compiler keeps on these machines. Each step is a
// bijection, so two chains that differ in one address have different hashes. It reads
// nothing outside the goroutine's stack; whole is false when the chain leads out of it,
// as under a call from C.
func chain(limit int) (hash uint64, whole bool)
