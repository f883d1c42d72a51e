package resource_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/goconcepts/cookbook/internal/outcome"
	"github.com/goconcepts/cookbook/patterns/resource"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var (
	errBody   = errors.New("body")
	errFirst  = errors.New("closing first")
	errSecond = errors.New("closing second")
)

// end runs f in a goroutine of its own and tells how it ended.
func end(f func()) (got outcome.Outcome) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		outcome.Run(f, func(o outcome.Outcome) { got = o })
	}()
	<-done
	return got
}

// recorder enters resources that log their closing.
type recorder struct{ log []string }

func (r *recorder) enter(s *resource.Stack, name string, closing error) {
	_, err := resource.Enter(s,
		func(context.Context) (string, error) { r.log = append(r.log, "open "+name); return name, nil },
		func(name string) error { r.log = append(r.log, "close "+name); return closing })
	if err != nil {
		panic(err)
	}
}

func TestEveryWayOutClosesInReverse(t *testing.T) {
	ways := map[string]struct {
		body func() error
		kind outcome.Kind
	}{
		"return": {func() error { return nil }, outcome.Returned},
		"error":  {func() error { return errBody }, outcome.Returned},
		"panic":  {func() error { panic("boom") }, outcome.Panicked},
		"goexit": {func() error { runtime.Goexit(); return nil }, outcome.Exited},
	}
	for name, way := range ways {
		t.Run(name, func(t *testing.T) {
			var r recorder
			got := end(func() {
				_ = resource.With(t.Context(), func(s *resource.Stack) error {
					r.enter(s, "a", errFirst)
					r.enter(s, "b", nil)
					return way.body()
				})
			})
			require.Equal(t, way.kind, got.Kind)
			require.Equal(t, []string{"open a", "open b", "close b", "close a"}, r.log)
		})
		// The whiteboard version keeps the same promise for its one resource.
		t.Run("whiteboard/"+name, func(t *testing.T) {
			closed := 0
			got := end(func() {
				_ = with(func() (int, error) { return 1, nil }, func(int) error { closed++; return errFirst }, func(int) error { return way.body() })
			})
			require.Equal(t, way.kind, got.Kind)
			require.Equal(t, 1, closed)
		})
	}
}

func TestEveryErrorIsKept(t *testing.T) {
	err := resource.With(t.Context(), func(s *resource.Stack) error {
		s.Defer(func() error { return errFirst })
		s.Defer(func() error { return errSecond })
		return errBody
	})
	for _, want := range []error{errBody, errFirst, errSecond} {
		require.ErrorIs(t, err, want)
	}
	lone := resource.With(t.Context(), func(*resource.Stack) error { return errBody })
	require.Equal(t, errBody, lone, "a lone error stays as it is")
}

func TestAFailingSecondOpenClosesTheFirst(t *testing.T) {
	var r recorder
	err := resource.With(t.Context(), func(s *resource.Stack) error {
		r.enter(s, "a", errFirst)
		_, err := resource.Enter(s,
			func(context.Context) (int, error) { return 0, errSecond },
			func(int) error { t.Error("what was never opened was closed"); return nil })
		return err
	})
	require.ErrorIs(t, err, errSecond)
	require.ErrorIs(t, err, errFirst)
	require.Equal(t, []string{"open a", "close a"}, r.log)
}

func TestAPanicContinues(t *testing.T) {
	t.Run("with its own value", func(t *testing.T) {
		got := end(func() {
			_ = resource.With(t.Context(), func(s *resource.Stack) error {
				s.Defer(func() error { return nil })
				panic("boom")
			})
		})
		require.Equal(t, "boom", got.Value)
		require.Contains(t, string(got.Stack), "TestAPanicContinues")
	})
	t.Run("with what the closers returned", func(t *testing.T) {
		got := end(func() {
			_ = resource.With(t.Context(), func(s *resource.Stack) error {
				s.Defer(func() error { return errFirst })
				panic(errBody)
			})
		})
		var p *resource.PanicError
		require.ErrorAs(t, got.Value.(error), &p)
		require.Equal(t, errBody, p.Value)
		require.ErrorIs(t, p, errFirst)
		require.ErrorIs(t, p, errBody)
		require.Contains(t, string(p.Stack), "TestAPanicContinues")
		require.Equal(t, "resource: panic: body; then closing: closing first", p.Error())
	})
	t.Run("out of a closer, after the other closers", func(t *testing.T) {
		closed := false
		got := end(func() {
			_ = resource.With(t.Context(), func(s *resource.Stack) error {
				s.Defer(func() error { closed = true; return errFirst })
				s.Defer(func() error { panic("closer") })
				return errBody
			})
		})
		require.True(t, closed)
		var p *resource.PanicError
		require.ErrorAs(t, got.Value.(error), &p)
		require.Equal(t, "closer", p.Value)
		require.ErrorIs(t, p, errBody, "the scope's own error is kept as well")
		require.ErrorIs(t, p, errFirst)
	})
}

