//go:build !race

package memory

// A guard watches the use of buffers when the program is built with -race.
type guard struct{}

func (*guard) got([]byte)      {}
func (*guard) put([]byte) bool { return true }
