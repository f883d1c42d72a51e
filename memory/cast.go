package memory

import (
	"errors"
	"fmt"
	"unsafe"
)

// Fixed is what [Cast] takes and gives: numbers that are as large on every
// machine, and mean something whatever their bits are. A pointer has no place in
// it, nor has bool, of which only two bit patterns are good.
type Fixed interface {
	~int8 | ~int16 | ~int32 | ~int64 |
		~uint8 | ~uint16 | ~uint32 | ~uint64 |
		~float32 | ~float64 | ~complex64 | ~complex128
}

var (
	// ErrLength is the error of [Cast] when the bytes do not make whole elements.
	ErrLength = errors.New("length is not a multiple of the element size")

	// ErrAlignment is the error of [Cast] when the first byte is not where the
	// machine wants an element of the new type.
	ErrAlignment = errors.New("first byte is not aligned")
)

// Cast returns the same memory seen as elements of another type, as Python's
// memoryview.cast does: a write through one slice is seen through the other. It
// copies nothing and allocates nothing; the array stays alive while either slice
// is held. The result's capacity is its length, so that append copies.
//
// The bytes are taken in the machine's own order, which is little-endian on
// amd64 and arm64. For files and networks use encoding/binary, which says the
// order and needs no alignment.
//
// The error wraps [ErrLength] or [ErrAlignment]. Cast of an empty slice is an
// empty slice, of a nil slice nil.
//
// Type To is given and From is inferred: Cast[float64](bytes).
func Cast[To, From Fixed](s []From) ([]To, error) {
	var from From
	var to To
	size := len(s) * int(unsafe.Sizeof(from)) // no overflow: the slice exists
	if size%int(unsafe.Sizeof(to)) != 0 {
		return nil, fmt.Errorf("memory: cast: %d bytes as elements of %d: %w", size, unsafe.Sizeof(to), ErrLength)
	}
	if s == nil {
		return nil, nil
	}
	if size == 0 {
		return []To{}, nil
	}
	first := unsafe.Pointer(unsafe.SliceData(s))
	if over := uintptr(first) % unsafe.Alignof(to); over != 0 {
		return nil, fmt.Errorf("memory: cast: first byte is %d past a multiple of %d: %w", over, unsafe.Alignof(to), ErrAlignment)
	}
	return unsafe.Slice((*To)(first), size/int(unsafe.Sizeof(to))), nil
}

// StringBytes returns the bytes of s without copying them, for a function that
// takes a []byte and only reads it, such as a hash. It allocates nothing, and its
// capacity is its length, so that append copies.
//
// The result must never be written to: strings are immutable, literals lie in
// memory that cannot be written, and a write ends the program or changes every
// string that shares the bytes. Where the callee is not known to read only,
// []byte(s) is right; for x := range []byte(s) and comparisons the compiler
// leaves the copy out by itself.
func StringBytes(s string) []byte {
	return unsafe.Slice(unsafe.StringData(s), len(s))
}
