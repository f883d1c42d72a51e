// Package weakmap has maps that do not keep their values, or their keys, alive:
// [Map] for values that belong to somebody else and are looked up by name, [Keyed]
// for what is attached to somebody else's objects.
//
// Something simpler often suffices: a field, where the object's type is yours; a
// bounded cache, where values are to be kept for a while; [unique.Make] for equal
// values that should share memory.
//
// From Python:
//
//	weakref.ref(x)            weak.Make(x)
//	r() is None               p.Value() == nil
//	WeakValueDictionary       Map
//	WeakKeyDictionary         Keyed
//	weakref.finalize          memory.Finalize
//	gone at once              gone from the next collection on
//
// A hit costs a lookup under a read lock; storing a value allocates its weak
// pointer. Dead entries are swept after each collection, in time proportional to the
// number of entries, while readers go on.
//
// # Questions
//
// Each is an Example below: the question, the answer, and the code that proves it.
//   - weak (mid): How do weak references work?
package weakmap
