package matching_test

import (
	"errors"
	"fmt"
	"io/fs"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	. "github.com/goconcepts/cookbook/matching"
)

// The kinds of errors that a tree can have.
type (
	valueError   struct{ code int }          // comparable, by value
	sliceError   struct{ codes []int }       // cannot be compared
	askedError   struct{ as *httpError }     // answers As for itself
	issedError   struct{ target error }      // answers Is for itself
	bothError    struct{ in error }          // answers, and wraps
	pairError    struct{ in []error }        // joins
	timeoutError interface{ Timeout() bool } // an interface to look for
	slowError    struct{ fs.PathError }      // has Timeout by embedding
)

func (e valueError) Error() string      { return fmt.Sprint("value ", e.code) }
func (e sliceError) Error() string      { return fmt.Sprint("slice ", e.codes) }
func (e *askedError) Error() string     { return "asked" }
func (e *issedError) Error() string     { return "issed" }
func (e *bothError) Error() string      { return "both" }
func (e *bothError) Unwrap() error      { return e.in }
func (e *pairError) Error() string      { return "pair" }
func (e *pairError) Unwrap() []error    { return e.in }
func (e *slowError) Error() string      { return "slow" }
func (e *issedError) Is(err error) bool { return err == e.target }

func (e *bothError) Is(err error) bool { return err == fs.ErrExist }

func (e *bothError) As(target any) bool {
	if p, ok := target.(*valueError); ok {
		*p = valueError{7}
		return true
	}
	return false
}

func (e *askedError) As(target any) bool {
	if p, ok := target.(**httpError); ok {
		*p = e.as
		return true
	}
	return false
}

func treeGen(depth int) *rapid.Generator[error] {
	return rapid.Custom(func(t *rapid.T) error {
		kind := rapid.IntRange(0, 7).Draw(t, "leaf")
		if depth > 0 {
			kind = rapid.IntRange(0, 12).Draw(t, "error")
		}
		switch kind {
		case 0:
			return &httpError{rapid.SampledFrom([]int{404, 500}).Draw(t, "status")}
		case 1:
			return valueError{rapid.IntRange(0, 2).Draw(t, "code")}
		case 2:
			return sliceError{[]int{1}}
		case 3:
			return &askedError{&httpError{rapid.SampledFrom([]int{404, 500}).Draw(t, "asked")}}
		case 4:
			return &issedError{fs.ErrClosed}
		case 5:
			return fs.ErrExist
		case 6:
			return &slowError{fs.PathError{Err: fs.ErrClosed}}
		case 7:
			return fmt.Errorf("plain")
		case 8, 9:
			return fmt.Errorf("wrapped: %w", treeGen(depth-1).Draw(t, "in"))
		case 10:
			return &bothError{treeGen(depth-1).Draw(t, "in")}
		case 11:
			return &pairError{rapid.SliceOfN(treeGen(depth-1), 0, 3).Draw(t, "in")}
		}
		return errors.Join(treeGen(depth-1).Draw(t, "left"), treeGen(depth-1).Draw(t, "right"))
	})
}

// steps are the same questions as an arm and as a step of a ladder.
var steps = []struct {
	arm  ErrorArm[int]
	step func(error) bool
}{
	asStep[*httpError](), asStep[valueError](), asStep[sliceError](), asStep[*slowError](), asStep[timeoutAsError](),
	isStep(fs.ErrExist), isStep(fs.ErrClosed), isStep(valueError{1}), isStep(sliceError{[]int{1}}),
}

// timeoutAsError is an interface type that is an error.
type timeoutAsError interface {
	error
	timeoutError
}

func asStep[E error]() struct {
	arm  ErrorArm[int]
	step func(error) bool
} {
	return struct {
		arm  ErrorArm[int]
		step func(error) bool
	}{
		As(nil, func(E) (int, error) { return 0, nil }),
		func(err error) bool { _, ok := errors.AsType[E](err); return ok },
	}
}

