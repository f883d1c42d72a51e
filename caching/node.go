package caching

import "unsafe"

// node is an entry that is too large for words, or has pointers.
type node[K comparable, V any] struct {
	key   K
	value V
}

// shortNode is a node with a copy of its key's text beside it, so that comparing
// keys does not wait for memory a second time. What the caller's string was cut from is not held.
type shortNode[K comparable, V any] struct {
	node[K, V]
	text [shortText]byte
}

const shortText = 24

func newNode[K comparable, V any](k K, v V) *node[K, V] {
	text, ok := any(k).(string)
	if !ok || len(text) > shortText {
		return &node[K, V]{k, v}
	}
	n := &shortNode[K, V]{node: node[K, V]{k, v}}
	copy(n.text[:], text)
	*(*string)(unsafe.Pointer(&n.key)) = unsafe.String(&n.text[0], len(text))
	return &n.node
}
