package tx_test

import (
	"context"
	"database/sql"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goconcepts/cookbook/patterns/tx"
)

func noWait(int, time.Duration, uint64) time.Duration { return 0 }

// file opens a database file on which a reader makes the commit of a writer fail.
func file(t *testing.T) (writer, reader *sql.DB) {
	name := filepath.Join(t.TempDir(), "busy.db")
	open := func() *sql.DB {
		db, err := sql.Open("sqlite", name)
		require.NoError(t, err)
		t.Cleanup(func() { require.NoError(t, db.Close()) })
		db.SetMaxOpenConns(1)
		return db
	}
	writer, reader = open(), open()
	_, err := writer.ExecContext(t.Context(), `CREATE TABLE item (name TEXT PRIMARY KEY)`)
	require.NoError(t, err)
	return writer, reader
}

// read begins a transaction that has read, which keeps others from committing.
func read(t *testing.T, db *sql.DB) *sql.Tx {
	reading, err := db.BeginTx(t.Context(), nil)
	require.NoError(t, err)
	var n int
	require.NoError(t, reading.QueryRowContext(t.Context(), `SELECT count(*) FROM item`).Scan(&n))
	return reading
}

func TestABusyCommitIsRunAgain(t *testing.T) {
	writer, reader := file(t)
	reading := read(t, reader)
	calls := 0
	err := tx.Run(t.Context(), writer, func(ctx context.Context, q tx.Querier) error {
		if calls++; calls == 2 {
			require.NoError(t, reading.Rollback())
		}
		return insert("a")(ctx, q)
	}, &tx.Options{Backoff: noWait})
	require.NoError(t, err)
	require.Equal(t, 2, calls)
	require.Equal(t, []string{"a"}, items(t, writer))
}
