package tx_test

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goconcepts/cookbook/patterns/tx"
)

// engine is a driver of one connection whose COMMIT fails and leaves the
// transaction open, as SQLite's does when it is busy. database/sql takes the
// transaction for ended and would hand the connection to the next user.
type engine struct {
	open           bool // inside a transaction
	rollbackFails  bool
	opened, closed int
}

var errCommit, errRollback = errors.New("commit refused"), errors.New("rollback refused")

func (e *engine) Connect(context.Context) (driver.Conn, error) { e.opened++; return e, nil }
func (e *engine) Driver() driver.Driver                        { return nil }
func (e *engine) Prepare(string) (driver.Stmt, error)          { return nil, driver.ErrSkip }
func (e *engine) Begin() (driver.Tx, error)                    { e.open = true; return e, nil }
func (e *engine) Commit() error                                { return errCommit }
func (e *engine) Rollback() error                              { return e.end() }
func (e *engine) Close() error                                 { e.closed++; e.open = false; return nil }

func (e *engine) ExecContext(_ context.Context, query string, _ []driver.NamedValue) (driver.Result, error) {
	if query != "ROLLBACK" {
		return nil, errors.New("unexpected " + query)
	}
	return driver.ResultNoRows, e.end()
}

func (e *engine) end() error {
	if e.rollbackFails {
		return errRollback
	}
	e.open = false
	return nil
}

func TestAConnectionNeverReturnsInsideATransaction(t *testing.T) {
	nothing := func(context.Context, tx.Querier) error { return nil }
	failing := func(context.Context, tx.Querier) error { return errBusiness }
	tests := []struct {
		name          string
		f             func(context.Context, tx.Querier) error
		rollbackFails bool
		want          error
		closed        int
	}{
		{"commit fails", nothing, false, errCommit, 0},
		{"commit and rollback fail", nothing, true, errCommit, 1},
		{"rollback fails", failing, true, errRollback, 1},
		{"rollback works", failing, false, errBusiness, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := &engine{rollbackFails: tt.rollbackFails}
			db := sql.OpenDB(e)
			defer db.Close()
			err := tx.Run(t.Context(), db, tt.f, nil)
			require.ErrorIs(t, err, tt.want)
			require.False(t, e.open, "the connection is still in the transaction")
			require.Equal(t, tt.closed, e.closed)
			require.Equal(t, 1, e.opened)
		})
	}
}
