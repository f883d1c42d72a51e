package memory

import (
	"math/bits"
	"unsafe"
)

// A slice in an interface, as sync.Pool wants it, would allocate its three words
// at each Put. So a buffer goes there as one pointer, which tells its size as well:
// a buffer of 1<<class bytes begins at a multiple of 64, as every allocation of such a size does, and
// the pointer points at its byte number class, which is less than 64. It keeps the
// buffer alive as any pointer into it does.
const tagAlign = 64

// tagged returns the pointer for a buffer whose length is its capacity; nil if the
// buffer is not of a class.
func tagged(b []byte) *byte {
	first := unsafe.Pointer(unsafe.SliceData(b))
	size := uint(len(b))
	if size&(size-1) != 0 || size-1<<minClass > 1<<maxClass-1<<minClass || uintptr(first)%tagAlign != 0 {
		return nil
	}
	return (*byte)(unsafe.Add(first, bits.TrailingZeros(size)))
}

// sizeOf returns the size of a pointer's buffer.
func sizeOf(p *byte) uint {
	return 1 << (uintptr(unsafe.Pointer(p)) % tagAlign)
}

// untagged returns the buffer of a pointer that is not nil.
func untagged(p *byte) []byte {
	class := uintptr(unsafe.Pointer(p)) % tagAlign
	// What unsafe.Slice would check is known.
	return *(*[]byte)(unsafe.Pointer(&struct {
		first     unsafe.Pointer
		size, cap int
	}{unsafe.Add(unsafe.Pointer(p), -int(class)), 1 << class, 1 << class}))
}
