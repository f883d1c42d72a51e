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
//
// The strings of a result share blocks of 64 KiB at the most: one that is kept keeps its block.
func On(db DB) relation.Querier { return querier{db} }

type querier struct{ db DB }

func (q querier) Engine() relation.Engine {
	return relation.Engine{
		Strategy:      relation.Bulk,
		Member:        "%s = ANY($1)",
		Parameter:     "$",
		Numbered:      true,
		MaxParameters: 65535, // the protocol counts them in 16 bits
	}
}

// Query lets the server plan for the keys that there are. A prepared statement would soon be run by a
// plan for any array, which the server takes to be short: right for ten keys and wrong for ten thousand.
func (q querier) Query(ctx context.Context, query string, args ...any) (relation.Rows, error) {
	found, err := q.db.Query(ctx, query, append([]any{pgx.QueryExecModeCacheDescribe}, args...)...)
	if err != nil {
		return nil, err
	}
	return &rows{Rows: found}, nil
}

func (q querier) Array(keys any) (any, error) { return keys, nil }
