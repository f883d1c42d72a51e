package matching

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/goconcepts/cookbook/benchmarks/harness"
	"github.com/goconcepts/cookbook/matching"
)

type statusError struct{ status int }

func (e *statusError) Error() string { return fmt.Sprint("status ", e.status) }

// failures are four kinds of errors, each wrapped as a service wraps them: by three layers.
func failures() []error {
	wrap := func(err error) error {
		return fmt.Errorf("handler: %w", fmt.Errorf("service: %w", fmt.Errorf("store: %w", err)))
	}
	return []error{
		wrap(&statusError{404}),
		wrap(&fs.PathError{Op: "open", Path: "a", Err: fs.ErrPermission}),
		wrap(&os.SyscallError{Syscall: "read", Err: errors.New("interrupted")}),
		wrap(os.ErrDeadlineExceeded),
	}
}

func errorJobs() []harness.Job {
	return []harness.Job{
		{Name: "four kinds of wrapped errors", Unit: "error", Contestants: []harness.Contestant{
			finder(harness.Ours, walkOnce()), finder(harness.HandWritten, handWalk), finder(harness.Stdlib, asTypeLadder),
		}},
		{Name: "four kinds of wrapped errors, the ladder of errors.As", Unit: "error", Contestants: []harness.Contestant{
			finder(harness.Ours, walkOnce()), finder(harness.Stdlib, asLadder),
		}},
	}
}

func finder(library string, find func(error) int) harness.Contestant {
	return harness.Contestant{Library: library, Start: func() (func(int), func(), error) {
		errs := failures()
		for i, err := range errs {
			if got := find(err); got != i {
				return nil, nil, fmt.Errorf("%v: arm %d, not %d", err, got, i)
			}
		}
		if got := find(errors.New("other")); got != -1 {
			return nil, nil, fmt.Errorf("another error: arm %d", got)
		}
		sum := 0
		return func(n int) {
			for i := range n {
				sum += find(errs[i&3])
			}
		}, nil, nil
	}}
}

func walkOnce() func(error) int {
	set := matching.Errors(
		matching.As(nil, func(*statusError) (int, error) { return 0, nil }),
		matching.As(nil, func(*fs.PathError) (int, error) { return 1, nil }),
		matching.As(nil, func(*os.SyscallError) (int, error) { return 2, nil }),
		matching.Is(os.ErrDeadlineExceeded, func(error) (int, error) { return 3, nil }),
	)
	return func(err error) int { arm, _ := set.Find(err); return arm }
}

// handWalk is one loop with a type switch, for chains without joins and errors without As and Is.
func handWalk(err error) int {
	best := -1
	for err != nil {
		switch err.(type) { //nolint:errorlint // The loop does the unwrapping.
		case *statusError:
			return 0
		case *fs.PathError:
			best = 1
		case *os.SyscallError:
			if best < 0 || best > 2 {
				best = 2
			}
		default:
			if best < 0 && err == os.ErrDeadlineExceeded { //nolint:errorlint // The loop does the unwrapping.
				best = 3
			}
		}
		err = errors.Unwrap(err)
	}
	return best
}

func asTypeLadder(err error) int {
	if _, ok := errors.AsType[*statusError](err); ok {
		return 0
	}
	if _, ok := errors.AsType[*fs.PathError](err); ok {
		return 1
	}
	if _, ok := errors.AsType[*os.SyscallError](err); ok {
		return 2
	}
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return 3
	}
	return -1
}

func asLadder(err error) int {
	var status *statusError
	if errors.As(err, &status) {
		return 0
	}
	var path *fs.PathError
	if errors.As(err, &path) {
		return 1
	}
	var call *os.SyscallError
	if errors.As(err, &call) {
		return 2
	}
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return 3
	}
	return -1
}
