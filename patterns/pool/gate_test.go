package pool

import (
	"context"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"
)

// The gate costs everybody the lock, so that it must not stay up when nothing needs it.
func TestTheGateComesDown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, err := New(Config[int]{Max: 2, Open: func(context.Context) (int, error) { return 1, nil }})
		require.NoError(t, err)
		gate := func(want bool, when string) {
			t.Helper()
			synctest.Wait()
			require.Equal(t, want, p.gate.Load(), when)
		}
		a, err := p.Acquire(t.Context())
		require.NoError(t, err)
		b, err := p.Acquire(t.Context())
		require.NoError(t, err)
		gate(false, "nobody waits")

		ctx, cancel := context.WithCancel(t.Context())
		served := make(chan Lease[int], 1)
		wait := func() {
			l, err := p.Acquire(ctx)
			if err == nil {
				served <- l
			}
		}
		go wait()
		gate(true, "one waits")
		require.NoError(t, a.Release())
		gate(false, "he was served")
		a = <-served
		go wait()
		gate(true, "another waits")
		cancel()
		gate(false, "he left")

		require.NoError(t, p.Resize(1))
		gate(true, "there is one too many")
		require.NoError(t, b.Release())
		gate(false, "it is closed")
		require.NoError(t, a.Release())
		require.ErrorIs(t, p.Do(t.Context(), func(ctx context.Context, _ int) error {
			_, err := p.Acquire(ctx)
			return err
		}), ErrDeadlock)
		gate(false, "a deadlock does not wait")
	})
}
