package sqlwatch_test

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/stretchr/testify/require"
	"modernc.org/sqlite"

	"github.com/goconcepts/cookbook/patterns/sqlwatch"
)

func is[T any](v any) bool { _, ok := v.(T); return ok }

// optional are the interfaces that database/sql asks for, of what they are asked, beside the minimum.
// The deprecated Execer and Queryer are asked for only where the forms with a context are missing.
var optional = map[string]map[string]func(any) bool{
	"connector": {"Closer": is[io.Closer]},
	"conn": {
		"QueryerContext":     is[driver.QueryerContext],
		"ExecerContext":      is[driver.ExecerContext],
		"ConnPrepareContext": is[driver.ConnPrepareContext],
		"ConnBeginTx":        is[driver.ConnBeginTx],
		"Pinger":             is[driver.Pinger],
		"SessionResetter":    is[driver.SessionResetter],
		"Validator":          is[driver.Validator],
		"NamedValueChecker":  is[driver.NamedValueChecker],
	},
	"stmt": {
		"StmtExecContext":   is[driver.StmtExecContext],
		"StmtQueryContext":  is[driver.StmtQueryContext],
		"NamedValueChecker": is[driver.NamedValueChecker],
		"ColumnConverter":   is[driver.ColumnConverter], //nolint:staticcheck // older drivers have it
	},
	"rows": {
		"RowsNextResultSet":              is[driver.RowsNextResultSet],
		"RowsColumnTypeScanType":         is[driver.RowsColumnTypeScanType],
		"RowsColumnTypeDatabaseTypeName": is[driver.RowsColumnTypeDatabaseTypeName],
		"RowsColumnTypeLength":           is[driver.RowsColumnTypeLength],
		"RowsColumnTypeNullable":         is[driver.RowsColumnTypeNullable],
		"RowsColumnTypePrecisionScale":   is[driver.RowsColumnTypePrecisionScale],
	},
}

// parts are what a driver hands out on the way to an answer.
func parts(t *testing.T, c driver.Connector) map[string]any {
	conn, err := c.Connect(t.Context())
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, conn.Close()) })
	stmt, err := conn.(driver.ConnPrepareContext).PrepareContext(t.Context(), `SELECT 1`)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, stmt.Close()) })
	rows, err := stmt.(driver.StmtQueryContext).QueryContext(t.Context(), nil)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, rows.Close()) })
	return map[string]any{"connector": c, "conn": conn, "stmt": stmt, "rows": rows}
}

// Whatever the bare driver offers the wrapped one offers.
func TestOptionalInterfacesStayVisible(t *testing.T) {
	compare := func(t *testing.T, c driver.Connector) {
		bare, wrapped := parts(t, c), parts(t, sqlwatch.Wrap(c))
		offered := 0
		for part, interfaces := range optional {
			for name, has := range interfaces {
				if has(bare[part]) {
					offered++
					require.True(t, has(wrapped[part]), "%s: %s is hidden", part, name)
				}
			}
		}
		require.Greater(t, offered, 8)
		require.IsType(t, bare["rows"], wrapped["rows"])
		require.IsType(t, bare["conn"], wrapped["conn"].(interface{ Unwrap() driver.Conn }).Unwrap())
		require.IsType(t, c.Driver(), sqlwatch.Wrap(c).Driver())
		require.Equal(t, is[driver.ColumnConverter](bare["stmt"]), is[driver.ColumnConverter](wrapped["stmt"]), //nolint:staticcheck // older drivers have it
			"database/sql converts otherwise where it sees one")
	}
	t.Run("modernc", func(t *testing.T) { compare(t, opener{}) })
	t.Run("pgx", func(t *testing.T) {
		dsn := postgres(t)
		config, err := pgx.ParseConfig(dsn)
		require.NoError(t, err)
		compare(t, stdlib.GetConnector(*config))
	})
}

// What only some drivers can do works as it does without the wrapper.
func TestDriversOwnFeaturesWork(t *testing.T) {
	engines(t, func(t *testing.T, db *sql.DB, mark string) {
		exec(t.Context(), t, db, `INSERT INTO item VALUES (1, 'one')`)
		rows, err := db.QueryContext(t.Context(), `SELECT id, name FROM item WHERE id = `+mark, 1)
		require.NoError(t, err)
		types, err := rows.ColumnTypes()
		require.NoError(t, err)
		require.Contains(t, []string{"INT", "INT4"}, types[0].DatabaseTypeName())
		require.NoError(t, rows.Close())

		tx, err := db.BeginTx(t.Context(), &sql.TxOptions{Isolation: sql.LevelSerializable})
		require.NoError(t, err)
		require.NoError(t, tx.Rollback())
		require.NoError(t, db.PingContext(t.Context()))

		if mark != "?" { // pgx takes arrays, by its own check
			var n int
			require.NoError(t, db.QueryRowContext(t.Context(), `SELECT count(*) FROM item WHERE id = ANY($1)`, []int{1, 2}).Scan(&n))
			require.Equal(t, 1, n)
		}
	})
}

// old is a driver of before Go 1.8: no contexts, no names, a converter for each column.
type old struct {
	asked []string
	bad   int // answers driver.ErrBadConn so often
}

func (o *old) Connect(context.Context) (driver.Conn, error) { return o, nil }
func (o *old) Driver() driver.Driver                        { return nil }
func (o *old) Begin() (driver.Tx, error)                    { return o, nil }
func (o *old) Commit() error                                { return nil }
func (o *old) Rollback() error                              { o.asked = append(o.asked, "rollback"); return nil }
func (o *old) Prepare(string) (driver.Stmt, error)          { return &oldStmt{o}, nil }
func (o *old) Close() error                                 { return nil }

