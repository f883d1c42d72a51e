package tx

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"sync"

	"github.com/goconcepts/cookbook/decorators"
)

// Options are the settings of [Run]; nil and zero fields are the defaults.
type Options struct {
	// Isolation and ReadOnly are those of [sql.TxOptions]. A nested Run must leave
	// them zero: a savepoint has those of its transaction.
	Isolation sql.IsolationLevel
	ReadOnly  bool
	// Attempts is how often the outermost transaction is run at most, 1 to 10000;
	// 0 is 5. A nested one is never repeated by itself: the engine has given up the whole.
	Attempts int
	// Backoff gives the waits between attempts; nil is exponential from 5 ms to
	// 1 s with full jitter.
	Backoff decorators.Backoff
	// Retryable says which errors are worth another attempt; nil is [Retryable].
	Retryable func(error) bool
}

// Errors of the use of Run.
var (
	// ErrNestedOptions is the error of a nested Run that asks for settings of its own.
	ErrNestedOptions = errors.New("tx: a nested transaction cannot have an isolation level, read-only mode or attempts of its own")
	// ErrConcurrent is the error of a nested Run while another one is open in the
	// same transaction: one connection has one stack of savepoints.
	ErrConcurrent = errors.New("tx: two nested transactions at once in one transaction")
)

// Querier runs statements: a [*sql.Tx] is one.
type Querier interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
	PrepareContext(ctx context.Context, query string) (*sql.Stmt, error)
}

// Run calls f in a transaction of db. When f returns nil the transaction is
// committed; when f returns an error, panics or calls [runtime.Goexit], or when ctx
// has ended, it is rolled back. A panic continues. The errors of f and of the
// rollback are joined.
//
// f gets a context that knows the transaction: a Run of the same db with it is
// nested, a SAVEPOINT that is released when its function returns nil and rolled
// back alone otherwise. f must use the Querier, not db, which would be another
// connection, and must not keep it.
//
// When the transaction fails because of another one ([Retryable]), all of it is
// run again, so f must have no effects besides the database's. The error then is a
// [*decorators.RetryError] that holds every attempt's; an error that is not worth
// another attempt comes back as it is when it was the first.
//
// The connection never goes back to the pool inside a transaction: one whose
// rollback fails is closed instead. Several goroutines may call Run with one db.
func Run(ctx context.Context, db *sql.DB, f func(context.Context, Querier) error, opts *Options) error {
	if opts == nil {
		opts = &Options{}
	}
	if outer, ok := ctx.Value(key{db}).(*transaction); ok {
		if opts.Isolation != 0 || opts.ReadOnly || opts.Attempts != 0 {
			return ErrNestedOptions
		}
		return outer.nested(ctx, f)
	}
	retryable := opts.Retryable
	if retryable == nil {
		retryable = Retryable
	}
	policy, err := opts.policy(retryable)
	if err != nil {
		return fmt.Errorf("tx: run: %w", err)
	}
	again := decorators.Retry(policy, func(ctx context.Context, _ struct{}) (struct{}, error) {
		return struct{}{}, once(ctx, db, f, opts)
	})
	_, err = again(ctx, struct{}{})
	if e, ok := errors.AsType[*decorators.RetryError](err); ok && len(e.Errs) == 1 && !retryable(e.Errs[0]) {
		return e.Errs[0]
	}
	return err
}

func (o *Options) policy(retryable func(error) bool) (*decorators.RetryPolicy, error) {
	c := decorators.RetryConfig{Attempts: o.Attempts, Backoff: o.Backoff, RetryIf: retryable}
	if c.Attempts == 0 {
		c.Attempts = 5
	}
	if c.Backoff == nil {
		c.Backoff = defaultBackoff
	}
	return decorators.NewRetryPolicy(c)
}

// key finds the transaction of a database in a context.
type key struct{ db *sql.DB }

// transaction is an open one.
type transaction struct {
	tx *sql.Tx

	mu     sync.Mutex // never held while a statement runs
	depth  int        // of the innermost savepoint
	number int        // of the last savepoint, so that each has a name of its own
	ended  bool       // the outermost Run has returned
}

// once runs f in one transaction.
func once(ctx context.Context, db *sql.DB, f func(context.Context, Querier) error, opts *Options) (err error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return fmt.Errorf("tx: connect: %w", err)
	}
	// database/sql would roll back by itself, in a goroutine, when ctx ends; here that is done below, in order.
	sqlTx, err := conn.BeginTx(context.WithoutCancel(ctx), &sql.TxOptions{Isolation: opts.Isolation, ReadOnly: opts.ReadOnly})
	if err != nil {
		return errors.Join(fmt.Errorf("tx: begin: %w", err), conn.Close())
	}
	t := &transaction{tx: sqlTx}
	committed := false
	defer func() {
		t.end()
		if !committed {
			err = join(err, t.rollback(conn))
		}
		if closing := conn.Close(); !errors.Is(closing, sql.ErrConnDone) {
			err = join(err, closing)
		}
	}()
	if err := f(context.WithValue(ctx, key{db}, t), sqlTx); err != nil {
		return err
	}
	if ctx.Err() != nil {
		return fmt.Errorf("tx: not committed: %w", context.Cause(ctx))
	}
	if err := sqlTx.Commit(); err != nil {
		return fmt.Errorf("tx: commit: %w", err)
	}
	committed = true
	return nil
}

// rollback ends the transaction, or the connection with it.
func (t *transaction) rollback(conn *sql.Conn) error {
	err := t.tx.Rollback()
	if errors.Is(err, sql.ErrTxDone) {
		// A COMMIT that failed: database/sql thinks that the transaction is over, and an engine
		// such as SQLite may still be in it. ROLLBACK is refused where it is not.
		_, err = conn.ExecContext(context.Background(), "ROLLBACK")
		if err != nil {
			_ = conn.Raw(func(any) error { return driver.ErrBadConn }) // closes the connection
		}
		return nil
	}
	if err != nil {
		_ = conn.Raw(func(any) error { return driver.ErrBadConn })
		return fmt.Errorf("tx: rollback: %w", err)
	}
	return nil
}

func join(a, b error) error {
	switch {
	case a == nil:
		return b
	case b == nil:
		return a
	}
	return errors.Join(a, b)
}
