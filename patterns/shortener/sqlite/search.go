package sqlite

import (
	"cmp"
	"context"
	"slices"

	"github.com/goconcepts/cookbook/patterns/shortener"
)

// List implements [shortener.Store].
func (s *Store) List(ctx context.Context, after string, limit int) ([]shortener.Link, error) {
	return s.links(ctx, "list", `WHERE code > ? ORDER BY code LIMIT ?`, after, limit)
}

// many is where sorting what an index finds begins to cost more than reading in order
// of codes until enough are found: the square root of a million links times a page of a
// thousand. Below it that many entries are sorted; above it, codes being spread evenly, as
// few are read. SQLite keeps no statistics from which it could tell by itself.
const many = 30_000

// last is above all that may follow a prefix.
const last = "\U0010FFFF"

// Search implements [shortener.Store].
func (s *Store) Search(ctx context.Context, code string, urls []string, after string, limit int) ([]shortener.Link, error) {
	// One lower bound: of two the engine would use the first for its index, whichever it is.
	where, from := `WHERE code > ? AND code < ? ORDER BY code LIMIT ?`, after
	if after < code {
		where, from = `WHERE code >= ? AND code < ? ORDER BY code LIMIT ?`, code
	}
	found, err := s.links(ctx, "search", where, from, code+last, limit)
	if err != nil {
		return nil, err
	}
	for _, prefix := range urls {
		links, err := s.searchURL(ctx, prefix, after, limit)
		if err != nil {
			return nil, err
		}
		found = append(found, links...)
	}
	slices.SortFunc(found, func(a, b shortener.Link) int { return cmp.Compare(a.Code, b.Code) })
	found = slices.CompactFunc(found, func(a, b shortener.Link) bool { return a.Code == b.Code })
	return found[:min(limit, len(found))], nil
}

func (s *Store) searchURL(ctx context.Context, prefix, after string, limit int) ([]shortener.Link, error) {
	var n int
	err := s.read.QueryRowContext(ctx, `SELECT count(*) FROM (SELECT 1 FROM link WHERE url >= ? AND url < ? LIMIT ?)`,
		prefix, prefix+last, many).Scan(&n)
	switch {
	case err != nil:
		return nil, wrap("search", err)
	case n < many:
		return s.links(ctx, "search", `WHERE code IN (SELECT code FROM link INDEXED BY link_by_prefix
			WHERE url >= ? AND url < ? AND code > ? ORDER BY code LIMIT ?) ORDER BY code`, prefix, prefix+last, after, limit)
	default:
		return s.links(ctx, "search", `WHERE +url >= ? AND +url < ? AND code > ? ORDER BY code LIMIT ?`,
			prefix, prefix+last, after, limit)
	}
}

// links returns the links that the rest of a query selects.
func (s *Store) links(ctx context.Context, what, where string, args ...any) (links []shortener.Link, err error) {
	rows, err := s.read.QueryContext(ctx, columns+where, args...)
	if err != nil {
		return nil, wrap(what, err)
	}
	defer rows.Close()
	for rows.Next() {
		l, err := scan(what, rows)
		if err != nil {
			return nil, err
		}
		links = append(links, l)
	}
	return links, wrap(what, rows.Err())
}
