// Package outcome runs a function that somebody else wrote and tells how it
// ended: it returned, it panicked, or it called [runtime.Goexit] (as t.FailNow
// does). A plain defer with recover cannot tell the second from the third, and
// code that does not ask takes a Goexit for success.
package outcome

import "runtime/debug"

// Kind is one of the three ways in which a call ends.
type Kind uint8

// The zero Kind is Exited, so that an outcome nobody filled in is never success.
const (
	Exited   Kind = iota // runtime.Goexit ended the goroutine
	Returned             // the function returned
	Panicked             // the function panicked
)

// String returns the kind's name in lower case.
func (k Kind) String() string {
	switch k {
	case Returned:
		return "returned"
	case Panicked:
		return "panicked"
	default:
		return "exited"
	}
}

// Outcome is how a call ended.
type Outcome struct {
	Kind  Kind
	Value any    // the panic's value; nil unless Kind is Panicked
	Stack []byte // the stack at the panic; nil unless Kind is Panicked
}

// Run calls f in the calling goroutine and hands its outcome to ended, which is
// called exactly once. A panic stops here: Run returns and ended has its value.
// A Goexit cannot be stopped: ended runs, then the goroutine's other deferred
// functions, and Run never returns.
//
// A panic costs one stack trace; nothing else allocates beyond the two closures.
func Run(f func(), ended func(Outcome)) {
	o := Outcome{Kind: Exited}
	defer func() {
		if o.Kind != Returned {
			// recover returns nil only under Goexit: since Go 1.21 even panic(nil) has a value.
			if v := recover(); v != nil {
				o = Outcome{Kind: Panicked, Value: v, Stack: debug.Stack()}
			}
		}
		ended(o)
	}()
	f()
	o.Kind = Returned
}
