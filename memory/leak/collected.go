package leak

import (
	"reflect"
	"runtime"
	"strings"
	"testing"
	"unsafe"
	"weak"
)

// A Holder is a variable that may keep an object alive, with the name that a
// report calls it by. It is made by [Root].
type Holder struct {
	name string
	v    reflect.Value
}

// Root names a variable for [Collected] to search, by its address: Root("registry", &registry).
func Root[T any](name string, variable *T) Holder {
	return Holder{name, reflect.ValueOf(variable).Elem()}
}

// Collected makes the test fail when the object that ptr points at survives a
// collection, and says what keeps it. The call is to be the last use of the object
// in the test: the caller's own variable does not count when it is not used later.
//
// The error gives the shortest path of fields from each root that leads to the
// object, such as registry.sessions["ada"].conn. Paths through a func's captured
// variables, a channel's buffer, an unsafe.Pointer or a uintptr are not seen. It also
// says what the collector starts from to reach the object: the stack of a named
// function, a global variable, or a finalizer; unless the heap has more than 256
// MiB, for this is read from [debug.WriteHeapDump]. What remains unknown is called unknown.
//
// An object of less than 16 bytes without pointers may share its memory with
// others and outlive its last use with them: give it a larger type in the test.
//
// It runs up to three collections (an object in a [sync.Pool] survives one), dumps the heap and
// walks the roots only after a failure, when nothing else may be writing to them.
func Collected[T any](t testing.TB, ptr *T, roots ...Holder) {
	t.Helper()
	w := weak.Make(ptr)
	collected(t, func() unsafe.Pointer { return unsafe.Pointer(w.Value()) }, unsafe.Sizeof(*ptr), roots)
}

func collected(t testing.TB, object func() unsafe.Pointer, size uintptr, roots []Holder) {
	t.Helper()
	for range 3 {
		if runtime.GC(); object() == nil {
			return
		}
	}
	var b strings.Builder
	for _, r := range roots {
		if path := search(r, uintptr(object()), max(size, 1)); path != "" {
			b.WriteString("\n\tkept by " + path)
		}
	}
	if b.Len() == 0 {
		b.WriteString("\n\tkept by something unknown: no root leads to it")
	}
	if from := holder(uintptr(object())); from != "" {
		b.WriteString("\n\treached from " + from)
	} else {
		b.WriteString("\n\treached from something unknown")
	}
	t.Errorf("leak: collected: the object is still reachable%s", b.String())
}
