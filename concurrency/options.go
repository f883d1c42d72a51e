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

	// Ahead is how many items a stream may read from its source, and have
	// finished, before the consumer asks for them. Zero means 2*Width+2; a
	// larger one makes streams of tiny items faster, since they are then handed over in
	// blocks; a negative one is an error. Other functions ignore it.
	Ahead int

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
		return 0, fmt.Errorf("concurrency: Options.Width is %d, want 0 (GOMAXPROCS) or more", o.Width)
	default:
		return o.Width, nil
	}
}

// ahead returns how far a stream of the given width reads ahead.
func (o *Options) ahead(width int) (int, error) {
	switch {
	case o == nil || o.Ahead == 0:
		return 2*width + 2, nil
	case o.Ahead < 0:
		return 0, fmt.Errorf("concurrency: Options.Ahead is %d, want 0 (2*Width+2) or more", o.Ahead)
	default:
		return o.Ahead, nil
	}
}

// failFast reports whether the first failure in time decides.
func (o *Options) failFast() bool { return o != nil && o.FailFast }
