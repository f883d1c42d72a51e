package tx_test

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"os"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goconcepts/cookbook/patterns/tx"
)

// scribe is an engine that writes down what it is told and does nothing.
type scribe struct{ said []string }

func (s *scribe) say(what string) error                        { s.said = append(s.said, what); return nil }
func (s *scribe) Connect(context.Context) (driver.Conn, error) { return s, nil }
func (s *scribe) Driver() driver.Driver                        { return nil }
func (s *scribe) Prepare(string) (driver.Stmt, error)          { return nil, driver.ErrSkip }
func (s *scribe) Begin() (driver.Tx, error)                    { return s, s.say("BEGIN") }
func (s *scribe) Commit() error                                { return s.say("COMMIT") }
func (s *scribe) Rollback() error                              { return s.say("ROLLBACK") }
func (s *scribe) Close() error                                 { return nil }
func (s *scribe) ExecContext(_ context.Context, query string, _ []driver.NamedValue) (driver.Result, error) {
	return driver.ResultNoRows, s.say(query)
}

// Every savepoint of a transaction has a name of its own, and is released, also the one that
// was rolled back to: otherwise it would stay on the engine's stack.
func TestSavepointsHaveNamesOfTheirOwnAndAreReleased(t *testing.T) {
	s := &scribe{}
	db := sql.OpenDB(s)
	defer db.Close()
	nothing := func(context.Context, tx.Querier) error { return nil }
	require.NoError(t, tx.Run(t.Context(), db, func(ctx context.Context, _ tx.Querier) error {
		require.NoError(t, tx.Run(ctx, db, func(ctx context.Context, _ tx.Querier) error {
			require.NoError(t, tx.Run(ctx, db, nothing, nil))
			require.ErrorIs(t, tx.Run(ctx, db, func(context.Context, tx.Querier) error { return errBusiness }, nil), errBusiness)
			return nil
		}, nil))
		return tx.Run(ctx, db, nothing, nil)
	}, nil))
	require.Equal(t, []string{
		"BEGIN", "SAVEPOINT cookbook_1",
		"SAVEPOINT cookbook_2", "RELEASE SAVEPOINT cookbook_2",
		"SAVEPOINT cookbook_3", "ROLLBACK TO SAVEPOINT cookbook_3", "RELEASE SAVEPOINT cookbook_3",
		"RELEASE SAVEPOINT cookbook_1", "SAVEPOINT cookbook_4", "RELEASE SAVEPOINT cookbook_4", "COMMIT",
	}, s.said)
}

// Between attempts Run waits as its backoff says, outside any transaction, and no longer than its context.
func TestTheWaitsAreTheBackoffs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &scribe{}
		db := sql.OpenDB(s)
		defer db.Close()
		fail := func(context.Context, tx.Querier) error { return lost{"40001"} }
		wait := func(int, time.Duration, uint64) time.Duration {
			require.Equal(t, "ROLLBACK", s.said[len(s.said)-1])
			require.Zero(t, db.Stats().InUse)
			return time.Minute
		}
		begin := time.Now()
		require.ErrorIs(t, tx.Run(t.Context(), db, fail, &tx.Options{Attempts: 3, Backoff: wait}), lost{"40001"})
		require.Equal(t, 2*time.Minute, time.Since(begin))
		require.Equal(t, strings.Repeat("BEGIN ROLLBACK ", 3), strings.Join(s.said, " ")+" ")

		ctx, cancel := context.WithCancelCause(t.Context())
		cause := errors.New("caller left")
		time.AfterFunc(time.Second, func() { cancel(cause) })
		begin = time.Now()
		require.ErrorIs(t, tx.Run(ctx, db, fail, &tx.Options{Backoff: wait}), cause)
		require.Equal(t, time.Second, time.Since(begin))

		begin = time.Now()
		require.ErrorIs(t, tx.Run(t.Context(), db, fail, nil), lost{"40001"})
		require.Less(t, time.Since(begin), 75*time.Millisecond, "5, 10, 20 and 40 ms, with full jitter")
	})
}

// Two transactions that each read what the other writes: PostgreSQL lets one commit, and the
// other runs again and sees it.
func TestAWriteSkewIsRunAgain(t *testing.T) {
	dsn := os.Getenv("COOKBOOK_POSTGRES")
	if dsn == "" {
		require.Empty(t, os.Getenv("COOKBOOK_STRICT"), "COOKBOOK_POSTGRES names no server")
		t.Skip("COOKBOOK_POSTGRES names no server")
	}
	db, err := sql.Open("pgx", dsn)
	require.NoError(t, err)
	defer db.Close()
	for _, text := range []string{
		`DROP TABLE IF EXISTS on_call`, `CREATE TABLE on_call (doctor TEXT PRIMARY KEY, here BOOL)`,
		`INSERT INTO on_call VALUES ('ann', true), ('bob', true)`,
	} {
		_, err := db.ExecContext(t.Context(), text)
		require.NoError(t, err)
	}
	defer func() {
		_, err := db.ExecContext(context.WithoutCancel(t.Context()), `DROP TABLE on_call`)
		require.NoError(t, err)
	}()
	var mu sync.Mutex
	attempts := map[string]int{}
	var both sync.WaitGroup
	both.Add(2)
	leave := func(doctor string) error {
		return tx.Run(t.Context(), db, func(ctx context.Context, q tx.Querier) error {
			mu.Lock()
			attempts[doctor]++
			first := attempts[doctor] == 1
			mu.Unlock()
			var here int
			if err := q.QueryRowContext(ctx, `SELECT count(*) FROM on_call WHERE here`).Scan(&here); err != nil {
				return err
			}
			if first { // both have read before either writes
				both.Done()
				both.Wait()
			}
			if here < 2 {
				return errBusiness // the last one stays
			}
			_, err := q.ExecContext(ctx, `UPDATE on_call SET here = false WHERE doctor = $1`, doctor)
			return err
		}, &tx.Options{Isolation: sql.LevelSerializable, Backoff: noWait})
	}
	var wg sync.WaitGroup
	errs := make([]error, 2)
	for i, doctor := range []string{"ann", "bob"} {
		wg.Go(func() { errs[i] = leave(doctor) })
	}
	wg.Wait()
	require.ErrorIs(t, errors.Join(errs...), errBusiness)
	require.True(t, errs[0] == nil || errs[1] == nil, "one may leave")
	require.Equal(t, 3, attempts["ann"]+attempts["bob"])
	var here int
	require.NoError(t, db.QueryRowContext(t.Context(), `SELECT count(*) FROM on_call WHERE here`).Scan(&here))
	require.Equal(t, 1, here)
}
