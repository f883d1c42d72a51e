package tx_test

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
	_ "modernc.org/sqlite"

	"github.com/goconcepts/cookbook/decorators"
	"github.com/goconcepts/cookbook/internal/outcome"
	"github.com/goconcepts/cookbook/patterns/tx"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var errBusiness = errors.New("business")

// engines runs a test on each engine that is there.
func engines(t *testing.T, test func(t *testing.T, db *sql.DB)) {
	t.Run("sqlite", func(t *testing.T) {
		db, err := sql.Open("sqlite", filepath.Join(t.TempDir(), "t.db"))
		require.NoError(t, err)
		run(t, db, test)
	})
	t.Run("postgres", func(t *testing.T) {
		dsn := os.Getenv("COOKBOOK_POSTGRES")
		if dsn == "" {
			require.Empty(t, os.Getenv("COOKBOOK_STRICT"), "COOKBOOK_POSTGRES names no server")
			t.Skip("COOKBOOK_POSTGRES names no server")
		}
		db, err := sql.Open("pgx", dsn)
		require.NoError(t, err)
		db.SetMaxOpenConns(1) // pg_temp belongs to a connection
		run(t, db, test)
	})
}

func run(t *testing.T, db *sql.DB, test func(t *testing.T, db *sql.DB)) {
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	db.SetMaxOpenConns(1) // so that a connection left inside a transaction is found by the next use
	_, err := db.ExecContext(t.Context(), `CREATE TEMPORARY TABLE item (name TEXT PRIMARY KEY)`)
	require.NoError(t, err)
	test(t, db)
	require.Zero(t, db.Stats().InUse, "a connection was kept")
}

func insert(name string) func(context.Context, tx.Querier) error {
	return func(ctx context.Context, q tx.Querier) error {
		_, err := q.ExecContext(ctx, `INSERT INTO item VALUES ('`+name+`')`)
		return err
	}
}

func items(t *testing.T, db *sql.DB) (names []string) {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), `SELECT name FROM item ORDER BY name`)
	require.NoError(t, err)
	defer rows.Close()
	for rows.Next() {
		var name string
		require.NoError(t, rows.Scan(&name))
		names = append(names, name)
	}
	require.NoError(t, rows.Err())
	return names
}

func TestRunCommitsOrRollsBack(t *testing.T) {
	ways := map[string]struct {
		end  func() error
		kind outcome.Kind
		want []string
	}{
		"return": {func() error { return nil }, outcome.Returned, []string{"a"}},
		"error":  {func() error { return errBusiness }, outcome.Returned, nil},
		"panic":  {func() error { panic("boom") }, outcome.Panicked, nil},
		"goexit": {func() error { runtime.Goexit(); return nil }, outcome.Exited, nil},
	}
	for name, way := range ways {
		t.Run(name, func(t *testing.T) {
			engines(t, func(t *testing.T, db *sql.DB) {
				var got outcome.Outcome
				done := make(chan struct{})
				go func() {
					defer close(done)
					outcome.Run(func() {
						err := tx.Run(t.Context(), db, func(ctx context.Context, q tx.Querier) error {
							if err := insert("a")(ctx, q); err != nil {
								return err
							}
							return way.end()
						}, nil)
						if way.want == nil && !errors.Is(err, errBusiness) || way.want != nil && err != nil {
							t.Errorf("got %v", err)
						}
					}, func(o outcome.Outcome) { got = o })
				}()
				<-done
				require.Equal(t, way.kind, got.Kind)
				require.Equal(t, way.want, items(t, db))
			})
		})
	}
}

func TestAnErrorOfTheFirstAttemptComesAsItIs(t *testing.T) {
	engines(t, func(t *testing.T, db *sql.DB) {
		err := tx.Run(t.Context(), db, func(context.Context, tx.Querier) error { return errBusiness }, nil)
		require.Equal(t, errBusiness, err)
	})
}

func TestNestedIsASavepoint(t *testing.T) {
	engines(t, func(t *testing.T, db *sql.DB) {
		err := tx.Run(t.Context(), db, func(ctx context.Context, q tx.Querier) error {
			require.NoError(t, insert("outer")(ctx, q))
			inner := tx.Run(ctx, db, func(ctx context.Context, q tx.Querier) error {
				require.NoError(t, insert("lost")(ctx, q))
				require.NoError(t, tx.Run(ctx, db, insert("lost too"), nil))
				return errBusiness
			}, nil)
			require.Equal(t, errBusiness, inner)
			require.NoError(t, tx.Run(ctx, db, insert("kept"), nil))
			// A statement that fails in a savepoint leaves the transaction usable, on PostgreSQL too.
			require.Error(t, tx.Run(ctx, db, insert("kept"), nil))
			return insert("last")(ctx, q)
		}, nil)
		require.NoError(t, err)
		require.Equal(t, []string{"kept", "last", "outer"}, items(t, db))
	})
}

