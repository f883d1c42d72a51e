//lint:file-ignore SA1019 older drivers have only what database/sql itself falls back to

package sqlwatch

import (
	"context"
	"database/sql/driver"
)

// stmt is a prepared statement. database/sql sees its optional interfaces as it sees
// those of conn.
type stmt struct {
	driver.Stmt

	conn  driver.Conn // checks arguments for a statement that does not
	query string
}

// convertingStmt is the stmt of a driver with a ColumnConverter: database/sql converts
// otherwise where it sees one.
type convertingStmt struct {
	stmt

	columns driver.ColumnConverter //nolint:staticcheck // older drivers have only this
}

func (s *convertingStmt) ColumnConverter(i int) driver.ValueConverter {
	return s.columns.ColumnConverter(i)
}

func wrapStmt(inner driver.Stmt, c driver.Conn, query string) driver.Stmt {
	s := stmt{inner, c, query}
	if cc, ok := inner.(driver.ColumnConverter); ok { //nolint:staticcheck // as above
		return &convertingStmt{s, cc}
	}
	return &s
}

func (s *stmt) QueryContext(ctx context.Context, args []driver.NamedValue) (rows driver.Rows, err error) {
	if q, ok := s.Stmt.(driver.StmtQueryContext); ok {
		rows, err = q.QueryContext(ctx, args)
	} else {
		var values []driver.Value
		if values, err = plain(ctx, args); err == nil {
			rows, err = s.Stmt.Query(values) //nolint:staticcheck // what database/sql falls back to
		}
	}
	if ran(err) {
		record(ctx, s.query, args)
	}
	return rows, err
}

func (s *stmt) ExecContext(ctx context.Context, args []driver.NamedValue) (result driver.Result, err error) {
	if e, ok := s.Stmt.(driver.StmtExecContext); ok {
		result, err = e.ExecContext(ctx, args)
	} else {
		var values []driver.Value
		if values, err = plain(ctx, args); err == nil {
			result, err = s.Stmt.Exec(values) //nolint:staticcheck // what database/sql falls back to
		}
	}
	if ran(err) {
		record(ctx, s.query, args)
	}
	return result, err
}

// CheckNamedValue asks the statement, or else its connection, as database/sql does.
func (s *stmt) CheckNamedValue(v *driver.NamedValue) error {
	if _, ok := s.Stmt.(driver.NamedValueChecker); ok {
		return check(s.Stmt, v)
	}
	return check(s.conn, v)
}
