package sqlite

import (
	"context"
	"database/sql"

	_ "modernc.org/sqlite" // the driver named sqlite, whose limits these are

	"github.com/goconcepts/cookbook/patterns/relation"
)

// DB is what runs queries: a [*sql.DB], [*sql.Conn] or [*sql.Tx].
type DB interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// On returns the Querier of a database that [relation.Load] takes. Keys are integers or
// strings, of types named otherwise too. It may be used as concurrently as db.
func On(db DB) relation.Querier { return querier{db} }

type querier struct{ db DB }

func (q querier) Engine() relation.Engine {
	return relation.Engine{
		Strategy:      relation.Bulk,
		Member:        "%s IN (SELECT value FROM json_each(?1))",
		Parameter:     "?",   // without a number: the driver looks a numbered one up among all others
		MaxParameters: 32766, // SQLITE_MAX_VARIABLE_NUMBER
	}
}

func (q querier) Query(ctx context.Context, query string, args ...any) (relation.Rows, error) {
	found, err := q.db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	return &rows{Rows: found}, nil
}

func (q querier) Array(keys any) (any, error) { return array(keys) }
