package sqlwatch_test

import (
	"context"
	"database/sql"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goconcepts/cookbook/patterns/sqlwatch"
)

func exec(ctx context.Context, t *testing.T, db *sql.DB, query string, args ...any) {
	t.Helper()
	_, err := db.ExecContext(ctx, query, args...)
	require.NoError(t, err)
}

func TestConstantPassesWhatDoesNotGrow(t *testing.T) {
	engines(t, func(t *testing.T, db *sql.DB, _ string) {
		sqlwatch.Constant(t, []int{1, 10, 100}, func(ctx context.Context, n int) {
			for range n {
				exec(t.Context(), t, db, `SELECT 1`) // another context: not counted
			}
			exec(ctx, t, db, `SELECT 1`)
			exec(ctx, t, db, `SELECT 2`)
		})
	})
}

func TestConstantTellsWhatGrew(t *testing.T) {
	engines(t, func(t *testing.T, db *sql.DB, mark string) {
		loop := &tb{}
		sqlwatch.Constant(loop, []int{1, 2, 100}, func(ctx context.Context, n int) {
			exec(ctx, t, db, `SELECT name FROM item`)
			for id := range n {
				exec(ctx, t, db, `SELECT name FROM item WHERE id = `+mark, id)
			}
		})
		require.Len(t, loop.said, 1)
		require.Regexp(t, `^sqlwatch: constant: 2 queries at size 1 and 3 at size 2:
	\S+constant_test.go:\d+: 1, then 2 times select name from item where id = \?, called at \S+:\d+$`, loop.said[0])

		shrinks := &tb{}
		sqlwatch.Constant(shrinks, []int{2, 1}, func(ctx context.Context, n int) {
			for range n {
				exec(ctx, t, db, `SELECT 1`)
			}
		})
		require.Regexp(t, `2, then 1 times select \?, called at \S+$`, shrinks.said[0])
	})
}

func TestConstantRefusesWhatProvesNothing(t *testing.T) {
	none := &tb{}
	sqlwatch.Constant(none, []int{1, 10}, func(context.Context, int) {})
	require.Equal(t, []string{"sqlwatch: constant: no query was recorded at size 1: is the driver wrapped, and is ctx passed on?"}, none.said)
	for _, sizes := range [][]int{nil, {1}, {7, 7, 7}} {
		same := &tb{}
		sqlwatch.Constant(same, sizes, func(context.Context, int) { t.Error("load ran") })
		require.Len(t, same.said, 1)
		require.Contains(t, same.said[0], "want two or more that differ")
	}
}
