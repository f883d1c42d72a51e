package caching

import (
	"math/bits"
	"reflect"
	"unsafe"
)

// inWords reports whether T fits into one word that the collector need not look at.
func inWords[T any]() bool {
	t := reflect.TypeFor[T]()
	return bits.OnesCount64(uint64(t.Size())) <= 1 && t.Size() <= 8 && noPointers(t)
}

func noPointers(t reflect.Type) bool {
	switch k := t.Kind(); k {
	case reflect.Array:
		return noPointers(t.Elem())
	case reflect.Struct:
		for f := range t.Fields() {
			if !noPointers(f.Type) {
				return false
			}
		}
		return true
	default:
		return k >= reflect.Bool && k <= reflect.Complex128
	}
}

// toWord is for types of which inWords is true.
func toWord[T any](v T) uint64 {
	switch unsafe.Sizeof(v) {
	case 8:
		return *(*uint64)(unsafe.Pointer(&v))
	case 4:
		return uint64(*(*uint32)(unsafe.Pointer(&v)))
	case 2:
		return uint64(*(*uint16)(unsafe.Pointer(&v)))
	case 1:
		return uint64(*(*uint8)(unsafe.Pointer(&v)))
	}
	return 0
}

// fromWord undoes toWord.
func fromWord[T any](w uint64) (v T) {
	switch unsafe.Sizeof(v) {
	case 8:
		*(*uint64)(unsafe.Pointer(&v)) = w
	case 4:
		*(*uint32)(unsafe.Pointer(&v)) = uint32(w)
	case 2:
		*(*uint16)(unsafe.Pointer(&v)) = uint16(w)
	case 1:
		*(*uint8)(unsafe.Pointer(&v)) = uint8(w)
	}
	return v
}
