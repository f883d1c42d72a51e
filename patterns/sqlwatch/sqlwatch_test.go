package sqlwatch_test

import (
	"context"
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
		dsn := os.Getenv("COOKBOOK_POSTGRES")
		if dsn == "" {
			require.Empty(t, os.Getenv("COOKBOOK_STRICT"), "COOKBOOK_POSTGRES names no server")
			t.Skip("COOKBOOK_POSTGRES names no server")
		}
		run(stdlib.GetDefaultDriver(), dsn, "$1")(t)
	})
}

func TestKindsAreToldApart(t *testing.T) {
	engines(t, func(t *testing.T, db *sql.DB, mark string) {
		ctx, log := sqlwatch.Record(t.Context())
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
		ctx, log := sqlwatch.Record(t.Context())
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
		ctx, log := sqlwatch.Record(t.Context())
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

func TestNothingIsRecordedWithoutALog(t *testing.T) {
	engines(t, func(t *testing.T, db *sql.DB, _ string) {
		_, log := sqlwatch.Record(t.Context())
		_, err := db.ExecContext(t.Context(), `SELECT 1`)
		require.NoError(t, err)
		require.Zero(t, log.Count())
	})
}

func TestConstant(t *testing.T) {
	engines(t, func(t *testing.T, db *sql.DB, _ string) {
		sqlwatch.Constant(t, []int{1, 10, 100}, func(ctx context.Context, _ int) {
			_, err := db.ExecContext(ctx, `SELECT 1`)
			require.NoError(t, err)
		})
		loop, none, few := &tb{}, &tb{}, &tb{}
		sqlwatch.Constant(loop, []int{1, 10}, func(ctx context.Context, n int) {
			for range n {
				_, err := db.ExecContext(ctx, `SELECT 1`)
				require.NoError(t, err)
			}
		})
		require.Len(t, loop.said, 2, "the count, and where: %v", loop.said)
		require.Contains(t, loop.said[1], "sqlwatch_test.go:")
		sqlwatch.Constant(none, []int{1, 10}, func(context.Context, int) {})
		require.Contains(t, none.said[0], "no query was recorded")
		sqlwatch.Constant(few, []int{1}, func(context.Context, int) {})
		require.Contains(t, few.said[0], "1 sizes, want two or more")
	})
}

func TestShape(t *testing.T) {
	for _, same := range [][]string{
		{"select * from t where a = ?", "SELECT  *\n FROM t WHERE a = 1", "select * from t where a = $12 /* c */", "select * from t where a = 'it''s'", "select * from t where a = :name;", "select * from t where a = 1.5e9", "select * from t where a = $$x$$", "select * from t where a = $tag$ $$ ' $tag$"},
		{"select * from t where a in (?)", "select * from t where a in (1,2,3)", "select * from t where a in ( ?, ? )", "select * from t where a in ($1,$2)"},
		{`select "A b" from t`, `SELECT "A b" FROM t -- end`},
		{"select a, b from t", "select a , b from t"},
	} {
		for _, text := range same {
			require.Equal(t, same[0], sqlwatch.Shape(text), text)
		}
	}
	require.NotEqual(t, sqlwatch.Shape("select a from t"), sqlwatch.Shape("select b from t"))
	require.NotEqual(t, sqlwatch.Shape(`select "a" from t`), sqlwatch.Shape(`select "A" from t`))
}

func FuzzShape(f *testing.F) {
	for _, seed := range []string{"", "'", "$tag$", "/*", "--", "a''b", "$1", `"`, ".5", "(?,?)", "é"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, query string) {
		shape := sqlwatch.Shape(query)
		require.LessOrEqual(t, len(shape), 2*len(query)+1)
	})
}

// The wrapper offers what the bare drivers offer: every optional interface of their
// connections is one of the wrapper's.
func TestOptionalInterfacesStayVisible(t *testing.T) {
	bare, err := (&sqlite.Driver{}).Open(":memory:")
	require.NoError(t, err)
	defer bare.Close()
	for name, c := range map[string]driver.Conn{"modernc": bare, "pgx": &stdlib.Conn{}} {
		connector := sqlwatch.Wrap(fixed{c})
		wrapped, err := connector.Connect(t.Context())
		require.NoError(t, err)
		for kind, has := range map[string]func(any) bool{
			"QueryerContext":     is[driver.QueryerContext],
			"ExecerContext":      is[driver.ExecerContext],
			"ConnPrepareContext": is[driver.ConnPrepareContext],
			"ConnBeginTx":        is[driver.ConnBeginTx],
			"Pinger":             is[driver.Pinger],
			"SessionResetter":    is[driver.SessionResetter],
			"Validator":          is[driver.Validator],
			"NamedValueChecker":  is[driver.NamedValueChecker],
		} {
			if has(c) {
				require.True(t, has(wrapped), "%s: %s is hidden", name, kind)
			}
		}
		require.Same(t, c, wrapped.(interface{ Unwrap() driver.Conn }).Unwrap())
	}
}

func is[T any](v any) bool { _, ok := v.(T); return ok }

// fixed is a connector of one connection.
type fixed struct{ conn driver.Conn }

func (f fixed) Connect(context.Context) (driver.Conn, error) { return f.conn, nil }
func (f fixed) Driver() driver.Driver                        { return nil }

func BenchmarkRecord(b *testing.B) {
	c, err := sqlwatch.WrapDriver(&sqlite.Driver{}, ":memory:")
	require.NoError(b, err)
	db := sql.OpenDB(c)
	defer db.Close()
	recorded, log := sqlwatch.Record(b.Context())
	for name, ctx := range map[string]context.Context{"without a log": b.Context(), "recorded": recorded} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := db.ExecContext(ctx, `SELECT 1`); err != nil {
					b.Fatal(err)
				}
			}
			log.Reset()
		})
	}
}
