package sqlwatch_test

import (
	"database/sql"
	"database/sql/driver"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5/stdlib"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
	"modernc.org/sqlite"

	"github.com/goconcepts/cookbook/patterns/sqlwatch"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// engines runs a test on a wrapped SQLite and, where there is one, PostgreSQL.
func engines(t *testing.T, test func(t *testing.T, db *sql.DB, mark string)) {
	run := func(d driver.Driver, dsn, mark string) func(*testing.T) {
		return func(t *testing.T) {
			c, err := sqlwatch.WrapDriver(d, dsn)
			require.NoError(t, err)
			db := sql.OpenDB(c)
			db.SetMaxOpenConns(1)
			t.Cleanup(func() { require.NoError(t, db.Close()) })
			_, err = db.ExecContext(t.Context(), `CREATE TEMPORARY TABLE item (id INT, name TEXT)`)
			require.NoError(t, err)
			test(t, db, mark)
		}
	}
	t.Run("sqlite", run(&sqlite.Driver{}, ":memory:", "?"))
	t.Run("postgres", func(t *testing.T) {
		run(stdlib.GetDefaultDriver(), postgres(t), "$1")(t)
	})
}

// postgres returns the server's name, or skips the test.
func postgres(t *testing.T) string {
	dsn := os.Getenv("COOKBOOK_POSTGRES")
	if dsn == "" {
		require.Empty(t, os.Getenv("COOKBOOK_STRICT"), "COOKBOOK_POSTGRES names no server")
		t.Skip("COOKBOOK_POSTGRES names no server")
	}
	return dsn
}

func TestKindsAreToldApart(t *testing.T) {
	engines(t, func(t *testing.T, db *sql.DB, mark string) {
		ctx, log := sqlwatch.Record(t, t.Context())
		ask := func(id int) {
			rows, err := db.QueryContext(ctx, `SELECT name FROM item WHERE id = `+mark, id) // the line of the helper
			require.NoError(t, err)
			require.NoError(t, rows.Close())
		}
		for id := range 5 {
			ask(id)
		}
		for range 4 {
			var n int
			require.NoError(t, db.QueryRowContext(ctx, `SELECT count(*) FROM item`).Scan(&n))
		}
		for id := range 3 {
			_, err := db.ExecContext(ctx, `INSERT INTO item VALUES (`+mark+`, 'x')`, id)
			require.NoError(t, err)
		}
		_, err := db.ExecContext(ctx, `SELECT 1`)
		require.NoError(t, err)

		found := log.Findings()
		require.Len(t, found, 3, "%v", found)
		require.Equal(t, sqlwatch.NPlusOne, found[0].Kind)
		require.Equal(t, 5, found[0].Count)
		require.Equal(t, sqlwatch.Duplicate, found[1].Kind)
		require.Equal(t, 4, found[1].Count)
		require.Equal(t, sqlwatch.WriteLoop, found[2].Kind)
		for _, f := range found {
			require.True(t, strings.HasSuffix(f.File, "sqlwatch_test.go"), f.File)
			require.Contains(t, f.String(), "times")
		}
		require.Less(t, found[0].Line, found[1].Line)
		require.Equal(t, 13, log.Count())
		require.Len(t, log.Findings("count(*)"), 2)
		log.Reset()
		require.Zero(t, log.Count())
	})
}

func TestPreparedStatementsAndTransactionsAreSeen(t *testing.T) {
	engines(t, func(t *testing.T, db *sql.DB, mark string) {
		ctx, log := sqlwatch.Record(t, t.Context())
		tx, err := db.BeginTx(ctx, nil)
		require.NoError(t, err)
		stmt, err := tx.PrepareContext(ctx, `SELECT name FROM item WHERE id = `+mark)
		require.NoError(t, err)
		for id := range 3 {
			rows, err := stmt.QueryContext(ctx, id)
			require.NoError(t, err)
			require.NoError(t, rows.Close())
		}
		for range 3 {
			_, err := tx.ExecContext(ctx, `SAVEPOINT s`)
			require.NoError(t, err)
			_, err = tx.ExecContext(ctx, `RELEASE SAVEPOINT s`)
			require.NoError(t, err)
		}
		require.NoError(t, stmt.Close())
		require.NoError(t, tx.Commit())
		found := log.Findings()
		require.Len(t, found, 1, "savepoints may repeat: %v", found)
		require.Equal(t, sqlwatch.NPlusOne, found[0].Kind)
	})
}

func TestGoroutinesAreSeen(t *testing.T) {
	engines(t, func(t *testing.T, db *sql.DB, mark string) {
		ctx, log := sqlwatch.Record(t, t.Context())
		var wg sync.WaitGroup
		for id := range 10 {
			wg.Go(func() {
				if _, err := db.ExecContext(ctx, `SELECT name FROM item WHERE id = `+mark, id); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		require.Len(t, log.Findings(), 1)
		require.Equal(t, 10, log.Findings()[0].Count)
	})
}

// A log takes queries and answers questions at the same time.
func TestALogIsSharedByGoroutines(t *testing.T) {
	engines(t, func(t *testing.T, db *sql.DB, mark string) {
		ctx, log := sqlwatch.Record(t, t.Context())
		var wg sync.WaitGroup
		for id := range 20 {
			wg.Go(func() {
				if _, err := db.ExecContext(ctx, `SELECT name FROM item WHERE id = `+mark, id); err != nil {
					t.Error(err)
				}
				log.Findings()
				log.MaxQueries(20)
				if id == 10 {
					log.Reset()
				}
			})
		}
		wg.Wait()
		require.LessOrEqual(t, log.Count(), 20)
	})
}

func TestNothingIsRecordedWithoutALog(t *testing.T) {
	engines(t, func(t *testing.T, db *sql.DB, _ string) {
		outer, log := sqlwatch.Record(t, t.Context())
		exec(t.Context(), t, db, `SELECT 1`)
		require.Zero(t, log.Count())
		inner, own := sqlwatch.Record(t, outer)
		exec(inner, t, db, `SELECT 1`)
		require.Equal(t, 1, own.Count())
		require.Zero(t, log.Count(), "a log within a log is its own")
	})
}
