package postgres

import (
	"cmp"
	"context"
	"slices"

	"github.com/jackc/pgx/v5"

	"github.com/goconcepts/cookbook/patterns/shortener"
)

// List implements [shortener.Store].
func (s *Store) List(ctx context.Context, after string, limit int) ([]shortener.Link, error) {
	return s.links(ctx, "list", `WHERE code > $1 ORDER BY code LIMIT $2`, after, limit)
}

// last is above all that may follow a prefix.
const last = "\U0010FFFF"

// Search implements [shortener.Store]. For each prefix of a URL the engine's statistics
// say whether to sort what the index finds, which has the codes and so needs no link, or to
// read in order of codes until enough are found.
func (s *Store) Search(ctx context.Context, code string, urls []string, after string, limit int) ([]shortener.Link, error) {
	found, err := s.links(ctx, "search", `WHERE code > $1 AND code >= $2 AND code < $3 ORDER BY code LIMIT $4`,
		after, code, code+last, limit)
	for _, prefix := range urls {
		if err != nil {
			return nil, err
		}
		var links []shortener.Link
		links, err = s.links(ctx, "search", `WHERE code IN (SELECT code FROM link
			WHERE url >= $1 AND url < $2 AND code > $3 ORDER BY code LIMIT $4) ORDER BY code`,
			prefix, prefix+last, after, limit)
		found = append(found, links...)
	}
	if err != nil {
		return nil, err
	}
	slices.SortFunc(found, func(a, b shortener.Link) int { return cmp.Compare(a.Code, b.Code) })
	found = slices.CompactFunc(found, func(a, b shortener.Link) bool { return a.Code == b.Code })
	return found[:min(limit, len(found))], nil
}

// links returns the links that the rest of a query selects. Each is planned for its own
// arguments: a plan for any prefix is a bad one for most.
func (s *Store) links(ctx context.Context, what, where string, args ...any) ([]shortener.Link, error) {
	rows, _ := s.pool.Query(ctx, columns+where, append([]any{pgx.QueryExecModeExec}, args...)...)
	links, err := pgx.CollectRows(rows, scan)
	return links, s.wrap(ctx, what, err)
}
