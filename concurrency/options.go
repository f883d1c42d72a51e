package concurrency

import (
	"fmt"
	"runtime"
)

// Options are the settings of a call. A nil *Options means the defaults, and so
// does the zero value. It may be copied and shared; no call changes it.
type Options struct {
	// Width is how many items may be in flight at once. Zero means
	// [runtime.GOMAXPROCS]; a negative width is an error, and a panic in the
	// functions that return none.
	Width int

	// FailFast gives up the sequential loop's promises for latency: the first
	// failure in time cancels the context of all other items and is what the call
	// returns, whatever its index.
	FailFast bool
}

// width returns the number of workers for a call.
func (o *Options) width() (int, error) {
	switch {
	case o == nil || o.Width == 0:
		return runtime.GOMAXPROCS(0), nil
	case o.Width < 0:
		return 0, fmt.Errorf("concurrency: Options.Width: %d, want 0 (GOMAXPROCS) or more", o.Width)
	default:
		return o.Width, nil
	}
}

// failFast reports whether the first failure in time decides.
func (o *Options) failFast() bool { return o != nil && o.FailFast }