type oldStmt struct{ *old }

func (s *oldStmt) NumInput() int { return 1 }

func (s *oldStmt) Exec(args []driver.Value) (driver.Result, error) {
	if s.bad--; s.bad >= 0 {
		return nil, driver.ErrBadConn
	}
	s.asked = append(s.asked, fmt.Sprintf("%T %v", args[0], args[0]))
	return driver.ResultNoRows, nil
}

func (s *oldStmt) Query(args []driver.Value) (driver.Rows, error) {
	_, err := s.Exec(args)
	return noRows{}, err
}
func (s *oldStmt) ColumnConverter(int) driver.ValueConverter { return driver.String }

type noRows struct{}

func (noRows) Columns() []string         { return nil }
func (noRows) Close() error              { return nil }
func (noRows) Next([]driver.Value) error { return io.EOF }

// direct is an old driver that can do without preparing.
type direct struct{ old }

func (d *direct) Connect(context.Context) (driver.Conn, error) { return d, nil }

func (d *direct) Exec(_ string, args []driver.Value) (driver.Result, error) {
	d.asked = append(d.asked, "direct")
	return (&oldStmt{&d.old}).Exec(args)
}

func (d *direct) Query(_ string, args []driver.Value) (driver.Rows, error) {
	_, err := d.Exec("", args)
	return noRows{}, err
}

// The wrapped driver answers as the bare one does, where all that there is are the fallbacks of database/sql.
func TestOldDriversWorkAsWithoutTheWrapper(t *testing.T) {
	type outcome struct {
		asked []string
		errs  []bool
	}
	use := func(db *sql.DB, asked *[]string) outcome {
		var o outcome
		failed := func(err error) { o.errs = append(o.errs, err != nil) }
		gone, cancel := context.WithCancel(t.Context())
		cancel()
		for _, arg := range []any{7, time.Second, "x", nil, sql.Named("n", 1), sql.NullString{String: "valuer", Valid: true}} {
			_, err := db.Exec("ask ?", arg)
			failed(err)
			rows, err := db.Query("ask ?", arg)
			failed(err)
			if err == nil {
				failed(rows.Close())
			}
		}
		for _, opts := range []*sql.TxOptions{nil, {ReadOnly: true}, {Isolation: sql.LevelSerializable}} {
			tx, err := db.BeginTx(t.Context(), opts)
			failed(err)
			if err == nil {
				failed(tx.Rollback())
			}
		}
		_, err := db.ExecContext(gone, "ask ?", "x")
		failed(err)
		failed(db.Ping())
		failed(db.Close())
		o.asked = *asked
		return o
	}
	bare, wrapped := &old{bad: 1}, &old{bad: 1}
	require.Equal(t, use(sql.OpenDB(bare), &bare.asked), use(sql.OpenDB(sqlwatch.Wrap(wrapped)), &wrapped.asked))
	require.Contains(t, bare.asked, "string 7", "a converter made a string of it")
	require.Contains(t, bare.asked, "string valuer")

	quick, watched := &direct{}, &direct{}
	require.Equal(t, use(sql.OpenDB(quick), &quick.asked), use(sql.OpenDB(sqlwatch.Wrap(watched)), &watched.asked))
	require.Contains(t, quick.asked, "direct")
}

func TestAContextThatEndsInAnOldDriverLeavesNothingOpen(t *testing.T) {
	o := &old{}
	conn, err := sqlwatch.Wrap(o).Connect(t.Context())
	require.NoError(t, err)
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = conn.(driver.ConnBeginTx).BeginTx(gone, driver.TxOptions{})
	require.ErrorIs(t, err, context.Canceled)
	require.Equal(t, []string{"rollback"}, o.asked)
	_, err = conn.(driver.ConnPrepareContext).PrepareContext(gone, "ask ?")
	require.ErrorIs(t, err, context.Canceled)
}

// What is tried again on another connection ran once.
func TestABadConnectionIsNoQuery(t *testing.T) {
	o := &old{bad: 2}
	db := sql.OpenDB(sqlwatch.Wrap(o))
	defer db.Close()
	ctx, log := sqlwatch.Record(t, t.Context())
	exec(ctx, t, db, "ask ?", "x")
	require.Equal(t, 1, log.Count())
	require.Equal(t, []string{"string x"}, o.asked)
}

func TestAQueryThatFailsIsAQuery(t *testing.T) {
	engines(t, func(t *testing.T, db *sql.DB, _ string) {
		ctx, log := sqlwatch.Record(t, t.Context())
		_, err := db.ExecContext(ctx, `SELECT * FROM nothing_of_this_name`)
		require.Error(t, err)
		require.Equal(t, 1, log.Count())
	})
}

var errRefused = errors.New("refused")

type refusing struct{ driver.Driver }

func (refusing) Open(string) (driver.Conn, error)               { return nil, errRefused }
func (refusing) OpenConnector(string) (driver.Connector, error) { return nil, errRefused }
func (refusing) Connect(context.Context) (driver.Conn, error)   { return nil, errRefused }

func TestErrorsAreTheDrivers(t *testing.T) {
	_, err := sqlwatch.WrapDriver(refusing{}, "")
	require.Equal(t, errRefused, err)
	_, err = sqlwatch.WrapDriver(&sqlite.Driver{}, "file:?_pragma=nonsense(")
	require.NoError(t, err, "that driver looks at its name when it connects")
	_, err = sqlwatch.Wrap(connectorOf{refusing{}}).Connect(t.Context())
	require.Equal(t, errRefused, err)
}

type connectorOf struct{ refusing }

func (c connectorOf) Driver() driver.Driver { return c.refusing }
