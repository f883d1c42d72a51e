package safesql

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// Conn is what [Wrap] wraps: a *sql.DB, a *sql.Tx or a *sql.Conn.
type Conn interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// DB runs queries of type [Query] and takes no other. It is as safe for several
// goroutines as what it wraps, may be copied, and needs no Close. The zero DB
// refuses every query.
type DB struct {
	conn    Conn
	dialect Dialect
}

// Wrap returns a DB that runs queries on conn in the dialect d. Where the program hands
// on the DB in place of conn, no other query can be run.
func Wrap(conn Conn, d Dialect) DB { return DB{conn, d} }

// Exec runs a query that returns no rows.
func (db DB) Exec(ctx context.Context, q Query) (sql.Result, error) {
	text, values, err := db.build(q)
	if err != nil {
		return nil, err
	}
	return db.conn.ExecContext(ctx, text, values...)
}

// Query runs a query that returns rows. The caller closes them and asks their Err.
func (db DB) Query(ctx context.Context, q Query) (*sql.Rows, error) {
	text, values, err := db.build(q)
	if err != nil {
		return nil, err
	}
	return db.conn.QueryContext(ctx, text, values...)
}

// Row scans the first row of a query into dest and drops the others. Without a row the
// error is [sql.ErrNoRows].
func (db DB) Row(ctx context.Context, q Query, dest ...any) (err error) {
	rows, err := db.Query(ctx, q)
	if err != nil {
		return err
	}
	defer func() {
		if closeErr := rows.Close(); closeErr != nil {
			err = errors.Join(err, closeErr)
		}
	}()
	if !rows.Next() {
		if err := rows.Err(); err != nil {
			return err
		}
		return sql.ErrNoRows
	}
	return rows.Scan(dest...)
}

func (db DB) build(q Query) (string, []any, error) {
	if db.conn == nil {
		return "", nil, fmt.Errorf("%w: the DB wraps nothing", ErrQuery)
	}
	return q.Build(db.dialect)
}
