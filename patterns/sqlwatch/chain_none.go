//go:build !gc || !(amd64 || arm64)

package sqlwatch

// chain has no frame pointers to walk along here.
func chain(int) (hash uint64, whole bool) { return 0, false }
