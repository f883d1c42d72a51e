package decorators_test

import (
	"context"
	"errors"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goconcepts/cookbook/decorators"
)

// guarded calls the function it is given, through g.
func guarded(g decorators.Gate) decorators.Func[func() error, bool] {
	return decorators.Guard(g, func(_ context.Context, f func() error) (bool, error) {
		if f == nil {
			return true, nil
		}
		return false, f()
	})
}

// ledger is a gate that admits every call and notes its end.
type ledger struct{ ends []error }

func (*ledger) Enter(context.Context) (uint64, error) { return 7, nil }

func (l *ledger) Leave(_ context.Context, ticket uint64, err error) {
	if ticket != 7 {
		err = errors.New("not the ticket that was given out")
	}
	l.ends = append(l.ends, err)
}

func TestGuardTellsAnyGate(t *testing.T) {
	l := &ledger{}
	call := guarded(l)
	_, _ = call(t.Context(), nil)
	_, _ = call(t.Context(), fails)
	require.Panics(t, func() { _, _ = call(t.Context(), func() error { panic("boom") }) })
	done := make(chan bool)
	go func() {
		defer close(done)
		_, _ = call(t.Context(), func() error { runtime.Goexit(); return nil })
	}()
	<-done
	require.Equal(t, []error{nil, errRefused, decorators.ErrNotReturned, decorators.ErrNotReturned}, l.ends)
}

func TestGuardsAllocateNothing(t *testing.T) {
	limiter, err := decorators.NewLimiter(decorators.LimiterConfig{Rate: 1e6, Burst: 1e6})
	require.NoError(t, err)
	bulkhead, err := decorators.NewBulkhead(decorators.BulkheadConfig{Limit: 1, Queue: 1})
	require.NoError(t, err)
	ctx := t.Context()
	for name, g := range map[string]decorators.Gate{
		"breaker": breaker(t, decorators.BreakerConfig{}), "windowed": breaker(t, decorators.BreakerConfig{Window: time.Second}),
		"limiter": limiter, "bulkhead": bulkhead,
	} {
		call := guarded(g)
		require.Zero(t, testing.AllocsPerRun(100, func() { _, _ = call(ctx, nil) }), name)
	}
	require.Panics(t, func() { decorators.Guard[int, int](nil, untilDone) })
}
