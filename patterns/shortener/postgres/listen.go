package postgres

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/goconcepts/cookbook/decorators"
)

// Listen tells of deletes as they happen: it calls changed after each, or after several
// at once, whichever machine they were made on, and at first, since some may have been
// before. Hand it the service's Refresh. It holds a connection of its own, outside of the
// pool. When that is lost, or changed fails, lost is told, if it is not nil, and Listen
// connects anew, after a tenth of a second at first and five at most. It returns when ctx
// ends.
//
// The wait for a notification notices a server that is gone without a word only when TCP
// does, after minutes. No promise hangs on it: services ask by themselves, too.
func (s *Store) Listen(ctx context.Context, changed func(context.Context) error, lost func(error)) {
	backoff, err := decorators.NewExponential(decorators.ExponentialConfig{Base: 200 * time.Millisecond, Max: 5 * time.Second, Jitter: decorators.EqualJitter})
	if err != nil {
		panic(err) // the settings are constants
	}
	for failures := 0; ctx.Err() == nil; {
		err := s.listen(ctx, func(ctx context.Context) error {
			failures = 0
			return changed(ctx)
		})
		if ctx.Err() != nil {
			return
		}
		if lost != nil {
			lost(fmt.Errorf("postgres: listen: %w", err))
		}
		failures++
		select {
		case <-ctx.Done():
		case <-time.After(backoff(failures, 0, rand.Uint64())):
		}
	}
}

// listen listens on one connection until that fails.
func (s *Store) listen(ctx context.Context, changed func(context.Context) error) error {
	conn, err := pgx.ConnectConfig(ctx, s.pool.Config().ConnConfig)
	if err != nil {
		return err
	}
	defer func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
		defer cancel()
		_ = conn.Close(ctx) // it has failed, or nobody needs it
	}()
	if _, err := conn.Exec(ctx, "LISTEN "+channel); err != nil {
		return err
	}
	for {
		if err := changed(ctx); err != nil {
			return err
		}
		if _, err := conn.WaitForNotification(ctx); err != nil {
			return err
		}
	}
}