func isStep(target error) struct {
	arm  ErrorArm[int]
	step func(error) bool
} {
	return struct {
		arm  ErrorArm[int]
		step func(error) bool
	}{
		Is(target, func(error) (int, error) { return 0, nil }),
		func(err error) bool { return errors.Is(err, target) },
	}
}

// ladderAgrees wants one walk to find what a ladder of AsType and Is finds.
func ladderAgrees(t *rapid.T) {
	order := rapid.Permutation([]int{0, 1, 2, 3, 4, 5, 6, 7, 8}).Draw(t, "order")
	order = order[:rapid.IntRange(1, len(order)).Draw(t, "arms")]
	var arms []ErrorArm[int]
	for _, i := range order {
		arms = append(arms, steps[i].arm)
	}
	set := Errors(arms...)
	for range 10 {
		err := treeGen(4).Draw(t, "tree")
		want := -1
		for place, i := range order {
			if steps[i].step(err) {
				want = place
				break
			}
		}
		got, found := set.Find(err)
		require.Equal(t, want, got, "order %v, error %#v", order, err)
		require.Equal(t, want < 0, found == nil)
		_, none := set.Match(err)
		require.Equal(t, want < 0, errors.Is(none, ErrNoMatch))
	}
}

func TestErrorsAgreeWithLadder(t *testing.T) { rapid.Check(t, ladderAgrees) }

func FuzzErrorsAgreeWithLadder(f *testing.F) { f.Fuzz(rapid.MakeFuzz(ladderAgrees)) }

func TestErrorsFindsTheErrorOfTheLadder(t *testing.T) {
	first, second := &httpError{404}, &httpError{500}
	tree := errors.Join(fmt.Errorf("a: %w", first), second)
	set := Errors(As(nil, func(e *httpError) (int, error) { return e.status, nil }))
	_, found := set.Find(tree)
	require.Same(t, first, found, "the first in the order of errors.As")
	server := Errors(As(func(e *httpError) bool { return e.status >= 500 }, func(e *httpError) (int, error) { return e.status, nil }))
	got, err := server.Match(tree)
	require.NoError(t, err)
	require.Equal(t, 500, got, "the search goes on behind an error that does not fit")
	asked, err := set.Match(&askedError{second})
	require.NoError(t, err)
	require.Equal(t, 500, asked, "an error's own As gives the value")
	i, found := set.Find(nil)
	require.Equal(t, -1, i)
	require.NoError(t, found)
	_, err = set.Match(nil)
	require.ErrorIs(t, err, ErrNoMatch)
	_, err = set.Match(fs.ErrClosed)
	require.ErrorIs(t, err, fs.ErrClosed, "what no arm takes is not lost")
}

func TestErrorsRefuses(t *testing.T) {
	ok := func(*httpError) (int, error) { return 0, nil }
	is := func(error) (int, error) { return 0, nil }
	require.PanicsWithValue(t, "matching: Errors: arm 1, As(*matching_test.httpError), is never reached: arm 0 takes what it takes",
		func() { Errors(As(nil, ok), As(nil, ok)) })
	require.Panics(t, func() { Errors(Is(fs.ErrExist, is), Is(fs.ErrExist, is)) })
	require.NotPanics(t, func() { Errors(As(func(*httpError) bool { return false }, ok), As(nil, ok)) })
	require.NotPanics(t, func() {
		Errors(Is(valueError{1}, is), Is(valueError{2}, is), As(nil, func(valueError) (int, error) { return 0, nil }))
	})
	require.Panics(t, func() { Is[int](nil, is) })
	require.Panics(t, func() { Is[int](fs.ErrExist, nil) })
	require.Panics(t, func() { As[*httpError, int](nil, nil) })
	require.Panics(t, func() { Errors(ErrorArm[int]{}) })
}

func TestErrorsFindAllocatesNothing(t *testing.T) {
	set := Errors(As(nil, func(*httpError) (int, error) { return 0, nil }), Is(fs.ErrExist, func(error) (int, error) { return 1, nil }))
	errs := benchErrors()
	require.Zero(t, testing.AllocsPerRun(100, func() {
		for _, err := range errs {
			_, _ = set.Find(err)
		}
	}))
}
