package concurrency_test

import (
	"context"
	"errors"
	"fmt"
)

// How does cancellation travel?
//
// Down the tree of contexts, never up: cancelling a parent closes the Done
// channel of every child at once, a child's end does not touch its parent.
// Err says canceled or deadline exceeded; context.Cause says why, with the error
// that was given to the first CancelCauseFunc. Nobody is stopped: each function must look.
//
// Follow-ups:
//   - Who calls cancel? Whoever made the context, always, by defer; otherwise the child stays registered with its parent.
//   - Which cause stays when two cancel? The first.
//   - How does work outlive a request but keep its values? With [context.WithoutCancel].
//
// Pitfalls:
//   - Returning ctx.Err where Cause would name the reason.
//   - A loop that never looks at ctx: it cannot be cancelled.
//
// Trade-offs: A Done channel of your own is simpler inside one package; a context crosses APIs.
//
// From Python: Python's task.cancel throws CancelledError into the coroutine at the await where it waits. A
// goroutine cannot be interrupted from outside; it is asked.
//
// Level: mid. Tags: context, cancel. Since: go1.21. See: [context.Cause], concurrency/timeouts.
func Example_cancel() {
	parent, stop := context.WithCancelCause(context.Background())
	child, cancel := context.WithCancel(parent)
	defer cancel()
	sibling, cancelSibling := context.WithCancel(parent)
	detached := context.WithoutCancel(child)

	cancelSibling()
	fmt.Println("sibling:", sibling.Err(), "- parent:", parent.Err(), "- child:", child.Err())

	stop(errors.New("disk full"))
	stop(errors.New("too late"))
	<-child.Done()
	fmt.Println("child:", child.Err(), "- cause:", context.Cause(child))
	fmt.Println("sibling's cause:", context.Cause(sibling))
	fmt.Println("detached:", detached.Err())
	// Output:
	// sibling: context canceled - parent: <nil> - child: <nil>
	// child: context canceled - cause: disk full
	// sibling's cause: context canceled
	// detached: <nil>
}