func TestClosersRunThoughTheContextIsCancelled(t *testing.T) {
	type key struct{}
	ctx, cancel := context.WithCancel(context.WithValue(t.Context(), key{}, "kept"))
	err := resource.With(ctx, func(s *resource.Stack) error {
		s.DeferCtx(func(ctx context.Context) error {
			require.NoError(t, ctx.Err())
			require.Equal(t, "kept", ctx.Value(key{}))
			return nil
		})
		_, err := resource.Enter(s, func(ctx context.Context) (int, error) { return 0, ctx.Err() }, func(int) error { return nil })
		require.NoError(t, err)
		cancel()
		return ctx.Err()
	})
	require.ErrorIs(t, err, context.Canceled)
}

func TestSuppress(t *testing.T) {
	missing := fmt.Errorf("read: %w", fs.ErrNotExist)
	tests := []struct {
		name string
		err  error
		want []error
	}{
		{"nil", nil, nil},
		{"the target", missing, nil},
		{"another", errBody, []error{errBody}},
		{"joined with another", errors.Join(missing, errBody), []error{errBody}},
		{"joined twice", errors.Join(errors.Join(missing, errFirst), errBody), []error{errFirst, errBody}},
		{"joined of targets alone", errors.Join(missing, fs.ErrNotExist), nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := resource.Suppress(tt.err, fs.ErrNotExist)
			require.NotErrorIs(t, got, fs.ErrNotExist)
			if len(tt.want) == 0 {
				require.NoError(t, got)
			}
			for _, want := range tt.want {
				require.ErrorIs(t, got, want)
			}
		})
	}
}

func TestSuppressHoldsForWhatWasEnteredAfterIt(t *testing.T) {
	err := resource.With(t.Context(), func(s *resource.Stack) error {
		s.Defer(func() error { return errFirst }) // entered before: its error passes
		s.Suppress(errFirst, errSecond)
		s.Defer(func() error { return errSecond })
		return errFirst
	})
	require.Equal(t, errFirst, err)
	got := end(func() {
		_ = resource.With(t.Context(), func(s *resource.Stack) error { s.Suppress(errBody); panic(errBody) })
	})
	require.Equal(t, errBody, got.Value, "a panic is not suppressed")
}

func TestMoveHandsEverythingOver(t *testing.T) {
	var r recorder
	var kept *resource.Stack
	err := resource.With(t.Context(), func(s *resource.Stack) error {
		r.enter(s, "a", errFirst)
		r.enter(s, "b", nil)
		kept = s.Move()
		return nil
	})
	require.NoError(t, err)
	require.Equal(t, []string{"open a", "open b"}, r.log)
	require.ErrorIs(t, kept.Close(), errFirst)
	require.Equal(t, []string{"open a", "open b", "close b", "close a"}, r.log)
	require.NoError(t, kept.Close(), "nothing is closed twice")
	require.Len(t, r.log, 4)
}

func TestTheZeroStackWorks(t *testing.T) {
	var s resource.Stack
	s.DeferCtx(func(ctx context.Context) error { return ctx.Err() })
	s.Defer(func() error { return errFirst })
	require.Equal(t, errFirst, s.Close())
}

func TestUseAfterTheScopeIsRefused(t *testing.T) {
	var late *resource.Stack
	require.NoError(t, resource.With(t.Context(), func(s *resource.Stack) error { late = s; return nil }))
	require.Panics(t, func() { late.Defer(func() error { return nil }) })
	opened := false
	require.Panics(t, func() {
		_, _ = resource.Enter(late, func(context.Context) (int, error) { opened = true; return 0, nil }, func(int) error { return nil })
	})
	require.False(t, opened, "nothing is opened that nobody would close")
}

func TestACloserMayDefer(t *testing.T) {
	var log []string
	require.NoError(t, resource.With(t.Context(), func(s *resource.Stack) error {
		s.Defer(func() error { log = append(log, "last"); return nil })
		s.Defer(func() error {
			s.Defer(func() error { log = append(log, "inner"); return nil })
			return nil
		})
		return nil
	}))
	require.Equal(t, []string{"inner", "last"}, log)
}
