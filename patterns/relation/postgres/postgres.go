package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/goconcepts/cookbook/patterns/relation"
)

// DB is what runs queries: a [*pgx.Conn], a pgx.Tx or a *pgxpool.Pool.
type DB interface {
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
}

// On returns the Querier of a database that [relation.Load] takes. Keys are what pgx can
// send as an array: integers, strings, UUIDs. It may be used as concurrently as db.
func On(db DB) relation.Querier { return querier{db} }

type querier struct{ db DB }

func (q querier) Engine() relation.Engine {
	return relation.Engine{
		Strategy:      relation.Bulk,
		Member:        "%s = ANY($1)",
		Parameter:     "$",
		MaxParameters: 65535, // the protocol counts them in 16 bits
	}
}

func (q querier) Query(ctx context.Context, query string, args ...any) (relation.Rows, error) {
	found, err := q.db.Query(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	return rows{found}, nil
}

func (q querier) Array(keys any) (any, error) { return keys, nil }

type rows struct{ pgx.Rows }

// Close ends the query.
func (r rows) Close() error {
	r.Rows.Close()
	return nil
}