func TestNestedPanicRollsBackItsSavepointOnly(t *testing.T) {
	engines(t, func(t *testing.T, db *sql.DB) {
		err := tx.Run(t.Context(), db, func(ctx context.Context, q tx.Querier) error {
			require.PanicsWithValue(t, "boom", func() {
				_ = tx.Run(ctx, db, func(ctx context.Context, q tx.Querier) error {
					require.NoError(t, insert("lost")(ctx, q))
					panic("boom")
				}, nil)
			})
			return insert("kept")(ctx, q)
		}, nil)
		require.NoError(t, err)
		require.Equal(t, []string{"kept"}, items(t, db))
	})
}

func TestCancelledIsRolledBack(t *testing.T) {
	engines(t, func(t *testing.T, db *sql.DB) {
		cause := errors.New("caller left")
		ctx, cancel := context.WithCancelCause(t.Context())
		err := tx.Run(ctx, db, func(ctx context.Context, q tx.Querier) error {
			require.NoError(t, insert("a")(ctx, q))
			cancel(cause)
			return nil
		}, nil)
		require.ErrorIs(t, err, cause)
		require.Empty(t, items(t, db))
	})
}

func TestNestedCancelledIsUndone(t *testing.T) {
	engines(t, func(t *testing.T, db *sql.DB) {
		err := tx.Run(t.Context(), db, func(ctx context.Context, q tx.Querier) error {
			inner, cancel := context.WithCancel(ctx)
			err := tx.Run(inner, db, func(ctx context.Context, q tx.Querier) error {
				require.NoError(t, insert("lost")(ctx, q))
				cancel()
				return nil
			}, nil)
			require.ErrorIs(t, err, context.Canceled)
			return insert("kept")(ctx, q)
		}, nil)
		require.NoError(t, err)
		require.Equal(t, []string{"kept"}, items(t, db))
	})
}

func TestMisuse(t *testing.T) {
	engines(t, func(t *testing.T, db *sql.DB) {
		var late context.Context
		require.NoError(t, tx.Run(t.Context(), db, func(ctx context.Context, _ tx.Querier) error {
			late = ctx
			require.ErrorIs(t, tx.Run(ctx, db, insert("a"), &tx.Options{ReadOnly: true}), tx.ErrNestedOptions)
			return tx.Run(ctx, db, func(context.Context, tx.Querier) error {
				require.ErrorIs(t, tx.Run(ctx, db, insert("b"), nil), tx.ErrConcurrent, "ctx is that of the level above")
				return nil
			}, nil)
		}, nil))
		require.ErrorIs(t, tx.Run(late, db, insert("c"), nil), tx.ErrEnded)
		require.ErrorContains(t, tx.Run(t.Context(), db, insert("d"), &tx.Options{Attempts: -1}), "Attempts is -1")
		require.Empty(t, items(t, db))
	})
}

// lost is what a driver says of a transaction that another one made impossible.
type lost struct{ state string }

func (e lost) Error() string    { return "could not serialise" }
func (e lost) SQLState() string { return e.state }

type coded struct{ code int }

func (e coded) Error() string { return "database is locked" }
func (e coded) Code() int     { return e.code }

func TestRetryable(t *testing.T) {
	for _, err := range []error{lost{"40001"}, lost{"40P01"}, coded{5}, coded{5 | 2<<8}} {
		require.True(t, tx.Retryable(errors.Join(errBusiness, err)))
	}
	for _, err := range []error{nil, errBusiness, lost{"23505"}, coded{19}} {
		require.False(t, tx.Retryable(err))
	}
}

func TestOnlyTheOutermostIsRunAgain(t *testing.T) {
	engines(t, func(t *testing.T, db *sql.DB) {
		outer, inner := 0, 0
		err := tx.Run(t.Context(), db, func(ctx context.Context, q tx.Querier) error {
			outer++
			require.NoError(t, insert("a")(ctx, q), "what the first attempt wrote is gone")
			return tx.Run(ctx, db, func(context.Context, tx.Querier) error {
				if inner++; inner < 3 {
					return lost{"40001"}
				}
				return nil
			}, nil)
		}, &tx.Options{Backoff: noWait})
		require.NoError(t, err)
		require.Equal(t, []int{3, 3}, []int{outer, inner})
		require.Equal(t, []string{"a"}, items(t, db))
	})
}

func TestAttemptsAreBounded(t *testing.T) {
	engines(t, func(t *testing.T, db *sql.DB) {
		calls := 0
		err := tx.Run(t.Context(), db, func(context.Context, tx.Querier) error { calls++; return lost{"40001"} },
			&tx.Options{Attempts: 4, Backoff: noWait})
		require.Equal(t, 4, calls)
		require.ErrorIs(t, err, decorators.ErrAttempts)
		require.ErrorIs(t, err, lost{"40001"})
	})
}
